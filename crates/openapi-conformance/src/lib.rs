//! Holds a client to the OpenAPI description that it was generated from.
//!
//! A [`Contract`] reads the description on its own, sharing no code with the generator: it lists the operations with
//! their examples, and says what about a request that arrived breaks the description, with the `jsonschema` crate as
//! judge of values. A [`Mock`] is a server on a loopback port that answers from the description's examples and keeps
//! what it was asked.

mod contract;
mod mock;
mod request;

pub use contract::{Content, Contract, Operation, ParseError, Response};
pub use mock::Mock;
pub use request::Request;

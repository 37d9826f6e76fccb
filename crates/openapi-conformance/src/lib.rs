#![doc = include_str!("../README.md")]

mod arguments;
mod beyond;
mod body;
mod bundle;
mod charset;
mod conformance;
mod contract;
mod credentials;
mod departures;
mod dialect;
mod discriminator;
mod expectation;
mod filter;
mod inline;
mod json;
mod mock;
mod names;
mod nested;
mod nesting;
mod observed;
mod one_way;
mod parameter;
mod parse;
mod pattern;
mod pointer;
mod report;
mod request;
mod requests;
mod responses;
mod restrictions;
mod round_trip;
mod run;
mod same;
mod sample;
mod sampler;
mod server;
mod set;
mod shown;
mod text;
mod variant;
pub mod verify;
mod xml;

pub use arguments::{Arguments, Beyond, Mismatch};
pub use conformance::Conformance;
pub use contract::{
    Content, Contract, CredentialPlace, Direction, Encoding, Operation, Parameter, ParseError, Response,
    ResponseHeader, SecurityScheme,
};
pub use credentials::Setup;
pub use mock::{Mock, Reply, Stub};
pub use observed::{Call, DecodedResponse, Observed, Reached};
pub use openapi_runtime::{BuildError, Retry};
pub use request::Request;

/// What only generated code uses.
#[doc(hidden)]
pub mod __private {
    pub use serde::Serialize;
}

#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod environment;
mod token;

#[allow(missing_docs, reason = "what the description does not document")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/openapi.rs"));

    /// A mock of the API, for tests.
    #[cfg(feature = "mock")]
    pub mod mock {
        include!(concat!(env!("OUT_DIR"), "/mock.rs"));
    }
}

pub use environment::EnvironmentError;
#[cfg(feature = "mock")]
pub use generated::mock;
pub use generated::{Client, ClientBuilder, DESCRIPTION, OPERATIONS, Server, operations, types};
#[cfg(feature = "blocking")]
pub use openapi_runtime::Blocking;
pub use openapi_runtime::{
    AnyError, BuildError, Error, RawResponse, ResponseValue, Retry, SecretString, TransportError, reqwest,
};

#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod environment;
mod token;

#[allow(missing_docs, reason = "what the description does not document")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/openapi.rs"));
}

pub use environment::EnvironmentError;
pub use generated::{Client, ClientBuilder, DESCRIPTION, OPERATIONS, Server, operations, types};
pub use openapi_runtime::{BuildError, Error, RawResponse, ResponseValue, SecretString, reqwest};

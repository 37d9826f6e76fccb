//! The groups of the official JSON-Schema-Test-Suite, with the Rust type that the schema of each became.
#![forbid(unsafe_code)]

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A group of tests: a schema and instances.
pub struct Group {
    /// The keyword that it is about.
    pub keyword: &'static str,
    /// The group, as JSON.
    pub text: &'static str,
    /// Reads an instance as the type and writes it; none where the schema cannot be put into a description.
    pub round_trip: Option<fn(&str) -> serde_json::Result<Value>>,
}

/// Reads a `T` and writes it.
///
/// # Errors
///
/// When the instance is not a `T`.
pub fn round_trip<T: DeserializeOwned + Serialize>(instance: &str) -> serde_json::Result<Value> {
    serde_json::to_value(serde_json::from_str::<T>(instance)?)
}

include!(concat!(env!("OUT_DIR"), "/groups.rs"));

//! Version 1.

/// The client.
#[allow(missing_docs)]
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/v1/openapi.rs"));
}
#[path = "caller.rs"]
pub mod caller;

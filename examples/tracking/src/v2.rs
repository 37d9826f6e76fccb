//! Version 2.

/// The client.
#[allow(missing_docs)]
pub mod api {
    include!(concat!(env!("OUT_DIR"), "/v2/openapi.rs"));
}
// `read_order` is deprecated: it is `get_order` from now on.
#[allow(deprecated)]
#[path = "caller.rs"]
pub mod caller;

//! Every client is held to its document by the tests that are generated with it.

include!(concat!(env!("OUT_DIR"), "/conformance.rs"));

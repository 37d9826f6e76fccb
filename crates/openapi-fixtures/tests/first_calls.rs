//! The example of a generated crate compiles, whatever its first call needs.

include!(concat!(env!("OUT_DIR"), "/first_calls.rs"));

//! Clients of small descriptions that isolate one construct each.
#![forbid(unsafe_code)]

include!(concat!(env!("OUT_DIR"), "/clients.rs"));

//! Clients of small descriptions that isolate one construct each.
#![forbid(unsafe_code)]

#[cfg(doctest)]
pub mod guide;
pub mod own;

include!(concat!(env!("OUT_DIR"), "/clients.rs"));

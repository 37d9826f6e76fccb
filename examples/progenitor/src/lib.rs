//! A client by progenitor.
#![allow(clippy::all, reason = "progenitor's code")]

include!(concat!(env!("OUT_DIR"), "/openapi.rs"));

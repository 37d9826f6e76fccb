//! One caller with the clients of two versions of a description.

#![allow(clippy::duplicate_mod, reason = "that is what is shown")]

pub mod v1;
pub mod v2;

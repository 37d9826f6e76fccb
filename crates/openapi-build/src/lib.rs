#![doc = include_str!("../README.md")]

mod compile;
mod config;
mod diagnostic;
mod error;
mod extra;
mod generated;
#[cfg(feature = "progenitor")]
mod progenitor;
mod record;

#[cfg(feature = "progenitor")]
pub use ::progenitor::GenerationSettings;
pub use config::Config;
pub use diagnostic::{Diagnostic, Severity};
pub use error::Error;
pub use extra::Extra;
pub use generated::Generated;
#[cfg(feature = "macros")]
pub use openapi_build_macros::generate;
pub use openapi_compiler::pages::Pages;

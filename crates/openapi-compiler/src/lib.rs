#![doc = include_str!("../README.md")]

#[cfg(feature = "convert")]
pub mod bundle;
pub mod compilation;
#[cfg(feature = "config-file")]
pub mod config_file;
#[cfg(feature = "convert")]
pub mod convert;
mod departures;
pub mod derives;
pub mod description;
pub mod diagnostic;
#[cfg(feature = "diff")]
pub mod diff;
pub mod document;
pub mod emit;
pub mod escape;
pub mod first_call;
mod followed;
pub mod formats;
#[cfg(feature = "diff")]
mod html;
pub mod lock;
pub mod lower;
#[cfg(feature = "overlay")]
mod overlay;
pub mod package;
pub mod pages;
mod places;
pub mod plan;
pub mod planner;
pub mod position;
#[cfg(feature = "progenitor")]
pub mod progenitor;
pub mod read;
pub mod reference;
pub mod render;
pub mod replace;
pub mod report;
#[cfg(feature = "diff")]
pub mod report_page;
pub mod resolve;
pub mod resolved;
pub mod rust_path;
pub mod schema;
pub mod select;
pub mod settings;
mod swagger;
pub mod write;

mod docs;
mod error;
mod merge;
mod name;
mod pipeline;

pub use compilation::Compilation;
pub use error::Unusable;
#[cfg(feature = "convert")]
pub use pipeline::{bundle, convert, convert_for_progenitor};
pub use pipeline::{compile, lock_path};
pub use settings::Settings;

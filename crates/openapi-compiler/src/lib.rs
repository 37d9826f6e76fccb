#![doc = include_str!("../README.md")]

pub mod bundle;
pub mod compilation;
#[cfg(feature = "config-file")]
pub mod config_file;
pub mod convert;
mod departures;
pub mod derives;
pub mod description;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod emit;
pub mod escape;
pub mod first_call;
pub mod formats;
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
pub use pipeline::{bundle, compile, convert, convert_for_progenitor, lock_path};
pub use settings::Settings;

#![doc = include_str!("../README.md")]

pub mod description;
pub mod diagnostic;
pub mod document;
pub mod emit;
pub mod escape;
pub mod lock;
pub mod lower;
pub mod package;
pub mod plan;
pub mod planner;
pub mod position;
pub mod read;
pub mod reference;
pub mod render;
pub mod report;
pub mod resolve;
pub mod resolved;
pub mod schema;
pub mod write;

mod compile;
mod config;
mod docs;
mod error;
mod generated;
mod name;
mod pipeline;

pub use config::Config;
pub use error::Error;
pub use generated::Generated;

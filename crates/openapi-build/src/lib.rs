//! Generates Rust clients from OpenAPI 3.x descriptions.
pub mod description;
pub mod diagnostic;
pub mod lower;
pub mod document;
pub mod plan;
pub mod position;
pub mod read;
pub mod reference;
pub mod render;
pub mod resolve;
pub mod resolved;
pub mod schema;
pub mod write;

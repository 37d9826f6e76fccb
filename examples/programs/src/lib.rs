//! A program of ten lines for each of several APIs, as somebody writes it who has read the guide.

pub mod anthropic;
pub mod r#box;
pub mod discord;
pub mod kubernetes;
pub mod mastodon;
pub mod openai;
pub mod prefect;
pub mod qdrant;

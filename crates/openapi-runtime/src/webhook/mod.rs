//! Signatures of webhooks: requests that the server of an API sends.

mod body_signature;
mod error;
mod header;
mod keys;
mod standard;

pub use body_signature::BodySignature;
pub use error::SignatureError;
pub use standard::StandardWebhooks;

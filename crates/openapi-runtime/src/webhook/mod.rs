//! Webhooks: the signatures and bodies of requests that the server of an API sends.

mod body_signature;
mod error;
mod header;
mod keys;
mod payload;
mod standard;
mod unknown;

pub use body_signature::BodySignature;
pub use error::SignatureError;
pub use payload::{InvalidWebhook, parse_webhook};
pub use standard::StandardWebhooks;
pub use unknown::{UnknownWebhook, webhook_property};

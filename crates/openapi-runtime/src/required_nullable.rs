//! Required properties that may be null: absent is an error, null is `None`.

use serde::{Deserialize, Deserializer};

/// Reads a property that must be present. Without this function serde takes an absent `Option` for `None`.
///
/// # Errors
///
/// When the value is neither null nor a `T`.
pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    Option::deserialize(deserializer)
}

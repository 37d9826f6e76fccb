//! Required properties that may be null: absent is an error, null is a value.

use serde::{Deserialize, Deserializer};

/// Reads a property that must be present. Without this function serde takes an absent `Option` for `None`.
///
/// # Errors
///
/// When the value is no `T`.
pub fn deserialize<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer)
}

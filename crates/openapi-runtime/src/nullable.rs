//! Optional properties that may also be null: absent is `None`, null is `Some` of what null is to the type.

use serde::{Deserialize, Deserializer};

/// Reads a property that is present. To be used with `#[serde(default)]`, which gives `None` to an absent one.
///
/// # Errors
///
/// When the value is no `T`.
pub fn deserialize<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    T::deserialize(deserializer).map(Some)
}

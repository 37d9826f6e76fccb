//! Finding values that a description does not list.

use std::cell::Cell;
use std::io;

use serde::{Serialize, Serializer};

thread_local! {
    /// Whether an unlisted value has been written.
    static MET: Cell<bool> = const { Cell::new(false) };
}

/// Whether a value of a generated type holds one that its description does not list: an enum or union that is `Unknown`.
///
/// ```
/// openapi_runtime::open_enum!(pub enum Color { Red = "red" });
///
/// assert!(!openapi_runtime::has_unknown(&vec![Color::from("red")]));
/// assert!(openapi_runtime::has_unknown(&vec![Color::from("red"), Color::from("blue")]));
/// ```
pub fn has_unknown<T: Serialize + ?Sized>(value: &T) -> bool {
    let before = MET.replace(false);
    // A value that cannot be written is looked at as far as it can be.
    let _ = serde_json::to_writer(io::sink(), value);
    MET.replace(before)
}

/// Notes that an unlisted value is written.
pub(crate) fn meet() {
    MET.set(true);
}

/// Serializes an unlisted value, so that [`has_unknown`] finds it.
///
/// # Errors
///
/// If the serializer returns one.
pub fn serialize<T: Serialize + ?Sized, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    meet();
    value.serialize(serializer)
}

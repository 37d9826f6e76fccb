//! JSON pointers (RFC 6901), and the references that hold them.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

/// A pointer with one more token.
pub(crate) fn child(pointer: &str, token: &str) -> String {
    format!("{pointer}/{}", token.replace('~', "~0").replace('/', "~1"))
}

/// The pointer in a reference to this document (section 6), if it is one.
pub(crate) fn of_fragment(reference: &str) -> Option<String> {
    let fragment = reference.strip_prefix('#')?;
    let pointer = percent_decode_str(fragment).decode_utf8().ok()?;
    (pointer.is_empty() || pointer.starts_with('/')).then(|| pointer.into_owned())
}

/// The pointer as a reference to this document.
pub(crate) fn to_fragment(pointer: &str) -> String {
    const ENCODED: &percent_encoding::AsciiSet = &NON_ALPHANUMERIC
        .remove(b'/')
        .remove(b'~')
        .remove(b'-')
        .remove(b'_')
        .remove(b'.');
    format!("#{}", utf8_percent_encode(pointer, ENCODED))
}

/// The value at the end of a chain of references.
pub(crate) fn follow<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    locate(document, value, String::new()).0
}

/// The value at the end of a chain of references, and its pointer.
pub(crate) fn locate<'d>(document: &'d Value, mut value: &'d Value, mut at: String) -> (&'d Value, String) {
    for _ in 0..32 {
        let reference = value.get("$ref").and_then(Value::as_str).and_then(of_fragment);
        let Some((found, target)) = reference.and_then(|target| Some((document.pointer(&target)?, target))) else {
            break;
        };
        (value, at) = (found, target);
    }
    (value, at)
}

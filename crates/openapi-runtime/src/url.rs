//! Building URLs out of text.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but the unreserved characters of RFC 3986 section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The characters that `allowReserved` does not encode: the reserved characters that neither end a query nor separate its pairs.
const QUERY: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// The characters of a path template that are not encoded: it is a path already, and may be encoded.
const LITERAL: &AsciiSet = &QUERY.remove(b'&').remove(b'+').remove(b'\'').remove(b'%').remove(b'#');

/// Encodes the characters of a set. Most texts have none, and are copied at once.
fn with(text: &str, set: &'static AsciiSet) -> String {
    Cow::from(utf8_percent_encode(text, set)).into_owned()
}

/// Encodes all but unreserved characters.
pub(crate) fn encode(text: &str) -> String {
    with(text, RESERVED)
}

/// Encodes the value of a query parameter with `allowReserved`.
pub(crate) fn encode_allow_reserved(text: &str) -> String {
    with(text, QUERY)
}

/// Encodes the characters that are not valid in the literal text of a path template.
pub(crate) fn encode_literal(text: &str) -> String {
    with(text, LITERAL)
}

/// Whether URL parsers take the segment for `.` or `..` and remove it.
pub(crate) fn is_dot_segment(segment: &str) -> bool {
    segment.starts_with(['.', '%']) && matches!(segment.to_ascii_lowercase().replace("%2e", ".").as_str(), "." | "..")
}

/// Reads an absolute base URL.
///
/// # Errors
///
/// A reason, which never contains the URL.
pub(crate) fn base(text: &str) -> Result<reqwest::Url, String> {
    let url = reqwest::Url::parse(text).map_err(|error| format!("is not an absolute http or https URL ({error})"))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err("is not an absolute http or https URL".into());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("contains a user name or a password; credentials are set apart from it".into());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("contains a query or a fragment".into());
    }
    Ok(url)
}

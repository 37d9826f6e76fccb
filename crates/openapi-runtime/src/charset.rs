//! Text in other charsets than UTF-8 (WHATWG Encoding Standard).

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::media_type;

/// Encodes text in the charset of a media type; UTF-8 unless it has one.
///
/// # Errors
///
/// When the charset is not known, or does not have a character of the text.
pub(crate) fn encode(text: String, media_type: &str) -> Result<Vec<u8>, String> {
    let Some(label) = media_type::charset(media_type) else {
        return Ok(text.into_bytes());
    };
    let encoding = encoding(&label)?;
    // The standard encodes nothing as UTF-16, which others do.
    if encoding == UTF_16LE {
        return Ok(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    }
    if encoding == UTF_16BE {
        return Ok(text.encode_utf16().flat_map(u16::to_be_bytes).collect());
    }
    let (encoded, _, replaced) = encoding.encode(&text);
    if replaced || text.chars().any(|c| c > last(&label)) {
        return Err(format!("the text has a character that `{label}` does not have"));
    }
    Ok(encoded.into_owned())
}

/// Decodes text by the charset of a media type; UTF-8 unless it has one or the text begins with a byte order mark.
///
/// # Errors
///
/// When the charset is not known, or the bytes are not text in it.
pub(crate) fn decode<'b>(body: &'b [u8], media_type: &str) -> Result<Cow<'b, str>, String> {
    let documented = media_type::charset(media_type).map_or(Ok(UTF_8), |label| encoding(&label))?;
    let (encoding, mark) = Encoding::for_bom(body).unwrap_or((documented, 0));
    let body = &body[mark..];
    if encoding == UTF_8 {
        let text = std::str::from_utf8(body);
        return text
            .map(Cow::Borrowed)
            .map_err(|error| format!("the text is not UTF-8 after byte {}", error.valid_up_to()));
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(body);
    text.ok_or_else(|| format!("the text is not {}", encoding.name()))
}

fn encoding(label: &str) -> Result<&'static Encoding, String> {
    Encoding::for_label(label.as_bytes()).ok_or_else(|| format!("the charset `{label}` is not known"))
}

/// The last character of a charset that the standard reads as its superset windows-1252.
fn last(label: &str) -> char {
    match label.trim().to_ascii_lowercase().as_str() {
        "us-ascii" | "ascii" | "ansi_x3.4-1968" => '\u{7f}',
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "iso88591" | "latin1" | "l1" => '\u{ff}',
        _ => char::MAX,
    }
}

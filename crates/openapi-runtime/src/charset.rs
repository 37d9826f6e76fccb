//! Text in other charsets than UTF-8 (WHATWG Encoding Standard).
//!
//! Text in UTF-8, UTF-16, US-ASCII, ISO-8859-1 and windows-1252 is always read and written, all others with the feature `charset`.

use std::borrow::Cow;

#[cfg(feature = "charset")]
use encoding_rs::Encoding;

use crate::media_type;

/// A charset. The feature adds charsets, and changes none.
#[derive(Clone, Copy)]
enum Charset {
    Utf8,
    Utf16Le,
    Utf16Be,
    /// windows-1252, as which the standard also reads US-ASCII and ISO-8859-1, and the last character that may be written.
    Windows1252(char),
    #[cfg(feature = "charset")]
    Other(&'static Encoding),
}

impl Charset {
    fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Windows1252(_) => "windows-1252",
            #[cfg(feature = "charset")]
            Self::Other(encoding) => encoding.name(),
        }
    }
}

/// The characters of the bytes 0x80 to 0x9F in windows-1252. All other bytes are the character of the same number.
const WINDOWS_1252: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// Encodes text in the charset of a media type; UTF-8 unless it has one.
///
/// # Errors
///
/// When the charset is not known, or does not have a character of the text.
pub(crate) fn encode(text: String, media_type: &str) -> Result<Vec<u8>, String> {
    let Some(label) = media_type::charset(media_type) else {
        return Ok(text.into_bytes());
    };
    let encoded = match charset(&label)? {
        Charset::Utf8 => Some(text.into_bytes()),
        // The standard encodes nothing as UTF-16, which others do.
        Charset::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        Charset::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        Charset::Windows1252(last) => {
            let bytes = text.chars().map(|c| windows_1252(c).filter(|_| c <= last));
            bytes.collect()
        }
        #[cfg(feature = "charset")]
        Charset::Other(encoding) => {
            let (encoded, _, replaced) = encoding.encode(&text);
            (!replaced).then(|| encoded.into_owned())
        }
    };
    encoded.ok_or_else(|| format!("the text has a character that `{label}` does not have"))
}

/// Decodes text by the charset of a media type; UTF-8 unless it has one or the text begins with a byte order mark.
///
/// # Errors
///
/// When the charset is not known, or the bytes are not text in it.
pub(crate) fn decode<'b>(body: &'b [u8], media_type: &str) -> Result<Cow<'b, str>, String> {
    let documented = media_type::charset(media_type).map_or(Ok(Charset::Utf8), |label| charset(&label))?;
    let (charset, body) = marked(body).unwrap_or((documented, body));
    let text = match charset {
        Charset::Utf8 => {
            let text = std::str::from_utf8(body);
            return text
                .map(Cow::Borrowed)
                .map_err(|error| format!("the text is not UTF-8 after byte {}", error.valid_up_to()));
        }
        Charset::Utf16Le => utf_16(body, u16::from_le_bytes).map(Cow::Owned),
        Charset::Utf16Be => utf_16(body, u16::from_be_bytes).map(Cow::Owned),
        Charset::Windows1252(_) => Some(body.iter().map(|byte| character(*byte)).collect()),
        #[cfg(feature = "charset")]
        Charset::Other(encoding) => encoding.decode_without_bom_handling_and_without_replacement(body),
    };
    text.ok_or_else(|| format!("the text is not {}", charset.name()))
}

fn charset(label: &str) -> Result<Charset, String> {
    let label = label.trim();
    match label.to_ascii_lowercase().as_str() {
        "utf-8" | "utf8" => Ok(Charset::Utf8),
        "utf-16" | "utf-16le" => Ok(Charset::Utf16Le),
        "utf-16be" => Ok(Charset::Utf16Be),
        "us-ascii" | "ascii" | "ansi_x3.4-1968" => Ok(Charset::Windows1252('\u{7f}')),
        "iso-8859-1" | "iso8859-1" | "iso_8859-1" | "iso88591" | "latin1" | "l1" => Ok(Charset::Windows1252('\u{ff}')),
        "windows-1252" | "cp1252" | "x-cp1252" => Ok(Charset::Windows1252(char::MAX)),
        _ => other(label),
    }
}

#[cfg(feature = "charset")]
fn other(label: &str) -> Result<Charset, String> {
    let encoding = Encoding::for_label(label.as_bytes());
    encoding
        .map(Charset::Other)
        .ok_or_else(|| format!("the charset `{label}` is not known"))
}

#[cfg(not(feature = "charset"))]
fn other(label: &str) -> Result<Charset, String> {
    Err(format!(
        "the charset `{label}` is not known without the feature `charset` of openapi-runtime"
    ))
}

/// The charset of a byte order mark, and what is behind it.
fn marked(body: &[u8]) -> Option<(Charset, &[u8])> {
    let marks: [(Charset, &[u8]); 3] = [
        (Charset::Utf8, b"\xef\xbb\xbf"),
        (Charset::Utf16Le, b"\xff\xfe"),
        (Charset::Utf16Be, b"\xfe\xff"),
    ];
    let mut marks = marks.into_iter();
    marks.find_map(|(charset, mark)| Some((charset, body.strip_prefix(mark)?)))
}

fn utf_16(body: &[u8], unit: fn([u8; 2]) -> u16) -> Option<String> {
    let (units, rest) = body.as_chunks();
    let text: Result<String, _> = char::decode_utf16(units.iter().map(|bytes| unit(*bytes))).collect();
    text.ok().filter(|_| rest.is_empty())
}

fn character(byte: u8) -> char {
    let special = byte.checked_sub(0x80);
    let special = special.and_then(|nth| WINDOWS_1252.chars().nth(usize::from(nth)));
    special.unwrap_or(char::from(byte))
}

fn windows_1252(c: char) -> Option<u8> {
    let same = u8::try_from(c).ok().filter(|byte| character(*byte) == c);
    same.or_else(|| {
        let nth = WINDOWS_1252.chars().position(|special| special == c)?;
        u8::try_from(nth + 0x80).ok()
    })
}

#[cfg(all(test, feature = "charset"))]
mod tests {
    use encoding_rs::Encoding;
    use proptest::prelude::*;

    use super::{Charset, charset, decode, encode};

    const BUILT_IN: [&str; 17] = [
        "utf-8",
        "utf8",
        "utf-16",
        "utf-16le",
        "utf-16be",
        "us-ascii",
        "ascii",
        "ansi_x3.4-1968",
        "iso-8859-1",
        "iso8859-1",
        "iso_8859-1",
        "iso88591",
        "latin1",
        "l1",
        "windows-1252",
        "cp1252",
        "x-cp1252",
    ];

    fn bytes() -> impl Strategy<Value = Vec<u8>> {
        prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..8),
            any::<String>().prop_map(String::into_bytes),
            any::<String>().prop_map(|text| text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            any::<String>().prop_map(|text| text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        ]
    }

    proptest! {
        /// encoding_rs is the independent judge of what is built in.
        #[test]
        fn bytes_are_read_as_encoding_rs_reads_them(body in bytes(), nth in 0..BUILT_IN.len()) {
            let label = BUILT_IN[nth];
            let (encoding, mark) = Encoding::for_bom(&body).unwrap_or((Encoding::for_label(label.as_bytes()).unwrap(), 0));
            let theirs = encoding.decode_without_bom_handling_and_without_replacement(&body[mark..]);
            let ours = decode(&body, &format!("text/plain; charset={label}"));
            prop_assert_eq!(ours.ok(), theirs);
        }

        #[test]
        fn text_is_written_as_encoding_rs_writes_it(text in ".{0,4}|[\u{0}-\u{ff}]{0,4}|[\u{2000}-\u{2200}]{0,2}") {
            let (encoded, _, replaced) = encoding_rs::WINDOWS_1252.encode(&text);
            let theirs = (!replaced).then_some(encoded.into_owned());
            prop_assert_eq!(encode(text, "text/plain; charset=windows-1252").ok(), theirs);
        }
    }

    #[test]
    fn each_byte_is_read_as_encoding_rs_reads_it() {
        for byte in 0..=u8::MAX {
            let bytes = [byte];
            let theirs = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0;
            assert_eq!(
                decode(&[byte], "text/plain; charset=latin1").unwrap(),
                theirs,
                "{byte:#x}"
            );
        }
    }

    #[test]
    fn the_built_in_labels_do_not_need_encoding_rs() {
        for label in BUILT_IN {
            assert!(!matches!(charset(label), Ok(Charset::Other(_)) | Err(_)), "{label}");
        }
    }
}

#[cfg(all(test, not(feature = "charset")))]
mod tests {
    use super::decode;

    #[test]
    fn another_charset_needs_the_feature() {
        let error = decode(b"", "text/plain; charset=shift_jis").unwrap_err();
        assert!(error.contains("the feature `charset`"), "{error}");
    }
}

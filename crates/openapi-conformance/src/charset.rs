//! Text in the charset of a media type.

use encoding_rs::Encoding;

/// The charset of a media type, in lower case; UTF-8 unless it has one.
pub(crate) fn charset(media_type: &str) -> String {
    let parameters = media_type.split(';').skip(1);
    let named = parameters.filter_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.to_ascii_lowercase())
    });
    named.last().unwrap_or_else(|| "utf-8".to_owned())
}

/// The bytes of a text in the charset of a media type, if it has all of its characters.
pub(crate) fn encode(text: &str, media_type: &str) -> Option<Vec<u8>> {
    let one_byte = |last: u32| {
        let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).ok());
        bytes
            .map(|byte| byte.filter(|byte| u32::from(*byte) <= last && !(0x80..0xa0).contains(byte)))
            .collect()
    };
    match charset(media_type).as_str() {
        "utf-8" | "utf8" => Some(text.as_bytes().to_vec()),
        "us-ascii" | "ascii" => one_byte(0x7f),
        "iso-8859-1" | "latin1" => one_byte(0xff),
        "utf-16le" => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        "utf-16be" => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        other => {
            let (bytes, _, replaced) = Encoding::for_label(other.as_bytes())?.encode(text);
            (!replaced).then(|| bytes.into_owned())
        }
    }
}

/// The text that bytes are in the charset of a media type.
///
/// # Errors
/// When they are none.
pub(crate) fn decode(bytes: &[u8], media_type: &str) -> Result<String, String> {
    let charset = charset(media_type);
    let encoding = Encoding::for_label(charset.as_bytes()).ok_or_else(|| format!("the charset `{charset}`"))?;
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    text.map(std::borrow::Cow::into_owned)
        .ok_or_else(|| format!("bytes that are not {charset}: {bytes:?}"))
}

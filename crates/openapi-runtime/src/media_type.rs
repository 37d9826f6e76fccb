//! Comparing media types (RFC 9110 section 8.3).

/// The media type without its parameters.
pub(crate) fn essence(text: &str) -> &str {
    text.split(';').next().unwrap_or_default().trim()
}

/// Whether `actual` is what `range` describes: the same type, or one in `image/*` or `*/*`. Parameters are ignored.
pub(crate) fn in_range(actual: &str, range: &str) -> bool {
    let (actual, range) = (essence(actual), essence(range));
    if range == "*/*" || range == "*" {
        return true;
    }
    match (actual.split_once('/'), range.strip_suffix("/*")) {
        (Some((kind, _)), Some(range)) => kind.eq_ignore_ascii_case(range),
        _ => actual.eq_ignore_ascii_case(range),
    }
}

/// Whether the media type is one of JSON: `application/json`, `text/json` or a type that ends in `+json` (RFC 6839).
pub(crate) fn is_json(text: &str) -> bool {
    let essence = essence(text).to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}

//! Comparing media types (RFC 9110 section 8.3).

use mediatype::{MediaType, ReadParams};

/// The media type without its parameters.
pub(crate) fn essence(text: &str) -> &str {
    text.split(';').next().unwrap_or_default().trim()
}

/// The parameters, names in lower case and values without quotes; none when they are not well-formed.
pub(crate) fn parameters(text: &str) -> Vec<(String, String)> {
    let Some((_, parameters)) = text.split_once(';') else {
        return Vec::new();
    };
    // Only the parameters are parsed: the type may be a range, which the parser refuses.
    let parameters = format!("a/b;{}", parameters.trim().trim_end_matches(';'));
    let Ok(parsed) = MediaType::parse(&parameters) else {
        return Vec::new();
    };
    let pairs = parsed.params();
    pairs
        .map(|(name, value)| (name.as_str().to_ascii_lowercase(), value.unquoted_str().into_owned()))
        .collect()
}

/// The parameter `charset`.
pub(crate) fn charset(text: &str) -> Option<String> {
    let charset = parameters(text).into_iter().find(|(name, _)| name == "charset");
    charset.map(|(_, value)| value)
}

/// Whether `actual` matches `range`: the same type, or one in `image/*` or `*/*`. Parameters are ignored.
pub(crate) fn in_range(actual: &str, range: &str) -> bool {
    let (actual, range) = (essence(actual), essence(range));
    if range == "*/*" || range == "*" {
        return true;
    }
    let starts = |text: &str, prefix: &str| {
        let start = text.as_bytes().get(..prefix.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(prefix.as_bytes()))
    };
    match range.split_once('*') {
        // `image/*`, and `application/*+json`.
        Some((before, after)) => {
            let end = actual
                .len()
                .checked_sub(after.len())
                .and_then(|start| actual.get(start..));
            starts(actual, before) && end.is_some_and(|end| end.eq_ignore_ascii_case(after))
        }
        None => actual.eq_ignore_ascii_case(range),
    }
}

/// Whether it is a range such as `image/*`, which does not name the type of a body.
pub(crate) fn is_range(text: &str) -> bool {
    essence(text).contains('*')
}

/// Whether the media type is one of JSON: `application/json`, `text/json` or a type that ends in `+json` (RFC 6839).
pub(crate) fn is_json(text: &str) -> bool {
    let essence = essence(text).to_ascii_lowercase();
    essence.ends_with("/json") || essence.ends_with("+json")
}

/// Whether the media type is one of text that is not JSON.
pub(crate) fn is_text(text: &str) -> bool {
    let essence = essence(text).to_ascii_lowercase();
    (essence.starts_with("text/") || essence.ends_with("/xml") || essence.ends_with("+xml")) && !is_json(&essence)
}

/// How well `actual` fits the parameters of `documented`: the more that are the same the better, then the fewer that
/// differ or are missing. A documented `charset` is not compared, since text is read by the charset of the response.
pub(crate) fn fit(actual: &str, documented: &str) -> (usize, std::cmp::Reverse<usize>) {
    let actual = parameters(actual);
    let documented = parameters(documented);
    let wanted = documented.iter().filter(|(name, _)| name != "charset");
    let (same, other): (Vec<_>, Vec<_>) = wanted.partition(|pair| actual.contains(pair));
    (same.len(), std::cmp::Reverse(other.len()))
}

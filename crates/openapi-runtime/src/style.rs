//! Writing parameters by style (OpenAPI 3.1 section 4.8.12, "Style Values").
//!
//! Where the specification leaves the result undefined: null values and items are left out; an array or an object
//! inside a value is written as JSON, except for `deepObject`, which nests (`a[b][c]=1`) and repeats (`a[b]=1&a[b]=2`).

use serde_json::{Map, Number, Value};

/// How the value of a parameter is written (OpenAPI 3.1 section 4.8.12).
///
/// ```
/// use openapi_runtime::{Client, Operation, Request, Style};
///
/// const LIST: Operation = Operation::new("list", "GET", "/things");
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let server = wiremock::MockServer::start().await;
/// # let client = Client::builder(&server.uri(), "shop/1.2").build()?;
/// for (style, explode, expected) in [
///     (Style::Form, true, "color=blue&color=black"),
///     (Style::Form, false, "color=blue,black"),
///     (Style::SpaceDelimited, false, "color=blue%20black"),
///     (Style::PipeDelimited, false, "color=blue%7Cblack"),
/// ] {
///     let mut request = Request::new(&LIST);
///     request.query("color", style, explode, false, ["blue", "black"]);
///     client.send_raw(request).await?;
///     # let requests = server.received_requests().await.unwrap();
///     assert_eq!(requests.last().unwrap().url.query(), Some(expected));
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `;color=blue`, in paths.
    Matrix,
    /// `.blue`, in paths.
    Label,
    /// `blue,black`, in paths and headers.
    Simple,
    /// `color=blue&color=black`, in queries and cookies.
    Form,
    /// `color=blue%20black`, in queries.
    SpaceDelimited,
    /// `color=blue%7Cblack`, in queries.
    PipeDelimited,
    /// `color%5BR%5D=100`, in queries.
    DeepObject,
    /// `color=blue; color=black` in cookies, not encoded (OpenAPI 3.2).
    Cookie,
}

/// How text is made safe for its place.
pub(crate) type Encode = fn(&str) -> String;

/// Writes a value in a path, or gives `None` when there is nothing to write.
pub(crate) fn path(name: &str, style: Style, explode: bool, value: &Value, encode: Encode) -> Option<String> {
    match style {
        Style::Matrix => {
            let pairs = pairs(name, explode, value, encode, ",")?;
            let pairs = pairs.into_iter().map(|(name, value)| match value.is_empty() {
                true => format!(";{name}"),
                false => format!(";{name}={value}"),
            });
            Some(pairs.collect())
        }
        Style::Label => {
            let separator = if explode { "." } else { "," };
            Some(format!(".{}", delimited(value, explode, encode, separator)?))
        }
        _ => delimited(value, explode, encode, ","),
    }
}

/// Writes a value in a header (style `simple`), or gives `None` when there is nothing to write.
pub(crate) fn header(explode: bool, value: &Value) -> Option<String> {
    delimited(value, explode, str::to_owned, ",")
}

/// The `name=value` pairs of a query or a cookie, or `None` when there is nothing to write. `encode` makes values safe;
/// names are encoded too, except in style `cookie`.
pub(crate) fn query(name: &str, style: Style, explode: bool, value: &Value, encode: Encode) -> Option<Vec<String>> {
    let pairs = match style {
        Style::DeepObject if value.is_object() => {
            let mut pairs = Vec::new();
            deep(name.to_owned(), value, encode, &mut pairs);
            pairs
        }
        Style::SpaceDelimited => pairs(name, explode, value, encode, "%20")?,
        Style::PipeDelimited => pairs(name, explode, value, encode, "%7C")?,
        Style::Cookie => plain_names(name, explode, value, encode, ",")?,
        _ => pairs(name, explode, value, encode, ",")?,
    };
    let pairs: Vec<_> = pairs
        .into_iter()
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    (!pairs.is_empty()).then_some(pairs)
}

/// A value as `name=value` pairs: one, or one per item when exploded.
fn pairs(name: &str, explode: bool, value: &Value, encode: Encode, separator: &str) -> Option<Vec<(String, String)>> {
    let pairs = plain_names(name, explode, value, encode, separator)?;
    let pairs = pairs.into_iter();
    Some(pairs.map(|(name, value)| (crate::url::encode(&name), value)).collect())
}

/// The same, with names as they are.
fn plain_names(
    name: &str,
    explode: bool,
    value: &Value,
    encode: Encode,
    separator: &str,
) -> Option<Vec<(String, String)>> {
    let pairs: Vec<(String, String)> = match value {
        Value::Array(items) if explode => {
            let items = items.iter().filter_map(text);
            items.map(|item| (name.to_owned(), encode(&item))).collect()
        }
        Value::Object(fields) if explode => present(fields)
            .map(|(name, value)| (name.to_owned(), encode(&value)))
            .collect(),
        _ => vec![(name.to_owned(), delimited(value, false, encode, separator)?)],
    };
    (!pairs.is_empty()).then_some(pairs)
}

/// A value as one text: items between separators, and the names of fields too.
fn delimited(value: &Value, explode: bool, encode: Encode, separator: &str) -> Option<String> {
    let parts: Vec<String> = match value {
        Value::Array(items) => items.iter().filter_map(text).map(|item| encode(&item)).collect(),
        Value::Object(fields) => {
            let between = if explode { "=" } else { separator };
            present(fields)
                .map(|(name, value)| format!("{}{between}{}", encode(name), encode(&value)))
                .collect()
        }
        value => return text(value).map(|text| encode(&text)),
    };
    (!parts.is_empty()).then(|| parts.join(separator))
}

/// The pairs of style `deepObject`.
fn deep(name: String, value: &Value, encode: Encode, pairs: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (field, value) in fields {
                deep(format!("{name}[{field}]"), value, encode, pairs);
            }
        }
        Value::Array(items) => {
            let items = items.iter().filter_map(text);
            pairs.extend(items.map(|item| (crate::url::encode(&name), encode(&item))));
        }
        value => pairs.extend(text(value).map(|text| (crate::url::encode(&name), encode(&text)))),
    }
}

/// The fields that are not null.
fn present(fields: &Map<String, Value>) -> impl Iterator<Item = (&str, String)> {
    fields
        .iter()
        .filter_map(|(name, value)| Some((name.as_str(), text(value)?)))
}

/// The text of a value, `None` for null.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(plain(number)),
        value => Some(value.to_string()),
    }
}

/// A number without an empty fraction: numbers in paths are usually ids, so `5.0` is written as `5`.
fn plain(number: &Number) -> String {
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < 1e15 => format!("{float:.0}"),
        _ => number.to_string(),
    }
}

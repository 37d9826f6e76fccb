//! Reads parameters by their style (OpenAPI 3.1, section 4.8.12, "Style Values"), and compares them with the arguments.
//!
//! Where the specification leaves the form undefined (null, empty lists and objects, lists in lists), this holds a client to
//! what `openapi-runtime` documents.

use std::collections::HashMap;

use serde_json::Value;

use crate::arguments::text_of;
use crate::contract::{Encoding, Parameter};
use crate::json::{elements, members};
use crate::request::{Request, decode};
use crate::same::same;

/// A parameter's value as text.
#[derive(PartialEq)]
enum Arrived {
    Text(String),
    Items(Vec<String>),
    Members(Vec<(String, String)>),
}

impl std::fmt::Debug for Arrived {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Text(text) => text.fmt(f),
            Self::Items(items) => items.fmt(f),
            Self::Members(members) => members.fmt(f),
        }
    }
}

/// Which form a value has on the wire.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Text,
    List,
    Object,
}

impl Form {
    fn of(value: &Value) -> Self {
        match value {
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
            _ => Self::Text,
        }
    }
}

/// Whether a parameter arrived with the value of the argument.
///
/// # Errors
/// The value that arrived instead.
pub(crate) fn compare(
    parameter: &Parameter,
    wanted: Option<&Value>,
    request: &Request,
    captured: Option<&str>,
) -> Result<(), String> {
    let wanted = wanted.filter(|value| is_written(value));
    let query = request.query_pairs();
    let cookies = request.cookies();
    let pairs = if parameter.location == "cookie" {
        &cookies
    } else {
        &query
    };
    let form = wanted.map_or(Form::Text, Form::of);
    let text = match parameter.location.as_str() {
        "path" => captured.map(str::to_owned),
        "header" => request.header(&parameter.name).map(str::to_owned),
        _ => None,
    };
    let arrived = match (&parameter.encoding, parameter.location.as_str()) {
        (Encoding::Form(encodings), "querystring") => return compare_form(encodings, wanted, &query),
        (Encoding::Json | Encoding::Text | Encoding::Form(_), location) => {
            let text = match location {
                "path" => text.map(|text| decode(&text)),
                "header" => text,
                "querystring" => request.query.as_deref().map(decode),
                _ => named(&parameter.name, pairs).first().map(|value| decode(value)),
            };
            if let (Encoding::Form(encodings), Some(text)) = (&parameter.encoding, &text) {
                return compare_form(encodings, wanted, &crate::request::pairs(text, '&'));
            }
            text.map(Arrived::Text)
        }
        (Encoding::Style { style, explode, .. }, "path") => text
            .map(|text| in_path(&parameter.name, style, *explode, form, &text))
            .transpose()?,
        (Encoding::Style { explode, .. }, "header") => {
            text.map(|text| delimited(&text, ",", *explode, form, str::to_owned))
        }
        (Encoding::Style { style, .. }, _) if style == "cookie" => {
            in_pairs(&parameter.name, &parameter.encoding, wanted, pairs, str::to_owned)?
        }
        (encoding, _) => in_pairs(&parameter.name, encoding, wanted, pairs, decode)?,
    };
    if parameter.is_framing() {
        return Ok(());
    }
    // The client names itself unless it is given a name.
    let own = parameter.location == "header" && parameter.name.eq_ignore_ascii_case("user-agent");
    if own && wanted.is_none() {
        return Ok(());
    }
    check(wanted, arrived, matches!(parameter.encoding, Encoding::Json))
}

/// Whether the pairs of a form have the values of the argument.
fn compare_form(
    encodings: &HashMap<String, Option<Encoding>>,
    wanted: Option<&Value>,
    pairs: &[(&str, &str)],
) -> Result<(), String> {
    for (name, value) in wanted.into_iter().flat_map(members) {
        let encoding = encodings.get(name).and_then(Option::as_ref);
        compare_property(name, encoding, value, pairs).map_err(|arrived| format!("for `{name}` {arrived}"))?;
    }
    Ok(())
}

/// Whether a property of a form arrived with the value of the argument.
///
/// # Errors
/// The value that arrived instead.
pub(crate) fn compare_property(
    name: &str,
    encoding: Option<&Encoding>,
    wanted: &Value,
    pairs: &[(&str, &str)],
) -> Result<(), String> {
    let decode_form = |text: &str| decode(&text.replace('+', " "));
    // As JSON, an object is written even when it is empty.
    let as_json = encoding.is_none() && wanted.is_object();
    let wanted = Some(wanted).filter(|value| as_json || is_written(value));
    let arrived = match (encoding, wanted) {
        (Some(encoding), _) => in_pairs(name, encoding, wanted, pairs, decode_form)?,
        // Without an encoding a list is repeated, and an object is JSON (section 4.8.15, "Encoding Object").
        (None, Some(Value::Array(_))) => {
            let items = named(name, pairs).into_iter().map(decode_form).collect();
            Some(Arrived::Items(items))
        }
        (None, _) => named(name, pairs)
            .first()
            .map(|value| Arrived::Text(decode_form(value))),
    };
    check(wanted, arrived, false)
}

fn check(wanted: Option<&Value>, arrived: Option<Arrived>, json: bool) -> Result<(), String> {
    match (wanted, arrived) {
        (None, None) => Ok(()),
        (None, Some(arrived)) => Err(format!("{arrived:?}, though it was not to be sent")),
        (Some(_), None) => Err("nothing".to_owned()),
        (Some(wanted), Some(arrived)) => {
            let equal = match &arrived {
                Arrived::Text(text) if json => serde_json::from_str(text).is_ok_and(|value| same(&value, wanted)),
                Arrived::Text(text) => is_text_of(wanted, text),
                Arrived::Items(items) => {
                    let wanted: Vec<&Value> = elements(wanted).filter(|item| !item.is_null()).collect();
                    wanted.len() == items.len()
                        && wanted.iter().zip(items).all(|(wanted, item)| is_text_of(wanted, item))
                }
                Arrived::Members(arrived) => {
                    let wanted: Vec<_> = members(wanted).filter(|(_, value)| !value.is_null()).collect();
                    wanted.len() == arrived.len()
                        && wanted.iter().all(|(name, value)| {
                            arrived
                                .iter()
                                .any(|(known, text)| known == name && is_text_of(value, text))
                        })
                }
            };
            if equal { Ok(()) } else { Err(format!("{arrived:?}")) }
        }
    }
}

/// Null, and lists and objects of nothing else, are not written.
fn is_written(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Array(items) => items.iter().any(|item| !item.is_null()),
        Value::Object(members) => members.values().any(|member| !member.is_null()),
        _ => true,
    }
}

/// Whether a text stands for a value.
pub(crate) fn is_text_of(value: &Value, text: &str) -> bool {
    match value {
        Value::String(wanted) => wanted == text,
        Value::Null => text.is_empty(),
        other => serde_json::from_str(text).is_ok_and(|arrived: Value| same(&arrived, other)),
    }
}

fn in_path(name: &str, style: &str, explode: bool, form: Form, text: &str) -> Result<Arrived, String> {
    match style {
        "label" => {
            let rest = text
                .strip_prefix('.')
                .ok_or_else(|| format!("`{text}`, which does not begin with a dot"))?;
            Ok(delimited(rest, if explode { "." } else { "," }, explode, form, decode))
        }
        "matrix" => {
            let rest = text
                .strip_prefix(';')
                .ok_or_else(|| format!("`{text}`, which does not begin with a semicolon"))?;
            let pairs = crate::request::pairs(rest, ';');
            let encoding = Encoding::Style {
                style: "form".to_owned(),
                explode,
                allow_reserved: false,
            };
            if explode && form == Form::Object {
                let members = pairs.into_iter().map(|(name, value)| (decode(name), decode(value)));
                return Ok(Arrived::Members(members.collect()));
            }
            let shape = match form {
                Form::Text => Value::Bool(true),
                Form::List => Value::Array(vec![Value::Bool(true)]),
                Form::Object => serde_json::json!({ "": true }),
            };
            let arrived = in_pairs(name, &encoding, Some(&shape), &pairs, decode)?;
            arrived.ok_or_else(|| format!("`{text}`, which does not name `{name}`"))
        }
        _ => Ok(delimited(text, ",", explode, form, decode)),
    }
}

/// One text of several values.
fn delimited(text: &str, separator: &str, explode: bool, form: Form, decode: impl Fn(&str) -> String) -> Arrived {
    match form {
        Form::Text => Arrived::Text(decode(text)),
        Form::List => Arrived::Items(text.split(separator).map(decode).collect()),
        Form::Object if explode => {
            let pairs = text
                .split(separator)
                .map(|pair| pair.split_once('=').unwrap_or((pair, "")));
            Arrived::Members(pairs.map(|(name, value)| (decode(name), decode(value))).collect())
        }
        Form::Object => {
            let parts: Vec<String> = text.split(separator).map(decode).collect();
            let pairs = parts
                .chunks(2)
                .map(|pair| (pair[0].clone(), pair.get(1).cloned().unwrap_or_default()));
            Arrived::Members(pairs.collect())
        }
    }
}

/// A value in the pairs of a query, a form or cookies.
fn in_pairs(
    name: &str,
    encoding: &Encoding,
    wanted: Option<&Value>,
    pairs: &[(&str, &str)],
    decode: impl Fn(&str) -> String,
) -> Result<Option<Arrived>, String> {
    let (style, explode) = match encoding {
        Encoding::Style { style, explode, .. } => (style.as_str(), *explode),
        _ => ("form", false),
    };
    let form = wanted.map_or(Form::Text, Form::of);
    if style == "deepObject" && form == Form::Object {
        return deep(name, wanted, pairs);
    }
    if explode && form == Form::Object {
        let known = |name: &str| wanted.is_some_and(|wanted| wanted.get(name).is_some());
        let members = pairs.iter().map(|(name, value)| (decode(name), decode(value)));
        let members: Vec<_> = members.filter(|(name, _)| known(name)).collect();
        return Ok((!members.is_empty()).then_some(Arrived::Members(members)));
    }
    let values = named(name, pairs);
    if explode && form == Form::List {
        let items: Vec<String> = values.into_iter().map(decode).collect();
        return Ok((!items.is_empty()).then_some(Arrived::Items(items)));
    }
    let [value] = values.as_slice() else {
        return if values.is_empty() {
            Ok(None)
        } else {
            Err(format!("it {} times", values.len()))
        };
    };
    let normal = match style {
        "spaceDelimited" => value.replace("%20", "+"),
        "pipeDelimited" => value.replace("%7C", "|").replace("%7c", "|"),
        _ => (*value).to_owned(),
    };
    let separator = match style {
        "spaceDelimited" => "+",
        "pipeDelimited" => "|",
        _ => ",",
    };
    Ok(Some(match form {
        Form::Text => Arrived::Text(decode(value)),
        _ => delimited(&normal, separator, false, form, decode),
    }))
}

/// `name[member]=value`; members of members are `name[member][member]`.
fn deep(name: &str, wanted: Option<&Value>, pairs: &[(&str, &str)]) -> Result<Option<Arrived>, String> {
    let mut expected = Vec::new();
    flatten(String::new(), wanted.unwrap_or(&Value::Null), &mut expected);
    let mut arrived: Vec<(String, String)> = pairs
        .iter()
        .filter_map(|(known, value)| Some((decode(known).strip_prefix(name)?.to_owned(), decode(value))))
        .filter(|(rest, _)| rest.starts_with('['))
        .collect();
    let whole = arrived.clone();
    for (path, value) in &expected {
        match arrived
            .iter()
            .position(|(known, text)| known == path && is_text_of(value, text))
        {
            Some(index) => drop(arrived.remove(index)),
            None => return Err(format!("no {name}{path} of {} in {whole:?}", text_of(value))),
        }
    }
    if !arrived.is_empty() {
        return Err(format!("also {arrived:?}"));
    }
    // Everything was found: return the expected value, so that the comparison holds.
    let members = members(wanted.unwrap_or(&Value::Null)).filter(|(_, value)| !value.is_null());
    Ok(Some(Arrived::Members(
        members.map(|(name, value)| (name.to_owned(), text_of(value))).collect(),
    )))
}

fn flatten(path: String, value: &Value, into: &mut Vec<(String, Value)>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (name, value) in members {
                flatten(format!("{path}[{name}]"), value, into);
            }
        }
        Value::Array(items) => into.extend(
            items
                .iter()
                .filter(|item| !item.is_null())
                .map(|item| (path.clone(), item.clone())),
        ),
        value => into.push((path, value.clone())),
    }
}

/// The values of the pairs of a name.
fn named<'p>(name: &str, pairs: &[(&'p str, &'p str)]) -> Vec<&'p str> {
    pairs
        .iter()
        .filter(|(known, _)| decode(known) == name)
        .map(|(_, value)| *value)
        .collect()
}

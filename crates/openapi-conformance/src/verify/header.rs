//! Headers of responses (OpenAPI 3.1, section 4.8.21, "Header Object").

use serde_json::Value;

use super::call::Answered;
use super::report::{Difference, Kind};
use super::violation::violations;
use crate::contract::{Contract, Encoding, Response, ResponseHeader};
use crate::pointer::{self, child};
use crate::shown;

/// How the headers of a response differ from the documented ones.
pub(crate) fn differences(contract: &Contract, response: &Response, answered: &Answered) -> Vec<Difference> {
    let mut differences = Vec::new();
    for header in &response.headers {
        let pointer = child("", &header.name.to_ascii_lowercase());
        match answered.header(&header.name) {
            None if header.required => differences.push(Difference::new(
                Kind::MissingHeader,
                pointer,
                format!("the header `{}`", shown::text(&header.name)),
                "no such header".to_owned(),
            )),
            None => {}
            Some(text) => differences.extend(
                invalid(contract, header, &text)
                    .map(|expected| Difference::new(Kind::Header, pointer, expected, shown::text(&text))),
            ),
        }
    }
    differences
}

/// The expected form, if the header is not valid.
fn invalid(contract: &Contract, header: &ResponseHeader, text: &str) -> Option<String> {
    let schema = header.schema.as_ref()?;
    let value = match header.encoding {
        Encoding::Json => match serde_json::from_str(text) {
            Ok(value) => value,
            Err(_) => return Some("JSON".to_owned()),
        },
        Encoding::Style { explode, .. } => read(contract, schema, text, explode),
        Encoding::Text => read(contract, schema, text, false),
        Encoding::Form(_) => return None,
    };
    // A schema that cannot be used says nothing of the server.
    let found = violations(contract, schema, &value).unwrap_or_default();
    found.into_iter().next().map(|violation| violation.expected)
}

/// The value that a text stands for, by the types that the schema allows.
fn read(contract: &Contract, schema: &str, text: &str, explode: bool) -> Value {
    let schema = contract.document().pointer(schema).unwrap_or(&Value::Null);
    let schema = pointer::follow(contract.document(), schema);
    let allows = |name: &str| {
        let listed = schema["type"]
            .as_array()
            .is_some_and(|types| types.iter().any(|known| known == name));
        listed || schema["type"] == name
    };
    let scalar = |schema: &Value, text: &str| match schema["type"].as_str() {
        Some("string") => Value::from(text),
        _ => serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)),
    };
    let parts = || text.split(',').map(str::trim);
    if allows("array") {
        let items = pointer::follow(contract.document(), &schema["items"]);
        return parts().map(|part| scalar(items, part)).collect();
    }
    if allows("object") {
        let property = |name: &str| pointer::follow(contract.document(), &schema["properties"][name]);
        let parts: Vec<&str> = parts().collect();
        let pairs: Vec<(&str, &str)> = match explode {
            true => parts.iter().filter_map(|part| part.split_once('=')).collect(),
            false => parts.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect(),
        };
        let members = pairs
            .into_iter()
            .map(|(name, text)| (name.to_owned(), scalar(property(name), text)));
        return Value::Object(members.collect());
    }
    match ["integer", "number", "boolean", "null"].into_iter().any(allows) && !allows("string") {
        true => scalar(&Value::Null, text),
        false => Value::from(text),
    }
}

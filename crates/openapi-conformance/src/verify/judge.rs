//! How a response differs from the documented ones.

use serde_json::Value;

use super::call::{Answered, NoAnswer};
use super::options::Options;
use super::report::{CallResult, Difference, Kind, Verified};
use super::violation::violations;
use super::{header, media};
use crate::body::{self, kind};
use crate::contract::{Content, Contract, Operation, Response};
use crate::pointer::{child, locate};
use crate::request::essence;
use crate::shown;

/// Compares an exchange with the description.
pub(crate) fn judge(
    contract: &Contract,
    operation: &Operation,
    exchange: Result<Answered, NoAnswer>,
    options: &Options,
    verified: &mut Verified,
) {
    match exchange {
        Ok(answered) => {
            let response = operation.response(answered.status);
            verified.outcome = CallResult::Answered {
                status: answered.status,
                documented: response.map(|response| response.status.clone()),
                content_type: answered.header("content-type").map(|found| shown::text(&found)),
            };
            verified.add(differences(contract, operation, &answered));
        }
        Err(NoAnswer::Limit(reason)) => {
            verified.outcome = CallResult::Skipped {
                reason: reason.to_owned(),
            }
        }
        Err(NoAnswer::Invalid(reason)) => verified.outcome = CallResult::Skipped { reason },
        Err(failure) => {
            verified.outcome = CallResult::Unanswered;
            verified.add(vec![no_answer(failure)]);
        }
    }
    verified.finish(options);
}

fn no_answer(failure: NoAnswer) -> Difference {
    let (kind, expected, found) = match failure {
        NoAnswer::Timeout(limit) => (Kind::Timeout, format!("a response within {limit:?}"), "none".to_owned()),
        NoAnswer::TooLarge(limit) => (Kind::TooLarge, format!("at most {limit} bytes"), "more".to_owned()),
        NoAnswer::Connection(problem) | NoAnswer::Invalid(problem) => {
            (Kind::Connection, "a response".to_owned(), shown::text(&problem))
        }
        NoAnswer::Limit(reason) => (Kind::Connection, "a response".to_owned(), reason.to_owned()),
    };
    Difference::new(kind, String::new(), expected, found)
}

fn differences(contract: &Contract, operation: &Operation, answered: &Answered) -> Vec<Difference> {
    let status = answered.status.to_string();
    if let Some(location) = &answered.elsewhere {
        let expected = documented_statuses(operation);
        let found = format!(
            "{status}, a redirect to {} that was not followed",
            shown::text(location)
        );
        return vec![Difference::new(Kind::Redirect, child("", &status), expected, found)];
    }
    let Some(response) = operation.response(answered.status) else {
        let found = format!("{status}{}", excerpt(answered));
        return vec![Difference::new(
            Kind::Status,
            child("", &status),
            documented_statuses(operation),
            found,
        )];
    };
    let mut differences = header::differences(contract, response, answered);
    differences.extend(content(contract, operation, response, answered));
    differences
}

fn documented_statuses(operation: &Operation) -> String {
    let statuses: Vec<&str> = operation
        .responses
        .iter()
        .map(|response| response.status.as_str())
        .collect();
    match statuses.is_empty() {
        true => "no status is documented".to_owned(),
        false => format!("the status {}", statuses.join(", ")),
    }
}

/// The beginning of a body that is text.
fn excerpt(answered: &Answered) -> String {
    match std::str::from_utf8(&answered.body) {
        Ok("") | Err(_) => String::new(),
        Ok(text) => format!(": {}", shown::text(text)),
    }
}

fn content(contract: &Contract, operation: &Operation, response: &Response, answered: &Answered) -> Vec<Difference> {
    // RFC 9110, sections 6.4.1 and 15: these have no content.
    if operation.method == "HEAD" || matches!(answered.status, 204 | 205 | 304) {
        return Vec::new();
    }
    let content_type = answered.header("content-type").unwrap_or_default();
    let wrong = |expected: String, found: String| {
        vec![Difference::new(
            Kind::ContentType,
            child("", essence(&content_type)),
            expected,
            found,
        )]
    };
    let media_types: Vec<&str> = response
        .documented()
        .map(|content| content.media_type.as_str())
        .collect();
    let is_empty = answered.body.is_empty() && answered.whole;
    match (media_types.is_empty(), is_empty) {
        (true, true) => return Vec::new(),
        (true, false) => {
            return wrong(
                "no content".to_owned(),
                format!("`{}`{}", shown::text(&content_type), excerpt(answered)),
            );
        }
        (false, _) => {}
    }
    match media::content(response, &content_type) {
        Some(content) => body(contract, content, answered),
        None if content_type.is_empty() && is_empty => wrong(media_types.join(", "), "no content".to_owned()),
        None if content_type.is_empty() => wrong(media_types.join(", "), "no content type".to_owned()),
        None => wrong(
            media_types.join(", "),
            format!("`{}`{}", shown::text(&content_type), excerpt(answered)),
        ),
    }
}

fn body(contract: &Contract, content: &Content, answered: &Answered) -> Vec<Difference> {
    match kind(contract, content) {
        body::Kind::Json => json(contract, content.schema.as_deref(), &answered.body, ["", ""]),
        // A content of any type is JSON if the server declares it as JSON.
        body::Kind::Any
            if answered
                .header("content-type")
                .is_some_and(|content_type| is_json(&content_type)) =>
        {
            json(contract, content.schema.as_deref(), &answered.body, ["", ""])
        }
        body::Kind::Lines => {
            let schema = line_schema(contract, content);
            // The records of `application/json-seq` may have several lines (RFC 7464).
            let separator = if answered.body.starts_with(b"\x1e") {
                0x1e
            } else {
                b'\n'
            };
            let mut lines = answered.body.split(|byte| *byte == separator);
            if !answered.whole {
                // The last line of a stream that was not read to its end may be incomplete.
                lines.next_back();
            }
            let lines = lines.filter(|line| !line.trim_ascii().is_empty()).enumerate();
            lines
                .flat_map(|(nth, line)| json(contract, schema.as_deref(), line, ["/*", &format!("/{nth}")]))
                .collect()
        }
        _ => Vec::new(),
    }
}

fn is_json(content_type: &str) -> bool {
    essence(content_type).to_ascii_lowercase().ends_with("json")
}

fn line_schema(contract: &Contract, content: &Content) -> Option<String> {
    if content.item_schema.is_some() {
        return content.item_schema.clone();
    }
    let whole = content.schema.as_ref()?;
    let (schema, at) = locate(contract.document(), contract.document().pointer(whole)?, whole.clone());
    Some(if schema.get("items").is_some() {
        child(&at, "items")
    } else {
        at
    })
}

/// How JSON differs from its schema; the pointers are where it stands in the whole body, for any index and for its own.
fn json(contract: &Contract, schema: Option<&str>, text: &[u8], [any, own]: [&str; 2]) -> Vec<Difference> {
    let value: Value = match serde_json::from_slice(text) {
        Ok(value) => value,
        Err(problem) => {
            let text = String::from_utf8_lossy(text);
            let found = format!("{} ({problem})", shown::text(&text));
            let mut difference = Difference::new(Kind::Syntax, any.to_owned(), "JSON".to_owned(), found);
            own.clone_into(&mut difference.first);
            return vec![difference];
        }
    };
    let Some(schema) = schema else { return Vec::new() };
    let Ok(found) = violations(contract, schema, &value) else {
        // A schema that cannot be used says nothing of the server.
        return Vec::new();
    };
    let differences = found.into_iter().map(|violation| {
        let pointer = format!("{any}{}", generic(&value, &violation.at));
        let mut difference = Difference::new(
            Kind::Schema,
            pointer,
            violation.expected,
            shown::value(&violation.found),
        );
        difference.first = format!("{own}{}", violation.at);
        difference.schema = Some(schema.to_owned());
        difference
    });
    differences.collect()
}

/// A pointer with `*` for each index of an array, so that it is the same whichever item it is.
pub(crate) fn generic(value: &Value, pointer: &str) -> String {
    let mut whole = String::new();
    let mut generic = String::new();
    for token in pointer.split('/').skip(1) {
        let in_array = value.pointer(&whole).is_some_and(Value::is_array);
        whole = format!("{whole}/{token}");
        generic = format!("{generic}/{}", if in_array { "*" } else { token });
    }
    generic
}

//! How responses are decoded, by their status and then their media type: rows of the runtime's macro `decode!`.

use super::table::literal;
use super::xml;
use crate::description::Status;
use crate::plan::{DocumentedResponse, Operation, Plan, ResponseType, RustType, Success};

/// The rows of an operation.
pub(super) fn rows(plan: &Plan, operation: &Operation) -> Vec<String> {
    let mut statuses: Vec<Status> = Vec::new();
    for response in operation.successes.iter().chain(&operation.errors) {
        if !statuses.contains(&response.status) {
            statuses.push(response.status);
        }
    }
    // Exact codes come before classes, and classes before the default.
    statuses.sort();
    let rows = statuses.iter().flat_map(|status| match status {
        Status::Default => default_rows(plan, operation),
        Status::Class(class) => vec![row(
            plan,
            operation,
            &format!("{class}00..={class}99"),
            &responses_of(operation, *status),
        )],
        Status::Code(code) => vec![row(
            plan,
            operation,
            &code.to_string(),
            &responses_of(operation, *status),
        )],
    });
    let undocumented = operation.successes.is_empty();
    rows.chain(undocumented.then(|| "200..=299 => Success(empty),".to_owned()))
        .collect()
}

/// The responses of a status, and whether each is a success.
fn responses_of(operation: &Operation, status: Status) -> Vec<(bool, &DocumentedResponse)> {
    let successes = operation.successes.iter().map(|response| (true, response));
    let all = successes.chain(operation.errors.iter().map(|response| (false, response)));
    all.filter(|(_, response)| response.status == status).collect()
}

/// `default` stands for errors, and also for successes if it is documented as one.
fn default_rows(plan: &Plan, operation: &Operation) -> Vec<String> {
    let (successes, errors): (Vec<_>, Vec<_>) = responses_of(operation, Status::Default)
        .into_iter()
        .partition(|(success, _)| *success);
    let success = (!successes.is_empty()).then(|| row(plan, operation, "200..=399", &successes));
    success
        .into_iter()
        .chain([row(plan, operation, "400..", &errors)])
        .collect()
}

/// The row of the responses of a status.
fn row(plan: &Plan, operation: &Operation, pattern: &str, responses: &[(bool, &DocumentedResponse)]) -> String {
    let how = match responses {
        [(success, response)] => read(plan, operation, *success, response),
        _ => {
            let reads = responses.iter().enumerate().map(|(index, (success, response))| {
                let media_type = literal(response.media_type.as_deref().unwrap_or_default());
                format!("{index} {media_type} => {}", read(plan, operation, *success, response))
            });
            format!("Select({})", reads.collect::<Vec<_>>().join(", "))
        }
    };
    format!("{pattern} => {how},")
}

fn read(plan: &Plan, operation: &Operation, success: bool, response: &DocumentedResponse) -> String {
    let media_type = literal(response.media_type.as_deref().unwrap_or_default());
    // A type of the caller's own reads itself.
    let lenient = response.lenient.filter(|_| match &response.body {
        ResponseType::Json(ty) | ResponseType::Any(ty) => !plan.is_own(ty),
        _ => false,
    });
    let method = match &response.body {
        ResponseType::Json(_) if response.xml.is_some() => "xml",
        ResponseType::Json(_) if lenient.is_some() => "lenient_json",
        ResponseType::Json(_) => "json",
        ResponseType::Text(RustType::String) => "text",
        ResponseType::Text(_) => "text_value",
        ResponseType::Any(_) if lenient.is_some() => "lenient_any",
        ResponseType::Any(_) => "any",
        ResponseType::Bytes => "bytes",
        ResponseType::Stream | ResponseType::Events(_) | ResponseType::Lines(_) => {
            return read_stream(operation, response, &media_type);
        }
        ResponseType::Empty => "empty",
    };
    let (kind, suffix) = match (success, &response.body) {
        (true, _) => ("Success", "Response"),
        (false, ResponseType::Empty) => ("UndescribedError", "Error"),
        (false, _) => ("Error", "Error"),
    };
    let variant = format!("{}{suffix}::{}", operation.type_name, response.variant);
    let is_empty = response.body == ResponseType::Empty;
    let argument = match (&response.xml, lenient) {
        _ if is_empty => String::new(),
        (Some(root), _) => format!(" [{}] {media_type}", xml::root(plan, root)),
        (None, Some(within)) => format!(" [{within}] {media_type}"),
        (None, None) => format!(" {media_type}"),
    };
    let variant = match is_empty {
        _ if success && operation.success != Success::Enum => String::new(),
        true => format!(" as |()| {variant}"),
        false => format!(" as {variant}"),
    };
    format!("{kind}({method}{argument}{variant})")
}

fn read_stream(operation: &Operation, response: &DocumentedResponse, media_type: &str) -> String {
    let made = match &response.body {
        ResponseType::Stream => "body",
        _ => "body.into()",
    };
    let made = match operation.success != Success::Enum {
        true => made.to_owned(),
        false => format!("{}Response::{}({made})", operation.type_name, response.variant),
    };
    format!("Stream({media_type} as |body| {made})")
}

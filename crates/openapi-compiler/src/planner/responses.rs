//! The documented responses of an operation.

use std::collections::HashSet;

use super::content::{is_other_representation, preference, response_body, suffix_of};
use super::promises::Promises;
use super::scope::{Entry, Scope};
use super::status::{status_name, status_text};
use super::streams;
use super::types::Types;
use crate::description::{self, MediaType, Response, Status};
use crate::diagnostic::Diagnostics;
use crate::docs::paragraphs;
use crate::lock::{Kind, Promise};
use crate::name::{pascal, spellings};
use crate::plan::{AnyCall, DocumentedResponse, EventData, ResponseType, Success};
use crate::resolved::Resolved;

/// Where the responses of an operation are in the lock: its method and path, and whether they are successes.
struct Home<'h> {
    operation: &'h [String; 2],
    kind: &'static str,
}

/// The documented responses of an operation.
pub(super) struct Responses {
    pub successes: Vec<DocumentedResponse>,
    /// Every success, where the lock promises the type of some.
    pub any: Option<AnyCall>,
    /// Successes that are streams, where there are others too.
    pub streams: Vec<DocumentedResponse>,
    pub errors: Vec<DocumentedResponse>,
}

/// Plans the responses. `default` is for errors; where no success is documented, it is for successes too.
pub(super) fn responses(
    resolved: &Resolved,
    types: &mut Types<'_>,
    described: &description::Operation,
    operation: &[String; 2],
    diagnostics: &mut Diagnostics,
) -> Responses {
    let is_success = |status: Status| match status {
        Status::Code(code) => code < 400,
        Status::Class(class) => class < 4,
        Status::Default => false,
    };
    for header in described
        .responses
        .iter()
        .flat_map(|response| response.headers.values())
    {
        types.report_not_lenient(header.schema, &header.at, "a header", diagnostics);
    }
    let no_success = !described.responses.iter().any(|response| is_success(response.status));
    let [successes, errors] = ["success", "error"].map(|kind| Home { operation, kind });
    let (mut every, mut failures): (Vec<DocumentedResponse>, Vec<DocumentedResponse>) = (Vec::new(), Vec::new());
    for response in &with_promised(described, operation, types.promises()) {
        // RFC 9110, sections 9.3.2 and 15: neither has content, even if some is documented.
        let bodiless = described.method == "HEAD" || matches!(response.status, Status::Code(204 | 205 | 304));
        let success = is_success(response.status);
        if success || (no_success && response.status == Status::Default) {
            let planned = of_response(resolved, types, response, &successes, bodiless, diagnostics);
            every.extend(planned);
        }
        if !success {
            failures.extend(of_response(resolved, types, response, &errors, bodiless, diagnostics));
        }
    }
    let streams = streams::set_apart(&mut every);
    promise(described, &every, "success", types);
    promise(described, &streams, "success", types);
    promise(described, &failures, "error", types);
    let kept = promised_result(&every, described, operation, types.promises(), diagnostics);
    let any = kept.is_some().then(|| AnyCall {
        accept: accept(&every, &failures),
        successes: every.clone(),
    });
    let successes = kept.unwrap_or(every);
    if let Some(first) = successes.first().filter(|_| Success::of(&successes) != Success::Enum) {
        let words = vec![
            status_text(first.status),
            media_type(first).to_owned(),
            short(&first.body, types),
        ];
        types
            .promises()
            .make(Kind::Result, &[&described.method, &described.path], words);
    }
    Responses {
        successes,
        any,
        streams,
        errors: failures,
    }
}

/// The responses, and one more for each promised status that another response is for now: a class or the default.
fn with_promised(
    described: &description::Operation,
    operation: &[String; 2],
    promises: &Promises<'_>,
) -> Vec<Response> {
    let find = |status: Status| described.responses.iter().find(|known| known.status == status);
    let mut responses = described.responses.clone();
    for (words, _) in promises.within(Kind::Response, &[&operation[0], &operation[1]]) {
        let Ok(code) = words[3].parse::<u16>() else { continue };
        let status = Status::Code(code);
        let is_known = responses.iter().any(|known| known.status == status);
        let default = || find(Status::Default).filter(|_| words[2] == "error");
        let class = u8::try_from(code / 100).map(Status::Class);
        let now = class.ok().and_then(find).or_else(default);
        if let (false, Some(now)) = (is_known, now) {
            responses.push(Response { status, ..now.clone() });
        }
    }
    responses
}

fn media_type(planned: &DocumentedResponse) -> &str {
    planned.media_type.as_deref().unwrap_or("-")
}

/// The responses of the promised type, where the result of the operation was one type and would become an enum. What else the
/// server may send is reached by `send_any`.
fn promised_result(
    successes: &[DocumentedResponse],
    described: &description::Operation,
    operation: &[String; 2],
    promises: &Promises<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<DocumentedResponse>> {
    let promise = promises.find(Kind::Result, &[&operation[0], &operation[1]])?;
    let is_promised = |known: &&DocumentedResponse| {
        status_text(known.status) == promise.words[0] && media_type(known) == promise.words[1]
    };
    let promised = successes.iter().find(is_promised)?;
    let (kept, others): (Vec<_>, Vec<_>) =
        (successes.iter().cloned()).partition(|known| known.body.is_same_type(&promised.body));
    for other in &others {
        let status = status_text(other.status);
        let message = format!(
            "the result is of the type that line {} of the lock promises; `send_any` gives the response {status} ({}) too",
            promise.line,
            media_type(other),
        );
        diagnostics.note("promised-result", &described.at, message);
    }
    (!others.is_empty()).then_some(kept)
}

fn promise(described: &description::Operation, responses: &[DocumentedResponse], kind: &str, types: &Types<'_>) {
    for planned in responses {
        let status = status_text(planned.status);
        let place = [
            described.method.as_str(),
            &described.path,
            kind,
            &status,
            media_type(planned),
        ];
        let words = vec![planned.variant.clone(), short(&planned.body, types)];
        types.promises().make(Kind::Response, &place, words);
    }
}

fn short(body: &ResponseType, types: &Types<'_>) -> String {
    match body {
        ResponseType::Json(ty) | ResponseType::Text(ty) | ResponseType::Any(ty) => types.short(ty),
        ResponseType::Lines(ty) => format!("Lines<{}>", types.short(ty)),
        ResponseType::Bytes => "Bytes".to_owned(),
        ResponseType::Stream => "Stream".to_owned(),
        ResponseType::Events(EventData::Json(ty)) => format!("Events<{}>", types.short(ty)),
        ResponseType::Events(EventData::Named(_)) => "NamedEvents".to_owned(),
        ResponseType::Events(EventData::Untyped) => "Events".to_owned(),
        ResponseType::Empty => "()".to_owned(),
    }
}

/// The media types to ask for. Where those of successes are not documented, anything is a success: asking for those of
/// errors alone would refuse it (RFC 9110, section 12.5.1).
pub(super) fn accept(successes: &[DocumentedResponse], errors: &[DocumentedResponse]) -> Vec<String> {
    let documented = |responses: &[DocumentedResponse]| -> Vec<String> {
        let media_types = responses.iter().filter_map(|planned| planned.media_type.clone());
        media_types.collect()
    };
    let (mut all, errors) = (documented(successes), documented(errors));
    let any = (all.is_empty() && !errors.is_empty()).then(|| "*/*".to_owned());
    all.extend(errors.into_iter().chain(any));
    let mut seen = HashSet::new();
    all.retain(|media_type| seen.insert(media_type.clone()));
    all
}

fn of_response(
    resolved: &Resolved,
    types: &mut Types<'_>,
    response: &Response,
    home: &Home<'_>,
    bodiless: bool,
    diagnostics: &mut Diagnostics,
) -> Vec<DocumentedResponse> {
    let status = response.status;
    let planned = |variant: String, media_type: Option<String>, body: ResponseType| DocumentedResponse {
        status,
        variant,
        docs: paragraphs([response.description.as_deref()]),
        media_type,
        body,
        lenient: None,
        xml: None,
    };
    let promised = promised_empty(response, home, types.promises());
    if let (Some(promise), false) = (promised, bodiless || response.content.is_empty()) {
        let message = format!(
            "the response {} has no content, as line {} of the lock promises; `raw` has what the server sends",
            status_text(status),
            promise.line,
        );
        diagnostics.note("promised-response", &response.at, message);
        return vec![planned(promise.words[0].clone(), None, ResponseType::Empty)];
    }
    if bodiless || response.content.is_empty() {
        let variant = promised.map(|promise| promise.words[0].clone());
        return vec![planned(
            variant.unwrap_or_else(|| status_name(status)),
            None,
            ResponseType::Empty,
        )];
    }
    let (others, mut contents): (Vec<&MediaType>, Vec<&MediaType>) =
        (response.content.iter()).partition(|content| is_other_representation(resolved, types, content, response));
    for other in others {
        let media_type = &other.media_type;
        let message = format!("the client asks for JSON, which has the same schema, and not for `{media_type}`");
        diagnostics.note("other-representation", &other.at, message);
    }
    contents.sort_by_key(|content| preference(&content.media_type));
    // The media types of each type of body, with how each is read.
    let mut groups: Vec<Vec<(&MediaType, ResponseType)>> = Vec::new();
    for content in contents {
        let body = response_body(resolved, types, content, response, home.kind == "success", diagnostics);
        match groups.iter_mut().find(|known| known[0].1.is_same_type(&body)) {
            Some(known) => known.push((content, body)),
            None => groups.push(vec![(content, body)]),
        }
    }
    let entries = groups.iter().map(|group| {
        let contents: Vec<&MediaType> = group.iter().map(|(content, _)| *content).collect();
        entry(status, &contents, home, types.promises())
    });
    let variants = Scope::assign(entries.collect(), &[]).names();
    let named = groups.into_iter().zip(variants).flat_map(|(group, variant)| {
        group
            .into_iter()
            .map(move |(content, body)| (variant.clone(), content, body))
    });
    named
        .map(|(variant, content, body)| DocumentedResponse {
            lenient: types.leniency_of_body(content, &body, diagnostics),
            ..planned(variant, Some(content.media_type.clone()), body)
        })
        .collect()
}

/// The promise that a response has no content, unless it has promised content besides.
fn promised_empty<'p>(response: &Response, home: &Home<'_>, promises: &Promises<'p>) -> Option<&'p Promise> {
    let [method, path] = home.operation;
    let status = status_text(response.status);
    let find = |media_type: &str| promises.find(Kind::Response, &[method, path, home.kind, &status, media_type]);
    let has_content = response
        .content
        .iter()
        .any(|content| find(&content.media_type).is_some());
    find("-").filter(|_| !has_content)
}

/// The candidate names for the variant of some media types of a status. Alone, each of them would give it a name.
fn entry(status: Status, contents: &[&MediaType], home: &Home<'_>, promises: &Promises<'_>) -> Entry {
    let [method, path] = home.operation;
    let text = status_text(status);
    let promised = contents.iter().find_map(|content| {
        let place = [method, path, home.kind, &text, &content.media_type];
        promises.name(Kind::Response, &place)
    });
    let named_after = |content: &&MediaType| names_of_variant(&status_name(status), &content.media_type);
    let entry = Entry {
        blocked: contents[1..].iter().flat_map(named_after).collect(),
        ..Entry::new(&contents[0].media_type, named_after(&contents[0]))
    };
    entry.promised(promised)
}

/// The candidate names for the variant of a media type: by the status, and with words of the media type.
fn names_of_variant(variant: &str, media_type: &str) -> Vec<String> {
    let subtype = media_type.split_once('/').map_or(media_type, |(_, subtype)| subtype);
    let names = [
        vec![suffix_of(media_type)],
        spellings(subtype, pascal),
        spellings(media_type, pascal),
    ];
    let names = names.concat().into_iter().map(|name| format!("{variant}{name}"));
    [variant.to_owned()].into_iter().chain(names).collect()
}

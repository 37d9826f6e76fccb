//! Changes on the wire, operation by operation.

use std::collections::{BTreeSet, HashMap};

use indexmap::IndexMap;

use super::change::{Key, OnTheWire, Wire};
use super::schemas::{Direction, Schemas, Use};
use crate::description::{
    MediaType, Operation, Parameter, ParameterEncoding, ParameterIn, RequestBody, Response, Server, Status,
};
use crate::document::Location;
use crate::resolved::Resolved;
use crate::schema::SchemaId;

/// The changes on the wire.
pub(super) fn compare(old: &Resolved, new: &Resolved) -> Vec<OnTheWire> {
    let mut comparison = Comparison {
        schemas: Schemas::new(old, new),
        changes: Vec::new(),
    };
    let (known, added) = joined(&old.description.operations, &new.description.operations);
    for (operation, now) in known {
        match now {
            Some(now) => comparison.operation(operation, now),
            None => {
                let deprecated = if operation.deprecated { "with" } else { "without" };
                let id = format!("api-removed-{deprecated}-deprecation");
                let what = format!("`{}` is gone", called(operation));
                comparison.gone(&operation.at, "", &id, Wire::Break, what);
            }
        }
    }
    for operation in added {
        let what = format!("`{}` is new", called(operation));
        comparison.added(&operation.at, "", "endpoint-added", Wire::Additive, what);
    }
    comparison.servers(old, new);
    let Comparison { schemas, mut changes } = comparison;
    changes.extend(schemas.changes());
    changes
}

/// The old operations, each with what it is in the new version, and those that are added. They are joined by method and path; where
/// there is none with that path, by the path without the names of its variables.
fn joined<'v>(
    old: &'v [Operation],
    new: &'v [Operation],
) -> (Vec<(&'v Operation, Option<&'v Operation>)>, Vec<&'v Operation>) {
    let by_path = |operation: &'v Operation| (operation.method.as_str(), operation.path.clone());
    let by_shape = |operation: &'v Operation| (operation.method.as_str(), shape(&operation.path));
    let mut rest: IndexMap<_, _> = new.iter().map(|operation| (by_path(operation), operation)).collect();
    let mut known: Vec<_> = old
        .iter()
        .map(|operation| (operation, rest.shift_remove(&by_path(operation))))
        .collect();
    let mut renamed: IndexMap<_, _> = rest
        .into_values()
        .map(|operation| (by_shape(operation), operation))
        .collect();
    for (operation, now) in known.iter_mut().filter(|(_, now)| now.is_none()) {
        *now = renamed.shift_remove(&by_shape(operation));
    }
    (known, renamed.into_values().collect())
}

/// A path without the names of its variables.
fn shape(path: &str) -> String {
    let segments = path
        .split('/')
        .map(|segment| if segment.contains('{') { "{}" } else { segment });
    segments.collect::<Vec<_>>().join("/")
}

fn called(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

struct Comparison<'v> {
    schemas: Schemas<'v>,
    changes: Vec<OnTheWire>,
}

impl<'v> Comparison<'v> {
    fn gone(&mut self, at: &Location, member: &str, id: &str, wire: Wire, what: String) {
        self.add(Key::Old(at.clone(), member.to_owned()), id, wire, what, Some(at), None);
    }

    fn added(&mut self, at: &Location, member: &str, id: &str, wire: Wire, what: String) {
        self.add(Key::New(at.clone(), member.to_owned()), id, wire, what, None, Some(at));
    }

    fn add(&mut self, key: Key, id: &str, wire: Wire, what: String, old: Option<&Location>, new: Option<&Location>) {
        self.changes.push(OnTheWire {
            key,
            id: id.to_owned(),
            wire,
            what,
            old: old.cloned(),
            new: new.cloned(),
            operations: 1,
        });
    }

    fn operation(&mut self, old: &'v Operation, new: &'v Operation) {
        self.schemas.begin();
        self.parameters(old, new);
        self.body(old, new);
        self.responses(old, new);
        let key = |operation: &Operation| Key::Old(operation.at.clone(), String::new());
        if !old.deprecated && new.deprecated {
            let what = format!("`{}` is deprecated", called(new));
            self.add(
                key(old),
                "endpoint-deprecated",
                Wire::None,
                what,
                Some(&old.at),
                Some(&new.at),
            );
        }
        let needs = |operation: &Operation| {
            !operation.security.is_empty() && operation.security.iter().all(|all| !all.is_empty())
        };
        let (id, wire, what) = match (needs(old), needs(new)) {
            (false, true) => ("api-security-added", Wire::Break, "needs a credential"),
            (true, false) => ("api-security-removed", Wire::Loosened, "needs no credential"),
            _ => return,
        };
        self.add(
            key(old),
            id,
            wire,
            format!("`{}` {what}", called(new)),
            Some(&old.at),
            Some(&new.at),
        );
    }

    fn servers(&mut self, old: &Resolved, new: &Resolved) {
        let (before, after) = (&old.description.servers, &new.description.servers);
        let is_in = |all: &[Server], url: &str| all.iter().any(|server| same_url(&server.url, url));
        for server in before.iter().filter(|server| !is_in(after, &server.url)) {
            let (key, what) = (
                Key::Old(Location::root(), server.url.clone()),
                format!("the server `{}` is gone", server.url),
            );
            self.add(key, "server-removed", Wire::Additive, what, Some(&server.at), None);
        }
        for server in after.iter().filter(|server| !is_in(before, &server.url)) {
            let (key, what) = (
                Key::New(Location::root(), server.url.clone()),
                format!("the server `{}` is new", server.url),
            );
            self.add(key, "server-added", Wire::Additive, what, None, Some(&server.at));
        }
    }

    fn parameters(&mut self, old: &'v Operation, new: &'v Operation) {
        let known: HashMap<String, &Parameter> = parameters(new).collect();
        for (place, parameter) in parameters(old) {
            let member = member(parameter);
            let Some(now) = known.get(&place) else {
                let what = format!("the parameter `{}` is gone", parameter.name);
                self.gone(&old.at, &member, "request-parameter-removed", Wire::Break, what);
                continue;
            };
            let (id, wire) = match (parameter.required, now.required) {
                (false, true) => ("request-parameter-became-required", Wire::Break),
                (true, false) => ("request-parameter-became-optional", Wire::Loosened),
                _ => ("", Wire::None),
            };
            if !id.is_empty() {
                let key = Key::Old(old.at.clone(), member.clone());
                let what = format!(
                    "the parameter `{}` {}",
                    now.name,
                    if now.required { "is required" } else { "is optional" }
                );
                self.add(key, id, wire, what, Some(&parameter.at), Some(&now.at));
            }
            if let (Some(before), Some(after)) = (schema_of(parameter), schema_of(now)) {
                let at = Use::new(&old.at, &member, "parameter");
                self.schemas.compare(before, after, Direction::Request, at);
            }
        }
        let before: BTreeSet<String> = parameters(old).map(|(place, _)| place).collect();
        for (_, parameter) in parameters(new).filter(|(place, _)| !before.contains(place)) {
            let (id, wire, kind) = match parameter.required {
                true => ("new-required-request-parameter", Wire::Break, "required"),
                false => ("new-optional-request-parameter", Wire::Additive, "optional"),
            };
            let what = format!("the {kind} parameter `{}` is new", parameter.name);
            // A required one is an argument of the method.
            match parameter.required {
                true => self.add(
                    Key::Old(old.at.clone(), String::new()),
                    id,
                    wire,
                    what,
                    Some(&old.at),
                    Some(&parameter.at),
                ),
                false => self.added(&new.at, &member(parameter), id, wire, what),
            }
        }
    }

    fn body(&mut self, old: &'v Operation, new: &'v Operation) {
        let key = Key::Old(old.at.clone(), String::new());
        let (before, after) = match (&old.request_body, &new.request_body) {
            (None, None) => return,
            (None, Some(body)) => {
                let (id, wire) = match body.required {
                    true => ("request-body-added-required", Wire::Break),
                    false => ("request-body-added-optional", Wire::Additive),
                };
                return self.added(&new.at, "body", id, wire, format!("`{}` has a body", called(new)));
            }
            (Some(_), None) => {
                let what = format!("`{}` has no body", called(new));
                return self.gone(&old.at, "body", "request-body-removed", Wire::Break, what);
            }
            (Some(before), Some(after)) => (before, after),
        };
        let (id, wire, what) = match (before.required, after.required) {
            (false, true) => ("request-body-became-required", Wire::Break, "the body is required"),
            (true, false) => ("request-body-became-optional", Wire::Loosened, "the body is optional"),
            _ => ("", Wire::None, ""),
        };
        if !id.is_empty() {
            self.add(key, id, wire, what.to_owned(), Some(&before.at), Some(&after.at));
        }
        self.contents(old, new, before, after);
    }

    fn contents(&mut self, old: &Operation, new: &Operation, before: &'v RequestBody, after: &'v RequestBody) {
        for content in &before.content {
            match find(&after.content, content) {
                Some(now) => self.content(content, now, Direction::Request, Use::new(&old.at, "body", "body")),
                None => {
                    let what = format!("`{}` is not a media type of the body any more", content.media_type);
                    self.gone(&old.at, "body", "request-body-media-type-removed", Wire::Break, what);
                }
            }
        }
        for content in after
            .content
            .iter()
            .filter(|content| find(&before.content, content).is_none())
        {
            let what = format!("`{}` is a new media type of the body", content.media_type);
            self.added(&new.at, "body", "request-body-media-type-added", Wire::Loosened, what);
        }
    }

    fn responses(&mut self, old: &'v Operation, new: &'v Operation) {
        let find_in = |all: &'v [Response], status: Status| all.iter().find(|known| known.status == status);
        for response in &old.responses {
            let member = format!("response {:?}", response.status);
            let Some(now) = covering(new, response.status) else {
                let id = format!("response-{}-status-removed", kind(response.status));
                let what = format!("the response {} is gone", text(response.status));
                self.gone(&old.at, &member, &id, Wire::Additive, what);
                continue;
            };
            self.headers(old, new, response, now);
            for content in &response.content {
                let at = Use::new(&old.at, &member, "body");
                match find(&now.content, content) {
                    Some(now) => self.content(content, now, Direction::Response, at),
                    None => {
                        let what = format!(
                            "the response {} is not `{}` any more",
                            text(response.status),
                            content.media_type
                        );
                        self.gone(&old.at, &member, "response-media-type-removed", Wire::Break, what);
                    }
                }
            }
            for content in now
                .content
                .iter()
                .filter(|content| find(&response.content, content).is_none())
            {
                let what = format!("the response {} may be `{}`", text(response.status), content.media_type);
                self.added(&new.at, &member, "response-media-type-added", Wire::Additive, what);
            }
        }
        for response in new
            .responses
            .iter()
            .filter(|known| find_in(&old.responses, known.status).is_none())
        {
            let id = format!("response-{}-status-added", kind(response.status));
            let what = format!("the response {} is new", text(response.status));
            self.added(
                &new.at,
                &format!("response {:?}", response.status),
                &id,
                Wire::Additive,
                what,
            );
        }
    }

    fn headers(&mut self, old: &Operation, new: &Operation, before: &Response, after: &Response) {
        let is_in =
            |response: &Response, name: &str| response.headers.keys().any(|known| known.eq_ignore_ascii_case(name));
        let member = format!("response {:?}", before.status);
        for name in before.headers.keys().filter(|name| !is_in(after, name)) {
            let what = format!("the header `{name}` of the response {} is gone", text(before.status));
            self.gone(
                &old.at,
                &member,
                "optional-response-header-removed",
                Wire::Additive,
                what,
            );
        }
        for name in after.headers.keys().filter(|name| !is_in(before, name)) {
            let what = format!("the header `{name}` of the response {} is new", text(before.status));
            self.added(&new.at, &member, "response-header-added", Wire::Additive, what);
        }
    }

    fn content(&mut self, old: &MediaType, new: &MediaType, direction: Direction, at: Use) {
        for (before, after) in [(old.schema, new.schema), (old.item_schema, new.item_schema)] {
            if let (Some(before), Some(after)) = (before, after) {
                self.schemas.compare(before, after, direction, at.clone());
            }
        }
    }
}

/// Whether two URLs are the same but for a slash at the end.
fn same_url(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

/// The parameters by what they are called on the wire; those of the path by where they stand in it.
fn parameters(operation: &Operation) -> impl Iterator<Item = (String, &Parameter)> {
    operation.parameters.iter().map(|parameter| {
        let place = match parameter.location {
            ParameterIn::Path => {
                let variable = format!("{{{}}}", parameter.name);
                let before = operation.path.split(&variable).next().unwrap_or_default();
                format!("path {}", before.matches('{').count())
            }
            _ => member(parameter),
        };
        (place, parameter)
    })
}

fn member(parameter: &Parameter) -> String {
    format!("{:?} {}", parameter.location, parameter.name).to_lowercase()
}

fn schema_of(parameter: &Parameter) -> Option<SchemaId> {
    match &parameter.encoding {
        ParameterEncoding::Style { schema, .. } => *schema,
        ParameterEncoding::Content(content) => content.schema,
    }
}

/// The same media type, with any parameters.
fn find<'c>(all: &'c [MediaType], content: &MediaType) -> Option<&'c MediaType> {
    let essence = |media_type: &str| {
        media_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase()
    };
    all.iter()
        .find(|known| essence(&known.media_type) == essence(&content.media_type))
}

/// The response for a status: its own, that of its class, or the default.
fn covering(operation: &Operation, status: Status) -> Option<&Response> {
    let find = |status: Status| operation.responses.iter().find(|known| known.status == status);
    let class = match status {
        Status::Code(code) => u8::try_from(code / 100).ok().map(Status::Class),
        _ => None,
    };
    find(status).or_else(|| find(class?)).or_else(|| find(Status::Default))
}

fn kind(status: Status) -> &'static str {
    match status {
        Status::Code(code) if code < 400 => "success",
        Status::Class(class) if class < 4 => "success",
        _ => "non-success",
    }
}

fn text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}

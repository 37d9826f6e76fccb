//! Changes on the wire, operation by operation.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::Value;

use super::Version;
use super::change::{Key, OnTheWire, Wire};
use super::schemas::Schemas;
use crate::description::{Operation, Server};
use crate::document::{Document, Location};
use crate::resolved::Resolved;
use crate::schema::SchemaId;

/// The changes on the wire.
pub(super) fn compare(old: &Version, new: &Version) -> Vec<OnTheWire> {
    let mut comparison = Comparison {
        documents: [&old.document, &new.document],
        resolved: [&old.resolved, &new.resolved],
        schemas: Schemas::new(old, new),
        changes: Vec::new(),
        operation: Arc::from(""),
    };
    let (old, new) = (&old.resolved, &new.resolved);
    comparison.operations(old, new);
    comparison.webhooks(old, new);
    comparison.begin(Arc::from(""));
    let servers = (&old.description.servers, &new.description.servers);
    comparison.servers(&Location::root(), servers.0, servers.1);
    comparison.schemes(old, new);
    let Comparison {
        schemas, mut changes, ..
    } = comparison;
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

pub(super) fn called(operation: &Operation) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// When something that is deprecated goes away: the extension `x-sunset`.
pub(super) fn sunset(document: &Document, at: &Location) -> Option<String> {
    let date = document.get(at)?.get("x-sunset")?;
    date.as_str().map(str::to_owned)
}

/// The changes that are found, and where.
pub(super) struct Comparison<'v> {
    pub documents: [&'v Document; 2],
    pub resolved: [&'v Resolved; 2],
    pub schemas: Schemas<'v>,
    pub changes: Vec<OnTheWire>,
    /// The operation at hand.
    pub operation: Arc<str>,
}

impl<'v> Comparison<'v> {
    /// Begins with another operation.
    pub fn begin(&mut self, operation: Arc<str>) {
        self.schemas.begin(&operation);
        self.operation = operation;
    }

    /// A member of something that the new version does not have.
    pub fn gone(&mut self, at: &Location, member: &str, id: &str, wire: Wire, what: String) {
        self.add(
            Key::Old(at.clone(), member.to_owned()),
            id,
            wire,
            what,
            (Some(at), None),
        );
    }

    /// A member of something that the old version does not have.
    pub fn added(&mut self, at: &Location, member: &str, id: &str, wire: Wire, what: String) {
        self.add(
            Key::New(at.clone(), member.to_owned()),
            id,
            wire,
            what,
            (None, Some(at)),
        );
    }

    pub fn add(
        &mut self,
        key: Key,
        id: &str,
        wire: Wire,
        what: String,
        (old, new): (Option<&Location>, Option<&Location>),
    ) {
        let operation = Some(self.operation.clone()).filter(|operation| !operation.is_empty());
        self.changes.push(OnTheWire {
            key,
            id: id.to_owned(),
            wire,
            what,
            old: old.cloned(),
            new: new.cloned(),
            operations: operation.into_iter().collect(),
        });
    }

    /// The defaults of two schemas.
    pub fn defaults(&self, old: SchemaId, new: SchemaId) -> [Option<Value>; 2] {
        let of = |version: &Resolved, id| version.get(version.of(id)).schema.annotations.default.clone();
        [of(self.resolved[0], old), of(self.resolved[1], new)]
    }

    fn operations(&mut self, old: &'v Resolved, new: &'v Resolved) {
        let (known, added) = joined(&old.description.operations, &new.description.operations);
        for (operation, now) in known {
            self.begin(Arc::from(called(operation)));
            match now {
                Some(now) => self.operation(operation, now),
                None => {
                    let deprecated = if operation.deprecated { "with" } else { "without" };
                    let id = format!("api-removed-{deprecated}-deprecation");
                    let what = format!("`{}` is gone", called(operation));
                    self.gone(&operation.at, "", &id, Wire::Break, what);
                }
            }
        }
        for operation in added {
            self.begin(Arc::from(called(operation)));
            let what = format!("`{}` is new", called(operation));
            self.added(&operation.at, "", "endpoint-added", Wire::Additive, what);
        }
    }

    fn operation(&mut self, old: &'v Operation, new: &'v Operation) {
        self.parameters(old, new);
        self.body(old, new);
        self.responses(old, new);
        self.deprecation(old, new);
        self.security(old, new);
        self.servers(&old.at, &old.servers, &new.servers);
    }

    fn deprecation(&mut self, old: &Operation, new: &Operation) {
        let [was, is] = [(0, old), (1, new)].map(|(version, operation)| sunset(self.documents[version], &operation.at));
        let (id, what) = match (old.deprecated, new.deprecated, was, is) {
            (false, true, _, None) => ("endpoint-deprecated", "is deprecated".to_owned()),
            (false, true, _, Some(date)) => ("endpoint-deprecated-with-sunset", format!("is deprecated until {date}")),
            (true, false, ..) => ("endpoint-reactivated", "is not deprecated any more".to_owned()),
            (true, true, Some(_), None) => ("sunset-deleted", "has no date any more when it goes away".to_owned()),
            (true, true, was, Some(date)) if was.as_ref() != Some(&date) => {
                ("sunset-changed", format!("goes away on {date}"))
            }
            _ => return,
        };
        let key = Key::Old(old.at.clone(), String::new());
        let what = format!("`{}` {what}", called(new));
        self.add(key, id, Wire::None, what, (Some(&old.at), Some(&new.at)));
    }

    /// Compares the servers of the document, or of an operation, which is at this place.
    fn servers(&mut self, at: &Location, before: &[Server], after: &[Server]) {
        let is_in = |all: &[Server], server: &Server| all.iter().any(|known| is_same(known, server));
        for server in before.iter().filter(|server| !is_in(after, server)) {
            let key = Key::Old(at.clone(), server.url.clone());
            let what = format!("the server `{}` is gone", server.url);
            self.add(key, "server-removed", Wire::Break, what, (Some(&server.at), None));
        }
        for server in after.iter().filter(|server| !is_in(before, server)) {
            let key = Key::New(at.clone(), server.url.clone());
            let what = format!("the server `{}` is new", server.url);
            self.add(key, "server-added", Wire::Additive, what, (None, Some(&server.at)));
        }
    }
}

/// Whether two servers have the same URL, as it is written or with the defaults of its variables.
fn is_same(one: &Server, other: &Server) -> bool {
    same_url(&one.url, &other.url) || same_url(&with_defaults(one), &with_defaults(other))
}

fn with_defaults(server: &Server) -> String {
    let variables = server.variables.iter();
    variables.fold(server.url.clone(), |url, (name, variable)| {
        url.replace(&format!("{{{name}}}"), &variable.default)
    })
}

/// Whether two URLs are the same but for a slash at the end.
fn same_url(one: &str, other: &str) -> bool {
    one.trim_end_matches('/') == other.trim_end_matches('/')
}

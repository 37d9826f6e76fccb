//! A change and its verdicts.

use std::sync::Arc;

use indexmap::IndexMap;
use serde::Serialize;

use super::Cause;
use crate::document::Location;

/// The effect of a change on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wire {
    /// The same values are valid.
    None,
    /// There is more that clients may use, or servers promise more.
    Additive,
    /// A server accepts more than before.
    Loosened,
    /// A server refuses what clients send, or sends what they do not expect.
    Break,
}

/// The effect of a change on code that calls the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rust {
    /// Nothing.
    None,
    /// There is something new to call.
    Additive,
    /// It compiles with a warning.
    Deprecated,
    /// Code that reads a response does not compile.
    ReadOnlyBreak,
    /// Code does not compile.
    Break,
    /// Code compiles and means another thing.
    Silent,
}

/// Something that callers name, before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Item {
    /// The effect of the change on code that names it.
    pub verdict: Rust,
    /// Its signature before, unless it is new.
    pub before: Option<String>,
    /// Its signature after, unless it is gone.
    pub after: Option<String>,
}

/// A change.
#[derive(Clone, Debug)]
pub struct Change {
    /// The id of its kind: that of oasdiff where it has one.
    pub id: String,
    /// On the wire.
    pub wire: Wire,
    /// In Rust.
    pub rust: Rust,
    /// Why code feels it.
    pub cause: Cause,
    /// A description of the change.
    pub what: String,
    /// Where it was.
    pub old: Option<Location>,
    /// Where it is.
    pub new: Option<Location>,
    /// The Rust item.
    pub items: Vec<Item>,
    /// The operations that it reaches.
    pub operations: Vec<Arc<str>>,
    /// Why it is accepted, if it is.
    pub accepted: Option<String>,
    /// Whether its kind is not to be shown. It counts for the release only.
    pub ignored: bool,
}

/// Something in a version of a description: a member (property, value, parameter, status) of what stands at a place.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Key {
    /// In the old version.
    Old(Location, String),
    /// In the new one, as the old one does not have it.
    New(Location, String),
}

/// A change on the wire.
#[derive(Debug)]
pub(super) struct OnTheWire {
    pub key: Key,
    pub id: String,
    pub wire: Wire,
    pub what: String,
    pub old: Option<Location>,
    pub new: Option<Location>,
    pub operations: Vec<Arc<str>>,
}

/// A change in Rust.
#[derive(Debug)]
pub(super) struct InRust {
    pub key: Key,
    /// The id, where nothing changed on the wire.
    pub id: &'static str,
    pub item: Item,
}

/// The changes with both verdicts: silent ones first, then breaks on the wire, breaks in Rust, deprecations and additions.
pub(super) fn join(on_the_wire: Vec<OnTheWire>, in_rust: Vec<InRust>) -> Vec<Change> {
    let mut items: IndexMap<Key, Vec<InRust>> = IndexMap::new();
    for change in in_rust {
        items.entry(change.key.clone()).or_default().push(change);
    }
    let mut changes: Vec<Change> = Vec::new();
    for known in on_the_wire {
        let own: Vec<Item> = items
            .shift_remove(&known.key)
            .into_iter()
            .flatten()
            .map(|own| own.item)
            .collect();
        changes.push(Change {
            id: known.id,
            wire: known.wire,
            rust: verdict(&own),
            cause: Cause::Description,
            what: known.what,
            old: known.old,
            new: known.new,
            items: own,
            operations: known.operations,
            accepted: None,
            ignored: false,
        });
    }
    for (key, own) in items {
        let (old, new) = match key {
            Key::Old(at, _) => (Some(at), None),
            Key::New(at, _) => (None, Some(at)),
        };
        let id = own[0].id.to_owned();
        let items: Vec<Item> = own.into_iter().map(|own| own.item).collect();
        changes.push(Change {
            id,
            wire: Wire::None,
            rust: verdict(&items),
            cause: Cause::Description,
            what: "the same on the wire".to_owned(),
            old,
            new,
            items,
            operations: Vec::new(),
            accepted: None,
            ignored: false,
        });
    }
    sort(&mut changes);
    changes
}

/// Puts the most dangerous changes first.
pub(super) fn sort(changes: &mut [Change]) {
    changes.sort_by_key(|change| {
        std::cmp::Reverse((
            change.rust == Rust::Silent,
            change.wire == Wire::Break,
            change.rust,
            change.wire,
        ))
    });
}

fn verdict(items: &[Item]) -> Rust {
    items.iter().map(|item| item.verdict).max().unwrap_or(Rust::None)
}

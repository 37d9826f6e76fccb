//! Changes as JSON, with their places in the files.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use super::{Cause, Change, Item, Rust, Version, Wire};
use crate::diagnostic::Position;
use crate::document::{Document, FileId, Location};
use crate::position::locate;

/// A place in a file.
#[derive(Clone, Debug, Serialize)]
pub(super) struct SourcePosition {
    pub file: String,
    pub pointer: String,
    pub line: usize,
    pub column: usize,
}

/// A change as it is shown.
#[derive(Debug, Serialize)]
pub(super) struct Row<'c> {
    pub id: &'c str,
    pub wire: Wire,
    pub rust: Rust,
    pub cause: Cause,
    pub what: &'c str,
    pub old: Option<SourcePosition>,
    pub new: Option<SourcePosition>,
    pub items: &'c [Item],
    /// The number of operations that it reaches.
    pub operations: usize,
    /// These operations.
    #[serde(skip)]
    pub reached: &'c [Arc<str>],
    /// Why it is accepted.
    pub accepted: Option<&'c str>,
}

/// The changes as a JSON array. Each has its `id`, the verdicts `wire` (`none`, `additive`, `loosened`, `break`) and `rust` (`none`,
/// `additive`, `deprecated`, `read-only-break`, `break`, `silent`), the `cause` (`description`, `refactoring`), `what` has changed, the places `old` and `new`
/// (`file`, `pointer`, `line`, `column`), the Rust `items` (`verdict`, `before`, `after`), the number of `operations` that it
/// reaches, and the reason why it is `accepted`, or null.
pub fn json(changes: &[Change], old: &Version, new: &Version) -> Value {
    serde_json::to_value(rows(changes, old, new)).unwrap_or(Value::Null)
}

/// The changes that are shown, with their places.
pub(super) fn rows<'c>(changes: &'c [Change], old: &Version, new: &Version) -> Vec<Row<'c>> {
    let before = positions(&old.document, changes.iter().filter_map(|change| change.old.as_ref()));
    let after = positions(&new.document, changes.iter().filter_map(|change| change.new.as_ref()));
    let place = |document: &Document, at: &Option<Location>, known: &HashMap<Location, Position>| {
        let at = at.as_ref()?;
        let position = known.get(at)?;
        let written = document.written(at);
        let path = document
            .source(written.file)
            .map(|file| file.path.display().to_string());
        Some(SourcePosition {
            file: path.unwrap_or_default(),
            pointer: written.pointer,
            line: position.line,
            column: position.column,
        })
    };
    let shown = changes.iter().filter(|change| !change.ignored);
    let rows = shown.map(|change| Row {
        id: &change.id,
        wire: change.wire,
        rust: change.rust,
        cause: change.cause,
        what: &change.what,
        old: place(&old.document, &change.old, &before),
        new: place(&new.document, &change.new, &after),
        items: &change.items,
        operations: change.operations.len(),
        reached: &change.operations,
        accepted: change.accepted.as_deref(),
    });
    rows.collect()
}

pub(crate) fn positions<'l>(
    document: &Document,
    all: impl Iterator<Item = &'l Location>,
) -> HashMap<Location, Position> {
    let mut by_file: HashMap<FileId, Vec<(&Location, String)>> = HashMap::new();
    for at in all {
        let written = document.written(at);
        by_file.entry(written.file).or_default().push((at, written.pointer));
    }
    let mut found = HashMap::new();
    for (file, places) in by_file {
        let text = document.source(file).map_or("", |file| &file.text);
        let known = locate(text, places.iter().map(|(_, written)| written.as_str()));
        for (at, written) in places {
            if let Some(position) = known.get(&written) {
                found.insert(at.clone(), *position);
            }
        }
    }
    found
}

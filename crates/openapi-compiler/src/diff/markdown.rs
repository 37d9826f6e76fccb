//! Changes as a part of a changelog.

use super::report::{Row, rows};
use super::{Change, Rust, Version, Wire};
use crate::docs::code;

/// The changes as Markdown, for a changelog: breaking ones, deprecations, and what is new.
pub fn markdown(changes: &[Change], old: &Version, new: &Version) -> String {
    let rows = rows(changes, old, new);
    let sections = ["Breaking", "Deprecated", "Added"];
    let sections = sections.into_iter().filter_map(|section| {
        let own: Vec<String> = rows
            .iter()
            .filter(|row| section_of(row) == Some(section))
            .map(entry)
            .collect();
        (!own.is_empty()).then(|| format!("### {section}\n\n{}", own.concat()))
    });
    sections.collect::<Vec<_>>().join("\n")
}

fn section_of(row: &Row<'_>) -> Option<&'static str> {
    match (row.rust, row.wire) {
        (Rust::Silent | Rust::Break | Rust::ReadOnlyBreak, _) | (_, Wire::Break) => Some("Breaking"),
        (Rust::Deprecated, _) => Some("Deprecated"),
        (Rust::Additive, _) | (_, Wire::Additive | Wire::Loosened) => Some("Added"),
        (Rust::None, Wire::None) => None,
    }
}

fn entry(row: &Row<'_>) -> String {
    let place = row.new.as_ref().or(row.old.as_ref());
    let place = place.map_or_else(String::new, |place| format!("{}: ", code(&place.pointer)));
    let items = row.items.iter().map(|item| match (&item.before, &item.after) {
        (Some(before), Some(after)) if before != after => format!("  - {} is {}\n", code(before), code(after)),
        (Some(before), None) => format!("  - {} is gone\n", code(before)),
        (_, Some(after)) => format!("  - {}\n", code(after)),
        (None, None) => String::new(),
    });
    let items: String = items.collect();
    format!("- {place}{}.\n{items}", escaped(row.what))
}

/// Text of a description is shown as it is.
fn escaped(text: &str) -> String {
    let special = |c: char| matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '!' | '|');
    text.chars()
        .flat_map(|c| special(c).then_some('\\').into_iter().chain([c]))
        .filter(|c| !c.is_control())
        .collect()
}

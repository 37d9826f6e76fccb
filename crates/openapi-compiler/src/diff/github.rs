//! Changes as annotations of GitHub Actions.
//!
//! Source: GitHub Docs, "Workflow commands for GitHub Actions", "Setting a notice, warning or error message".

use super::report::{Row, rows};
use super::{Change, Rust, Version, Wire};
use crate::escape::printable;

/// The changes as workflow commands, one a line, which GitHub Actions shows at the lines of the new description; what is gone
/// is shown at the old one. Breaks are errors, deprecations warnings, others and accepted ones notices.
pub fn github(changes: &[Change], old: &Version, new: &Version) -> String {
    rows(changes, old, new).iter().map(annotation).collect()
}

fn annotation(row: &Row<'_>) -> String {
    let level = match (row.rust, row.wire) {
        _ if row.accepted.is_some() => "notice",
        (Rust::Silent | Rust::Break | Rust::ReadOnlyBreak, _) | (_, Wire::Break) => "error",
        (Rust::Deprecated, _) => "warning",
        (Rust::None | Rust::Additive, _) => "notice",
    };
    let place = row.new.as_ref().or(row.old.as_ref());
    let place = place.map_or_else(String::new, |place| {
        let file = property(&place.file);
        format!("file={file},line={},col={},", place.line, place.column)
    });
    let items = row.items.iter().flat_map(|item| {
        let before = item.before.iter().map(|before| format!("\n- {}", printable(before)));
        before.chain(item.after.iter().map(|after| format!("\n+ {}", printable(after))))
    });
    let message = printable(row.what) + &items.collect::<String>();
    format!("::{level} {place}title={}::{}\n", property(row.id), data(&message))
}

/// The text of a command: its line ends at a line break, and `%` begins an escape.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property of a command, which also ends at `:` and `,`.
fn property(text: &str) -> String {
    data(&printable(text)).replace(':', "%3A").replace(',', "%2C")
}

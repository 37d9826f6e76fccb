//! Changes as text.

use std::fmt::Write;

use super::report::{Row, SourcePosition, rows};
use super::{Cause, Change, Release, Rust, Version, Wire};
use crate::escape::printable;

/// The changes as text, the most dangerous first, and how many there are of each kind.
pub fn text(changes: &[Change], old: &Version, new: &Version) -> String {
    let mut text = String::new();
    for row in rows(changes, old, new) {
        // Writing to a string cannot fail.
        let _ = write!(text, "{}", shown(&row));
    }
    text + &summary(changes)
}

fn shown(row: &Row<'_>) -> String {
    let mut text = format!("{}: {}", label(row.wire, row.rust), printable(row.what));
    let reached = match row.operations {
        0 | 1 => String::new(),
        count => format!(", reached by {count} operations"),
    };
    text += &format!(" [{}{reached}]\n", row.id);
    if let Some(reason) = row.accepted {
        text += &format!("  accepted: {}\n", printable(reason));
    }
    if row.cause == Cause::Refactoring && row.rust >= Rust::ReadOnlyBreak {
        text += "  cause: the description says the same in another way\n";
    }
    let places = [("was", &row.old), ("is", &row.new)];
    for (word, place) in places {
        if let Some(place) = place {
            text += &format!("  {word} at {}\n", at(place));
        }
    }
    for item in row.items {
        for (sign, signature) in [("-", &item.before), ("+", &item.after)] {
            if let Some(signature) = signature {
                text += &format!("  {sign} {}\n", printable(signature));
            }
        }
    }
    text
}

fn at(place: &SourcePosition) -> String {
    let SourcePosition {
        file,
        pointer,
        line,
        column,
    } = place;
    format!("{}:{line}:{column} ({})", printable(file), printable(pointer))
}

/// The words for two verdicts.
fn label(wire: Wire, rust: Rust) -> String {
    let wire = match wire {
        Wire::None => "",
        Wire::Additive => "addition on the wire",
        Wire::Loosened => "loosened on the wire",
        Wire::Break => "BREAK on the wire",
    };
    let rust = match rust {
        Rust::None => "",
        Rust::Additive => "addition in Rust",
        Rust::Deprecated => "deprecation in Rust",
        Rust::ReadOnlyBreak => "BREAK of Rust that reads",
        Rust::Break => "BREAK in Rust",
        Rust::Silent => "SILENT CHANGE in Rust",
    };
    let both: Vec<&str> = [rust, wire].into_iter().filter(|word| !word.is_empty()).collect();
    match both.is_empty() {
        true => "note".to_owned(),
        false => both.join(", "),
    }
}

fn summary(changes: &[Change]) -> String {
    let shown = |change: &&Change| !change.ignored;
    let count = |is: &dyn Fn(&Change) -> bool| changes.iter().filter(shown).filter(|change| is(change)).count();
    let ignored = match changes.iter().filter(|change| change.ignored).count() {
        0 => String::new(),
        count => format!(", ignored: {count}"),
    };
    format!(
        "changes: {}, silent: {}, breaks on the wire: {}, breaks in Rust: {}, deprecations: {}, additions: {}{ignored}\nrelease: {}\n",
        count(&|_| true),
        count(&|change| change.rust == Rust::Silent),
        count(&|change| change.wire == Wire::Break),
        count(&|change| matches!(change.rust, Rust::Break | Rust::ReadOnlyBreak)),
        count(&|change| change.rust == Rust::Deprecated),
        count(&|change| change.rust <= Rust::Additive && change.wire != Wire::Break),
        Release::of(changes),
    )
}

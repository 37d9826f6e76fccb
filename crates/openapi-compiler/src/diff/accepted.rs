//! `openapi.accepted`: the changes that a maintainer accepts, each with the reason.
//!
//! One change a line, sorted: its id, its place, what has changed, and why that is accepted. A later change of the same kind at the
//! same place is not accepted by it. Two branches that add to the file merge.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use super::{Change, Version};
use crate::document::{Document, Location};
use crate::lock::{quoted, words};

const ABOUT: &str = "\
# Changes of the description that are accepted: they do not fail `openapi-build diff --fail-on`.
# Written by `openapi-build diff --accept`; commit it. Delete a line to accept its change no longer.
";

/// The accepted changes: the id, the JSON pointer and the description of each, with the reason.
///
/// ```
/// use openapi_compiler::diff::Accepted;
///
/// let accepted = Accepted::parse("api-removed /paths/~1old/get \"the operation is gone\" \"nobody called it\"\n").unwrap();
/// assert!(accepted.to_string().ends_with("\"nobody called it\"\n"));
/// assert_eq!(Accepted::parse("api-removed").unwrap_err(), "line 1: an accepted change has 4 words");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    reasons: BTreeMap<[String; 3], Reason>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Reason {
    text: String,
    /// The line of the file, from 1; 0 if it is not in the file yet.
    line: usize,
}

impl Accepted {
    /// Reads the file.
    ///
    /// # Errors
    /// When a line is not an accepted change; the message has its number.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut accepted = Self::default();
        let lines = text.lines().enumerate();
        for (index, line) in lines.filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#')) {
            let problem = |problem: String| format!("line {}: {problem}", index + 1);
            let words: Result<[String; 4], _> = words(line).map_err(problem)?.try_into();
            let [id, pointer, what, reason] =
                words.map_err(|_| problem("an accepted change has 4 words".to_owned()))?;
            let reason = Reason {
                text: reason,
                line: index + 1,
            };
            accepted.reasons.insert([id, pointer, what], reason);
        }
        Ok(accepted)
    }

    /// Accepts the changes of a kind at a place, old or new. Returns how many there are.
    pub fn add(&mut self, changes: &[Change], versions: [&Version; 2], id: &str, pointer: &str, reason: &str) -> usize {
        let is_meant = |change: &&Change| change.id == id && places(change, versions).any(|place| place == pointer);
        let meant: Vec<&Change> = changes.iter().filter(is_meant).collect();
        for change in &meant {
            let key = [id, pointer, &change.what].map(str::to_owned);
            let reason = Reason {
                text: reason.to_owned(),
                line: 0,
            };
            self.reasons.insert(key, reason);
        }
        meant.len()
    }

    /// Marks the changes that are accepted.
    pub fn mark(&self, changes: &mut [Change], versions: [&Version; 2]) {
        for change in changes {
            let reason = keys(change, versions).find_map(|key| self.reasons.get(&key));
            let text = reason.map(|reason| reason.text.clone());
            change.accepted = text;
        }
    }

    /// The lines of the file that no change fits, with their numbers.
    pub fn unused(&self, changes: &[Change], versions: [&Version; 2]) -> Vec<(usize, String)> {
        let fit: HashSet<[String; 3]> = changes.iter().flat_map(|change| keys(change, versions)).collect();
        let unused = self.reasons.iter().filter(|(key, _)| !fit.contains(*key));
        let mut lines: Vec<(usize, String)> = unused
            .map(|([id, pointer, what], reason)| (reason.line, format!("{id}@{pointer}: {what}")))
            .collect();
        lines.sort();
        lines
    }
}

impl fmt::Display for Accepted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(ABOUT)?;
        self.reasons.iter().try_for_each(|([id, pointer, what], reason)| {
            let words = [id, pointer, what, &reason.text].map(|word| quoted(word));
            writeln!(f, "{}", words.join(" "))
        })
    }
}

/// What a line that accepts a change begins with.
fn keys<'c>(change: &'c Change, versions: [&Version; 2]) -> impl Iterator<Item = [String; 3]> + use<'c> {
    let places: Vec<String> = places(change, versions).collect();
    places
        .into_iter()
        .map(|place| [change.id.clone(), place, change.what.clone()])
}

/// The JSON pointers of a change, as they are shown.
fn places(change: &Change, [old, new]: [&Version; 2]) -> impl Iterator<Item = String> {
    let shown = |document: &Document, at: &Option<Location>| {
        let at = at.as_ref()?;
        Some(document.files()[at.file.0 as usize].written(&at.pointer).into_owned())
    };
    let places = [shown(&old.document, &change.old), shown(&new.document, &change.new)];
    places.into_iter().flatten()
}

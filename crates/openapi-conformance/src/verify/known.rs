//! Differences that are known, from a file.

use serde::{Deserialize, Serialize};

use super::options::OptionError;
use super::report::{Difference, Kind, Verified};
use crate::parse::parse;

/// A difference that is known.
///
/// ```
/// use openapi_conformance::verify::{Kind, Known};
///
/// let known = Known::parse("- {operation: 'GET /health', kind: status, pointer: /503}")?;
/// let entry = &known.entries()[0];
/// assert_eq!((entry.operation.as_str(), entry.kind, entry.pointer.as_str()), ("GET /health", Kind::Status, "/503"));
/// # Ok::<(), openapi_conformance::verify::OptionError>(())
/// ```
#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// The operation's id, or `METHOD /path`.
    pub operation: String,
    /// The kind of the difference.
    pub kind: Kind,
    /// Its pointer; `*` stands for any one token.
    pub pointer: String,
    /// A comment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Differences that are known: a list of entries.
///
/// ```
/// let known = openapi_conformance::verify::Known::parse("
/// - {operation: listPets, kind: schema, pointer: /*/age, note: reported}
/// - {operation: 'GET /health', kind: status, pointer: /503}
/// ")?;
/// assert_eq!(known.entries().len(), 2);
/// # Ok::<(), openapi_conformance::verify::OptionError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Known(Vec<Entry>);

impl Known {
    /// Reads a list of entries from YAML or JSON.
    ///
    /// # Errors
    /// [`OptionError::Known`] if the text is neither, or not a list of entries.
    pub fn parse(text: &str) -> Result<Self, OptionError> {
        // An empty file is not a YAML document, and lists nothing.
        if text.trim().is_empty() {
            return Ok(Self::default());
        }
        let value = parse(text).map_err(|problem| OptionError::Known(problem.to_string()))?;
        if value.is_null() {
            return Ok(Self::default());
        }
        let entries = serde_json::from_value(value).map_err(|problem| OptionError::Known(problem.to_string()))?;
        Ok(Self(entries))
    }

    /// The entries.
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// Whether a difference of an operation is listed.
    pub(crate) fn contains(&self, verified: &Verified, difference: &Difference) -> bool {
        self.0.iter().any(|entry| entry.is_of(verified, difference))
    }

    /// Entries of operations that were answered, without the difference.
    pub(crate) fn stale(&self, all: &[Verified]) -> Vec<Entry> {
        let is_stale = |entry: &&Entry| {
            let mut called = all
                .iter()
                .filter(|verified| verified.was_called() && entry.names(verified))
                .peekable();
            called.peek().is_some()
                && !called.any(|verified| verified.differences.iter().any(|found| entry.is_of(verified, found)))
        };
        self.0.iter().filter(is_stale).cloned().collect()
    }
}

impl Entry {
    fn names(&self, verified: &Verified) -> bool {
        self.operation == verified.operation || self.operation == verified.route()
    }

    fn is_of(&self, verified: &Verified, difference: &Difference) -> bool {
        let tokens = |pointer: &str| -> Vec<String> { pointer.split('/').map(str::to_owned).collect() };
        let (known, found) = (tokens(&self.pointer), tokens(&difference.pointer));
        let same = known.len() == found.len()
            && known
                .iter()
                .zip(&found)
                .all(|(known, found)| known == "*" || known == found);
        self.names(verified) && self.kind == difference.kind && same
    }
}

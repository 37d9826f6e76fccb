//! What is wrong with a document, where, and what to do about it.

mod codes;

pub use codes::{CODES, Code, Setting, explain};

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::document::Location;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something the types do not show, though the client is right.
    Note,
    /// Something odd or left out; the client is generated.
    Warning,
    /// The document cannot be used.
    Error,
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// One problem, reported once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable code such as `dangling-reference`.
    pub code: &'static str,
    /// Where.
    pub at: Location,
    /// Where in the text, if that is known already; of a syntax error, which has no pointer.
    pub position: Option<Position>,
    /// What is wrong.
    pub message: String,
    /// How to mend it.
    pub help: Option<String>,
    /// Other places that take part, with what each has to do with it.
    pub related: Vec<(Location, String)>,
}

impl Diagnostic {
    /// A diagnostic without help or related places.
    pub fn new(severity: Severity, code: &'static str, at: Location, message: impl Into<String>) -> Self {
        Self {
            severity,
            code,
            at,
            position: None,
            message: message.into(),
            help: None,
            related: Vec::new(),
        }
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Says where in the text it is.
    #[must_use]
    pub fn position(mut self, position: Option<Position>) -> Self {
        self.position = position;
        self
    }

    /// Points at another place that takes part.
    #[must_use]
    pub fn related(mut self, at: Location, label: impl Into<String>) -> Self {
        self.related.push((at, label.into()));
        self
    }
}

/// The collector that every stage reports to.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    seen: HashMap<(&'static str, Location, String), usize>,
}

impl Diagnostics {
    /// An empty collector.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports a problem; the same code and message at the same place is kept once, the most severe of them.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        match self
            .seen
            .entry((diagnostic.code, diagnostic.at.clone(), diagnostic.message.clone()))
        {
            Entry::Vacant(entry) => {
                entry.insert(self.all.len());
                self.all.push(diagnostic);
            }
            Entry::Occupied(entry) => {
                let known = &mut self.all[*entry.get()];
                if diagnostic.severity > known.severity {
                    *known = diagnostic;
                }
            }
        }
    }

    /// Reports an error.
    pub fn error(&mut self, code: &'static str, at: &Location, message: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::new(Severity::Error, code, at.clone(), message).help(help));
    }

    /// Reports a warning.
    pub fn warning(&mut self, code: &'static str, at: &Location, message: impl Into<String>, help: impl Into<String>) {
        self.report(Diagnostic::new(Severity::Warning, code, at.clone(), message).help(help));
    }

    /// Reports a note.
    pub fn note(&mut self, code: &'static str, at: &Location, message: impl Into<String>) {
        self.report(Diagnostic::new(Severity::Note, code, at.clone(), message));
    }

    /// Whether an error was reported.
    pub fn has_errors(&self) -> bool {
        self.all.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
    }

    /// All of them, in the order they were reported.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.all.iter()
    }
}

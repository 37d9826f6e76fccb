//! Problems of a description: what is wrong, where, and how to fix it.

mod codes;
mod levels;

pub use codes::{CODES, Code, Setting, explain};
pub use levels::{Levels, REPAIRS};

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::document::Location;
use crate::plan::Origins;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Informational: not expressed in the types; the client is still correct.
    Note,
    /// A likely mistake, or something that the client does not have. The client is generated.
    Warning,
    /// The description cannot be used.
    Error,
}

/// A position in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// A problem of a description.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its severity.
    pub severity: Severity,
    /// A stable code such as `dangling-reference`.
    pub code: &'static str,
    /// Its location.
    pub at: Location,
    /// Its position in the text, if it is known: for a syntax error, which has no pointer.
    pub position: Option<Position>,
    /// The message.
    pub message: String,
    /// Suggested fix.
    pub help: Option<String>,
    /// Other locations that are involved, each with a label.
    pub related: Vec<(Location, String)>,
}

impl Diagnostic {
    /// A diagnostic without help and related locations.
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

    /// Sets the suggested fix.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the position in the text.
    #[must_use]
    pub fn position(mut self, position: Option<Position>) -> Self {
        self.position = position;
        self
    }

    /// Adds a related location.
    #[must_use]
    pub fn related(mut self, at: Location, label: impl Into<String>) -> Self {
        self.related.push((at, label.into()));
        self
    }
}

/// Collects the diagnostics of all stages.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    all: Vec<Diagnostic>,
    seen: HashMap<(&'static str, Location, String), usize>,
    levels: Levels,
}

/// The codes of problems of what users choose.
const OF_CHOICES: [&str; 18] = [
    "conflicting-replacements",
    "invalid-addition",
    "invalid-format",
    "invalid-rename",
    "invalid-rust-path",
    "pages",
    "unknown-addition",
    "unknown-code",
    "unknown-events",
    "unknown-lenient",
    "unknown-rename",
    "unknown-replacement",
    "unknown-secret",
    "unknown-server",
    "unmatched-pattern",
    "unsound-derive",
    "unused-format",
    "unused-rename",
];

impl Diagnostics {
    /// Adds the places of choices in a file to the messages about them.
    pub(crate) fn add_origins(&mut self, origins: &Origins) {
        let of_choices = self.all.iter_mut().filter(|known| OF_CHOICES.contains(&known.code));
        for diagnostic in of_choices {
            let is_about =
                |text: &str| diagnostic.at.pointer == text || diagnostic.message.contains(&format!("`{text}`"));
            if let Some((_, place)) = origins.iter().find(|(text, _)| is_about(text)) {
                diagnostic.message += &format!(" ({place})");
            }
        }
    }

    /// An empty collector.
    pub fn new() -> Self {
        Self::default()
    }

    /// An empty collector, which reports what is denied as errors, and what is allowed as notes. Words that are not codes are errors.
    pub(crate) fn with(levels: &Levels) -> Self {
        let mut diagnostics = Self {
            levels: levels.clone(),
            ..Self::default()
        };
        for (message, help) in levels.problems() {
            diagnostics.error("unknown-code", &Location::root(), message, help);
        }
        diagnostics
    }

    /// Reports a problem. Of several with the same code, message and location, only the most severe is kept.
    pub fn report(&mut self, mut diagnostic: Diagnostic) {
        let severity = self.levels.severity(diagnostic.code, diagnostic.severity);
        if severity == Severity::Error && diagnostic.severity < severity {
            diagnostic.message += " (denied)";
        }
        diagnostic.severity = severity;
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

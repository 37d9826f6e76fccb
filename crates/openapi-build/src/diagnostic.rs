//! What is wrong with a document, where, and what to do about it.

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

/// One problem, reported once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable code such as `dangling-reference`.
    pub code: &'static str,
    /// Where.
    pub at: Location,
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
    seen: std::collections::HashSet<(&'static str, Location)>,
}

impl Diagnostics {
    /// An empty collector.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports a problem; the same code at the same place is kept once.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if self.seen.insert((diagnostic.code, diagnostic.at.clone())) {
            self.all.push(diagnostic);
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

//! A problem of a description.

use std::fmt;
use std::path::{Path, PathBuf};

use openapi_compiler::diagnostic;
use openapi_compiler::render::SourceLocation;

/// The severity of a [`Diagnostic`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Severity {
    /// Something that the types do not express. The client is correct.
    Note,
    /// A likely mistake, or something that the client does not have. The client is generated.
    Warning,
    /// The description cannot be used.
    Error,
}

/// A problem of a description, with its location and a suggested fix.
///
/// `Display` prints one line: `openapi.yaml:12:7: message (code)`.
///
/// ```no_run
/// for diagnostic in openapi_build::Config::new().generate("openapi.yaml")?.diagnostics() {
///     eprintln!("{diagnostic}");
/// }
/// # Ok::<(), openapi_build::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    inner: diagnostic::Diagnostic,
    place: SourceLocation,
}

impl Diagnostic {
    pub(crate) fn new(inner: diagnostic::Diagnostic, place: SourceLocation) -> Self {
        Self { inner, place }
    }

    /// Its severity.
    pub fn severity(&self) -> Severity {
        match self.inner.severity {
            diagnostic::Severity::Note => Severity::Note,
            diagnostic::Severity::Warning => Severity::Warning,
            diagnostic::Severity::Error => Severity::Error,
        }
    }

    /// Its code, such as `dangling-reference`. Codes stay; `openapi-build explain CODE` explains them.
    pub fn code(&self) -> &str {
        self.inner.code
    }

    /// Returns the message.
    pub fn message(&self) -> &str {
        &self.inner.message
    }

    /// How to fix it.
    pub fn help(&self) -> Option<&str> {
        self.inner.help.as_deref()
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.place.file
    }

    /// The JSON pointer (RFC 6901) of its place in the file.
    pub fn pointer(&self) -> &str {
        &self.place.pointer
    }

    /// The line, from 1.
    pub fn line(&self) -> usize {
        self.place.position.line
    }

    /// The column in characters, from 1.
    pub fn column(&self) -> usize {
        self.place.position.column
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let file: PathBuf = self.file().to_owned();
        let (line, column) = (self.line(), self.column());
        let text = format_args!(
            "{}:{line}:{column}: {} ({})",
            file.display(),
            self.message(),
            self.code()
        )
        .to_string();
        f.write_str(&openapi_compiler::escape::printable(text))
    }
}

//! A problem of a description.

use std::fmt;
use std::path::{Path, PathBuf};

use openapi_compiler::diagnostic;
use openapi_compiler::render::SourceLocation;

/// The severity of a [`Diagnostic`].
///
/// ```
/// use openapi_build::Severity;
///
/// assert!(Severity::Error > Severity::Warning && Severity::Warning > Severity::Note);
/// ```
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
/// ```
/// use openapi_build::{Config, Severity};
///
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("openapi.yaml");
/// // The last line of the description has a reference to a response that is not there.
/// # let description = "openapi: 3.1.0\ninfo: {title: a, version: '1'}\npaths:\n  /pets: {get: {responses: {'200': {$ref: '#/components/responses/Pets'}}}}";
/// # std::fs::write(&path, description)?;
/// let error = Config::new().generate(&path).unwrap_err();
/// let diagnostic = error.diagnostics().next().unwrap();
/// assert_eq!((diagnostic.severity(), diagnostic.code()), (Severity::Error, "dangling-reference"));
/// assert_eq!((diagnostic.file(), diagnostic.line(), diagnostic.column()), (path.as_path(), 4, 37));
/// assert_eq!(diagnostic.pointer(), "/paths/~1pets/get/responses/200/$ref");
/// println!("{} {:?}", diagnostic.message(), diagnostic.help());
/// # Ok::<(), Box<dyn std::error::Error>>(())
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

    /// The message: what is wrong.
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

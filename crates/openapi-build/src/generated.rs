//! The result of a generation.

use std::fmt;
use std::path::Path;

use openapi_compiler::Compilation;
use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::document::Document;
use openapi_compiler::render::places;
use openapi_compiler::write::write;

use crate::diagnostic::Diagnostic;
use crate::error::{Error, Kind};

/// The result of a generation: a client, not yet written.
///
/// ```no_run
/// let generated = openapi_build::Config::new().generate("openapi.yaml")?;
/// generated.write_to("src/api")?;
/// # Ok::<(), openapi_build::Error>(())
/// ```
#[derive(Clone)]
pub struct Generated {
    pub(crate) compilation: Compilation,
}

impl Generated {
    /// The code of the client, formatted.
    pub fn code(&self) -> &str {
        &self.compilation.code
    }

    /// The conformance tests, formatted, if [`Extra::Tests`](crate::Extra::Tests) asked for them.
    pub fn tests(&self) -> Option<&str> {
        self.compilation.tests.as_deref()
    }

    /// The mock of the API, formatted, if [`Extra::Mocks`](crate::Extra::Mocks) asked for it.
    pub fn mock(&self) -> Option<&str> {
        self.compilation.mock.as_deref()
    }

    /// The lock of this client, as `openapi-build lock` would write it now.
    pub fn lock(&self) -> String {
        self.compilation.plan.lock.to_string()
    }

    /// The notes and warnings, in the order of the stages that report them.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        diagnostics(&self.compilation.diagnostics, &self.compilation.document)
    }

    /// The files that the description consists of: the root first, then those that it refers to.
    pub fn sources(&self) -> impl Iterator<Item = &Path> {
        self.compilation.document.files().iter().map(|file| file.path.as_path())
    }

    /// Writes the client to `openapi.rs` in the folder `dir`, with `openapi.description`, the text that the code includes, and
    /// `conformance.rs` and `mock.rs` if these were asked for.
    ///
    /// A file whose content does not change is not touched. If one file cannot be written, the others stay as they are.
    ///
    /// # Errors
    /// Returns an error if a file cannot be written.
    pub fn write_to(&self, dir: impl AsRef<Path>) -> Result<(), Error> {
        let output = self.compilation.rust_file(&dir.as_ref().join("openapi.rs"));
        Ok(write(&output).map_err(Kind::Write)?)
    }
}

impl fmt::Debug for Generated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Generated")
            .field("code", &format_args!("{} bytes", self.code().len()))
            .field("diagnostics", &self.diagnostics().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Diagnostics with their places.
pub(crate) fn diagnostics(all: &Diagnostics, document: &Document) -> impl Iterator<Item = Diagnostic> {
    let places = places(all, document);
    let pairs: Vec<_> = all.iter().cloned().zip(places).collect();
    pairs.into_iter().map(|(inner, place)| Diagnostic::new(inner, place))
}

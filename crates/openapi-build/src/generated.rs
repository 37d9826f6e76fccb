//! The result of a generation.

use std::fmt;
use std::path::Path;

use openapi_compiler::Compilation;
use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::document::Document;
use openapi_compiler::render::places;
use openapi_compiler::write::{Output, write};

use crate::Extra;
use crate::diagnostic::Diagnostic;
use crate::error::{Error, Kind};

/// The result of a generation: a client, not yet written.
///
/// ```
/// use openapi_build::Config;
///
/// # let dir = tempfile::tempdir()?;
/// # let path = dir.path().join("openapi.yaml");
/// # let paths = "{/pets: {get: {operationId: listPets, responses: {'204': {description: ''}}}}}";
/// # std::fs::write(&path, format!("{{openapi: 3.1.0, info: {{title: a, version: '1'}}, paths: {paths}}}"))?;
/// let generated = Config::new().generate(&path)?;
/// assert!(generated.code().contains("list_pets"));
/// assert!(generated.lock().contains("list_pets"));
/// assert_eq!(generated.diagnostics().count(), 0);
/// assert_eq!(generated.sources().collect::<Vec<_>>(), [path.as_path()]);
/// generated.write_to(dir.path().join("src"))?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
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

    /// The code beside the client that [`Extra::Tests`] or [`Extra::Mocks`] asked for, formatted. Other extras have none.
    ///
    /// ```
    /// # use openapi_build::{Config, Extra};
    /// # let dir = tempfile::tempdir()?;
    /// # let path = dir.path().join("openapi.yaml");
    /// # std::fs::write(&path, "{openapi: 3.1.0, info: {title: a, version: '1'}, paths: {}}")?;
    /// let generated = Config::new().with(Extra::Mocks).generate(path)?;
    /// assert!(generated.beside(Extra::Mocks).is_some());
    /// assert!(generated.beside(Extra::Tests).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn beside(&self, extra: Extra) -> Option<&str> {
        match extra {
            Extra::Tests => self.compilation.tests.as_deref(),
            Extra::Mocks => self.compilation.mock.as_deref(),
            _ => None,
        }
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
    /// Returns an error if a file or the folder cannot be written.
    ///
    /// ```no_run
    /// let generated = openapi_build::Config::new().generate("openapi.yaml")?;
    /// generated.write_to("src/api")?;
    /// # Ok::<(), openapi_build::Error>(())
    /// ```
    pub fn write_to(&self, dir: impl AsRef<Path>) -> Result<(), Error> {
        Ok(write(&self.output(dir.as_ref())).map_err(Kind::Write)?)
    }

    /// The files of the client in the folder `dir`.
    pub(crate) fn output(&self, dir: &Path) -> Output {
        self.compilation.rust_file(&dir.join("openapi.rs"))
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

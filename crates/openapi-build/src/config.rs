//! What a `build.rs` says and calls: the settings, and the one call for the usual case.

use std::path::{Path, PathBuf};
use std::{env, fmt};

use crate::diagnostic::{Diagnostics, Severity};
use crate::document::Document;
use crate::pipeline::{self, Generated};
use crate::plan::Options;
use crate::read::Limits;
use crate::render::render;
use crate::write::{WriteError, cargo_directives, directive, write};

/// Settings of a generation, and the calls that run it.
///
/// ```no_run
/// // build.rs
/// fn main() -> Result<(), openapi_build::Error> {
///     openapi_build::Config::new()
///         .rename("/components/schemas/Pet/properties/status", "PetStatus")
///         .compile("openapi.yaml")
/// }
/// ```
///
/// and in the crate: `include!(concat!(env!("OUT_DIR"), "/openapi.rs"));`
#[derive(Clone, Debug, Default)]
pub struct Config {
    pub(crate) options: Options,
    pub(crate) limits: Limits,
    pub(crate) crate_path: Option<String>,
    pub(crate) package: bool,
    pub(crate) tests: bool,
    pub(crate) progress: Option<fn(&'static str)>,
}

impl Config {
    /// The defaults.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives what is at `pointer` another name. The pointer is a JSON pointer into the root file, or the path of another
    /// file as seen from there, `#`, and a pointer into it.
    ///
    /// An operation (`/paths/~1things/get`) gets a method name, a parameter the name of its argument or setter. A schema
    /// gets a type name if it defines a type; else a property gets a field name, here and in what is composed of its
    /// schema, and an alternative of a `oneOf` or `anyOf` a variant name; else the type that it refers to gets the name.
    ///
    /// A pointer that leads nowhere, and a name that nothing has in the end, is a warning when the pipeline runs. A name
    /// that is not a valid Rust identifier is an error.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config
    ///     .rename("/components/schemas/pet_v2", "Pet")
    ///     .rename("/paths/~1pets/get", "pets")
    ///     .rename("schemas/thing.yaml#/Thing/properties/kind", "thing_kind");
    /// ```
    pub fn rename(&mut self, pointer: impl Into<String>, name: impl Into<String>) -> &mut Self {
        self.options.renames.insert(pointer.into(), name.into());
        self
    }

    /// Hides the property at `pointer` (`.../properties/token`, as for [`Config::rename`]) from `Debug`. What the description marks (`format:
    /// password`, `writeOnly`) is hidden without this. A pointer to nothing is an error when the pipeline runs.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.secret("/components/schemas/Account/properties/pin");
    /// ```
    pub fn secret(&mut self, pointer: impl Into<String>) -> &mut Self {
        self.options.secrets.insert(pointer.into());
        self
    }

    /// The server that a client talks to unless told otherwise, by its `url` in the description. The default is the
    /// first one. A URL that is not there is an error when the pipeline runs.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.default_server("https://api.example.com");
    /// ```
    pub fn default_server(&mut self, url: impl Into<String>) -> &mut Self {
        self.options.default_server = Some(url.into());
        self
    }

    /// Limits on what is read; see [`Limits`] for the defaults.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.limits(openapi_build::read::Limits { allow_outside: true, ..Default::default() });
    /// ```
    pub fn limits(&mut self, limits: Limits) -> &mut Self {
        self.limits = limits;
        self
    }

    /// The path by which doc tests reach the generated items, as `my_crate` or `my_crate::api`. With it, each method
    /// gets an example that compiles; without it, none.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.crate_path("my_crate");
    /// ```
    pub fn crate_path(&mut self, path: impl Into<String>) -> &mut Self {
        self.crate_path = Some(path.into());
        self
    }

    /// Says that the code is to be a crate of its own ([`Generated::package`]), by whose name doc tests then reach it.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.package();
    /// ```
    pub fn package(&mut self) -> &mut Self {
        self.package = true;
        self
    }

    /// Also makes tests that hold the client to its description: every operation is called against a server in the test's
    /// process, with arguments and responses made from the description. With [`Config::compile`] they are
    /// `OUT_DIR/conformance.rs`, for a file in `tests/` to include; in a crate of its own, `tests/conformance.rs`. They need
    /// the crate `openapi-conformance`, and [`Config::crate_path`] or [`Config::package`] to reach the client.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.crate_path("my_crate").tests();
    /// ```
    pub fn tests(&mut self) -> &mut Self {
        self.tests = true;
        self
    }

    /// Calls `report` with the name of each stage when it begins, for those who wait for a large description.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.progress(|stage| eprintln!("{stage} ..."));
    /// ```
    pub fn progress(&mut self, report: fn(&'static str)) -> &mut Self {
        self.progress = Some(report);
        self
    }

    /// Runs the whole pipeline on the description at `path` and gives what it made, writing nothing.
    ///
    /// # Errors
    /// When the description cannot be used; the error shows every problem with its place.
    ///
    /// ```
    /// let error = openapi_build::Config::new().generate("no-such-file.yaml".as_ref()).unwrap_err();
    /// assert!(error.to_string().contains("no-such-file.yaml"));
    /// ```
    pub fn generate(&self, path: &Path) -> Result<Generated, Error> {
        if self.tests && self.crate_path.is_none() && !self.package {
            return Err(Error::NoCratePath);
        }
        pipeline::run(path, self)
    }

    /// For a `build.rs`: generates `OUT_DIR/openapi.rs` from the description at `path`, tells cargo which files to watch,
    /// and shows warnings.
    ///
    /// # Errors
    /// When the description cannot be used, `OUT_DIR` is not set, or writing fails. Nothing is written then.
    ///
    /// ```no_run
    /// openapi_build::Config::new().compile("openapi.yaml")?;
    /// # Ok::<(), openapi_build::Error>(())
    /// ```
    pub fn compile(&self, path: impl AsRef<Path>) -> Result<(), Error> {
        let out_dir = env::var_os("OUT_DIR").ok_or(Error::NoOutDir)?;
        // Before anything can fail, so that mending the description runs the build again.
        print!("{}", directive("rerun-if-changed", path.as_ref().display()));
        let generated = self.generate(path.as_ref())?;
        print!("{}", cargo_directives(&generated.document));
        for diagnostic in generated
            .diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity == Severity::Warning)
        {
            let path = path.as_ref().display();
            let warning = format_args!("{path}: {} ({})", diagnostic.message, diagnostic.at.pointer);
            print!("{}", directive("warning", warning));
        }
        write(&generated.rust_file(&PathBuf::from(out_dir).join("openapi.rs")))?;
        Ok(())
    }
}

/// Why nothing was generated.
///
/// `Debug` prints what `Display` does, since it is what cargo shows of a `build.rs` that returns it.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The description cannot be used.
    #[error("{}", render(.diagnostics, .document, false))]
    Unusable {
        /// What was read of it.
        document: Box<Document>,
        /// Every problem found.
        diagnostics: Diagnostics,
    },
    /// [`Config::compile`] was called outside a build script.
    #[error("OUT_DIR is not set: call this from a build.rs, or use `Config::generate`")]
    NoOutDir,
    /// [`Config::tests`] was called without [`Config::crate_path`] or [`Config::package`].
    #[error("tests need to reach the client: call `Config::crate_path` or `Config::package` too")]
    NoCratePath,
    /// The output could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

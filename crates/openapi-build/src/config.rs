//! The settings of a generation.

use std::path::PathBuf;

use crate::plan::Options;
use crate::read::Limits;

/// Settings of a generation. [`Config::compile`] and [`Config::generate`] run it.
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
    pub(crate) lock: LockFile,
}

/// Where the lock is.
#[derive(Clone, Debug, Default)]
pub(crate) enum LockFile {
    /// Beside the description, if there is one.
    #[default]
    Beside,
    /// At a path.
    At(PathBuf),
    /// Nowhere: every name is as it would be without a lock.
    Ignored,
}

impl Config {
    /// The default settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Renames the item at `pointer`: a JSON pointer into the root file, or the path of another file relative to it, `#`, and a
    /// pointer into that file.
    ///
    /// For an operation (`/paths/~1things/get`) this is the name of the method, for a parameter the name of its argument or
    /// setter. For a schema that defines a type it is the name of the type. Otherwise, for a property it is the name of the
    /// field, including in compositions of its schema; for a variant of `oneOf` or `anyOf` the name of the variant; for any
    /// other schema the name of the type that it refers to.
    ///
    /// Generation reports a warning if the pointer has no target or the name is not used, and an error if the name is not a
    /// valid Rust identifier.
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

    /// Hides the property at `pointer` (`.../properties/token`, as for [`Config::rename`]) from `Debug`. Properties that the
    /// description marks (`format: password`, `writeOnly`) are always hidden. Generation reports an error if the pointer has
    /// no target.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.secret("/components/schemas/Account/properties/pin");
    /// ```
    pub fn secret(&mut self, pointer: impl Into<String>) -> &mut Self {
        self.options.secrets.insert(pointer.into());
        self
    }

    /// Sets the default server, by its `url` in the description. The default is the first server. Generation reports an error if
    /// there is no server with this URL.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.default_server("https://api.example.com");
    /// ```
    pub fn default_server(&mut self, url: impl Into<String>) -> &mut Self {
        self.options.default_server = Some(url.into());
        self
    }

    /// Sets the limits for reading; see [`Limits`] for the defaults.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.limits(openapi_build::read::Limits { allow_outside: true, ..Default::default() });
    /// ```
    pub fn limits(&mut self, limits: Limits) -> &mut Self {
        self.limits = limits;
        self
    }

    /// Sets the path of the generated module for examples, such as `my_crate` or `my_crate::api`. Each method has an example that
    /// compiles if it is set, else none.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.crate_path("my_crate");
    /// ```
    pub fn crate_path(&mut self, path: impl Into<String>) -> &mut Self {
        self.crate_path = Some(path.into());
        self
    }

    /// Generates a standalone crate ([`Generated::package`](crate::Generated::package)); examples use its name.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.package();
    /// ```
    pub fn package(&mut self) -> &mut Self {
        self.package = true;
        self
    }

    /// Also generates conformance tests: they call every operation against a server in the test process, with arguments and
    /// responses made from the description. [`Config::compile`] writes them to `OUT_DIR/conformance.rs`, to be included by a
    /// file in `tests/`; a standalone crate has `tests/conformance.rs`. They need the crate `openapi-conformance`, and
    /// [`Config::crate_path`] or [`Config::package`].
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.crate_path("my_crate").tests();
    /// ```
    pub fn tests(&mut self) -> &mut Self {
        self.tests = true;
        self
    }

    /// Reads the lock at `path`. Without this, it is `openapi.lock` in the folder of the description, if that file exists.
    ///
    /// The lock records the names, arguments, boxes and results of the client that callers rely on. With a lock, a changed
    /// description changes none of them: what is new gets other names, and what has moved keeps its earlier name as a
    /// deprecated alias. `openapi-build lock` writes it. Names of [`Config::rename`] have precedence.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.lock("api/openapi.lock");
    /// ```
    pub fn lock(&mut self, path: impl Into<PathBuf>) -> &mut Self {
        self.lock = LockFile::At(path.into());
        self
    }

    /// Ignores the lock.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.ignore_lock();
    /// ```
    pub fn ignore_lock(&mut self) -> &mut Self {
        self.lock = LockFile::Ignored;
        self
    }

    /// Reports an error, instead of a warning, if the lock promises something that the description no longer has, and if there
    /// is no lock.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.locked();
    /// ```
    pub fn locked(&mut self) -> &mut Self {
        self.options.locked = true;
        self
    }

    /// Calls `report` with the name of each stage when it starts; useful for progress output.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.progress(|stage| eprintln!("{stage} ..."));
    /// ```
    pub fn progress(&mut self, report: fn(&'static str)) -> &mut Self {
        self.progress = Some(report);
        self
    }
}

//! The settings of a generation.

use crate::plan::Options;
use crate::read::Limits;

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

    /// Says that the code is to be a crate of its own ([`Generated::package`](crate::Generated::package)), by whose name doc tests then reach it.
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
}

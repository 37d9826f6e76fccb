//! The settings of a generation.

use std::path::PathBuf;

use openapi_compiler::Settings;
use openapi_compiler::derives::Addition;
use openapi_compiler::pages::Pages;
use openapi_compiler::settings::LockFile;

use crate::{Extra, Severity};

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
    pub(crate) settings: Settings,
    pub(crate) out_dir: Option<PathBuf>,
    /// The file that it was read from.
    pub(crate) file: Option<PathBuf>,
}

impl Config {
    /// The default settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the settings in a file such as `openapi-build.toml`, which the command reads too. It has the names of the methods of `Config`,
    /// with `-` for `_`; paths are relative to its folder. Of a `Cargo.toml`, it reads `[package.metadata.openapi-build]`. [`Config::compile`] also
    /// watches the file. Needs the feature `config-file`.
    ///
    /// # Errors
    /// Returns an error with its line and column if the file cannot be read, or a setting in it is not valid.
    ///
    /// ```
    /// let dir = tempfile::tempdir()?;
    /// let path = dir.path().join("openapi-build.toml");
    /// std::fs::write(&path, "only = 'tag:pets'\n[format]\ndate-time = 'jiff'\n")?;
    /// openapi_build::Config::from_file(&path)?;
    ///
    /// std::fs::write(&path, "\nonli = 'tag:pets'")?;
    /// let error = openapi_build::Config::from_file(&path).unwrap_err();
    /// assert!(error.to_string().ends_with("toml:2:1: `onli` is not a setting (did you mean `only`?)"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[cfg(feature = "config-file")]
    pub fn from_file(path: impl AsRef<std::path::Path>) -> Result<Self, crate::Error> {
        let path = path.as_ref();
        let read = openapi_compiler::config_file::read(path).map_err(crate::error::Kind::ConfigFile)?;
        Ok(Self {
            settings: read.settings,
            out_dir: read.out_dir,
            file: Some(path.to_owned()),
        })
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
        self.settings.options.renames.insert(pointer.into(), name.into());
        self
    }

    /// Generates only the operations that `pattern` matches, and the types that they use; with several patterns, those that any of them
    /// matches. The default is all operations.
    ///
    /// A pattern is of an `operationId`, of `METHOD /path` as in the description, or of `tag:NAME`. In it, `*` stands for any
    /// characters, and `?` for one. Generation reports a warning if no operation matches.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.only("tag:pets").only("GET /owners/*").except("deletePet");
    /// ```
    pub fn only(&mut self, pattern: impl Into<String>) -> &mut Self {
        self.settings.options.selection.only.push(pattern.into());
        self
    }

    /// Leaves out the operations that `pattern` matches, and the types that only these use. Patterns are as for [`Config::only`].
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.except("tag:internal");
    /// ```
    pub fn except(&mut self, pattern: impl Into<String>) -> &mut Self {
        self.settings.options.selection.except.push(pattern.into());
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
        self.settings.options.secrets.insert(pointer.into());
        self
    }

    /// Gives values of the schema with this name (of `components/schemas`) or at this pointer (as for [`Config::rename`]) a type of your
    /// own, by its path: one that begins with `crate` or the name of a crate. The extension `x-rust-type` of a schema does the same.
    ///
    /// The type needs `Serialize`, `Deserialize`, `Clone`, `Debug` and `PartialEq` (`openapi_runtime::OwnType`); where it is a property that
    /// is always there, or a part of a multipart body, also `Default`. It decides which values it reads: a response with another value is an error, which has the
    /// body as it came. As an alternative of a union it is chosen for values that it reads.
    ///
    /// Generation reports an error if there is no such schema, or the path is not one.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config
    ///     .replace("Money", "crate::Money")
    ///     .replace("/components/schemas/Pet/properties/location", "geo::Point");
    /// ```
    pub fn replace(&mut self, schema: impl Into<String>, path: impl Into<String>) -> &mut Self {
        self.settings.options.replacements.insert(schema.into(), path.into());
        self
    }

    /// Also reads what stands for a value where a server departs from its description. `schema` is the name of a schema (of
    /// `components/schemas`), a JSON pointer (as for [`Config::rename`]), or `*` for all: the properties of
    /// this object, and bodies, properties, items of lists and values of maps that have this schema.
    ///
    /// A number or truth value may come as text and the reverse, a single value or null in place of a list, and an empty list in place of
    /// an object. A required property of responses is an `Option`, since it may be absent or null. A value is sent as the description has
    /// it; as it came, it is in the raw body of the response.
    ///
    /// Generation reports an error if there is no such schema, or no value of it is read, and a warning where it has no effect, as in a union.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config
    ///     .lenient("Invoice")
    ///     .lenient("/components/schemas/Pet/properties/age");
    /// ```
    pub fn lenient(&mut self, schema: impl Into<String>) -> &mut Self {
        self.settings.options.lenient.insert(schema.into());
        self
    }

    /// Gives texts of this `format` a type. The second argument is the name of a crate that has a preset (see below), or the path
    /// of a type that has the trait `openapi_runtime::Format`. The default is `String`.
    ///
    /// The text is kept as it is: the client has `openapi_runtime::Formatted<T>`, which parses it when it is asked to, so that a value in
    /// another format does not make a response unreadable. [`Config::replace`] gives single schemas a type that is read at once.
    ///
    /// | preset | formats | feature of `openapi-runtime` |
    /// |---|---|---|
    /// | `jiff` | `date-time`, `date`, `duration`, `date-time-local`, `time-local` | `jiff` |
    /// | `chrono` | `date-time`, `date`, `date-time-local`, `time-local` | `chrono` |
    /// | `time` | `date-time`, `date` | `time` |
    /// | `uuid` | `uuid` | `uuid` |
    /// | `rust_decimal` | `decimal` | `rust_decimal` |
    /// | `url` | `uri` | |
    /// | `std` | `ip`, `ipv4`, `ipv6` | |
    /// | `base64` | `byte` | |
    ///
    /// Generation reports an error if a crate has no type for the format or the path is not one, and a warning if no text has
    /// the format.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config
    ///     .format("date-time", "jiff")
    ///     .format("byte", "base64")
    ///     .format("isbn", "crate::Isbn");
    /// ```
    pub fn format(&mut self, format: impl Into<String>, ty: impl Into<String>) -> &mut Self {
        self.settings.options.formats.insert(format.into(), ty.into());
        self
    }

    /// Adds derives to types: `struct`, `enum` or `union` means all of a kind, a pattern such as `*` or `Pet*` those with such names, and a JSON
    /// pointer (as for [`Config::rename`]) the type that the schema there defines.
    ///
    /// Every type is `Clone`, `Debug`, `PartialEq`, `Serialize` and `Deserialize`. `Copy`, `Default`, `Eq`, `Hash`, `Ord` and `PartialOrd` are left out where
    /// what a type holds does not have them (a number is not `Eq`, a union not `Copy`), with a warning if the type was chosen alone. Any other
    /// derive is a path, and the crate that includes the client depends on it.
    ///
    /// Generation reports an error if there is no such type, or the list is not one of derives.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config
    ///     .derive("*", "Eq, Hash")
    ///     .derive("/components/schemas/Pet", "schemars::JsonSchema");
    /// ```
    pub fn derive(&mut self, types: impl Into<String>, derives: impl Into<String>) -> &mut Self {
        self.settings.options.additions.derives.push(Addition {
            types: types.into(),
            text: derives.into(),
        });
        self
    }

    /// Adds an attribute to types, which are chosen as for [`Config::derive`].
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.attribute("enum", r#"#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]"#);
    /// ```
    pub fn attribute(&mut self, types: impl Into<String>, attribute: impl Into<String>) -> &mut Self {
        self.settings.options.additions.attributes.push(Addition {
            types: types.into(),
            text: attribute.into(),
        });
        self
    }

    /// Adds something that a client does not have by default.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// use openapi_build::Extra;
    ///
    /// config.with(Extra::Webhooks).with(Extra::Mocks);
    /// ```
    pub fn with(&mut self, extra: Extra) -> &mut Self {
        match extra {
            Extra::Defaults => self.settings.options.defaults = true,
            Extra::ByTag => self.settings.options.by_tag = true,
            Extra::OnlyTypes => self.settings.options.only_types = true,
            Extra::OnlyUsed => self.settings.options.only_used = true,
            Extra::Mocks => self.settings.mock = true,
            Extra::Tests => self.settings.tests = true,
            Extra::Validate => self.settings.options.validate = true,
            Extra::Xml => self.settings.options.xml = true,
            Extra::Webhooks => self.settings.options.webhooks = true,
        }
        self
    }

    /// Says how the pages of the operation at `pointer` (`/paths/~1things/get`) follow each other. Without it, an extension of the
    /// operation says so (`x-ms-pageable`, `x-dropshot-pagination`, `x-fern-pagination`, `x-speakeasy-pagination`), or a rule where one
    /// is sure. Generation reports a warning if it does not fit the operation.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// use openapi_build::Pages;
    ///
    /// config
    ///     .pages("/paths/~1pets/get", Pages::cursor("after", "/paging/next").items("/pets"))
    ///     .pages("/paths/~1events/get", Pages::none());
    /// ```
    pub fn pages(&mut self, pointer: impl Into<String>, pages: Pages) -> &mut Self {
        self.settings.options.pages.insert(pointer.into(), pages);
        self
    }

    /// Says that the data of the events that the operation at `pointer` streams (`text/event-stream`) are values of the schema at `schema`.
    /// OpenAPI 3.2 has `contentSchema` in an `itemSchema` for it. Generation reports a warning if there is no such stream or schema.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.events("/paths/~1chat/post", "/components/schemas/ChatChunk");
    /// ```
    pub fn events(&mut self, pointer: impl Into<String>, schema: impl Into<String>) -> &mut Self {
        self.settings.options.events.insert(pointer.into(), schema.into());
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
        self.settings.options.default_server = Some(url.into());
        self
    }

    /// Sets the severity of the warnings and notes with this code, such as `path-parameter-undeclared`: `Error` denies them, `Note` allows
    /// them (cargo shows no notes). `warnings`, `notes` (warnings too) and `repairs` are several; a code goes before them. A repair is
    /// that a description is wrong, and is read as what it is meant to be. Generation reports an error if it is not a code. Errors stay errors.
    ///
    /// ```
    /// use openapi_build::Severity;
    ///
    /// # let mut config = openapi_build::Config::new();
    /// config.level("repairs", Severity::Error).level("duplicate-key", Severity::Note);
    /// ```
    pub fn level(&mut self, code: impl Into<String>, severity: Severity) -> &mut Self {
        let (code, levels) = (code.into(), &mut self.settings.levels);
        levels.allow.remove(&code);
        levels.deny.remove(&code);
        match severity {
            Severity::Error => _ = levels.deny.insert(code),
            Severity::Warning => {}
            Severity::Note => _ = levels.allow.insert(code),
        }
        self
    }

    /// Applies the overlay at `path` (OpenAPI Overlay 1.0 or 1.1, YAML or JSON; or a JSON merge patch, RFC 7396, if the name of the file
    /// ends in `.patch.yaml`, `.patch.yml` or `.patch.json`) to the root file of the description before anything else
    /// reads it. Several are applied in the order of the calls. [`Config::compile`] also watches the file. Needs the feature `overlay`.
    ///
    /// What the client includes, tests and mocks read, and diagnostics are about is the description with the changes; a problem in a value of
    /// an overlay has its place there. Generation reports an error if the overlay is not valid, and a warning if a target selects nothing.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.overlay("fixes.overlay.yaml").overlay("names.overlay.yaml");
    /// ```
    #[cfg(feature = "overlay")]
    pub fn overlay(&mut self, path: impl Into<PathBuf>) -> &mut Self {
        self.settings.limits.overlays.push(path.into());
        self
    }

    /// Merges the description at `path` into the one that is compiled: one client has the operations, types and credentials of both. Several
    /// are merged in the order of the calls. [`Config::compile`] also watches the file.
    ///
    /// Each operation keeps the servers and the `security` of its own description. Components that are equal are one. Schemas that differ and
    /// have one name get names that tell them apart, and so do security schemes; a warning says where they are. `info` is that of the
    /// first. Generation reports an error if an operation is in two descriptions, or if one is OpenAPI 3.0 and another one 3.1.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.also("billing.yaml").also("shipping.yaml");
    /// ```
    pub fn also(&mut self, path: impl Into<PathBuf>) -> &mut Self {
        self.settings.limits.also.push(path.into());
        self
    }

    /// Allows references to files outside of the folder of the description. The default is `false`: generation reports a warning, and
    /// any value is accepted there.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.allow_outside(true);
    /// ```
    pub fn allow_outside(&mut self, allow: bool) -> &mut Self {
        self.settings.limits.allow_outside = allow;
        self
    }

    /// Sets the maximum size of a file, in bytes. The default is 256 MiB.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.max_file_size(1 << 30);
    /// ```
    pub fn max_file_size(&mut self, bytes: u64) -> &mut Self {
        self.settings.limits.bytes = bytes;
        self
    }

    /// Sets the folder that [`Config::compile`] writes to. The default is `OUT_DIR`, which cargo sets.
    ///
    /// ```no_run
    /// openapi_build::Config::new().out_dir("src/api").compile("openapi.yaml")?;
    /// # Ok::<(), openapi_build::Error>(())
    /// ```
    pub fn out_dir(&mut self, dir: impl Into<PathBuf>) -> &mut Self {
        self.out_dir = Some(dir.into());
        self
    }

    /// Sets the path of `openapi-runtime` in the generated code. The default is `::openapi_runtime`. With another path, a crate
    /// that re-exports the runtime is the only dependency that the generated code needs. Generation returns an error if it is
    /// not a path of Rust.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.runtime_path("::my_sdk::runtime");
    /// ```
    pub fn runtime_path(&mut self, path: impl Into<String>) -> &mut Self {
        self.settings.runtime_path = Some(path.into());
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
        self.settings.crate_path = Some(path.into());
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
        self.settings.lock = LockFile::At(path.into());
        self
    }

    /// Ignores the lock.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.ignore_lock();
    /// ```
    pub fn ignore_lock(&mut self) -> &mut Self {
        self.settings.lock = LockFile::Ignored;
        self
    }

    /// Reports an error, instead of a warning, if the description departs from the lock: something that the lock promises is gone
    /// or changed, or something is new. That there is no lock is an error too.
    ///
    /// ```
    /// # let mut config = openapi_build::Config::new();
    /// config.locked();
    /// ```
    pub fn locked(&mut self) -> &mut Self {
        self.settings.options.locked = true;
        self
    }
}

//! The description that a subcommand reads, and how.

use std::io::{IsTerminal, Read};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use clap::Args;
use openapi_compiler::bundle::Bundled;
use openapi_compiler::config_file::Source as Recorded;
use openapi_compiler::convert::Version;
use openapi_compiler::derives::Addition;
use openapi_compiler::diagnostic::{Diagnostics, explain};
use openapi_compiler::diff::Severities;
use openapi_compiler::document::Document;
use openapi_compiler::lock::Lock;
use openapi_compiler::render::render;
use openapi_compiler::settings::LockFile;
use openapi_compiler::{Compilation, Settings, bundle, compile, convert};
use serde_json::Value;

use crate::config::ConfigFile;
use crate::failure::Failure;

/// What is decided about the client of a description.
#[derive(Args)]
pub(crate) struct Choices {
    /// Rename the schema, property, variant, parameter or operation at a JSON pointer; in another file,
    /// `path/of/file.yaml#/pointer`.
    #[arg(long = "rename", value_name = "POINTER=NAME", value_parser = rename)]
    renames: Vec<(String, String)>,
    /// Give texts of this format a type: a crate with a preset (jiff, chrono, time, uuid, rust_decimal, url, std, base64), or the
    /// path of a type, such as `crate::Isbn`.
    #[arg(long = "format-type", value_name = "FORMAT=TYPE", value_parser = format)]
    formats: Vec<(String, String)>,
    /// Add derives to types, such as `*=Eq,Hash`: `struct`, `enum` or `union`, a pattern of names, or the JSON pointer of a schema.
    #[arg(long = "derive", value_name = "TYPES=DERIVES", value_parser = addition)]
    derives: Vec<Addition>,
    /// Add an attribute to types, such as `struct=#[must_use]`.
    #[arg(long = "attribute", value_name = "TYPES=ATTRIBUTE", value_parser = addition)]
    attributes: Vec<Addition>,
    /// Give the schema with this name, or at this JSON pointer, a type of your own, such as `crate::Money`.
    #[arg(long = "replace", value_name = "SCHEMA=PATH", value_parser = replacement)]
    replacements: Vec<(String, String)>,
    /// Only operations that this pattern matches: an `operationId`, `METHOD /path` or `tag:NAME`, with `*` for any characters.
    /// Can be given several times.
    #[arg(long, value_name = "PATTERN")]
    only: Vec<String>,
    /// No operations that this pattern matches. Can be given several times.
    #[arg(long, value_name = "PATTERN")]
    except: Vec<String>,
    /// Only types, without a client.
    #[arg(long)]
    only_types: bool,
    /// Only types that an operation (or, with `--webhooks`, a webhook) reaches.
    #[arg(long)]
    only_used: bool,
    /// Also read what stands for a value (a number as text, a single value in place of a list, ..) of the schema with this name, at this JSON
    /// pointer, or of all (`*`).
    #[arg(long, value_name = "SCHEMA")]
    lenient: Vec<String>,
    /// Send the defaults of the description for parameters and properties that are not set.
    #[arg(long)]
    defaults: bool,
    /// Split the client by the tags of its operations: each tag is a cargo feature, and a file.
    #[arg(long)]
    by_tag: bool,
    /// Generate `validate`, which checks the constraints of the values of requests.
    #[arg(long)]
    validate: bool,
    /// Generate the module `webhooks`, which reads the requests that the server sends.
    #[arg(long)]
    webhooks: bool,
    /// Read and write bodies of XML as values.
    #[arg(long)]
    xml: bool,
    /// Hide the property at this JSON pointer from `Debug`.
    #[arg(long = "secret", value_name = "POINTER")]
    secrets: Vec<String>,
    /// The schema of the data of the events that an operation streams, both by JSON pointers.
    #[arg(long = "events", value_name = "OPERATION=SCHEMA", value_parser = replacement)]
    events: Vec<(String, String)>,
    /// The server to use by default, by its `url` in the description.
    #[arg(long, value_name = "URL")]
    default_server: Option<String>,
    /// Apply this overlay (OpenAPI Overlay 1.0 or 1.1; a JSON merge patch, if its name ends in `.patch.yaml` or `.patch.json`) to the description first. Can be given several times; they apply in this order.
    #[arg(long = "overlay", value_name = "FILE")]
    overlays: Vec<PathBuf>,
    /// Merge this description too, so that one client has the operations of both. Can be given several times.
    #[arg(long, value_name = "FILE")]
    also: Vec<PathBuf>,
    #[command(flatten)]
    config: ConfigFile,
}

impl Choices {
    /// The verdicts of kinds of changes in the file with the settings.
    pub(crate) fn severities(&self, description: &Path) -> Result<Severities, String> {
        Ok(self.config.read(description)?.severities)
    }

    /// Where the description was fetched from, if it was.
    fn recorded(&self, description: &Path) -> Result<Option<Recorded>, String> {
        Ok(self.config.read(description)?.source)
    }

    /// The settings of the client of a description: those of its file, with what the flags say.
    pub(crate) fn settings(&self, description: &Path) -> Result<Settings, String> {
        let mut settings = self.config.read(description)?.settings;
        let options = &mut settings.options;
        options.renames.extend(self.renames.iter().cloned());
        options.events.extend(self.events.iter().cloned());
        options.formats.extend(self.formats.iter().cloned());
        options.replacements.extend(self.replacements.iter().cloned());
        options.secrets.extend(self.secrets.iter().cloned());
        options.additions.derives.extend(self.derives.iter().cloned());
        options.additions.attributes.extend(self.attributes.iter().cloned());
        options.lenient.extend(self.lenient.iter().cloned());
        options.defaults |= self.defaults;
        options.validate |= self.validate;
        options.by_tag |= self.by_tag;
        options.only_types |= self.only_types;
        options.only_used |= self.only_used;
        options.webhooks |= self.webhooks;
        options.xml |= self.xml;
        if !self.only.is_empty() {
            options.selection.only.clone_from(&self.only);
        }
        if !self.except.is_empty() {
            options.selection.except.clone_from(&self.except);
        }
        if !self.overlays.is_empty() {
            settings.limits.overlays.clone_from(&self.overlays);
        }
        if !self.also.is_empty() {
            settings.limits.also.clone_from(&self.also);
        }
        if self.default_server.is_some() {
            options.default_server.clone_from(&self.default_server);
        }
        Ok(settings)
    }
}

/// All of the standard input, which is read once.
fn stdin() -> Result<Vec<u8>, Failure> {
    static TEXT: OnceLock<Vec<u8>> = OnceLock::new();
    if TEXT.get().is_none() {
        let mut bytes = Vec::new();
        let read = std::io::stdin().read_to_end(&mut bytes);
        read.map_err(|error| Failure::Other(format!("cannot read the standard input: {error}")))?;
        let _ = TEXT.set(bytes);
    }
    Ok(TEXT.get().cloned().unwrap_or_default())
}

/// The description and what is decided about it.
#[derive(Args)]
pub(crate) struct Source {
    /// The description, YAML or JSON; `-` reads it from the standard input.
    #[arg(value_parser = description)]
    pub spec: PathBuf,
    /// Also read files outside of the description's folder, where it refers to them.
    #[arg(long)]
    allow_outside: bool,
    #[command(flatten)]
    pub choices: Choices,
    /// The lock; the default is `openapi.lock` beside the description, if it is there.
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// Fail if the description departs from the lock (what it promises is gone or changed, or something is new), or if there is no lock.
    #[arg(long)]
    locked: bool,
    /// Fail, and write nothing, if there are diagnostics with this code, or `warnings`, `notes` (warnings too) or `repairs` (a wrong
    /// description is read as what it is meant to be). Can be given several times.
    #[arg(long, value_name = "CODE", value_parser = code)]
    deny: Vec<String>,
    /// Report warnings with this code as notes; `repairs` are several. Can be given several times.
    #[arg(long, value_name = "CODE", value_parser = code)]
    allow: Vec<String>,
}

/// The code of a diagnostic, or a word for several.
fn code(text: &str) -> Result<String, String> {
    match explain(text).is_some() || ["warnings", "notes", "repairs"].contains(&text) {
        true => Ok(text.to_owned()),
        false => Err("it is not the code of a diagnostic; docs/diagnostics.md has all".to_owned()),
    }
}

/// The path of a description, as diagnostics name it.
fn description(text: &str) -> Result<PathBuf, String> {
    Ok(PathBuf::from(if text == "-" { STDIN } else { text }))
}

/// What the standard input is called. What it refers to, its lock and its settings are those of the current folder.
const STDIN: &str = "<stdin>";

fn rename(text: &str) -> Result<(String, String), String> {
    let (pointer, name) = text.rsplit_once('=').ok_or("expected POINTER=NAME")?;
    Ok((pointer.to_owned(), name.to_owned()))
}

fn format(text: &str) -> Result<(String, String), String> {
    let (format, ty) = text.split_once('=').ok_or("expected FORMAT=TYPE")?;
    Ok((format.to_owned(), ty.to_owned()))
}

fn addition(text: &str) -> Result<Addition, String> {
    let (types, text) = text.split_once('=').ok_or("expected TYPES=TEXT")?;
    let (types, text) = (types.to_owned(), text.to_owned());
    Ok(Addition { types, text })
}

fn replacement(text: &str) -> Result<(String, String), String> {
    let (schema, path) = text.rsplit_once('=').ok_or("expected SCHEMA=PATH")?;
    Ok((schema.to_owned(), path.to_owned()))
}

impl Source {
    /// The options of a compilation.
    pub(crate) fn settings(&self) -> Result<Settings, Failure> {
        let mut settings = self.choices.settings(&self.spec).map_err(Failure::Other)?;
        settings.options.locked |= self.locked;
        let levels = &mut settings.levels;
        // A flag goes before the file.
        levels.deny.retain(|code| !self.allow.contains(code));
        levels.allow.retain(|code| !self.deny.contains(code));
        levels.deny.extend(self.deny.iter().cloned());
        levels.allow.extend(self.allow.iter().cloned());
        settings.limits.allow_outside |= self.allow_outside;
        if self.is_stdin() {
            settings.limits.given = Some(stdin()?);
        }
        if let Some(path) = &self.lock {
            settings.lock = LockFile::At(path.clone());
        }
        settings.progress = std::io::stderr().is_terminal().then_some(progress);
        Ok(settings)
    }

    /// Whether the description is read from the standard input.
    pub(crate) fn is_stdin(&self) -> bool {
        self.spec == Path::new(STDIN)
    }

    /// Where the description was fetched from, if it was.
    pub(crate) fn recorded(&self) -> Result<Option<Recorded>, Failure> {
        self.choices.recorded(&self.spec).map_err(Failure::Other)
    }

    /// The path of the lock, whether there is one or not.
    pub(crate) fn lock_path(&self, settings: &Settings) -> PathBuf {
        match &settings.lock {
            LockFile::At(path) => path.clone(),
            _ => Lock::beside(&self.spec),
        }
    }

    /// Compiles the description, and shows its diagnostics.
    pub(crate) fn compile(&self, settings: &Settings) -> Result<Compilation, Failure> {
        self.compile_at(&self.spec, settings)
    }

    /// Compiles a description that takes the place of this one, and shows its diagnostics.
    pub(crate) fn compile_at(&self, path: &Path, settings: &Settings) -> Result<Compilation, Failure> {
        let generated = compile(path, settings)?;
        show(&generated.diagnostics, &generated.document);
        Ok(generated)
    }

    /// Converts the description, and shows its diagnostics.
    pub(crate) fn convert(&self, version: Version) -> Result<Value, Failure> {
        let converted = convert(&self.spec, &self.settings()?, version)?;
        show(&converted.diagnostics, &converted.document);
        Ok(converted.description)
    }

    /// Bundles the description, and shows its diagnostics.
    pub(crate) fn bundle(&self) -> Result<Bundled, Failure> {
        let bundled = bundle(&self.spec, &self.settings()?)?;
        show(&bundled.diagnostics, &bundled.document);
        Ok(bundled)
    }

    /// The code of a client by progenitor. Shows the diagnostics.
    #[cfg(feature = "progenitor")]
    pub(crate) fn by_progenitor(&self) -> Result<String, Failure> {
        let settings = Default::default();
        let client = openapi_compiler::progenitor::generate(&self.spec, &self.settings()?, &settings)?;
        show(&client.converted.diagnostics, &client.converted.document);
        Ok(client.code)
    }
}

fn show(diagnostics: &Diagnostics, document: &Document) {
    let color = std::io::stderr().is_terminal();
    eprint!("{}", render(diagnostics, document, color));
}

/// Prints the stage on a terminal, once generation has taken more than a second.
fn progress(stage: &'static str) {
    static STARTED: OnceLock<Instant> = OnceLock::new();
    if STARTED.get_or_init(Instant::now).elapsed() > Duration::from_secs(1) {
        eprintln!("{stage} ...");
    }
}

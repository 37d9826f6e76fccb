//! The settings of a generation, in a file.
//!
//! A file has the words of `Config` and of the flags of the command. Every problem has its line and column.

mod error;
mod reader;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::derives::Addition;
use crate::diff::{Severities, SeverityError};
use crate::pages::Pages;
use crate::plan::Origins;
use crate::settings::{LockFile, Settings};

pub use error::ConfigError;
use reader::{Entry, Reader};

/// The name of the file beside a description.
pub const NAME: &str = "openapi-build.toml";

/// The settings in a file.
#[derive(Clone, Debug, Default)]
pub struct FileSettings {
    /// Those of a compilation.
    pub settings: Settings,
    /// The folder that the client is written to.
    pub out_dir: Option<PathBuf>,
    /// The verdicts of kinds of changes, for `openapi-build diff`.
    pub severities: Severities,
    /// Where the description was fetched from.
    pub source: Option<Source>,
}

/// Where a description was fetched from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The URL.
    pub url: String,
    /// The SHA-256 of what came, in hexadecimal digits.
    pub sha256: String,
}

/// Every word that a file may have.
const WORDS: &[&str] = &[
    "allow",
    "allow-outside",
    "also",
    "attribute",
    "by-tag",
    "crate-path",
    "default-server",
    "defaults",
    "deny",
    "derive",
    "events",
    "except",
    "format",
    "lenient",
    "lock",
    "locked",
    "max-file-size",
    "mocks",
    "only",
    "only-types",
    "only-used",
    "out-dir",
    "overlays",
    "pages",
    "rename",
    "replace",
    "runtime-path",
    "secret",
    "severity",
    "source",
    "tests",
    "validate",
    "webhooks",
    "xml",
];

/// The file that has settings for the description at `path`: [`NAME`] beside it, or else the nearest `Cargo.toml`, if it has some.
///
/// # Errors
/// Returns an error if both have settings, or the `Cargo.toml` cannot be read.
///
/// ```
/// use openapi_compiler::config_file::{NAME, find};
///
/// let dir = tempfile::tempdir()?;
/// let description = dir.path().join("openapi.yaml");
/// assert_eq!(find(&description)?, None);
/// std::fs::write(dir.path().join(NAME), "only = 'tag:pets'")?;
/// assert_eq!(find(&description)?, Some(dir.path().join(NAME)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn find(description: &Path) -> Result<Option<PathBuf>, ConfigError> {
    let beside = description.with_file_name(NAME);
    let beside = beside.is_file().then_some(beside);
    let mut own = manifest(description);
    if let Some(manifest) = &own
        && !has_settings(manifest)?
    {
        own = None;
    }
    match (beside, own) {
        (Some(file), Some(manifest)) => Err(ConfigError::twice(&file, &manifest)),
        (beside, own) => Ok(beside.or(own)),
    }
}

/// The `Cargo.toml` in the folder of a description, or in the nearest one around it.
fn manifest(description: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(description).ok()?;
    let manifests = path.ancestors().skip(1).map(|folder| folder.join("Cargo.toml"));
    manifests.into_iter().find(|manifest| manifest.is_file())
}

/// Reads a file; of a `Cargo.toml`, `[package.metadata.openapi-build]`.
///
/// # Errors
/// Returns an error with its line and column if the file cannot be read, or a setting in it is not valid.
pub fn read(path: &Path) -> Result<FileSettings, ConfigError> {
    let text = fs::read_to_string(path).map_err(|error| ConfigError::unreadable(path, &error))?;
    let reader = Reader::new(path, &text);
    let file = reader.parse()?;
    if !is_manifest(path) {
        return settings(&reader, file.get_ref().iter());
    }
    match own_table(file.get_ref()) {
        Some(own) => settings(&reader, own.iter().filter(is_setting)),
        None => Err(reader.missing("there is no table `[package.metadata.openapi-build]`")),
    }
}

/// Whether a `Cargo.toml` has settings.
///
/// # Errors
/// Returns an error if the file cannot be read.
pub fn has_settings(manifest: &Path) -> Result<bool, ConfigError> {
    let text = fs::read_to_string(manifest).map_err(|error| ConfigError::unreadable(manifest, &error))?;
    let reader = Reader::new(manifest, &text);
    let file = reader.parse()?;
    let own = own_table(file.get_ref());
    Ok(own.is_some_and(|own| own.iter().any(|word| is_setting(&word))))
}

/// In the manifest of a generated crate, `files` are those that were generated.
fn is_setting((word, _): &(&Spanned<Cow<'_, str>>, &Spanned<DeValue<'_>>)) -> bool {
    word.get_ref() != "files"
}

fn is_manifest(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "Cargo.toml")
}

fn own_table<'a, 't>(manifest: &'a DeTable<'t>) -> Option<&'a DeTable<'t>> {
    let metadata = table(table(manifest, "package")?, "metadata")?;
    table(metadata, "openapi-build")
}

fn table<'a, 't>(table: &'a DeTable<'t>, name: &str) -> Option<&'a DeTable<'t>> {
    table.get(name)?.get_ref().as_table()
}

fn settings<'t>(
    reader: &Reader<'_>,
    words: impl Iterator<Item = (&'t Spanned<Cow<'t, str>>, &'t Spanned<DeValue<'t>>)>,
) -> Result<FileSettings, ConfigError> {
    let mut read = FileSettings::default();
    for (word, value) in words {
        let word = Entry::new(reader, word, value);
        apply(&word, &mut read)?;
    }
    Ok(read)
}

/// Sets what one word of a file says.
fn apply(entry: &Entry<'_, '_>, read: &mut FileSettings) -> Result<(), ConfigError> {
    let options = &mut read.settings.options;
    let limits = &mut read.settings.limits;
    match entry.name() {
        "allow" => read.settings.levels.allow = entry.texts(&mut options.origins)?.into_iter().collect(),
        "deny" => read.settings.levels.deny = entry.texts(&mut options.origins)?.into_iter().collect(),
        "allow-outside" => limits.allow_outside = entry.bool()?,
        "max-file-size" => limits.bytes = entry.count()?,
        "only" => options.selection.only = entry.texts(&mut options.origins)?,
        "except" => options.selection.except = entry.texts(&mut options.origins)?,
        "secret" => options.secrets = entry.texts(&mut options.origins)?.into_iter().collect(),
        "default-server" => options.default_server = Some(entry.origin(&mut options.origins)?),
        "locked" => options.locked = entry.bool()?,
        "rename" => options.renames = entry.map(&mut options.origins)?,
        "replace" => options.replacements = entry.map(&mut options.origins)?,
        "format" => options.formats = entry.map(&mut options.origins)?,
        "events" => options.events = entry.map(&mut options.origins)?,
        "derive" => options.additions.derives = additions(entry, &mut options.origins)?,
        "attribute" => options.additions.attributes = additions(entry, &mut options.origins)?,
        "pages" => {
            for member in entry.members(&mut options.origins)? {
                options.pages.insert(member.name().to_owned(), pages(&member)?);
            }
        }
        "lock" => {
            read.settings.lock = match entry.value() {
                DeValue::Boolean(false) => LockFile::Ignored,
                _ => LockFile::At(entry.path()?),
            }
        }
        "out-dir" => read.out_dir = Some(entry.path()?),
        "severity" => severities(entry, &mut read.severities)?,
        "overlays" => limits.overlays = entry.paths()?,
        "also" => limits.also = entry.paths()?,
        "runtime-path" => read.settings.runtime_path = Some(entry.text()?),
        "crate-path" => read.settings.crate_path = Some(entry.text()?),
        "source" => read.source = Some(source(entry)?),
        "tests" => read.settings.tests = entry.bool()?,
        "mocks" => read.settings.mock = entry.bool()?,
        "lenient" => options.lenient = entry.texts(&mut options.origins)?.into_iter().collect(),
        "defaults" => options.defaults = entry.bool()?,
        "only-types" => options.only_types = entry.bool()?,
        "only-used" => options.only_used = entry.bool()?,
        "by-tag" => options.by_tag = entry.bool()?,
        "validate" => options.validate = entry.bool()?,
        "xml" => options.xml = entry.bool()?,
        "webhooks" => options.webhooks = entry.bool()?,
        _ => return Err(entry.unknown(WORDS)),
    }
    Ok(())
}

/// Verdicts of kinds of changes: a word for each id.
fn severities(entry: &Entry<'_, '_>, severities: &mut Severities) -> Result<(), ConfigError> {
    for member in entry.members(&mut Origins::default())? {
        let word = member.text()?;
        severities.set(member.name(), &word).map_err(|problem| match problem {
            SeverityError::Kind { .. } => member.misnamed(problem.to_string()),
            SeverityError::Verdict { .. } => member.mistaken(problem.to_string()),
        })?;
    }
    Ok(())
}

/// Where a description was fetched from: a table with `url` and `sha256`.
fn source(entry: &Entry<'_, '_>) -> Result<Source, ConfigError> {
    let (mut url, mut sha256) = (None, None);
    for member in entry.members(&mut Origins::default())? {
        match member.name() {
            "url" => url = Some(member.text()?),
            "sha256" => sha256 = Some(member.text()?),
            _ => return Err(member.unknown(&["sha256", "url"])),
        }
    }
    match (url, sha256) {
        (Some(url), Some(sha256)) => Ok(Source { url, sha256 }),
        _ => {
            let message = "the source has no `url` or no `sha256`".to_owned();
            Err(entry.invalid(message, "`openapi-build fetch` writes it"))
        }
    }
}

/// Additions to types: a text or a list of texts for each choice of types.
fn additions(entry: &Entry<'_, '_>, origins: &mut Origins) -> Result<Vec<Addition>, ConfigError> {
    let mut all = Vec::new();
    for member in entry.members(origins)? {
        let types = member.name();
        let texts = match member.value() {
            DeValue::Array(_) => member.texts(origins)?,
            _ => vec![member.text()?],
        };
        all.extend(texts.into_iter().map(|text| Addition {
            types: types.to_owned(),
            text,
        }));
    }
    Ok(all)
}

/// The pagination of an operation: `"none"`, `"link"`, or a table with `by`.
fn pages(entry: &Entry<'_, '_>) -> Result<Pages, ConfigError> {
    if entry.value().is_str() {
        return match entry.text()?.as_str() {
            "none" => Ok(Pages::none()),
            "link" => Ok(Pages::link()),
            other => Err(entry.invalid(
                format!("`{other}` is not a kind of pages"),
                "write `none`, `link`, or a table with `by`",
            )),
        };
    }
    let mut members: BTreeMap<&str, Entry<'_, '_>> = BTreeMap::new();
    let all = entry.members(&mut Origins::default())?;
    for member in &all {
        const KEYS: [&str; 7] = ["at", "by", "count", "first", "items", "more", "to"];
        if !KEYS.contains(&member.name()) {
            return Err(member.unknown(&KEYS));
        }
        members.insert(member.name(), member.clone());
    }
    let optional = |name: &str| members.get(name).map(Entry::text).transpose();
    let required = |name: &str| {
        let missing = || {
            entry.invalid(
                format!("the pages have no `{name}`"),
                "see `Pages` in the documentation of openapi-build",
            )
        };
        optional(name)?.ok_or_else(missing)
    };
    let mut pages = match required("by")?.as_str() {
        "link" => Pages::link(),
        "url" => Pages::url(required("at")?),
        "cursor" => Pages::cursor(required("to")?, required("at")?),
        "page" => Pages::page(required("to")?),
        "offset" => Pages::offset(required("to")?),
        other => {
            let help = "write `link`, `url`, `cursor`, `page` or `offset`";
            return Err(members["by"].invalid(format!("`{other}` is not a kind of pages"), help));
        }
    };
    if let Some(first) = members.get("first") {
        pages = pages.first(first.integer()?);
    }
    if let Some(at) = optional("items")? {
        pages = pages.items(at);
    }
    if let Some(at) = optional("more")? {
        pages = pages.more(at);
    }
    if let Some(at) = optional("count")? {
        pages = pages.count(at);
    }
    Ok(pages)
}

#[cfg(test)]
mod tests;

//! Where a description was fetched from, as its settings record it.

use std::fs;
use std::path::{Path, PathBuf};

use openapi_compiler::config_file::{NAME, Source};
use toml_edit::{DocumentMut, Item, Table, value};

use crate::config::ConfigFile;
use crate::download::{download, sha256};

/// The settings of a description, with the URL and the hash of what came from it.
pub(crate) fn with_source(description: &Path, url: &str, hash: &str) -> Result<(PathBuf, Vec<u8>), String> {
    let path = ConfigFile::default().path(description)?;
    let path = path.unwrap_or_else(|| description.with_file_name(NAME));
    let failed = |problem: String| format!("{}: {problem}", path.display());
    let text = match path.exists() {
        true => fs::read_to_string(&path).map_err(|error| failed(error.to_string()))?,
        false => String::new(),
    };
    let mut settings: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| failed(error.to_string()))?;
    let holder = match path.ends_with("Cargo.toml") {
        true => &mut settings["package"]["metadata"]["openapi-build"],
        false => settings.as_item_mut(),
    };
    let source = holder["source"].or_insert(Item::Table(Table::new()));
    source["url"] = value(url);
    source["sha256"] = value(hash);
    Ok((path, settings.to_string().into_bytes()))
}

/// The new version of a description, from where it was fetched. Fails if the file is not what was fetched.
pub(crate) fn newest(description: &Path, source: &Source) -> Result<Vec<u8>, String> {
    let known = fs::read(description).map_err(|error| format!("{}: {error}", description.display()))?;
    if sha256(&known) != source.sha256 {
        return Err(format!(
            "{} is not what was fetched from {}: write changes in an overlay, or name the new version",
            description.display(),
            source.url
        ));
    }
    download(&source.url)
}

//! The settings in a file: `openapi-build.toml` beside the description, or `[package.metadata.openapi-build]`.

use std::path::{Path, PathBuf};

use clap::Args;
use openapi_compiler::config_file::{ConfigError, FileSettings, NAME, read, read_manifest};

/// Which file has settings.
#[derive(Args)]
pub(crate) struct ConfigFile {
    /// Read settings from this file. The default is `openapi-build.toml` beside the description, or else
    /// `[package.metadata.openapi-build]` of the nearest `Cargo.toml`. Flags have precedence.
    #[arg(long, value_name = "FILE.toml")]
    config: Option<PathBuf>,
    /// Read no settings from files.
    #[arg(long, conflicts_with = "config")]
    no_config: bool,
}

impl ConfigFile {
    /// The settings of the client of a description.
    pub(crate) fn read(&self, description: &Path) -> Result<FileSettings, String> {
        let failed = |error: ConfigError| error.to_string();
        match &self.config {
            Some(path) => return read(path).map_err(failed),
            None if self.no_config => return Ok(FileSettings::default()),
            None => {}
        }
        let beside = description.with_file_name(NAME);
        let beside = beside.is_file().then_some(beside);
        let manifest = manifest(description);
        let own = manifest
            .as_deref()
            .map(read_manifest)
            .transpose()
            .map_err(failed)?
            .flatten();
        match (beside, own, manifest) {
            (Some(file), Some(_), Some(manifest)) => Err(format!(
                "there are settings in {} and in {}; keep those of one of them, or give `--config`",
                file.display(),
                manifest.display()
            )),
            (Some(file), ..) => read(&file).map_err(failed),
            (None, own, _) => Ok(own.unwrap_or_default()),
        }
    }
}

/// The `Cargo.toml` in the folder of a description, or in the nearest one around it.
fn manifest(description: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(description).ok()?;
    let manifests = path.ancestors().skip(1).map(|folder| folder.join("Cargo.toml"));
    manifests.into_iter().find(|manifest| manifest.is_file())
}

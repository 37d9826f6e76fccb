//! The settings in a file: `openapi-build.toml` beside the description, or `[package.metadata.openapi-build]`.

use std::path::{Path, PathBuf};

use clap::Args;
use openapi_compiler::config_file::{FileSettings, NAME, has_settings, read};

/// Which file has settings.
#[derive(Args, Default)]
pub(crate) struct ConfigFile {
    /// Read settings from this file, or from `[package.metadata.openapi-build]` of this `Cargo.toml`. The default is `openapi-build.toml` beside the description, or else
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
        match self.path(description)? {
            Some(path) => read(&path).map_err(|error| error.to_string()),
            None => Ok(FileSettings::default()),
        }
    }

    /// The file that has settings, if there is one.
    pub(crate) fn path(&self, description: &Path) -> Result<Option<PathBuf>, String> {
        if self.config.is_some() || self.no_config {
            return Ok(self.config.clone());
        }
        let beside = description.with_file_name(NAME);
        let beside = beside.is_file().then_some(beside);
        let mut own = manifest(description);
        if let Some(manifest) = &own
            && !has_settings(manifest).map_err(|error| error.to_string())?
        {
            own = None;
        }
        match (beside, own) {
            (Some(file), Some(manifest)) => Err(format!(
                "there are settings in {} and in {}; keep those of one of them, or give `--config`",
                file.display(),
                manifest.display()
            )),
            (beside, own) => Ok(beside.or(own)),
        }
    }
}

/// The `Cargo.toml` in the folder of a description, or in the nearest one around it.
fn manifest(description: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(description).ok()?;
    let manifests = path.ancestors().skip(1).map(|folder| folder.join("Cargo.toml"));
    manifests.into_iter().find(|manifest| manifest.is_file())
}

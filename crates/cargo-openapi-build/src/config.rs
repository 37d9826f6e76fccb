//! The settings in a file: `openapi-build.toml` beside the description, or `[package.metadata.openapi-build]`.

use std::path::{Path, PathBuf};

use clap::Args;
use openapi_compiler::config_file::{FileSettings, find, read};

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
        find(description).map_err(|error| error.to_string())
    }
}

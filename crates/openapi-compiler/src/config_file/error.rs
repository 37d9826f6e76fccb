//! Problems of a file with settings.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::escape::printable;

/// A problem of a file with settings, at its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The file.
    pub path: PathBuf,
    /// The line and column, from 1, if it could be read.
    pub place: Option<(usize, usize)>,
    /// The problem.
    pub message: String,
    /// How to fix it.
    pub help: Option<String>,
}

impl ConfigError {
    pub(super) fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self {
            path: path.to_owned(),
            place: None,
            message: error.to_string(),
            help: None,
        }
    }

    pub(super) fn twice(file: &Path, manifest: &Path) -> Self {
        Self {
            path: file.to_owned(),
            place: None,
            message: format!("there are settings here and in {}", manifest.display()),
            help: Some("keep those of one of them, or name the file to read".to_owned()),
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.path.display().to_string();
        if let Some((line, column)) = self.place {
            text += &format!(":{line}:{column}");
        }
        text += &format!(": {}", self.message);
        if let Some(help) = &self.help {
            text += &format!(" ({help})");
        }
        f.write_str(&printable(text))
    }
}

impl std::error::Error for ConfigError {}

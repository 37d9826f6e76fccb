//! Where a version of a description is: in a file, in git, or in a generated crate.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::diff::{Accepted, Version};
use openapi_compiler::escape::printable;
use openapi_compiler::lock::Lock;
use openapi_compiler::plan::Options;
use openapi_compiler::read::{Limits, read, read_with};
use openapi_compiler::render::render;

/// The name of the copy of the description in a generated crate.
const COPY: &str = "openapi.description";

/// Where a version of a description is.
pub(crate) enum Origin {
    File(PathBuf),
    /// A file at a revision of the repository that the command runs in.
    Git {
        revision: String,
        path: PathBuf,
    },
}

impl Origin {
    pub(crate) fn of(argument: &OsString) -> Self {
        let path = PathBuf::from(argument);
        if path.is_dir() {
            return Self::File(path.join("src").join(COPY));
        }
        match argument.to_str().and_then(|text| text.split_once(':')) {
            Some((revision, inside)) if !path.exists() => Self::Git {
                revision: revision.to_owned(),
                path: inside.into(),
            },
            _ => Self::File(path),
        }
    }

    pub(crate) fn beside(&self, name: &str) -> Self {
        match self {
            Self::File(path) => Self::File(path.with_file_name(name)),
            Self::Git { revision, path } => Self::Git {
                revision: revision.clone(),
                path: path.with_file_name(name),
            },
        }
    }

    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) => printable(path.display()),
            Self::Git { revision, path } => printable(format_args!("{revision}:{}", path.display())),
        }
    }

    pub(crate) fn load(&self) -> io::Result<Vec<u8>> {
        match self {
            Self::File(path) => std::fs::read(path),
            Self::Git { revision, path } => show(revision, path),
        }
    }

    /// The lock at this place, if there is one.
    pub(crate) fn lock(&self) -> Result<Option<Lock>, String> {
        let Ok(bytes) = self.load() else { return Ok(None) };
        let text = String::from_utf8_lossy(&bytes);
        let lock = Lock::parse(&text).map_err(|error| format!("error: {}: {}\n", self.name(), printable(error)))?;
        Ok(Some(lock))
    }

    /// The accepted changes at this place; none if there is no file.
    pub(crate) fn accepted(&self) -> Result<Accepted, String> {
        let Ok(bytes) = self.load() else {
            return Ok(Accepted::default());
        };
        let text = String::from_utf8_lossy(&bytes);
        Accepted::parse(&text).map_err(|error| format!("error: {}: {}\n", self.name(), printable(error)))
    }

    /// Writes a file at this place, which is not in git.
    pub(crate) fn store(&self, bytes: &[u8]) -> Result<(), String> {
        let failed = |problem: &dyn std::fmt::Display| format!("error: cannot write {}: {problem}\n", self.name());
        match self {
            Self::File(path) => std::fs::write(path, bytes).map_err(|error| failed(&error)),
            Self::Git { .. } => Err(failed(&"it is in git; name the lock of a checkout with `--lock`")),
        }
    }

    /// Reads the description and plans its client.
    pub(crate) fn version(&self, options: &Options, limits: &Limits) -> Result<Version, String> {
        let mut diagnostics = Diagnostics::new();
        let document = match self {
            // The overlays and other descriptions are in it.
            Self::File(path) if path.ends_with(COPY) => {
                let limits = Limits {
                    overlays: Vec::new(),
                    also: Vec::new(),
                    ..limits.clone()
                };
                read(path, &limits, &mut diagnostics)
            }
            Self::File(path) => read(path, limits, &mut diagnostics),
            Self::Git { revision, path } => read_with(path, limits, &mut diagnostics, |path| show(revision, path)),
        };
        let document = Arc::new(document);
        let version = match diagnostics.has_errors() {
            true => None,
            false => Version::new(document.clone(), options, &mut diagnostics),
        };
        version.ok_or_else(|| render(&diagnostics, &document, false))
    }
}

/// A file at a revision, by its path from the current folder.
fn show(revision: &str, path: &Path) -> io::Result<Vec<u8>> {
    let object = format!("{revision}:./{}", path.display());
    let output = Command::new("git")
        .args(["show", "--end-of-options", &object])
        .output()?;
    match output.status.success() {
        true => Ok(output.stdout),
        false => Err(io::Error::other(
            String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        )),
    }
}

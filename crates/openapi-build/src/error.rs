//! Errors that prevent code generation.

use std::fmt;

use openapi_compiler::Unusable;
use openapi_compiler::escape::printable;
use openapi_compiler::write::WriteError;

use crate::diagnostic::Diagnostic;
use crate::generated::diagnostics;

/// An error that prevented code generation.
///
/// If a file could not be written, the message names it, and `source` is the [`std::io::Error`].
///
/// `Debug` prints what `Display` prints, since cargo shows `Debug` of an error that a `build.rs` returns.
///
/// ```
/// let error = openapi_build::Config::new().generate("no-such-file.yaml").unwrap_err();
/// assert_eq!(error.diagnostics().count(), 1);
/// ```
#[derive(thiserror::Error)]
#[error(transparent)]
pub struct Error(#[from] Kind);

#[derive(thiserror::Error)]
pub(crate) enum Kind {
    #[error(transparent)]
    Unusable(Box<Unusable>),
    #[error("OUT_DIR is not set: call this from a build.rs, or set `Config::out_dir`")]
    NoOutDir,
    #[error("tests need to reach the client: call `Config::crate_path` too")]
    NoCratePath,
    #[error("`{}` is not a path of Rust; give `Config::runtime_path` a path such as `::my_sdk::runtime`", printable(.0))]
    RuntimePath(String),
    #[cfg(feature = "config-file")]
    #[error(transparent)]
    ConfigFile(openapi_compiler::config_file::ConfigError),
    #[error(transparent)]
    Write(WriteError),
}

impl Error {
    /// Every problem of the description; empty if the error is another one.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> {
        let unusable = match &self.0 {
            Kind::Unusable(unusable) => Some(unusable),
            _ => None,
        };
        unusable
            .into_iter()
            .flat_map(|unusable| diagnostics(&unusable.diagnostics, &unusable.document))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

//! Errors that prevent code generation.

use std::fmt;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::render::render;
use crate::write::WriteError;

/// An error that prevented code generation.
///
/// `Debug` prints what `Display` does, since it is what cargo shows of a `build.rs` that returns it.
#[derive(thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The description cannot be used.
    #[error("{}", render(.diagnostics, .document, false))]
    Unusable {
        /// What was read of it.
        document: Box<Document>,
        /// Every problem found.
        diagnostics: Diagnostics,
    },
    /// [`Config::compile`](crate::Config::compile) was called outside a build script.
    #[error("OUT_DIR is not set: call this from a build.rs, or use `Config::generate`")]
    NoOutDir,
    /// [`Config::tests`](crate::Config::tests) was called without [`Config::crate_path`](crate::Config::crate_path) or
    /// [`Config::package`](crate::Config::package).
    #[error("tests need to reach the client: call `Config::crate_path` or `Config::package` too")]
    NoCratePath,
    /// The output could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

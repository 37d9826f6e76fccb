//! The error of a compilation.

use std::fmt;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::render::render;

/// The description cannot be used.
///
/// `Debug` prints what `Display` prints: every problem with its place.
pub struct Unusable {
    /// The part that was read.
    pub document: Document,
    /// Every problem found.
    pub diagnostics: Diagnostics,
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render(&self.diagnostics, &self.document, false))
    }
}

impl fmt::Debug for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::error::Error for Unusable {}

//! The release that a set of changes needs.

use std::fmt;

use super::{Change, Rust};

/// A part of a version of Rust's semantic versioning. Only what code that calls the client can feel counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Release {
    /// Calling code is as before.
    Patch,
    /// There is something new to call, or something is deprecated.
    Minor,
    /// Calling code may not compile, or means another thing.
    Major,
}

impl Release {
    /// The smallest release that the changes allow.
    pub fn of(changes: &[Change]) -> Self {
        let releases = changes.iter().map(|change| match change.rust {
            Rust::Silent | Rust::Break | Rust::ReadOnlyBreak => Self::Major,
            Rust::Deprecated | Rust::Additive => Self::Minor,
            Rust::None => Self::Patch,
        });
        releases.max().unwrap_or(Self::Patch)
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}

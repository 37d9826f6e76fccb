//! The files of a client: writing them, and comparing them with those that are there.

use std::fs;
use std::path::{Path, PathBuf};

use openapi_compiler::escape::printable;
use openapi_compiler::write::{Output, WriteError, write};
use similar::TextDiff;

use crate::manifest::remove;

/// The number of lines of a difference that are shown per file; more are counted.
const MAX_LINES: usize = 100;

/// The files to write, and those of an earlier run to remove.
pub(crate) struct Files {
    pub output: Output,
    pub stale: Vec<PathBuf>,
}

impl From<Output> for Files {
    fn from(output: Output) -> Self {
        let stale = Vec::new();
        Self { output, stale }
    }
}

impl Files {
    /// Writes the files; in a dry run, prints what would change instead.
    pub(crate) fn write_or_show(&self, dry_run: bool) -> Result<(), WriteError> {
        if dry_run {
            self.show_differences();
            return Ok(());
        }
        write(&self.output)?;
        remove(&self.stale)
    }

    /// Prints how the files that are there differ from these. Returns the number of files that differ.
    pub(crate) fn show_differences(&self) -> usize {
        let written = self.output.files.iter().map(|(path, text)| (path, text.as_slice()));
        let removed = self.stale.iter().map(|path| (path, &b""[..]));
        let differences = written.chain(removed).filter_map(|(path, text)| difference(path, text));
        differences.map(|shown| print!("{shown}")).count()
    }
}

/// How the file at a path differs from a text, as a unified diff.
fn difference(path: &Path, text: &[u8]) -> Option<String> {
    let old = fs::read(path).unwrap_or_default();
    if old == text {
        return None;
    }
    let (old, new) = (String::from_utf8_lossy(&old), String::from_utf8_lossy(text));
    let diff = TextDiff::from_lines(old.as_ref(), new.as_ref());
    let unified = diff.unified_diff().to_string();
    let mut lines = unified.lines();
    let shown: String = lines
        .by_ref()
        .take(MAX_LINES)
        .map(|line| format!("{}\n", printable(line)))
        .collect();
    let more = match lines.count() {
        0 => String::new(),
        count => format!("and {count} more lines\n"),
    };
    let path = printable(path.display());
    Some(format!("--- {path}\n+++ {path} (generated)\n{shown}{more}"))
}

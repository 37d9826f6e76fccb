//! Puts the generated files where they belong, all or none of them as far as a file system can.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use quote::quote;
use tempfile::NamedTempFile;

use crate::document::Document;
use crate::emit::Piece;
use crate::escape::printable;

/// What a run generates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// Every file with its content.
    pub files: Vec<(PathBuf, Vec<u8>)>,
}

/// Why a file could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {source}", printable(path.display()))]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// What the operating system says.
    pub source: std::io::Error,
}

/// Writes every file whose content changes, and the directories it needs.
///
/// All content is on disk, in temporary files, before the first file is replaced, so a run that fails on the way leaves
/// the old output. A file that has its content already is not touched, so nothing that depends on it is rebuilt.
///
/// # Errors
///
/// The first file that cannot be written.
pub fn write(output: &Output) -> Result<(), WriteError> {
    let mut prepared = Vec::new();
    for (path, content) in &output.files {
        let failed = |source| WriteError {
            path: path.clone(),
            source,
        };
        if fs::read(path).is_ok_and(|old| old == *content) {
            continue;
        }
        if path.is_dir() {
            return Err(failed(std::io::ErrorKind::IsADirectory.into()));
        }
        prepared.push((path, prepare(path, content).map_err(failed)?));
    }
    for (path, temporary) in prepared {
        temporary.persist(path).map_err(|error| WriteError {
            path: path.clone(),
            source: error.error,
        })?;
    }
    Ok(())
}

/// The content in a temporary file beside `path`, so that renaming stays within one file system.
fn prepare(path: &Path, content: &[u8]) -> std::io::Result<NamedTempFile> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(directory)?;
    let mut builder = tempfile::Builder::new();
    // Generated code is to be read by whoever may read other new files; temporary files are private by default.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut temporary = builder.tempfile_in(directory)?;
    temporary.write_all(content)?;
    temporary.flush()?;
    Ok(temporary)
}

/// Rust code as text, formatted.
///
/// # Errors
///
/// When a piece is no Rust.
pub fn format(pieces: impl IntoIterator<Item = Piece>) -> syn::Result<String> {
    let mut code = String::new();
    let mut inside = false;
    for piece in pieces {
        match piece {
            Piece::Items(tokens) => {
                let text = prettyplease::unparse(&syn::parse2(tokens)?);
                for line in text.lines() {
                    if inside && !line.is_empty() {
                        code.push_str("    ");
                    }
                    code.push_str(line);
                    code.push('\n');
                }
            }
            Piece::Module(head) => {
                let text = prettyplease::unparse(&syn::parse2(quote!(#head {}))?);
                code.push_str(text.trim_end().trim_end_matches('}'));
                code.push('\n');
                inside = true;
            }
            Piece::End => {
                code.push_str("}\n");
                inside = false;
            }
        }
    }
    Ok(code)
}

/// A line for cargo. A path with characters that are escaped is then that of no file, which cargo takes as changed.
pub(crate) fn directive(name: &str, value: impl std::fmt::Display) -> String {
    format!("cargo:{name}={}\n", printable(value))
}

/// What a build script prints so that it runs again when a file of the description changes.
pub fn cargo_directives(document: &Document) -> String {
    let line = |file: &crate::document::SourceFile| directive("rerun-if-changed", file.path.display());
    document.files().iter().map(line).collect()
}

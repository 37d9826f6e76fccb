//! Writes the generated files: all of them or none, as far as the file system allows.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use quote::quote;
use tempfile::NamedTempFile;

use crate::emit::Piece;
use crate::escape::printable;

/// The files of a generation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// Every file with its content.
    pub files: Vec<(PathBuf, Vec<u8>)>,
}

/// An error from writing a file.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {}: {source}", printable(path.display()))]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// The error of the operating system.
    pub source: std::io::Error,
}

/// Writes every file whose content changes, and creates its directories.
///
/// All content is written to temporary files before the first file is replaced, so that a failed run keeps the old output.
/// A file whose content does not change is not touched, so that nothing that depends on it is rebuilt. What is not a file, such as
/// `/dev/null` or a pipe, is written to and never replaced.
///
/// # Errors
///
/// Returns the first file that cannot be written.
pub fn write(output: &Output) -> Result<(), WriteError> {
    let (mut prepared, mut devices) = (Vec::new(), Vec::new());
    for (path, content) in &output.files {
        let failed = |source| WriteError {
            path: path.clone(),
            source,
        };
        if fs::metadata(path).is_ok_and(|known| !known.is_file() && !known.is_dir()) {
            devices.push((path, content));
            continue;
        }
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
    for (path, content) in devices {
        let failed = |source| WriteError {
            path: path.clone(),
            source,
        };
        let mut device = fs::File::options().write(true).open(path).map_err(failed)?;
        device.write_all(content).map_err(failed)?;
    }
    Ok(())
}

/// Writes the content to a temporary file beside `path`, so that the rename stays within one file system.
fn prepare(path: &Path, content: &[u8]) -> std::io::Result<NamedTempFile> {
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(directory)?;
    let mut builder = tempfile::Builder::new();
    // Temporary files are private by default; generated code has the permissions of other new files.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut temporary = builder.tempfile_in(directory)?;
    temporary.write_all(content)?;
    temporary.flush()?;
    Ok(temporary)
}

/// Formats Rust code.
///
/// # Errors
///
/// Returns an error if a piece is not valid Rust.
pub fn format(pieces: impl IntoIterator<Item = Piece>) -> syn::Result<String> {
    let mut code = String::new();
    let mut inside = false;
    for piece in pieces {
        match piece {
            Piece::Items(tokens) => {
                indent(&prettyplease::unparse(&syn::parse2(tokens)?), inside, &mut code);
            }
            Piece::Table(table) => indent(&table.text(), inside, &mut code),
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

/// Adds lines, one level inside of a module if they are `inside` of one.
fn indent(text: &str, inside: bool, code: &mut String) {
    for line in text.lines() {
        if inside && !line.is_empty() {
            code.push_str("    ");
        }
        code.push_str(line);
        code.push('\n');
    }
}

/// A directive for cargo. An escaped path does not exist, so cargo treats it as changed.
pub fn directive(name: &str, value: impl std::fmt::Display) -> String {
    format!("cargo:{name}={}\n", printable(value))
}

//! The record of a generation: what it was made with, each file that it read and wrote, and what it printed. While all of this is as
//! recorded, generating again would change nothing.

#[cfg(test)]
mod tests;

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use openapi_compiler::document::Document;
use openapi_compiler::lock::Lock;
use openapi_compiler::settings::LockFile;
use openapi_compiler::write::{Output, write};

use crate::config::Config;

/// The state of a path that is not that of a file that can be read.
const NOTHING: &str = "-";

/// The record of a generation, to be compared or written.
///
/// As a text, it has a hash of what follows, a hash of what generates and how, a line for each file with its state, an empty line, and
/// what was printed.
pub(crate) struct Record {
    /// The file that has it.
    path: PathBuf,
    /// What generates, and how.
    maker: String,
    /// The lock, with its state before the generation reads it.
    lock: Option<(String, PathBuf)>,
}

impl Record {
    /// The record, in `out_dir`, of a generation that writes to `folder`. There is none if the build script cannot be told from others.
    pub(crate) fn new(config: &Config, description: &Path, folder: &Path, out_dir: &Path) -> Option<Self> {
        let lock = match &config.settings.lock {
            LockFile::Beside => Some(Lock::beside(description)),
            LockFile::At(path) => Some(path.clone()),
            LockFile::Given(_) | LockFile::Ignored => None,
        };
        let folder = hash(folder.as_os_str().as_encoded_bytes());
        Some(Self {
            path: out_dir.join(format!("openapi-{folder}.record")),
            maker: maker(config, description)?,
            lock: lock.map(|path| (state(&path), path)),
        })
    }

    /// What the recorded generation printed, if nothing has changed since.
    pub(crate) fn printed(&self) -> Option<String> {
        let text = fs::read_to_string(&self.path).ok()?;
        let (checksum, text) = text.split_once('\n')?;
        let (head, printed) = text.split_once("\n\n")?;
        let mut lines = head.split('\n');
        let is_same = |(known, path): (&str, &str)| known == state(path.as_ref());
        let is_same = |line: &str| line.split_once(' ').is_some_and(is_same);
        let holds = checksum == hash(text.as_bytes()) && lines.next() == Some(&self.maker) && lines.all(is_same);
        holds.then(|| printed.to_owned())
    }

    /// Records a generation that has written its files. The states are those of the texts that it read and wrote, since the files may
    /// have changed in the meantime.
    pub(crate) fn write(self, document: &Document, output: &Output, printed: &str) {
        let read = document.inputs().map(|(path, text)| {
            let state = text.map_or(NOTHING.to_owned(), |text| hash(text.as_bytes()));
            (state, path)
        });
        let written = output.files.iter();
        let written = written.map(|(path, content)| (hash(content), path.as_path()));
        let lock = self.lock.iter().map(|(state, path)| (state.clone(), path.as_path()));
        let files = read.chain(written).chain(lock);
        let lines: Option<String> = files.map(|(state, path)| line(&state, path)).collect();
        let Some(lines) = lines else { return };
        let text = format!("{}\n{lines}\n{printed}", self.maker);
        let text = format!("{}\n{text}", hash(text.as_bytes()));
        let files = vec![(self.path, text.into_bytes())];
        // Without a record, the next run generates.
        _ = write(&Output { files });
    }
}

/// A hash of what generates (this executable, which has the generator in itself) and how (the settings).
fn maker(config: &Config, description: &Path) -> Option<String> {
    let executable = env::current_exe().ok()?;
    let metadata = fs::metadata(&executable).ok()?;
    let (length, modified) = (metadata.len(), metadata.modified().ok()?);
    let mut config = config.clone();
    // It changes nothing that is generated, and its address differs from run to run.
    config.settings.progress = None;
    let version = env!("CARGO_PKG_VERSION");
    let all = format!("{version} {executable:?} {length} {modified:?} {description:?} {config:?}");
    Some(hash(all.as_bytes()))
}

/// A state and its path, as a line. A path that is not one line of Unicode cannot be recorded.
fn line(state: &str, path: &Path) -> Option<String> {
    let path = path.to_str().filter(|path| !path.contains('\n'))?;
    Some(format!("{state} {path}\n"))
}

/// The state of a path: a hash of the file's content, without byte order mark.
fn state(path: &Path) -> String {
    // What a device or a pipe has may not end.
    let is_file = fs::metadata(path).is_ok_and(|known| known.is_file());
    match is_file.then(|| fs::read(path)) {
        Some(Ok(content)) => hash(content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&content)),
        _ => NOTHING.to_owned(),
    }
}

/// Another release of Rust may hash otherwise; but then the build script is another one too.
fn hash(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    format!("{:016x}", hasher.finish())
}

//! The subcommand `diff`: what has changed between two versions of a description.

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::{Args, ValueEnum};
use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::diff::{Change, Rust, Version, Wire, diff, json, markdown, text};
use openapi_compiler::escape::{json_text, printable};
use openapi_compiler::lock::Lock;
use openapi_compiler::plan::Options;
use openapi_compiler::read::{Limits, read, read_with};
use openapi_compiler::render::render;

/// The two versions, and what is shown.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The old description: a file, `REVISION:path` in git, or the folder of a generated crate.
    old: OsString,
    /// The new description, likewise.
    new: OsString,
    /// The lock of the client; the default is `openapi.lock` beside the old description, or else beside the new one.
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// Compare as if there were no lock.
    #[arg(long, conflicts_with = "lock")]
    ignore_lock: bool,
    /// How the changes are shown.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Fail if there are changes of this kind.
    #[arg(long, value_enum, value_name = "KIND")]
    fail_on: Option<FailOn>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people, with places in the files.
    Text,
    /// For a changelog.
    Markdown,
    /// For programs: an array of changes.
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum FailOn {
    /// Code compiles and means another thing.
    Silent,
    /// Code does not compile, or means another thing.
    Rust,
    /// Servers refuse or send what they did not.
    Wire,
    /// All of these.
    Any,
}

impl FailOn {
    fn is_met_by(self, change: &Change) -> bool {
        let rust = change.rust >= Rust::ReadOnlyBreak;
        let wire = change.wire == Wire::Break;
        match self {
            Self::Silent => change.rust == Rust::Silent,
            Self::Rust => rust,
            Self::Wire => wire,
            Self::Any => rust || wire,
        }
    }
}

/// Shows the changes. Returns the exit status.
pub(crate) fn run(arguments: &Arguments) -> ExitCode {
    match compared(arguments) {
        Ok(changes) => {
            let fails = arguments
                .fail_on
                .is_some_and(|kind| changes.iter().any(|change| kind.is_met_by(change)));
            ExitCode::from(u8::from(fails))
        }
        Err(message) => {
            eprint!("{message}");
            ExitCode::from(2)
        }
    }
}

fn compared(arguments: &Arguments) -> Result<Vec<Change>, String> {
    let (old, new) = (Source::of(&arguments.old), Source::of(&arguments.new));
    let lock = match (&arguments.lock, arguments.ignore_lock) {
        (_, true) => None,
        (Some(path), _) => Some(
            lock(&Source::File(path.clone()))?.ok_or(format!("error: there is no {}\n", printable(path.display())))?,
        ),
        (None, _) => match lock(&old.beside("openapi.lock"))? {
            None => lock(&new.beside("openapi.lock"))?,
            found => found,
        },
    };
    let old = old.version(lock.clone())?;
    // What the old client promises is what the new one keeps.
    let promised = lock.is_some().then(|| old.plan.lock.clone());
    let new = new.version(promised)?;
    let changes = diff(&old, &new);
    match arguments.format {
        Format::Text => print!("{}", text(&changes, &old, &new)),
        Format::Markdown => print!("{}", markdown(&changes, &old, &new)),
        Format::Json => println!("{}", json_text(&json(&changes, &old, &new))),
    }
    Ok(changes)
}

/// The lock at a place, if there is one.
fn lock(source: &Source) -> Result<Option<Lock>, String> {
    let Ok(bytes) = source.load() else { return Ok(None) };
    let text = String::from_utf8_lossy(&bytes);
    let lock = Lock::parse(&text).map_err(|error| format!("error: {}: {}\n", source.name(), printable(error)))?;
    Ok(Some(lock))
}

/// Where a version of a description is.
enum Source {
    File(PathBuf),
    /// A file at a revision of the repository that the command runs in.
    Git {
        revision: String,
        path: PathBuf,
    },
}

impl Source {
    fn of(argument: &OsString) -> Self {
        let path = PathBuf::from(argument);
        if path.is_dir() {
            return Self::File(path.join("src/openapi.description"));
        }
        match argument.to_str().and_then(|text| text.split_once(':')) {
            Some((revision, inside)) if !path.exists() => Self::Git {
                revision: revision.to_owned(),
                path: inside.into(),
            },
            _ => Self::File(path),
        }
    }

    fn beside(&self, name: &str) -> Self {
        match self {
            Self::File(path) => Self::File(path.with_file_name(name)),
            Self::Git { revision, path } => Self::Git {
                revision: revision.clone(),
                path: path.with_file_name(name),
            },
        }
    }

    fn name(&self) -> String {
        match self {
            Self::File(path) => printable(path.display()),
            Self::Git { revision, path } => printable(format_args!("{revision}:{}", path.display())),
        }
    }

    fn load(&self) -> io::Result<Vec<u8>> {
        match self {
            Self::File(path) => std::fs::read(path),
            Self::Git { revision, path } => show(revision, path),
        }
    }

    /// Reads the description and plans its client.
    fn version(&self, lock: Option<Lock>) -> Result<Version, String> {
        let options = Options {
            lock,
            ..Options::default()
        };
        let mut diagnostics = Diagnostics::new();
        let document = match self {
            Self::File(path) => read(path, &Limits::default(), &mut diagnostics),
            Self::Git { revision, path } => {
                read_with(path, &Limits::default(), &mut diagnostics, |path| show(revision, path))
            }
        };
        let version = match diagnostics.has_errors() {
            true => None,
            false => Version::new(document.clone(), &options, &mut diagnostics),
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

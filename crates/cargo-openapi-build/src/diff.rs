//! The subcommand `diff`: compares two versions of a description.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use openapi_compiler::derives::Additions;
use openapi_compiler::diff::{
    Accepted, Change, Release, Rust, Severities, Version, Wire, diff, github, html, json, markdown, text,
};
use openapi_compiler::escape::{json_text, printable};
use openapi_compiler::lock::Lock;
use openapi_compiler::plan::Options;
use openapi_compiler::read::Limits;
use semver::Version as Semver;

use crate::origin::Origin;
use crate::released;
use crate::source::Choices;

/// The two versions, and the output format.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The old description: a file, `REVISION:path` in git, or the folder of a generated crate.
    old: OsString,
    /// The new description, likewise.
    new: OsString,
    #[command(flatten)]
    choices: Choices,
    /// The lock of the client; the default is `openapi.lock` beside the old description, or else beside the new one.
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// Compare as if there were no lock.
    #[arg(long, conflicts_with = "lock")]
    ignore_lock: bool,
    /// Also read files outside of the folders of the descriptions, where they refer to them.
    #[arg(long)]
    allow_outside: bool,
    /// Accept the changes of a kind at a JSON pointer, and keep them with the reason in `openapi.accepted` beside the lock that is
    /// given, or else beside the new description. They do not count for `--fail-on`. Can be given several times.
    #[arg(long, num_args = 2, value_names = ["ID@POINTER", "REASON"])]
    accept: Vec<String>,
    /// Give the changes of a kind another verdict on the wire: none, additive, loosened or break; or ignore, so that they are not
    /// shown and do not count for `--fail-on`. Can be given several times. The table `severity` of the file with the settings says
    /// the same.
    #[arg(long = "severity", value_name = "ID=VERDICT")]
    severities: Vec<String>,
    /// How the changes are shown.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Also write the changes to this file, as a page with both descriptions side by side at each change.
    #[arg(long, value_name = "FILE.html")]
    html: Option<PathBuf>,
    /// Fail if there are changes of this kind.
    #[arg(long, value_enum, value_name = "KIND")]
    fail_on: Option<FailOn>,
    /// Fail if the version in this Cargo.toml is lower than the changes need it to be.
    #[arg(long, value_name = "Cargo.toml")]
    manifest: Option<PathBuf>,
    /// The version that was released with the old description; the default is that of the manifest at the git revision of OLD.
    #[arg(long, value_name = "VERSION", requires = "manifest")]
    released: Option<Semver>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// For people, with places in the files.
    Text,
    /// For a changelog.
    Markdown,
    /// For programs: an array of changes.
    Json,
    /// For GitHub Actions: annotations at the lines of the description.
    Github,
}

/// The changes that fail a run.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum FailOn {
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
    pub(crate) fn is_met_by(self, changes: &[Change]) -> bool {
        changes
            .iter()
            .any(|change| change.accepted.is_none() && !change.ignored && self.is_of(change))
    }

    fn is_of(self, change: &Change) -> bool {
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
        Ok(passes) => ExitCode::from(u8::from(!passes)),
        Err(message) => {
            eprint!("{message}");
            ExitCode::from(2)
        }
    }
}

/// Shows the changes. Returns whether they pass.
fn compared(arguments: &Arguments) -> Result<bool, String> {
    let (origin, target) = (Origin::of(&arguments.old), Origin::of(&arguments.new));
    let (options, mut limits) = options(arguments, &origin, &target)?;
    limits.allow_outside |= arguments.allow_outside;
    let (old, new) = versions(&origin, &target, options, &limits)?;
    let mut changes = diff(&old, &new);
    severities(arguments)?.apply(&mut changes);
    let place = match &arguments.lock {
        Some(lock) => Origin::File(lock.clone()),
        None => target,
    };
    let place = place.beside("openapi.accepted");
    let accepted = accepted(arguments, &place, &changes, [&old, &new])?;
    accepted.mark(&mut changes, [&old, &new]);
    warn_of_unused(&accepted, &place, &changes, [&old, &new]);
    if let Some(path) = &arguments.html {
        Origin::File(path.clone()).store(html(&changes, &old, &new).as_bytes())?;
    }
    match arguments.format {
        Format::Text => print!("{}", text(&changes, &old, &new)),
        Format::Markdown => print!("{}", markdown(&changes, &old, &new)),
        Format::Json => println!("{}", json_text(&json(&changes, &old, &new))),
        Format::Github => print!("{}", github(&changes, &old, &new)),
    }
    let fails = arguments.fail_on.is_some_and(|kind| kind.is_met_by(&changes));
    let is_released = match &arguments.manifest {
        None => true,
        Some(path) => {
            let released = match &arguments.released {
                Some(version) => version.clone(),
                None => released::at(&origin, path)?,
            };
            released::check(&released, path, Release::of(&changes))?
        }
    };
    Ok(!fails && is_released)
}

/// The accepted changes in a file, with those of the arguments, which are written to it.
fn accepted(
    arguments: &Arguments,
    place: &Origin,
    changes: &[Change],
    versions: [&Version; 2],
) -> Result<Accepted, String> {
    let mut accepted = place.accepted()?;
    for pair in arguments.accept.chunks(2) {
        let [change, reason] = pair else { continue };
        let (id, pointer) = change
            .split_once('@')
            .ok_or_else(|| format!("error: `{}` is not ID@POINTER\n", printable(change)))?;
        if reason.trim().is_empty() {
            return Err(format!("error: `{}` is accepted without a reason\n", printable(change)));
        }
        if accepted.add(changes, versions, id, pointer, reason) == 0 {
            return Err(format!("error: there is no change `{}` to accept\n", printable(change)));
        }
    }
    if arguments.accept.is_empty() {
        return Ok(accepted);
    }
    place.store(accepted.to_string().as_bytes())?;
    place.accepted()
}

/// Warns of lines that accept changes which are not there.
pub(crate) fn warn_of_unused(accepted: &Accepted, place: &Origin, changes: &[Change], versions: [&Version; 2]) {
    for (line, change) in accepted.unused(changes, versions) {
        let (file, change) = (place.name(), printable(change));
        eprintln!("warning: {file}:{line}: there is no such change any more, delete the line: {change}");
    }
}

/// The verdicts of kinds of changes: those of the file with the settings, and those of the arguments.
fn severities(arguments: &Arguments) -> Result<Severities, String> {
    let failed = |problem: String| format!("error: {}\n", printable(problem));
    let of_file = arguments.choices.severities(arguments.new.as_ref());
    let mut severities = of_file.map_err(failed)?;
    for text in &arguments.severities {
        let pair = text.split_once('=');
        let (id, word) = pair.ok_or_else(|| failed(format!("`{text}` is not ID=VERDICT")))?;
        let set = severities.set(id, word);
        set.map_err(|problem| failed(format!("--severity: {problem}")))?;
    }
    Ok(severities)
}

fn lock(arguments: &Arguments, old: &Origin, new: &Origin) -> Result<Option<Lock>, String> {
    match (&arguments.lock, arguments.ignore_lock) {
        (_, true) => Ok(None),
        (Some(path), _) => {
            let missing = || format!("error: there is no {}\n", printable(path.display()));
            Origin::File(path.clone()).lock()?.ok_or_else(missing).map(Some)
        }
        (None, _) => match old.beside("openapi.lock").lock()? {
            None => new.beside("openapi.lock").lock(),
            found => Ok(found),
        },
    }
}

/// What is decided about both clients, and how the descriptions are read.
fn options(arguments: &Arguments, old: &Origin, new: &Origin) -> Result<(Options, Limits), String> {
    let lock = lock(arguments, old, new)?;
    let settings = arguments.choices.settings(arguments.new.as_ref());
    let settings = settings.map_err(|error| format!("error: {}\n", printable(error)))?;
    // What is added to types does not change what they are.
    let additions = Additions::default();
    let options = Options {
        lock,
        additions,
        locked: false,
        ..settings.options
    };
    Ok((options, settings.limits))
}

/// The clients of two descriptions. With a lock, the new one keeps what the old one promises.
fn versions(old: &Origin, new: &Origin, mut options: Options, limits: &Limits) -> Result<(Version, Version), String> {
    let old = old.version(&options, limits)?;
    if options.lock.is_some() {
        options.lock = Some(old.plan.lock.clone());
    }
    let new = new.version(&options, limits)?;
    Ok((old, new))
}

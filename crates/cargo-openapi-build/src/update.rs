//! The subcommand `update`: a new version of the description takes the place of the old one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use openapi_compiler::config_file::Source as Recorded;
use openapi_compiler::diff::{Version, diff, markdown, text};
use openapi_compiler::settings::LockFile;
use openapi_compiler::{Compilation, Settings};

use crate::changelog::with_entries;
use crate::diff::{FailOn, warn_of_unused};
use crate::download::sha256;
use crate::failure::Failure;
use crate::generate::Client;
use crate::lock;
use crate::origin::Origin;
use crate::recorded::{newest, with_source};
use crate::source::Source;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// The new version of the description. The default is what the URL has now that the description was fetched from.
    new: Option<PathBuf>,
    #[command(flatten)]
    client: Client,
    /// Add the changes to the unreleased section of this changelog.
    #[arg(long, value_name = "CHANGELOG.md")]
    changelog: Option<PathBuf>,
    /// Fail, and write nothing, if there are changes of this kind.
    #[arg(long, value_enum, value_name = "KIND")]
    fail_on: Option<FailOn>,
    /// Write nothing, and show what would change.
    #[arg(long)]
    dry_run: bool,
}

/// Shows the changes, and writes the description, the lock, the client and the changelog. Returns the exit status.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    let source = &arguments.source;
    if source.is_stdin() {
        return Err(Failure::Other("the description is written: name its file".to_owned()));
    }
    let replacement = replacement(arguments)?;
    let mut settings = arguments.client.settings(source.settings()?);
    settings.options.locked = false;
    let lock_path = source.lock_path(&settings);
    let earlier = Origin::File(lock_path.clone()).lock().map_err(Failure::Shown)?;
    settings.options.lock.clone_from(&earlier);
    let old = version(&source.spec, &settings)?;
    // Without a lock, the old client has the names that it has.
    let promised = earlier.unwrap_or_else(|| old.plan.lock.clone());
    settings.options.lock = Some(promised.clone());
    settings.lock = LockFile::Given(promised.clone());
    settings.limits.given = Some(replacement.bytes.clone());
    let generated = source.compile_at(&replacement.path, &settings)?;
    require_one_file(&generated)?;
    let new = version(&replacement.path, &settings)?;
    let mut changes = diff(&old, &new);
    let severities = source.choices.severities(&source.spec);
    severities.map_err(Failure::Other)?.apply(&mut changes);
    let place = Origin::File(lock_path.clone()).beside("openapi.accepted");
    let accepted = place.accepted().map_err(Failure::Shown)?;
    accepted.mark(&mut changes, [&old, &new]);
    warn_of_unused(&accepted, &place, &changes, [&old, &new]);
    print!("{}", text(&changes, &old, &new));
    if arguments.fail_on.is_some_and(|kind| kind.is_met_by(&changes)) {
        eprintln!("error: there are changes that `--fail-on` names; nothing is written");
        return Ok(ExitCode::from(1));
    }
    let lock = &generated.plan.lock;
    let mut files = arguments.client.files(&generated)?;
    let more = &mut files.output.files;
    if let Some(recorded) = &replacement.recorded {
        let settings = with_source(&source.spec, &recorded.url, &sha256(&replacement.bytes));
        more.push(settings.map_err(Failure::Other)?);
    }
    more.push((source.spec.clone(), replacement.bytes));
    more.push((lock_path.clone(), lock.to_string().into_bytes()));
    if let Some(path) = &arguments.changelog {
        let earlier = if path.exists() { read(path)? } else { Vec::new() };
        let entries = markdown(&changes, &old, &new);
        let changelog = with_entries(&String::from_utf8_lossy(&earlier), &entries);
        more.push((path.clone(), changelog.into_bytes()));
    }
    files.write_or_show(arguments.dry_run)?;
    lock::show(&lock_path, &promised, lock);
    Ok(ExitCode::SUCCESS)
}

/// The new version of a description.
struct Replacement {
    path: PathBuf,
    bytes: Vec<u8>,
    /// Where it was fetched from, if it was.
    recorded: Option<Recorded>,
}

fn replacement(arguments: &Arguments) -> Result<Replacement, Failure> {
    if let Some(path) = &arguments.new {
        return Ok(Replacement {
            path: path.clone(),
            bytes: read(path)?,
            recorded: None,
        });
    }
    let unknown = || "name the new version: the settings do not say where the description was fetched from".to_owned();
    let recorded = arguments.source.recorded()?.ok_or_else(|| Failure::Other(unknown()))?;
    let bytes = newest(&arguments.source.spec, &recorded).map_err(Failure::Other)?;
    Ok(Replacement {
        path: PathBuf::from(&recorded.url),
        bytes,
        recorded: Some(recorded),
    })
}

fn version(description: &Path, settings: &Settings) -> Result<Version, Failure> {
    let origin = Origin::File(description.to_owned());
    origin
        .version(&settings.options, &settings.limits)
        .map_err(Failure::Shown)
}

/// Files that the new description refers to would be missing beside the old one.
fn require_one_file(new: &Compilation) -> Result<(), Failure> {
    match new.document.files() {
        [_, second, ..] => Err(Failure::Other(format!(
            "the new description also consists of {}; copy its files, then use `openapi-build diff` and `openapi-build lock`",
            second.path.display()
        ))),
        _ => Ok(()),
    }
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    fs::read(path).map_err(|error| Failure::Other(format!("cannot read {}: {error}", path.display())))
}

//! The subcommand `lock`: writes what the client promises to its callers.

use std::path::Path;

use clap::Args;
use openapi_compiler::escape::printable;
use openapi_compiler::lock::Lock;
use openapi_compiler::settings::LockFile;
use openapi_compiler::write::{Output, write};

use crate::failure::Failure;
use crate::origin::Origin;
use crate::source::Source;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// Ignore the lock that is there: promise the names that the description would have without one.
    #[arg(long)]
    renew: bool,
}

/// Writes the lock, and prints what it no longer promises.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let source = &arguments.source;
    let mut settings = source.settings()?;
    let path = source.lock_path(&settings);
    // A lock that is to be written need not be there.
    settings.options.locked = false;
    let known = match arguments.renew {
        true => None,
        false => Origin::File(path.clone()).lock().map_err(Failure::Shown)?,
    };
    settings.lock = known.map_or(LockFile::Ignored, LockFile::Given);
    let lock = source.compile(&settings)?.plan.lock;
    let old = read(&path);
    let files = vec![(path.clone(), lock.to_string().into_bytes())];
    write(&Output { files })?;
    show(&path, &old, &lock);
    Ok(())
}

/// The lock at a path; an empty one if there is none that can be read.
pub(crate) fn read(path: &Path) -> Lock {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    Lock::parse(&text).unwrap_or_default()
}

/// Prints the number of promises of a lock that was written, and the promises of the old lock that it does not have.
pub(crate) fn show(path: &Path, old: &Lock, new: &Lock) {
    println!("{}: {} promises", printable(path.display()), new.len());
    for line in new.missing(old) {
        println!("given up: {}", printable(line));
    }
}

//! The subcommand `fetch`: a description from a URL, which is recorded with the hash of what came.

use std::path::PathBuf;

use clap::Args;
use openapi_compiler::escape::printable;
use openapi_compiler::write::Output;

use crate::download::{download, sha256};
use crate::failure::Failure;
use crate::files::Files;
use crate::recorded::with_source;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Where the description is: `https`, or `http` on this machine.
    url: String,
    /// The file to write.
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

/// Writes the description, and records its URL and hash in the settings beside it.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let path = &arguments.out;
    let bytes = download(&arguments.url).map_err(Failure::Other)?;
    if std::fs::read(path).is_ok_and(|known| known != bytes) {
        return Err(Failure::Other(format!(
            "{} is there already, and is not what the URL has; `openapi-build update` takes a new version",
            path.display()
        )));
    }
    let hash = sha256(&bytes);
    let settings = with_source(path, &arguments.url, &hash).map_err(Failure::Other)?;
    let files = vec![(path.clone(), bytes), settings];
    Files::from(Output { files }).write_or_show(arguments.dry_run)?;
    println!("{}: sha256 {hash}", printable(path.display()));
    Ok(())
}

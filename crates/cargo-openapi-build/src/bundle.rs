//! The subcommand `bundle`: a description of several files as one document.

use std::path::PathBuf;

use clap::Args;
use openapi_compiler::compile;
use openapi_compiler::write::{Output, write};

use crate::convert::write_description;
use crate::failure::Failure;
use crate::source::Source;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    /// The file to write: YAML if its name ends in `.yaml` or `.yml`, else JSON. The default is the standard output.
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Also write a lock for the bundle, with which its client has the names of the client of the files.
    #[arg(long, value_name = "FILE")]
    lock_out: Option<PathBuf>,
}

/// Writes the document, and shows the diagnostics of the description.
pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let source = &arguments.source;
    let bundled = source.bundle()?;
    if let Some(path) = &arguments.lock_out {
        let lock = compile(&source.spec, &source.settings()?)?.plan.lock;
        let files = vec![(path.clone(), bundled.lock(&lock).to_string().into_bytes())];
        write(&Output { files })?;
    }
    write_description(arguments.out.as_deref(), &bundled.description)
}

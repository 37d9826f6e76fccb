//! The subcommand `completions`: what a shell completes.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::{Shell, generate};

use crate::Command;
use crate::failure::Failure;

/// Prints the completions. Fails if they cannot be written.
pub(crate) fn run(shell: Shell) -> Result<(), Failure> {
    let mut command = Command::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    generate(shell, &mut command, name, &mut script);
    let written = io::stdout().write_all(&script);
    written.map_err(|error| Failure::Other(format!("cannot write the completions: {error}")))
}

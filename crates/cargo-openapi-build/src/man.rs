//! The subcommand `man`: manual pages.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use clap::CommandFactory;
use clap_mangen::{Man, generate_to};

use crate::Command;
use crate::failure::Failure;

/// Prints the page of the command, or writes a page for each subcommand into a folder.
pub(crate) fn run(dir: Option<&Path>) -> Result<(), Failure> {
    let command = Command::command();
    let written = match dir {
        Some(dir) => fs::create_dir_all(dir).and_then(|()| generate_to(command, dir)),
        None => {
            let mut page = Vec::new();
            let rendered = Man::new(command).render(&mut page);
            rendered.and_then(|()| io::stdout().write_all(&page))
        }
    };
    written.map_err(|error| Failure::Other(format!("cannot write the manual pages: {error}")))
}

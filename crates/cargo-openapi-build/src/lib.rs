#![doc = include_str!("../README.md")]

mod bundle;
mod changelog;
mod completions;
mod config;
mod convert;
mod diff;
mod download;
mod failure;
mod fetch;
mod files;
mod find;
mod generate;
mod init;
mod lock;
mod man;
mod manifest;
mod origin;
mod present;
mod recorded;
mod released;
mod runtime;
mod source;
mod update;
mod verify;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use clap_complete::Shell;
use failure::Failure;
use openapi_compiler::diagnostic::explain;
use openapi_compiler::escape::printable;
use openapi_compiler::report_page::html;
use openapi_compiler::write::{Output, write};
use source::Source;

/// A third of the time of a large generation went to the allocator of the system.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Generates Rust clients from OpenAPI 3.x descriptions.
#[derive(Parser)]
#[command(
    name = "openapi-build",
    version,
    about,
    after_help = "Exit status: 0 done (there may be warnings), 1 the description cannot be used or has warnings that are denied, 2 wrong usage."
)]
struct Command {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Sets an existing crate up to generate a client in its `build.rs`: finds the description, and writes the settings, `build.rs`, a
    /// module and the dependencies.
    ///
    /// What is there already is kept, and what it needs is shown.
    ///
    /// Exit status: 0 done, 1 there is no crate, or no description that can be used, 2 wrong usage.
    #[command(after_help = "Example: openapi-build init --dry-run")]
    Init(init::Arguments),
    /// Generates a client.
    ///
    /// Exit status: 0 done, 1 the description cannot be used, or with `--check` the files are not current, 2 wrong usage.
    #[command(after_help = "Example: openapi-build generate openapi.yaml --crate pets-client --tests")]
    Generate(Box<generate::Arguments>),
    /// Gets a description from a URL, and records the URL and the hash of what came in the settings beside it.
    ///
    /// Nothing else uses the network: a build reads the file. `openapi-build update FILE` takes a new version from the same URL.
    ///
    /// Exit status: 0 done, 1 it cannot be fetched or is not a description, 2 wrong usage.
    #[command(after_help = "Example: openapi-build fetch https://api.example.com/openapi.yaml --out openapi.yaml")]
    Fetch(fetch::Arguments),
    /// Checks a description and prints diagnostics; writes no client.
    #[command(after_help = "Example: openapi-build check openapi.yaml --deny warnings")]
    Check {
        #[command(flatten)]
        source: Source,
        /// Also write a page of what the description becomes: diagnostics in its text, what is untyped and why, operations and types.
        #[arg(long, value_name = "FILE.html")]
        html: Option<PathBuf>,
    },
    /// Writes `openapi.lock` beside the description: the names, arguments, boxes and results of the client that callers rely on.
    ///
    /// Promises of an existing lock stay, as far as the description still has their items. Give the command the renames that the
    /// build has.
    #[command(after_help = "Example: openapi-build lock openapi.yaml")]
    Lock(lock::Arguments),
    /// Compares two versions of a description: changes on the wire, and changes for Rust code that calls the client.
    ///
    /// Exit status: 0 done, 1 there are changes that `--fail-on` names, 2 a description or lock cannot be used, or wrong usage.
    #[command(after_help = "Example: openapi-build diff HEAD:openapi.yaml openapi.yaml --fail-on any")]
    Diff(Box<diff::Arguments>),
    /// Puts a new version of the description in the place of the old one: shows the changes, and writes the description, the lock,
    /// the client and the changelog.
    ///
    /// The description is one file. Callers keep what the lock promises; without a lock, the names that the old description has.
    ///
    /// Exit status: 0 done, 1 a description or lock cannot be used, or there are changes that `--fail-on` names; then nothing is
    /// written. 2 wrong usage.
    #[command(
        after_help = "Example: openapi-build update openapi.yaml new.yaml --crate pets-client --changelog CHANGELOG.md"
    )]
    Update(Box<update::Arguments>),
    /// Converts a description to one file of OpenAPI 3.0 or 3.1, in which compositions are resolved, for tools that read only that.
    ///
    /// What the version cannot express is reported. Schemas accept the values that they accepted, or more where something is reported.
    ///
    /// Exit status: 0 done, 1 the description cannot be used, 2 wrong usage.
    #[command(after_help = "Example: openapi-build convert openapi.yaml --to 3.0 --out openapi-3.0.json")]
    Convert(Box<convert::Arguments>),
    /// Writes a description of several files as one document.
    ///
    /// What other files have becomes components, or stands where it is referred to. What could not be bundled is reported.
    ///
    /// Exit status: 0 done, 1 the files cannot be read, 2 wrong usage.
    #[command(after_help = "Example: openapi-build bundle openapi.yaml --out bundle.yaml")]
    Bundle(Box<bundle::Arguments>),
    /// Prints the completions of a shell for `openapi-build`: subcommands, flags and their values.
    ///
    /// For bash: `openapi-build completions bash > ~/.local/share/bash-completion/completions/openapi-build`.
    #[command(after_help = "Example: openapi-build completions zsh")]
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Prints the manual page of `openapi-build`, or writes those of all subcommands into a folder.
    #[command(after_help = "Example: openapi-build man ~/.local/share/man/man1")]
    Man {
        /// The folder.
        dir: Option<PathBuf>,
    },
    /// Explains the code of a diagnostic.
    ///
    /// Exit status: 0 on success, 2 if the code is unknown.
    #[command(after_help = "Example: openapi-build explain dangling-reference")]
    Explain {
        /// The code, such as `dangling-reference`.
        code: String,
    },
    /// Calls the operations of a server and reports how its responses differ from the description.
    ///
    /// Credentials come from environment variables: `OPENAPI_CREDENTIAL_` and the name of the security scheme in capitals,
    /// other characters than letters and digits as `_`; for `basic`, `user:password`.
    ///
    /// Exit status: 0 no differences but known ones, 1 other differences, or the description cannot be used, 2 wrong usage.
    #[command(verbatim_doc_comment)]
    #[command(after_help = "Example: openapi-build verify openapi.yaml --server http://127.0.0.1:8080")]
    Verify(Box<verify::Arguments>),
}

/// Runs the command with the arguments of the process. Returns its exit status.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| eprintln!("{}", printable(panic))));
    match run(Command::parse_from(arguments()).action) {
        Ok(status) => status,
        Err(error) => {
            error.show();
            ExitCode::from(1)
        }
    }
}

/// The arguments; `cargo openapi-build` runs `cargo-openapi-build openapi-build`.
fn arguments() -> Vec<OsString> {
    let mut arguments: Vec<OsString> = std::env::args_os().collect();
    if arguments.get(1).is_some_and(|first| first == "openapi-build") {
        arguments.remove(1);
    }
    arguments
}

fn run(action: Action) -> Result<ExitCode, Failure> {
    match action {
        Action::Init(arguments) => init::run(&arguments)?,
        Action::Generate(arguments) => return generate::run(&arguments),
        Action::Fetch(arguments) => fetch::run(&arguments)?,
        Action::Check { source, html } => check(&source, html)?,
        Action::Lock(arguments) => lock::run(&arguments)?,
        Action::Diff(arguments) => return Ok(diff::run(&arguments)),
        Action::Update(arguments) => return update::run(&arguments),
        Action::Convert(arguments) => convert::run(&arguments)?,
        Action::Bundle(arguments) => bundle::run(&arguments)?,
        Action::Completions { shell } => completions::run(shell)?,
        Action::Man { dir } => man::run(dir.as_deref())?,
        Action::Explain { code } => return Ok(show_code(&code)),
        Action::Verify(arguments) => return Ok(verify::run(&arguments)),
    }
    Ok(ExitCode::SUCCESS)
}

fn check(source: &Source, page: Option<PathBuf>) -> Result<(), Failure> {
    let compiled = source.compile(&source.settings()?)?;
    if let Some(path) = page {
        let files = vec![(path, html(&compiled).into_bytes())];
        write(&Output { files })?;
    }
    let plan = compiled.plan;
    println!(
        "{}: {} operations, {} types",
        printable(source.spec.display()),
        plan.operations.len(),
        plan.types.len()
    );
    Ok(())
}

fn show_code(name: &str) -> ExitCode {
    let Some(code) = explain(name) else {
        eprintln!("error: `{}` is not a diagnostic code", printable(name));
        return ExitCode::from(2);
    };
    println!("{}\n\n{}", code.summary, code.help);
    if let Some(example) = code.example {
        println!("\nExample:\n{example}");
    }
    ExitCode::SUCCESS
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::Command;

    #[test]
    fn the_help_of_each_subcommand_has_an_example_that_is_valid() {
        let command = Command::command();
        for subcommand in command.get_subcommands() {
            let name = subcommand.get_name();
            let help = subcommand.get_after_help().map(ToString::to_string).unwrap_or_default();
            let example = help
                .strip_prefix("Example: ")
                .unwrap_or_else(|| panic!("{name} has no example"));
            assert_eq!(example.split(' ').nth(1), Some(name));
            if let Err(error) = Command::try_parse_from(example.split(' ')) {
                panic!("{example}: {error}");
            }
        }
    }
}

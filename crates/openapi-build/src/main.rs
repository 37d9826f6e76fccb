//! The command `openapi-build`.

mod verify;

use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use clap::{Args, Parser, Subcommand};
use openapi_build::escape::printable;
use openapi_build::package::RuntimeDependency;
use openapi_build::read::Limits;
use openapi_build::render::render;
use openapi_build::report::report_text;
use openapi_build::write::{Output, write};
use openapi_build::{Config, Error, Generated};

/// Generates Rust clients from OpenAPI 3.x descriptions.
#[derive(Parser)]
#[command(
    version,
    about,
    after_help = "Exit status: 0 done (there may be warnings), 1 the description cannot be used, 2 wrong usage."
)]
struct Command {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Generates a client.
    Generate {
        #[command(flatten)]
        source: Source,
        #[command(flatten)]
        target: Target,
        /// Also write tests that hold the crate to the description.
        #[arg(long, requires = "package")]
        tests: bool,
        /// Also write a report of every operation, schema and diagnostic, as JSON.
        #[arg(long, value_name = "FILE.json")]
        report: Option<PathBuf>,
    },
    /// Says what is wrong with a description, and writes nothing.
    Check {
        #[command(flatten)]
        source: Source,
    },
    /// Calls the operations of a server and reports how its responses differ from the description.
    ///
    /// Credentials come from environment variables: `OPENAPI_CREDENTIAL_` and the name of the security scheme in capitals,
    /// other characters than letters and digits as `_`; for `basic`, `user:password`.
    ///
    /// Exit status: 0 no differences but known ones, 1 other differences, or the description cannot be used, 2 wrong usage.
    #[command(verbatim_doc_comment)]
    Verify(Box<verify::Arguments>),
}

#[derive(Args)]
struct Source {
    /// The description, YAML or JSON.
    spec: PathBuf,
    /// Also read files outside of the description's folder, where it refers to them.
    #[arg(long)]
    allow_outside: bool,
}

impl Source {
    fn generate(&self, package: bool, tests: bool) -> Result<Generated, Error> {
        let mut config = Config::new();
        if package {
            config.package();
        }
        if tests {
            config.tests();
        }
        config.limits(Limits {
            allow_outside: self.allow_outside,
            ..Limits::default()
        });
        if std::io::stderr().is_terminal() {
            config.progress(progress);
        }
        config.generate(&self.spec)
    }
}

/// Says on a terminal what is being done, once it takes longer than people like to wait without a word.
fn progress(stage: &'static str) {
    static STARTED: OnceLock<Instant> = OnceLock::new();
    if STARTED.get_or_init(Instant::now).elapsed() > Duration::from_secs(1) {
        eprintln!("{stage} ...");
    }
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct Target {
    /// Write the client as one Rust file, with a copy of the description beside it.
    #[arg(long, value_name = "FILE.rs")]
    out: Option<PathBuf>,
    /// Write the client as a crate of its own.
    #[arg(long = "crate", value_name = "DIR")]
    package: Option<PathBuf>,
}

fn main() -> ExitCode {
    match run(Command::parse().action) {
        Ok(status) => status,
        Err(error) => {
            show_error(&error);
            ExitCode::from(1)
        }
    }
}

fn run(action: Action) -> Result<ExitCode, Error> {
    match action {
        Action::Verify(arguments) => Ok(verify::run(&arguments)),
        Action::Check { source } => {
            let generated = source.generate(false, false)?;
            show_warnings(&generated);
            println!(
                "{}: {} operations, {} types",
                printable(source.spec.display()),
                generated.plan.operations.len(),
                generated.plan.types.len()
            );
            Ok(ExitCode::SUCCESS)
        }
        Action::Generate {
            source,
            target,
            tests,
            report: report_path,
        } => {
            let generated = source.generate(target.package.is_some(), tests)?;
            show_warnings(&generated);
            let mut output = match (target.out, target.package) {
                (Some(file), _) => generated.rust_file(&file),
                (None, Some(dir)) => generated.package(&dir, &RuntimeDependency::of_this_build()),
                (None, None) => Output::default(),
            };
            if let Some(path) = report_path {
                output.files.push((path, report_text(&generated).into_bytes()));
            }
            write(&output)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn show_warnings(generated: &Generated) {
    eprint!(
        "{}",
        render(
            &generated.diagnostics,
            &generated.document,
            std::io::stderr().is_terminal()
        )
    );
}

fn show_error(error: &Error) {
    match error {
        Error::Unusable { document, diagnostics } => {
            eprint!("{}", render(diagnostics, document, std::io::stderr().is_terminal()));
        }
        other => eprintln!("error: {other}"),
    }
}

#![doc = include_str!("../README.md")]

mod diff;
mod manifest;
mod verify;

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use clap::{Args, Parser, Subcommand, ValueEnum};
use manifest::{merge_package, remove};
use openapi_compiler::diagnostic::{Severity, explain};
use openapi_compiler::escape::printable;
use openapi_compiler::lock::Lock;
use openapi_compiler::package::RuntimeDependency;
use openapi_compiler::render::render;
use openapi_compiler::report::report_text;
use openapi_compiler::write::{Output, WriteError, write};
use openapi_compiler::{Compilation, Settings, Unusable, compile, settings::LockFile};

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
    /// Generates a client.
    Generate {
        #[command(flatten)]
        source: Source,
        #[command(flatten)]
        target: Target,
        #[command(flatten)]
        runtime: Runtime,
        /// Also write tests that hold the crate to the description.
        #[arg(long, requires = "package")]
        tests: bool,
        /// Also write a report of every operation, schema and diagnostic, as JSON.
        #[arg(long, value_name = "FILE.json")]
        report: Option<PathBuf>,
    },
    /// Checks a description and prints diagnostics; writes no files.
    Check {
        #[command(flatten)]
        source: Source,
    },
    /// Writes `openapi.lock` beside the description: the names, arguments, boxes and results of the client that callers rely on.
    ///
    /// What a lock that is there promises stays, as far as the description still has it. Give the command the renames that the
    /// build has.
    Lock {
        #[command(flatten)]
        source: Source,
        /// Ignore the lock that is there: promise the names that the description would have without one.
        #[arg(long)]
        renew: bool,
    },
    /// Compares two versions of a description: what has changed on the wire, and in the Rust code of those who call the client.
    ///
    /// Exit status: 0 done, 1 there are changes that `--fail-on` names, 2 a description or lock cannot be used, or wrong usage.
    Diff(Box<diff::Arguments>),
    /// Explains the code of a diagnostic.
    ///
    /// Exit status: 0 done, 2 there is no such code.
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
    Verify(Box<verify::Arguments>),
}

#[derive(Args)]
struct Source {
    /// The description, YAML or JSON.
    spec: PathBuf,
    /// Also read files outside of the description's folder, where it refers to them.
    #[arg(long)]
    allow_outside: bool,
    /// Rename the schema, property, variant, parameter or operation at a JSON pointer; in another file,
    /// `path/of/file.yaml#/pointer`.
    #[arg(long = "rename", value_name = "POINTER=NAME", value_parser = rename)]
    renames: Vec<(String, String)>,
    /// The lock; the default is `openapi.lock` beside the description, if it is there.
    #[arg(long, value_name = "FILE")]
    lock: Option<PathBuf>,
    /// Fail if the lock promises something that the description does not have, or if there is no lock.
    #[arg(long)]
    locked: bool,
    /// Fail, and write nothing, if there are diagnostics of this level.
    #[arg(long, value_name = "LEVEL")]
    deny: Option<Deny>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Deny {
    /// Warnings.
    Warnings,
    /// Warnings and notes.
    Notes,
}

fn rename(text: &str) -> Result<(String, String), String> {
    let (pointer, name) = text.rsplit_once('=').ok_or("expected POINTER=NAME")?;
    Ok((pointer.to_owned(), name.to_owned()))
}

/// Where a generated crate gets `openapi-runtime` (and with `--tests` `openapi-conformance`) from.
#[derive(Args)]
struct Runtime {
    /// By version from crates.io, or by path from the checkout that this command was built from. The default is the path
    /// if there is such a checkout.
    #[arg(long, value_name = "SOURCE", requires = "package")]
    runtime: Option<RuntimeSource>,
    /// By path: the folder of `openapi-runtime`. The path is written relative to the crate if they share a folder.
    #[arg(long, value_name = "DIR", requires = "package", conflicts_with = "runtime")]
    runtime_path: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum RuntimeSource {
    /// A path into a checkout.
    Path,
    /// A version on crates.io.
    Version,
}

impl Runtime {
    fn is_given(&self) -> bool {
        self.runtime.is_some() || self.runtime_path.is_some()
    }

    /// The dependency of a crate in `dir`.
    fn dependency(&self, dir: &Path) -> RuntimeDependency {
        let dependency = match (&self.runtime_path, self.runtime) {
            (Some(path), _) => RuntimeDependency::Path(path.clone()),
            (None, Some(RuntimeSource::Version)) => RuntimeDependency::version_of_this_build(),
            (None, Some(RuntimeSource::Path) | None) => RuntimeDependency::of_this_build(),
        };
        match dependency {
            RuntimeDependency::Path(path) => RuntimeDependency::Path(relative(&path, dir)),
            version => version,
        }
    }
}

/// `path` relative to the folder `dir` if both share a folder below the root of the file system, else absolute.
fn relative(path: &Path, dir: &Path) -> PathBuf {
    let absolute = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path));
    let (Ok(path), Ok(dir)) = (absolute(path), absolute(dir)) else {
        return path.to_owned();
    };
    let is_shared = |(a, b): (Component, Component)| a == b && matches!(a, Component::Normal(_));
    match path.components().zip(dir.components()).any(is_shared) {
        true => pathdiff::diff_paths(&path, dir).unwrap_or(path),
        false => path,
    }
}

impl Source {
    fn generate(&self, package: bool, tests: bool) -> Result<Compilation, Failure> {
        let mut settings = self.settings();
        settings.package = package;
        settings.tests = tests;
        settings.progress = std::io::stderr().is_terminal().then_some(progress);
        self.run(&settings)
    }

    fn run(&self, settings: &Settings) -> Result<Compilation, Failure> {
        let generated = compile(&self.spec, settings)?;
        show_diagnostics(&generated);
        self.check_denied(&generated)?;
        Ok(generated)
    }

    fn settings(&self) -> Settings {
        let mut settings = Settings::default();
        settings.options.renames.extend(self.renames.iter().cloned());
        settings.options.locked = self.locked;
        settings.limits.allow_outside = self.allow_outside;
        settings.lock = self.lock.clone().map_or(LockFile::Beside, LockFile::At);
        settings
    }

    /// Writes the lock, and says what it no longer promises.
    fn write_lock(&self, renew: bool) -> Result<(), Failure> {
        let path = self.lock.clone().unwrap_or_else(|| Lock::beside(&self.spec));
        let mut settings = self.settings();
        // A lock that is to be written need not be there.
        if renew || !path.exists() {
            settings.lock = LockFile::Ignored;
        }
        let lock = self.run(&settings)?.plan.lock;
        let old = std::fs::read_to_string(&path)
            .ok()
            .and_then(|text| Lock::parse(&text).ok());
        let files = vec![(path.clone(), lock.to_string().into_bytes())];
        write(&Output { files })?;
        println!("{}: {} promises", printable(path.display()), lock.len());
        for line in lock.missing(&old.unwrap_or_default()) {
            println!("given up: {}", printable(line));
        }
        Ok(())
    }

    fn check_denied(&self, generated: &Compilation) -> Result<(), Failure> {
        let least = match self.deny {
            None => return Ok(()),
            Some(Deny::Warnings) => Severity::Warning,
            Some(Deny::Notes) => Severity::Note,
        };
        match generated
            .diagnostics
            .iter()
            .filter(|known| known.severity >= least)
            .count()
        {
            0 => Ok(()),
            count => Err(Failure::Denied(count)),
        }
    }
}

/// Prints the stage on a terminal, once generation has taken more than a second.
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

/// An error of the command.
enum Failure {
    Unusable(Box<Unusable>),
    Write(WriteError),
    /// The number of diagnostics that `--deny` rejects.
    Denied(usize),
}

impl From<Box<Unusable>> for Failure {
    fn from(error: Box<Unusable>) -> Self {
        Self::Unusable(error)
    }
}

impl From<WriteError> for Failure {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

/// Runs the command with the arguments of the process. Returns its exit status.
pub fn main() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| eprintln!("{}", printable(panic))));
    match run(Command::parse_from(arguments()).action) {
        Ok(status) => status,
        Err(error) => {
            show_error(&error);
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
        Action::Lock { source, renew } => {
            source.write_lock(renew)?;
            Ok(ExitCode::SUCCESS)
        }
        Action::Explain { code } => Ok(show_code(&code)),
        Action::Diff(arguments) => Ok(diff::run(&arguments)),
        Action::Verify(arguments) => Ok(verify::run(&arguments)),
        Action::Check { source } => {
            let generated = source.generate(false, false)?;
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
            runtime,
            tests,
            report: report_path,
        } => {
            let generated = source.generate(target.package.is_some(), tests)?;
            let mut stale = Vec::new();
            let mut output = match (target.out, target.package) {
                (Some(file), _) => generated.rust_file(&file),
                (None, Some(dir)) => {
                    let dependency = runtime.dependency(&dir);
                    if let (RuntimeDependency::Path(path), false) = (&dependency, runtime.is_given()) {
                        let path = printable(path.display());
                        eprintln!("note: the crate uses `{path}` of the checkout; `--runtime version` uses crates.io");
                    }
                    let mut output = generated.package(&dir, &dependency);
                    stale = merge_package(&dir, &mut output, runtime.is_given())?;
                    output
                }
                (None, None) => Output::default(),
            };
            if let Some(path) = report_path {
                output.files.push((path, report_text(&generated).into_bytes()));
            }
            write(&output)?;
            remove(&stale)?;
            Ok(ExitCode::SUCCESS)
        }
    }
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

fn show_diagnostics(generated: &Compilation) {
    eprint!(
        "{}",
        render(
            &generated.diagnostics,
            &generated.document,
            std::io::stderr().is_terminal()
        )
    );
}

fn show_error(error: &Failure) {
    match error {
        Failure::Unusable(error) => {
            let color = std::io::stderr().is_terminal();
            eprint!("{}", render(&error.diagnostics, &error.document, color));
        }
        Failure::Write(error) => eprintln!("error: {}", printable(error)),
        Failure::Denied(count) => eprintln!("error: {count} diagnostics are denied by `--deny`"),
    }
}

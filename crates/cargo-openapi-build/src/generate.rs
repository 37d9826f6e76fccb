//! The subcommand `generate`: writes a client, or checks that the one that is there is current.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{ArgGroup, Args};
use openapi_compiler::escape::printable;
use openapi_compiler::package::RuntimeDependency;
use openapi_compiler::report::report_text;
use openapi_compiler::write::Output;
use openapi_compiler::{Compilation, Settings};

use crate::failure::Failure;
use crate::files::Files;
use crate::manifest::{merge_package, name_in, set_package};
use crate::present::present;
use crate::runtime::Runtime;
use crate::source::Source;

#[derive(Args)]
#[command(group = ArgGroup::new("target").args(["out", "package"]).required(true))]
pub(crate) struct Arguments {
    #[command(flatten)]
    source: Source,
    #[command(flatten)]
    client: Client,
    /// Also write a report of every operation, schema and diagnostic, as JSON.
    #[arg(long, value_name = "FILE.json")]
    report: Option<PathBuf>,
    /// Generate the client with progenitor instead: it needs progenitor's dependencies rather than `openapi-runtime`.
    #[cfg(feature = "progenitor")]
    #[arg(long, value_name = "NAME", conflicts_with_all = ["package", "report"])]
    backend: Option<Backend>,
    /// Write nothing: fail, and show what would change, if the files are not those that would be written.
    #[arg(long, conflicts_with_all = ["report", "dry_run"])]
    check: bool,
    /// Write nothing, and show what would change.
    #[arg(long)]
    dry_run: bool,
}

/// Another generator.
#[cfg(feature = "progenitor")]
#[derive(Clone, Copy, clap::ValueEnum)]
enum Backend {
    /// progenitor 0.15.
    Progenitor,
}

/// The output and its path.
#[derive(Args)]
#[command(mut_arg("runtime", |runtime| runtime.requires("package")))]
#[command(mut_arg("runtime_path", |path| path.requires("package")))]
pub(crate) struct Client {
    /// Write the client as one Rust file, with a copy of the description beside it.
    #[arg(long, value_name = "FILE.rs")]
    out: Option<PathBuf>,
    /// Write the client as a crate of its own.
    #[arg(long = "crate", value_name = "DIR", conflicts_with = "out")]
    package: Option<PathBuf>,
    /// Also write tests that hold the crate to the description.
    #[arg(long, requires = "package")]
    tests: bool,
    /// Also write a mock of the API, behind the feature `mock` of the crate.
    #[arg(long, requires = "package")]
    mocks: bool,
    /// The name of the crate. The default is the name that it has, or else one made of the title of the API.
    #[arg(long, value_name = "NAME", requires = "package", value_parser = package_name)]
    name: Option<String>,
    /// The version of the crate. The default is the version that it has, or else 0.1.0.
    #[arg(long, value_name = "VERSION", requires = "package")]
    version: Option<semver::Version>,
    #[command(flatten)]
    runtime: Runtime,
}

/// A name that cargo accepts.
fn package_name(text: &str) -> Result<String, String> {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let starts = text.starts_with(|c: char| c.is_ascii_alphabetic());
    match starts && text.chars().all(is_allowed) {
        true => Ok(text.to_owned()),
        false => Err("expected letters, digits, `-` and `_`, a letter first".to_owned()),
    }
}

impl Client {
    /// Adds what the client needs to the settings of a compilation.
    pub(crate) fn settings(&self, settings: Settings) -> Settings {
        let name = self
            .package
            .as_deref()
            .and_then(|dir| self.name.clone().or_else(|| name_in(dir)));
        Settings {
            crate_path: settings.crate_path.or(name.map(|name| name.replace('-', "_"))),
            package: self.package.is_some(),
            tests: (self.tests || settings.tests) && self.package.is_some(),
            mock: (self.mocks || settings.mock) && self.package.is_some(),
            ..settings
        }
    }

    /// The files of the client.
    pub(crate) fn files(&self, generated: &Compilation) -> Result<Files, Failure> {
        match (&self.out, &self.package) {
            (Some(file), _) => Ok(generated.rust_file(file).into()),
            (None, None) => Ok(Output::default().into()),
            (None, Some(dir)) => {
                let dependency = self.runtime.dependency(dir);
                if let (RuntimeDependency::Path(path), false) = (&dependency, self.runtime.is_given()) {
                    let path = printable(path.display());
                    eprintln!("note: the crate uses `{path}` of the checkout; `--runtime version` uses crates.io");
                }
                let mut output = generated.package(dir, &dependency);
                let name = self.name.clone().or_else(|| name_in(dir));
                let name = name.unwrap_or_else(|| openapi_compiler::package::package_name(&generated.plan.title));
                present(dir, &name, generated, &mut output);
                let stale = merge_package(dir, &mut output, self.runtime.is_given())?;
                let version = self.version.as_ref().map(semver::Version::to_string);
                set_package(
                    dir,
                    &mut output,
                    &[("name", self.name.as_deref()), ("version", version.as_deref())],
                )?;
                Ok(Files { output, stale })
            }
        }
    }
}

/// Writes the client, or compares it with what is there. Returns the exit status.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Failure> {
    #[cfg(feature = "progenitor")]
    if let (Some(Backend::Progenitor), Some(path)) = (arguments.backend, &arguments.client.out) {
        let code = arguments.source.by_progenitor()?;
        let files = vec![(path.clone(), code.into_bytes())];
        return finish(arguments, &Output { files }.into());
    }
    let settings = arguments.client.settings(arguments.source.settings()?);
    let generated = arguments.source.compile(&settings)?;
    let mut files = arguments.client.files(&generated)?;
    if let Some(path) = &arguments.report {
        let report = report_text(&generated).into_bytes();
        files.output.files.push((path.clone(), report));
    }
    finish(arguments, &files)
}

fn finish(arguments: &Arguments, files: &Files) -> Result<ExitCode, Failure> {
    if arguments.check {
        return Ok(ExitCode::from(u8::from(files.show_differences() > 0)));
    }
    files.write_or_show(arguments.dry_run)?;
    Ok(ExitCode::SUCCESS)
}

//! The stages in order: read, lower, resolve, plan, emit.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::config::{Config, Error};
use crate::diagnostic::Diagnostics;
use crate::docs::markdown;
use crate::document::{Document, Location};
use crate::emit::{EmitOptions, Piece, conformance, emit, referenced_file};
use crate::escape::printable;
use crate::lower::lower;
use crate::package::{RuntimeDependency, manifest, package_name};
use crate::plan::Plan;
use crate::planner::plan;
use crate::read::read;
use crate::resolve::resolve;
use crate::write::{Output, format};

/// What a run made: the plan, and the code for it.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The description as it was read.
    pub document: Document,
    /// What was planned.
    pub plan: Plan,
    /// The code, formatted.
    pub code: String,
    /// The tests, formatted, where [`Config::tests`] asked for them.
    pub tests: Option<String>,
    /// Notes and warnings; no errors.
    pub diagnostics: Diagnostics,
    /// How long each stage took.
    pub timings: Vec<(&'static str, Duration)>,
}

/// The name of the copy of the description that stands beside the generated code.
const DESCRIPTION_FILE: &str = "openapi.description";

pub(crate) fn run(path: &Path, config: &Config) -> Result<Generated, Error> {
    let mut run = Run {
        progress: config.progress,
        ..Run::default()
    };
    let document = run
        .stage("read", |diagnostics| Some(read(path, &config.limits, diagnostics)))
        .unwrap_or_default();
    match run.generate(&document, config) {
        Some((plan, code, tests)) if !run.diagnostics.has_errors() => Ok(Generated {
            document,
            plan,
            code,
            tests,
            diagnostics: run.diagnostics,
            timings: run.timings,
        }),
        _ => Err(run.unusable(document)),
    }
}

/// A run under way.
#[derive(Default)]
struct Run {
    diagnostics: Diagnostics,
    timings: Vec<(&'static str, Duration)>,
    progress: Option<fn(&'static str)>,
}

impl Run {
    fn generate(&mut self, document: &Document, config: &Config) -> Option<(Plan, String, Option<String>)> {
        let description = self.stage("lower", |diagnostics| lower(document, diagnostics))?;
        let resolved = self.stage("resolve", |diagnostics| Some(resolve(description, diagnostics)))?;
        let plan = self.stage("plan", |diagnostics| {
            Some(plan(&resolved, &config.options, diagnostics))
        })?;
        if self.diagnostics.has_errors() {
            return None;
        }
        // Of a large description this is a gigabyte.
        drop(resolved);
        let own_name = || config.package.then(|| package_name(&plan.title).replace('-', "_"));
        let options = EmitOptions {
            description_file: Some(DESCRIPTION_FILE.to_owned()),
            crate_path: config.crate_path.clone().or_else(own_name),
        };
        let code = self.print("emit", emit(&plan, &options))?;
        let tests = match options.crate_path.as_ref().filter(|_| config.tests) {
            Some(client) => Some(self.print("tests", conformance(&plan, client, &document.relative_paths()))?),
            None => None,
        };
        Some((plan, code, tests))
    }

    fn print(&mut self, stage: &'static str, pieces: impl Iterator<Item = Piece>) -> Option<String> {
        self.stage(stage, |diagnostics| match format(pieces) {
            Ok(code) => Some(code),
            Err(error) => {
                let help = "this is a defect of openapi-build: please report it with the description";
                let message = format!("the code made is not Rust: {error}");
                diagnostics.error("invalid-code", &Location::root(), message, help);
                None
            }
        })
    }

    /// Runs a stage, timed. A panic in it is a defect, and becomes an error that says so.
    fn stage<T>(&mut self, name: &'static str, work: impl FnOnce(&mut Diagnostics) -> Option<T>) -> Option<T> {
        if let Some(report) = self.progress {
            report(name);
        }
        let started = Instant::now();
        let diagnostics = &mut self.diagnostics;
        let result = catch_unwind(AssertUnwindSafe(|| work(diagnostics))).unwrap_or_else(|panic| {
            let help = "this is a defect of openapi-build: please report it with the description";
            diagnostics.error(
                "internal",
                &Location::root(),
                format!("the stage `{name}` panicked: {}", panic_message(&*panic)),
                help,
            );
            None
        });
        self.timings.push((name, started.elapsed()));
        result
    }

    fn unusable(self, document: Document) -> Error {
        Error::Unusable {
            document: Box::new(document),
            diagnostics: self.diagnostics,
        }
    }
}

fn panic_message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("without a message")
}

impl Generated {
    /// The files of a client that is one Rust file at `path`: the code, and beside it a copy of the description, which
    /// the code includes; and the tests, if there are any, as `conformance.rs`.
    pub fn rust_file(&self, path: &Path) -> Output {
        let mut output = self.client(path);
        output
            .files
            .extend(self.test_files(&path.with_file_name("conformance.rs"), ""));
        output
    }

    /// The tests at `path`, and beside them the files that the description refers to, which they include.
    fn test_files(&self, path: &Path, head: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let Some(tests) = &self.tests else { return Vec::new() };
        let others = self.document.files().iter().enumerate().skip(1);
        let others = others.map(|(nth, file)| {
            let path = path.with_file_name(referenced_file(nth));
            (path, file.text.clone().into_bytes())
        });
        others
            .chain([(path.to_owned(), format!("{head}{tests}").into_bytes())])
            .collect()
    }

    fn client(&self, path: &Path) -> Output {
        let description = self.document.root().text.clone().into_bytes();
        let code = self.code.clone().into_bytes();
        Output {
            files: vec![
                (path.with_file_name(DESCRIPTION_FILE), description),
                (path.to_owned(), code),
            ],
        }
    }

    /// The files of a client that is a crate of its own in the folder `dir`.
    pub fn package(&self, dir: &Path, runtime: &RuntimeDependency) -> Output {
        let mut output = self.client(&dir.join("src/lib.rs"));
        for (_, code) in output.files.iter_mut().skip(1) {
            let head = format!(
                "//! A client of {}.\n#![forbid(unsafe_code)]\n\n",
                printable(markdown(&self.plan.title).replace('\n', " "))
            );
            code.splice(0..0, head.bytes());
        }
        output.files.push((
            dir.join("Cargo.toml"),
            manifest(&self.plan, runtime, self.tests.is_some()).into_bytes(),
        ));
        let head = "//! Holds the client to its description.\n\n";
        output
            .files
            .extend(self.test_files(&dir.join("tests/conformance.rs"), head));
        output
    }
}

#[cfg(test)]
mod tests {
    use super::Run;

    #[test]
    fn a_panic_of_a_stage_is_an_error_with_its_message() {
        let mut run = Run::default();
        let name = "Pet";
        assert_eq!(
            run.stage("plan", |_| -> Option<()> { panic!("no type for {name}") }),
            None
        );
        assert_eq!(run.stage("emit", |_| -> Option<()> { panic!("static") }), None);
        let said: Vec<_> = run.diagnostics.iter().map(|known| known.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "the stage `plan` panicked: no type for Pet",
                "the stage `emit` panicked: static"
            ]
        );
    }
}

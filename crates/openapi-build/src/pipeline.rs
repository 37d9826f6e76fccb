//! The stages in order: read, lower, resolve, plan, emit.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::config::Config;
use crate::diagnostic::Diagnostics;
use crate::document::{Document, Location};
use crate::emit::{EmitOptions, Piece, conformance, emit};
use crate::error::Error;
use crate::generated::{DESCRIPTION_FILE, Generated};
use crate::lower::lower;
use crate::package::package_name;
use crate::plan::Plan;
use crate::planner::plan;
use crate::read::read;
use crate::resolve::resolve;
use crate::write::format;

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

/// A generation in progress.
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
        // For a large description this frees a gigabyte.
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
                let help = "this is a bug in openapi-build; please report it with the description";
                let message = format!("generated code failed to parse: {error}");
                diagnostics.error("invalid-code", &Location::root(), message, help);
                None
            }
        })
    }

    /// Runs a stage and measures its duration. A panic is a bug and becomes an error.
    fn stage<T>(&mut self, name: &'static str, work: impl FnOnce(&mut Diagnostics) -> Option<T>) -> Option<T> {
        if let Some(report) = self.progress {
            report(name);
        }
        let started = Instant::now();
        let diagnostics = &mut self.diagnostics;
        let result = catch_unwind(AssertUnwindSafe(|| work(diagnostics))).unwrap_or_else(|panic| {
            let help = "this is a bug in openapi-build; please report it with the description";
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
        .unwrap_or("no message")
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

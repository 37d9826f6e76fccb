//! The stages in order: read, lower, resolve, plan, emit.

#[cfg(feature = "convert")]
mod convert;

use std::any::Any;
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::compilation::{Compilation, DESCRIPTION_FILE};
use crate::departures;
use crate::diagnostic::Diagnostics;
use crate::document::{Document, Location};
use crate::emit::{EmitOptions, Piece, Text, conformance, emit, mock, sections};
use crate::error::Unusable;
use crate::lock::Lock;
use crate::lower::lower_with;
use crate::package::package_name;
use crate::plan::{Options, Plan};
use crate::planner::plan;
use crate::read::read;
use crate::replace::replace;
use crate::resolve::resolve;
use crate::resolved::Resolved;
use crate::settings::{LockFile, Settings};
use crate::write::format;

#[cfg(feature = "convert")]
pub use convert::{bundle, convert, convert_for_progenitor};

/// Compiles the description at `path` to the text of a client. Writes nothing.
///
/// # Errors
/// Returns an error with every problem found if the description cannot be used.
///
/// ```
/// let error = openapi_compiler::compile("no-such-file.yaml".as_ref(), &Default::default()).unwrap_err();
/// assert!(error.to_string().contains("no-such-file.yaml"));
/// ```
pub fn compile(path: &Path, settings: &Settings) -> Result<Compilation, Box<Unusable>> {
    let mut run = Run::new(settings);
    let document = run.read(path, settings);
    let generated = run.generate(&document, path, settings);
    run.diagnostics.add_origins(&settings.options.origins);
    match generated {
        Some(Printed {
            plan,
            code,
            sections,
            tests,
            mock,
        }) if !run.diagnostics.has_errors() => Ok(Compilation {
            document,
            plan,
            code,
            sections,
            tests,
            mock,
            diagnostics: run.diagnostics,
            timings: run.timings,
        }),
        _ => Err(run.unusable(document)),
    }
}

/// The path of the lock of the description at `path`, if it has one.
pub fn lock_path(path: &Path, lock: &LockFile) -> Option<PathBuf> {
    let is_missing = |path: &Path| matches!(fs::metadata(path), Err(error) if error.kind() == io::ErrorKind::NotFound);
    match lock {
        LockFile::Beside => Some(Lock::beside(path)).filter(|path| !is_missing(path)),
        LockFile::At(path) => Some(path.clone()),
        LockFile::Given(_) | LockFile::Ignored => None,
    }
}

/// A plan and the text of what was asked for.
struct Printed {
    plan: Plan,
    code: String,
    sections: Vec<(String, String)>,
    tests: Option<String>,
    mock: Option<String>,
}

/// A generation in progress.
#[derive(Default)]
struct Run {
    diagnostics: Diagnostics,
    timings: Vec<(&'static str, Duration)>,
    progress: Option<fn(&'static str)>,
}

impl Run {
    fn new(settings: &Settings) -> Self {
        Self {
            diagnostics: Diagnostics::with(&settings.levels),
            progress: settings.progress,
            ..Self::default()
        }
    }

    fn read(&mut self, path: &Path, settings: &Settings) -> Document {
        self.stage("read", |diagnostics| Some(read(path, &settings.limits, diagnostics)))
            .unwrap_or_default()
    }

    fn generate(&mut self, document: &Document, path: &Path, settings: &Settings) -> Option<Printed> {
        self.contradictions(settings);
        let options = self.options(path, settings)?;
        let resolved = self.resolve(document, &options, options.webhooks)?;
        let plan = self.stage("plan", |diagnostics| {
            Some(plan(&resolved.with_own_types(), &options, diagnostics))
        })?;
        // Who gives a lock writes the next one.
        if let (Some(lock), false) = (&options.lock, matches!(settings.lock, LockFile::Given(_))) {
            departures::report(lock, &plan.lock, options.locked, &mut self.diagnostics);
        }
        if self.diagnostics.has_errors() {
            return None;
        }
        // For a large description this frees a gigabyte.
        drop(resolved);
        let own_name = || settings.package.then(|| package_name(&plan.title).replace('-', "_"));
        let emitted = EmitOptions {
            description: Some(match settings.self_contained {
                true => Text::Literal(document.root().effective_text().into_owned()),
                false => Text::File(DESCRIPTION_FILE.to_owned()),
            }),
            crate_path: settings.crate_path.clone().or_else(own_name),
        };
        let code = self.print("emit", emit(&plan, &emitted), settings)?;
        let sections = sections(&plan, &emitted);
        let sections = sections.map(|(path, pieces)| Some((path, self.print("emit", pieces, settings)?)));
        let sections = sections.collect::<Option<Vec<_>>>()?;
        let tests = match emitted.crate_path.as_ref().filter(|_| settings.tests) {
            Some(client) => Some(self.print(
                "tests",
                conformance(&plan, client, &document.relative_paths()),
                settings,
            )?),
            None => None,
        };
        let mock = match settings.mock {
            true => Some(self.print("mock", mock(&plan, &document.relative_paths()), settings)?),
            false => None,
        };
        Some(Printed {
            plan,
            code,
            sections,
            tests,
            mock,
        })
    }

    fn resolve(&mut self, document: &Document, options: &Options, webhooks: bool) -> Option<Resolved> {
        let description = self.stage("lower", |diagnostics| {
            let mut description = lower_with(document, webhooks, diagnostics)?;
            options.selection.apply(&mut description, diagnostics);
            replace(&options.replacements, &mut description, diagnostics);
            Some(description)
        })?;
        self.stage("resolve", |diagnostics| Some(resolve(description, diagnostics)))
    }

    /// Reports settings of a client where there is none.
    fn contradictions(&mut self, settings: &Settings) {
        let options = &settings.options;
        let of_client = [
            ("tests", settings.tests),
            ("mocks", settings.mock),
            ("by-tag", options.by_tag),
        ];
        for (setting, _) in of_client.iter().filter(|(_, is_set)| *is_set && options.only_types) {
            let message = format!("`only-types` leaves out the client, which `{setting}` is for");
            let help = "remove one of the two settings";
            self.diagnostics
                .error("conflicting-settings", &Location::root(), message, help);
        }
    }

    /// The options of the settings, with the lock of the description at a path.
    fn options(&mut self, path: &Path, settings: &Settings) -> Option<Options> {
        Some(Options {
            lock: self.lock(path, settings)?,
            ..settings.options.clone()
        })
    }

    /// Reads the lock of the description at a path; no lock is `Some(None)`.
    fn lock(&mut self, description: &Path, settings: &Settings) -> Option<Option<Lock>> {
        if let LockFile::Given(lock) = &settings.lock {
            return Some(Some(lock.clone()));
        }
        let help = "write it with `openapi-build lock`, or fix it by hand: it has one promise per line";
        let Some(path) = lock_path(description, &settings.lock) else {
            if settings.options.locked {
                let message = "there is no lock beside the description, and `locked` asks for one";
                self.diagnostics.error("invalid-lock", &Location::root(), message, help);
                return None;
            }
            return Some(None);
        };
        let text = fs::read_to_string(&path).map_err(|error| error.to_string());
        let lock = text.and_then(|text| Lock::parse(&text).map_err(|error| error.to_string()));
        match lock {
            Ok(lock) => Some(Some(lock)),
            Err(problem) => {
                let message = format!("{}: {problem}", path.display());
                self.diagnostics.error("invalid-lock", &Location::root(), message, help);
                None
            }
        }
    }

    fn print(
        &mut self,
        stage: &'static str,
        pieces: impl Iterator<Item = Piece>,
        settings: &Settings,
    ) -> Option<String> {
        let runtime = settings.runtime_path.as_deref();
        let pieces = pieces.map(|piece| match runtime {
            Some(path) => piece.with_runtime(path),
            None => piece,
        });
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

    fn unusable(self, document: Document) -> Box<Unusable> {
        Box::new(Unusable {
            document,
            diagnostics: self.diagnostics,
        })
    }
}

pub(crate) fn panic_message(panic: &(dyn Any + Send)) -> &str {
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
        let messages: Vec<_> = run.diagnostics.iter().map(|known| known.message.as_str()).collect();
        assert_eq!(
            messages,
            [
                "the stage `plan` panicked: no type for Pet",
                "the stage `emit` panicked: static"
            ]
        );
    }
}

//! The stages of a conversion: read, lower, resolve, convert; or read and bundle.

use std::path::Path;

use serde_json::Value;

use super::Run;
use crate::bundle::Bundled;
use crate::convert::{self, Components, Converted, Names, Version};
use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::error::Unusable;
use crate::planner::plan;
use crate::resolved::Resolved;
use crate::settings::Settings;

/// Converts the description at `path` to a version of OpenAPI. Writes nothing.
///
/// # Errors
/// Returns an error with every problem found if the description cannot be used.
///
/// ```
/// # use openapi_compiler::{convert, convert::Version};
/// let error = convert("no-such-file.yaml".as_ref(), &Default::default(), Version::V3_0).unwrap_err();
/// assert!(error.to_string().contains("no-such-file.yaml"));
/// ```
pub fn convert(path: &Path, settings: &Settings, version: Version) -> Result<Converted, Box<Unusable>> {
    let mut run = Run::new(settings);
    let document = run.read(path, settings);
    let resolved = run.resolve(&document, &settings.options, false);
    let description = resolved.and_then(|resolved| {
        let names = Names::new(&resolved, components(settings));
        run.convert(&document, &resolved, names, version)
    });
    run.converted(document, description)
}

/// Converts the description at `path` to OpenAPI 3.0 for progenitor: without what it does not generate, and with the names that
/// the methods of a client have. Writes nothing.
///
/// # Errors
/// Returns an error with every problem found if the description cannot be used.
///
/// ```
/// let error = openapi_compiler::convert_for_progenitor("no-such-file.yaml".as_ref(), &Default::default()).unwrap_err();
/// assert!(error.to_string().contains("no-such-file.yaml"));
/// ```
pub fn convert_for_progenitor(path: &Path, settings: &Settings) -> Result<Converted, Box<Unusable>> {
    let mut run = Run::new(settings);
    let document = run.read(path, settings);
    let options = run.options(path, settings);
    let description = options.and_then(|options| {
        let resolved = run.resolve(&document, &options, false)?;
        let mut unshown = Diagnostics::new();
        let plan = plan(&resolved, &options, &mut unshown);
        let names = Names::of_types(&resolved, components(settings), &plan);
        let mut description = run.convert(&document, &resolved, names, Version::V3_0)?;
        convert::simplify(&mut description, &resolved, &plan, &mut run.diagnostics);
        Some(description)
    });
    run.converted(document, description)
}

/// The description at `path`, of several files, as one document in the version that it has. Writes nothing.
///
/// # Errors
/// Returns an error with every problem found if the files cannot be read.
///
/// ```
/// let error = openapi_compiler::bundle("no-such-file.yaml".as_ref(), &Default::default()).unwrap_err();
/// assert!(error.to_string().contains("no-such-file.yaml"));
/// ```
pub fn bundle(path: &Path, settings: &Settings) -> Result<Bundled, Box<Unusable>> {
    let mut run = Run::new(settings);
    let document = run.read(path, settings);
    let is_read = !run.diagnostics.has_errors();
    let bundled = is_read.then(|| {
        run.stage("bundle", |diagnostics| {
            Some(crate::bundle::bundle(&document, diagnostics))
        })
    });
    match bundled.flatten() {
        Some((description, places)) if !run.diagnostics.has_errors() => Ok(Bundled {
            document,
            description,
            diagnostics: run.diagnostics,
            places,
        }),
        _ => Err(run.unusable(document)),
    }
}

/// The components that a conversion keeps.
fn components(settings: &Settings) -> Components {
    match settings.options.selection.is_all() {
        true => Components::All,
        false => Components::Used,
    }
}

impl Run {
    fn convert(&mut self, document: &Document, resolved: &Resolved, names: Names, version: Version) -> Option<Value> {
        self.stage("convert", |diagnostics| {
            Some(convert::convert(document, resolved, names, version, diagnostics))
        })
    }

    fn converted(self, document: Document, description: Option<Value>) -> Result<Converted, Box<Unusable>> {
        match description {
            Some(description) if !self.diagnostics.has_errors() => Ok(Converted {
                document,
                description,
                diagnostics: self.diagnostics,
            }),
            _ => Err(self.unusable(document)),
        }
    }
}

//! Changes to the root file of a description, in files of their own: OpenAPI Overlay 1.0 and 1.1, and JSON merge patches (`patch`).
//!
//! Source: the Overlay Specification 1.1.0.

mod action;
mod extent;
mod merge;
mod patch;
mod remove;

use serde_json::Value;
use serde_json_path::JsonPath;

use crate::diagnostic::Diagnostics;
use crate::document::{FileId, Location};
use crate::places::Places;

use action::{Action, Change, actions};
use extent::excess;
use merge::{kind, update};
use remove::remove;

pub(crate) use patch::apply_patch;

/// A mistake in an overlay.
struct Mistake {
    at: Location,
    message: String,
    help: &'static str,
}

/// Applies the actions of the overlay that is at `at` to a description, in their order, and notes what is where.
pub(crate) fn apply(
    overlay: &Value,
    at: &Location,
    description: &mut Value,
    places: &mut Places,
    diagnostics: &mut Diagnostics,
) {
    let report = |diagnostics: &mut Diagnostics, mistake: Mistake| {
        diagnostics.error("invalid-overlay", &mistake.at, mistake.message, mistake.help);
    };
    let all = match actions(overlay, at) {
        Ok(all) => all,
        Err(mistake) => return report(diagnostics, mistake),
    };
    for (nth, written) in all.iter().enumerate() {
        let at = at.child("actions").child(nth);
        let done = Action::read(written, &at).and_then(|action| action.apply(description, places, diagnostics));
        done.unwrap_or_else(|mistake| report(diagnostics, mistake));
    }
}

impl Action<'_> {
    fn apply(
        &self,
        description: &mut Value,
        places: &mut Places,
        diagnostics: &mut Diagnostics,
    ) -> Result<(), Mistake> {
        for name in &self.ignored {
            let message = format!("`{name}` has no effect beside `remove: true`");
            let help = "remove it, or put it into an action of its own";
            diagnostics.warning("overlay-without-effect", &self.at.child(name), message, help);
        }
        let targets = pointers(&self.target, description);
        if targets.is_empty() {
            let message = "the target selects nothing, so the action has no effect";
            let help = "correct the JSONPath: the description may have changed; names are case-sensitive";
            diagnostics.warning("overlay-without-effect", &self.at.child("target"), message, help);
        }
        match &self.change {
            Change::Remove => remove(targets, description, places, &self.at),
            Change::Update(value) => self.merge(value, &self.at.child("update"), &targets, description, places),
            Change::Copy(source) => {
                let (value, from) = self.source(source, description)?;
                self.merge(&value, &from, &targets, description, places)
            }
        }
    }

    /// The value that is copied, and its place.
    fn source(&self, source: &JsonPath, description: &Value) -> Result<(Value, Location), Mistake> {
        let found = pointers(source, description);
        match (
            found.as_slice(),
            found.first().and_then(|first| description.pointer(first)),
        ) {
            ([only], Some(value)) => {
                let file = FileId::ROOT;
                let pointer = only.clone();
                Ok((value.clone(), Location { file, pointer }))
            }
            _ => Err(Mistake {
                at: self.at.child("copy"),
                message: format!("`copy` selects {} values, and not one", found.len()),
                help: "write a JSONPath that selects one value",
            }),
        }
    }

    /// Merges a value into every target. These are all objects, all arrays, or all something else.
    fn merge(
        &self,
        value: &Value,
        from: &Location,
        targets: &[String],
        description: &mut Value,
        places: &mut Places,
    ) -> Result<(), Mistake> {
        let kinds = targets.iter().filter_map(|target| description.pointer(target));
        let mut kinds: Vec<_> = kinds.map(kind).collect();
        kinds.dedup();
        if let [first, second, ..] = kinds[..] {
            return Err(Mistake {
                at: self.at.child("target"),
                message: format!("the target selects {first} and {second}"),
                help: "write an action for each kind of value",
            });
        }
        if let Some(message) = excess(value, targets) {
            return Err(Mistake {
                at: self.at.clone(),
                message,
                help: "write the value where it is needed, rather than a copy of what contains it",
            });
        }
        for target in targets {
            let Some(known) = description.pointer_mut(target) else {
                continue;
            };
            update(known, target, value, from, places).map_err(|conflict| Mistake {
                at: match conflict.from.file {
                    FileId::ROOT => self.at.child("copy"),
                    _ => conflict.from,
                },
                message: conflict.message,
                help: "remove the value in an action before this one, or correct the target",
            })?;
        }
        Ok(())
    }
}

/// The JSON pointers of what a query selects, each once.
fn pointers(query: &JsonPath, value: &Value) -> Vec<String> {
    let found = query.query_located(value).dedup();
    found.locations().map(|path| path.to_json_pointer()).collect()
}

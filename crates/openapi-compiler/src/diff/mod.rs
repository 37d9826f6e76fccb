//! Two versions of a description: what has changed on the wire, and in the Rust code of those who call the client.
//!
//! The wire is compared operation by operation (`operations`) and schema by schema (`schemas`, `keywords`), Rust by what callers
//! can name (`surface`, `rust`). Both are joined by the place in the description.

mod accepted;
mod bodies;
mod bounds;
mod cause;
mod change;
mod direction;
mod github;
mod html;
mod keywords;
mod kinds;
mod markdown;
mod objects;
mod operations;
mod parameters;
mod release;
mod report;
mod responses;
mod rules;
mod rust;
mod schemas;
mod security;
mod severity;
mod surface;
mod text;
mod types;
mod unions;
mod webhooks;

use std::sync::Arc;

use crate::diagnostic::Diagnostics;
use crate::document::Document;
use crate::lower::lower_with;
use crate::plan::{Options, Plan};
use crate::planner::plan;
use crate::replace::replace;
use crate::resolve::resolve;
use crate::resolved::Resolved;

pub use accepted::Accepted;
pub use cause::Cause;
pub use change::{Change, Item, Rust, Wire};
pub use github::github;
pub use html::html;
pub use kinds::kinds;
pub use markdown::markdown;
pub use release::Release;
pub use report::json;
pub(crate) use report::positions;
pub use severity::{Severities, SeverityError};
pub use text::text;

/// A version of a description, and the plan of its client.
#[derive(Clone, Debug)]
pub struct Version {
    /// The description as it was read.
    pub document: Arc<Document>,
    /// The description, resolved.
    pub resolved: Resolved,
    /// The client.
    pub plan: Plan,
}

impl Version {
    /// Plans the client of a description; none if that has errors, which are in `diagnostics`.
    pub fn new(document: Arc<Document>, options: &Options, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut description = lower_with(&document, options.webhooks, diagnostics)?;
        options.selection.apply(&mut description, diagnostics);
        // The other version may have what this one does not.
        replace(&options.replacements, &mut description, &mut Diagnostics::new());
        let resolved = resolve(description, diagnostics);
        let plan = plan(&resolved.with_own_types(), options, diagnostics);
        (!diagnostics.has_errors()).then_some(Self {
            document,
            resolved,
            plan,
        })
    }
}

/// The changes between two versions, the most dangerous first.
pub fn diff(old: &Version, new: &Version) -> Vec<Change> {
    let on_the_wire = operations::compare(old, new);
    let in_rust = rust::compare(&old.plan, &new.plan);
    let mut changes = change::join(on_the_wire, in_rust);
    cause::assign(&mut changes, old, new);
    changes
}

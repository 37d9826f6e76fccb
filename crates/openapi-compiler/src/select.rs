//! Which operations of a description the client has.

use wildmatch::WildMatch;

use crate::description::{Description, Operation};
use crate::diagnostic::Diagnostics;
use crate::document::Location;

/// Which operations of a description the client has. Each pattern is of an `operationId`, of `METHOD /path`, or of `tag:NAME`; `*`
/// stands for any characters, `?` for one.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// The patterns of the operations that the client has; if there are none, it has all.
    pub only: Vec<String>,
    /// The patterns of operations that it does not have.
    pub except: Vec<String>,
}

impl Selection {
    /// Whether all operations are selected.
    pub fn is_all(&self) -> bool {
        self.only.is_empty() && self.except.is_empty()
    }

    /// Removes the operations that are not selected. Reports the patterns that no operation matches.
    pub(crate) fn apply(&self, description: &mut Description, diagnostics: &mut Diagnostics) {
        for pattern in self.only.iter().chain(&self.except) {
            if !description
                .operations
                .iter()
                .any(|operation| matches(pattern, operation))
            {
                let message = format!("no operation matches `{pattern}`");
                let help =
                    "a pattern is of an `operationId`, of `METHOD /path` or of `tag:NAME`, with `*` for any characters";
                let at = Location::root().child("paths");
                diagnostics.warning("unmatched-pattern", &at, message, help);
            }
        }
        let any =
            |patterns: &[String], operation: &Operation| patterns.iter().any(|pattern| matches(pattern, operation));
        description
            .operations
            .retain(|operation| (self.only.is_empty() || any(&self.only, operation)) && !any(&self.except, operation));
        let operations = &description.operations;
        let is_of_client = |at: &Location| operations.iter().any(|operation| operation.at == *at);
        description
            .webhooks
            .retain(|webhook| webhook.operation.as_ref().is_none_or(is_of_client));
    }
}

fn matches(pattern: &str, operation: &Operation) -> bool {
    let pattern = WildMatch::new(pattern);
    let route = format!("{} {}", operation.method, operation.path);
    let tags = operation.tags.iter().map(|tag| format!("tag:{tag}"));
    operation
        .operation_id
        .iter()
        .cloned()
        .chain([route])
        .chain(tags)
        .any(|name| pattern.matches(&name))
}

//! The defaults of the description that requests have, if the caller asks for them.

use serde_json::Value;

use super::Types;
use crate::docs::code;
use crate::document::Location;
use crate::planner::valid::is_valid;
use crate::resolved::ResolvedId;
use crate::schema::Annotations;

impl Types<'_> {
    /// The default of a property or parameter at a place, with annotations of its own. Null is the same as absent, and what is
    /// deprecated or only in responses is not sent unless the caller does it.
    pub(in crate::planner) fn default(&mut self, id: ResolvedId, own: &Annotations, at: &Location) -> Option<Value> {
        if !self.overrides.defaults {
            return None;
        }
        let of_schema = &self.get(id).schema.annotations;
        let both = [own, of_schema];
        if both.iter().any(|one| one.deprecated || one.read_only) {
            return None;
        }
        let default = both.iter().find_map(|one| one.default.clone());
        let default = default.filter(|default| !default.is_null())?;
        if is_valid(&self.schemas, id, &default) {
            return Some(default);
        }
        let message = format!(
            "the default {} is not valid by its schema; it is not sent",
            code(&default.to_string())
        );
        let help = "correct the `default`, or the schema";
        self.problems.warning("invalid-default", at, message, help);
        None
    }
}

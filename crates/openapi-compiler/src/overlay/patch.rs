//! JSON merge patches (RFC 7396): changes to the root file of a description, in the shape of the description.

use serde_json::{Map, Value};

use super::Mistake;
use crate::diagnostic::Diagnostics;
use crate::document::{Location, escape_token};
use crate::places::Places;

/// Applies the patch that is at `at` to a description, and notes what is where.
pub(crate) fn apply_patch(
    patch: &Value,
    at: &Location,
    description: &mut Value,
    places: &mut Places,
    diagnostics: &mut Diagnostics,
) {
    match check(patch, at) {
        Ok(members) => merge(description, "", members, at, places, diagnostics),
        Err(mistake) => diagnostics.error("invalid-overlay", &mistake.at, mistake.message, mistake.help),
    }
}

/// The members of a patch.
fn check<'p>(patch: &'p Value, at: &Location) -> Result<&'p Map<String, Value>, Mistake> {
    let mistake = |at: Location, message: &str, help| Mistake {
        at,
        message: message.to_owned(),
        help,
    };
    let members = patch.as_object().ok_or_else(|| {
        let help = "write an object with the members that change";
        mistake(at.clone(), "the patch is not an object", help)
    })?;
    match members.contains_key("overlay") && members.contains_key("actions") {
        true => Err(mistake(
            at.child("overlay"),
            "the patch is an overlay",
            "give it as an overlay",
        )),
        false => Ok(members),
    }
}

/// Merges the members of a patch, which are at `from`, into the part with this pointer.
fn merge(
    target: &mut Value,
    pointer: &str,
    patch: &Map<String, Value>,
    from: &Location,
    places: &mut Places,
    diagnostics: &mut Diagnostics,
) {
    if !target.is_object() {
        places.put(pointer, from);
        *target = Value::Object(Map::new());
    }
    let Value::Object(known) = target else { return };
    for (name, value) in patch {
        let (pointer, from) = (format!("{pointer}/{}", escape_token(name)), from.child(name));
        match value {
            Value::Null if known.shift_remove(name).is_some() => places.remove(&pointer),
            Value::Null => {
                let message = format!("there is no `{name}` to remove");
                let help = "correct the patch: the description may have changed; names are case-sensitive";
                diagnostics.warning("overlay-without-effect", &from, message, help);
            }
            Value::Object(members) => {
                let is_new = !known.contains_key(name);
                let target = known.entry(name).or_insert(Value::Null);
                if is_new || !target.is_object() {
                    places.remove(&pointer);
                }
                merge(target, &pointer, members, &from, places, diagnostics);
            }
            value => {
                places.remove(&pointer);
                places.put(&pointer, &from);
                known.insert(name.clone(), value.clone());
            }
        }
    }
}

//! Removes parts of a description.

use serde_json::Value;

use super::Mistake;
use crate::document::{Location, unescape_token};
use crate::places::Places;

/// Removes the parts at these pointers, which the action at `at` selects.
pub(super) fn remove(
    mut targets: Vec<String>,
    description: &mut Value,
    places: &mut Places,
    at: &Location,
) -> Result<(), Mistake> {
    // The last item first, so that the others keep their indexes.
    targets.sort_by_cached_key(|target| {
        let tokens = target
            .split('/')
            .map(|token| (token.parse().unwrap_or(0), token.to_owned()));
        tokens.collect::<Vec<(usize, String)>>()
    });
    for target in targets.iter().rev() {
        let Some((holder, token)) = target.rsplit_once('/') else {
            return Err(Mistake {
                at: at.child("target"),
                message: "the target is the whole description, which cannot be removed".to_owned(),
                help: "select a part of it",
            });
        };
        match description.pointer_mut(holder) {
            Some(Value::Object(members)) => {
                members.shift_remove(&unescape_token(token));
                places.remove(target);
            }
            Some(Value::Array(items)) => {
                if let Some(index) = token.parse().ok().filter(|index| *index < items.len()) {
                    places.remove_item(holder, index, items.len());
                    items.remove(index);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

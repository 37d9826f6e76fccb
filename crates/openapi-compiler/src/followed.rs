//! What references lead to, one after the other.

use indexmap::IndexMap;
use serde_json::Value;

use crate::document::{Document, Location};

/// The members of an object, with the places of their values; if it is a reference, those of what it leads to, and those beside it,
/// which have precedence.
pub(crate) fn members(document: &Document, at: &Location) -> Vec<(String, Location)> {
    let (passed, end) = followed(document, at);
    let mut found: IndexMap<&String, Location> = IndexMap::new();
    for holder in [end].into_iter().chain(passed.into_iter().rev()) {
        let members = document.get(&holder).and_then(Value::as_object);
        for name in members
            .into_iter()
            .flat_map(|members| members.keys())
            .filter(|name| *name != "$ref")
        {
            found.insert(name, holder.child(name));
        }
    }
    found.into_iter().map(|(name, at)| (name.clone(), at)).collect()
}

/// The objects that refer on from a place, and what they lead to.
pub(crate) fn followed(document: &Document, at: &Location) -> (Vec<Location>, Location) {
    let (mut passed, mut end) = (Vec::new(), at.clone());
    while !passed.contains(&end)
        && let Some(reference) = document.get(&end).and_then(|value| value.get("$ref")?.as_str())
        && let Ok(next) = document.resolve(&end, reference)
    {
        passed.push(std::mem::replace(&mut end, next));
    }
    (passed, end)
}

//! Types, null, listed values and formats.

use serde_json::Value;

use super::change::Wire;
use super::direction::{Direction, Effect};
use super::keywords::Changes;
use super::kinds;
use crate::resolved::{Resolved, ResolvedId, ResolvedSchema};
use crate::schema::{Schema, TypeSet, Union};

pub(super) fn compare(changes: &mut Changes<'_, '_>) {
    let (before, after) = changes.schemas();
    let subject = changes.subject;
    let (old, new) = (types(subject.old, subject.before), types(subject.new, subject.after));
    if !subject.by.is_variant {
        of_null(changes, old, new);
    }
    let (old, new) = (old.without(TypeSet::NULL), new.without(TypeSet::NULL));
    // Variants are compared one by one.
    let is_union = !before.unions.is_empty() || !after.unions.is_empty();
    if old != new && !is_union {
        of_types(changes, old, new);
    }
    of_enumeration(changes);
    if before.format != after.format && before.enumeration.is_none() {
        of_format(changes, old, new);
    }
}

fn of_null(changes: &mut Changes<'_, '_>, old: TypeSet, new: TypeSet) {
    let null = |types: TypeSet| types != TypeSet::ANY && types.contains(TypeSet::NULL);
    match (null(old), null(new)) {
        (false, true) if old != TypeSet::ANY => {
            changes.of_use("became-nullable", Effect::Grows, "may be `null`".to_owned());
        }
        (true, false) if new != TypeSet::ANY => {
            changes.of_use("became-not-nullable", Effect::Shrinks, "may not be `null`".to_owned());
        }
        _ => {}
    }
}

fn of_types(changes: &mut Changes<'_, '_>, old: TypeSet, new: TypeSet) {
    let any = TypeSet::ANY.without(TypeSet::NULL);
    let is_one = |types: TypeSet| types == any || types.names().len() == 1;
    let are_single = is_one(old) && is_one(new);
    let (suffix, effect) = match (new.contains(old), old.contains(new)) {
        (true, false) if are_single => ("type-generalized", Effect::Grows),
        (true, false) => ("list-of-types-widened", Effect::Grows),
        (false, true) if !are_single => ("list-of-types-narrowed", Effect::Shrinks),
        (false, true) if changes.direction() == Direction::Response => ("type-specialized", Effect::Shrinks),
        (false, true) => ("type-changed", Effect::Shrinks),
        _ => ("type-changed", Effect::Shifts),
    };
    let names = |types: TypeSet| match types {
        types if types == any => "anything".to_owned(),
        types => format!("`{}`", types.names().join("` or `")),
    };
    changes.of_use(suffix, effect, format!("was {} and is {}", names(old), names(new)));
}

fn of_enumeration(changes: &mut Changes<'_, '_>) {
    let (before, after) = changes.schemas();
    let (before, after) = match (&before.enumeration, &after.enumeration) {
        (None, None) => return,
        (None, Some(_)) => return changes.of_use("became-enum", Effect::Shrinks, "lists its values".to_owned()),
        (Some(_), None) => {
            let what = "does not list its values any more".to_owned();
            return changes.of_use("enum-removed", Effect::GrowsOpenly, what);
        }
        (Some(before), Some(after)) => (before, after),
    };
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let (direction, role) = (changes.direction(), changes.subject.by.role);
    for value in before.iter().filter(|value| !value.is_null() && !after.contains(value)) {
        let (wire, what) = (
            Effect::Shrinks.on(direction),
            format!("the value `{}` is gone", text(value)),
        );
        changes.of_member(&text(value), kinds::enum_value_removed(direction, role), wire, what);
    }
    for value in after.iter().filter(|value| !value.is_null() && !before.contains(value)) {
        let id = format!("{}-{role}-enum-value-added", direction.word());
        let wire = Effect::GrowsOpenly.on(direction);
        changes.of_new_member(&text(value), id, wire, format!("the value `{}` is new", text(value)));
    }
}

/// A format says how wide an integer is, and is an annotation of everything else.
fn of_format(changes: &mut Changes<'_, '_>, old: TypeSet, new: TypeSet) {
    let (before, after) = changes.schemas();
    let name = |format: &Option<String>| format.clone().unwrap_or_else(|| "none".to_owned());
    let (was, is) = (name(&before.format), name(&after.format));
    let are_integers = [old, new] == [TypeSet::INTEGER; 2];
    let (old, new) = (range(before), range(after));
    let wire = match (new.0 <= old.0 && old.1 <= new.1, old.0 <= new.0 && new.1 <= old.1) {
        _ if !are_integers => Wire::None,
        (true, true) => Wire::None,
        (true, false) => Effect::Grows.on(changes.direction()),
        (false, true) => Effect::Shrinks.on(changes.direction()),
        (false, false) => Effect::Shifts.on(changes.direction()),
    };
    changes.of_use_with("format-changed", wire, format!("the format was `{was}` and is `{is}`"));
}

/// The integers of a format.
fn range(schema: &Schema<ResolvedId>) -> (i128, i128) {
    match schema.format.as_deref() {
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("uint64") => (0, u64::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    }
}

/// The types of the values that are valid, those of the variants of unions in it.
pub(super) fn types(version: &Resolved, schema: &ResolvedSchema) -> TypeSet {
    types_below(version, schema, 8)
}

fn types_below(version: &Resolved, schema: &ResolvedSchema, depth: usize) -> TypeSet {
    let own = schema.schema.implied_types();
    if own != TypeSet::ANY || depth == 0 {
        return own;
    }
    let of_union = |union: &Union<ResolvedId>| {
        let variants = union.variants.iter();
        let variants = variants.map(|id| types_below(version, version.get(*id), depth - 1));
        let null = if union.null { TypeSet::NULL } else { TypeSet::NONE };
        variants.fold(null, |all, one| all | one)
    };
    let unions = schema.schema.unions.iter().map(of_union);
    unions.fold(own, |all, one| all & one)
}

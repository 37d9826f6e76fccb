//! Properties and items.

use serde_json::{Value, json};

use super::change::Wire;
use super::direction::{Direction, Effect};
use super::keywords::Changes;
use super::operations::sunset;
use crate::resolved::{Resolved, ResolvedId, ResolvedSchema};
use crate::schema::{Annotations, Schema, TypeSet};

/// How values of a direction have a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Presence {
    Absent,
    /// Values of the other direction have it.
    Hidden,
    Optional,
    Required,
}

pub(super) fn compare(changes: &mut Changes<'_, '_>) {
    for name in names(changes) {
        of_property(changes, &name);
        of_undescribed(changes, &name);
        of_annotations(changes, &name);
    }
    of_others(changes);
    of_patterns(changes);
    of_items(changes);
}

/// The properties that either version lists or requires.
fn names(changes: &Changes<'_, '_>) -> Vec<String> {
    let (before, after) = changes.schemas();
    let of = |schema: &Schema<ResolvedId>| {
        let listed = schema.properties.keys().cloned();
        let required = schema
            .required
            .iter()
            .filter(|name| !schema.properties.contains_key(*name));
        listed.chain(required.cloned()).collect::<Vec<_>>()
    };
    let mut names = of(before);
    let is_new = |name: &String| !before.properties.contains_key(name) && !before.required.contains(name);
    names.extend(of(after).into_iter().filter(is_new));
    names
}

/// Whether values of a direction may have a property that a schema lists.
pub(super) fn is_there(version: &Resolved, owner: &ResolvedSchema, name: &str, direction: Direction) -> bool {
    !annotations(version, owner, name)
        .iter()
        .any(|annotations| match direction {
            Direction::Request => annotations.read_only,
            Direction::Response => annotations.write_only,
        })
}

/// The annotations of a property: those beside a reference, and those of its schema.
fn annotations<'v>(version: &'v Resolved, owner: &'v ResolvedSchema, name: &str) -> Vec<&'v Annotations> {
    let own = owner.property_annotations.get(name);
    let schema = owner
        .schema
        .properties
        .get(name)
        .map(|id| &version.get(*id).schema.annotations);
    own.into_iter().chain(schema).collect()
}

fn presence(version: &Resolved, owner: &ResolvedSchema, name: &str, direction: Direction) -> Presence {
    let schema = &owner.schema;
    match (schema.required.contains(name), schema.properties.contains_key(name)) {
        _ if !is_there(version, owner, name, direction) => Presence::Hidden,
        (true, _) => Presence::Required,
        (false, true) => Presence::Optional,
        (false, false) => Presence::Absent,
    }
}

fn of_property(changes: &mut Changes<'_, '_>, name: &str) {
    use Presence::{Absent, Hidden, Optional, Required};
    let (subject, direction) = (changes.subject, changes.direction());
    let old = presence(subject.old, subject.before, name, direction);
    let new = presence(subject.new, subject.after, name, direction);
    let kind = |presence| if presence == Required { "required" } else { "optional" };
    let with_default = match default_of(subject.new, subject.after, name) {
        Some(_) => "-with-default",
        None => "",
    };
    let (one_way, word) = (one_way(direction), direction.word());
    let (id, wire, what) = match (old, new, direction) {
        (Absent, Optional | Required, Direction::Response) => {
            let id = format!("response-{}-property-added", kind(new));
            return changes.of_new_member(
                name,
                id,
                Wire::Additive,
                format!("the {} property `{name}` is new", kind(new)),
            );
        }
        (Absent, Optional, Direction::Request) => {
            let what = format!("the optional property `{name}` is new");
            return changes.of_new_member(name, "new-optional-request-property".to_owned(), Wire::Additive, what);
        }
        (Absent, Required, Direction::Request) => {
            let id = format!("new-required-request-property{with_default}");
            return changes.of_new_member(name, id, Wire::Break, format!("the required property `{name}` is new"));
        }
        (Required, Absent, Direction::Response) => {
            ("response-required-property-removed".to_owned(), Wire::Break, "is gone")
        }
        (Optional, Absent, Direction::Response) => (
            "response-optional-property-removed".to_owned(),
            Wire::Additive,
            "is gone",
        ),
        (Optional | Required, Absent, Direction::Request) => {
            ("request-property-removed".to_owned(), gone(changes), "is gone")
        }
        (Optional, Required, Direction::Request) => (
            format!("request-property-became-required{with_default}"),
            Wire::Break,
            "is required",
        ),
        (Optional, Required, Direction::Response) => (
            "response-property-became-required".to_owned(),
            Wire::Additive,
            "is always there",
        ),
        (Required, Optional, Direction::Request) => (
            "request-property-became-optional".to_owned(),
            Wire::Loosened,
            "is optional",
        ),
        (Required, Optional, Direction::Response) => (
            "response-property-became-optional".to_owned(),
            Wire::Break,
            "may be absent",
        ),
        (Optional | Required, Hidden, _) => {
            let wire = match (old, direction) {
                (_, Direction::Request) => gone(changes),
                (Required, Direction::Response) => Wire::Break,
                _ => Wire::Additive,
            };
            (
                format!("{word}-{}-property-became-{one_way}", kind(old)),
                wire,
                "is of the other direction only",
            )
        }
        (Hidden, Optional | Required, _) => {
            let wire = match (new, direction) {
                (Required, Direction::Request) => Wire::Break,
                _ => Wire::Additive,
            };
            (
                format!("{word}-{}-property-became-not-{one_way}", kind(new)),
                wire,
                "is of both directions",
            )
        }
        (Absent | Hidden, Absent | Hidden, _) | (Optional, Optional, _) | (Required, Required, _) => return,
    };
    changes.of_member(name, id, wire, format!("the property `{name}` {what}"));
}

/// A required property that one version does not describe: there, it has any type.
fn of_undescribed(changes: &mut Changes<'_, '_>, name: &str) {
    let (before, after) = changes.schemas();
    let subject = changes.subject;
    let typed = |version: &Resolved, id: &ResolvedId| !version.get(*id).schema.accepts_anything();
    let (effect, suffix, what) = match (before.properties.get(name), after.properties.get(name)) {
        (None, Some(id)) if before.required.contains(name) && typed(subject.new, id) => match changes.direction() {
            Direction::Request => (Effect::Shrinks, "type-changed", "has a type"),
            Direction::Response => (Effect::Shrinks, "type-specialized", "has a type"),
        },
        (Some(id), None) if after.required.contains(name) && typed(subject.old, id) => {
            (Effect::Grows, "type-generalized", "has any type")
        }
        _ => return,
    };
    let id = format!("{}-property-{suffix}", changes.direction().word());
    let wire = effect.on(changes.direction());
    changes.of_member(name, id, wire, format!("the property `{name}` {what}"));
}

/// The word for a property that values of a direction do not have.
fn one_way(direction: Direction) -> &'static str {
    match direction {
        Direction::Request => "read-only",
        Direction::Response => "write-only",
    }
}

/// The effect of removing a property of a request: it is refused if no others are allowed.
fn gone(changes: &Changes<'_, '_>) -> Wire {
    match allows_others(changes.subject.new, changes.subject.after) {
        true => Wire::Additive,
        false => Wire::Break,
    }
}

fn default_of<'v>(version: &'v Resolved, owner: &'v ResolvedSchema, name: &str) -> Option<&'v Value> {
    let annotations = annotations(version, owner, name);
    annotations
        .into_iter()
        .find_map(|annotations| annotations.default.as_ref())
}

/// Defaults and deprecations of a property that both versions have.
fn of_annotations(changes: &mut Changes<'_, '_>, name: &str) {
    let (subject, direction) = (changes.subject, changes.direction());
    let in_both = [(subject.old, subject.before), (subject.new, subject.after)];
    let is_listed = |(version, owner): (&Resolved, &ResolvedSchema)| {
        owner.schema.properties.contains_key(name) && is_there(version, owner, name, direction)
    };
    if !in_both.into_iter().all(is_listed) {
        return;
    }
    let [old, new] = in_both.map(|(version, owner)| default_of(version, owner, name));
    if let Some((suffix, wire, what)) = of_default(old, new, direction) {
        let id = format!("{}-property-{suffix}", direction.word());
        changes.of_member(name, id, wire, format!("the property `{name}`: {what}"));
    }
    let is_deprecated = |(version, owner)| annotations(version, owner, name).iter().any(|own| own.deprecated);
    let [was, is] = in_both.map(is_deprecated);
    let (suffix, what) = match (was, is, sunset_of(changes, name)) {
        (false, true, None) => ("deprecated", "is deprecated".to_owned()),
        (false, true, Some(date)) => ("deprecated-with-sunset", format!("is deprecated until {date}")),
        (true, false, _) => ("reactivated", "is not deprecated any more".to_owned()),
        _ => return,
    };
    let id = format!("{}-property-{suffix}", direction.word());
    changes.of_member(name, id, Wire::None, format!("the property `{name}` {what}"));
}

/// The sunset of a property of the new version.
fn sunset_of(changes: &Changes<'_, '_>, name: &str) -> Option<String> {
    let subject = changes.subject;
    let own = subject.after.at.child("properties").child(name);
    let schema = subject
        .after
        .schema
        .properties
        .get(name)
        .map(|id| &subject.new.get(*id).at);
    [Some(&own), schema]
        .into_iter()
        .flatten()
        .find_map(|at| sunset(subject.documents[1], at))
}

/// The suffix of the id, the verdict and the description of a change of a default. Another default changes what a request without
/// the value means; one that is added or removed may only be written down.
pub(super) fn of_default(
    old: Option<&Value>,
    new: Option<&Value>,
    direction: Direction,
) -> Option<(&'static str, Wire, String)> {
    match (old, new) {
        (None, Some(new)) => Some(("default-value-added", Wire::None, format!("the default is `{new}`"))),
        (Some(old), None) => Some((
            "default-value-removed",
            Wire::None,
            format!("the default `{old}` is gone"),
        )),
        (Some(old), Some(new)) if old != new => {
            let wire = match direction {
                Direction::Request => Wire::Break,
                Direction::Response => Wire::None,
            };
            Some((
                "default-value-changed",
                wire,
                format!("the default was `{old}` and is `{new}`"),
            ))
        }
        _ => None,
    }
}

fn allows_others(version: &Resolved, owner: &ResolvedSchema) -> bool {
    let others = owner
        .schema
        .additional_properties
        .map(|id| version.get(id).schema.types);
    let unevaluated = json!({"unevaluatedProperties": false});
    others.is_none_or(|types| !types.is_empty()) && !owner.schema.narrowing.contains(&unevaluated)
}

/// Whether and which other properties are allowed.
fn of_others(changes: &mut Changes<'_, '_>) {
    let subject = changes.subject;
    let closed = |version: &Resolved, owner: &ResolvedSchema| {
        let others = owner
            .schema
            .additional_properties
            .map(|id| version.get(id).schema.types);
        others.is_some_and(TypeSet::is_empty)
    };
    match (closed(subject.old, subject.before), closed(subject.new, subject.after)) {
        (false, true) => {
            let what = "allows no other properties".to_owned();
            changes.of_use("additional-properties-removed", Effect::Shrinks, what);
        }
        (true, false) => {
            let what = "allows other properties".to_owned();
            changes.of_use("additional-properties-added", Effect::GrowsOpenly, what);
        }
        _ => of_untyped_others(changes),
    }
}

/// Other properties that get or lose their type, where the keyword is absent in one version.
fn of_untyped_others(changes: &mut Changes<'_, '_>) {
    let (before, after) = changes.schemas();
    let typed = |version: &Resolved, id: Option<ResolvedId>| {
        id.is_some_and(|id| !version.get(id).schema.accepts_anything() && !version.get(id).schema.types.is_empty())
    };
    let (old, new) = (before.additional_properties, after.additional_properties);
    match (typed(changes.subject.old, old), typed(changes.subject.new, new)) {
        (false, true) if old.is_none() => {
            changes.of_use(
                "additional-properties-typed",
                Effect::Shrinks,
                "other properties have a type".to_owned(),
            );
        }
        (true, false) if new.is_none() => {
            changes.of_use(
                "additional-properties-untyped",
                Effect::Grows,
                "other properties have any type".to_owned(),
            );
        }
        _ => {}
    }
}

fn of_patterns(changes: &mut Changes<'_, '_>) {
    let (before, after) = changes.schemas();
    for pattern in before
        .pattern_properties
        .keys()
        .filter(|known| !after.pattern_properties.contains_key(*known))
    {
        let what = format!("properties that match `{pattern}` have no type of their own any more");
        changes.of_use("pattern-property-removed", Effect::Grows, what);
    }
    for pattern in after
        .pattern_properties
        .keys()
        .filter(|known| !before.pattern_properties.contains_key(*known))
    {
        let what = format!("properties that match `{pattern}` have a type of their own");
        changes.of_use("pattern-property-added", Effect::Shrinks, what);
    }
}

fn of_items(changes: &mut Changes<'_, '_>) {
    let (before, after) = changes.schemas();
    match (before.items, after.items) {
        (None, Some(id)) if !changes.subject.new.get(id).schema.accepts_anything() => {
            changes.of_use("items-added", Effect::Shrinks, "the items have a type".to_owned());
        }
        (Some(id), None) if !changes.subject.old.get(id).schema.accepts_anything() => {
            changes.of_use("items-removed", Effect::Grows, "the items have any type".to_owned());
        }
        _ => {}
    }
    // Where the other version has `items`, these are compared.
    let (old, new) = (before.prefix_items.len(), after.prefix_items.len());
    if new > old && before.items.is_none() {
        changes.of_use(
            "prefix-items-added",
            Effect::Shrinks,
            format!("{} more items have types", new - old),
        );
    }
    if old > new && after.items.is_none() {
        changes.of_use(
            "prefix-items-removed",
            Effect::Grows,
            format!("{} fewer items have types", old - new),
        );
    }
}

//! `oneOf`, `anyOf` and discriminators. That `oneOf` excludes values of several variants is not compared.

use indexmap::IndexMap;

use super::change::Wire;
use super::direction::Effect;
use super::keywords::{Changes, Subject};
use super::schemas::structure;
use crate::resolved::{Resolved, ResolvedId, ResolvedSchema};
use crate::schema::{Discriminator, Union, UnionKind};

/// The variants of both versions of a schema. A schema that is not a union is its only variant.
#[derive(Debug, Default)]
pub(super) struct Alternatives {
    /// Those of both versions.
    pub matched: Vec<(ResolvedId, ResolvedId)>,
    /// The number of those that are gone.
    gone: usize,
    /// The number of those that are new.
    added: usize,
}

/// A version and a schema in it.
type Side<'v> = (&'v Resolved, ResolvedId);

/// Matches the variants: by what they refer to or are called, then by what they say.
pub(super) fn alternatives(old: Side<'_>, new: Side<'_>) -> Alternatives {
    let mut found = Alternatives::default();
    if !is_union(old) && !is_union(new) {
        return found;
    }
    let mut rest = variants(new);
    let mut left = Vec::new();
    for id in variants(old) {
        let name = identity(old.0.get(id));
        let is_it = |now: &ResolvedId| name.is_some() && identity(new.0.get(*now)) == name;
        match rest.iter().position(is_it) {
            Some(index) => found.matched.push((id, rest.remove(index))),
            None => left.push(id),
        }
    }
    for id in left {
        let own = structure(&old.0.get(id).schema);
        match rest.iter().position(|now| structure(&new.0.get(*now).schema) == own) {
            Some(index) => found.matched.push((id, rest.remove(index))),
            None => found.gone += 1,
        }
    }
    found.added = rest.len();
    found
}

fn is_union((version, id): Side<'_>) -> bool {
    !version.get(id).schema.unions.is_empty()
}

/// The variants of the unions of a schema, or the schema.
fn variants((version, id): Side<'_>) -> Vec<ResolvedId> {
    match version.get(id).schema.unions.as_slice() {
        [] => vec![id],
        unions => unions.iter().flat_map(|union| union.variants.iter().copied()).collect(),
    }
}

/// The name of a variant: a component or a title.
fn identity(schema: &ResolvedSchema) -> Option<String> {
    component(schema).or_else(|| schema.schema.annotations.title.clone())
}

fn component(schema: &ResolvedSchema) -> Option<String> {
    let component = schema.at.pointer.strip_prefix("/components/schemas/");
    component.filter(|name| !name.contains('/')).map(str::to_owned)
}

/// Whether one version of a schema is a variant of the other.
pub(super) fn is_variant(subject: &Subject<'_>) -> bool {
    let (old, new) = ((subject.old, subject.ids.0), (subject.new, subject.ids.1));
    is_union(old) != is_union(new) && !alternatives(old, new).matched.is_empty()
}

pub(super) fn compare(changes: &mut Changes<'_, '_>) {
    let (before, after) = changes.schemas();
    let subject = changes.subject;
    let found = alternatives((subject.old, subject.ids.0), (subject.new, subject.ids.1));
    let Alternatives { gone, added, matched } = &found;
    let keyword = |union: &Union<ResolvedId>| match union.kind {
        UnionKind::OneOf => "one-of",
        UnionKind::AnyOf => "any-of",
    };
    match (before.unions.first(), after.unions.first()) {
        (None, None) => {}
        (None, Some(_)) if *added == 0 => {}
        (None, Some(_)) => {
            let effect = if matched.is_empty() {
                Effect::Shifts
            } else {
                Effect::Grows
            };
            let what = format!("is a union of {} variants", matched.len() + added);
            changes.of_use("wrapped-in-one-of", effect, what);
        }
        (Some(old), new) => {
            let is_other = new.is_none() && matched.is_empty();
            if *gone > 0 {
                let effect = if is_other { Effect::Shifts } else { Effect::Shrinks };
                changes.of_use(
                    &format!("{}-removed", keyword(old)),
                    effect,
                    format!("{gone} variants are gone"),
                );
            }
            if let Some(new) = new.filter(|_| *added > 0) {
                let what = format!("{added} variants are new");
                changes.of_use(&format!("{}-added", keyword(new)), Effect::GrowsOpenly, what);
            }
        }
    }
    for (old, new) in before.unions.iter().zip(&after.unions) {
        of_discriminators(changes, old, new, &found);
    }
}

fn of_discriminators(
    changes: &mut Changes<'_, '_>,
    old: &Union<ResolvedId>,
    new: &Union<ResolvedId>,
    alternatives: &Alternatives,
) {
    let (before, after) = match (&old.discriminator, &new.discriminator) {
        (None, None) => return,
        (None, Some(new)) => {
            let what = format!("the property `{}` distinguishes the variants", new.property);
            return changes.of_use_with("discriminator-added", Wire::None, what);
        }
        (Some(old), None) => {
            let what = format!(
                "the property `{}` does not distinguish the variants any more",
                old.property
            );
            return changes.of_use_with("discriminator-removed", Wire::None, what);
        }
        (Some(before), Some(after)) => (before, after),
    };
    if before.property != after.property {
        let what = format!(
            "the variants were distinguished by `{}`, and are by `{}`",
            before.property, after.property
        );
        changes.of_use("discriminator-property-name-changed", Effect::Shifts, what);
    }
    let subject = changes.subject;
    let (was, is) = (names(subject.old, old, before), names(subject.new, new, after));
    for (name, id) in &was {
        let (suffix, effect, what) = match is.get(name) {
            Some(now) if alternatives.matched.contains(&(*id, *now)) => continue,
            Some(_) => ("changed", Effect::Shifts, "names another variant"),
            None if alternatives.matched.iter().any(|(old, _)| old == id) => {
                ("deleted", Effect::Shrinks, "names no variant")
            }
            None => continue,
        };
        changes.of_use(
            &format!("discriminator-mapping-{suffix}"),
            effect,
            format!("`{name}` {what}"),
        );
    }
    let is_kept = |id: &ResolvedId| alternatives.matched.iter().any(|(_, new)| new == id);
    for (name, _) in is.iter().filter(|(name, id)| !was.contains_key(*name) && is_kept(id)) {
        changes.of_use(
            "discriminator-mapping-added",
            Effect::GrowsOpenly,
            format!("`{name}` names a variant"),
        );
    }
}

/// The variants by the values of the discriminator: those of the mapping, and the names of components.
fn names(
    version: &Resolved,
    union: &Union<ResolvedId>,
    discriminator: &Discriminator<ResolvedId>,
) -> IndexMap<String, ResolvedId> {
    let components = union
        .variants
        .iter()
        .filter_map(|id| Some((component(version.get(*id))?, *id)));
    let mapped = discriminator.mapping.iter().map(|(name, id)| (name.clone(), *id));
    components.chain(mapped).collect()
}

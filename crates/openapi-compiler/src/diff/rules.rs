//! Rules that all have to hold: patterns, and keywords that are not reflected in the types.

use std::collections::BTreeSet;

use serde_json::Value;

use super::direction::Effect;
use super::keywords::Changes;
use crate::resolved::ResolvedId;
use crate::schema::Schema;

/// Keywords whose values are compared as they are written, and their words in ids.
const WRITTEN: [(&str, &str); 10] = [
    ("not", "not"),
    ("if", "if"),
    ("then", "then"),
    ("else", "else"),
    ("contains", "contains"),
    ("propertyNames", "property-names"),
    ("dependentRequired", "dependent-required"),
    ("dependentSchemas", "dependent-schema"),
    ("unevaluatedProperties", "unevaluated-properties"),
    ("unevaluatedItems", "unevaluated-items"),
];

type Texts = BTreeSet<String>;

pub(super) fn compare(changes: &mut Changes<'_, '_>) {
    let (before, after) = changes.schemas();
    of_rules(changes, "pattern", &patterns(before), &patterns(after));
    let multiples = |schema: &Schema<_>| schema.multiples_of.iter().map(ToString::to_string).collect::<Texts>();
    of_rules(changes, "multiple-of", &multiples(before), &multiples(after));
    let unique = |schema: &Schema<_>| {
        schema
            .unique_items
            .then(|| "true".to_owned())
            .into_iter()
            .collect::<Texts>()
    };
    of_rules(changes, "unique-items", &unique(before), &unique(after));
    for (keyword, name) in WRITTEN {
        let texts = |schema| written(schema, keyword).map(ToString::to_string).collect::<Texts>();
        of_rules(changes, name, &texts(before), &texts(after));
    }
    of_contains(changes, "minContains", "min-contains");
    of_contains(changes, "maxContains", "max-contains");
    of_content(changes);
}

/// The patterns, without those that match everything.
fn patterns(schema: &Schema<ResolvedId>) -> Texts {
    let patterns = schema
        .patterns
        .iter()
        .filter(|pattern| !matches!(pattern.as_str(), "" | ".*"));
    patterns.cloned().collect()
}

/// The values of a keyword that is not reflected in the types.
fn written<'s>(schema: &'s Schema<ResolvedId>, keyword: &'s str) -> impl Iterator<Item = &'s Value> {
    schema.narrowing.iter().filter_map(move |group| group.get(keyword))
}

fn of_rules(changes: &mut Changes<'_, '_>, name: &str, old: &Texts, new: &Texts) {
    let (suffix, effect) = match (old.is_subset(new), new.is_subset(old)) {
        (true, true) => return,
        (true, false) => ("added", Effect::Shrinks),
        (false, true) => ("removed", Effect::GrowsOpenly),
        (false, false) => ("changed", Effect::Shifts),
    };
    let effect = effect.unchecked(changes.direction());
    let keyword = name.replace('-', " ");
    changes.of_use(
        &format!("{name}-{suffix}"),
        effect,
        format!("a rule is {suffix}: {keyword}"),
    );
}

/// How many items `contains` is about: at least one, if nothing else is said.
fn of_contains(changes: &mut Changes<'_, '_>, keyword: &str, name: &str) {
    let (before, after) = changes.schemas();
    let count = |schema| {
        written(schema, "contains").next()?;
        let none = if keyword == "minContains" { 1 } else { u64::MAX };
        Some(written(schema, keyword).next().and_then(Value::as_u64).unwrap_or(none))
    };
    let (Some(old), Some(new)) = (count(before), count(after)) else {
        return;
    };
    if old != new {
        let word = if new > old { "increased" } else { "decreased" };
        let grows = (new > old) == (keyword == "maxContains");
        let effect = if grows { Effect::GrowsOpenly } else { Effect::Shrinks };
        let effect = effect.unchecked(changes.direction());
        changes.of_use(&format!("{name}-{word}"), effect, format!("`{keyword}` has {word}"));
    }
}

/// How a text stands for other content.
fn of_content(changes: &mut Changes<'_, '_>) {
    let (before, after) = changes.schemas();
    let name = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    let both = [
        ("encoding", &before.content_encoding, &after.content_encoding),
        ("media-type", &before.content_media_type, &after.content_media_type),
    ];
    for (word, old, new) in both.into_iter().filter(|(_, old, new)| old != new) {
        let what = format!(
            "the {} of the content was `{}` and is `{}`",
            word.replace('-', " "),
            name(old),
            name(new)
        );
        changes.of_use(&format!("content-{word}-changed"), Effect::Shifts, what);
    }
}

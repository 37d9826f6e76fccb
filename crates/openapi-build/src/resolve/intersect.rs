//! The intersection of schema objects, keyword by keyword.

use indexmap::{IndexMap, IndexSet};
use regex::Regex;
use serde_json::{Number, Value, json};

use super::Resolver;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Location;
use crate::resolved::ResolvedId;
use crate::schema::{Annotations, Bound, Discriminator, Schema, SchemaId, SchemaNode, TypeSet, Union};

type Properties = IndexMap<String, Annotations>;

/// One schema that accepts what every schema of the set accepts, and what is said of its properties where they stand.
pub(super) fn intersect(
    resolver: &mut Resolver<'_>,
    set: &[SchemaId],
    at: &Location,
) -> (Schema<ResolvedId>, Properties) {
    let schemas = resolver.schemas;
    let atoms: Vec<&SchemaNode> = set.iter().map(|id| schemas.get(*id)).collect();
    let mut merged = scalars(resolver, &atoms, at);
    objects(resolver, &atoms, at, &mut merged);
    arrays(resolver, &atoms, at, &mut merged);
    for union in atoms.iter().flat_map(|atom| &atom.schema.unions) {
        merged.unions.push(Union {
            kind: union.kind,
            variants: union.variants.iter().map(|id| resolver.by_source[id]).collect(),
            discriminator: union.discriminator.as_ref().map(|discriminator| Discriminator {
                property: discriminator.property.clone(),
                mapping: discriminator
                    .mapping
                    .iter()
                    .map(|(name, id)| (name.clone(), resolver.by_source[id]))
                    .collect(),
            }),
        });
    }
    let annotations = merged.properties.keys().filter_map(|name| {
        let said = atoms.iter().find_map(|atom| atom.schema.properties.get(name))?;
        Some((name.clone(), schemas.get(*said).schema.annotations.clone()))
    });
    let annotations = annotations.collect();
    (merged, annotations)
}

fn scalars(resolver: &mut Resolver<'_>, atoms: &[&SchemaNode], at: &Location) -> Schema<ResolvedId> {
    let schemas = || atoms.iter().map(|atom| &atom.schema);
    let mut merged = Schema {
        types: types(resolver, atoms, at),
        enumeration: enumeration(resolver, atoms, at),
        format: schemas().find_map(|schema| schema.format.clone()),
        min_length: schemas().filter_map(|schema| schema.min_length).max(),
        max_length: schemas().filter_map(|schema| schema.max_length).min(),
        minimum: schemas()
            .filter_map(|schema| schema.minimum.clone())
            .reduce(|a, b| stricter(a, b, |a, b| a > b)),
        maximum: schemas()
            .filter_map(|schema| schema.maximum.clone())
            .reduce(|a, b| stricter(a, b, |a, b| a < b)),
        min_properties: schemas().filter_map(|schema| schema.min_properties).max(),
        max_properties: schemas().filter_map(|schema| schema.max_properties).min(),
        min_items: schemas().filter_map(|schema| schema.min_items).max(),
        max_items: schemas().filter_map(|schema| schema.max_items).min(),
        unique_items: schemas().any(|schema| schema.unique_items),
        required: schemas().flat_map(|schema| schema.required.iter().cloned()).collect(),
        content_encoding: schemas().find_map(|schema| schema.content_encoding.clone()),
        content_media_type: schemas().find_map(|schema| schema.content_media_type.clone()),
        narrowing: schemas().flat_map(|schema| schema.narrowing.iter().cloned()).collect(),
        annotations: annotations(atoms),
        ..Schema::default()
    };
    merged.patterns = distinct(schemas().flat_map(|schema| schema.patterns.iter().cloned()));
    merged.multiples_of = distinct(schemas().flat_map(|schema| schema.multiples_of.iter().cloned()));
    merged
}

fn distinct<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    values.fold(Vec::new(), |mut all, value| {
        if !all.contains(&value) {
            all.push(value);
        }
        all
    })
}

fn types(resolver: &mut Resolver<'_>, atoms: &[&SchemaNode], at: &Location) -> TypeSet {
    let mut common = TypeSet::ANY;
    let mut narrowed_by: Option<&SchemaNode> = None;
    for atom in atoms {
        let next = common & atom.schema.types;
        if next.is_empty() && !common.is_empty() && !atom.schema.types.is_empty() {
            let said = |node: &SchemaNode| format!("this is {}", node.schema.types.names().join(" or "));
            let mut diagnostic = Diagnostic::new(
                Severity::Warning,
                "contradiction",
                at.clone(),
                "no value has every type asked for here",
            )
            .help("let the members of the composition share a type")
            .related(atom.at.clone(), said(atom));
            if let Some(other) = narrowed_by {
                diagnostic = diagnostic.related(other.at.clone(), said(other));
            }
            resolver.diagnostics.report(diagnostic);
        }
        if next != common {
            narrowed_by = Some(atom);
        }
        common = next;
    }
    common
}

fn enumeration(resolver: &mut Resolver<'_>, atoms: &[&SchemaNode], at: &Location) -> Option<Vec<Value>> {
    let mut lists = atoms
        .iter()
        .filter_map(|atom| Some((*atom, atom.schema.enumeration.as_ref()?)));
    let (first, values) = lists.next()?;
    let mut common = values.clone();
    for (atom, values) in lists {
        common.retain(|value| values.iter().any(|other| same(value, other)));
        if common.is_empty() {
            let diagnostic = Diagnostic::new(
                Severity::Warning,
                "contradiction",
                at.clone(),
                "no value is in every `enum`",
            )
            .help("let the `enum`s of the composition share a value")
            .related(first.at.clone(), "one `enum`")
            .related(atom.at.clone(), "another");
            resolver.diagnostics.report(diagnostic);
            break;
        }
    }
    Some(common)
}

/// Equality of JSON Schema: numbers by value (JSON Schema Core 2020-12, section 4.2.2).
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

fn stricter(a: Bound, b: Bound, beyond: fn(f64, f64) -> bool) -> Bound {
    let number = |number: &Number| number.as_f64().unwrap_or_default();
    let (x, y) = (number(&a.value), number(&b.value));
    if beyond(x, y) || (x == y && a.exclusive) { a } else { b }
}

fn annotations(atoms: &[&SchemaNode]) -> Annotations {
    let all = || atoms.iter().map(|atom| &atom.schema.annotations);
    Annotations {
        title: all().find_map(|said| said.title.clone()),
        description: all().find_map(|said| said.description.clone()),
        default: all().find_map(|said| said.default.clone()),
        examples: all()
            .find(|said| !said.examples.is_empty())
            .map(|said| said.examples.clone())
            .unwrap_or_default(),
        deprecated: all().any(|said| said.deprecated),
        read_only: all().any(|said| said.read_only),
        write_only: all().any(|said| said.write_only),
    }
}

fn objects(resolver: &mut Resolver<'_>, atoms: &[&SchemaNode], at: &Location, merged: &mut Schema<ResolvedId>) {
    let names: IndexSet<&String> = atoms.iter().flat_map(|atom| atom.schema.properties.keys()).collect();
    let patterns: Vec<Vec<Option<Regex>>> = atoms
        .iter()
        .map(|atom| {
            atom.schema
                .pattern_properties
                .keys()
                .map(|pattern| Regex::new(pattern).ok())
                .collect()
        })
        .collect();
    for name in names {
        let mut parts = Vec::new();
        for (atom, patterns) in atoms.iter().zip(&patterns) {
            let schema = &atom.schema;
            let by_pattern = || patterns.iter().flatten().any(|pattern| pattern.is_match(name));
            match (schema.properties.get(name), schema.additional_properties) {
                (Some(own), _) => parts.push(*own),
                (None, Some(rest)) if !by_pattern() => parts.push(rest),
                _ => {}
            }
        }
        let id = resolver.part(&parts, at, &["properties", name]);
        merged.properties.insert(name.clone(), id);
    }
    let by_pattern: IndexSet<&String> = atoms
        .iter()
        .flat_map(|atom| atom.schema.pattern_properties.keys())
        .collect();
    for pattern in by_pattern {
        let parts: Vec<_> = atoms
            .iter()
            .filter_map(|atom| atom.schema.pattern_properties.get(pattern).copied())
            .collect();
        let id = resolver.part(&parts, at, &["patternProperties", pattern]);
        merged.pattern_properties.insert(pattern.clone(), id);
    }
    additional_properties(resolver, atoms, at, merged);
}

/// The other properties: all that each member says of those that it does not name. A member that forbids them forbids
/// also what the patterns of others would let through, which no keyword of the merged schema says: it stays beside it.
fn additional_properties(
    resolver: &mut Resolver<'_>,
    atoms: &[&SchemaNode],
    at: &Location,
    merged: &mut Schema<ResolvedId>,
) {
    let parts: Vec<_> = atoms
        .iter()
        .filter_map(|atom| atom.schema.additional_properties)
        .collect();
    if parts.is_empty() {
        return;
    }
    if !merged.pattern_properties.is_empty() && atoms.len() > 1 {
        for atom in atoms {
            let rest = atom
                .schema
                .additional_properties
                .map(|id| &resolver.schemas.get(id).schema);
            if rest.is_some_and(|rest| rest.types.is_empty()) {
                let anything =
                    |names: Vec<&String>| names.into_iter().map(|name| (name.clone(), json!(true))).collect();
                let properties: serde_json::Map<String, Value> = anything(atom.schema.properties.keys().collect());
                let patterns: serde_json::Map<String, Value> =
                    anything(atom.schema.pattern_properties.keys().collect());
                merged.narrowing.push(
                    json!({"properties": properties, "patternProperties": patterns, "additionalProperties": false}),
                );
            }
        }
    }
    merged.additional_properties = Some(resolver.part(&parts, at, &["additionalProperties"]));
}

fn arrays(resolver: &mut Resolver<'_>, atoms: &[&SchemaNode], at: &Location, merged: &mut Schema<ResolvedId>) {
    let longest = atoms
        .iter()
        .map(|atom| atom.schema.prefix_items.len())
        .max()
        .unwrap_or_default();
    for index in 0..longest {
        let said = |atom: &&SchemaNode| atom.schema.prefix_items.get(index).copied().or(atom.schema.items);
        let parts: Vec<_> = atoms.iter().filter_map(said).collect();
        merged
            .prefix_items
            .push(resolver.part(&parts, at, &["prefixItems", &index.to_string()]));
    }
    let parts: Vec<_> = atoms.iter().filter_map(|atom| atom.schema.items).collect();
    if !parts.is_empty() {
        merged.items = Some(resolver.part(&parts, at, &["items"]));
    }
}

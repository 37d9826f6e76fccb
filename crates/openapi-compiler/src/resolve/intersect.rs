//! The intersection of schema objects, keyword by keyword.

use std::cmp::Ordering;

use indexmap::{IndexMap, IndexSet};
use regress::Regex;
use serde_json::{Number, Value};

use super::{Composition, Resolver, alias};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Location;
use crate::resolved::ResolvedId;
use crate::rust_path::RustPath;
use crate::schema::{Annotations, Bound, Discriminator, Schema, SchemaId, SchemaNode, Schemas, TypeSet, Union};

type Properties = IndexMap<String, Annotations>;

/// Returns one schema that accepts a value if every schema of the set does, and the annotations of its properties.
pub(super) fn intersect(
    resolver: &mut Resolver<'_>,
    set: &[SchemaId],
    nullable: bool,
    composition: &Composition,
) -> (Schema<ResolvedId>, Properties) {
    let schemas = resolver.schemas;
    let nodes: Vec<&SchemaNode> = set.iter().map(|id| schemas.get(*id)).collect();
    let mut merged = scalars(resolver, &nodes, &composition.at);
    merged.annotations = annotations(schemas, set, &composition.at);
    objects(resolver, &nodes, composition, &mut merged);
    arrays(resolver, &nodes, composition, &mut merged);
    for union in nodes.iter().flat_map(|node| &node.schema.unions) {
        let (nulls, variants) = union
            .variants
            .iter()
            .partition::<Vec<SchemaId>, _>(|variant| alias::is_null(schemas.get(**variant)));
        let union = Union {
            kind: union.kind,
            variants: variants.iter().map(|id| resolver.by_source[id]).collect(),
            null: !nulls.is_empty() && merged.types.contains(TypeSet::NULL),
            discriminator: union
                .discriminator
                .as_ref()
                .map(|stated| discriminator(resolver, stated)),
        };
        if !merged.unions.iter().any(|known| adds_nothing(&union, known)) {
            merged.unions.push(union);
        }
    }
    if nullable {
        merged.allow_null();
    }
    merged.rust_type = rust_type(&nodes, &composition.at);
    // A composition does not inherit its base's discriminator.
    merged.discriminator = nodes
        .iter()
        .find(|node| node.at == composition.at)
        .and_then(|node| node.schema.discriminator.as_ref())
        .map(|stated| discriminator(resolver, stated));
    let annotations = merged.properties.keys().filter_map(|name| {
        let property = nodes.iter().find_map(|node| node.schema.properties.get(name))?;
        Some((name.clone(), alias::annotations(schemas, *property)))
    });
    let annotations = annotations.collect();
    (merged, annotations)
}

/// The type of the caller's own that values have: that of the composition, or of its members if the others do not add
/// properties or alternatives to it.
fn rust_type(nodes: &[&SchemaNode], at: &Location) -> Option<RustPath> {
    let adds = |schema: &Schema<SchemaId>| {
        schema.rust_type.is_none() && !(schema.properties.is_empty() && schema.unions.is_empty())
    };
    let own = nodes.iter().find(|node| node.at == *at);
    let own = own.and_then(|node| node.schema.rust_type.clone());
    let inherited = || nodes.iter().find_map(|node| node.schema.rust_type.clone());
    own.or_else(|| inherited().filter(|_| !nodes.iter().any(|node| adds(&node.schema))))
}

/// Whether a union equals one that already applies.
fn adds_nothing(union: &Union<ResolvedId>, known: &Union<ResolvedId>) -> bool {
    union.discriminator.is_none()
        && (union.kind, &union.variants, union.null) == (known.kind, &known.variants, known.null)
}

fn discriminator(resolver: &Resolver<'_>, stated: &Discriminator<SchemaId>) -> Discriminator<ResolvedId> {
    let mapping = stated.mapping.iter();
    Discriminator {
        property: stated.property.clone(),
        mapping: mapping
            .map(|(name, id)| (name.clone(), resolver.by_source[id]))
            .collect(),
        default: stated.default.map(|id| resolver.by_source[&id]),
    }
}

fn scalars(resolver: &mut Resolver<'_>, nodes: &[&SchemaNode], at: &Location) -> Schema<ResolvedId> {
    let schemas = || nodes.iter().map(|node| &node.schema);
    let types = types(resolver, nodes, at);
    let merged = Schema {
        types,
        enumeration: enumeration(resolver, nodes, types, at),
        listed: schemas()
            .map(|schema| schema.listed.clone())
            .find(|listed| !listed.is_empty())
            .unwrap_or_default(),
        format: schemas().find_map(|schema| schema.format.clone()),
        min_length: schemas().filter_map(|schema| schema.min_length).max(),
        max_length: schemas().filter_map(|schema| schema.max_length).min(),
        minimum: schemas()
            .filter_map(|schema| schema.minimum.clone())
            .reduce(|a, b| stricter(a, b, Ordering::Greater)),
        maximum: schemas()
            .filter_map(|schema| schema.maximum.clone())
            .reduce(|a, b| stricter(a, b, Ordering::Less)),
        min_properties: schemas().filter_map(|schema| schema.min_properties).max(),
        max_properties: schemas().filter_map(|schema| schema.max_properties).min(),
        min_items: schemas().filter_map(|schema| schema.min_items).max(),
        max_items: schemas().filter_map(|schema| schema.max_items).min(),
        unique_items: schemas().any(|schema| schema.unique_items),
        required: schemas().flat_map(|schema| schema.required.iter().cloned()).collect(),
        content_encoding: schemas().find_map(|schema| schema.content_encoding.clone()),
        content_media_type: schemas().find_map(|schema| schema.content_media_type.clone()),
        narrowing: schemas().flat_map(|schema| schema.narrowing.iter().cloned()).collect(),
        patterns: distinct(schemas().flat_map(|schema| schema.patterns.iter().cloned())),
        multiples_of: distinct(schemas().flat_map(|schema| schema.multiples_of.iter().cloned())),
        // These hold subschemas, and are merged by `objects`, `arrays` and `intersect`.
        properties: IndexMap::new(),
        pattern_properties: IndexMap::new(),
        additional_properties: None,
        unevaluated_properties: None,
        prefix_items: Vec::new(),
        items: None,
        unions: Vec::new(),
        discriminator: None,
        rust_type: None,
        annotations: Annotations::default(),
    };
    bounds(resolver, nodes, &merged, at);
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

fn types(resolver: &mut Resolver<'_>, nodes: &[&SchemaNode], at: &Location) -> TypeSet {
    let label = |node: &SchemaNode| format!("this is {}", node.schema.types.names().join(" or "));
    let mut common = TypeSet::ANY;
    let mut narrowed_by: Option<&SchemaNode> = None;
    for node in nodes {
        let next = common & node.schema.types;
        if next.is_empty() && !common.is_empty() && !node.schema.types.is_empty() {
            let mut places = vec![(node.at.clone(), label(node))];
            places.extend(narrowed_by.map(|other| (other.at.clone(), label(other))));
            let help = "give the members of the composition a common type";
            contradiction(resolver, at, "no value has all required types", help, places);
        }
        if next != common {
            narrowed_by = Some(node);
        }
        common = next;
    }
    common
}

/// The values in every `enum` that `type` allows.
fn enumeration(
    resolver: &mut Resolver<'_>,
    nodes: &[&SchemaNode],
    types: TypeSet,
    at: &Location,
) -> Option<Vec<Value>> {
    let mut lists = nodes
        .iter()
        .filter_map(|node| Some((*node, node.schema.enumeration.as_ref()?)));
    let (first, values) = lists.next()?;
    let mut common = values.clone();
    for (node, values) in lists {
        common.retain(|value| values.iter().any(|other| same(value, other)));
        if common.is_empty() {
            let places = vec![
                (first.at.clone(), "one `enum`".into()),
                (node.at.clone(), "another".into()),
            ];
            let help = "give the `enum`s of the composition a common value";
            contradiction(resolver, at, "no value is in every `enum`", help, places);
            return Some(common);
        }
    }
    common.retain(|value| types.contains(TypeSet::of(value)));
    if common.is_empty() && !types.is_empty() {
        let places = vec![(first.at.clone(), "the `enum`".into())];
        let help = "give the `enum` a value of the `type`";
        contradiction(
            resolver,
            at,
            "no value of the `enum` has the required type",
            help,
            places,
        );
    }
    Some(common)
}

/// Reports lower bounds that exceed upper bounds.
fn bounds(resolver: &mut Resolver<'_>, nodes: &[&SchemaNode], merged: &Schema<ResolvedId>, at: &Location) {
    let crossed = match (&merged.minimum, &merged.maximum) {
        (Some(low), Some(high)) => match compare(&low.value, &high.value) {
            Ordering::Greater => true,
            Ordering::Equal => low.exclusive || high.exclusive,
            Ordering::Less => false,
        },
        _ => false,
    };
    let counts = [
        (merged.min_length, merged.max_length),
        (merged.min_items, merged.max_items),
        (merged.min_properties, merged.max_properties),
    ];
    if crossed
        || counts
            .iter()
            .any(|count| matches!(count, (Some(low), Some(high)) if low > high))
    {
        let bounded = |schema: &Schema<SchemaId>| {
            let numbers = schema.minimum.is_some() || schema.maximum.is_some();
            let lengths = schema.min_length.is_some() || schema.max_length.is_some();
            let items = schema.min_items.is_some() || schema.max_items.is_some();
            numbers || lengths || items || schema.min_properties.is_some() || schema.max_properties.is_some()
        };
        let places = nodes.iter().filter(|node| bounded(&node.schema));
        let places = places.map(|node| (node.at.clone(), "a bound".to_owned())).collect();
        let help = "correct the bounds, so that a value is between them";
        contradiction(resolver, at, "a lower bound exceeds an upper bound", help, places);
    }
}

fn contradiction(
    resolver: &mut Resolver<'_>,
    at: &Location,
    message: &str,
    help: &str,
    places: Vec<(Location, String)>,
) {
    let mut diagnostic = Diagnostic::new(Severity::Warning, "contradiction", at.clone(), message).help(help);
    for (place, label) in places {
        diagnostic = diagnostic.related(place, label);
    }
    resolver.diagnostics.report(diagnostic);
}

/// Equality of JSON Schema: numbers by value (JSON Schema Core 2020-12, section 4.2.2).
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => compare(a, b).is_eq(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

/// Compares two numbers; integers beyond the precision of a float are compared exactly.
fn compare(a: &Number, b: &Number) -> Ordering {
    match (a.as_i128(), b.as_i128()) {
        (Some(a), Some(b)) => a.cmp(&b),
        _ => {
            let float = |number: &Number| number.as_f64().unwrap_or_default();
            float(a).total_cmp(&float(b))
        }
    }
}

/// The stricter bound: the one that is `beyond` the other, or the exclusive one.
fn stricter(a: Bound, b: Bound, beyond: Ordering) -> Bound {
    let order = compare(&a.value, &b.value);
    if order == beyond || (order.is_eq() && a.exclusive) {
        a
    } else {
        b
    }
}

/// The annotations of the schema object at the location take precedence. It is not in the set if it has only annotations.
fn annotations(schemas: &Schemas, nodes: &[SchemaId], at: &Location) -> Annotations {
    let own = schemas.at(at).into_iter().chain(nodes.iter().copied());
    let all: Vec<Annotations> = own.map(|id| alias::annotations(schemas, id)).collect();
    Annotations::first(&all.iter().collect::<Vec<_>>())
}

fn objects(
    resolver: &mut Resolver<'_>,
    nodes: &[&SchemaNode],
    composition: &Composition,
    merged: &mut Schema<ResolvedId>,
) {
    let names: IndexSet<&String> = nodes.iter().flat_map(|node| node.schema.properties.keys()).collect();
    let patterns: Vec<Vec<Option<Regex>>> = nodes
        .iter()
        .map(|node| {
            node.schema
                .pattern_properties
                .keys()
                .map(|pattern| Regex::with_flags(pattern, "u").ok())
                .collect()
        })
        .collect();
    for name in names {
        let mut parts = Vec::new();
        for (node, patterns) in nodes.iter().zip(&patterns) {
            let schema = &node.schema;
            let by_pattern = || patterns.iter().flatten().any(|pattern| pattern.find(name).is_some());
            match (schema.properties.get(name), schema.additional_properties) {
                (Some(own), _) => parts.push(*own),
                (None, Some(rest)) if !by_pattern() => parts.push(rest),
                _ => {}
            }
        }
        let id = resolver.part(&parts, composition, &["properties", name]);
        merged.properties.insert(name.clone(), id);
    }
    for (pattern, parts) in by_pattern(nodes) {
        let id = resolver.part(&parts, composition, &["patternProperties", &pattern]);
        merged.pattern_properties.insert(pattern, id);
    }
    let stated = |rest: fn(&Schema<SchemaId>) -> Option<SchemaId>| -> Vec<SchemaId> {
        nodes.iter().filter_map(|node| rest(&node.schema)).collect()
    };
    let additional = stated(|schema| schema.additional_properties);
    let unevaluated = stated(|schema| schema.unevaluated_properties);
    // A property that is additional to one member is evaluated by it.
    merged.additional_properties = match (additional.is_empty(), unevaluated.is_empty()) {
        (false, _) => Some(resolver.part(&additional, composition, &["additionalProperties"])),
        (true, false) => Some(resolver.part(&unevaluated, composition, &["unevaluatedProperties"])),
        (true, true) => None,
    };
}

/// The schemas of the properties that match a pattern. If a pattern of one member matches an additional property of another,
/// the merged `additionalProperties` does not apply to it; a pattern for the additional properties does.
fn by_pattern(nodes: &[&SchemaNode]) -> IndexMap<String, Vec<SchemaId>> {
    let mut parts: IndexMap<String, Vec<SchemaId>> = IndexMap::new();
    for node in nodes {
        for (pattern, id) in &node.schema.pattern_properties {
            parts.entry(pattern.clone()).or_default().push(*id);
        }
    }
    if !parts.is_empty() && nodes.len() > 1 {
        for node in nodes {
            if let Some(rest) = node.schema.additional_properties {
                parts.entry(additional(&node.schema)).or_default().push(rest);
            }
        }
    }
    parts
}

/// The pattern of the names to which `additionalProperties` applies: not a property, and matched by no pattern.
fn additional(schema: &Schema<SchemaId>) -> String {
    let properties = schema.properties.keys().map(|name| format!("(?!{}$)", literal(name)));
    let patterns = schema
        .pattern_properties
        .keys()
        .map(|pattern| format!("(?![\\s\\S]*(?:{pattern}))"));
    format!("^{}", properties.chain(patterns).collect::<String>())
}

/// Escapes a text in a pattern (ECMA-262, `SyntaxCharacter`).
fn literal(text: &str) -> String {
    let escaped = text.chars().map(|c| {
        if "^$\\.*+?()[]{}|/".contains(c) {
            format!("\\{c}")
        } else {
            c.to_string()
        }
    });
    escaped.collect()
}

fn arrays(
    resolver: &mut Resolver<'_>,
    nodes: &[&SchemaNode],
    composition: &Composition,
    merged: &mut Schema<ResolvedId>,
) {
    let longest = nodes
        .iter()
        .map(|node| node.schema.prefix_items.len())
        .max()
        .unwrap_or_default();
    for index in 0..longest {
        let item = |node: &&SchemaNode| node.schema.prefix_items.get(index).copied().or(node.schema.items);
        let parts: Vec<_> = nodes.iter().filter_map(item).collect();
        merged
            .prefix_items
            .push(resolver.part(&parts, composition, &["prefixItems", &index.to_string()]));
    }
    let parts: Vec<_> = nodes.iter().filter_map(|node| node.schema.items).collect();
    if !parts.is_empty() {
        merged.items = Some(resolver.part(&parts, composition, &["items"]));
    }
}

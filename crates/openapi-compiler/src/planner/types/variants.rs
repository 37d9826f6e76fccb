//! Enums: the variants of unions and of enums of strings, and what tells them apart.

use std::collections::HashMap;

use serde_json::Value;

use super::{Types, without_null};
use crate::diagnostic::Diagnostics;
use crate::docs::paragraphs;
use crate::document::Location;
use crate::lock::Kind;
use crate::name::{pascal, spellings, suffix};
use crate::plan::{IntegerVariant, RustType, StringVariant, TypeKind, Union, UnionVariant};
use crate::planner::place::{Alternative, Places, component, is_alternative};
use crate::planner::scope::{Entry, Scope};
use crate::planner::shape::{Shape, has_shape, shape};
use crate::resolved::{ResolvedId, ResolvedSchema};
use crate::schema::{self, Annotations, Discriminator, Listed, Schema, TypeSet};

/// More variants than this for each schema are not made: unions whose variants are unions that share theirs multiply.
const COPIES_PER_SCHEMA: usize = 16;

impl Types<'_> {
    /// Hands the properties beside a union, or their type, to each of its variants, so that each is a whole object.
    pub(super) fn distribute(&mut self, id: ResolvedId, diagnostics: &mut Diagnostics) {
        let schema = self.get(id).schema.clone();
        let [union] = schema.unions.as_slice() else { return };
        let typed_rest = schema.additional_properties.is_some_and(|rest| {
            let rest = &self.get(rest).schema;
            !rest.types.is_empty() && !rest.accepts_anything()
        });
        if (schema.properties.is_empty() && !typed_rest) || !has_shape(&schema, 0, &self.schemas) {
            return;
        }
        let at = self.get(id).at.clone();
        if self.schemas.len() > self.resolved.schemas.len() * COPIES_PER_SCHEMA + 1000 {
            let message = "the unions in one another here multiply without end; anything is taken to be valid";
            diagnostics.warning("composition-size", &at, message, "simplify the unions that meet here");
            self.schemas[id.0 as usize].schema = Schema::default();
            return;
        }
        let mut union = union.clone();
        let places = self.places_of_alternatives(&at, &union);
        for (place, variant) in places.into_iter().zip(union.variants.iter_mut()) {
            let mut whole = self.get(*variant).clone();
            for (name, property) in &schema.properties {
                whole.schema.properties.entry(name.clone()).or_insert(*property);
            }
            for (pattern, property) in &schema.pattern_properties {
                whole
                    .schema
                    .pattern_properties
                    .entry(pattern.clone())
                    .or_insert(*property);
            }
            whole.schema.required.extend(schema.required.iter().cloned());
            whole.schema.additional_properties = whole.schema.additional_properties.or(schema.additional_properties);
            whole
                .property_annotations
                .extend(self.get(id).property_annotations.clone());
            whole.members.clear();
            whole.at = place;
            let new = ResolvedId(self.schemas.len() as u32);
            if let Some(discriminator) = &mut union.discriminator {
                discriminator
                    .mapping
                    .values_mut()
                    .filter(|mapped| **mapped == *variant)
                    .for_each(|mapped| *mapped = new);
                if discriminator.default == Some(*variant) {
                    discriminator.default = Some(new);
                }
            }
            self.schemas.push(whole);
            self.origins.insert(new, *variant);
            *variant = new;
        }
        let own = &mut self.schemas[id.0 as usize].schema;
        own.properties.clear();
        own.required.clear();
        own.unions = vec![union];
    }

    /// Where the alternatives of the union at a place stand.
    fn places_of_alternatives(&self, at: &Location, union: &schema::Union<ResolvedId>) -> Vec<Location> {
        let description = &self.resolved.description.schemas;
        let stated = description.at(at).map(|id| &description.get(id).schema.unions);
        let stated = stated.into_iter().flatten().flat_map(|union| &union.variants);
        let stated: Vec<(ResolvedId, &Location)> = stated
            .map(|id| (self.resolved.of(*id), &description.get(*id).at))
            .collect();
        let place = |(index, variant): (usize, &ResolvedId)| {
            let known = stated.iter().find(|(id, _)| id == variant);
            known.map_or_else(|| at.child(union.kind.keyword()).child(index), |(_, at)| (*at).clone())
        };
        union.variants.iter().enumerate().map(place).collect()
    }

    /// Gives the objects of a union with a discriminator a property for the tag, where they do not have one and may.
    pub(super) fn declare_tags(&mut self, id: ResolvedId) {
        let unions = self.get(id).schema.unions.clone();
        for union in unions {
            let Some(discriminator) = union.discriminator else {
                continue;
            };
            for variant in union.variants {
                let schema = &self.get(variant).schema;
                let closed = schema
                    .additional_properties
                    .map(|rest| self.get(rest).schema.types.is_empty());
                let is_object = !schema.properties.is_empty() && schema.unions.is_empty() && closed != Some(true);
                if !is_object || schema.properties.contains_key(&discriminator.property) {
                    continue;
                }
                let tag = ResolvedId(self.schemas.len() as u32);
                let schema = Schema {
                    types: TypeSet::STRING,
                    ..Schema::default()
                };
                let at = self.get(variant).at.clone();
                self.schemas.push(ResolvedSchema::new(at, schema));
                self.shapes.insert(tag, (Shape::String, false));
                self.tags.insert(tag);
                let variant = &mut self.schemas[variant.0 as usize];
                let annotations = Annotations {
                    description: Some("What tells the variants of a union apart.".to_owned()),
                    ..Annotations::default()
                };
                variant.schema.properties.insert(discriminator.property.clone(), tag);
                variant
                    .property_annotations
                    .insert(discriminator.property.clone(), annotations);
            }
        }
    }

    /// The values of the tag that mean each variant: those of the mapping, those that its own property lists and no other
    /// variant has, or else its name.
    fn tags(&self, variants: &[ResolvedId], discriminator: &Discriminator<ResolvedId>) -> Vec<Vec<String>> {
        let own: Vec<Vec<String>> = variants
            .iter()
            .map(|variant| self.values(*variant, &discriminator.property).unwrap_or_default())
            .collect();
        let is_unique = |value: &String| {
            !discriminator.mapping.contains_key(value)
                && own.iter().filter(|values| values.contains(value)).count() == 1
        };
        let tags = variants.iter().zip(&own).map(|(variant, own)| {
            let mapped = discriminator.mapping.iter().filter(|(_, id)| *id == variant);
            let mapped = mapped.map(|(tag, _)| tag.clone());
            let listed = own.iter().filter(|value| is_unique(value)).cloned();
            let mut tags: Vec<String> = mapped.chain(listed).collect();
            let schema = self.get(*variant);
            if tags.is_empty() && schema.part.is_none() {
                tags.extend(component(&schema.at));
            }
            tags
        });
        tags.collect()
    }

    /// The tag that is written where a value of a variant does not have it: its type has no room for it, or has it only
    /// because of this union.
    fn written_tag(&self, variant: ResolvedId, property: &str, tags: &[String]) -> Option<String> {
        let schema = &self.get(variant).schema;
        let declared = schema
            .properties
            .get(property)
            .is_some_and(|id| !self.tags.contains(id));
        let closed = schema
            .additional_properties
            .map(|rest| self.get(rest).schema.types.is_empty());
        let nested = schema.unions.iter().filter_map(|union| union.discriminator.as_ref());
        let by_itself = nested.into_iter().any(|nested| nested.property == property);
        (!declared && !by_itself && closed != Some(true))
            .then(|| tags.first().cloned())
            .flatten()
    }

    /// Says what identifies each alternative of the description, for the names of what is in it. Null aside, an only one
    /// needs nothing to identify it.
    pub(super) fn identify(&self, places: &mut Places<'_>) {
        let description = &self.resolved.description.schemas;
        for union in description.ids().flat_map(|id| &description.get(id).schema.unions) {
            let alternatives = union
                .variants
                .iter()
                .map(|id| (&description.get(*id).at, self.resolved.of(*id)));
            let says_more = |id: ResolvedId| shape(&self.get(id).schema, &self.schemas).0 != Shape::Null;
            let alternatives: Vec<_> = alternatives.filter(|(_, id)| says_more(*id)).collect();
            for (at, id) in &alternatives {
                let names = match alternatives.len() {
                    1 => vec![String::new()],
                    _ => self.identities(places, *id, None),
                };
                let alternative = Alternative {
                    key: names[0].clone(),
                    signature: self.signature(places, *id),
                    names,
                };
                places.identify((*at).clone(), alternative);
            }
        }
        let unions = self.schemas.iter().flat_map(|schema| &schema.schema.unions);
        for only in unions.filter_map(schema::Union::only_variant) {
            places.need_no_identity(&self.get(only).at);
        }
    }

    /// Finds the variants of a union, and what identifies each.
    pub(super) fn find_variants(&mut self, places: &mut Places<'_>, id: ResolvedId, index: usize) {
        let union = self.get(id).schema.unions[index].clone();
        let at = self.get(id).at.clone();
        let variants = self.distinct_variants(places, &union);
        let entries: Vec<Entry> = variants.iter().map(|variant| self.entry(places, variant)).collect();
        let keys = Scope::assign(entries.clone(), &["Unknown"]).names();
        let marks_by = |mark: &dyn Fn(ResolvedId) -> String| -> Vec<Vec<String>> {
            let of = |variant: &Distinct| variant.same.iter().map(|id| suffix(&mark(*id))).collect();
            variants.iter().map(of).collect()
        };
        let known_by = [
            marks_by(&|id| self.signature(places, id)),
            marks_by(&|id| self.structure(id)),
        ];
        let keys = self.promised_keys(&places.key(&at, self.get(id).part), &known_by, keys);
        let marks = self.marks(&variants, known_by);
        let renamed = variants.iter().map(|variant| {
            let first = variant.same[0];
            self.overrides
                .variant(&at, first, self.ids.contains_key(&first))
                .map(variant_of)
        });
        let entries: Vec<Entry> = entries
            .into_iter()
            .zip(renamed)
            .map(|(entry, name)| entry.chosen(name))
            .collect();
        for ((variant, entry), key) in variants.iter().zip(&entries).zip(&keys) {
            let own = self.get(variant.same[0]);
            if own.part.is_none() && is_alternative(&own.at) {
                let (names, signature, key) = (entry.names.clone(), entry.place.clone(), key.clone());
                places.identify(own.at.clone(), Alternative { names, signature, key });
            }
        }
        let same = variants.into_iter().map(|variant| variant.same).collect();
        let names = Vec::new();
        let variants = Variants {
            entries,
            keys,
            marks,
            names,
            same,
        };
        self.variants.insert(id, variants);
    }

    /// The names of the variants of a union in the lock: their earlier names, as far as it identifies them by one list of marks or
    /// else by the next, or else what identifies each alone. A mark of several tells nothing.
    fn promised_keys(&self, union: &str, marks: &[Vec<Vec<String>>], mut keys: Vec<String>) -> Vec<String> {
        let promised: Vec<(&String, &[String])> = self
            .promises
            .within(Kind::Variant, &[union])
            .map(|(words, promise)| (&words[1], &promise.words[2..]))
            .collect();
        for marks in marks {
            for (key, known) in &promised {
                let is_own = |mark: &&String| promised.iter().filter(|(_, marks)| marks.contains(mark)).count() == 1;
                let own: Vec<&String> = known.iter().filter(is_own).collect();
                let is_open = |index: &usize| !promised.iter().any(|(known, _)| **known == keys[*index]);
                let is_it = |index: &usize| is_open(index) && marks[*index].iter().any(|mark| own.contains(&mark));
                let candidates: Vec<usize> = (0..marks.len()).filter(is_it).collect();
                if let (false, [only]) = (keys.contains(key), candidates.as_slice()) {
                    keys[*only] = (*key).clone();
                }
            }
        }
        keys
    }

    /// The marks by which the lock knows each variant again: of what identifies its schemas, and of what those say that nothing
    /// else identifies.
    fn marks(&self, variants: &[Distinct], [names, structures]: [Vec<Vec<String>>; 2]) -> Vec<Vec<String>> {
        let marks = variants.iter().zip(names).zip(structures);
        let marks = marks.map(|((variant, mut marks), structures)| {
            let nameless = variant.same.iter().map(|id| self.is_nameless(*id)).zip(structures);
            marks.extend(
                nameless
                    .filter(|(nameless, _)| *nameless)
                    .map(|(_, structure)| structure),
            );
            marks.sort();
            marks.dedup();
            marks
        });
        marks.collect()
    }

    /// Names the variants of a union that the lock has at these places.
    pub(super) fn name_variants(&mut self, id: ResolvedId, homes: &[String]) {
        let Variants { entries, keys, .. } = &self.variants[&id];
        let promised = |key: &String| Self::promised(Kind::Variant, homes, key, self.promises);
        let entries = entries
            .iter()
            .zip(keys)
            .map(|(entry, key)| entry.clone().promised(promised(key)));
        let entries: Vec<Entry> = entries.collect();
        let scope = Scope::assign_beside(entries, Self::gone(Kind::Variant, homes, self.promises), &["Unknown"]);
        scope.report(|_| &self.schemas[id.0 as usize].at, &mut self.problems);
        if let Some(variants) = self.variants.get_mut(&id) {
            variants.names = scope.names();
        }
    }

    /// The variants of a union: where no tag tells them apart, those of one Rust type are one.
    fn distinct_variants(&mut self, places: &Places<'_>, union: &schema::Union<ResolvedId>) -> Vec<Distinct> {
        let (_, tags) = self.tag(union);
        let mut variants: Vec<Distinct> = Vec::new();
        for (nth, variant) in union.variants.iter().enumerate() {
            let ty = without_null(self.rust_type(*variant));
            let names = self.identities(places, *variant, tags.get(nth).and_then(|tags| tags.iter().min()));
            match variants.iter_mut().find(|known| tags.is_empty() && known.ty == ty) {
                Some(known) => known.add(*variant, names),
                None => variants.push(Distinct {
                    ty,
                    same: vec![*variant],
                    names,
                    of_some: Vec::new(),
                }),
            }
        }
        variants
    }

    fn entry(&self, places: &Places<'_>, variant: &Distinct) -> Entry {
        let first = variant.same[0];
        let names = |names: &[String]| -> Vec<String> { names.iter().map(|name| variant_of(name)).collect() };
        let mut shared = names(&variant.names);
        if shared.is_empty() {
            let words = variant.same.iter().map(|id| self.type_word(places, *id));
            shared.extend(words.min().map(|word| variant_of(&word)));
        }
        Entry {
            place: self.signature(places, first),
            blocked: names(&variant.of_some),
            ..Entry::new(&self.get(first).at.pointer, shared)
        }
    }

    /// The property that tells the variants of a union apart, and the values of it that mean each.
    fn tag(&self, union: &schema::Union<ResolvedId>) -> (Option<String>, Vec<Vec<String>>) {
        match &union.discriminator {
            Some(discriminator) => (
                Some(discriminator.property.clone()),
                self.tags(&union.variants, discriminator),
            ),
            None => self
                .telling_property(&union.variants)
                .map_or_else(Default::default, |(property, tags)| (Some(property), tags)),
        }
    }

    pub(super) fn union(&mut self, id: ResolvedId, index: usize) -> TypeKind {
        let union = self.get(id).schema.unions[index].clone();
        let (tag, tags) = self.tag(&union);
        let Variants { names, same, .. } = self.variants[&id].clone();
        let variants: Vec<ResolvedId> = same.iter().map(|same| same[0]).collect();
        let types = variants.iter().map(|variant| without_null(self.rust_type(*variant)));
        let types: Vec<RustType> = types.collect();
        if union.discriminator.is_none() && types.iter().all(|ty| *ty == types[0]) {
            return TypeKind::Alias(types[0].clone());
        }
        if let Some(discriminator) = &union.discriminator {
            for (ty, tags) in types.iter().zip(&tags) {
                if let (RustType::Named(id), Some(tag)) = (ty, tags.first()) {
                    self.entries.push((*id, discriminator.property.clone(), tag.clone()));
                }
            }
        }
        let default = union
            .discriminator
            .as_ref()
            .and_then(|discriminator| discriminator.default);
        let default = default.and_then(|id| variants.iter().position(|variant| *variant == id));
        let variants = variants
            .iter()
            .enumerate()
            .zip(types)
            .zip(names)
            .map(|(((nth, variant), ty), name)| {
                let annotations = same[nth].iter().map(|id| &self.get(*id).schema.annotations);
                UnionVariant {
                    name,
                    docs: paragraphs(annotations.flat_map(|own| [own.title.as_deref(), own.description.as_deref()])),
                    ty,
                    written_tag: union
                        .discriminator
                        .as_ref()
                        .and_then(|discriminator| self.written_tag(*variant, &discriminator.property, &tags[nth])),
                    tags: tags.get(nth).cloned().unwrap_or_default(),
                    has_format: same[nth].iter().all(|id| self.get(*id).schema.format.is_some()),
                    conversion: None,
                }
            });
        let variants = variants.collect();
        TypeKind::Union(Union {
            variants,
            tag,
            default,
            nested: Vec::new(),
            is_scalar: false,
        })
    }

    /// The property whose `enum`s tell the variants apart though no `discriminator` says so, and each variant's values.
    fn telling_property(&self, variants: &[ResolvedId]) -> Option<(String, Vec<Vec<String>>)> {
        let (first, others) = variants.split_first()?;
        let values = |variant: &ResolvedId, property: &String| self.values(*variant, property);
        self.get(*first).schema.properties.keys().find_map(|property| {
            let mut all = vec![values(first, property)?];
            for variant in others {
                let own = values(variant, property)?;
                if all.iter().flatten().any(|known| own.contains(known)) {
                    return None;
                }
                all.push(own);
            }
            Some((property.clone(), all))
        })
    }

    /// The values that a property of a schema lists, as texts, if all are strings, integers or booleans.
    fn values(&self, schema: ResolvedId, property: &str) -> Option<Vec<String>> {
        let id = self.get(schema).schema.properties.get(property)?;
        let values = self.get(*id).schema.enumeration.as_ref()?;
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) if !number.is_f64() => Some(number.to_string()),
            Value::Bool(value) => Some(value.to_string()),
            _ => None,
        };
        values.iter().map(text).collect()
    }
}

/// A variant of a union while it is named.
struct Distinct {
    ty: RustType,
    same: Vec<ResolvedId>,
    /// The marks that identify each of its schemas, the best first.
    names: Vec<String>,
    /// The marks that identify some of them.
    of_some: Vec<String>,
}

impl Distinct {
    fn add(&mut self, schema: ResolvedId, names: Vec<String>) {
        self.same.push(schema);
        self.of_some
            .extend(self.names.extract_if(.., |name| !names.contains(name)));
        self.of_some
            .extend(names.into_iter().filter(|name| !self.names.contains(name)));
    }
}

/// The variants of a union that is a type.
#[derive(Clone)]
pub(super) struct Variants {
    /// The candidate names of each.
    entries: Vec<Entry>,
    /// The name of each in the lock.
    pub keys: Vec<String>,
    /// The marks of each in the lock.
    pub marks: Vec<Vec<String>>,
    pub names: Vec<String>,
    /// The schemas that each is for, which are of one Rust type.
    pub same: Vec<Vec<ResolvedId>>,
}

/// The names that the lock promises to values.
pub(super) struct PromisedValues {
    pub names: HashMap<String, String>,
    /// Those of values that are gone.
    pub gone: Vec<String>,
}

/// The variants of an enum of texts.
pub(super) fn string_variants(
    values: Vec<String>,
    listed: &[Listed],
    promised: PromisedValues,
    at: &Location,
    collisions: &mut Diagnostics,
) -> Vec<StringVariant> {
    let mut distinct: Vec<String> = Vec::new();
    for value in values {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    let entries = distinct.iter().map(|value| {
        let entry = Entry::new(value, spellings(value, variant_of));
        entry.promised(promised.names.get(value).cloned())
    });
    let scope = Scope::assign_beside(entries.collect(), promised.gone, &["Unknown"]);
    scope.report(|_| at, collisions);
    distinct
        .into_iter()
        .zip(scope.names())
        .map(|(value, name)| StringVariant {
            name,
            docs: value_docs(&value, listed),
            value,
        })
        .collect()
}

/// The variants of an enum of integers, each called by its name.
pub(super) fn integer_variants(
    values: &[i64],
    listed: &[Listed],
    promised: PromisedValues,
    at: &Location,
    collisions: &mut Diagnostics,
) -> Vec<IntegerVariant> {
    let annotations = |value: &i64| {
        listed
            .iter()
            .find(|listed| listed.value == *value)
            .map(|listed| &listed.annotations)
    };
    let mut distinct: Vec<i64> = Vec::new();
    for value in values {
        if !distinct.contains(value) {
            distinct.push(*value);
        }
    }
    let name = |value: &i64| {
        annotations(value)
            .and_then(|annotations| annotations.title.clone())
            .unwrap_or_default()
    };
    let entries = distinct.iter().map(|value| {
        let entry = Entry {
            place: value.to_string(),
            ..Entry::new(&name(value), spellings(&name(value), variant_of))
        };
        entry.promised(promised.names.get(&value.to_string()).cloned())
    });
    let scope = Scope::assign_beside(entries.collect(), promised.gone, &["Unknown"]);
    scope.report(|_| at, collisions);
    let variants = distinct.into_iter().zip(scope.names()).map(|(value, name)| {
        let description = annotations(&value).and_then(|annotations| annotations.description.as_deref());
        IntegerVariant {
            name,
            value,
            docs: paragraphs([description]),
        }
    });
    variants.collect()
}

/// The variant for a value, beside `Unknown`, which keeps what is not listed.
fn variant_of(text: &str) -> String {
    match pascal(text) {
        name if name == "Unknown" => "UnknownValue".to_owned(),
        name => name,
    }
}

/// The documentation of a value.
fn value_docs(value: &str, listed: &[Listed]) -> String {
    let listed = listed.iter().find(|listed| listed.value == value);
    let annotations = listed.map(|listed| &listed.annotations);
    paragraphs([
        annotations.and_then(|annotations| annotations.title.as_deref()),
        annotations.and_then(|annotations| annotations.description.as_deref()),
    ])
}

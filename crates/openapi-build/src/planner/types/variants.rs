//! Enums: the variants of unions and of enums of strings, and what tells them apart.

use super::{Types, without_null};
use crate::diagnostic::Diagnostics;
use crate::docs::{code, paragraphs};
use crate::document::Location;
use crate::name::{pascal, settle};
use crate::plan::{IntegerVariant, RustType, StringVariant, TypeKind, Union, UnionVariant};
use crate::planner::shape::{Shape, has_shape};
use crate::resolved::{ResolvedId, ResolvedSchema};
use crate::schema::{Annotations, Discriminator, Listed, Schema, TypeSet};

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
        let union_keyword = union.kind.keyword();
        for (index, variant) in union.variants.iter_mut().enumerate() {
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
            whole.at = at.child(union_keyword).child(index);
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
            *variant = new;
        }
        let own = &mut self.schemas[id.0 as usize].schema;
        own.properties.clear();
        own.required.clear();
        own.unions = vec![union];
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

    pub(super) fn union(&mut self, id: ResolvedId, index: usize) -> TypeKind {
        let union = self.get(id).schema.unions[index].clone();
        let variants = &union.variants;
        let types = variants.iter().map(|variant| without_null(self.rust_type(*variant)));
        let types: Vec<RustType> = types.collect();
        if union.discriminator.is_none() && types.iter().all(|ty| *ty == types[0]) {
            return TypeKind::Alias(types[0].clone());
        }
        let claims: Vec<_> = variants
            .iter()
            .zip(&types)
            .map(|(variant, ty)| {
                let defined = self.ids.contains_key(variant);
                let renamed = self.overrides.variant(&self.get(id).at, *variant, defined);
                let name = renamed.map_or_else(|| self.variant_name(ty), pascal);
                (format!("{name}{}", self.get(*variant).at.pointer), name)
            })
            .collect();
        let names = settle(&claims);
        let (tag, tags) = match &union.discriminator {
            Some(discriminator) => (Some(discriminator.property.clone()), self.tags(variants, discriminator)),
            None => self
                .telling_property(variants)
                .map_or_else(Default::default, |(property, tags)| (Some(property), tags)),
        };
        if let Some(discriminator) = &union.discriminator {
            for (ty, tags) in types.iter().zip(&tags) {
                if let (RustType::Named(id), Some(tag)) = (ty, tags.first()) {
                    self.claims.push((*id, discriminator.property.clone(), tag.clone()));
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
                let schema = self.get(*variant);
                UnionVariant {
                    name,
                    docs: paragraphs([
                        schema.schema.annotations.title.as_deref(),
                        schema.schema.annotations.description.as_deref(),
                    ]),
                    ty,
                    written_tag: union
                        .discriminator
                        .as_ref()
                        .and_then(|discriminator| self.written_tag(*variant, &discriminator.property, &tags[nth])),
                    tags: tags.get(nth).cloned().unwrap_or_default(),
                }
            });
        let variants = variants.collect();
        TypeKind::Union(Union { variants, tag, default })
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

    /// The values that a property of a schema lists, if all are strings.
    fn values(&self, schema: ResolvedId, property: &str) -> Option<Vec<String>> {
        let id = self.get(schema).schema.properties.get(property)?;
        let values = self.get(*id).schema.enumeration.as_ref()?;
        values.iter().map(|value| value.as_str().map(str::to_owned)).collect()
    }

    fn variant_name(&self, ty: &RustType) -> String {
        match ty {
            RustType::Bool => "Boolean".to_owned(),
            RustType::I32 | RustType::I64 | RustType::U64 => "Integer".to_owned(),
            RustType::F64 => "Number".to_owned(),
            RustType::String => "String".to_owned(),
            RustType::Null => "Null".to_owned(),
            RustType::Value => "Any".to_owned(),
            RustType::Object => "Object".to_owned(),
            RustType::File => "File".to_owned(),
            RustType::Vec(item) => format!("{}List", self.variant_name(item)),
            RustType::Map(value) => format!("{}Map", self.variant_name(value)),
            RustType::Tuple(_) => "Tuple".to_owned(),
            RustType::Nullable(inner) | RustType::Boxed(inner) => self.variant_name(inner),
            RustType::Named(id) => match self.names[id.0 as usize].as_str() {
                "Unknown" => "UnknownValue".to_owned(),
                name => name.to_owned(),
            },
        }
    }
}

pub(super) fn string_variants(values: Vec<String>, listed: &[Listed]) -> Vec<StringVariant> {
    let mut distinct: Vec<String> = Vec::new();
    for value in values {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    let claims: Vec<_> = distinct
        .iter()
        .map(|value| (value.clone(), variant_of(value)))
        .collect();
    let names = settle(&claims);
    distinct
        .into_iter()
        .zip(names)
        .map(|(value, name)| StringVariant {
            name,
            docs: value_docs(&value, listed),
            value,
        })
        .collect()
}

/// The variants of an enum of integers, each called by its name.
pub(super) fn integer_variants(values: &[i64], listed: &[Listed]) -> Vec<IntegerVariant> {
    let said = |value: &i64| {
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
    let name = |value: &i64| said(value).and_then(|said| said.title.clone()).unwrap_or_default();
    let claims: Vec<_> = distinct
        .iter()
        .map(|value| (name(value), variant_of(&name(value))))
        .collect();
    let names = settle(&claims);
    let variants = distinct.into_iter().zip(names).map(|(value, name)| {
        let own = code(&value.to_string());
        let description = said(&value).and_then(|said| said.description.as_deref());
        IntegerVariant {
            name,
            value,
            docs: paragraphs([description, Some(own.as_str())]),
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

/// What is said of a value, and what it is on the wire.
fn value_docs(value: &str, listed: &[Listed]) -> String {
    let said = listed
        .iter()
        .find(|listed| listed.value == value)
        .map(|listed| &listed.annotations);
    let own = match value.is_empty() {
        true => "The empty string.".to_owned(),
        false => code(value),
    };
    paragraphs([
        said.and_then(|said| said.title.as_deref()),
        said.and_then(|said| said.description.as_deref()),
        Some(&own),
    ])
}

/// The name of the component at a place.
fn component(at: &Location) -> Option<String> {
    let name = at.pointer.strip_prefix("/components/schemas/")?;
    (!name.contains('/')).then(|| name.replace("~1", "/").replace("~0", "~"))
}

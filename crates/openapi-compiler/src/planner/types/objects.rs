//! Objects: fields, what holds all other properties, and what a composed type converts into.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::Types;
use crate::document::Location;
use crate::lock::Kind;
use crate::name::{self, spellings};
use crate::plan::{AdditionalProperties, Field, RustType, Struct, TypeDef, TypeId, TypeKind};
use crate::planner::documentation::field_docs;
use crate::planner::scope::{Entry, Scope};
use crate::planner::secrets::sounds_secret;
use crate::resolved::{ResolvedId, ResolvedSchema};
use crate::schema::{Annotations, Schema};

impl Types<'_> {
    pub(super) fn object(&mut self, id: ResolvedId) -> Struct {
        let resolved = self.get(id).clone();
        let homes = self
            .ids
            .get(&id)
            .map(|id| self.homes[id.index()].clone())
            .unwrap_or_default();
        let (in_request, in_response) = (self.in_request.contains(&id), self.in_response.contains(&id));
        let fields = self.fields(&resolved, &homes, in_request, in_response);
        let patterns = &resolved.schema.pattern_properties;
        let forbidden = |id| self.get(id).schema.types.is_empty();
        let closed = patterns.is_empty() && resolved.schema.additional_properties.is_some_and(forbidden);
        let rest = match resolved.schema.additional_properties {
            Some(rest) => {
                let values: Vec<ResolvedId> = patterns.values().copied().chain([rest]).collect();
                self.common(id, &values, &mut Vec::new())
            }
            // A base keeps what the schemas composed with it add, and who speaks of patterns what matches none as well.
            None if !patterns.is_empty() || resolved.schema.discriminator.is_some() => Some(RustType::Value),
            None => None,
        };
        let lenient = match resolved.schema.additional_properties {
            _ if self.overrides.lenient.is_chosen(&resolved.at) => Some(0),
            Some(values) if patterns.is_empty() => self.leniency(values),
            _ => None,
        };
        let rest = rest.map(|ty| AdditionalProperties {
            name: "additional_properties".to_owned(),
            ty,
            lenient,
        });
        let has_default = |home: &String| self.promises.find(Kind::Default, &[home]).is_some();
        let promised = homes.iter().filter(|home| has_default(home)).count() > 0 && !in_request;
        Struct {
            has_default: fields.iter().all(|field| !field.required) || promised,
            fields,
            rest,
            closed,
            wraps: None,
            converts_into: Vec::new(),
        }
    }

    /// The fields of an object that requests or responses hold. `required` does not ask requests for what is `readOnly`,
    /// nor responses for what is `writeOnly` (OpenAPI 3.0.3, "Fixed Fields" of the Schema Object).
    /// `homes` are the places of the type in the lock.
    pub(super) fn fields(
        &mut self,
        resolved: &ResolvedSchema,
        homes: &[String],
        in_request: bool,
        in_response: bool,
    ) -> Vec<Field> {
        let promised = |property: &String| Self::promised(Kind::Field, homes, property, self.promises);
        let named = |text: &str| name::field(text, in_request);
        let entries: Vec<_> = resolved
            .schema
            .properties
            .iter()
            .map(|(name, property)| {
                let defined = self.ids.contains_key(property);
                let renamed = self.overrides.field(&resolved.at, name, *property, defined);
                let renamed = renamed.map(|name| name::field_name(name, in_request));
                let entry = Entry::new(name, spellings(name, named)).chosen(renamed);
                entry.promised(promised(name))
            })
            .chain(undescribed(&resolved.schema).map(|name| {
                let entry = Entry::new(name, spellings(name, named));
                entry.promised(promised(name))
            }))
            .collect();
        let reserved: &[&str] = if in_request { &["build"] } else { &[] };
        let gone = Self::gone(Kind::Field, homes, self.promises);
        let scope = Scope::assign_beside(entries, gone, reserved);
        scope.report(|_| &resolved.at, &mut self.problems);
        let mut names = scope.names().into_iter();
        let fields: Vec<Field> = resolved
            .schema
            .properties
            .iter()
            .zip(names.by_ref())
            .map(|((property, id), name)| {
                let own = resolved.property_annotations.get(property).cloned().unwrap_or_default();
                let ty = self.rust_type(*id);
                let default = in_request
                    .then(|| self.default(*id, &own, &resolved.at.child("properties").child(property)))
                    .flatten();
                let schema = &self.get(*id).schema;
                let inherited = &schema.annotations;
                let secret = self.is_secret(property, *id, &resolved.at, &own, &ty);
                let listed = resolved.schema.required.contains(property);
                let asked = listed
                    && !(in_request && (own.read_only || inherited.read_only))
                    && !(in_response && (own.write_only || inherited.write_only));
                let is_lenient = self.overrides.lenient.has(&resolved.at, property, &self.get(*id).at);
                let lenient = if is_lenient { Some(0) } else { self.leniency(*id) };
                let required = match self.promised_presence(homes, property, self.promises) {
                    Some(true) => listed,
                    // Nobody has to give what only responses have.
                    Some(false) => asked && in_request,
                    // Of a server that departs from its description, a required value may not come.
                    None => asked && (in_request || lenient != Some(0)),
                };
                Field {
                    name,
                    property: property.clone(),
                    docs: field_docs(&own, schema),
                    ty,
                    required,
                    deprecated: own.deprecated || inherited.deprecated,
                    secret,
                    lenient,
                    constant: constant(schema).filter(|_| required),
                    default,
                }
            })
            .collect();
        let undescribed = undescribed(&resolved.schema).zip(names);
        let undescribed = undescribed.map(|(property, name)| undescribed_field(property, name));
        fields.into_iter().chain(undescribed).collect()
    }

    fn is_secret(&self, property: &str, id: ResolvedId, owner: &Location, own: &Annotations, ty: &RustType) -> bool {
        let schema = &self.get(id).schema;
        let place = owner.child("properties").child(property);
        own.write_only
            || schema.annotations.write_only
            || schema.format.as_deref() == Some("password")
            || self.overrides.is_secret(&[&place, &self.get(id).at])
            || sounds_secret(property, ty)
    }

    /// A composed type becomes its named members by leaving fields out, and so does a type of which the lock promises it.
    pub(super) fn conversions(&self, defs: &mut [TypeDef]) {
        let mut promised = self.promised_conversions();
        for (index, id) in self.order.iter().enumerate() {
            let members = self
                .get(*id)
                .members
                .iter()
                .filter_map(|member| self.ids.get(member).copied());
            let mut members: Vec<TypeId> = members.chain(promised.remove(&index).unwrap_or_default()).collect();
            let mut seen = HashSet::new();
            members.retain(|member| seen.insert(*member) && converts(defs, index, *member));
            if let TypeKind::Struct(whole) = &mut defs[index].kind {
                whole.converts_into = members;
            }
        }
    }

    /// The types that the lock promises that each type converts into, by its index.
    fn promised_conversions(&self) -> HashMap<usize, Vec<TypeId>> {
        let homes = self.homes.iter().enumerate();
        let homes = homes.flat_map(|(index, homes)| homes.iter().map(move |home| (home, index)));
        let homes: HashMap<&String, usize> = homes.collect();
        let mut found: HashMap<usize, Vec<TypeId>> = HashMap::new();
        for (words, _) in self.promises.of(Kind::Conversion) {
            if let (Some(whole), Some(part)) = (homes.get(&words[0]), homes.get(&words[1])) {
                self.promises.find(Kind::Conversion, &[&words[0], &words[1]]);
                found.entry(*whole).or_default().push(TypeId(*part as u32));
            }
        }
        found
    }
}

/// Whether a type becomes another by leaving fields out.
fn converts(defs: &[TypeDef], whole: usize, part: TypeId) -> bool {
    let (TypeKind::Struct(whole), TypeKind::Struct(part)) = (&defs[whole].kind, &defs[part.index()].kind) else {
        return false;
    };
    let rest = part.rest.as_ref().is_none_or(|rest| rest.ty == RustType::Value);
    rest && part.fields.iter().all(|field| has_field(whole, field))
}

/// Required properties that are not described, if there is no map of other properties.
fn undescribed(schema: &Schema<ResolvedId>) -> impl Iterator<Item = &String> {
    let missing = schema
        .required
        .iter()
        .filter(|name| !schema.properties.contains_key(*name));
    missing.filter(|_| schema.additional_properties.is_none() && schema.discriminator.is_none())
}

/// Often it is a mistake in the description that servers do not enforce, so the field is optional.
fn undescribed_field(property: &str, name: String) -> Field {
    Field {
        name,
        property: property.to_owned(),
        docs: "Required, the description says, without saying what it is.".to_owned(),
        ty: RustType::Value,
        required: false,
        deprecated: false,
        secret: sounds_secret(property, &RustType::Value),
        lenient: None,
        constant: None,
        default: None,
    }
}

/// The only value of a schema.
fn constant(schema: &Schema<ResolvedId>) -> Option<Value> {
    match schema.enumeration.as_deref()? {
        [only] if !only.is_null() => Some(only.clone()),
        _ => None,
    }
}

/// A tag is the first one that means its object, where unions agree on it.
pub(super) fn fill_in_tags(types: &mut [TypeDef], entries: &[(TypeId, String, String)]) {
    let mut agreed: HashMap<(TypeId, &str), Option<&str>> = HashMap::new();
    let mut pending: Vec<(TypeId, &str, &str)> = Vec::new();
    pending.extend(
        entries
            .iter()
            .map(|(id, property, tag)| (*id, property.as_str(), tag.as_str())),
    );
    let mut seen = HashSet::new();
    while let Some((id, property, tag)) = pending.pop() {
        if !seen.insert((id, property, tag)) {
            continue;
        }
        match &types[id.0 as usize].kind {
            TypeKind::Struct(_) => {
                let known = agreed.entry((id, property)).or_insert(Some(tag));
                *known = known.filter(|known| *known == tag);
            }
            // A discriminator value of a union is the same in all of its variants.
            TypeKind::Union(union) if union.tag.as_deref() != Some(property) => {
                let named = union.variants.iter().filter_map(|variant| variant.ty.named());
                pending.extend(named.map(|id| (id, property, tag)));
            }
            _ => {}
        }
    }
    for ((id, property), tag) in agreed {
        let TypeKind::Struct(object) = &mut types[id.0 as usize].kind else {
            continue;
        };
        let mut fields = object.fields.iter_mut();
        if let (Some(field), Some(tag)) = (fields.find(|field| field.property == property), tag) {
            field.constant.get_or_insert_with(|| Value::from(tag));
        }
    }
}

fn has_field(whole: &Struct, field: &Field) -> bool {
    let same =
        |own: &&Field| own.name == field.name && own.property == field.property && own.ty.is_but_for_boxes(&field.ty);
    whole
        .fields
        .iter()
        .find(same)
        .is_some_and(|own| own.required || !field.required)
}

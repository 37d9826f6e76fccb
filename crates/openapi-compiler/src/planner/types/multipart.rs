//! Bodies in parts, of which some are files.

use std::collections::HashSet;

use super::Types;
use crate::description::MediaType;
use crate::plan::{AdditionalProperties, Multipart, Part, RustType, TypeDef, TypeKind};
use crate::planner::documentation::docs;
use crate::resolved::{Resolved, ResolvedId, ResolvedSchema};
use crate::schema::{Schema, TypeSet};

impl Types<'_> {
    pub(super) fn multipart_type(&mut self, content: &MediaType, name: String) -> Option<TypeDef> {
        let resolved = parts(self.resolved, self.resolved.of(content.schema?))?;
        let homes = self.multipart(&content.at).map(|id| self.homes[id.index()].clone());
        let homes = homes.unwrap_or_default();
        let parts: Vec<Part> = self
            .fields(&resolved, &homes, true, false)
            .into_iter()
            .map(|mut field| {
                let encoding = content.encoding.get(&field.property);
                let content_type = encoding.and_then(|encoding| encoding.content_type.clone());
                let Some(schema) = resolved.schema.properties.get(&field.property) else {
                    return Part { field, content_type };
                };
                let content_type = content_type.or_else(|| self.get(*schema).schema.content_media_type.clone());
                if let Some(ty) = self.file(*schema, content_type.as_deref()) {
                    // There is no part that is null: it is left out.
                    field.required &= !self.is_nullable(*schema);
                    field.ty = ty;
                    field.default = None;
                }
                Part { field, content_type }
            })
            .collect();
        let rest = self.other_parts(&resolved);
        let kind = TypeKind::Multipart(Multipart { parts, rest });
        let annotations = &resolved.schema.annotations;
        Some(TypeDef {
            name,
            at: content.at.clone(),
            docs: docs(annotations, &resolved.schema),
            deprecated: annotations.deprecated,
            same_as: None,
            kind,
            in_request: true,
            derives: Vec::new(),
            ordered: false,
            attributes: Vec::new(),
            rules: None,
            xml: None,
        })
    }

    /// The field for parts that are not listed, if the schema describes them.
    fn other_parts(&mut self, resolved: &ResolvedSchema) -> Option<AdditionalProperties> {
        let id = resolved.schema.additional_properties?;
        if self.get(id).schema.types.is_empty() {
            return None;
        }
        let ty = self.file(id, None).unwrap_or_else(|| self.rust_type(id));
        Some(AdditionalProperties {
            name: "additional_parts".to_owned(),
            ty,
            lenient: None,
        })
    }

    /// Whether a part may be null.
    fn is_nullable(&self, id: ResolvedId) -> bool {
        let Schema { types, unions, .. } = &self.get(id).schema;
        (*types != TypeSet::ANY && types.contains(TypeSet::NULL)) || unions.iter().any(|union| union.null)
    }

    /// The schema of a value, or that of its only alternative, `null` aside.
    fn only_alternative(&self, id: ResolvedId) -> ResolvedId {
        match self.get(id).schema.unions.as_slice() {
            [union] => union.only_variant().unwrap_or(id),
            _ => id,
        }
    }

    /// A file or a list of them, if that is what a part is, `null` aside.
    fn file(&self, id: ResolvedId, content_type: Option<&str>) -> Option<RustType> {
        let id = self.only_alternative(id);
        if self.is_file(id, content_type) {
            return Some(RustType::File);
        }
        let schema = &self.get(id).schema;
        let items = schema.items.filter(|_| schema.types.contains(TypeSet::ARRAY))?;
        self.is_file(items, content_type)
            .then(|| RustType::Vec(Box::new(RustType::File)))
    }

    /// Whether a value is binary, or is anything at all and sent as something else than JSON or text.
    fn is_file(&self, id: ResolvedId, content_type: Option<&str>) -> bool {
        let id = self.only_alternative(id);
        let schema = &self.get(id).schema;
        let other =
            content_type.is_some_and(|media_type| !media_type.contains("json") && !media_type.starts_with("text/"));
        self.is_binary(id) || (other && schema.accepts_anything())
    }
}

/// Whether the parts of a body are listed.
pub(in crate::planner) fn is_multipart(resolved: &Resolved, content: &MediaType) -> bool {
    let describes = |id| {
        let schema = &resolved.get(id).schema;
        !schema.accepts_anything() && !schema.types.is_empty()
    };
    content.media_type.to_ascii_lowercase().starts_with("multipart/")
        && content
            .schema
            .and_then(|schema| parts(resolved, resolved.of(schema)))
            .is_some_and(|parts| {
                let schema = &parts.schema;
                !schema.properties.is_empty() || schema.additional_properties.is_some_and(describes)
            })
}

/// The schema of a body, with the properties of the variants of its unions. One is required if each variant requires it.
/// None if variants describe one property in different ways.
pub(in crate::planner) fn parts(resolved: &Resolved, id: ResolvedId) -> Option<ResolvedSchema> {
    let mut inside = Vec::new();
    parts_inside(resolved, id, &mut inside)
}

fn parts_inside(resolved: &Resolved, id: ResolvedId, inside: &mut Vec<ResolvedId>) -> Option<ResolvedSchema> {
    let mut whole = resolved.get(id).clone();
    if inside.contains(&id) {
        return Some(whole);
    }
    inside.push(id);
    for union in std::mem::take(&mut whole.schema.unions) {
        let mut required: Option<HashSet<String>> = None;
        for variant in union.variants {
            let part = parts_inside(resolved, variant, inside)?;
            for (name, property) in part.schema.properties {
                if *whole.schema.properties.entry(name).or_insert(property) != property {
                    return None;
                }
            }
            whole.property_annotations.extend(part.property_annotations);
            let own = part.schema.required.into_iter();
            required = Some(match required {
                Some(known) => own.filter(|name| known.contains(name)).collect(),
                None => own.collect(),
            });
        }
        whole.schema.required.extend(required.into_iter().flatten());
    }
    inside.pop();
    Some(whole)
}

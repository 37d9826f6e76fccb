//! Bodies in parts, of which some are files.

use super::Types;
use crate::description::MediaType;
use crate::plan::{Part, RustType, TypeDef, TypeKind};
use crate::planner::documentation::docs;
use crate::resolved::{Resolved, ResolvedId};
use crate::schema::TypeSet;

impl Types<'_> {
    pub(super) fn multipart_type(&mut self, content: &MediaType, name: String) -> Option<TypeDef> {
        let id = self.resolved.of(content.schema?);
        let resolved = self.get(id).clone();
        let parts = self.fields(&resolved, true, false).into_iter().map(|mut field| {
            let encoding = content.encoding.get(&field.property);
            let content_type = encoding.and_then(|encoding| encoding.content_type.clone());
            let Some(schema) = resolved.schema.properties.get(&field.property) else {
                return Part { field, content_type };
            };
            let content_type = content_type.or_else(|| self.get(*schema).schema.content_media_type.clone());
            if let Some(ty) = self.file(*schema, content_type.as_deref()) {
                field.ty = ty;
            }
            Part { field, content_type }
        });
        let kind = TypeKind::Multipart(parts.collect());
        let annotations = &resolved.schema.annotations;
        Some(TypeDef {
            name,
            at: content.at.clone(),
            docs: docs(annotations, &resolved.schema),
            deprecated: annotations.deprecated,
            kind,
            in_request: true,
        })
    }

    /// A file or a list of them, if that is what a part is.
    fn file(&self, id: ResolvedId, content_type: Option<&str>) -> Option<RustType> {
        if self.is_file(id, content_type) {
            return Some(RustType::File);
        }
        let schema = &self.get(id).schema;
        let items = schema.items.filter(|_| schema.types.contains(TypeSet::ARRAY))?;
        self.is_file(items, content_type)
            .then(|| RustType::Vec(Box::new(RustType::File)))
    }

    /// Whether a value is binary (OpenAPI 3.0.3, "Considerations for File Uploads"), has a media type of its own, or is
    /// anything at all and sent as something else than JSON or text.
    fn is_file(&self, id: ResolvedId, content_type: Option<&str>) -> bool {
        let schema = &self.get(id).schema;
        let other = content_type.is_some_and(|said| !said.contains("json") && !said.starts_with("text/"));
        let media_type = schema.content_media_type.is_some() && schema.content_encoding.is_none();
        schema.format.as_deref() == Some("binary") || media_type || (other && schema.accepts_anything())
    }
}

/// Whether the parts of a body are listed.
pub(in crate::planner) fn is_multipart(resolved: &Resolved, content: &MediaType) -> bool {
    let properties = |schema| !resolved.get(resolved.of(schema)).schema.properties.is_empty();
    content.media_type.to_ascii_lowercase().starts_with("multipart/") && content.schema.is_some_and(properties)
}

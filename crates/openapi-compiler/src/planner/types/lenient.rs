//! Where values are read leniently: within which lists and maps, and where not.

use std::collections::HashSet;

use super::Types;
use crate::description::MediaType;
use crate::diagnostic::Diagnostics;
use crate::document::Location;
use crate::plan::ResponseType;
use crate::planner::content::is_xml;
use crate::planner::lenient::report_without_effect;
use crate::planner::shape::Shape;
use crate::resolved::ResolvedId;
use crate::schema::SchemaId;

impl Types<'_> {
    /// Within how many lists and maps the values of a schema are read leniently, if they are.
    pub(super) fn leniency(&self, id: ResolvedId) -> Option<u8> {
        self.lenient_part(id).map(|(within, _)| within)
    }

    /// The lenient schema that is the nearest of a schema, its items and the values of its maps.
    fn lenient_part(&self, mut id: ResolvedId) -> Option<(u8, ResolvedId)> {
        let mut seen = HashSet::new();
        let mut within = 0;
        while seen.insert(id) {
            if self.overrides.lenient.is_chosen(&self.get(id).at) {
                return Some((within, id));
            }
            let inside = match &self.shapes.get(&id)?.0 {
                Shape::List(Some(item)) => Some(*item),
                Shape::Map(values) => values.first().copied().filter(|_| values.len() == 1),
                Shape::Union(index) => {
                    id = self.get(id).schema.unions[*index].only_variant()?;
                    continue;
                }
                _ => None,
            };
            id = inside?;
            within = within.checked_add(1)?;
        }
        None
    }

    /// Whether values of a schema would be read leniently, beyond the properties of an object.
    fn is_to_be_lenient(&self, id: ResolvedId) -> bool {
        let part = self.lenient_part(id).filter(|_| !self.overrides.lenient.is_all());
        part.is_some_and(|(_, part)| self.shapes.get(&part).is_none_or(|(shape, _)| *shape != Shape::Struct))
    }

    /// Within how many lists and maps the body of a response is read leniently, if it is.
    pub fn leniency_of_body(
        &self,
        content: &MediaType,
        body: &ResponseType,
        diagnostics: &mut Diagnostics,
    ) -> Option<u8> {
        let described = content.item_schema.or(content.schema)?;
        let within = self.leniency(self.resolved.of(described))?;
        let is_xml = is_xml(&content.media_type);
        let what = match body {
            ResponseType::Json(_) if !is_xml => return Some(within),
            ResponseType::Any(_) => return Some(within),
            ResponseType::Json(_) => "XML",
            ResponseType::Text(_) => "text",
            ResponseType::Lines(_) | ResponseType::Events(_) => "a stream",
            ResponseType::Bytes | ResponseType::Stream | ResponseType::Empty => return None,
        };
        let what = format!("a value in {what}");
        self.report_not_lenient(Some(described), &content.at, &what, diagnostics);
        None
    }

    /// Reports what was chosen, and is read as described.
    pub fn report_lenient(&self, diagnostics: &mut Diagnostics) {
        if self.overrides.lenient.is_all() {
            return;
        }
        let mut read: Vec<ResolvedId> = self.in_response.iter().copied().collect();
        read.sort_unstable_by_key(|id| id.0);
        for id in read {
            let Some((shape, _)) = self.shapes.get(&id) else {
                continue;
            };
            let (what, parts) = match shape {
                Shape::Union(index) if !self.is_optional_of_one(id, shape) => {
                    ("a union", self.get(id).schema.unions[*index].variants.clone())
                }
                Shape::Tuple(items) => ("a tuple", items.clone()),
                Shape::Map(values) if values.len() > 1 => ("a map of several schemas", values.clone()),
                Shape::Own(_) => ("a type of the caller's own", Vec::new()),
                Shape::SeveralTypes | Shape::ManyUnions => ("a value of several types", Vec::new()),
                _ => continue,
            };
            let at = &self.get(id).at;
            if self.overrides.lenient.is_chosen(at) {
                report_without_effect(at, what, diagnostics);
            } else if parts.iter().any(|part| self.is_to_be_lenient(*part)) {
                report_without_effect(at, &format!("a value in {what}"), diagnostics);
            }
        }
    }

    /// Reports a header, or the body of a webhook, that has a chosen schema.
    pub fn report_not_lenient(
        &self,
        schema: Option<SchemaId>,
        at: &Location,
        what: &str,
        diagnostics: &mut Diagnostics,
    ) {
        let schema = schema.map(|schema| self.resolved.of(schema));
        if schema.is_some_and(|schema| self.is_to_be_lenient(schema)) {
            report_without_effect(at, what, diagnostics);
        }
    }
}

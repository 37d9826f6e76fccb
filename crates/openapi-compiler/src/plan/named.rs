//! The types that types and operations name.

use std::collections::BTreeSet;

use super::{BodyType, EventData, Operation, ResponseType, Rules, RustType, TypeDef, TypeKind};

impl TypeDef {
    /// The indexes of the types that values of this type hold, at first hand.
    pub(crate) fn named_types(&self) -> BTreeSet<usize> {
        if let Some(of) = self.same_as {
            return [of.index()].into();
        }
        let mut found = Vec::new();
        match &self.kind {
            TypeKind::Struct(object) => {
                let rest = object.rest.iter().map(|rest| &rest.ty);
                let fields = object.fields.iter().map(|field| &field.ty);
                add(fields.chain(rest), &mut found);
            }
            TypeKind::Multipart(body) => {
                let rest = body.rest.iter().map(|rest| &rest.ty);
                let fields = body.parts.iter().map(|part| &part.field.ty);
                add(fields.chain(rest), &mut found);
            }
            TypeKind::Union(union) => {
                add(union.variants.iter().map(|variant| &variant.ty), &mut found);
                for nested in &union.nested {
                    found.push(nested.between.index());
                    nested.variant.add_named(&mut found);
                }
            }
            TypeKind::Alias(target) | TypeKind::Wrapper(target) => target.add_named(&mut found),
            TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => {}
        }
        if let Some(rules) = &self.rules {
            rules.add_named(&mut found);
        }
        found.into_iter().collect()
    }
}

impl Rules {
    fn add_named(&self, found: &mut Vec<usize>) {
        let Self {
            checks: _,
            properties,
            others,
            items,
            variants,
            of,
        } = self;
        found.extend(of.map(|id| id.index()));
        found.extend(variants.iter().map(|(union, _)| union.index()));
        let variants = variants.iter().flat_map(|(_, rules)| rules);
        let below = properties.iter().map(|(_, rules)| rules).chain(variants);
        let below = below.chain(others.as_deref()).chain(items.as_deref());
        below.for_each(|rules| rules.add_named(found));
    }
}

impl Operation {
    /// The indexes of the types that its request and responses name, at first hand.
    pub(crate) fn named_types(&self) -> BTreeSet<usize> {
        let mut found = Vec::new();
        let contents = self.body.iter().flat_map(|body| &body.contents);
        let wrapped = contents.clone().flat_map(|content| &content.wraps);
        let parameters = self.parameters.iter().map(|parameter| &parameter.ty);
        let headers = self.headers.iter().map(|header| &header.ty);
        let items = self.pages.iter().flat_map(|pages| &pages.items);
        let all = parameters.chain(headers).chain(items.map(|items| &items.ty));
        add(all.chain(wrapped.map(|field| &field.ty)), &mut found);
        contents.for_each(|content| content.body.add_named(&mut found));
        let streams = self.stream.iter().flat_map(|call| &call.successes);
        let any = self.any.iter().flat_map(|call| &call.successes);
        let responses = self.successes.iter().chain(&self.errors).chain(streams).chain(any);
        responses.for_each(|response| response.body.add_named(&mut found));
        found.into_iter().collect()
    }
}

impl BodyType {
    fn add_named(&self, found: &mut Vec<usize>) {
        match self {
            Self::Json(ty) | Self::Form(ty, _) | Self::Text(ty) | Self::Any(ty) => ty.add_named(found),
            Self::Multipart(body) => found.extend(body.map(|id| id.index())),
            Self::Bytes => {}
        }
    }
}

impl ResponseType {
    fn add_named(&self, found: &mut Vec<usize>) {
        match self {
            Self::Json(ty) | Self::Text(ty) | Self::Any(ty) | Self::Lines(ty) => ty.add_named(found),
            Self::Events(EventData::Json(ty)) => ty.add_named(found),
            Self::Events(EventData::Named(events)) => {
                add(events.events.iter().filter_map(|event| event.data.as_ref()), found);
            }
            Self::Events(EventData::Untyped) | Self::Bytes | Self::Stream | Self::Empty => {}
        }
    }
}

fn add<'t>(types: impl IntoIterator<Item = &'t RustType>, found: &mut Vec<usize>) {
    types.into_iter().for_each(|ty| ty.add_named(found));
}

//! The ids of types in a definition, each where it is.

use super::{Rules, RustType, TypeDef, TypeId, TypeKind, XmlNode, XmlValue};

impl TypeDef {
    /// Visits each id in the definition, in an order that equal definitions share.
    pub(crate) fn visit_ids(&mut self, visit: &mut impl FnMut(&mut TypeId)) {
        match &mut self.kind {
            TypeKind::Struct(object) => {
                let rest = object.rest.iter_mut().map(|rest| &mut rest.ty);
                let types = object.fields.iter_mut().map(|field| &mut field.ty).chain(rest);
                types.for_each(|ty| ty.visit_ids(visit));
                object.converts_into.iter_mut().for_each(&mut *visit);
            }
            TypeKind::Multipart(body) => {
                let rest = body.rest.iter_mut().map(|rest| &mut rest.ty);
                let types = body.parts.iter_mut().map(|part| &mut part.field.ty).chain(rest);
                types.for_each(|ty| ty.visit_ids(visit));
            }
            TypeKind::Union(union) => {
                let types = union.variants.iter_mut().map(|variant| &mut variant.ty);
                types.for_each(|ty| ty.visit_ids(visit));
                for nested in &mut union.nested {
                    visit(&mut nested.between);
                    nested.variant.visit_ids(visit);
                }
            }
            TypeKind::Alias(target) | TypeKind::Wrapper(target) => target.visit_ids(visit),
            TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) => {}
        }
        if let Some(rules) = &mut self.rules {
            rules.visit_ids(visit);
        }
        if let Some(xml) = &mut self.xml {
            xml.visit_ids(visit);
        }
    }
}

impl RustType {
    fn visit_ids(&mut self, visit: &mut impl FnMut(&mut TypeId)) {
        match self {
            Self::Named(id) => visit(id),
            Self::Vec(inner) | Self::Map(inner) | Self::Nullable(inner) | Self::Boxed(inner) => inner.visit_ids(visit),
            Self::Tuple(items) => items.iter_mut().for_each(|item| item.visit_ids(visit)),
            _ => {}
        }
    }
}

impl Rules {
    fn visit_ids(&mut self, visit: &mut impl FnMut(&mut TypeId)) {
        self.of.iter_mut().for_each(&mut *visit);
        if let Some((union, variants)) = &mut self.variants {
            visit(union);
            variants.iter_mut().for_each(|rules| rules.visit_ids(visit));
        }
        let properties = self.properties.iter_mut().map(|(_, rules)| rules);
        let below = properties
            .chain(self.others.as_deref_mut())
            .chain(self.items.as_deref_mut());
        below.for_each(|rules| rules.visit_ids(visit));
    }
}

impl XmlNode {
    fn visit_ids(&mut self, visit: &mut impl FnMut(&mut TypeId)) {
        self.value.visit_ids(visit);
    }
}

impl XmlValue {
    fn visit_ids(&mut self, visit: &mut impl FnMut(&mut TypeId)) {
        match self {
            Self::Of(id) => visit(id),
            Self::List(item) => item.visit_ids(visit),
            Self::Object(properties, others) => {
                let nodes = properties.iter_mut().map(|(_, node)| node);
                nodes
                    .chain(others.as_deref_mut())
                    .for_each(|node| node.visit_ids(visit));
            }
            Self::OneOf(values) => values.iter_mut().for_each(|value| value.visit_ids(visit)),
            Self::Text | Self::Number | Self::Bool | Self::Any => {}
        }
    }
}

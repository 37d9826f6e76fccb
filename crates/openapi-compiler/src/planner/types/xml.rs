//! How bodies are represented in XML.

use std::collections::BTreeSet;

use super::Types;
use crate::description::MediaType;
use crate::plan::{BodyType, Operation, ResponseType, TypeDef, TypeId, TypeKind, XmlNode, XmlValue};
use crate::planner::content::is_xml;
use crate::resolved::ResolvedId;
use crate::schema::{Annotations, NodeType, Schema, SchemaId, TypeSet, Union, Xml};

impl Types<'_> {
    /// The name of the root element of a schema: its own, or that of the component.
    pub fn root_of_xml(&self, schema: SchemaId) -> Option<String> {
        let id = self.resolved.of(schema);
        let own = &self.resolved.description.schemas.get(schema).schema.annotations;
        let named = xml(own, &self.get(id).schema.annotations).name;
        named.or_else(|| {
            let tokens: Vec<String> = self.get(id).at.tokens().collect();
            match tokens.as_slice() {
                [components, schemas, name] if components == "components" && schemas == "schemas" => Some(name.clone()),
                _ => None,
            }
        })
    }

    /// Adds how the bodies of XML are represented, and the types in them.
    pub fn add_xml(&self, operations: &mut [Operation], defs: &mut [TypeDef]) {
        if !self.overrides.xml {
            return;
        }
        let mut reader = Reader {
            types: self,
            defs,
            inside: Vec::new(),
            reached: BTreeSet::new(),
        };
        let described = &self.resolved.description.operations;
        for (operation, described) in operations.iter_mut().zip(described) {
            let contents: Vec<&MediaType> = described.request_body.iter().flat_map(|body| &body.content).collect();
            for content in operation.body.iter_mut().flat_map(|body| &mut body.contents) {
                let is_value = matches!(content.body, BodyType::Json(_)) && is_xml(&content.media_type);
                let known = contents
                    .iter()
                    .find(|known| is_value && known.media_type == content.media_type);
                content.xml = known.and_then(|known| Some(reader.root(known.schema?)));
            }
            let responses = operation.successes.iter_mut().chain(&mut operation.errors);
            let streams = operation.stream.iter_mut().flat_map(|stream| &mut stream.successes);
            let any = operation.any.iter_mut().flat_map(|any| &mut any.successes);
            for response in responses.chain(streams).chain(any) {
                let media_type = response.media_type.as_deref().filter(|media_type| is_xml(media_type));
                if !matches!(response.body, ResponseType::Json(_)) {
                    continue;
                }
                let mut of_status = described
                    .responses
                    .iter()
                    .filter(|known| known.status == response.status);
                let contents = of_status.next().map_or(&[][..], |known| &known.content);
                let known = contents
                    .iter()
                    .find(|known| Some(known.media_type.as_str()) == media_type);
                response.xml = known.and_then(|known| Some(reader.root(known.schema?)));
            }
        }
        let values = reader.values();
        for (index, value) in values {
            defs[index].xml = Some(value);
        }
    }
}

/// Reads how values are represented.
struct Reader<'r, 't> {
    types: &'r Types<'t>,
    defs: &'r [TypeDef],
    /// The schemas that are being read.
    inside: Vec<ResolvedId>,
    /// The types that values have.
    reached: BTreeSet<usize>,
}

impl Reader<'_, '_> {
    /// The root element.
    fn root(&mut self, schema: SchemaId) -> XmlNode {
        let id = self.types.resolved.of(schema);
        let own = &self.types.resolved.description.schemas.get(schema).schema.annotations;
        let name = self.types.root_of_xml(schema).unwrap_or_else(|| "root".to_owned());
        XmlNode {
            value: self.value(id, &name),
            kind: NodeType::Element,
            ..self.node(id, own, &name, true)
        }
    }

    /// The values of the types that are reached, which may reach others.
    fn values(mut self) -> Vec<(usize, XmlValue)> {
        let (mut values, mut done) = (Vec::new(), BTreeSet::new());
        while let Some(index) = self.reached.difference(&done).next().copied() {
            done.insert(index);
            if let Some(id) = self.types.order.get(index) {
                values.push((index, self.described(*id, &self.defs[index].name)));
            }
        }
        values
    }

    /// A value where it is used; `name` is what its items are called if it is a list, and they have no name of their own.
    fn value(&mut self, id: ResolvedId, name: &str) -> XmlValue {
        let of_type = self.types.ids.get(&id).and_then(|id| defined(self.defs, *id));
        match of_type {
            Some(of) => {
                self.reached.insert(of.index());
                XmlValue::Of(of)
            }
            None => self.described(id, name),
        }
    }

    fn described(&mut self, id: ResolvedId, name: &str) -> XmlValue {
        if self.inside.contains(&id) {
            return XmlValue::Any;
        }
        self.inside.push(id);
        let schema = self.types.get(id).schema.clone();
        let value = match schema.unions.first() {
            Some(union) => self.union(union, name),
            None => self.plain(id, &schema, name),
        };
        self.inside.pop();
        value
    }

    fn union(&mut self, union: &Union<ResolvedId>, name: &str) -> XmlValue {
        match union.variants.as_slice() {
            [only] => self.value(*only, name),
            variants => XmlValue::OneOf(variants.iter().map(|variant| self.value(*variant, name)).collect()),
        }
    }

    fn plain(&mut self, id: ResolvedId, schema: &Schema<ResolvedId>, name: &str) -> XmlValue {
        let types = schema.implied_types().without(TypeSet::NULL);
        let is = |set: TypeSet| !types.is_empty() && set.contains(types);
        let listed = schema.enumeration.as_deref().unwrap_or_default();
        let lists = |is: fn(&serde_json::Value) -> bool| !listed.is_empty() && listed.iter().all(is);
        if is(TypeSet::STRING) || lists(serde_json::Value::is_string) {
            XmlValue::Text
        } else if is(TypeSet::NUMBER) || lists(serde_json::Value::is_number) {
            XmlValue::Number
        } else if is(TypeSet::BOOLEAN) {
            XmlValue::Bool
        } else if is(TypeSet::ARRAY) {
            XmlValue::List(Box::new(match schema.items {
                Some(item) => self.node(item, &Annotations::default(), name, true),
                None => any(name),
            }))
        } else if is(TypeSet::OBJECT) {
            self.object(id, schema)
        } else {
            XmlValue::Any
        }
    }

    fn object(&mut self, id: ResolvedId, schema: &Schema<ResolvedId>) -> XmlValue {
        let annotations = self.types.get(id).property_annotations.clone();
        let properties = schema.properties.iter().map(|(property, id)| {
            let own = annotations.get(property).cloned().unwrap_or_default();
            let required = schema.required.contains(property);
            (property.clone(), self.node(*id, &own, property, required))
        });
        let properties = properties.collect();
        let rest = schema
            .additional_properties
            .filter(|id| !self.types.get(*id).schema.types.is_empty());
        let rest = rest.map(|id| Box::new(self.node(id, &Annotations::default(), "", false)));
        XmlValue::Object(properties, rest)
    }

    fn node(&mut self, id: ResolvedId, own: &Annotations, inferred: &str, required: bool) -> XmlNode {
        let xml = xml(own, &self.types.get(id).schema.annotations);
        let is_list = |value: &XmlValue| matches!(value, XmlValue::List(_));
        let named = xml.name.as_deref().unwrap_or(inferred);
        let mut value = self.value(id, inferred);
        let kind = xml.node.unwrap_or(match is_list(&value) {
            true => NodeType::None,
            false => NodeType::Element,
        });
        // The name of a list is that of an element around it, and of its items only if there is one.
        let is_bare = is_list(&value) && kind == NodeType::None;
        if is_list(&value) && !is_bare {
            value = self.value(id, named);
        }
        XmlNode {
            name: if is_bare { inferred } else { named }.to_owned(),
            namespace: (xml.namespace.unwrap_or_default(), xml.prefix.unwrap_or_default()),
            kind,
            required,
            value,
        }
    }
}

/// A node of any value.
fn any(name: &str) -> XmlNode {
    XmlNode {
        name: name.to_owned(),
        namespace: Default::default(),
        kind: NodeType::Element,
        required: true,
        value: XmlValue::Any,
    }
}

/// The `xml` object at the place of a value, or of its schema.
fn xml(own: &Annotations, of_schema: &Annotations) -> Xml {
    own.xml.clone().or_else(|| of_schema.xml.clone()).unwrap_or_default()
}

/// The type that has a representation of its own, by its name or an alias of it.
fn defined(defs: &[TypeDef], id: TypeId) -> Option<TypeId> {
    match &defs[id.index()].kind {
        TypeKind::Struct(_) | TypeKind::Union(_) | TypeKind::Wrapper(_) => Some(id),
        TypeKind::Alias(target) => defined(defs, target.named()?),
        _ => None,
    }
}

//! Schemas.

use serde_json::{Map, Value, json};

use super::{Converter, Version, insert_list, insert_some, insert_true};
use crate::document::Location;
use crate::resolved::ResolvedId;
use crate::schema::{Annotations, Bound, Discriminator, NodeType, Schema, SchemaId, TypeSet, Union, UnionKind, Xml};

impl Converter<'_> {
    /// The components.
    pub(super) fn schemas(&mut self) -> Map<String, Value> {
        let components = self.names.components.clone();
        let of = |(name, id): (String, ResolvedId)| {
            let is_other_name = self.names.get(id) != Some(name.as_str());
            let value = if is_other_name {
                self.reference(id)
            } else {
                self.schema(id)
            };
            (name, value)
        };
        components.into_iter().map(of).collect()
    }

    /// A schema of the description where it is used.
    pub(super) fn of(&mut self, id: SchemaId) -> Value {
        self.reference(self.resolved.of(id))
    }

    /// A schema where it is used: a reference if it is a component.
    pub(super) fn reference(&mut self, id: ResolvedId) -> Value {
        match self.pointer(id) {
            Some(pointer) => json!({ "$ref": pointer }),
            None => self.schema(id),
        }
    }

    fn pointer(&self, id: ResolvedId) -> Option<String> {
        self.names.get(id).map(|name| format!("#/components/schemas/{name}"))
    }

    fn schema(&mut self, id: ResolvedId) -> Value {
        let resolved = self.resolved;
        let known = resolved.get(id);
        let schema = &known.schema;
        let mut out = Map::new();
        annotate(&mut out, &schema.annotations);
        let has_no_value = schema.enumeration.as_ref().is_some_and(Vec::is_empty);
        if schema.types.is_empty() || has_no_value {
            out.insert("not".to_owned(), json!({}));
            return Value::Object(out);
        }
        let mut all = vec![self.own(id)];
        all.extend(schema.unions.iter().map(|union| self.union(union)));
        all.extend(
            schema
                .patterns
                .iter()
                .skip(1)
                .map(|pattern| object("pattern", json!(pattern))),
        );
        all.extend(
            schema
                .multiples_of
                .iter()
                .skip(1)
                .map(|number| object("multipleOf", json!(number))),
        );
        all.extend(self.narrowing(&known.at, &schema.narrowing));
        all.retain(|part| !part.is_empty());
        // A discriminator without alternatives says nothing: those that it distinguishes are a union now.
        join(&mut out, all);
        Value::Object(out)
    }

    /// The keywords of a schema but for its unions, and for what can be stated once only.
    fn own(&mut self, id: ResolvedId) -> Map<String, Value> {
        let resolved = self.resolved;
        let schema = &resolved.get(id).schema;
        let types = types(schema);
        let listed = |values: &Vec<Value>| values.contains(&Value::Null);
        let null =
            types != TypeSet::ANY && types.contains(TypeSet::NULL) && schema.enumeration.as_ref().is_none_or(listed);
        let names = match types {
            TypeSet::ANY => Vec::new(),
            types => types.without(TypeSet::NULL).names(),
        };
        let mut own = Map::new();
        match (self.version, names.as_slice()) {
            (Version::V3_1, _) => {
                let null = null.then_some("null");
                match names.iter().copied().chain(null).collect::<Vec<_>>().as_slice() {
                    [] => {}
                    [one] => insert_some(&mut own, "type", Some(one)),
                    several => insert_some(&mut own, "type", Some(several)),
                }
                self.keywords(id, TypeSet::ANY, &mut own);
            }
            (Version::V3_0, []) if null => own = null_only(),
            (Version::V3_0, []) => self.keywords(id, TypeSet::ANY, &mut own),
            (Version::V3_0, [one]) => {
                own.insert("type".to_owned(), json!(one));
                self.keywords(id, TypeSet::ANY, &mut own);
                insert_true(&mut own, "nullable", null);
            }
            (Version::V3_0, several) => {
                let one_type = |name: &&str| {
                    let mut one = object("type", json!(name));
                    let only = TypeSet::named(name).unwrap_or(TypeSet::ANY);
                    self.keywords(id, only, &mut one);
                    Value::Object(one)
                };
                let mut variants: Vec<Value> = several.iter().map(one_type).collect();
                variants.retain(|one| one["enum"] != json!([]));
                own.insert("anyOf".to_owned(), json!(variants));
                insert_true(&mut own, "nullable", null);
            }
        }
        own
    }

    /// The keywords that apply to values of these types.
    fn keywords(&mut self, id: ResolvedId, types: TypeSet, out: &mut Map<String, Value>) {
        let resolved = self.resolved;
        let known = resolved.get(id);
        let schema = &known.schema;
        let applies = |one: TypeSet| !(types & one).is_empty();
        if let Some(values) = &schema.enumeration {
            let values = values
                .iter()
                .filter(|value| types == TypeSet::ANY || applies(type_of(value)));
            out.insert("enum".to_owned(), values.cloned().collect());
            self.listed(schema, out);
        }
        if applies(TypeSet::STRING) {
            insert_some(out, "pattern", schema.patterns.first());
            insert_some(out, "minLength", schema.min_length);
            insert_some(out, "maxLength", schema.max_length);
            self.content(&known.at, schema, out);
        }
        if applies(TypeSet::NUMBER) {
            self.bound(out, ["minimum", "exclusiveMinimum"], schema.minimum.as_ref());
            self.bound(out, ["maximum", "exclusiveMaximum"], schema.maximum.as_ref());
            insert_some(out, "multipleOf", schema.multiples_of.first());
        }
        let is_of_number = schema.format.as_deref().is_some_and(|format| {
            matches!(format, "float" | "double" | "decimal") || format.starts_with("int") || format.starts_with("uint")
        });
        let formatted = if is_of_number { TypeSet::NUMBER } else { TypeSet::STRING };
        if applies(formatted) {
            insert_some(out, "format", schema.format.as_ref());
        }
        if applies(TypeSet::ARRAY) {
            self.array(&known.at, schema, out);
        }
        if applies(TypeSet::OBJECT) {
            self.object(id, out);
        }
    }

    /// Names and texts of listed values, as extensions.
    fn listed(&self, schema: &Schema<ResolvedId>, out: &mut Map<String, Value>) {
        let values = out["enum"].as_array().cloned().unwrap_or_default();
        let of = |text: fn(&Annotations) -> Option<&String>| -> Option<Vec<&String>> {
            let known = |value: &Value| schema.listed.iter().find(|listed| listed.value == *value);
            values.iter().map(|value| text(&known(value)?.annotations)).collect()
        };
        let filled = |texts: &Vec<&String>| !texts.is_empty();
        insert_some(out, "x-enum-varnames", of(|known| known.title.as_ref()).filter(filled));
        insert_some(
            out,
            "x-enum-descriptions",
            of(|known| known.description.as_ref()).filter(filled),
        );
    }

    /// The encoding and the media type of a text. OpenAPI 3.0 has formats for two of them.
    fn content(&mut self, at: &Location, schema: &Schema<ResolvedId>, out: &mut Map<String, Value>) {
        let (encoding, media_type) = (schema.content_encoding.as_deref(), schema.content_media_type.as_deref());
        match (self.version, encoding, media_type) {
            (_, None, None) => {}
            (Version::V3_1, ..) => {
                insert_some(out, "contentEncoding", encoding);
                insert_some(out, "contentMediaType", media_type);
            }
            (Version::V3_0, Some("base64"), None) if schema.format.is_none() => {
                out.insert("format".to_owned(), json!("byte"));
            }
            (Version::V3_0, None, Some("application/octet-stream")) if schema.format.is_none() => {
                out.insert("format".to_owned(), json!("binary"));
            }
            (Version::V3_0, ..) => self.lost(at, "the encoding or media type of the text"),
        }
    }

    fn bound(&self, out: &mut Map<String, Value>, [inclusive, exclusive]: [&str; 2], bound: Option<&Bound>) {
        let Some(bound) = bound else { return };
        if self.version == Version::V3_1 && bound.exclusive {
            insert_some(out, exclusive, Some(&bound.value));
        } else {
            insert_some(out, inclusive, Some(&bound.value));
            insert_true(out, exclusive, bound.exclusive);
        }
    }

    fn union(&mut self, union: &Union<ResolvedId>) -> Map<String, Value> {
        if let Some(only) = union.only_variant() {
            return self.or_null(only, union.null);
        }
        let mut variants: Vec<Value> = union.variants.iter().map(|variant| self.reference(*variant)).collect();
        let mut out = Map::new();
        if self.version == Version::V3_1 {
            variants.extend(union.null.then(|| json!({ "type": "null" })));
        }
        let is_wider = union.variants.iter().any(|variant| self.widened.contains(variant));
        let kind = if is_wider { UnionKind::AnyOf } else { union.kind };
        out.insert(kind.keyword().to_owned(), json!(variants));
        insert_true(&mut out, "nullable", union.null && self.version == Version::V3_0);
        if let Some(discriminator) = &union.discriminator {
            let at = union.variants.first().map(|first| self.resolved.get(*first).at.clone());
            let value = self.discriminator(&at.unwrap_or(Location::root()), discriminator, &union.variants);
            out.insert("discriminator".to_owned(), value);
        }
        out
    }

    /// A schema, or null.
    fn or_null(&mut self, id: ResolvedId, null: bool) -> Map<String, Value> {
        let value = self.reference(id);
        match (value, self.version) {
            (Value::Object(value), _) if !null => value,
            (value, Version::V3_1) => object("anyOf", json!([value, { "type": "null" }])),
            (value, Version::V3_0) => {
                let mut out = match value {
                    // `enum` would have to list null too.
                    Value::Object(value) if value.contains_key("type") && !value.contains_key("enum") => value,
                    value => object("allOf", json!([value])),
                };
                out.insert("nullable".to_owned(), json!(true));
                out
            }
        }
    }

    fn discriminator(
        &mut self,
        at: &Location,
        discriminator: &Discriminator<ResolvedId>,
        variants: &[ResolvedId],
    ) -> Value {
        if discriminator.default.is_some() {
            self.lost(at, "`defaultMapping` of the discriminator");
        }
        let mut mapping = Map::new();
        for (tag, id) in &discriminator.mapping {
            insert_some(&mut mapping, tag, self.pointer(*id));
        }
        for id in variants {
            let is_mapped = discriminator.mapping.values().any(|mapped| mapped == id);
            // Where the variant has another name than the component that it was, the tag is that of the component.
            if let Some(tag) = component(&self.resolved.get(*id).at)
                && !is_mapped
                && !discriminator.mapping.contains_key(&tag)
                && self.names.get(*id) != Some(tag.as_str())
            {
                insert_some(&mut mapping, &tag, self.pointer(*id));
            }
        }
        let mut out = object("propertyName", json!(discriminator.property));
        super::insert_map(&mut out, "mapping", mapping);
        Value::Object(out)
    }

    /// Keywords without a shape. They may refer to other schemas by their former pointers, and are left out then.
    fn narrowing(&mut self, at: &Location, narrowing: &[Value]) -> Vec<Map<String, Value>> {
        let mut kept = Vec::new();
        for value in narrowing {
            match value.as_object() {
                Some(keywords) if self.version == Version::V3_1 && !has_reference(value) => kept.push(keywords.clone()),
                Some(keywords) => {
                    let keywords: Vec<String> = keywords.keys().map(|keyword| format!("`{keyword}`")).collect();
                    self.lost(at, &keywords.join(", "));
                }
                None => {}
            }
        }
        kept
    }
}

/// The types of a schema; those of the listed values if it has no others.
fn types(schema: &Schema<ResolvedId>) -> TypeSet {
    match &schema.enumeration {
        Some(values) if schema.types == TypeSet::ANY => {
            values.iter().fold(TypeSet::NONE, |types, value| types | type_of(value))
        }
        _ => schema.types,
    }
}

fn type_of(value: &Value) -> TypeSet {
    match value {
        Value::Null => TypeSet::NULL,
        Value::Bool(_) => TypeSet::BOOLEAN,
        Value::Number(number) if number.is_f64() => TypeSet::NUMBER,
        Value::Number(_) => TypeSet::INTEGER,
        Value::String(_) => TypeSet::STRING,
        Value::Array(_) => TypeSet::ARRAY,
        Value::Object(_) => TypeSet::OBJECT,
    }
}

/// Null alone; OpenAPI 3.0 has no such type.
fn null_only() -> Map<String, Value> {
    let mut only = object("nullable", json!(true));
    only.insert("enum".to_owned(), json!([null]));
    only
}

/// Adds keywords that all have to hold: side by side if they differ, else as `allOf`.
fn join(out: &mut Map<String, Value>, all: Vec<Map<String, Value>>) {
    match <[Map<String, Value>; 1]>::try_from(all) {
        Ok([only]) if !only.contains_key("$ref") => only.into_iter().for_each(|(keyword, value)| {
            out.entry(keyword).or_insert(value);
        }),
        Ok([only]) => insert_list(out, "allOf", std::iter::once(Value::Object(only))),
        Err(all) => insert_list(out, "allOf", all.into_iter().map(Value::Object)),
    }
}

pub(super) fn annotate(out: &mut Map<String, Value>, annotations: &Annotations) {
    let Annotations {
        title,
        description,
        default,
        examples,
        deprecated,
        read_only,
        write_only,
        xml,
    } = annotations;
    insert_some(out, "title", title.as_ref());
    insert_some(out, "description", description.as_ref());
    insert_some(out, "default", default.as_ref());
    insert_some(out, "example", examples.first());
    insert_true(out, "deprecated", *deprecated);
    insert_true(out, "readOnly", *read_only);
    insert_true(out, "writeOnly", *write_only);
    if let Some(Xml {
        name,
        namespace,
        prefix,
        node,
    }) = xml
    {
        let mut object = Map::new();
        insert_some(&mut object, "name", name.as_ref());
        insert_some(&mut object, "namespace", namespace.as_ref());
        insert_some(&mut object, "prefix", prefix.as_ref());
        insert_true(&mut object, "attribute", *node == Some(NodeType::Attribute));
        insert_true(&mut object, "wrapped", *node == Some(NodeType::Element));
        out.insert("xml".to_owned(), Value::Object(object));
    }
}

pub(super) fn object(keyword: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(keyword.to_owned(), value)])
}

/// The name of the component at a location.
fn component(at: &Location) -> Option<String> {
    match at.tokens().collect::<Vec<_>>().as_slice() {
        [components, schemas, name] if components == "components" && schemas == "schemas" => Some(name.clone()),
        _ => None,
    }
}

pub(super) fn has_reference(value: &Value) -> bool {
    match value {
        Value::Object(members) => members
            .iter()
            .any(|(name, member)| matches!(name.as_str(), "$ref" | "$dynamicRef") || has_reference(member)),
        Value::Array(items) => items.iter().any(has_reference),
        _ => false,
    }
}

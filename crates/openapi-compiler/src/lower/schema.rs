//! Lowers schemas of any version into one dialect.

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::bases;
use super::value::{Node, broken};
use crate::diagnostic::{Diagnostics, Severity};
use crate::document::Location;
use crate::rust_path::RustPath;
use crate::schema::{
    Annotations, Bound, Discriminator, Listed, NodeType, Schema, SchemaId, SchemaNode, Schemas, TypeSet, Union,
    UnionKind, Xml,
};

/// Keywords that narrow the valid values without giving them a shape, in groups that belong together.
const NARROWING: [&[&str]; 8] = [
    &["not"],
    &["if", "then", "else"],
    &["contains", "minContains", "maxContains"],
    &["propertyNames"],
    &["dependentRequired"],
    &["dependentSchemas"],
    &["unevaluatedProperties"],
    &["unevaluatedItems"],
];

/// Assigns an id to every schema object on first contact and reads its content later, so that deep and cyclic documents do
/// not need a deep stack.
pub(super) struct SchemaReader<'a> {
    version_3_0: bool,
    schemas: Schemas,
    pending: Vec<(SchemaId, Node<'a>)>,
}

impl<'a> SchemaReader<'a> {
    pub fn new(version_3_0: bool) -> Self {
        Self {
            version_3_0,
            schemas: Schemas::default(),
            pending: Vec::new(),
        }
    }

    /// The id of the schema object at a node.
    pub fn id(&mut self, node: &Node<'a>) -> SchemaId {
        if let Some(id) = self.schemas.at(&node.at) {
            return id;
        }
        let id = self.schemas.insert(SchemaNode::empty(node.at.clone()));
        self.pending.push((id, node.clone()));
        id
    }

    /// Reads all pending schema objects, and those that they lead to.
    pub fn finish(mut self, components: &IndexMap<String, SchemaId>, diagnostics: &mut Diagnostics) -> Schemas {
        while let Some((id, node)) = self.pending.pop() {
            let read = self.node(&node, diagnostics);
            self.schemas.nodes[id.0 as usize] = read;
        }
        bases::unite(&mut self.schemas, components);
        self.schemas
    }

    fn node(&mut self, node: &Node<'a>, diagnostics: &mut Diagnostics) -> SchemaNode {
        let mut read = SchemaNode::empty(node.at.clone());
        match node.value {
            Value::Bool(true) => {}
            Value::Bool(false) => read.schema.types = TypeSet::NONE,
            Value::Object(_) => {
                self.reference(node, &mut read, diagnostics);
                if read.reference.is_none() || !self.version_3_0 {
                    read.schema = self.keywords(node, diagnostics);
                    read.all_of = node
                        .get_or_null("allOf")
                        .elements()
                        .map(|member| self.id(&member))
                        .collect();
                } else {
                    read.schema.annotations = self.annotations(node, diagnostics);
                }
                self.nullable(node, &mut read, diagnostics);
            }
            _ => {
                let help = "a schema is an object, true or false";
                diagnostics.warning("wrong-type", &node.at, "expected a schema; treated as `true`", help);
            }
        }
        read
    }

    fn reference(&mut self, node: &Node<'a>, read: &mut SchemaNode, diagnostics: &mut Diagnostics) {
        let Some(reference) = node.value.get("$ref").and_then(Value::as_str) else {
            return;
        };
        match node.target(reference) {
            Ok(target) => read.reference = Some(self.id(&target)),
            Err(error) => {
                let mut problem = broken(&node.at, &error);
                problem.message.push_str("; any value is accepted here");
                problem.severity = Severity::Warning;
                diagnostics.report(problem);
            }
        }
        let annotations = ["$ref", "description", "summary", "title", "nullable"];
        let siblings = node.value.as_object().is_some_and(|members| {
            members
                .keys()
                .any(|name| !annotations.contains(&name.as_str()) && !name.starts_with("x-"))
        });
        if self.version_3_0 && siblings {
            diagnostics.note(
                "ref-siblings",
                &node.at,
                "keywords beside `$ref` are ignored in OpenAPI 3.0",
            );
        }
    }

    fn keywords(&mut self, node: &Node<'a>, diagnostics: &mut Diagnostics) -> Schema<SchemaId> {
        let mut schema = Schema {
            types: types(node, diagnostics),
            ..Schema::default()
        };
        self.null_in_enum(node, &mut schema, diagnostics);
        schema.enumeration = enumeration(node, schema.types, diagnostics);
        schema.listed = listed(node);
        schema.format = node.string("format", diagnostics);
        schema.patterns.extend(node.string("pattern", diagnostics));
        schema.min_length = node.count("minLength", diagnostics);
        schema.max_length = node.count("maxLength", diagnostics);
        schema.minimum = bound(node, "minimum", "exclusiveMinimum", |a, b| a >= b, diagnostics);
        schema.maximum = bound(node, "maximum", "exclusiveMaximum", |a, b| a <= b, diagnostics);
        schema.multiples_of.extend(node.number("multipleOf", diagnostics));
        self.object(node, &mut schema, diagnostics);
        self.array(node, &mut schema, diagnostics);
        for (name, kind) in [("oneOf", UnionKind::OneOf), ("anyOf", UnionKind::AnyOf)] {
            if let Some(list) = node
                .get(name)
                .map(|list| list.through())
                .filter(|list| list.value.as_array().is_some_and(|list| !list.is_empty()))
            {
                let variants = list.elements().map(|variant| self.id(&variant)).collect();
                let discriminator = self.discriminator(node, diagnostics);
                schema.unions.push(Union {
                    kind,
                    variants,
                    null: false,
                    discriminator,
                });
            }
        }
        if schema.unions.is_empty() {
            schema.discriminator = self.discriminator(node, diagnostics);
        }
        schema.content_encoding = node.string("contentEncoding", diagnostics);
        schema.content_media_type = node.string("contentMediaType", diagnostics);
        schema.narrowing = narrowing(node, diagnostics);
        schema.rust_type = rust_type(node, diagnostics);
        if accepts_nothing(node) {
            schema.types = TypeSet::NONE;
        }
        schema.annotations = self.annotations(node, diagnostics);
        schema
    }

    /// Null in an `enum` without `nullable` is allowed, since OpenAPI 3.0 has no type `null`.
    fn null_in_enum(&self, node: &Node<'a>, schema: &mut Schema<SchemaId>, diagnostics: &mut Diagnostics) {
        let mut values = node
            .get_or_null("enum")
            .elements()
            .filter(|value| value.value.is_null());
        let Some(null) = values.next().filter(|_| self.version_3_0) else {
            return;
        };
        if !is_nullable(node) && !schema.types.contains(TypeSet::NULL) {
            let message = "`enum` lists null without `nullable`; null is allowed";
            diagnostics.note("null-in-enum", &null.at, message);
        }
        schema.types = schema.types | TypeSet::NULL;
    }

    fn object(&mut self, node: &Node<'a>, schema: &mut Schema<SchemaId>, diagnostics: &mut Diagnostics) {
        for (name, property) in node.get_or_null("properties").members() {
            schema.properties.insert(name.to_owned(), self.id(&property));
        }
        for (pattern, property) in node.get_or_null("patternProperties").members() {
            schema.pattern_properties.insert(pattern.to_owned(), self.id(&property));
        }
        if let Some(required) = node.get("required").map(|list| list.through()) {
            if required.value.is_array() {
                let names = required
                    .elements()
                    .filter_map(|name| name.value.as_str().map(str::to_owned));
                schema.required.extend(names);
            } else {
                let help = "list the names of the required properties in the schema of the object";
                diagnostics.warning("wrong-type", &required.at, "`required` is not a list; ignored", help);
            }
        }
        schema.additional_properties = node.get("additionalProperties").map(|rest| self.id(&rest));
        schema.unevaluated_properties = node
            .get("unevaluatedProperties")
            .filter(|rest| *rest.value != Value::Bool(false))
            .map(|rest| self.id(&rest));
        schema.min_properties = node.count("minProperties", diagnostics);
        schema.max_properties = node.count("maxProperties", diagnostics);
    }

    fn array(&mut self, node: &Node<'a>, schema: &mut Schema<SchemaId>, diagnostics: &mut Diagnostics) {
        // Before 2020-12, a list of `items` was the prefix, and `additionalItems` followed it.
        let old_prefix = node.get("items").filter(|items| items.value.is_array());
        let prefix = old_prefix.clone().unwrap_or_else(|| node.get_or_null("prefixItems"));
        schema.prefix_items = prefix.elements().map(|item| self.id(&item)).collect();
        let items = if old_prefix.is_some() {
            node.get("additionalItems")
        } else {
            node.get("items")
        };
        schema.items = items.map(|items| self.id(&items));
        schema.min_items = node.count("minItems", diagnostics);
        schema.max_items = node.count("maxItems", diagnostics);
        schema.unique_items = node.boolean("uniqueItems", diagnostics).unwrap_or_default();
    }

    fn discriminator(&mut self, node: &Node<'a>, diagnostics: &mut Diagnostics) -> Option<Discriminator<SchemaId>> {
        let node = node.get("discriminator")?.through();
        // Swagger 2.0 has a bare property name here.
        let property = match node.value {
            Value::String(name) => name.clone(),
            _ => node.string("propertyName", diagnostics)?,
        };
        let mapping = node.get_or_null("mapping").members();
        let mapping = mapping.filter_map(|(name, value)| {
            let target = self.mapped(&node, &value, &format!("`{name}` is not mapped"), diagnostics)?;
            Some((name.to_owned(), target))
        });
        let mapping = mapping.collect();
        // OpenAPI 3.2.
        let default = node.get("defaultMapping");
        Some(Discriminator {
            property,
            mapping,
            default: default.and_then(|value| self.mapped(&node, &value, "there is no default", diagnostics)),
        })
    }

    /// The schema for a value of a discriminator: the name of a component, or a reference.
    fn mapped(
        &mut self,
        node: &Node<'a>,
        value: &Node<'a>,
        otherwise: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<SchemaId> {
        let reference = value.value.as_str()?;
        let component = format!("#/components/schemas/{reference}");
        match node.target(&component).or_else(|_| value.target(reference)) {
            Ok(target) => Some(self.id(&target)),
            Err(error) => {
                let message = format!("{error}; {otherwise}");
                diagnostics.warning(error.code(), &value.at, message, error.help());
                None
            }
        }
    }

    fn annotations(&self, node: &Node<'a>, diagnostics: &mut Diagnostics) -> Annotations {
        // OpenAPI 3.0 does not define this list; other values occur.
        let listed = node.value.get("examples").and_then(Value::as_array);
        let listed = listed.into_iter().flatten().cloned();
        Annotations {
            title: node.string("title", diagnostics),
            description: node.description(diagnostics),
            default: node.value.get("default").cloned(),
            examples: node.value.get("example").cloned().into_iter().chain(listed).collect(),
            deprecated: node.is_deprecated(diagnostics),
            read_only: node.boolean("readOnly", diagnostics).unwrap_or_default(),
            write_only: node.boolean("writeOnly", diagnostics).unwrap_or_default(),
            xml: node.get("xml").and_then(|xml| self::xml(&xml, diagnostics)),
        }
    }

    /// `nullable: true` of OpenAPI 3.0. Beside keywords it adds null to their types. Beside a reference or composition it has
    /// no effect by the specification (OpenAPI 3.0.3, "Schema Object"), but it is used to mean "this, or null", and alone in a
    /// union to mean null.
    fn nullable(&mut self, node: &Node<'a>, read: &mut SchemaNode, diagnostics: &mut Diagnostics) {
        if !is_nullable(node) {
            return;
        }
        if !self.version_3_0 {
            diagnostics.note(
                "nullable-in-3.1",
                &node.at,
                "`nullable` is a keyword of OpenAPI 3.0; it is applied",
            );
        }
        let composed = read.reference.is_some() || !read.all_of.is_empty() || !read.schema.unions.is_empty();
        if composed || read.schema.accepts_anything() {
            read.nullable = true;
        } else {
            read.schema.allow_null();
        }
    }
}

/// `x-rust-type`: the path of a type. Its object form, which typify reads, names a crate that the client may not depend on.
fn rust_type(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<RustPath> {
    let stated = node.get("x-rust-type")?;
    let Some(path) = stated.value.as_str() else {
        let message = "`x-rust-type` is not the path of a type; ignored";
        diagnostics.note("unused-rust-type", &stated.at, message);
        return None;
    };
    let problem = match RustPath::parse(path) {
        Ok(path) => return Some(path),
        Err(problem) => problem,
    };
    let message = format!("`{path}` cannot be the type of the schema: {problem}");
    let help = "give `x-rust-type` a path such as `crate::Money` or `my_crate::Money`";
    diagnostics.error("invalid-rust-path", &stated.at, message, help);
    None
}

fn is_nullable(node: &Node<'_>) -> bool {
    ["nullable", "x-nullable"]
        .iter()
        .any(|name| node.value.get(name) == Some(&Value::Bool(true)))
}

fn types(node: &Node<'_>, diagnostics: &mut Diagnostics) -> TypeSet {
    let Some(stated) = node.get("type") else {
        return TypeSet::ANY;
    };
    let names: Vec<Node<'_>> = if stated.value.is_array() {
        stated.elements().collect()
    } else {
        vec![stated.clone()]
    };
    let mut set = TypeSet::NONE;
    for name in &names {
        let meant = match name.value.as_str() {
            Some("any") => Some(TypeSet::ANY),
            Some("file") => Some(TypeSet::STRING),
            text => text.and_then(TypeSet::named),
        };
        if meant.is_none() {
            let help = "use null, boolean, integer, number, string, array or object";
            let message = format!("{} is not a JSON Schema type; ignored", name.value);
            diagnostics.warning("unknown-type", &name.at, message, help);
        }
        set = set | meant.unwrap_or(TypeSet::NONE);
    }
    if set.is_empty() { TypeSet::ANY } else { set }
}

/// `enum` and `const`. Values that `type` does not allow are converted or dropped.
fn enumeration(node: &Node<'_>, types: TypeSet, diagnostics: &mut Diagnostics) -> Option<Vec<Value>> {
    if let Some(value) = node.value.get("const") {
        return Some(vec![value.clone()]);
    }
    let list = node
        .get("enum")
        .map(|list| list.through())
        .filter(|list| list.value.is_array())?;
    let types = if is_nullable(node) {
        types | TypeSet::NULL
    } else {
        types
    };
    let values: Vec<Value> = list
        .elements()
        .filter_map(|value| fitting(&value, types, diagnostics))
        .collect();
    (!values.is_empty()).then_some(values)
}

/// The extensions that name each value, by the tools that write them: openapi-generator, NSwag.
const VALUE_NAMES: [&str; 2] = ["x-enum-varnames", "x-enumNames"];

/// The extensions that describe each value: openapi-generator, Redocly.
const VALUE_DESCRIPTIONS: [&str; 2] = ["x-enum-descriptions", "x-enumDescriptions"];

/// Annotations of each value from extensions. Names are used for integers only.
fn listed(node: &Node<'_>) -> Vec<Listed> {
    let values: Vec<Node<'_>> = node.get_or_null("enum").elements().collect();
    let texts = |extensions: [&str; 2]| -> Vec<Option<String>> {
        let extension = extensions.iter().find_map(|name| node.get(name));
        extension.map_or_else(Vec::new, |extension| of_values(&extension, &values))
    };
    let (names, descriptions) = (texts(VALUE_NAMES), texts(VALUE_DESCRIPTIONS));
    if names.is_empty() && descriptions.is_empty() {
        return Vec::new();
    }
    let listed = values.iter().enumerate().map(|(nth, value)| Listed {
        value: value.value.clone(),
        annotations: Annotations {
            title: names.get(nth).cloned().flatten().filter(|_| value.value.is_number()),
            description: descriptions.get(nth).cloned().flatten(),
            ..Annotations::default()
        },
    });
    listed.collect()
}

/// A text for each value: by its position in a list that is as long, or by the value as the name of a member.
fn of_values(extension: &Node<'_>, values: &[Node<'_>]) -> Vec<Option<String>> {
    let text = |text: &Value| text.as_str().map(str::to_owned);
    if let Some(members) = extension.value.as_object() {
        let name = |value: &Value| text(value).unwrap_or_else(|| value.to_string());
        return values
            .iter()
            .map(|value| members.get(&name(value.value)).and_then(text))
            .collect();
    }
    let texts: Vec<Option<String>> = extension.elements().map(|element| text(element.value)).collect();
    let is_complete = texts.len() == values.len() && texts.iter().all(Option::is_some);
    if is_complete { texts } else { Vec::new() }
}

fn fitting(node: &Node<'_>, types: TypeSet, diagnostics: &mut Diagnostics) -> Option<Value> {
    let value = node.value;
    if types.contains(TypeSet::of(value)) {
        return Some(value.clone());
    }
    if types.contains(TypeSet::STRING) && (value.is_number() || value.is_boolean()) {
        let help = "put it in quotes";
        diagnostics.warning(
            "enum-type",
            &node.at,
            format!("{value} is not a string; its literal text is used"),
            help,
        );
        return Some(Value::String(value.to_string()));
    }
    let help = "remove it, or let `type` allow it";
    diagnostics.warning(
        "enum-type",
        &node.at,
        format!("`type` does not allow {value}; ignored"),
        help,
    );
    None
}

/// The stricter of the inclusive and the exclusive bound. The exclusive bound is a flag in OpenAPI 3.0 and a number since 3.1.
fn bound(
    node: &Node<'_>,
    inclusive: &str,
    exclusive: &str,
    stricter: fn(f64, f64) -> bool,
    diagnostics: &mut Diagnostics,
) -> Option<Bound> {
    let value = node.number(inclusive, diagnostics);
    if let Some(Value::Bool(flag)) = node.value.get(exclusive) {
        return value.map(|value| Bound {
            value,
            exclusive: *flag,
        });
    }
    let limit = node.number(exclusive, diagnostics);
    match (value, limit) {
        (Some(value), Some(limit)) if !stricter(limit.as_f64()?, value.as_f64()?) => Some(Bound {
            value,
            exclusive: false,
        }),
        (_, Some(value)) => Some(Bound { value, exclusive: true }),
        (value, None) => value.map(|value| Bound {
            value,
            exclusive: false,
        }),
    }
}

/// Whether a schema is the opposite of one that accepts anything: OpenAPI 3.0 has no schema `false`.
fn accepts_nothing(node: &Node<'_>) -> bool {
    let excluded = node.value.get("not");
    excluded.is_some_and(|excluded| *excluded == json!(true) || *excluded == json!({}))
}

fn narrowing(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Vec<Value> {
    let mut found = Vec::new();
    for group in NARROWING {
        let members: Map<String, Value> = group
            .iter()
            .filter_map(|name| Some(((*name).to_owned(), node.value.get(name)?.clone())))
            .collect();
        // Any other value than `false` is reflected in the types.
        let is_typed = group[0] == "unevaluatedProperties" && members.get(group[0]) != Some(&Value::Bool(false));
        let is_typed = is_typed || (group[0] == "not" && accepts_nothing(node));
        if members.contains_key(group[0]) && !is_typed {
            let message = format!("`{}` is not reflected in the generated types", group[0]);
            diagnostics.note("narrowing-keyword", &node.at.child(group[0]), message);
            found.push(json!(members));
        }
    }
    found
}

impl SchemaNode {
    /// The node of the empty schema.
    pub fn empty(at: Location) -> Self {
        Self {
            at,
            schema: Schema::default(),
            reference: None,
            all_of: Vec::new(),
            nullable: false,
            part: None,
        }
    }
}

impl TypeSet {
    /// The type of a value.
    pub fn of(value: &Value) -> TypeSet {
        match value {
            Value::Null => TypeSet::NULL,
            Value::Bool(_) => TypeSet::BOOLEAN,
            Value::Number(number) if number.as_f64().is_some_and(|number| number.fract() == 0.0) => TypeSet::INTEGER,
            Value::Number(_) => TypeSet::NUMBER,
            Value::String(_) => TypeSet::STRING,
            Value::Array(_) => TypeSet::ARRAY,
            Value::Object(_) => TypeSet::OBJECT,
        }
    }
}

/// An `xml` object.
fn xml(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Xml> {
    let node = node.object()?;
    let named = node.string("nodeType", diagnostics);
    let known = named.as_deref().and_then(NodeType::named);
    if let (Some(named), None) = (&named, known) {
        let message = format!("`{named}` is not a node type of XML; it is ignored");
        let help = "use element, attribute, text, cdata or none";
        diagnostics.warning("unknown-node-type", &node.at, message, help);
    }
    let mut is = |field: &str| node.boolean(field, diagnostics).unwrap_or_default();
    let attribute = is("attribute").then_some(NodeType::Attribute);
    let wrapped = is("wrapped").then_some(NodeType::Element);
    Some(Xml {
        name: node.string("name", diagnostics),
        namespace: node.string("namespace", diagnostics),
        prefix: node.string("prefix", diagnostics),
        node: known.or(attribute).or(wrapped),
    })
}

//! Names never change hands: what is added may take a name away, but never have it.
#![allow(missing_docs)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use openapi_compiler::plan::{Options, Plan, ResponseType, RustType, TypeDef, TypeKind};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};
use support::plan_with;

/// What each name of a plan means, by its scope.
type Meanings = BTreeMap<(String, String), String>;

/// The names of a plan. What is described says in its description what it is, since places change with the order.
fn meanings(plan: &Plan) -> Meanings {
    let mut found = Meanings::new();
    let mut add = |scope: &str, name: &str, what: String| {
        let known = found.insert((scope.to_owned(), name.to_owned()), what.clone());
        assert_eq!(known, None, "`{name}` of {scope} is {what} too");
    };
    for ty in &plan.types {
        let what = what_of(ty);
        add("types", &ty.name, what.clone());
        if ty.in_request && matches!(ty.kind, TypeKind::Struct(_) | TypeKind::Multipart(_)) {
            add("types", &format!("{}Builder", ty.name), format!("builder of {what}"));
        }
        match &ty.kind {
            TypeKind::Struct(object) => {
                object
                    .fields
                    .iter()
                    .for_each(|known| add(&what, &known.name, known.property.clone()));
                object
                    .rest
                    .iter()
                    .for_each(|rest| add(&what, &rest.name, "all others".to_owned()));
            }
            TypeKind::StringEnum(all) => all
                .iter()
                .for_each(|known| add(&what, &known.name, known.value.clone())),
            TypeKind::Union(union) => union
                .variants
                .iter()
                .for_each(|known| add(&what, &known.name, meaning(plan, &known.ty))),
            _ => {}
        }
    }
    let mut seen = BTreeSet::new();
    for operation in &plan.operations {
        let what = format!("{} {}", operation.method, operation.path);
        add("client", &operation.name, what.clone());
        for kind in ["", "Error", "Response"] {
            add("operations", &format!("{}{kind}", operation.type_name), what.clone());
        }
        for known in &operation.parameters {
            add(&what, &known.name, format!("{:?} {}", known.location, known.wire_name));
        }
        // The preferred media type is the body, whichever it is.
        for (nth, content) in operation.body.iter().flat_map(|body| &body.contents).enumerate() {
            let media_type = if nth == 0 { "preferred" } else { &content.media_type };
            add(&what, &content.name, media_type.to_owned());
            if nth > 0 {
                add(
                    "client",
                    &format!("{}_with_{}", operation.name, content.name),
                    format!("{what} {media_type}"),
                );
            }
        }
        let outcomes = operation.successes.iter().map(|outcome| ("success", outcome));
        for (kind, outcome) in outcomes.chain(operation.errors.iter().map(|outcome| ("error", outcome))) {
            let body = match &outcome.body {
                ResponseType::Json(ty) => meaning(plan, ty),
                other => format!("{other:?}"),
            };
            let known = (format!("{what} {kind}"), format!("{:?} {body}", outcome.status));
            // Equal bodies are one variant.
            if seen.insert(known.clone()) {
                add(&known.0, &outcome.variant, known.1);
            }
        }
    }
    plan.servers
        .iter()
        .for_each(|known| add("servers", &known.variant, known.url.clone()));
    plan.credentials
        .iter()
        .for_each(|known| add("builder", &known.name, known.scheme.clone()));
    found
}

/// A type by what it is in the description.
fn meaning(plan: &Plan, ty: &RustType) -> String {
    match ty {
        RustType::Named(id) => what_of(&plan.types[id.index()]),
        RustType::Vec(item) => format!("list of {}", meaning(plan, item)),
        other => format!("{other:?}"),
    }
}

fn what_of(ty: &TypeDef) -> String {
    match ty.docs.lines().find(|line| line.starts_with("it is ")) {
        Some(title) => title.to_owned(),
        None => ty.at.pointer.clone(),
    }
}

/// A description by what may be added to it.
#[derive(Clone, Debug, Default)]
struct Api {
    values: BTreeSet<String>,
    properties: BTreeSet<String>,
    components: BTreeSet<String>,
    variants: BTreeSet<usize>,
    operations: BTreeSet<(Option<String>, &'static str, &'static str)>,
    parameters: BTreeSet<(&'static str, String)>,
    requests: BTreeSet<&'static str>,
    responses: BTreeSet<(&'static str, &'static str)>,
    servers: BTreeSet<&'static str>,
    schemes: BTreeSet<String>,
}

/// All ways to spell a few names, and what other places come to by themselves.
fn spellings() -> Vec<String> {
    let words = [
        "foo",
        "FOO",
        "Foo",
        "fooBar",
        "FooBar",
        "foo_bar",
        "foo-bar",
        "foo bar",
        "foo.bar",
        "FOO_BAR",
        "FOO-BAR",
        "foo/bar",
        "-foo-bar",
        "-foo",
        "+foo",
        "@foo",
        "_foo",
        "__foo",
        "$foo",
        "foo!",
        "foo?",
        "foo→bar",
        "foo←bar",
        "foo,bar",
        "foo, bar",
        "foo_lower",
        "FooUpper",
        "foo_bar_snake",
        "fooBarCamel",
        "FooBarComponent",
        "FooPropertyBar",
        "FooBarBody",
        "foo_get",
        "foo_query",
        "MinusFoo",
        "foo_not",
        "AtFoo",
        "unknown",
        "Unknown",
        "UNKNOWN",
        "unknownValue",
        "build",
        "build_",
        "new",
        "new_",
        "default",
        "send",
        "decode",
        "client",
        "body",
        "body_form",
        "additionalProperties",
        "additional_properties",
        "maybe_foo",
        "maybeFoo_",
        "type",
        "type_",
        "Type",
        "self",
        "Self",
        "String",
        "string_",
        "",
        "1.0",
        "10",
        "1_0",
        "a1",
        "a_1",
        "é",
        "É",
        "UnionFoo",
        "Union",
        "UnionFooBar",
        "GetFooQueryFoo",
        "GetFoo",
        "GetFooResponse",
        "GetFooError",
        "get_foo_response",
        "get foo",
        "FooFoo",
        "HolderFoo",
        "HolderFooBar",
        "FooBuilder",
        "GetFooRequestBodyBuilder",
        "HolderBuilder",
        "header",
        "base_url",
        "timeout",
        "server",
    ];
    words.map(str::to_owned).to_vec()
}

/// Alternatives that are identified by all kinds of things, often by the same word.
fn alternatives() -> Vec<Value> {
    let object = |required: &[&str]| {
        let properties: serde_json::Map<_, _> = required
            .iter()
            .map(|name| ((*name).to_owned(), json!({"type": "string"})))
            .collect();
        json!({"type": "object", "required": required, "properties": properties})
    };
    let with = |mut schema: Value, key: &str, value: Value| {
        schema[key] = value;
        schema
    };
    let tagged = |property: &str, value: &str| json!({"type": "object", "required": [property, "x"], "properties": {(property): {"enum": [value]}, "x": {"type": "string"}}});
    vec![
        object(&["foo"]),
        object(&["Foo"]),
        object(&["foo", "bar"]),
        object(&["foo", "bar", "x", "y"]),
        object(&["foo", "bar", "x", "z"]),
        object(&["foo", "bar", "x"]),
        object(&["foo_and_bar"]),
        object(&[]),
        with(object(&["a", "b"]), "title", json!("Foo")),
        with(object(&["c", "d"]), "title", json!("Foo")),
        with(object(&["foo"]), "title", json!("Other")),
        tagged("type", "foo"),
        tagged("kind", "foo"),
        tagged("state", "FOO"),
        tagged("type", "bar"),
        json!({"type": "array", "items": {"type": "string"}}),
        json!({"type": "array", "items": {"type": "integer"}}),
        json!({"type": "array", "items": {"type": "object", "required": ["foo"], "properties": {"foo": {"type": "string"}}}}),
        json!({"type": "boolean"}),
        json!({"type": "integer", "format": "int32"}),
        json!({"type": "integer"}),
        json!({"type": "boolean", "title": "foo"}),
        json!({"type": "object", "additionalProperties": {"type": "integer"}}),
        json!({"$ref": "#/components/schemas/Holder"}),
    ]
}

/// The schema, and what is in it, with descriptions that say what they are.
fn described(mut schema: Value, what: &str) -> Value {
    if schema.get("$ref").is_some() {
        return schema;
    }
    for keyword in ["items", "additionalProperties"] {
        if let Some(inner) = schema.get_mut(keyword) {
            *inner = described(inner.take(), &format!("{what} {keyword}"));
        }
    }
    for (name, inner) in schema
        .get_mut("properties")
        .and_then(Value::as_object_mut)
        .into_iter()
        .flatten()
    {
        *inner = described(inner.take(), &format!("{what} {name}"));
    }
    schema["description"] = json!(what);
    schema
}

impl Api {
    fn document(&self, backwards: bool) -> String {
        let ordered = |mut all: Vec<Value>| {
            if backwards {
                all.reverse();
            }
            all
        };
        let enumeration =
            |what: String| json!({"type": "string", "enum": ["x"], "description": format!("it is {what}")});
        let properties = |owner: &str| -> serde_json::Map<_, _> {
            let all = self.properties.iter();
            all.map(|name| (name.clone(), enumeration(format!("property {name} of {owner}"))))
                .collect()
        };
        let values = self.values.iter().map(|value| json!(value));
        let values = ordered(values.chain([json!("only")]).collect());
        let all = alternatives();
        let variants = self
            .variants
            .iter()
            .map(|nth| described(all[*nth].clone(), &format!("it is alternative {nth}")));
        let mut schemas = json!({
            "Holder": {"type": "object", "additionalProperties": {"type": "string"}, "properties": properties("Holder")},
            "Foo": {"type": "object", "properties": properties("Foo")},
            "Values": {"type": "string", "enum": values},
            "Union": {"oneOf": ordered(variants.chain([json!({"type": "string"})]).collect())},
        });
        for name in &self.components {
            let known = schemas.get(name).is_some();
            if !known {
                schemas[name] = json!({"type": "object", "properties": {"y": {"type": "string"}}});
            }
        }
        let parameters = |operation: &str| {
            let all = self.parameters.iter().map(|(location, name)| {
                let schema = enumeration(format!("{location} {name} of {operation}"));
                json!({"name": name, "in": location, "schema": schema})
            });
            ordered(all.collect())
        };
        let content = |what: String| {
            let property = what.clone();
            json!({"schema": {"type": "object", "description": what, "properties": {property: {"type": "string"}}}})
        };
        let request = |operation: &str| {
            let all = self.requests.iter().map(|media_type| {
                (
                    (*media_type).to_owned(),
                    content(format!("it is {media_type} of {operation}")),
                )
            });
            json!({"required": true, "content": all.collect::<serde_json::Map<_, _>>()})
        };
        let responses = |operation: &str| {
            let mut responses = json!({});
            for (status, media_type) in &self.responses {
                responses[*status]["description"] = json!("");
                responses[*status]["content"][*media_type] =
                    content(format!("it is {status} {media_type} of {operation}"));
            }
            responses
        };
        let security: Vec<Value> = self.schemes.iter().map(|name| json!({(name): []})).collect();
        let mut paths = json!({});
        for (id, path, method) in &self.operations {
            let what = format!("{method} {path}");
            let mut operation =
                json!({"security": security, "parameters": parameters(&what), "responses": responses(&what)});
            if !self.requests.is_empty() {
                operation["requestBody"] = request(&what);
            }
            if let Some(id) = id {
                operation["operationId"] = json!(id);
            }
            paths[*path][*method] = operation;
        }
        let schemes: serde_json::Map<_, _> = self
            .schemes
            .iter()
            .map(|name| (name.clone(), json!({"type": "http", "scheme": "bearer"})))
            .collect();
        let servers = self.servers.iter().chain(&["https://always.example"]);
        let servers = ordered(servers.map(|url| json!({"url": url})).collect());
        json!({
            "openapi": "3.1.0", "servers": servers, "paths": paths,
            "components": {"schemas": schemas, "securitySchemes": schemes},
        })
        .to_string()
    }
}

fn some<T: Clone + std::fmt::Debug + Ord + 'static>(all: Vec<T>, most: usize) -> impl Strategy<Value = BTreeSet<T>> {
    let most = most.min(all.len());
    subsequence(all, 0..=most).prop_map(|some| some.into_iter().collect())
}

fn api() -> impl Strategy<Value = Api> {
    let texts = spellings();
    let id = prop_oneof![Just(None), select(texts.clone()).prop_map(Some)];
    let path = select(vec!["/foo", "/foo/{bar}", "/foo-bar", "/foo/bar", "/foo_bar", "/Foo"]);
    let operation = (id, path, select(vec!["get", "put", "delete"]));
    let location = select(vec!["query", "header", "cookie"]);
    let media_types = vec![
        "application/json",
        "application/vnd.a+json",
        "application/vnd-a+json",
        "application/vnd.a+json; v=1",
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "image/png",
        "text/png",
        "application/bytes",
    ];
    let statuses = ["200", "201", "404", "default"];
    let responses: Vec<_> = statuses
        .iter()
        .flat_map(|status| media_types.iter().map(move |media_type| (*status, *media_type)))
        .collect();
    let servers = vec![
        "https://foo.example",
        "http://foo.example",
        "https://foo.example/",
        "https://foo.example/v1",
        "https://foo.example/V1",
        "https://foo-example/v1",
        "/",
        "/v1",
        "https://{a}.foo.example",
        "https://a.foo.example",
    ];
    let first = (some(texts.clone(), 6), some(texts.clone(), 6), some(texts.clone(), 6));
    let second = (
        some((0..alternatives().len()).collect(), 8),
        prop::collection::btree_set(operation, 0..5),
        prop::collection::btree_set((location, select(texts.clone())), 0..5),
    );
    let third = (
        some(media_types, 4),
        some(responses, 5),
        some(servers, 4),
        some(texts, 4),
    );
    (first, second, third).prop_map(|(first, second, third)| Api {
        values: first.0,
        properties: first.1,
        components: first.2,
        variants: second.0,
        operations: second.1,
        parameters: second.2,
        requests: third.0,
        responses: third.1,
        servers: third.2,
        schemes: third.3,
    })
}

/// One description with all of another.
fn both(a: &Api, b: &Api) -> Api {
    fn all<T: Clone + Ord>(a: &BTreeSet<T>, b: &BTreeSet<T>) -> BTreeSet<T> {
        a.union(b).cloned().collect()
    }
    let places: BTreeSet<_> = a.operations.iter().map(|(_, path, method)| (*path, *method)).collect();
    let others = b
        .operations
        .iter()
        .filter(|(_, path, method)| !places.contains(&(*path, *method)));
    Api {
        values: all(&a.values, &b.values),
        properties: all(&a.properties, &b.properties),
        components: all(&a.components, &b.components),
        variants: all(&a.variants, &b.variants),
        operations: a.operations.iter().chain(others).cloned().collect(),
        parameters: all(&a.parameters, &b.parameters),
        requests: all(&a.requests, &b.requests),
        responses: all(&a.responses, &b.responses),
        servers: all(&a.servers, &b.servers),
        schemes: all(&a.schemes, &b.schemes),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_is_added_takes_a_name_over(old in api(), more in api(), backwards in any::<bool>()) {
        let (before, _) = plan_with(&old.document(false), &Options::default());
        let (after, _) = plan_with(&both(&old, &more).document(backwards), &Options::default());
        let after = meanings(&after);
        for (name, what) in meanings(&before) {
            if let Some(now) = after.get(&name) {
                prop_assert_eq!(now, &what, "{:?}", name);
            }
        }
    }

    #[test]
    fn with_a_lock_no_name_is_lost_either(old in api(), more in api(), backwards in any::<bool>()) {
        // Where no success is documented, `default` is one, until there is another.
        let mut old = old;
        old.responses.insert(("200", "application/json"));
        let (before, _) = plan_with(&old.document(false), &Options::default());
        let options = Options { lock: Some(before.lock.clone()), ..Options::default() };
        let (after, _) = plan_with(&both(&old, &more).document(backwards), &options);
        let now = after.lock.to_string();
        // What a variant is known by may change.
        let name_of = |line: &str| line.split(' ').take(if line.starts_with("variant") { 5 } else { usize::MAX }).collect::<Vec<_>>().join(" ");
        let now: BTreeSet<String> = now.lines().map(name_of).collect();
        let promised = before.lock.to_string();
        // A first body that is required is another argument.
        let is_kept = |line: &&str| !(old.requests.is_empty() && line.starts_with("arguments"));
        let lost = promised.lines().filter(is_kept).map(name_of);
        let lost: Vec<String> = lost.filter(|line| !now.contains(line)).collect();
        prop_assert!(lost.is_empty(), "{lost:#?}");
        meanings(&after);
    }
}

//! Names are a promise: what is added elsewhere, or reordered, renames nothing.

mod support;

use std::collections::BTreeMap;

use openapi_compiler::diagnostic::Severity;
use openapi_compiler::plan::{Options, Plan, TypeKind};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use support::{plan, plan_with};

/// Every name in a plan, by what it names.
fn names(plan: &Plan) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    let mut add = |what: String, name: &str| drop(names.insert(what, name.to_owned()));
    for ty in &plan.types {
        let at = &ty.at.pointer;
        add(format!("type {at}"), &ty.name);
        match &ty.kind {
            TypeKind::Struct(object) => {
                for field in &object.fields {
                    add(format!("field {at} {}", field.property), &field.name);
                }
            }
            TypeKind::StringEnum(variants) => {
                for variant in variants {
                    add(format!("value {at} {}", variant.value), &variant.name);
                }
            }
            TypeKind::IntegerEnum(variants) => {
                for variant in variants {
                    add(format!("value {at} {}", variant.value), &variant.name);
                }
            }
            TypeKind::Union(union) => {
                for variant in &union.variants {
                    add(format!("variant {at} {}", variant.name), &variant.name);
                }
            }
            TypeKind::Multipart(openapi_compiler::plan::Multipart { parts, .. }) => {
                for part in parts {
                    add(format!("part {at} {}", part.field.property), &part.field.name);
                }
            }
            TypeKind::Alias(_) | TypeKind::Wrapper(_) => {}
        }
    }
    for operation in &plan.operations {
        let at = format!("{} {}", operation.method, operation.path);
        add(format!("method {at}"), &operation.name);
        add(format!("types of {at}"), &operation.type_name);
        for parameter in &operation.parameters {
            add(
                format!("parameter {at} {:?} {}", parameter.location, parameter.wire_name),
                &parameter.name,
            );
        }
        for outcome in operation.successes.iter().chain(&operation.errors) {
            add(
                format!("outcome {at} {:?} {:?}", outcome.status, outcome.media_type),
                &outcome.variant,
            );
        }
    }
    for server in &plan.servers {
        add(format!("server {}", server.url), &server.variant);
    }
    for credential in &plan.credentials {
        add(format!("credential {}", credential.scheme), &credential.name);
    }
    names
}

/// A document with names that collide, inline schemas of many kinds, and compositions.
fn base() -> Value {
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let content = |schema: Value| json!({"content": {"application/json": {"schema": schema}}});
    let get = |id: Value| {
        json!({
            "operationId": id,
            "security": [{"key": []}],
            "parameters": [
                {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                {"name": "Limit", "in": "header", "schema": {"type": "integer"}},
                {"name": "order", "in": "query", "schema": {"type": "string", "enum": ["a", "A", "<", "<="]}},
            ],
            "responses": {
                "200": {"description": "", "content": {
                    "application/json": {"schema": {"type": "object", "properties": {"inner": {"type": "object", "properties": {"x": {"type": "string"}}}}}},
                    "text/plain": {"schema": {"type": "string"}},
                }},
                "404": content(reference("Both")),
            },
        })
    };
    json!({
        "openapi": "3.1.0",
        "servers": [{"url": "https://a.example.com", "description": "Production"}, {"url": "https://b.example.com"}],
        "paths": {
            "/things/{id}": {"get": get(json!("getThing")), "post": get(json!("get_thing"))},
            "/others": {"get": get(Value::Null)},
        },
        "components": {
            "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
            "schemas": {
                "user": {"type": "object", "properties": {"fooBar": {"type": "string"}, "foo_bar": {"type": "string"}, "type": {"enum": ["x", "X", ""]}}},
                "User": {"type": "object", "properties": {"items": {"type": "array", "items": {"type": "object", "properties": {"a": {"type": "string"}}}}}},
                "USER": {"oneOf": [reference("user"), reference("User"), {"type": "string"}]},
                "Status": {"type": "string", "enum": ["on", "off"]},
                "Left": {"type": "object", "properties": {"p": {"type": "object", "properties": {"l": reference("Status")}}}},
                "Right": {"type": "object", "properties": {"p": {"type": "object", "properties": {"r": reference("Status")}}}},
                "Both": {"allOf": [reference("Left"), reference("Right")]},
                "Holder": {"type": "object", "properties": {"both": {"allOf": [reference("Left"), reference("Right")]}}},
            },
        },
    })
}

/// An addition that has nothing to do with what is there already.
#[derive(Clone, Debug)]
enum Addition {
    Schema(String, Value),
    Property(&'static str, String),
    Value(String),
    Operation(String, &'static str),
    Parameter(String),
    Response(u16),
    Server(String),
    Scheme(String),
}

fn addition() -> impl Strategy<Value = Addition> {
    // Before, between and after the names there are, and none of them once in Rust.
    let name = "(Aa|Mm|Zz)[a-z]{1,8}[0-9]";
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let schema = prop::sample::select(vec![
        json!({"type": "object", "properties": {"p": {"type": "object", "properties": {"x": {"type": "string"}}}}}),
        json!({"type": "string", "enum": ["on", "off"]}),
        json!({"allOf": [reference("Left"), reference("Right")]}),
        json!({"allOf": [reference("Both"), {"properties": {"z": {"type": "string"}}}]}),
        reference("Both"),
        json!({"oneOf": [reference("User"), reference("user")]}),
    ]);
    prop_oneof![
        (name, schema).prop_map(|(name, schema)| Addition::Schema(name, schema)),
        (
            prop::sample::select(vec!["user", "User", "Left", "Right", "Holder"]),
            name
        )
            .prop_map(|(schema, name)| Addition::Property(schema, name)),
        name.prop_map(Addition::Value),
        (name, prop::sample::select(vec!["get", "put", "post"]))
            .prop_map(|(name, method)| Addition::Operation(name, method)),
        name.prop_map(Addition::Parameter),
        prop::sample::select(vec![400, 401, 500]).prop_map(Addition::Response),
        name.prop_map(Addition::Server),
        name.prop_map(Addition::Scheme),
    ]
}

fn add(document: &mut Value, addition: &Addition) {
    let get = "/paths/~1things~1{id}/get";
    match addition {
        Addition::Schema(name, schema) => document["components"]["schemas"][name] = schema.clone(),
        Addition::Property(schema, name) => {
            document["components"]["schemas"][*schema]["properties"][name] = json!({"type": "string"});
        }
        Addition::Value(value) => {
            let values = document["components"]["schemas"]["Status"]["enum"]
                .as_array_mut()
                .expect("an enum");
            values.insert(0, json!(value));
        }
        Addition::Operation(name, method) => {
            let operation = json!({"operationId": format!("{name} {method}"), "responses": {}});
            document["paths"][format!("/{name}")] = json!({(*method): operation});
        }
        Addition::Parameter(name) => {
            let parameters = document
                .pointer_mut(&format!("{get}/parameters"))
                .and_then(Value::as_array_mut);
            parameters
                .expect("parameters")
                .push(json!({"name": name, "in": "query", "schema": {"enum": ["q"]}}));
        }
        Addition::Response(status) => {
            let responses = document.pointer_mut(&format!("{get}/responses")).expect("responses");
            responses[status.to_string()] = json!({"description": ""});
        }
        Addition::Server(name) => {
            let servers = document["servers"].as_array_mut().expect("servers");
            servers.insert(0, json!({"url": format!("https://{name}.example.com")}));
        }
        Addition::Scheme(name) => {
            document["components"]["securitySchemes"][name] = json!({"type": "http", "scheme": "basic"});
            document["paths"][format!("/by-{name}")] =
                json!({"get": {"operationId": format!("by {name}"), "security": [{name: []}], "responses": {}}});
        }
    }
}

/// The same document with the members of its objects in another order.
fn reordered(value: &Value, seed: u64) -> Value {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| {
                name.bytes().fold(seed, |hash, byte| {
                    (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3).rotate_left(29)
                })
            });
            let members: Map<String, Value> = members
                .into_iter()
                .map(|(name, value)| (name.clone(), reordered(value, seed)))
                .collect();
            Value::Object(members)
        }
        Value::Array(items) => items.iter().map(|item| reordered(item, seed)).collect(),
        other => other.clone(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_added_or_reordered_renames_anything(
        additions in prop::collection::vec(addition(), 0..6),
        seed in any::<u64>(),
    ) {
        let before = names(&plan(&base().to_string()));
        let mut document = base();
        for addition in &additions {
            add(&mut document, addition);
        }
        let after = names(&plan(&reordered(&document, seed).to_string()));
        for (what, name) in &before {
            prop_assert_eq!(Some(name), after.get(what), "{}", what);
        }
    }
}

#[test]
fn no_two_things_of_a_scope_share_a_name() {
    let plan = plan(&base().to_string());
    let mut types: Vec<_> = plan.types.iter().map(|ty| &ty.name).collect();
    let mut methods: Vec<_> = plan.operations.iter().map(|operation| &operation.name).collect();
    for names in [&mut types, &mut methods] {
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count, "{names:?}");
    }
}

/// The diagnostics of names that several things want.
fn contested(text: &str) -> Vec<String> {
    let (_, diagnostics) = plan_with(text, &Options::default());
    let reported = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == "name-collision");
    reported
        .map(|diagnostic| {
            assert_eq!(diagnostic.severity, Severity::Warning);
            let others = diagnostic.related.iter().map(|(at, _)| at.pointer.as_str());
            let places: Vec<&str> = [diagnostic.at.pointer.as_str()].into_iter().chain(others).collect();
            format!("{} ({})", diagnostic.message, places.join(", "))
        })
        .collect()
}

#[test]
fn no_entry_gets_a_contested_name_and_a_warning_names_all_places() {
    let schemas = "/components/schemas";
    let cases = [
        (
            "components: {schemas: {S: {enum: [created, -created, asc, ASC]}}}".to_owned(),
            format!("`asc` and `ASC` would both be called `Asc`; they are `AscLower` and `AscUpper` ({schemas}/S, {schemas}/S)"),
        ),
        (
            "components: {schemas: {S: {properties: {fooBar: {}, foo_bar: {}, type: {}, '@type': {}}}}}".to_owned(),
            format!(
                "`fooBar` and `foo_bar` would both be called `foo_bar`; they are `foo_bar_camel` and `foo_bar_snake` \
                 ({schemas}/S, {schemas}/S)"
            ),
        ),
        (
            "components: {schemas: {file-full: {}, FileFull: {}}}".to_owned(),
            format!(
                "`{schemas}/file-full` and `{schemas}/FileFull` would both be called `FileFull`; \
                 they are `FileFullKebab` and `FileFullPascal` ({schemas}/file-full, {schemas}/FileFull)"
            ),
        ),
        (
            "components: {schemas: {Pet: {properties: {owner: {properties: {a: {}}}}}, PetOwner: {}}}".to_owned(),
            format!(
                "`{schemas}/Pet/properties/owner` and `{schemas}/PetOwner` would both be called `PetOwner`; \
                 they are `PetPropertyOwner` and `PetOwnerComponent` ({schemas}/Pet/properties/owner, {schemas}/PetOwner)"
            ),
        ),
        (
            "paths: {/a: {get: {operationId: listPets}}, /b: {delete: {operationId: list_pets}}}".to_owned(),
            "`listPets` and `list_pets` would both be called `list_pets`; they are `list_pets_get` and `list_pets_delete` \
             (/paths/~1a/get, /paths/~1b/delete)"
                .to_owned(),
        ),
        (
            "paths: {/a: {get: {parameters: [{name: limit, in: query}, {name: Limit, in: header}]}}}".to_owned(),
            "`limit` and `Limit` would both be called `limit`; they are `limit_query` and `limit_header` \
             (/paths/~1a/get/parameters/0, /paths/~1a/get/parameters/1)"
                .to_owned(),
        ),
        (
            "servers: [{url: 'https://a.com/v1'}, {url: 'https://a.com/beta'}]".to_owned(),
            "`https://a.com/v1` and `https://a.com/beta` would both be called `ACom`; they are `AComV1` and `AComBeta` \
             (/servers/0, /servers/1)"
                .to_owned(),
        ),
    ];
    for (rest, expected) in cases {
        let text = format!("{{openapi: 3.1.0, {rest}}}");
        let reported = contested(&text);
        assert!(reported.contains(&expected), "{rest}: {reported:#?}");
    }
}

#[test]
fn symbols_in_front_are_words() {
    let text = "{openapi: 3.1.0, components: {schemas: {
        Sort: {enum: [created, -created, '+1', '-1']},
        Thing: {properties: {type: {}, '@type': {}, $ref_: {}, _id: {}, __v: {}}}}}}";
    let names = names(&plan(text));
    let sort = ["created", "-created", "+1", "-1"]
        .map(|value| names[&format!("value /components/schemas/Sort {value}")].as_str());
    assert_eq!(sort, ["Created", "MinusCreated", "Plus1", "Minus1"]);
    let of_thing = |property: &str| names[&format!("field /components/schemas/Thing {property}")].as_str();
    assert_eq!(
        ["type", "@type", "$ref_", "_id", "__v"].map(of_thing),
        ["type_", "at_type", "dollar_ref", "id", "v"]
    );
    assert_eq!(contested(text), [""; 0]);
}

#[test]
fn a_response_and_a_schema_of_one_name_are_distinguished_by_words() {
    let text = "{openapi: 3.1.0, paths: {/a: {get: {operationId: a, responses: {'200': {$ref: '#/components/responses/GetThingResponse'}}}}},
        components: {
            responses: {GetThingResponse: {description: it, content: {application/json: {schema: {type: object, properties: {thing: {$ref: '#/components/schemas/GetThingResponse'}}}}}}},
            schemas: {GetThingResponse: {type: object, properties: {id: {type: string}}}}}}";
    let mut types: Vec<_> = plan(text).types.into_iter().map(|ty| ty.name).collect();
    types.sort();
    assert_eq!(types, ["GetThingResponseBody", "GetThingResponseComponent"]);
}

#[test]
fn a_build_script_can_rename_schemas_properties_and_operations() {
    let renames = [
        ("/components/schemas/USER", "Anyone"),
        ("/components/schemas/Left/properties/p", "LeftPart"),
        ("/components/schemas/user/properties/fooBar", "foo"),
        ("/paths/~1others/get", "others"),
    ];
    let options = Options {
        renames: renames
            .map(|(pointer, name)| (pointer.to_owned(), name.to_owned()))
            .into(),
        ..Options::default()
    };
    let (plan, diagnostics) = plan_with(&base().to_string(), &options);
    let names = names(&plan);
    assert_eq!(names["type /components/schemas/USER"], "Anyone");
    assert_eq!(names["type /components/schemas/Left/properties/p"], "LeftPart");
    assert_eq!(names["field /components/schemas/user fooBar"], "foo");
    assert_eq!(names["method GET /others"], "others");
    assert!(!diagnostics.has_errors());
}

/// What two types, a field and a method are called when what is at the pointer has a new name, and the diagnostics.
fn renamed(pointer: &str, name: &str) -> (Vec<String>, Vec<(Severity, &'static str, String)>) {
    let text = "{openapi: 3.1.0, paths: {/a: {get: {}}}, components: {schemas: {S: {properties: {
        a: {type: string}, b: {properties: {c: {}}}}}}}}";
    let options = Options {
        renames: [(pointer.to_owned(), name.to_owned())].into(),
        ..Options::default()
    };
    let (plan, reported) = plan_with(text, &options);
    let names = names(&plan);
    let at = "/components/schemas/S";
    let named = [
        format!("type {at}"),
        format!("type {at}/properties/b"),
        format!("field {at} a"),
        "method GET /a".to_owned(),
    ];
    let reported = reported.iter();
    (
        named.map(|what| names[&what].clone()).to_vec(),
        reported
            .map(|diagnostic| (diagnostic.severity, diagnostic.code, diagnostic.at.pointer.clone()))
            .collect(),
    )
}

#[test]
fn a_new_name_is_of_a_type_a_field_or_a_method() {
    for (pointer, name, expected) in [
        ("/components/schemas/S", "New", ["New", "SB", "a", "get_a"]),
        ("/components/schemas/S/properties/a", "new", ["S", "SB", "new", "get_a"]),
        ("/components/schemas/S/properties/b", "New", ["S", "New", "a", "get_a"]),
        ("/paths/~1a/get", "find", ["S", "SB", "a", "find"]),
        // What generated code has already.
        ("/components/schemas/S", "Option", ["Option_", "SB", "a", "get_a"]),
        (
            "/components/schemas/S/properties/a",
            "build",
            ["S", "SB", "build", "get_a"],
        ),
        ("/paths/~1a/get", "new", ["S", "SB", "a", "new_"]),
    ] {
        let (names, reported) = renamed(pointer, name);
        assert_eq!(names, expected, "{pointer} {name}");
        assert_eq!(reported, [], "{pointer} {name}");
    }
}

#[test]
fn a_new_name_for_nothing_is_a_warning() {
    let (_, reported) = renamed("/components/schemas/T", "New");
    assert_eq!(
        reported,
        [(Severity::Warning, "unknown-rename", "/components/schemas/T".to_owned())]
    );
}

#[test]
fn a_new_name_that_rust_does_not_know_is_an_error() {
    for name in ["", "two words", "type", "1st", "A<B>"] {
        let (_, reported) = renamed("/components/schemas/S", name);
        assert_eq!(
            reported,
            [(Severity::Error, "invalid-rename", "/components/schemas/S".to_owned())],
            "{name}"
        );
    }
}

#[test]
fn an_api_without_a_title_is_an_api() {
    let about = |title: &str| plan(&format!("{{openapi: 3.1.0, info: {{title: '{title}', version: '1'}}}}")).about();
    assert_eq!(about("Pets"), "Client for Pets");
    assert_eq!(about(" "), "API client");
}

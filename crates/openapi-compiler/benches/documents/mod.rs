//! Documents of any size. Their OpenAPI is 3.0, for progenitor's sake.

use serde_json::{Map, Value, json};

fn document(paths: Map<String, Value>, schemas: Map<String, Value>) -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Synthetic", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    })
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// Operations on things, each with parameters, a body, and schemas of its own.
pub fn operations(count: usize) -> Value {
    let (mut paths, mut schemas) = (Map::new(), Map::new());
    schemas.insert(
        "Problem".into(),
        json!({"type": "object", "properties": {"title": {"type": "string"}, "status": {"type": "integer"}}}),
    );
    for n in 0..count {
        let content = |schema: &str| json!({"application/json": {"schema": reference(schema)}});
        paths.insert(
            format!("/things{n}/{{id}}"),
            json!({"put": {
                "operationId": format!("put_thing_{n}"),
                "summary": "Replaces a thing.",
                "parameters": [
                    {"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                    {"name": "limit", "in": "query", "schema": {"type": "integer"}},
                ],
                "requestBody": {"required": true, "content": content(&format!("Thing{n}"))},
                "responses": {
                    "200": {"description": "the thing", "content": content(&format!("Thing{n}"))},
                    "404": {"description": "no such thing", "content": content("Problem")},
                },
            }}),
        );
        schemas.insert(
            format!("Thing{n}"),
            json!({
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "string"},
                    "kind": {"type": "string", "enum": ["a", "b", "c"]},
                    "count": {"type": "integer"},
                    "owner": {"type": "object", "properties": {"name": {"type": "string"}}},
                    "tags": {"type": "array", "items": {"type": "string"}},
                },
            }),
        );
    }
    document(paths, schemas)
}

/// Compositions each of which extends the one before it.
pub fn chain(count: usize) -> Value {
    let mut schemas = Map::new();
    schemas.insert(
        "C0".into(),
        json!({"type": "object", "properties": {"p": {"type": "string"}}}),
    );
    for n in 1..count {
        schemas.insert(
            format!("C{n}"),
            json!({"allOf": [reference(&format!("C{}", n - 1)), {"minProperties": 1}]}),
        );
    }
    document(Map::new(), schemas)
}

/// Compositions that meet again above each pair of members.
pub fn diamonds(count: usize) -> Value {
    let mut schemas = Map::new();
    schemas.insert(
        "D0".into(),
        json!({"type": "object", "properties": {"p": {"type": "string"}}}),
    );
    for n in 0..count {
        let part = |extra: &str| json!({"allOf": [reference("D0"), {"properties": {extra: {"type": "string"}}}]});
        schemas.insert(format!("L{n}"), part("l"));
        schemas.insert(format!("R{n}"), part("r"));
        schemas.insert(
            format!("B{n}"),
            json!({"allOf": [reference(&format!("L{n}")), reference(&format!("R{n}"))]}),
        );
    }
    document(Map::new(), schemas)
}

/// A union of many objects.
pub fn union(count: usize) -> Value {
    let mut schemas = Map::new();
    let variants: Vec<Value> = (0..count).map(|n| reference(&format!("V{n}"))).collect();
    for n in 0..count {
        schemas.insert(
            format!("V{n}"),
            json!({"type": "object", "properties": {format!("v{n}"): {"type": "string"}}}),
        );
    }
    schemas.insert("Any".into(), json!({"oneOf": variants}));
    document(Map::new(), schemas)
}

//! Unions whose variants lead back to them, or multiply.

mod support;

use openapi_build::plan::{Options, TypeKind};
use serde_json::{Map, Value, json};
use support::plan_with;

/// How many types of each kind these components become, and what was said.
fn types(schemas: &Value) -> (Vec<String>, Vec<&'static str>) {
    let document = json!({"openapi": "3.1.0", "components": {"schemas": schemas}});
    let (plan, diagnostics) = plan_with(&document.to_string(), &Options::default());
    let described = plan.types.iter().map(|ty| match &ty.kind {
        TypeKind::Union(union) => format!("{}: {} variants", ty.name, union.variants.len()),
        TypeKind::Struct(object) => format!("{}: {} fields", ty.name, object.fields.len()),
        _ => ty.name.clone(),
    });
    (described.collect(), diagnostics.iter().map(|said| said.code).collect())
}

#[test]
fn a_union_is_no_variant_of_itself() {
    let (types, said) = types(&json!({
        "Node": {"properties": {"id": {"type": "string"}}, "oneOf": [
            {"$ref": "#/components/schemas/Node"},
            {"$ref": "#/components/schemas/Leaf"},
        ]},
        "Leaf": {"properties": {"value": {"type": "string"}}},
        "Loop": {"anyOf": [{"$ref": "#/components/schemas/Leaf"}, {"type": "string"}, {"anyOf": [
            {"$ref": "#/components/schemas/Loop"},
            {"type": "integer"},
        ]}]},
    }));
    assert!(types.contains(&"Loop: 2 variants".to_owned()), "{types:?}");
    assert!(types.contains(&"NodeVariant0: 2 fields".to_owned()), "{types:?}");
    assert!(said.contains(&"union-cycle"), "{said:?}");
}

/// Each level has two variants that share theirs: 2^30 ways through them.
#[test]
fn unions_that_share_their_variants_do_not_multiply() {
    let level = |own: &str, variants: &[String]| {
        let variants: Vec<Value> = variants
            .iter()
            .map(|name| json!({"$ref": format!("#/components/schemas/{name}")}))
            .collect();
        json!({"properties": {own: {"type": "string"}}, "oneOf": variants})
    };
    let mut schemas = Map::new();
    for depth in 0..30 {
        let [both, left, right] = ["Both", "Left", "Right"].map(|name| format!("{name}{depth}"));
        let next = format!("Both{}", depth + 1);
        schemas.insert(both.clone(), level(&both, &[left.clone(), right.clone()]));
        schemas.insert(left.clone(), level(&left, std::slice::from_ref(&next)));
        schemas.insert(right.clone(), level(&right, &[next]));
    }
    schemas.insert("Both30".to_owned(), json!({"properties": {"end": {"type": "string"}}}));
    let (types, said) = types(&schemas.into());
    assert!(types.len() < 10_000, "{}", types.len());
    assert!(said.contains(&"composition-size"), "{said:?}");
}

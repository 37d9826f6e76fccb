//! Resolution, by examples: what the random ones of `resolve_properties` do not single out.

mod support;

use openapi_compiler::diagnostic::{Diagnostics, Severity};
use openapi_compiler::resolved::{Resolved, ResolvedId};
use serde_json::{Map, Value, json};
use support::as_json_schema::as_json_schema;
use support::resolve_with;

fn resolve(schemas: Value) -> (Resolved, Diagnostics) {
    resolve_with(&json!({"openapi": "3.1.0", "components": {"schemas": schemas}}).to_string())
}

fn component(resolved: &Resolved, name: &str) -> ResolvedId {
    resolved.of(resolved.description.components[name])
}

fn codes(diagnostics: &Diagnostics) -> Vec<(&'static str, &str, Vec<&str>)> {
    let shown = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity >= Severity::Warning);
    shown
        .map(|diagnostic| {
            let related = diagnostic.related.iter().map(|(at, _)| at.pointer.as_str()).collect();
            (diagnostic.code, diagnostic.at.pointer.as_str(), related)
        })
        .collect()
}

#[test]
fn a_contradiction_names_both_places() {
    let cases = [
        (json!({"type": "string"}), json!({"type": "integer"})),
        (json!({"enum": ["a"]}), json!({"enum": ["b"]})),
        (json!({"minimum": 3}), json!({"maximum": 2})),
        (json!({"exclusiveMinimum": 2}), json!({"maximum": 2})),
        (json!({"minLength": 3}), json!({"maxLength": 2})),
        (json!({"minItems": 3}), json!({"maxItems": 2})),
        (json!({"minProperties": 3}), json!({"maxProperties": 2})),
    ];
    for (a, b) in cases {
        let (_, diagnostics) = resolve(json!({"S": {"allOf": [a, b]}}));
        let [(code, at, mut related)] = codes(&diagnostics).try_into().expect("one diagnostic");
        related.sort_unstable();
        assert_eq!((code, at), ("contradiction", "/components/schemas/S"));
        assert_eq!(
            related,
            ["/components/schemas/S/allOf/0", "/components/schemas/S/allOf/1"],
            "{a} {b}"
        );
    }
}

#[test]
fn an_enum_without_a_value_of_the_type_is_a_contradiction() {
    let (_, diagnostics) = resolve(json!({"S": {"allOf": [{"enum": ["a"]}, {"type": "integer"}]}}));
    let enumeration = vec!["/components/schemas/S/allOf/0"];
    assert_eq!(
        codes(&diagnostics),
        [("contradiction", "/components/schemas/S", enumeration)]
    );
}

#[test]
fn values_are_the_same_as_json_schema_has_it() {
    let cases = [
        (json!(2), json!(2.0), true),
        (json!([1]), json!([1.0]), true),
        (json!([1]), json!([2]), false),
        (json!([1]), json!([1, 2]), false),
        (json!({"a": 1, "b": 2}), json!({"b": 2.0, "a": 1}), true),
        (json!({"a": 1}), json!({"a": 2}), false),
        (json!({"a": 1}), json!({"b": 1}), false),
        (json!({"a": 1}), json!({"a": 1, "b": 2}), false),
        (json!("1"), json!(1), false),
        (json!(null), json!(null), true),
    ];
    for (a, b, same) in cases {
        let (resolved, diagnostics) = resolve(json!({"S": {"allOf": [{"enum": [a]}, {"enum": [b]}]}}));
        let values = &resolved.get(component(&resolved, "S")).schema.enumeration;
        let left = values.as_ref().map(Vec::len);
        assert_eq!(
            (left, codes(&diagnostics).len()),
            (Some(usize::from(same)), usize::from(!same)),
            "{a} {b}"
        );
    }
}

#[test]
fn compatible_members_are_not_contradictory() {
    let cases = [
        json!([{"type": "number"}, {"type": "integer"}]),
        json!([{"enum": [1, 2]}, {"enum": [2.0, 3]}]),
        json!([{"minimum": 2}, {"maximum": 2}]),
        json!([{"type": ["string", "null"]}, {"enum": ["a", null]}]),
    ];
    for members in cases {
        let (_, diagnostics) = resolve(json!({"S": {"allOf": members}}));
        assert_eq!(codes(&diagnostics), [], "{members}");
    }
}

#[test]
fn integers_are_compared_exactly() {
    let (low, high) = (9_007_199_254_740_992_u64, 9_007_199_254_740_993_u64);
    for [a, b] in [[low, high], [high, low]] {
        let (resolved, _) = resolve(json!({"S": {"allOf": [{"minimum": a}, {"minimum": b}]}}));
        let minimum = resolved.get(component(&resolved, "S")).schema.minimum.clone();
        assert_eq!(minimum.expect("a minimum").value.as_u64(), Some(high), "{a} {b}");
    }
}

#[test]
fn the_stricter_bound_holds() {
    let cases = [
        (json!({"minimum": 2}), json!({"minimum": 3}), (false, true)),
        (json!({"minimum": 3}), json!({"exclusiveMinimum": 2}), (false, true)),
        (json!({"minimum": 3}), json!({"exclusiveMinimum": 3}), (false, false)),
        (json!({"maximum": 2}), json!({"maximum": 3}), (true, false)),
        (json!({"maximum": 2}), json!({"exclusiveMaximum": 3}), (true, false)),
        (json!({"maximum": 2}), json!({"exclusiveMaximum": 2}), (false, false)),
    ];
    for (a, b, expected) in cases {
        for members in [[&a, &b], [&b, &a]] {
            let (resolved, _) = resolve(json!({"S": {"allOf": members}}));
            let schema = as_json_schema(&resolved, component(&resolved, "S"));
            let valid = |value: Value| jsonschema::is_valid(&schema, &value);
            assert_eq!((valid(json!(2)), valid(json!(3))), expected, "{members:?}");
        }
    }
}

#[test]
fn keywords_of_a_member_apply_to_the_composition() {
    let (resolved, _) = resolve(json!({"S": {"allOf": [
        {"type": "string", "title": "First", "examples": []},
        {"format": "uuid", "contentEncoding": "base64", "contentMediaType": "image/png"},
        {"title": "Second", "description": "Told", "default": 1, "examples": [2], "minLength": 1},
        {"deprecated": true, "uniqueItems": true},
        {"readOnly": true, "writeOnly": true, "minLength": 3},
    ]}}));
    let schema = &resolved.get(component(&resolved, "S")).schema;
    assert_eq!(schema.format.as_deref(), Some("uuid"));
    assert_eq!(schema.content_encoding.as_deref(), Some("base64"));
    assert_eq!(schema.content_media_type.as_deref(), Some("image/png"));
    assert!(schema.unique_items);
    let annotations = &schema.annotations;
    assert_eq!(
        (annotations.title.as_deref(), annotations.description.as_deref()),
        (Some("First"), Some("Told"))
    );
    assert_eq!(
        (&annotations.default, &annotations.examples),
        (&Some(json!(1)), &vec![json!(2)])
    );
    assert!(annotations.deprecated && annotations.read_only && annotations.write_only);
}

#[test]
fn own_annotations_of_a_composition_come_before_those_of_its_members() {
    let base = json!({"$ref": "#/components/schemas/Base"});
    let (resolved, _) = resolve(json!({
        "Base": {"type": "object", "description": "Any.", "title": "Base"},
        "Whole": {"description": "This one.", "deprecated": true, "allOf": [base, {"required": ["a"]}]},
        "Alias": {"$ref": "#/components/schemas/Whole"},
    }));
    let annotations = |name| {
        let own = &resolved.get(component(&resolved, name)).schema.annotations;
        (own.title.as_deref(), own.description.as_deref(), own.deprecated)
    };
    assert_eq!(annotations("Base"), (Some("Base"), Some("Any."), false));
    assert_eq!(annotations("Whole"), (Some("Base"), Some("This one."), true));
    assert_eq!(annotations("Alias"), annotations("Whole"));
}

#[test]
fn a_base_is_a_union_of_its_subtypes_and_the_plain_base() {
    let (resolved, _) = resolve(json!({
        "Base": {"type": "object", "discriminator": {"propertyName": "kind"}},
        "Derived": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"required": ["a"]}]},
    }));
    let [union] = resolved.get(component(&resolved, "Base")).schema.unions.as_slice() else {
        panic!("one union");
    };
    let [derived, plain] = union.variants.as_slice() else {
        panic!("two variants");
    };
    assert_eq!(*derived, component(&resolved, "Derived"));
    let stated = union.discriminator.as_ref().expect("a discriminator");
    assert_eq!((stated.property.as_str(), stated.default), ("kind", Some(*plain)));
    assert_eq!(stated.mapping["Derived"], *derived);
    let is_base = |id| resolved.get(id).schema.discriminator.is_some();
    assert_eq!(
        (is_base(*derived), is_base(*plain)),
        (false, true),
        "a subtype is not a base itself"
    );
    assert!(resolved.get(*derived).schema.unions.is_empty());
}

/// A schema with a tag of its own is a variant that the union does not list. One without extends each variant.
#[test]
fn a_composition_with_a_stated_union_has_its_variants() {
    let variant = |tag: &str| json!({"properties": {"kind": {"enum": [tag]}, tag: {"type": "string"}}});
    let with = |other| json!({"allOf": [{"$ref": "#/components/schemas/Any"}, other]});
    let (resolved, _) = resolve(json!({
        "Any": {
            "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
            "discriminator": {"propertyName": "kind"},
        },
        "A": variant("a"),
        "B": with(variant("b")),
        "Alias": {"allOf": [{"$ref": "#/components/schemas/Any"}]},
        "More": with(json!({"properties": {"more": {"type": "string"}}})),
        "Unlisted": with(variant("c")),
    }));
    let variants = |name| match resolved.get(component(&resolved, name)).schema.unions.as_slice() {
        [] => Vec::new(),
        [union] => {
            let variants = union
                .variants
                .iter()
                .map(|id| resolved.get(*id).schema.properties.keys().collect());
            variants.collect::<Vec<Vec<_>>>()
        }
        _ => panic!("one union"),
    };
    assert_eq!(variants("Any"), [["kind", "a"], ["kind", "b"]]);
    assert_eq!(component(&resolved, "Alias"), component(&resolved, "Any"));
    assert_eq!(variants("More"), variants("Any"));
    assert!(variants("B").is_empty());
    assert!(variants("Unlisted").is_empty());
}

#[test]
fn null_stays_only_where_every_member_allows_it() {
    let members = [json!({"type": ["object", "null"]}), json!({"type": "object"})];
    let (resolved, _) = resolve(json!({"Both": {"allOf": [members[0], members[0]]}, "One": {"allOf": members}}));
    let types = |name| resolved.get(component(&resolved, name)).schema.types.names();
    assert_eq!((types("Both"), types("One")), (vec!["null", "object"], vec!["object"]));
}

#[test]
fn a_schema_that_several_compositions_inherit_is_one_schema() {
    let (resolved, _) = resolve(json!({
        "Base": {"type": "object", "properties": {"kind": {"type": "string", "enum": ["a", "b"]}}},
        "First": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"x": {"type": "string"}}}]},
        "Second": {"allOf": [{"$ref": "#/components/schemas/First"}, {"properties": {"y": {"type": "string"}}}]},
    }));
    let kind = |name| resolved.get(component(&resolved, name)).schema.properties["kind"];
    assert_eq!((kind("First"), kind("Second")), (kind("Base"), kind("Base")));
}

#[test]
fn a_property_of_two_members_is_the_composition_of_both() {
    let (resolved, _) = resolve(json!({"S": {"allOf": [
        {"properties": {"a": {"type": ["string", "integer"]}}, "required": ["a"]},
        {"properties": {"a": {"type": ["integer", "null"], "minimum": 3}}},
    ]}}));
    let whole = &resolved.get(component(&resolved, "S")).schema;
    let a = resolved.get(whole.properties["a"]);
    assert!(whole.required.contains("a"));
    assert_eq!(a.schema.types.names(), ["integer"]);
    assert_eq!(a.at.pointer, "/components/schemas/S/properties/a");
}

#[test]
fn a_diamond_costs_its_size() {
    let mut schemas = Map::new();
    schemas.insert(
        "L0".into(),
        json!({"type": "object", "properties": {"p": {"type": "string"}}}),
    );
    for level in 1..200 {
        let below = json!({"$ref": format!("#/components/schemas/L{}", level - 1)});
        let (left, right) = (format!("L{level}a"), format!("L{level}b"));
        schemas.insert(left.clone(), json!({"allOf": [below], "required": ["p"]}));
        schemas.insert(right.clone(), json!({"allOf": [below], "minProperties": level}));
        let both = [left, right].map(|name| json!({"$ref": format!("#/components/schemas/{name}")}));
        schemas.insert(format!("L{level}"), json!({"allOf": both}));
    }
    let count = schemas.len();
    let (resolved, _) = resolve(Value::Object(schemas));
    assert_eq!(
        resolved.get(component(&resolved, "L199")).schema.min_properties,
        Some(199)
    );
    assert!(
        resolved.ids().count() <= 4 * count,
        "{} schemas",
        resolved.ids().count()
    );
}

#[test]
fn a_wide_composition_is_one_schema() {
    let members: Vec<Value> = (0..1000)
        .map(|n| json!({"properties": {format!("p{n}"): {"type": "string"}}}))
        .collect();
    let (resolved, _) = resolve(json!({"S": {"allOf": members}}));
    assert_eq!(resolved.get(component(&resolved, "S")).schema.properties.len(), 1000);
}

#[test]
fn a_composition_that_contains_itself_ends() {
    let (resolved, diagnostics) = resolve(json!({
        "A": {"type": "object", "properties": {"a": {"$ref": "#/components/schemas/B"}}, "allOf": [{"$ref": "#/components/schemas/B"}]},
        "B": {"properties": {"b": {"type": "string"}}, "allOf": [{"$ref": "#/components/schemas/A"}]},
    }));
    let properties = |name| {
        resolved
            .get(component(&resolved, name))
            .schema
            .properties
            .keys()
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (properties("A"), properties("B")),
        (vec!["a".into(), "b".into()], vec!["b".into(), "a".into()])
    );
    assert!(
        diagnostics
            .iter()
            .any(|diagnostic| diagnostic.code == "composition-cycle")
    );
    assert!(!diagnostics.has_errors());
}

#[test]
fn references_that_lead_nowhere_but_back_are_an_error() {
    let (_, diagnostics) = resolve(json!({
        "A": {"$ref": "#/components/schemas/B"},
        "B": {"$ref": "#/components/schemas/A"},
    }));
    assert!(diagnostics.has_errors());
    assert!(codes(&diagnostics).iter().all(|(code, ..)| *code == "reference-cycle"));
}

#[test]
fn a_schema_that_says_something_beside_a_reference_back_to_it_is_no_error() {
    let (resolved, diagnostics) = resolve(json!({
        "A": {"type": "object", "$ref": "#/components/schemas/B"},
        "B": {"$ref": "#/components/schemas/A"},
    }));
    assert_eq!(codes(&diagnostics), []);
    assert_eq!(resolved.get(component(&resolved, "B")).schema.types.names(), ["object"]);
}

#[test]
fn additional_properties_forbidden_by_one_member_are_forbidden_to_all() {
    let (resolved, _) = resolve(json!({"S": {"allOf": [
        {"properties": {"a": {"type": "string"}}, "additionalProperties": false},
        {"properties": {"b": {"type": "string"}}},
    ]}}));
    let schema = as_json_schema(&resolved, component(&resolved, "S"));
    let valid = |value: Value| jsonschema::is_valid(&schema, &value);
    assert!(valid(json!({"a": "x"})));
    assert!(!valid(json!({"b": "x"})) && !valid(json!({"c": "x"})));
}

#[test]
fn members_keep_their_identity() {
    let (resolved, _) = resolve(json!({
        "Base": {"type": "object", "properties": {"id": {"type": "string"}}},
        "Whole": {"allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"x": {"type": "string"}}}]},
    }));
    let whole = resolved.get(component(&resolved, "Whole"));
    assert_eq!(whole.members, [component(&resolved, "Base")]);
}

#[test]
fn a_schema_that_only_refers_to_another_is_that_schema() {
    let base = json!({"$ref": "#/components/schemas/Base"});
    let both = json!({"$ref": "#/components/schemas/Both"});
    let (resolved, _) = resolve(json!({
        "Told": {"allOf": [base, {"description": "What it is here."}]},
        "Alias": base,
        "Within": {"allOf": [base]},
        "AliasOfBoth": both,
        "Base": {"type": "object", "properties": {"id": {"type": "string"}}},
        "Other": {"required": ["id"]},
        "Both": {"allOf": [base, {"$ref": "#/components/schemas/Other"}]},
    }));
    for (name, of) in [
        ("Told", "Base"),
        ("Alias", "Base"),
        ("Within", "Base"),
        ("AliasOfBoth", "Both"),
    ] {
        let (found, expected) = (component(&resolved, name), component(&resolved, of));
        assert_eq!(found, expected, "{name}");
        assert_eq!(
            resolved.get(found).at.pointer,
            format!("/components/schemas/{of}"),
            "{name}"
        );
    }
    assert_eq!(
        resolved.get(component(&resolved, "Base")).members,
        [],
        "it is not a part of itself"
    );
}

#[test]
fn compositions_of_the_same_schemas_are_schemas_of_their_own() {
    let (resolved, _) = resolve(json!({
        "A": {"required": ["a"]},
        "B": {"required": ["b"]},
        "One": {"allOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]},
        "Another": {"allOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}]},
        "More": {"allOf": [{"$ref": "#/components/schemas/A"}], "minProperties": 3},
    }));
    for name in ["One", "Another", "More"] {
        let found = resolved.get(component(&resolved, name));
        assert_eq!(found.at.pointer, format!("/components/schemas/{name}"));
    }
}

/// The names of the components that one is composed of.
fn members(resolved: &Resolved, name: &str) -> Vec<String> {
    let members = resolved.get(component(resolved, name)).members.iter();
    members
        .filter_map(|member| Some(resolved.get(*member).at.pointer.rsplit_once('/')?.1.to_owned()))
        .collect()
}

#[test]
fn a_composition_has_every_member_once_and_of_a_long_chain_the_direct_ones() {
    let mut schemas = Map::new();
    schemas.insert("C0".into(), json!({"required": ["p0"]}));
    for n in 1..40 {
        let below = json!({"$ref": format!("#/components/schemas/C{}", n - 1)});
        schemas.insert(
            format!("C{n}"),
            json!({"allOf": [below], "required": [format!("p{n}")]}),
        );
    }
    let refer = |n| json!({"$ref": format!("#/components/schemas/C{n}")});
    schemas.insert("Alias".into(), refer(0));
    schemas.insert(
        "Twice".into(),
        json!({"allOf": [refer(0), {"$ref": "#/components/schemas/Alias"}, {"minProperties": 3}]}),
    );
    schemas.insert("Wide".into(), json!({"allOf": [refer(39), {"minProperties": 3}]}));
    let (resolved, _) = resolve(Value::Object(schemas));
    assert_eq!(members(&resolved, "C3"), ["C2", "C1", "C0"]);
    assert_eq!(members(&resolved, "C39"), ["C38"]);
    assert_eq!(members(&resolved, "Wide"), ["C39"]);
    assert_eq!(members(&resolved, "Twice"), ["C0"]);
}

/// As many schemas as `length`, each of which has a property of the next, and the last of the first.
fn ring(schemas: &mut Map<String, Value>, name: &str, length: usize) {
    for n in 0..length {
        let next = json!({"$ref": format!("#/components/schemas/{name}{}", (n + 1) % length)});
        let step = json!({"properties": {"next": next}, "allOf": [{"minProperties": 1}]});
        schemas.insert(format!("{name}{n}"), step);
    }
}

/// Two rings composed with one another go around as often as the product of their lengths says.
#[test]
fn compositions_may_multiply_but_not_without_end() {
    let (small, large) = ([37, 41], [71, 73]);
    for (lengths, ends) in [(small, false), (large, true)] {
        let mut schemas = Map::new();
        ring(&mut schemas, "A", lengths[0]);
        ring(&mut schemas, "B", lengths[1]);
        let start = ["A0", "B0"].map(|name| json!({"$ref": format!("#/components/schemas/{name}")}));
        schemas.insert("S".into(), json!({"allOf": start}));
        if ends {
            schemas.insert("T".into(), json!({"allOf": start}));
        }
        let (resolved, diagnostics) = resolve(Value::Object(schemas));
        let count = resolved.ids().count();
        let cut = codes(&diagnostics).iter().any(|(code, ..)| *code == "composition-size");
        assert_eq!(cut, ends, "{lengths:?}: {count} schemas");
        assert!(count < 9_000, "{lengths:?}: {count} schemas");
    }
}

#[test]
fn matches_of_patterns_are_distinguished_only_if_there_is_a_pattern() {
    let patterned =
        json!({"patternProperties": {"^a": {"type": "string"}}, "additionalProperties": {"type": "integer"}});
    let closed = json!({"properties": {"a": {"type": "string"}}, "additionalProperties": {"type": "string"}});
    let (resolved, _) = resolve(json!({
        "Alone": patterned,
        "Composed": {"allOf": [closed, {"properties": {"b": {"minLength": 1}}}]},
    }));
    let patterns = |name| {
        let schema = &resolved.get(component(&resolved, name)).schema;
        schema.pattern_properties.keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(patterns("Alone"), ["^a"]);
    assert_eq!(patterns("Composed"), Vec::<String>::new());
}

#[test]
fn properties_that_match_a_pattern_are_not_additional() {
    let (resolved, _) = resolve(json!({"S": {"allOf": [
        {"properties": {"ab": {}, "b": {}}},
        {"patternProperties": {"^a": {"type": "string"}}, "additionalProperties": false},
    ]}}));
    let schema = as_json_schema(&resolved, component(&resolved, "S"));
    let cases = [
        (json!({"ab": "x", "ac": "x"}), true),
        (json!({"ab": 1}), false),
        (json!({"b": "x"}), false),
    ];
    for (value, expected) in cases {
        assert_eq!(jsonschema::is_valid(&schema, &value), expected, "{value}");
    }
}

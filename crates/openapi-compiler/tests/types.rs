//! What Rust type a schema is where it is used.

mod support;

use openapi_compiler::plan::TypeKind;
use support::plan;
use support::planned::{components, fields, first, union};

/// The type of the property `p` of `S`, and why it is not better.
fn property(schema: &str) -> (String, Option<String>) {
    let text = components(&format!(
        "S: {{properties: {{p: {schema}}}}}, T: {{properties: {{a: {{type: string}}}}}}, U: {{properties: {{b: {{type: string}}}}}}"
    ));
    let plan = plan(&text);
    let reports = plan.schemas.iter();
    let mut of_property = reports.filter(|report| report.at.pointer == "/components/schemas/S/properties/p");
    let report = of_property.next().expect("a report of the property");
    (report.rust_type.clone(), report.untyped.clone())
}

fn is_in_rust(cases: &[(&str, &str)]) {
    for (schema, expected) in cases {
        assert_eq!(property(schema).0, *expected, "{schema}");
    }
}

const ANY: &str = "serde_json::Value";
const OBJECT: &str = "serde_json::Map<String, serde_json::Value>";

#[test]
fn a_type_and_its_format_decide() {
    is_in_rust(&[
        ("{}", ANY),
        ("true", ANY),
        ("{type: [null, boolean, number, string, array, object]}", ANY),
        ("{type: 'null'}", "()"),
        ("{type: boolean}", "bool"),
        ("{type: string}", "String"),
        ("{type: string, format: date-time}", "String"),
        ("{type: number}", "f64"),
        ("{type: number, format: float}", "f64"),
        ("{type: [integer, number]}", "f64"),
        ("{type: integer}", "i64"),
        ("{type: integer, format: int32}", "i32"),
        ("{type: integer, format: int64}", "i64"),
        ("{type: integer, format: uint64}", "u64"),
        ("{type: integer, maximum: 9223372036854775807}", "i64"),
        ("{type: integer, maximum: 18446744073709551615}", "u64"),
        ("{type: array}", "Vec<serde_json::Value>"),
        ("{type: array, items: {type: string}}", "Vec<String>"),
        (
            "{type: array, items: {$ref: '#/components/schemas/T'}}",
            "Vec<types::T>",
        ),
        ("{type: object}", OBJECT),
        ("{type: object, additionalProperties: true}", OBJECT),
        ("{type: object, additionalProperties: false}", OBJECT),
        (
            "{type: object, additionalProperties: {type: integer}}",
            "std::collections::BTreeMap<String, i64>",
        ),
    ]);
}

#[test]
fn null_beside_other_types_is_an_option() {
    is_in_rust(&[
        ("{type: [string, 'null']}", "Option<String>"),
        ("{type: ['null', integer, number]}", "Option<f64>"),
        ("{type: [object, 'null'], properties: {a: {}}}", "Option<types::SP>"),
        ("{enum: [a, null]}", "Option<types::SP>"),
        ("{enum: [1, null]}", "Option<i64>"),
        ("{enum: [null]}", "()"),
        ("{type: 'null', enum: [null]}", "()"),
        (
            "{oneOf: [{$ref: '#/components/schemas/T'}, {type: 'null'}]}",
            "Option<types::T>",
        ),
        (
            "{type: [object, 'null'], oneOf: [{$ref: '#/components/schemas/T'}, {$ref: '#/components/schemas/U'}]}",
            "Option<types::SP>",
        ),
        ("{oneOf: [{type: 'null'}]}", "()"),
        (
            "{type: 'null', oneOf: [{type: string}, {type: integer}]}",
            "Option<types::SP>",
        ),
        (
            "{type: [boolean, number, string, array, object], oneOf: [{minimum: 1}, {minLength: 1}]}",
            "types::SP",
        ),
        ("{type: array, items: {type: [string, 'null']}}", "Vec<Option<String>>"),
    ]);
}

#[test]
fn values_that_are_listed_decide() {
    is_in_rust(&[
        ("{enum: [a, b]}", "types::SP"),
        ("{const: a}", "types::SP"),
        ("{enum: [1, 2]}", "i64"),
        ("{enum: [1, 2.5]}", "f64"),
        ("{enum: [true]}", "bool"),
        ("{enum: [[1]]}", "Vec<serde_json::Value>"),
        ("{enum: [{a: 1}]}", OBJECT),
        ("{enum: [a, 1]}", "types::SP"),
        ("{type: number, enum: [1, 2]}", "i64"),
    ]);
}

/// What the keywords of one type mean where `type` is missing: descriptions leave it out.
#[test]
fn keywords_speak_of_a_type_where_none_is_given() {
    is_in_rust(&[
        ("{properties: {a: {}}}", "types::SP"),
        ("{required: [a]}", OBJECT),
        (
            "{additionalProperties: {type: string}}",
            "std::collections::BTreeMap<String, String>",
        ),
        ("{items: {type: string}}", "Vec<String>"),
        ("{prefixItems: [{type: string}]}", "Vec<serde_json::Value>"),
        ("{pattern: a}", "String"),
        ("{minLength: 1}", "String"),
        ("{maxLength: 1}", "String"),
        ("{minimum: 1}", "f64"),
        ("{maximum: 1}", "f64"),
        ("{multipleOf: 1}", "f64"),
        ("{format: int32}", "i32"),
        ("{format: int64}", "i64"),
        ("{format: float}", "f64"),
        ("{format: double}", "f64"),
        ("{format: uuid}", "String"),
        ("{format: byte}", "String"),
        ("{format: shoe-size}", ANY),
    ]);
}

#[test]
fn an_array_of_given_length_is_a_tuple() {
    is_in_rust(&[
        (
            "{prefixItems: [{type: string}, {type: integer}], minItems: 2}",
            "(String, i64,)",
        ),
        (
            "{prefixItems: [{type: string}, {type: integer}], minItems: 1}",
            "Vec<serde_json::Value>",
        ),
        (
            "{prefixItems: [{type: string}], items: {type: string}}",
            "Vec<serde_json::Value>",
        ),
    ]);
}

#[test]
fn pattern_properties_are_a_map_of_their_common_type() {
    let map = "std::collections::BTreeMap<String, String>";
    is_in_rust(&[
        (
            "{patternProperties: {a: {type: string}}, additionalProperties: false}",
            map,
        ),
        (
            "{patternProperties: {a: {type: string}}, additionalProperties: {type: string}}",
            map,
        ),
        (
            "{patternProperties: {a: {type: string}}, additionalProperties: {type: integer}}",
            OBJECT,
        ),
        ("{type: object, patternProperties: {a: {type: string}}}", OBJECT),
    ]);
}

#[test]
fn schemas_without_a_rust_type_are_any_value_and_reported() {
    for (schema, why) in [
        (
            "{allOf: [{oneOf: [{type: string}, {type: integer}]}, {anyOf: [{type: string}, {type: boolean}]}]}",
            "several `oneOf`s or `anyOf`s apply at once",
        ),
        ("{allOf: [{type: string}, {type: integer}]}", "no value is valid"),
    ] {
        assert_eq!(property(schema), (ANY.to_owned(), Some(why.to_owned())), "{schema}");
    }
    assert_eq!(property("{}"), (ANY.to_owned(), None), "it says no more");
    assert_eq!(property("{type: string}"), ("String".to_owned(), None));
}

/// `anyOf: [{maxLength: 1}, {pattern: a}]` and its like.
#[test]
fn a_union_that_only_narrows_changes_nothing() {
    is_in_rust(&[
        ("{type: string, anyOf: [{maxLength: 1}, {pattern: a}]}", "String"),
        (
            "{type: string, oneOf: [{format: ipv4}, {type: string, format: ipv6}]}",
            "String",
        ),
        (
            "{type: array, items: {type: string}, anyOf: [{minItems: 2}, {maxItems: 0}]}",
            "Vec<String>",
        ),
        (
            "{type: object, additionalProperties: {type: string}, anyOf: [{required: [a]}, {minProperties: 1}]}",
            "std::collections::BTreeMap<String, String>",
        ),
    ]);
}

#[test]
fn variants_of_one_type_are_that_type() {
    is_in_rust(&[
        ("{oneOf: [{$ref: '#/components/schemas/T'}]}", "types::T"),
        (
            "{oneOf: [{$ref: '#/components/schemas/T'}, {$ref: '#/components/schemas/T'}]}",
            "types::T",
        ),
    ]);
    let same = first("{oneOf: [{type: string, maxLength: 1}, {type: string, minLength: 3}]}");
    assert!(matches!(same.kind, TypeKind::Alias(_)), "{:?}", same.kind);
}

/// A discriminator announces variants: what names another one is kept.
#[test]
fn a_union_of_one_with_a_discriminator_is_open() {
    let schema = "{oneOf: [{$ref: '#/components/schemas/T'}], discriminator: {propertyName: kind}}";
    let union = union(schema);
    assert_eq!((union.variants.len(), union.tag.as_deref()), (1, Some("kind")));
    let or_null = schema.replace("'}],", "'}, {type: 'null'}],");
    is_in_rust(&[(schema, "types::SP"), (&or_null, "Option<types::SP>")]);
}

/// What a base allows besides its properties narrows nothing of a property that it does not have.
#[test]
fn null_is_kept_where_compositions_meet() {
    let nullable = "{nullable: true, allOf: [{$ref: '#/components/schemas/T'}, {properties: {b: {}}}]}";
    let by_union = "{anyOf: [{$ref: '#/components/schemas/T'}, {type: 'null'}]}";
    let cases = [
        (nullable, "{}", true, "BaseP"),
        (nullable, "{description: words}", true, "BaseP"),
        (nullable, "true", true, "BaseP"),
        (nullable, nullable, true, "WholeP"),
        (nullable, "{properties: {c: {type: string}}}", true, "WholeP"),
        (
            nullable,
            "{type: object, properties: {c: {type: string}}}",
            false,
            "WholeP",
        ),
        (by_union, "{}", true, "T"),
        (by_union, by_union, true, "T"),
    ];
    for (one, other, is_option, name) in cases {
        let plan = plan(&components(&format!(
            "Whole: {{allOf: [{{$ref: '#/components/schemas/Base'}}, {{properties: {{p: {other}}}}}]}},
             Base: {{required: [p], properties: {{p: {one}}}}},
             T: {{type: object, properties: {{a: {{type: string}}}}}}"
        )));
        let id = plan.types.iter().position(|ty| ty.name == name).expect(name);
        let expected = match is_option {
            true => format!("Nullable(Named(TypeId({id})))"),
            false => format!("Named(TypeId({id}))"),
        };
        let ty = format!("{:?}", fields(&plan, "Whole")[0].ty);
        assert_eq!(ty, expected, "{one} and {other}");
    }
}

#[test]
fn the_schema_of_a_multipart_body_is_the_type_of_its_parts_unless_it_is_used_as_json_too() {
    let of_body = |json: &str| {
        let plan = plan(&format!(
            "{{openapi: 3.1.0, paths: {{/a: {{post: {{operationId: add, requestBody: {{content: {{
                multipart/form-data: {{schema: {{$ref: '#/x-schemas/s'}}}}{json}}}}}}}}}}},
             x-schemas: {{s: {{properties: {{a: {{type: string}}}}}}, t: {{properties: {{a: {{type: string}}}}}}}}}}"
        ));
        let mut reports = plan.schemas.into_iter();
        let report = reports.find(|report| report.at.pointer.ends_with("/multipart~1form-data/schema"));
        report.expect("a report of the schema").rust_type
    };
    assert_eq!(of_body(""), "types::AddRequestBodyMultipart");
    assert_eq!(
        of_body(", application/json: {schema: {$ref: '#/x-schemas/t'}}"),
        "types::AddRequestBodyMultipart"
    );
    assert_eq!(
        of_body(", application/json: {schema: {$ref: '#/x-schemas/s'}}"),
        "types::SchemaXSchemasS"
    );
}

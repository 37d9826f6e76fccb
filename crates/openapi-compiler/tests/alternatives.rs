//! What unions with null, with enums, of several types, and of one alternative are in Rust.

mod support;

use openapi_compiler::plan::{Field, Plan, StringVariant, TypeKind};
use support::planned::{fields, named};
use support::{plan, plan_with};

/// The plan of a version's document that has a type `S` with the property `p`, and what other schemas may refer to.
fn document(version: &str, property: &str) -> String {
    let maybe = if version.starts_with("3.0") {
        "string, nullable: true"
    } else {
        "[string, 'null']"
    };
    format!(
        "{{openapi: {version}, components: {{schemas: {{
            S: {{type: object, properties: {{p: {property}}}}},
            T: {{type: object, properties: {{a: {{type: string}}}}}},
            U: {{type: object, properties: {{b: {{type: string}}}}}},
            Bare: {{properties: {{b: {{type: string}}}}}},
            E: {{type: string, description: The first letters., enum: [a, b]}},
            F: {{type: string, enum: [c]}},
            Either: {{oneOf: [{{$ref: '#/components/schemas/T'}}, {{$ref: '#/components/schemas/U'}}]}},
            MaybeText: {{type: {maybe}}},
            Text: {{type: string}}}}}}}}"
    )
}

/// The type of a property, as it is printed.
fn property(version: &str, property: &str) -> String {
    let plan = plan(&document(version, property));
    let mut reports = plan.schemas.iter();
    let report = reports.find(|report| report.at.pointer == "/components/schemas/S/properties/p");
    report.expect("a report").rust_type.clone()
}

/// The variants of the type of a property, with what they hold, or the values where it is an enum of strings.
fn variants(plan: &Plan, name: &str) -> Vec<String> {
    match &named(plan, name).kind {
        TypeKind::Union(union) => union.variants.iter().map(|variant| variant.name.clone()).collect(),
        TypeKind::StringEnum(values) => values.iter().map(|value| format!("{:?}", value.value)).collect(),
        kind => panic!("{name}: {kind:?}"),
    }
}

fn reference(name: &str) -> String {
    format!("{{$ref: '#/components/schemas/{name}'}}")
}

#[test]
fn null_in_a_union_is_an_option() {
    let (t, u, maybe) = (reference("T"), reference("U"), reference("MaybeText"));
    for (schema, expected) in [
        (format!("{{anyOf: [{t}, {{type: 'null'}}]}}"), "Option<types::T>"),
        (format!("{{oneOf: [{t}, {u}, {{type: 'null'}}]}}"), "Option<types::SP>"),
        (format!("{{oneOf: [{t}, {u}], nullable: true}}"), "Option<types::SP>"),
        (format!("{{anyOf: [{t}, {{nullable: true}}]}}"), "Option<types::T>"),
        (
            format!("{{anyOf: [{t}, {{nullable: true, description: or not}}]}}"),
            "Option<types::T>",
        ),
        (
            format!("{{anyOf: [{t}, {{enum: [null], nullable: true}}]}}"),
            "Option<types::T>",
        ),
        (format!("{{anyOf: [{t}, {{const: null}}]}}"), "Option<types::T>"),
        (format!("{{anyOf: [{t}, {maybe}]}}"), "Option<types::SP>"),
        (
            format!("{{anyOf: [{t}, {{anyOf: [{u}, {{type: 'null'}}]}}]}}"),
            "Option<types::SP>",
        ),
        (
            format!("{{type: array, items: {{anyOf: [{t}, {u}, {{type: 'null'}}]}}}}"),
            "Vec<Option<types::SPItem>>",
        ),
        (
            format!("{{additionalProperties: {{anyOf: [{t}, {u}, {{type: 'null'}}]}}}}"),
            "std::collections::BTreeMap<String, Option<types::SPValue>>",
        ),
        (
            format!("{{type: object, oneOf: [{t}, {u}, {{type: 'null'}}]}}"),
            "types::SP",
        ),
        ("{type: [string, integer, 'null']}".to_owned(), "Option<types::SP>"),
        ("{anyOf: [{type: 'null'}]}".to_owned(), "()"),
        ("{anyOf: [{nullable: true}]}".to_owned(), "()"),
    ] {
        assert_eq!(property("3.1.0", &schema), expected, "{schema}");
    }
    let plan = plan(&document(
        "3.1.0",
        &format!("{{oneOf: [{t}, {maybe}, {{type: 'null'}}]}}"),
    ));
    assert_eq!(variants(&plan, "SP"), ["T", "MaybeText"]);
}

#[test]
fn a_component_that_may_be_null_keeps_its_name() {
    for (component, is) in [
        ("{type: [string, 'null']}", "alias"),
        ("{anyOf: [{$ref: '#/components/schemas/T'}, {type: 'null'}]}", "alias"),
        ("{oneOf: [{type: string}, {type: integer}, {type: 'null'}]}", "union"),
        ("{type: [object, 'null'], properties: {a: {type: string}}}", "struct"),
        (
            "{anyOf: [{type: object, properties: {a: {type: string}}}, {type: 'null'}]}",
            "struct",
        ),
        (
            "{nullable: true, allOf: [{$ref: '#/components/schemas/T'}, {properties: {b: {}}}]}",
            "struct",
        ),
        ("{nullable: true, properties: {a: {type: string}}}", "struct"),
        ("{nullable: true, allOf: [{$ref: '#/components/schemas/T'}]}", "alias"),
    ] {
        let plan = plan(&format!(
            "{{openapi: 3.1.0, components: {{schemas: {{
                Maybe: {component},
                T: {{type: object, properties: {{a: {{type: string}}}}}},
                S: {{type: object, properties: {{p: {{$ref: '#/components/schemas/Maybe'}}}}}}}}}}}}"
        ));
        let found = match named(&plan, "Maybe").kind {
            TypeKind::Alias(_) => "alias",
            TypeKind::Union(_) => "union",
            TypeKind::Struct(_) => "struct",
            _ => "other",
        };
        assert_eq!(found, is, "{component}");
        let mut reports = plan.schemas.iter();
        let used = reports.find(|report| report.at.pointer == "/components/schemas/S/properties/p");
        assert_eq!(used.expect("a report").rust_type, "Option<types::Maybe>", "{component}");
        assert_eq!(plan.types.len(), 3, "{component}: no second type");
    }
}

/// A description, `nullable` or a type that the reference has too makes no second type of it.
#[test]
fn words_around_a_reference_copy_nothing() {
    let t = reference("T");
    for (schema, expected) in [
        (format!("{{description: d, allOf: [{t}]}}"), "types::T"),
        (format!("{{readOnly: true, default: {{}}, allOf: [{t}]}}"), "types::T"),
        (format!("{{type: object, allOf: [{t}]}}"), "types::T"),
        (
            format!("{{type: object, allOf: [{}]}}", reference("Bare")),
            "types::Bare",
        ),
        (format!("{{type: string, allOf: [{}]}}", reference("E")), "types::E"),
        (
            format!("{{type: object, allOf: [{}]}}", reference("Either")),
            "types::Either",
        ),
        (
            format!("{{allOf: [{t}, {{description: d}}, {{example: {{}}}}]}}"),
            "types::T",
        ),
        (format!("{{allOf: [{t}, {t}]}}"), "types::T"),
        (format!("{{nullable: true, allOf: [{t}]}}"), "Option<types::T>"),
        (
            format!("{{nullable: true, type: object, allOf: [{t}]}}"),
            "Option<types::T>",
        ),
        (format!("{{allOf: [{t}, {{nullable: true}}]}}"), "Option<types::T>"),
        (
            format!("{{nullable: true, allOf: [{}]}}", reference("Either")),
            "Option<types::Either>",
        ),
        (
            format!("{{nullable: true, allOf: [{}]}}", reference("MaybeText")),
            "Option<types::MaybeText>",
        ),
        (format!("{{oneOf: [{t}]}}"), "types::T"),
        (format!("{{nullable: true, anyOf: [{t}]}}"), "Option<types::T>"),
        (
            "{$ref: '#/components/schemas/T', nullable: true}".to_owned(),
            "Option<types::T>",
        ),
        (
            format!("{{type: array, items: {{allOf: [{t}, {{description: d}}]}}}}"),
            "Vec<types::T>",
        ),
        // These do say more.
        (
            format!("{{type: string, allOf: [{}, {{maxLength: 1}}]}}", reference("Text")),
            "String",
        ),
        (format!("{{allOf: [{t}, {{required: [a]}}]}}"), "types::SP"),
    ] {
        assert_eq!(property("3.0.3", &schema), expected, "{schema}");
    }
}

#[test]
fn the_enums_of_a_union_are_one() {
    let (t, e, f) = (reference("T"), reference("E"), reference("F"));
    let all = ["\"a\"", "\"b\"", "\"c\""];
    for (schema, name, expected) in [
        (format!("{{oneOf: [{e}, {f}]}}"), "SP", &all[..]),
        (format!("{{anyOf: [{{type: string}}, {e}, {f}]}}"), "SP", &all),
        (
            "{oneOf: [{enum: [a, b]}, {const: c}, {enum: [a]}]}".to_owned(),
            "SP",
            &all,
        ),
        (
            "{type: string, oneOf: [{const: a}, {const: b}, {const: c}, {type: 'null'}]}".to_owned(),
            "SP",
            &all,
        ),
        ("{anyOf: [{type: string}, {enum: [a, b, c]}]}".to_owned(), "SP", &all),
        (
            format!("{{anyOf: [{{oneOf: [{e}, {{const: c}}]}}, {{type: string}}, {{type: 'null'}}]}}"),
            "SP",
            &all,
        ),
        ("{enum: [a, b, c, null]}".to_owned(), "SP", &all),
        (format!("{{oneOf: [{e}, {{type: object}}, {f}]}}"), "SPEnum", &all),
        (
            "{oneOf: [{type: boolean}, {enum: [a]}, {enum: [b, c]}]}".to_owned(),
            "SPEnum",
            &all,
        ),
        (
            "{type: [boolean, string], enum: [true, a, b, c]}".to_owned(),
            "SPString",
            &all,
        ),
        (
            format!("{{anyOf: [{t}, {{type: string}}, {{enum: [a, b, c]}}]}}"),
            "SPEnum",
            &all,
        ),
    ] {
        let plan = plan(&document("3.1.0", &schema));
        assert_eq!(variants(&plan, name), expected, "{schema}");
    }
    for (schema, expected) in [
        (format!("{{anyOf: [{{type: string}}, {e}]}}"), "types::E"),
        (
            format!("{{anyOf: [{e}, {{type: string}}, {{type: 'null'}}]}}"),
            "Option<types::E>",
        ),
        (format!("{{oneOf: [{e}, {{enum: [null]}}]}}"), "Option<types::E>"),
    ] {
        assert_eq!(property("3.1.0", &schema), expected, "{schema}");
    }
}

/// An object's tag is often one value of an enum that its siblings share.
#[test]
fn values_beside_alternatives_need_no_type_of_the_alternatives() {
    for (narrow, expected) in [
        (
            "{type: string, enum: [a], oneOf: [{const: a}, {const: b}]}",
            "types::SP",
        ),
        (
            "{type: integer, enum: [1], allOf: [{oneOf: [{const: 1, title: A}, {const: 2, title: B}]}]}",
            "i64",
        ),
    ] {
        assert_eq!(property("3.1.0", narrow), expected, "{narrow}");
        let types = plan(&document("3.1.0", narrow)).types;
        let inside = types.iter().filter(|ty| ty.name.starts_with("SP"));
        assert_eq!(inside.count(), usize::from(expected == "types::SP"), "{narrow}");
    }
}

#[test]
fn each_value_is_documented_by_its_alternative() {
    let schema =
        "{oneOf: [{const: a, title: A, description: The first.}, {enum: [b, c], description: Others.}, {enum: ['']}]}";
    let plan = plan(&document("3.1.0", schema));
    let TypeKind::StringEnum(values) = &named(&plan, "SP").kind else {
        panic!("no enum");
    };
    let docs: Vec<_> = values.iter().map(|StringVariant { docs, .. }| docs.as_str()).collect();
    assert_eq!(docs, ["A\n\nThe first.", "Others.", "Others.", ""]);
}

#[test]
fn integers_with_names_are_an_open_enum() {
    let named = [("Small", 1, "For cats."), ("UnknownValue", 2, "")];
    for schema in [
        "{type: integer, format: int32, oneOf: [{const: 1, title: SMALL, description: For cats.}, {const: 2, title: unknown}]}",
        "{anyOf: [{const: 1, title: SMALL, description: For cats.}, {type: integer}, {const: 2, title: unknown}]}",
        "{anyOf: [{type: 'null'}, {const: 1, title: SMALL, description: For cats.}, {const: 2, title: unknown}]}",
        "{enum: [1, 2], x-enum-varnames: [SMALL, unknown], x-enum-descriptions: [For cats., '']}",
        "{enum: [1, 2], x-enumNames: [SMALL, unknown], x-enumDescriptions: {'1': For cats.}}",
        "{enum: [1, 2], x-enum-varnames: {'2': unknown, '1': SMALL}, x-enum-descriptions: {'1': For cats.}}",
    ] {
        let plan = plan(&document("3.1.0", schema));
        let TypeKind::IntegerEnum(variants) = &named_type(&plan).kind else {
            panic!("{schema}: {:?}", named_type(&plan).kind);
        };
        let found: Vec<_> = variants
            .iter()
            .map(|variant| (variant.name.as_str(), variant.value, variant.docs.as_str()))
            .collect();
        assert_eq!(found, named, "{schema}");
    }
    for plain in [
        "{enum: [1, 2]}",
        "{oneOf: [{const: 1}, {const: 2}]}",
        "{oneOf: [{const: 1, title: a}, {const: 2, title: a}]}",
        "{enum: [1, 2], x-enum-varnames: [one]}",
    ] {
        assert_eq!(property("3.1.0", plain), "i64", "{plain}");
    }
    for texts in [
        "{enum: [a, b], x-enum-varnames: [X, Y], x-enum-descriptions: [First., Second.]}",
        "{enum: [a, b], x-enumDescriptions: {b: Second., a: First.}}",
        "{enum: [a, b], x-enum-descriptions: {a: First.}}",
    ] {
        let plan = plan(&document("3.1.0", texts));
        let TypeKind::StringEnum(values) = &named_type(&plan).kind else {
            panic!("no enum");
        };
        assert_eq!(
            (values[0].name.as_str(), values[0].docs.as_str()),
            ("A", "First."),
            "{texts}"
        );
    }
}

fn named_type(plan: &Plan) -> &openapi_compiler::plan::TypeDef {
    named(plan, "SP")
}

#[test]
fn a_type_of_several_has_a_variant_for_each() {
    for (schema, expected) in [
        (
            "{type: [string, object], properties: {z: {type: string}}}",
            &["String", "Object"][..],
        ),
        (
            "{type: [array, object], items: {type: integer}, additionalProperties: {type: integer}}",
            &["IntegerList", "IntegerMap"],
        ),
        (
            "{type: [boolean, array, 'null'], items: {$ref: '#/components/schemas/T'}}",
            &["Boolean", "TList"],
        ),
        ("{type: [string, integer]}", &["Integer", "String"]),
    ] {
        let plan = plan(&document("3.1.0", schema));
        assert_eq!(variants(&plan, "SP"), expected, "{schema}");
    }
    let plan = plan(&document(
        "3.1.0",
        "{type: [string, object], required: [z], properties: {z: {type: string}}}",
    ));
    assert!(fields(&plan, "SPObject")[0].required);
}

#[test]
fn untyped_variants_come_last() {
    let t = reference("T");
    let plan = plan(&document(
        "3.1.0",
        &format!("{{anyOf: [{{}}, {t}, {{description: any}}, {{type: string}}]}}"),
    ));
    assert_eq!(variants(&plan, "SP")[..2], ["T", "String"]);
}

#[test]
fn annotations_of_the_alternative_document_the_field() {
    let docs = |schema: &str| -> String {
        let plan = plan(&document("3.1.0", schema));
        let [Field { docs, .. }] = fields(&plan, "S") else {
            panic!("one field")
        };
        docs.clone()
    };
    for (schema, expected) in [
        (
            "{anyOf: [{type: number, description: How hot.}, {type: 'null'}]}",
            "How hot.",
        ),
        (
            "{description: Own., anyOf: [{type: number, description: How hot.}, {type: 'null'}]}",
            "Own.",
        ),
        (
            "{anyOf: [{$ref: '#/components/schemas/T', description: Whose.}, {type: 'null'}]}",
            "Whose.",
        ),
        (
            "{allOf: [{$ref: '#/components/schemas/T'}, {description: Whose.}]}",
            "Whose.",
        ),
        (
            "{nullable: true, description: Own., allOf: [{$ref: '#/components/schemas/E'}]}",
            "Own.",
        ),
    ] {
        assert_eq!(docs(schema), expected, "{schema}");
    }
}

#[test]
fn allowed_nulls_are_not_reported() {
    let reported = |version: &str, schema: &str| -> Vec<String> {
        let (_, diagnostics) = plan_with(&document(version, schema), &Default::default());
        diagnostics
            .iter()
            .map(|diagnostic| format!("{:?} {}", diagnostic.severity, diagnostic.code))
            .collect()
    };
    let none: [&str; 0] = [];
    assert_eq!(
        reported("3.0.3", "{type: string, nullable: true, enum: [a, null]}"),
        none
    );
    assert_eq!(reported("3.0.3", "{type: string, nullable: true, enum: [a]}"), none);
    assert_eq!(reported("3.1.0", "{type: [string, 'null'], enum: [a, null]}"), none);
    assert_eq!(
        reported("3.0.3", "{type: string, enum: [a, null]}"),
        ["Note null-in-enum"]
    );
    assert_eq!(
        property("3.0.3", "{type: string, enum: [a, null]}"),
        "Option<types::SP>"
    );
    assert_eq!(
        reported("3.1.0", "{type: string, enum: [a, null]}"),
        ["Warning enum-type"]
    );
}

#[test]
fn unevaluated_properties_are_kept_like_additional_ones() {
    let rest = |schema: &str, name: &str| {
        let plan = plan(&document("3.1.0", schema));
        match &named(&plan, name).kind {
            TypeKind::Struct(object) => object.rest.as_ref().map(|rest| format!("{:?}", rest.ty)),
            kind => panic!("{kind:?}"),
        }
    };
    let some = |ty: &str| Some(ty.to_owned());
    let t = reference("T");
    let typed = "unevaluatedProperties: {type: integer}";
    assert_eq!(
        rest(&format!("{{properties: {{x: {{}}}}, {typed}}}"), "SP"),
        some("I64")
    );
    assert_eq!(rest(&format!("{{allOf: [{t}], {typed}}}"), "SP"), some("I64"));
    assert_eq!(
        rest(&format!("{{oneOf: [{t}, {{required: [z]}}], {typed}}}"), "SPT"),
        some("I64")
    );
    assert_eq!(
        rest(&format!("{{allOf: [{t}], unevaluatedProperties: true}}"), "SP"),
        some("Value")
    );
    assert_eq!(rest("{properties: {x: {}}, unevaluatedProperties: false}", "SP"), None);
    assert_eq!(
        rest(
            "{properties: {x: {}}, additionalProperties: {type: string}, unevaluatedProperties: {type: integer}}",
            "SP"
        ),
        some("String")
    );
    assert_eq!(
        property("3.1.0", &format!("{{type: object, {typed}}}")),
        "std::collections::BTreeMap<String, i64>"
    );
}

#[test]
fn described_but_untyped_schemas_are_reported() {
    for (schema, untyped) in [
        (
            "{anyOf: [{type: string}, {type: integer}], oneOf: [{minLength: 1, type: string}, {type: integer}]}",
            true,
        ),
        ("{prefixItems: [{type: string}]}", true),
        (
            "{patternProperties: {a: {type: string}}, additionalProperties: {type: integer}}",
            true,
        ),
        ("{}", false),
        ("{type: object}", false),
        ("{type: array}", false),
    ] {
        let (_, diagnostics) = plan_with(&document("3.1.0", schema), &Default::default());
        let reported: Vec<_> = diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.code == "untyped-schema")
            .map(|diagnostic| diagnostic.at.pointer.as_str())
            .collect();
        let expected = if untyped {
            vec!["/components/schemas/S/properties/p"]
        } else {
            Vec::new()
        };
        assert_eq!(reported, expected, "{schema}");
    }
}

/// Places that are not in the document are of no use to people.
#[test]
fn places_are_those_of_the_document() {
    let t = reference("T");
    for property in [
        format!(
            "{{nullable: true, properties: {{b: {{}}}}, oneOf: [{t}, {}]}}",
            reference("U")
        ),
        format!("{{nullable: true, allOf: [{t}, {}]}}", reference("U")),
        format!("{{nullable: true, anyOf: [{{enum: [a]}}, {{enum: [b]}}, {t}], properties: {{b: {{}}}}}}"),
    ] {
        let text = document("3.0.3", &property);
        let read: serde_json::Value = serde_yaml::from_str(&text).expect("YAML");
        let (plan, diagnostics) = plan_with(&text, &Default::default());
        let types = plan.types.iter().map(|ty| &ty.at);
        let reports = plan.schemas.iter().map(|report| &report.at);
        for at in types
            .chain(reports)
            .chain(diagnostics.iter().map(|diagnostic| &diagnostic.at))
        {
            assert!(read.pointer(&at.pointer).is_some(), "{property}: {}", at.pointer);
        }
    }
}

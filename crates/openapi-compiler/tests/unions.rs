//! What unions are in Rust: their variants and what tells them apart, also where they lead back to themselves or multiply.

mod support;

use openapi_compiler::plan::{Field, Nested, Options, TypeKind};
use serde_json::{Map, Value, json};
use support::planned::{components, fields, named, object, union};
use support::{plan, plan_with};

/// `anyOf: [{required: [a]}, {required: [b]}]` and its like.
#[test]
fn a_union_that_only_narrows_its_object_is_no_type() {
    let narrowed = object("{properties: {a: {type: string}}, anyOf: [{required: [a]}, {minProperties: 1}]}");
    assert_eq!(narrowed.fields.len(), 1);
    for variant in [
        "{properties: {c: {}}}",
        "{additionalProperties: {type: string}}",
        "{enum: [{a: x}]}",
        "{items: {type: string}}",
        "{prefixItems: [{type: string}]}",
        "{type: string}",
        "{oneOf: [{properties: {d: {}}}, {properties: {e: {}}}]}",
    ] {
        let schema = format!("{{properties: {{a: {{type: string}}}}, anyOf: [{{required: [a]}}, {variant}]}}");
        assert_eq!(union(&schema).variants.len(), 2, "{schema}");
    }
}

#[test]
fn a_variant_is_called_after_its_type() {
    let names =
        |schema: &str| -> Vec<String> { union(schema).variants.into_iter().map(|variant| variant.name).collect() };
    let all = names(
        "{oneOf: [{type: boolean}, {type: integer}, {type: number}, {type: string}, {type: array, items: {type: string}},
          {type: object, additionalProperties: {type: integer}}, {type: object}, {},
          {prefixItems: [{type: string}], minItems: 1}, {$ref: '#/components/schemas/T'}]}",
    );
    assert_eq!(
        all,
        [
            "Boolean",
            "Integer",
            "Number",
            "String",
            "StringList",
            "IntegerMap",
            "Object",
            "Tuple",
            "T",
            "Any"
        ]
    );
    let objects = names(
        "{oneOf: [{properties: {a: {}, b: {}}, required: [a, b]}, {properties: {c: {}, d: {}}}, {type: object}]}",
    );
    assert_eq!(objects, ["AAndB", "CAndD", "OtherObject"]);
    let sizes = names("{oneOf: [{type: integer, format: int32}, {type: string}]}");
    assert_eq!(sizes, ["Integer", "String"]);
    let list = names("{oneOf: [{type: array, items: {type: [string, 'null']}}, {type: string}]}");
    assert_eq!(list, ["StringList", "String"]);
    let of_types = names("{type: [string, integer, array]}");
    assert_eq!(of_types, ["Integer", "String", "List"]);
}

/// OpenAPI 3.0 has no other way to give a reference a title, so that generators write all alternatives so.
#[test]
fn the_title_beside_an_all_of_of_one_names_a_variant() {
    let names =
        |schema: &str| -> Vec<String> { union(schema).variants.into_iter().map(|variant| variant.name).collect() };
    let id = "{title: id, allOf: [{type: string, format: uuid}]}";
    let name = "{title: name, allOf: [{$ref: '#/components/schemas/T'}]}";
    assert_eq!(names(&format!("{{oneOf: [{id}, {name}]}}")), ["Id", "T"]);
    let nested = "{title: id, allOf: [{allOf: [{type: string}]}]}";
    assert_eq!(names(&format!("{{oneOf: [{nested}, {name}]}}")), ["Id", "T"]);
    let own = "{title: id, allOf: [{title: text, type: string}]}";
    assert_eq!(names(&format!("{{oneOf: [{own}, {name}]}}")), ["Id", "T"]);
    let object = "{title: by id, allOf: [{type: object, properties: {a: {}, b: {}}}]}";
    let all = union(&format!("{{oneOf: [{object}, {name}]}}"));
    assert_eq!(all.variants[0].name, "ById");
    let untitled = "{allOf: [{type: string, format: uuid}]}";
    assert_eq!(names(&format!("{{oneOf: [{untitled}, {name}]}}")), ["String", "T"]);
}

/// An id or a name: both are texts on the wire, and one in no format is any.
#[test]
fn a_text_is_the_variant_of_texts_that_has_no_format() {
    let made = |variants: &[&str]| -> Vec<bool> {
        let text = components(&format!(
            "Address: {{type: string, format: ipv4}}, Name: {{type: string}}, Slug: {{type: string}}, U: {{oneOf: [{}]}}",
            variants.join(", ")
        ));
        let plan = plan(&text);
        let TypeKind::Union(union) = &named(&plan, "U").kind else {
            panic!("no union");
        };
        let variants = union.variants.iter();
        variants.map(|variant| variant.conversion.is_some()).collect()
    };
    let [address, name, slug] =
        ["Address", "Name", "Slug"].map(|name| format!("{{$ref: '#/components/schemas/{name}'}}"));
    let id = "{title: id, allOf: [{type: string, format: uuid}]}";
    assert_eq!(made(&[id, &name]), [false, true]);
    assert_eq!(made(&[id, &name, "{type: integer}"]), [false, true, true]);
    assert_eq!(made(&[&address, id, &slug]), [false, false, true]);
    assert_eq!(made(&[id, &address]), [false, false], "both have a format");
    assert_eq!(made(&[&name, &slug]), [false, false], "neither has a format");
}

/// `Unknown` is the variant for what is not in the description.
#[test]
fn no_variant_of_the_description_is_called_unknown() {
    let plan = plan(&components(
        "E: {type: string, enum: [unknown, known, known]}, Unknown: {properties: {a: {}}},
         U: {oneOf: [{$ref: '#/components/schemas/Unknown'}, {type: string}]}",
    ));
    let TypeKind::StringEnum(variants) = &named(&plan, "E").kind else {
        panic!("no enum");
    };
    let names: Vec<_> = variants
        .iter()
        .map(|variant| (variant.name.as_str(), variant.value.as_str()))
        .collect();
    assert_eq!(names, [("UnknownValue", "unknown"), ("Known", "known")]);
    let TypeKind::Union(union) = &named(&plan, "U").kind else {
        panic!("no union");
    };
    assert_eq!(union.variants[0].name, "UnknownValue");
}

/// The tag of a union of two, and the values of it that mean each.
fn tags(first: &str, second: &str, discriminator: &str) -> (Option<String>, Vec<Vec<String>>) {
    let plan = plan(&components(&format!(
        "S: {{oneOf: [{{$ref: '#/components/schemas/A~1B'}}, {{$ref: '#/components/schemas/C'}}]{discriminator}}},
         A/B: {{properties: {{{first}}}}}, C: {{properties: {{{second}}}}}"
    )));
    let TypeKind::Union(union) = &named(&plan, "S").kind else {
        panic!("no union");
    };
    (
        union.tag.clone(),
        union.variants.iter().map(|variant| variant.tags.clone()).collect(),
    )
}

#[test]
fn discriminator_values_come_from_names_the_mapping_or_enums() {
    let own = |values: &[&[&str]]| -> Vec<Vec<String>> {
        let owned = |values: &&[&str]| values.iter().map(|&value| value.to_owned()).collect();
        values.iter().map(owned).collect()
    };
    let plain = (
        "x: {type: string}, kind: {type: string}",
        "y: {type: string}, kind: {type: string}",
    );
    let kind = || Some("kind".to_owned());
    let a = |values: &str| format!("x: {{type: string}}, kind: {{enum: {values}}}");
    let c = |values: &str| format!("y: {{type: string}}, kind: {{enum: {values}}}");
    let cases = [
        (
            tags(plain.0, plain.1, ", discriminator: {propertyName: kind}"),
            (kind(), own(&[&["A/B"], &["C"]])),
        ),
        (
            tags(
                plain.0,
                plain.1,
                ", discriminator: {propertyName: kind, mapping: {x: '#/components/schemas/A~1B', y: C, z: C}}",
            ),
            (kind(), own(&[&["x"], &["y", "z"]])),
        ),
        (tags(&a("[p, q]"), &c("[r]"), ""), (kind(), own(&[&["p", "q"], &["r"]]))),
        (tags(&a("[p, q]"), &c("[q]"), ""), (None, own(&[&[], &[]]))),
        (tags(&a("[1]"), &c("[2, 3]"), ""), (kind(), own(&[&["1"], &["2", "3"]]))),
        (tags(&a("[1.5]"), &c("[2]"), ""), (None, own(&[&[], &[]]))),
        (tags(&a("[1]"), &c("['1']"), ""), (None, own(&[&[], &[]]))),
        (tags(&a("[p]"), plain.1, ""), (None, own(&[&[], &[]]))),
    ];
    for (found, expected) in cases {
        assert_eq!(found, expected);
    }
    let nested = union(
        "{oneOf: [{properties: {a: {type: string}}}, {properties: {b: {type: string}}}], discriminator: {propertyName: kind}}",
    );
    assert!(
        nested.variants.iter().all(|variant| variant.tags.is_empty()),
        "they have no names"
    );
}

#[test]
fn keywords_beside_a_union_are_in_each_variant() {
    let plan = plan(&components(
        "S: {properties: {id: {type: string, description: Whose.}, a: {type: integer}}, required: [id],
             patternProperties: {x: {type: string}}, additionalProperties: {type: string},
             oneOf: [{$ref: '#/components/schemas/T'}, {properties: {b: {type: string}}, additionalProperties: false}],
             discriminator: {propertyName: id, mapping: {t: T}}},
         T: {properties: {a: {type: string}}}",
    ));
    let reported = |name: &str| -> Vec<String> {
        let shown = |field: &Field| format!("{}: {:?}, {}, {}", field.property, field.ty, field.required, field.docs);
        fields(&plan, name).iter().map(shown).collect()
    };
    assert_eq!(reported("ST"), ["a: String, false, ", "id: String, true, Whose."]);
    assert_eq!(
        reported("SB"),
        ["b: String, false, ", "id: String, true, Whose.", "a: I64, false, "]
    );
    let TypeKind::Union(union) = &named(&plan, "S").kind else {
        panic!("no union");
    };
    assert_eq!(union.variants[0].tags, ["t"], "the mapping holds");
    let rest = |name: &str| match &named(&plan, name).kind {
        TypeKind::Struct(object) => object.rest.as_ref().map(|rest| format!("{:?}", rest.ty)),
        kind => panic!("{kind:?}"),
    };
    assert_eq!(rest("ST").as_deref(), Some("String"));
    assert_eq!(rest("SB").as_deref(), Some("String"), "by the pattern");
}

/// How many types of each kind these components become, and the diagnostics.
fn types(schemas: &Value) -> (Vec<String>, Vec<&'static str>) {
    let document = json!({"openapi": "3.1.0", "components": {"schemas": schemas}});
    let (plan, diagnostics) = plan_with(&document.to_string(), &Options::default());
    let described = plan.types.iter().map(|ty| match &ty.kind {
        TypeKind::Union(union) => format!("{}: {} variants", ty.name, union.variants.len()),
        TypeKind::Struct(object) => format!("{}: {} fields", ty.name, object.fields.len()),
        _ => ty.name.clone(),
    });
    (
        described.collect(),
        diagnostics.iter().map(|diagnostic| diagnostic.code).collect(),
    )
}

#[test]
fn a_union_is_no_variant_of_itself() {
    let (types, reported) = types(&json!({
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
    assert!(types.contains(&"NodeLeaf: 2 fields".to_owned()), "{types:?}");
    assert!(reported.contains(&"union-cycle"), "{reported:?}");
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
        // Each by twos: with an odd number of schemas they step over every limit that is even.
        let two = [next, "Both30".to_owned()];
        schemas.insert(left.clone(), level(&left, &two));
        schemas.insert(right.clone(), level(&right, &two));
    }
    schemas.insert("Both30".to_owned(), json!({"properties": {"end": {"type": "string"}}}));
    schemas.insert("Odd".to_owned(), json!({"type": "string"}));
    let (types, reported) = types(&schemas.into());
    assert!(types.len() < 10_000, "{}", types.len());
    assert!(reported.contains(&"composition-size"), "{reported:?}");
}

/// There are many, but none in another.
#[test]
fn many_unions_do_not_multiply() {
    let variants = json!([{"properties": {"a": {"type": "string"}}}, {"properties": {"b": {"type": "string"}}}]);
    let union = json!({"properties": {"id": {"type": "string"}}, "oneOf": variants});
    let schemas: Map<String, Value> = (0..800).map(|nth| (format!("Union{nth}"), union.clone())).collect();
    let (_, reported) = types(&schemas.into());
    assert_eq!(reported, [""; 0]);
}

/// What a fuzzer found.
#[test]
fn variants_of_one_type_that_nothing_else_identifies_have_a_name() {
    let plan = plan(
        "{openapi: 3.1.0, paths: {}, components: {schemas: {U: {oneOf: [
            {type: object}, {type: object, additionalProperties: {}}, {type: string}]}}}}",
    );
    let TypeKind::Union(union) = &plan.types[0].kind else {
        panic!("not a union");
    };
    let names: Vec<&str> = union.variants.iter().map(|variant| variant.name.as_str()).collect();
    assert_eq!(names, ["AnyMap", "String"]);
}

#[test]
fn what_unions_inside_hold_converts_into_a_union() {
    let plan = plan(&components(
        "Query: {anyOf: [{$ref: '#/components/schemas/Input'}, {$ref: '#/components/schemas/Near'}]},
         Input: {anyOf: [{type: array, items: {type: number}}, {type: string}, {$ref: '#/components/schemas/Near'}]},
         Near: {properties: {query: {$ref: '#/components/schemas/Query'}}}",
    ));
    let nested = |name: &str| -> Vec<String> {
        let TypeKind::Union(union) = &named(&plan, name).kind else {
            panic!("no union")
        };
        let shown = |nested: &Nested| format!("{:?} {:?}", nested.variant, nested.conversion);
        union.nested.iter().map(shown).collect()
    };
    // A variant of both is one of its own.
    assert_eq!(nested("Query"), ["Vec(F64) Plain", "String Text"]);
}

#[test]
fn a_union_of_texts_and_numbers_is_printed() {
    assert!(union("{anyOf: [{type: integer}, {type: string, format: uuid}, {enum: [a, b]}]}").is_scalar);
    assert!(!union("{anyOf: [{type: integer}, {type: array, items: {type: string}}]}").is_scalar);
}

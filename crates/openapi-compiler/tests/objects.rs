//! What objects and multipart bodies are in Rust: their fields, documentation, secrets and boxes.

mod support;

use openapi_compiler::plan::{Field, Options, RustType, TypeKind};
use support::planned::{components, fields, first, named, object};
use support::{plan, plan_with};

/// `additionalProperties: false` of one part sees only its own properties, so no value would have those of the others.
#[test]
fn a_closed_part_of_a_composition_closes_the_whole() {
    let (plan, diagnostics) = plan_with(
        "{openapi: 3.1.0, components: {schemas: {
            A: {type: object, additionalProperties: false, required: [a], properties: {a: {type: string}, both: {$ref: '#/components/schemas/E'}}},
            B: {type: object, additionalProperties: false, properties: {b: {type: integer}, both: {$ref: '#/components/schemas/E'}}},
            C: {allOf: [{$ref: '#/components/schemas/A'}, {$ref: '#/components/schemas/B'}]},
            D: {allOf: [{$ref: '#/components/schemas/A'}, {properties: {d: {$ref: '#/components/schemas/E'}, no: false}}]},
            E: {enum: [x, y]}}}}",
        &Options::default(),
    );
    let types = |name: &str| -> Vec<(String, String)> {
        let fields = fields(&plan, name).iter();
        fields
            .map(|field| (field.property.clone(), format!("{:?}", field.ty)))
            .collect()
    };
    let kinds = |name: &str| types(name).into_iter().map(|(_, ty)| ty).collect::<Vec<_>>();
    assert_eq!(
        kinds("C")[..3],
        ["String".to_owned(), kinds("A")[1].clone(), "I64".to_owned()]
    );
    assert!(
        !format!("{:?}", types("D")).contains("(\"d\", \"Value\")"),
        "{:?}",
        types("D")
    );
    assert!(
        format!("{:?}", types("D")).contains("Value"),
        "what is forbidden by itself stays so"
    );
    let warned: Vec<_> = diagnostics.iter().filter(|known| known.code == "closed-part").collect();
    assert_eq!(warned.len(), 2);
    assert_eq!(warned[0].at.pointer, "/components/schemas/C");
}

#[test]
fn an_object_keeps_the_properties_that_its_schema_speaks_of() {
    let rest = |schema: &str| {
        let rest = object(schema).rest;
        rest.map(|rest| (rest.name, format!("{:?}", rest.ty)))
    };
    let kept = |name: &str, ty: &str| Some((name.to_owned(), ty.to_owned()));
    assert_eq!(rest("{properties: {a: {}}}"), None);
    assert_eq!(rest("{properties: {a: {}}, additionalProperties: false}"), None);
    assert_eq!(
        rest("{properties: {a: {}}, additionalProperties: {type: integer}}"),
        kept("additional_properties", "I64")
    );
    assert_eq!(
        rest("{properties: {a: {}}, patternProperties: {x: {type: string}}}"),
        kept("additional_properties", "Value")
    );
    assert_eq!(
        rest("{properties: {a: {}}, discriminator: {propertyName: a}}"),
        kept("additional_properties", "Value"),
        "what is composed with a base adds to it"
    );
    let taken = "{properties: {additional_properties: {}}, additionalProperties: true}";
    assert_eq!(
        rest(taken),
        kept("additional_properties", "Value"),
        "a property yields to it"
    );
}

#[test]
fn a_field_that_is_required_but_not_described_can_be_given() {
    let described = |schema: &str| -> Vec<String> {
        let shown = |field: Field| format!("{} {:?} {} {}", field.property, field.ty, field.required, field.secret);
        object(schema).fields.into_iter().map(shown).collect()
    };
    let a = "a String true false".to_owned();
    assert_eq!(
        described("{properties: {a: {type: string}}, required: [a, b]}"),
        [a.clone(), "b Value false false".to_owned()]
    );
    assert_eq!(
        described("{properties: {a: {type: string}}, required: [a, b], additionalProperties: true}"),
        std::slice::from_ref(&a),
        "the map has room for it"
    );
    assert_eq!(
        described("{properties: {a: {type: string}}, required: [a, b], discriminator: {propertyName: b}}"),
        [a],
        "it is the tag"
    );
}

/// OpenAPI 3.0.3, "Fixed Fields" of the Schema Object: `required` speaks of responses only for what is `readOnly`, of
/// requests only for what is `writeOnly`.
#[test]
fn read_only_is_not_required_of_requests_nor_write_only_of_responses() {
    let required = |uses: &str| -> Vec<String> {
        let plan = plan(&format!(
            "{{openapi: 3.1.0, paths: {{/a: {{post: {{{uses}}}}}}}, components: {{schemas: {{
                S: {{required: [a, b, c, d, e], properties: {{a: {{type: string}}, b: {{type: string, readOnly: true}}, c: {{type: string, writeOnly: true}},
                    d: {{$ref: '#/components/schemas/D'}}, e: {{$ref: '#/components/schemas/E'}}}}}},
                D: {{type: string, readOnly: true}}, E: {{type: string, writeOnly: true}}}}}}}}"
        ));
        let required = fields(&plan, "S").iter().filter(|field| field.required);
        required.map(|field| field.property.clone()).collect()
    };
    let content = "content: {application/json: {schema: {$ref: '#/components/schemas/S'}}}";
    let request = format!("requestBody: {{{content}}}");
    let response = format!("responses: {{'200': {{description: '', {content}}}}}");
    assert_eq!(required(""), ["a", "b", "c", "d", "e"]);
    assert_eq!(required(&request), ["a", "c", "e"]);
    assert_eq!(required(&response), ["a", "b", "d"]);
    assert_eq!(required(&format!("{request}, {response}")), ["a"]);
}

#[test]
fn a_secret_is_known_by_its_format_its_name_or_because_it_is_never_sent_back() {
    let secret = |property: &str, schema: &str| {
        let text = components(&format!(
            "S: {{properties: {{{property}: {schema}}}}}, T: {{type: string}}, W: {{type: string, writeOnly: true}}"
        ));
        fields(&plan(&text), "S")[0].secret
    };
    for (property, schema) in [
        ("p", "{type: string, format: password}"),
        ("p", "{type: string, writeOnly: true}"),
        ("p", "{type: integer, writeOnly: true}"),
        ("p", "{$ref: '#/components/schemas/W'}"),
        ("p", "{$ref: '#/components/schemas/T', writeOnly: true}"),
        ("password", "{type: string}"),
        ("userPassword", "{type: [string, 'null']}"),
        ("client-secret", "{type: string}"),
        ("API_KEY", "{type: string}"),
    ] {
        assert!(secret(property, schema), "{property} {schema}");
    }
    for (property, schema) in [
        ("p", "{type: string}"),
        ("password", "{type: boolean}"),
        ("password_hint", "{type: string}"),
        ("nopassword", "{type: string}"),
        ("passwords", "{type: array, items: {type: string}}"),
    ] {
        assert!(!secret(property, schema), "{property} {schema}");
    }
}

#[test]
fn a_secret_can_be_named_by_the_place_of_the_property_or_of_its_schema() {
    let text =
        components("S: {properties: {a: {$ref: '#/components/schemas/T'}, b: {type: string}}}, T: {type: string}");
    let secrets = |pointer: &str| {
        let options = Options {
            secrets: [pointer.to_owned()].into(),
            ..Options::default()
        };
        let (plan, reported) = plan_with(&text, &options);
        let secret: Vec<bool> = fields(&plan, "S").iter().map(|field| field.secret).collect();
        (
            secret,
            reported.iter().map(|diagnostic| diagnostic.code).collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        secrets("/components/schemas/S/properties/a"),
        (vec![true, false], vec![])
    );
    assert_eq!(
        secrets("/components/schemas/S/properties/b"),
        (vec![false, true], vec![])
    );
    assert_eq!(secrets("/components/schemas/T"), (vec![true, false], vec![]));
    assert_eq!(
        secrets("/components/schemas/V"),
        (vec![false, false], vec!["unknown-secret"])
    );
}

#[test]
fn a_field_is_deprecated_where_it_stands_or_by_its_schema() {
    let plan = plan(&components(
        "S: {properties: {a: {type: string}, b: {type: string, deprecated: true}, c: {$ref: '#/components/schemas/D'}}}, D: {type: string, deprecated: true}",
    ));
    let deprecated: Vec<bool> = fields(&plan, "S").iter().map(|field| field.deprecated).collect();
    assert_eq!(deprecated, [false, true, true]);
    assert!(named(&plan, "D").deprecated);
    assert!(!named(&plan, "S").deprecated);
}

#[test]
fn the_documentation_of_a_field_has_its_constraints() {
    for (schema, expected) in [
        ("{type: string}", ""),
        ("{type: string, description: Its name.}", "Its name."),
        (
            "{type: string, title: Name, description: Its name.}",
            "Name\n\nIts name.",
        ),
        ("{type: string, format: uuid}", "Format `uuid`."),
        (
            "{type: string, minLength: 1, maxLength: 5, pattern: a`b}",
            "Pattern `a'b`, at least 1 characters, at most 5 characters.",
        ),
        ("{type: integer, minimum: 1, maximum: 5}", "At least 1, at most 5."),
        (
            "{type: number, exclusiveMinimum: 1, exclusiveMaximum: 5}",
            "More than 1, less than 5.",
        ),
        (
            "{type: array, minItems: 1, maxItems: 5}",
            "At least 1 items, at most 5 items.",
        ),
        (
            "{type: string, default: x, description: Its name.}",
            "Its name.\n\nDefault `x`.",
        ),
        ("{type: integer, default: 5}", "Default `5`."),
        ("{type: object, default: {a: 1}}", ""),
        ("{type: array, default: [1]}", ""),
        ("{$ref: '#/components/schemas/D'}", "By the schema.\n\nDefault `d`."),
        (
            "{$ref: '#/components/schemas/D', description: By the property., default: p}",
            "By the property.\n\nDefault `p`.",
        ),
    ] {
        let plan = plan(&components(&format!(
            "S: {{properties: {{p: {schema}}}}}, D: {{type: string, description: By the schema., default: d}}"
        )));
        assert_eq!(fields(&plan, "S")[0].docs, expected, "{schema}");
    }
    assert_eq!(
        first("{type: string, title: Name, minLength: 1}").docs,
        "Name\n\nAt least 1 characters."
    );
}

/// A composed type becomes its members by leaving fields out.
#[test]
fn a_composition_converts_into_the_members_that_it_has_all_of() {
    let converts = |member: &str, rest: &str| -> usize {
        let plan = plan(&components(&format!(
            "M: {member}, S: {{allOf: [{{$ref: '#/components/schemas/M'}}, {rest}]}}"
        )));
        match &named(&plan, "S").kind {
            TypeKind::Struct(object) => object.converts_into.len(),
            kind => panic!("{kind:?}"),
        }
    };
    let member = "{properties: {a: {type: string}}, required: [a]}";
    let more = "{properties: {b: {type: string}}}";
    assert_eq!(converts(member, more), 1);
    assert_eq!(converts("{properties: {a: {type: string}}}", more), 1);
    assert_eq!(
        converts("{properties: {a: {type: string}}, additionalProperties: true}", more),
        1,
        "of any value none is kept"
    );
    assert_eq!(
        converts(
            "{properties: {a: {type: string}}, additionalProperties: {type: string}}",
            more
        ),
        0,
        "the rest is not kept"
    );
    assert_eq!(
        converts(
            "{properties: {a: {type: number}}}",
            "{properties: {a: {type: integer}}}"
        ),
        0,
        "another type"
    );
    assert_eq!(
        converts("{properties: {a: {type: string}}}", "{required: [a]}"),
        1,
        "what is there can be optional"
    );
}

#[test]
fn a_type_has_a_box_where_it_would_contain_itself_and_nowhere_else() {
    let plan = plan(&components(
        "Node: {properties: {next: {$ref: '#/components/schemas/Node'}, all: {type: array, items: {$ref: '#/components/schemas/Node'}},
             leaf: {$ref: '#/components/schemas/Leaf'}, pair: {prefixItems: [{$ref: '#/components/schemas/Node'}, {$ref: '#/components/schemas/Leaf'}], minItems: 2},
             or: {oneOf: [{$ref: '#/components/schemas/Node'}, {type: 'null'}]}, far: {$ref: '#/components/schemas/Far'}}},
         Leaf: {properties: {value: {type: string}}},
         Far: {properties: {back: {$ref: '#/components/schemas/Node'}, leaf: {$ref: '#/components/schemas/Leaf'}}},
         Either: {oneOf: [{$ref: '#/components/schemas/Leaf'}, {$ref: '#/components/schemas/Holder'}]},
         Holder: {properties: {either: {$ref: '#/components/schemas/Either'}}}",
    ));
    let shown = |ty: &RustType| {
        plan.types
            .iter()
            .enumerate()
            .fold(format!("{ty:?}"), |shown, (index, ty)| {
                shown.replace(&format!("Named(TypeId({index}))"), &ty.name)
            })
    };
    let types = |name: &str| {
        fields(&plan, name)
            .iter()
            .map(|field| shown(&field.ty))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        types("Node"),
        [
            "Boxed(Node)",
            "Vec(Node)",
            "Leaf",
            "Tuple([Boxed(Node), Leaf])",
            "Nullable(Boxed(Node))",
            "Boxed(Far)"
        ]
    );
    assert_eq!(types("Far"), ["Boxed(Node)", "Leaf"]);
    assert_eq!(types("Holder"), ["Boxed(Either)"]);
    let TypeKind::Union(either) = &named(&plan, "Either").kind else {
        panic!("no union");
    };
    let variants: Vec<_> = either.variants.iter().map(|variant| shown(&variant.ty)).collect();
    assert_eq!(variants, ["Leaf", "Boxed(Holder)"]);
}

/// In place of `Option`s and tuples stand the types in them; lists and maps hold theirs elsewhere.
#[test]
fn recursive_types_are_found_through_unboxed_fields() {
    let b = "$ref: '#/components/schemas/B'";
    for (of_a, boxed) in [
        (format!("{{{b}}}"), true),
        (format!("{{oneOf: [{{{b}}}, {{type: 'null'}}]}}"), true),
        (format!("{{prefixItems: [{{{b}}}], minItems: 1}}"), true),
        (format!("{{type: array, items: {{{b}}}}}"), false),
        (format!("{{additionalProperties: {{{b}}}}}"), false),
    ] {
        let plan = plan(&components(&format!(
            "A: {{properties: {{b: {of_a}}}}}, B: {{properties: {{a: {{$ref: '#/components/schemas/A'}}}}}}"
        )));
        let types = ["A", "B"].map(|name| format!("{:?}", fields(&plan, name)[0].ty).contains("Boxed"));
        assert_eq!(types, [boxed, boxed], "{of_a}");
    }
}

#[test]
fn an_alias_that_leads_back_to_itself_is_a_struct() {
    let to = |name: &str| format!("{{$ref: '#/components/schemas/{name}'}}");
    let plan = plan(&components(&format!(
        "List: {{type: array, items: {list}}}, Map: {{additionalProperties: {back}}}, Back: {{type: array, items: {map}}},
         Tuple: {{prefixItems: [{{type: array, items: {tuple}}}], minItems: 1}}, OfLists: {{type: array, items: {list}}}",
        list = to("List"),
        map = to("Map"),
        back = to("Back"),
        tuple = to("Tuple"),
    )));
    let wrapped = |name: &str| matches!(named(&plan, name).kind, TypeKind::Wrapper(_));
    assert_eq!(["List", "Map", "Back", "Tuple"].map(wrapped), [true; 4]);
    assert!(!wrapped("OfLists"), "it only speaks of one");
}

#[test]
fn a_part_is_a_file_when_it_is_binary_or_sent_as_something_else_than_text() {
    let part = |schema: &str, encoding: &str| -> (String, Option<String>) {
        let plan = plan(&format!(
            "{{openapi: 3.1.0, paths: {{/a: {{post: {{requestBody: {{content: {{multipart/form-data: {{
                schema: {{properties: {{p: {schema}}}}}, encoding: {{{encoding}}}}}}}}}}}}}}}}}"
        ));
        let parts = plan.types.iter().find_map(|ty| match &ty.kind {
            TypeKind::Multipart(body) => Some(&body.parts),
            _ => None,
        });
        let part = &parts.expect("a multipart body")[0];
        (format!("{:?}", part.field.ty), part.content_type.clone())
    };
    let file = ("File".to_owned(), None);
    let of_type = |ty: &str, reported: &str| (ty.to_owned(), Some(reported.to_owned()));
    assert_eq!(part("{type: string, format: binary}", ""), file);
    assert_eq!(
        part("{type: string, contentMediaType: image/png}", ""),
        of_type("File", "image/png")
    );
    assert_eq!(
        part(
            "{type: string, contentMediaType: image/png, contentEncoding: base64}",
            ""
        ),
        of_type("String", "image/png")
    );
    assert_eq!(part("{}", "p: {contentType: image/png}"), of_type("File", "image/png"));
    assert_eq!(
        part("{}", "p: {contentType: application/json}"),
        of_type("Value", "application/json")
    );
    assert_eq!(
        part("{}", "p: {contentType: text/plain}"),
        of_type("Value", "text/plain")
    );
    assert_eq!(
        part("{type: string}", "p: {contentType: image/png}"),
        of_type("String", "image/png")
    );
    assert_eq!(part("{}", "q: {contentType: image/png}"), ("Value".to_owned(), None));
    assert_eq!(
        part("{type: array, items: {type: string, format: binary}}", ""),
        ("Vec(File)".to_owned(), None)
    );
    assert_eq!(part("{items: {type: string, format: binary}}", "").0, "Vec(File)");
    assert_eq!(
        part(
            "{type: array, items: {type: array, items: {type: string, format: binary}}}",
            ""
        )
        .0,
        "Vec(Vec(String))",
        "parts are files or lists of them"
    );
}

/// What a fuzzer found.
#[test]
fn a_part_that_is_a_list_of_itself_is_no_file() {
    let plan = plan(
        "{openapi: 3.1.0, paths: {/a: {post: {requestBody: {content: {multipart/form-data: {
            schema: {properties: {p: {$ref: '#/components/schemas/L'}}}}}}}}},
         components: {schemas: {L: {type: array, items: {$ref: '#/components/schemas/L'}}}}}",
    );
    assert!(matches!(named(&plan, "L").kind, TypeKind::Wrapper(_)));
}

#[test]
fn types_of_parameters_and_bodies_have_builders() {
    let plan = plan(
        "{openapi: 3.1.0, paths: {/a: {post: {
            parameters: [{name: q, in: query, schema: {$ref: '#/components/schemas/Q'}}],
            requestBody: {content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/B'}}}}},
            responses: {'200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/R'}}}}}}}},
         components: {schemas: {
            Q: {properties: {a: {type: string}}}, B: {properties: {c: {$ref: '#/components/schemas/C'}}}, C: {properties: {a: {type: string}}},
            R: {properties: {a: {type: string}}}, P: {properties: {a: {type: string}}}}}}",
    );
    let built = |name: &str| named(&plan, name).in_request;
    assert_eq!(["Q", "B", "C", "R", "P"].map(built), [true, true, true, false, false]);
}

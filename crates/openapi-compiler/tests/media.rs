//! What media types mean for the bodies, responses and parameters of a plan, and what is reported about them.

mod support;

use openapi_compiler::plan::{
    BodyType, Operation, Options, ParameterContent, ParameterEncoding, Plan, ResponseType, RustType, TypeKind,
};
use support::plan_with;

/// The plan of a document with one operation, and what is reported, as `severity code pointer`.
fn planned(operation: &str) -> (Plan, Vec<String>) {
    let text = format!(
        "{{openapi: 3.1.0, paths: {{/a: {{post: {{operationId: a, {operation}}}}}}}, components: {{schemas: {{\
         Item: {{type: object, properties: {{a: {{type: string}}}}}}, Level: {{type: string, enum: [low]}}}}}}}}"
    );
    let (plan, diagnostics) = plan_with(&text, &Options::default());
    let reported = diagnostics.iter().map(|diagnostic| {
        format!(
            "{:?} {} {}",
            diagnostic.severity, diagnostic.code, diagnostic.at.pointer
        )
        .to_lowercase()
    });
    (plan, reported.collect())
}

fn operation(described: &str) -> Operation {
    planned(described).0.operations.remove(0)
}

/// A text in another type than a string is read as that type where that is sure.
#[test]
fn text_has_the_type_of_its_schema_where_that_is_sure() {
    let cases = [
        ("{type: string}", RustType::String, false),
        ("{type: integer}", RustType::I64, false),
        ("{type: number}", RustType::F64, false),
        ("{type: boolean}", RustType::Bool, false),
        ("{}", RustType::String, false),
        ("{type: [integer, 'null']}", RustType::String, true),
        ("{type: object}", RustType::String, true),
        ("{type: array, items: {type: string}}", RustType::String, true),
        ("{oneOf: [{type: integer}, {type: boolean}]}", RustType::String, true),
    ];
    for (schema, ty, noted) in cases {
        let content = format!("content: {{text/plain: {{schema: {schema}}}}}");
        let (plan, reported) = planned(&format!(
            "requestBody: {{{content}}}, responses: {{'200': {{description: '', {content}}}}}"
        ));
        let operation = &plan.operations[0];
        let body = &operation.body.as_ref().expect("a body").contents[0];
        assert_eq!(body.body, BodyType::Text(ty.clone()), "{schema}");
        assert_eq!(operation.successes[0].body, ResponseType::Text(ty), "{schema}");
        let notes: Vec<_> = reported
            .iter()
            .filter(|line| line.contains("note untyped-text"))
            .collect();
        assert_eq!(!notes.is_empty(), noted, "{schema}: {notes:?}");
    }
    let level = operation("requestBody: {content: {text/plain: {schema: {$ref: '#/components/schemas/Level'}}}}");
    let body = &level.body.expect("a body").contents[0].body;
    assert!(matches!(body, BodyType::Text(RustType::Named(_))), "{body:?}");
}

#[test]
fn a_wildcard_is_json_or_text_by_the_value_unless_it_is_binary() {
    let cases = [
        ("'*/*'", "{type: string}", "Any(String)"),
        ("'*/*'", "{type: object}", "Any(Object)"),
        ("'application/*'", "{type: string}", "Any(String)"),
        ("'*/*'", "{type: string, format: binary}", "Bytes"),
        (
            "'*/*'",
            "{anyOf: [{type: string, format: binary}, {type: 'null'}]}",
            "Bytes",
        ),
        ("application/json", "{type: string, format: binary}", "Bytes"),
        ("image/png", "{type: string, contentMediaType: image/png}", "Bytes"),
        (
            "application/json",
            "{type: string, contentEncoding: base64}",
            "Json(String)",
        ),
    ];
    for (media_type, schema, expected) in cases {
        let content = format!("requestBody: {{content: {{{media_type}: {{schema: {schema}}}}}}}");
        let body = operation(&content).body.expect("a body").contents.remove(0).body;
        assert_eq!(format!("{body:?}"), expected, "{media_type} {schema}");
    }
}

/// Neither the media type nor the schema says that it is JSON: dropshot describes downloads so.
#[test]
fn a_wildcard_of_which_nothing_is_described_is_bytes() {
    let cases = [
        ("{}", "Bytes", "Stream", "Any(Value)"),
        ("{schema: {}}", "Bytes", "Stream", "Any(Value)"),
        ("{schema: {description: A file.}}", "Bytes", "Stream", "Any(Value)"),
        ("{schema: {allOf: [{}]}}", "Bytes", "Stream", "Any(Value)"),
        ("{schema: {type: object}}", "Any(Object)", "Any(Object)", "Any(Object)"),
        (
            "{schema: {type: array, items: {}}}",
            "Any(Vec(Value))",
            "Any(Vec(Value))",
            "Any(Vec(Value))",
        ),
    ];
    for range in ["'*/*'", "'application/*'"] {
        for (content, request, success, error) in cases {
            let content = format!("content: {{{range}: {content}}}");
            let planned = operation(&format!(
                "requestBody: {{{content}}}, responses: {{'200': {{description: '', {content}}}, '400': {{description: '', {content}}}}}"
            ));
            let body = &planned.body.as_ref().expect("a body").contents[0].body;
            assert_eq!(format!("{body:?}"), request, "{content}");
            assert_eq!(format!("{:?}", planned.successes[0].body), success, "{content}");
            assert_eq!(format!("{:?}", planned.errors[0].body), error, "{content}");
        }
    }
    let dropshot = operation(
        "responses: {default: {description: '', content: {'*/*': {schema: {}}}}, \
         4XX: {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}}",
    );
    assert_eq!(dropshot.successes[0].body, ResponseType::Stream);
}

#[test]
fn plain_json_under_several_names_is_one_body() {
    let item = "{schema: {$ref: '#/components/schemas/Item'}}";
    let inline = "{schema: {type: object, properties: {a: {type: string}}}}";
    let cases = [
        (
            format!("application/json: {item}, text/json: {item}, 'application/*+json': {item}"),
            1,
        ),
        (format!("application/json: {inline}, text/json: {inline}"), 1),
        (
            format!("application/json: {item}, text/json: {{schema: {{type: string}}}}"),
            2,
        ),
        // What a patch means is in its media type.
        (
            format!("application/json: {item}, application/merge-patch+json: {item}"),
            2,
        ),
        (format!("application/json;v=1: {item}, application/json;v=2: {item}"), 2),
        (
            format!("application/json: {item}, application/json; charset=utf-8: {item}"),
            1,
        ),
        (format!("application/json: {item}, application/xml: {item}"), 2),
    ];
    for (content, expected) in cases {
        let planned = operation(&format!("requestBody: {{content: {{{content}}}}}"));
        assert_eq!(planned.body.expect("a body").contents.len(), expected, "{content}");
    }
}

#[test]
fn equal_payloads_of_a_response_share_a_variant() {
    let item = "{schema: {$ref: '#/components/schemas/Item'}}";
    let inline = "{schema: {type: object, properties: {a: {type: string}}}}";
    let string = "{schema: {type: string}}";
    let cases = [
        (
            format!("text/plain: {item}, application/json: {item}, text/json: {item}"),
            vec!["Ok", "Ok", "Ok"],
        ),
        (
            format!("application/json: {inline}, text/json: {inline}"),
            vec!["Ok", "Ok"],
        ),
        (
            format!("application/json: {item}, application/vnd.a+json: {inline}"),
            vec!["OkJson", "OkVndAJson"],
        ),
        (
            format!("application/json: {string}, text/plain: {string}"),
            vec!["Ok", "Ok"],
        ),
        ("application/zip: {}, application/pdf: {}".to_owned(), vec!["Ok", "Ok"]),
        // Alone, a text of an object is text.
        (
            format!("text/plain: {item}, application/json: {inline}"),
            vec!["OkJson", "OkText"],
        ),
    ];
    for (content, expected) in cases {
        let planned = operation(&format!(
            "responses: {{'200': {{description: '', content: {{{content}}}}}}}"
        ));
        let variants: Vec<_> = planned.successes.iter().map(|outcome| &outcome.variant).collect();
        assert_eq!(variants, expected, "{content}");
    }
}

#[test]
fn each_media_type_of_a_variant_is_read_by_its_own_name() {
    let string = "{schema: {type: string}}";
    let planned = operation(&format!(
        "responses: {{'200': {{description: '', content: {{text/plain: {string}, application/json: {string}}}}}}}"
    ));
    let read: Vec<_> = planned.successes.iter().map(|response| &response.body).collect();
    assert_eq!(
        read,
        [
            &ResponseType::Json(RustType::String),
            &ResponseType::Text(RustType::String)
        ]
    );
}

#[test]
fn a_parameter_with_content_is_written_by_its_media_type() {
    let cases = [
        (
            "application/json",
            "{type: integer}",
            RustType::I64,
            ParameterContent::Json,
        ),
        (
            "application/vnd.a+json",
            "{type: integer}",
            RustType::I64,
            ParameterContent::Json,
        ),
        ("text/plain", "{type: integer}", RustType::I64, ParameterContent::Text),
        (
            "application/xml",
            "{type: string}",
            RustType::String,
            ParameterContent::Text,
        ),
        (
            "image/png",
            "{type: string, format: binary}",
            RustType::String,
            ParameterContent::Text,
        ),
        (
            "application/x-www-form-urlencoded",
            "{type: object}",
            RustType::Object,
            ParameterContent::Form(vec![]),
        ),
    ];
    for (media_type, schema, ty, content) in cases {
        let planned = operation(&format!(
            "parameters: [{{name: p, in: query, content: {{{media_type}: {{schema: {schema}}}}}}}]"
        ));
        let parameter = &planned.parameters[0];
        assert_eq!(parameter.ty, ty, "{media_type}");
        assert_eq!(parameter.encoding, ParameterEncoding::Content(content), "{media_type}");
    }
}

#[test]
fn types_of_multipart_parts() {
    let cases = [
        ("{type: string, format: binary}", "File"),
        ("{type: [string, 'null'], format: binary}", "File"),
        ("{anyOf: [{type: string, format: binary}, {type: 'null'}]}", "File"),
        (
            "{oneOf: [{type: 'null'}, {type: string, contentMediaType: application/octet-stream}]}",
            "File",
        ),
        ("{type: string, contentEncoding: binary}", "File"),
        ("{type: string, contentMediaType: image/png}", "File"),
        ("{type: array, items: {type: string, format: binary}}", "Vec(File)"),
        (
            "{type: array, items: {anyOf: [{type: string, format: binary}, {type: 'null'}]}}",
            "Vec(File)",
        ),
        (
            "{anyOf: [{type: array, items: {type: string, format: binary}}, {type: 'null'}]}",
            "Vec(File)",
        ),
        (
            "{type: string, contentEncoding: base64, contentMediaType: image/png}",
            "String",
        ),
        ("{type: string}", "String"),
    ];
    for (schema, expected) in cases {
        let (plan, _) = planned(&format!(
            "requestBody: {{content: {{multipart/form-data: {{schema: {{type: object, properties: {{p: {schema}}}}}}}}}}}"
        ));
        let parts = plan.types.iter().find_map(|ty| match &ty.kind {
            TypeKind::Multipart(body) => Some(&body.parts),
            _ => None,
        });
        assert_eq!(format!("{:?}", parts.expect("parts")[0].field.ty), expected, "{schema}");
    }
}

#[test]
fn parts_that_are_not_listed_are_kept() {
    let cases = [
        (
            "{type: object, properties: {a: {type: string}}, additionalProperties: {type: string, format: binary}}",
            Some("File"),
        ),
        ("{type: object, additionalProperties: {type: integer}}", Some("I64")),
        (
            "{type: object, properties: {a: {type: string}}, additionalProperties: false}",
            None,
        ),
        ("{type: object, properties: {a: {type: string}}}", None),
    ];
    for (schema, expected) in cases {
        let (plan, _) = planned(&format!(
            "requestBody: {{content: {{multipart/form-data: {{schema: {schema}}}}}}}"
        ));
        let rest = plan.types.iter().find_map(|ty| match &ty.kind {
            TypeKind::Multipart(body) => body.rest.as_ref(),
            _ => None,
        });
        let rest = rest.map(|rest| format!("{:?}", rest.ty));
        assert_eq!(rest.as_deref(), expected, "{schema}");
    }
    let (plan, reported) = planned("requestBody: {content: {multipart/form-data: {}}}");
    let body = &plan.operations[0].body.as_ref().expect("a body").contents[0].body;
    assert_eq!(*body, BodyType::Multipart(None));
    assert!(
        reported.iter().any(|line| line.starts_with("note undescribed-parts ")),
        "{reported:?}"
    );
}

/// A part of a variant may be left out unless every variant requires it.
#[test]
fn the_parts_of_a_union_are_parts() {
    let variants = "{required: [a, b], properties: {a: {type: string}, b: {type: integer}}}, {required: [a], properties: {a: {type: string}}}";
    let parts = |schema: &str| {
        let (plan, _) = planned(&format!(
            "requestBody: {{content: {{multipart/form-data: {{schema: {schema}}}}}}}"
        ));
        let parts = plan.types.iter().find_map(|ty| match &ty.kind {
            TypeKind::Multipart(body) => Some(body.parts.iter().map(|part| {
                let mark = if part.field.required { "" } else { "?" };
                format!("{}{mark}", part.field.name)
            })),
            _ => None,
        });
        parts.map_or_else(Vec::new, Iterator::collect)
    };
    let a = "$ref: '#/components/schemas/Item'";
    assert_eq!(
        parts(&format!(
            "{{anyOf: [{{{a}}}, {{{a}}}], properties: {{f: {{type: string, format: binary}}}}}}"
        )),
        ["f?", "a?"]
    );
    assert_eq!(
        parts(&format!("{{properties: {{f: {{}}}}, allOf: [{{oneOf: [{{{a}}}]}}]}}")),
        ["f?", "a?"]
    );
    // Parts that differ from variant to variant are given freely.
    assert_eq!(parts(&format!("{{oneOf: [{variants}]}}")), [""; 0]);
}

/// XML, YAML and protobuf of a value that can be had as JSON.
#[test]
fn json_is_asked_for_and_not_the_same_in_other_formats() {
    let item = "{schema: {$ref: '#/components/schemas/Item'}}";
    let cases = [
        (format!("application/yaml: {item}, application/json: {item}"), 1),
        (
            format!("application/json: {item}, application/vnd.hub.protobuf: {item}"),
            1,
        ),
        (format!("application/xml: {item}, application/problem+json: {item}"), 1),
        (
            format!("application/json: {item}, application/xml: {{schema: {{type: string}}}}"),
            2,
        ),
        (format!("application/yaml: {item}, application/xml: {item}"), 2),
        (
            "application/json: {schema: {type: string}}, application/xml: {schema: {type: string}}".to_owned(),
            2,
        ),
        ("application/json: {}, application/octet-stream: {}".to_owned(), 2),
    ];
    for (content, asked) in cases {
        let (plan, reported) = planned(&format!(
            "responses: {{'200': {{description: '', content: {{{content}}}}}}}"
        ));
        let notes = reported
            .iter()
            .filter(|line| line.contains("other-representation"))
            .count();
        assert_eq!(
            (plan.operations[0].accept.len(), notes),
            (asked, 2 - asked),
            "{content}: {reported:?}"
        );
    }
}

#[test]
fn incomplete_parameters_are_reported() {
    let cases = [
        (
            "{name: p, in: query}",
            "warning parameter-without-schema",
            RustType::String,
        ),
        (
            "{name: p, in: query, type: integer}",
            "warning swagger-2-parameter",
            RustType::I64,
        ),
        (
            "{name: p, in: querystring, schema: {type: object}}",
            "warning querystring-without-content",
            RustType::Object,
        ),
    ];
    for (parameter, expected, ty) in cases {
        let (plan, reported) = planned(&format!("parameters: [{parameter}]"));
        assert_eq!(plan.operations[0].parameters[0].ty, ty, "{parameter}");
        assert_eq!(
            reported,
            [format!("{expected} /paths/~1a/post/parameters/0")],
            "{parameter}"
        );
    }
    let formats = [
        ("", "Form false"),
        (", collectionFormat: csv", "Form false"),
        (", collectionFormat: multi", "Form true"),
        (", collectionFormat: ssv", "SpaceDelimited false"),
        (", collectionFormat: pipes", "PipeDelimited false"),
    ];
    for (format, expected) in formats {
        let planned = operation(&format!(
            "parameters: [{{name: p, in: query, required: true, type: array, items: {{type: string}}{format}}}]"
        ));
        let ParameterEncoding::Style { style, explode, .. } = planned.parameters[0].encoding else {
            panic!("{format}")
        };
        assert_eq!(format!("{style:?} {explode}"), expected, "{format}");
    }
}

#[test]
fn a_security_scheme_that_a_client_cannot_be_given_is_reported() {
    for (scheme, help) in [
        ("{type: http, scheme: HOBA}", "`header`"),
        ("{type: mutualTLS}", "`http_client`"),
    ] {
        let text = format!(
            "{{openapi: 3.1.0, paths: {{/a: {{get: {{security: [{{mine: []}}]}}}}}}, components: {{securitySchemes: {{mine: {scheme}, unused: {scheme}}}}}}}"
        );
        let (_, diagnostics) = plan_with(&text, &Options::default());
        let reported: Vec<_> = diagnostics.iter().collect();
        let [diagnostic] = reported.as_slice() else {
            panic!("{reported:?}")
        };
        assert_eq!(
            (diagnostic.code, diagnostic.at.pointer.as_str()),
            ("unsupported-security-scheme", "/components/securitySchemes/mine")
        );
        assert!(diagnostic.message.contains("`mine`"), "{}", diagnostic.message);
        assert!(
            diagnostic.help.as_ref().is_some_and(|text| text.contains(help)),
            "{diagnostic:?}"
        );
    }
}

//! What is planned of operations: bodies by media type, styles, names of statuses, servers.

mod support;

use openapi_build::description::Style;
use openapi_build::plan::{BodyPayload, Operation, Options, ParameterEncoding, Payload, Plan, RustType, TypeKind};
use support::{plan, plan_with};

/// The only operation of a document.
fn operation(described: &str) -> Operation {
    let plan = plan(&format!("{{openapi: 3.1.0, paths: {{/a: {{{described}}}}}}}"));
    plan.operations.into_iter().next().expect("an operation")
}

#[test]
fn of_several_media_types_the_one_most_like_json_is_preferred() {
    let cases: [(&[&str], &str); 7] = [
        (&["text/plain", "application/json"], "application/json"),
        (&["application/problem+json", "application/json"], "application/json"),
        (&["*/*", "application/json"], "application/json"),
        (&["*/*", "application/vnd.a+json"], "application/vnd.a+json"),
        (&["text/plain", "*/*"], "*/*"),
        (&["application/stream+json", "*/*"], "*/*"),
        (&["text/plain", "application/xml"], "text/plain"),
    ];
    for (media_types, expected) in cases {
        let content: Vec<_> = media_types.iter().map(|said| format!("{said:?}: {{}}")).collect();
        let content = content.join(", ");
        let planned = operation(&format!(
            "post: {{requestBody: {{content: {{{content}}}}}, responses: {{'200': {{description: '', content: {{{content}}}}}}}}}"
        ));
        assert_eq!(
            planned.body.expect("a body").contents[0].media_type,
            expected,
            "{media_types:?}"
        );
        assert_eq!(
            planned.successes[0].media_type.as_deref(),
            Some(expected),
            "{media_types:?}"
        );
    }
}

#[test]
fn a_media_type_decides_what_a_body_is() {
    let text = "{schema: {type: string}}";
    let binary = "{schema: {type: string, format: binary}}";
    let cases = [
        (
            "application/json",
            text,
            BodyPayload::Json(RustType::String),
            Payload::Json(RustType::String),
        ),
        ("application/json", binary, BodyPayload::Bytes, Payload::Stream),
        ("text/csv", text, BodyPayload::Text, Payload::Text),
        ("application/xml", text, BodyPayload::Text, Payload::Text),
        ("application/atom+xml", text, BodyPayload::Text, Payload::Text),
        ("image/png", text, BodyPayload::Bytes, Payload::Stream),
        (
            "application/x-www-form-urlencoded",
            text,
            BodyPayload::Form(RustType::String, Vec::new()),
            Payload::Text,
        ),
        (
            "application/x-ndjson",
            text,
            BodyPayload::Bytes,
            Payload::Lines(RustType::String),
        ),
    ];
    for (media_type, content, sent, received) in cases {
        let planned = operation(&format!(
            "post: {{requestBody: {{content: {{{media_type}: {content}}}}}, responses: {{'200': {{description: '', content: {{{media_type}: {content}}}}}}}}}"
        ));
        assert_eq!(planned.body.expect("a body").contents[0].payload, sent, "{media_type}");
        assert_eq!(planned.successes[0].payload, received, "{media_type}");
    }
}

#[test]
fn a_property_of_a_form_has_a_style_where_the_description_says_anything_of_it() {
    for (said, expected) in [
        ("style: pipeDelimited", Some((Style::PipeDelimited, false, false))),
        ("explode: false", Some((Style::Form, false, false))),
        ("allowReserved: true", Some((Style::Form, true, true))),
        ("contentType: text/plain", None),
    ] {
        let planned = operation(&format!(
            "post: {{requestBody: {{content: {{application/x-www-form-urlencoded: {{schema: {{type: object, properties: {{a: {{type: string}}}}}}, encoding: {{a: {{{said}}}}}}}}}}}}}"
        ));
        let body = planned.body.expect("a body");
        let BodyPayload::Form(_, encodings) = &body.contents[0].payload else {
            panic!("{:?}", body.contents[0].payload);
        };
        let found = encodings
            .iter()
            .map(|said| (said.style, said.explode, said.allow_reserved));
        assert_eq!(found.collect::<Vec<_>>(), Vec::from_iter(expected), "{said}");
    }
}

#[test]
fn a_style_that_is_not_defined_for_a_place_is_the_default_of_the_place() {
    use Style::{DeepObject, Form, Label, Matrix, PipeDelimited, Simple, SpaceDelimited};
    let all = [
        ("matrix", Matrix),
        ("label", Label),
        ("simple", Simple),
        ("form", Form),
        ("spaceDelimited", SpaceDelimited),
        ("pipeDelimited", PipeDelimited),
        ("deepObject", DeepObject),
    ];
    // OpenAPI 3.1, section 4.8.12.2, "Style Values".
    let places: [(&str, &[Style], Style); 4] = [
        ("path", &[Matrix, Label, Simple], Simple),
        ("query", &[Form, SpaceDelimited, PipeDelimited, DeepObject], Form),
        ("header", &[Simple], Simple),
        ("cookie", &[Form], Form),
    ];
    for (place, defined, default) in places {
        for (name, style) in all {
            let plan = plan(&format!(
                "{{openapi: 3.1.0, paths: {{'/{{p}}': {{get: {{parameters: [
                    {{name: p, in: path, required: true, style: {path}, schema: {{type: string}}}},
                    {{name: q, in: {other}, style: {name}, schema: {{type: string}}}}]}}}}}}}}",
                path = if place == "path" { name } else { "simple" },
                other = if place == "path" { "query" } else { place },
            ));
            let parameter = &plan.operations[0].parameters[usize::from(place != "path")];
            let ParameterEncoding::Style { style: planned, .. } = parameter.encoding else {
                panic!("{:?}", parameter.encoding);
            };
            let expected = if defined.contains(&style) { style } else { default };
            assert_eq!(planned, expected, "{name} in {place}");
        }
    }
}

#[test]
fn a_body_of_one_required_field_can_be_given_as_that_field() {
    let wraps = |body: &str| {
        let planned = operation(&format!(
            "post: {{requestBody: {{content: {{application/json: {{schema: {body}}}}}}}}}"
        ));
        planned.body.expect("a body").contents[0].wraps.is_some()
    };
    let thing = "{type: object, properties: {a: {type: string}}}";
    let object = |rest: &str| format!("{{type: object, properties: {{thing: {thing}}}{rest}}}");
    assert!(wraps(&object(", required: [thing]")));
    assert!(!wraps(&object("")), "it may be left out");
    assert!(
        !wraps(&object(", required: [thing], additionalProperties: {type: string}")),
        "there is more"
    );
    assert!(
        !wraps("{type: object, properties: {a: {type: string}}, required: [a]}"),
        "a text says nothing of what it is"
    );
}

#[test]
fn a_status_is_called_what_http_calls_it() {
    for (status, expected) in [
        ("200", "Ok"),
        ("404", "NotFound"),
        ("409", "Conflict"),
        ("422", "UnprocessableEntity"),
        ("505", "HttpVersionNotSupported"),
        ("499", "Status499"),
        ("4XX", "ClientError"),
        ("5XX", "ServerError"),
        ("2XX", "Success"),
        ("3XX", "Redirection"),
        ("1XX", "Informational"),
        ("default", "Default"),
    ] {
        let planned = operation(&format!("get: {{responses: {{'{status}': {{description: ''}}}}}}"));
        let mut outcomes = planned.successes.iter().chain(&planned.errors);
        assert_eq!(outcomes.next().expect("an outcome").variant, expected, "{status}");
    }
}

/// The server that a client of two talks to, or the pointer of what is wrong.
fn default_server(asked: Option<&str>) -> Result<Option<usize>, String> {
    let options = Options {
        default_server: asked.map(str::to_owned),
        ..Options::default()
    };
    let (plan, said) = plan_with(
        "{openapi: 3.1.0, servers: [{url: https://a.example.com}, {url: https://b.example.com}]}",
        &options,
    );
    match said.iter().next() {
        None => Ok(plan.default_server),
        Some(problem) => Err(format!("{} {}", problem.code, problem.at.pointer)),
    }
}

#[test]
fn a_client_talks_to_the_first_server_unless_told_otherwise() {
    assert_eq!(default_server(None), Ok(Some(0)));
    assert_eq!(default_server(Some("https://b.example.com")), Ok(Some(1)));
    assert_eq!(
        default_server(Some("https://c.example.com")),
        Err("unknown-server /servers".into())
    );
}

#[test]
fn the_parts_of_a_body_are_those_of_its_object() {
    let plan: Plan = plan(
        "{openapi: 3.1.0, paths: {/a: {post: {requestBody: {content: {multipart/form-data: {schema:
            {type: object, required: [file], properties: {file: {type: string, format: binary}, note: {type: string}}}}}}}}}}",
    );
    let parts = plan.types.iter().find_map(|ty| match &ty.kind {
        TypeKind::Multipart(parts) => Some(parts),
        _ => None,
    });
    let parts = parts.expect("a multipart body").iter();
    let parts: Vec<_> = parts
        .map(|part| (part.field.property.as_str(), &part.field.ty, part.field.required))
        .collect();
    assert_eq!(
        parts,
        [("file", &RustType::File, true), ("note", &RustType::String, false)]
    );
}

//! What is planned of operations: bodies by media type, styles, names of statuses, servers.

mod support;

use openapi_compiler::description::Style;
use openapi_compiler::plan::{
    BodyType, DocumentedResponse, EventData, Operation, Options, Parameter, ParameterEncoding, Plan, ResponseType,
    RustType, TypeKind,
};
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
        let content: Vec<_> = media_types
            .iter()
            .map(|media_type| format!("{media_type:?}: {{}}"))
            .collect();
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
fn the_media_type_decides_the_type_of_a_body() {
    let text = "{schema: {type: string}}";
    let binary = "{schema: {type: string, format: binary}}";
    let cases = [
        (
            "application/json",
            text,
            BodyType::Json(RustType::String),
            ResponseType::Json(RustType::String),
        ),
        ("application/json", binary, BodyType::Bytes, ResponseType::Stream),
        (
            "text/csv",
            text,
            BodyType::Text(RustType::String),
            ResponseType::Text(RustType::String),
        ),
        (
            "application/xml",
            text,
            BodyType::Text(RustType::String),
            ResponseType::Text(RustType::String),
        ),
        (
            "application/atom+xml",
            text,
            BodyType::Text(RustType::String),
            ResponseType::Text(RustType::String),
        ),
        ("image/png", text, BodyType::Bytes, ResponseType::Stream),
        (
            "application/x-www-form-urlencoded",
            text,
            BodyType::Form(RustType::String, Vec::new()),
            ResponseType::Text(RustType::String),
        ),
        (
            "application/x-ndjson",
            text,
            BodyType::Bytes,
            ResponseType::Lines(RustType::String),
        ),
    ];
    for (media_type, content, sent, received) in cases {
        let planned = operation(&format!(
            "post: {{requestBody: {{content: {{{media_type}: {content}}}}}, responses: {{'200': {{description: '', content: {{{media_type}: {content}}}}}}}}}"
        ));
        assert_eq!(planned.body.expect("a body").contents[0].body, sent, "{media_type}");
        assert_eq!(planned.successes[0].body, received, "{media_type}");
    }
}

#[test]
fn a_property_of_a_form_has_a_style_where_the_description_says_anything_of_it() {
    for (encoding, expected) in [
        ("style: pipeDelimited", Some((Style::PipeDelimited, false, false))),
        ("explode: false", Some((Style::Form, false, false))),
        ("allowReserved: true", Some((Style::Form, true, true))),
        ("contentType: text/plain", None),
    ] {
        let planned = operation(&format!(
            "post: {{requestBody: {{content: {{application/x-www-form-urlencoded: {{schema: {{type: object, properties: {{a: {{type: string}}}}}}, encoding: {{a: {{{encoding}}}}}}}}}}}}}"
        ));
        let body = planned.body.expect("a body");
        let BodyType::Form(_, encodings) = &body.contents[0].body else {
            panic!("{:?}", body.contents[0].body);
        };
        let found = encodings
            .iter()
            .map(|encoding| (encoding.style, encoding.explode, encoding.allow_reserved));
        assert_eq!(found.collect::<Vec<_>>(), Vec::from_iter(expected), "{encoding}");
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
        wraps(&object(", required: [thing], additionalProperties: {type: string}")),
        "the rest may be left out"
    );
    let beside =
        |required: &str| format!("{{properties: {{thing: {thing}, b: {{type: string}}}}, required: [{required}]}}");
    assert!(
        wraps(&beside("thing")),
        "an optional field that is added takes nothing away"
    );
    assert!(!wraps(&beside("thing, b")), "there is more");
    assert!(
        !wraps("{type: object, properties: {a: {type: string}}, required: [a]}"),
        "a text says nothing of what it is"
    );
}

#[test]
fn statuses_have_their_http_names() {
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
        let mut responses = planned.successes.iter().chain(&planned.errors);
        assert_eq!(responses.next().expect("a response").variant, expected, "{status}");
    }
}

/// The server that a client of two talks to, or the pointer of what is wrong.
fn default_server(asked: Option<&str>) -> Result<Option<usize>, String> {
    let options = Options {
        default_server: asked.map(str::to_owned),
        ..Options::default()
    };
    let (plan, reported) = plan_with(
        "{openapi: 3.1.0, servers: [{url: https://a.example.com}, {url: https://b.example.com}]}",
        &options,
    );
    match reported.iter().next() {
        None => Ok(plan.default_server),
        Some(problem) => Err(format!("{} {}", problem.code, problem.at.pointer)),
    }
}

#[test]
fn the_first_server_is_the_default() {
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
        TypeKind::Multipart(body) => Some(&body.parts),
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

#[test]
fn each_body_in_parts_is_a_type_of_its_own() {
    let post = |id: &str, property: &str| {
        format!(
            "post: {{operationId: {id}, requestBody: {{content: {{multipart/form-data: {{schema:
                {{type: object, properties: {{{property}: {{type: string}}}}}}}}}}}}}}"
        )
    };
    let plan = plan(&format!(
        "{{openapi: 3.1.0, paths: {{/a: {{{}}}, /b: {{{}}}}}, components: {{schemas: {{A: {{properties: {{a: {{}}}}}}, B: {{properties: {{b: {{}}}}}}}}}}}}",
        post("first", "one"),
        post("second", "two"),
    ));
    let of = |operation: &Operation| {
        let BodyType::Multipart(Some(id)) = operation.body.as_ref().expect("a body").contents[0].body else {
            panic!("{:?}", operation.body);
        };
        let mut types = plan.types.iter().enumerate();
        let found = types.find(|(index, _)| format!("{id:?}") == format!("TypeId({index})"));
        let (_, ty) = found.expect("a type");
        let TypeKind::Multipart(openapi_compiler::plan::Multipart { parts, .. }) = &ty.kind else {
            panic!("{:?}", ty.kind);
        };
        format!("{} {}", ty.name, parts[0].field.property)
    };
    let bodies: Vec<String> = plan.operations.iter().map(of).collect();
    assert_eq!(
        bodies,
        ["FirstRequestBodyMultipart one", "SecondRequestBodyMultipart two"]
    );
}

/// Statuses of successes, then of errors; with a mark for those that come without a body.
fn responses(method: &str, statuses: &[&str]) -> (Vec<String>, Vec<String>) {
    let responses = statuses
        .iter()
        .map(|status| format!("'{status}': {{description: '', content: {{text/plain: {{}}}}}}"));
    let responses = responses.collect::<Vec<_>>().join(", ");
    let planned = operation(&format!("{method}: {{responses: {{{responses}}}}}"));
    assert_eq!(planned.statuses, statuses);
    let shown = |responses: Vec<DocumentedResponse>| -> Vec<String> {
        let empty = |response: &DocumentedResponse| {
            if response.body == ResponseType::Empty {
                " empty"
            } else {
                ""
            }
        };
        let shown = responses.iter();
        shown
            .map(|response| format!("{}{}", response.variant, empty(response)))
            .collect()
    };
    (shown(planned.successes), shown(planned.errors))
}

#[test]
fn statuses_below_400_are_successes_and_so_is_the_default_where_there_is_no_other() {
    let list = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    for (statuses, successes, errors) in [
        (&["200", "302", "399"][..], &["Ok", "Found", "Status399"][..], &[][..]),
        (&["400", "200", "500"], &["Ok"], &["BadRequest", "InternalServerError"]),
        (
            &["1XX", "3XX", "4XX"],
            &["Informational", "Redirection"],
            &["ClientError"],
        ),
        (&["200", "default"], &["Ok"], &["Default"]),
        (&["404", "default"], &["Default"], &["NotFound", "Default"]),
        (&["default"], &["Default"], &["Default"]),
        (&["302", "default"], &["Found"], &["Default"]),
    ] {
        assert_eq!(
            responses("get", statuses),
            (list(successes), list(errors)),
            "{statuses:?}"
        );
    }
}

/// RFC 9110, sections 9.3.2, 15.3.5, 15.3.6 and 15.4.5.
#[test]
fn some_statuses_never_have_a_body() {
    let (successes, _) = responses("get", &["200", "204", "205", "304"]);
    assert_eq!(
        successes,
        ["Ok", "NoContent empty", "ResetContent empty", "NotModified empty"]
    );
    let (successes, errors) = responses("head", &["200", "404"]);
    assert_eq!(
        (successes, errors),
        (vec!["Ok empty".to_owned()], vec!["NotFound empty".to_owned()])
    );
}

#[test]
fn media_types_tell_the_bodies_of_one_operation_apart() {
    let all = [
        "application/json",
        "text/plain",
        "text/*",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/vnd.a+json",
        "image/png; q=1",
        "image/png",
        "*/*",
    ];
    let content = all.map(|media_type| format!("'{media_type}': {{}}")).join(", ");
    let planned = operation(&format!(
        "post: {{requestBody: {{content: {{{content}}}}}, responses: {{'200': {{description: '', content: {{{content}}}}}}}}}"
    ));
    let contents = planned.body.expect("a body").contents;
    let bodies: Vec<&str> = contents.iter().map(|content| content.name.as_str()).collect();
    assert_eq!(
        bodies,
        [
            "body",
            "body_vnd_a_json",
            "body_any",
            "body_text_plain",
            "body_text_star",
            "body_form",
            "body_multipart",
            "body_image_png_q_1",
            "body_image_png"
        ]
    );
    let variants: Vec<&str> = planned
        .successes
        .iter()
        .map(|response| response.variant.as_str())
        .collect();
    assert_eq!(
        variants,
        [
            "OkJson", "OkJson", "OkAny", "OkAny", "OkAny", "OkAny", "OkText", "OkText", "OkText"
        ],
        "those of one type share a variant"
    );
}

#[test]
fn the_types_of_an_operation_are_called_after_it_unless_the_name_is_taken() {
    for (id, method, stem) in [
        ("listPets", "list_pets", "ListPets"),
        ("option", "option", "OptionOperation"),
        ("getError", "get_error", "GetErrorOperation"),
        ("getResponse", "get_response", "GetResponseOperation"),
        ("self", "self_", "SelfOperation"),
        ("new", "new_", "New"),
    ] {
        let planned = operation(&format!("get: {{operationId: {id}}}"));
        assert_eq!((planned.name.as_str(), planned.type_name.as_str()), (method, stem));
    }
}

#[test]
fn an_operation_with_a_server_of_its_own_uses_it_with_its_defaults() {
    let planned = operation(
        "get: {servers: [{url: 'https://{host}/v{v}', variables: {host: {default: a.com}, v: {default: '2'}}}]}",
    );
    assert_eq!(planned.server.as_deref(), Some("https://a.com/v2"));
    assert_eq!(operation("get: {}").server, None);
}

#[test]
fn a_server_is_called_by_its_name_or_its_host() {
    for (server, expected) in [
        ("{url: 'https://a.com/x'}", "ACom"),
        ("{url: /}", "Relative"),
        ("{url: /v1}", "RelativeV1"),
        ("{url: 'https://a.com', description: The one of tests}", "ACom"),
        ("{url: 'https://a.com', name: The one of tests}", "TheOneOfTests"),
    ] {
        let plan = plan(&format!("{{openapi: 3.1.0, servers: [{server}]}}"));
        assert_eq!(plan.servers[0].variant, expected, "{server}");
    }
    let several =
        plan("{openapi: 3.1.0, servers: [{url: 'https://a.com'}, {url: 'https://a.com/v1'}, {url: 'https://b.com'}]}");
    let names: Vec<_> = several.servers.iter().map(|server| &server.variant).collect();
    assert_eq!(names, ["AComRoot", "AComV1", "BCom"]);
}

#[test]
fn a_client_holds_the_credentials_that_some_operation_asks_for() {
    let plan = plan(
        "{openapi: 3.1.0, paths: {/a: {get: {security: [{used: []}, {timeout: []}, {tls: []}]}}}, components: {securitySchemes: {
            used: {type: http, scheme: bearer}, unused: {type: http, scheme: bearer}, tls: {type: mutualTLS},
            timeout: {type: apiKey, in: query, name: t}}}}",
    );
    let names: Vec<_> = plan
        .credentials
        .iter()
        .map(|held| (held.scheme.as_str(), held.name.as_str()))
        .collect();
    assert_eq!(names, [("used", "used"), ("timeout", "timeout_credential")]);
}

#[test]
fn accept_has_the_documented_media_types_and_any_if_no_success_is_documented() {
    let json = "content: {application/json: {}}";
    let text = "content: {text/plain: {}, application/json: {}}";
    for (responses, expected) in [
        (
            vec![("200", json), ("400", text)],
            &["application/json", "text/plain"][..],
        ),
        (
            vec![("307", ""), ("401", "content: {text/plain: {}}")],
            &["text/plain", "*/*"],
        ),
        (vec![("204", json), ("default", json)], &["application/json", "*/*"]),
        (vec![("default", json)], &["application/json"]),
        (vec![("200", "")], &[]),
    ] {
        let responses: Vec<_> = responses
            .iter()
            .map(|(status, content)| format!("'{status}': {{description: '', {content}}}"))
            .collect();
        let planned = operation(&format!("get: {{responses: {{{}}}}}", responses.join(", ")));
        assert_eq!(planned.accept, expected, "{responses:?}");
    }
}

#[test]
fn parameters_yield_to_the_methods_of_every_request() {
    let names = [
        "allow_empty_path_parameters",
        "base_url",
        "client",
        "content_type",
        "decode",
        "extension",
        "header",
        "idempotency_key",
        "no_retry",
        "query_pair",
        "request",
        "send",
        "send_raw",
        "send_any",
        "send_stream",
        "timeout",
    ];
    let all = names.iter().chain(&["body", "body_bytes", "$filter"]);
    let parameters: Vec<_> = all.map(|name| format!("{{in: query, name: {name}}}")).collect();
    let body = "requestBody: {content: {application/json: {}, application/bytes: {}}}";
    let planned = operation(&format!("post: {{parameters: [{}], {body}}}", parameters.join(", ")));
    for (parameter, name) in planned.parameters.iter().zip(names) {
        assert_eq!(parameter.name, format!("{name}_query"));
    }
    let others: Vec<_> = planned.parameters[names.len()..]
        .iter()
        .map(|known| &known.name)
        .collect();
    assert_eq!(others, ["body_parameter", "body_bytes_parameter", "filter"]);
    let alone = operation(&format!("get: {{parameters: [{}]}}", parameters.join(", ")));
    let same = |a: &Parameter, b: &Parameter| a.name == b.name;
    assert!(
        alone
            .parameters
            .iter()
            .zip(&planned.parameters)
            .all(|(a, b)| same(a, b)),
        "with or without a body"
    );
    let contents = planned.body.expect("a body").contents;
    assert!(
        contents.iter().all(|content| content.name != "body_bytes"),
        "{contents:?}"
    );
}

#[test]
fn streams_beside_other_content_are_another_call() {
    let chunk = "{type: object, properties: {a: {type: string}}}";
    let response = |content: &str| format!("responses: {{'200': {{description: '', content: {{{content}}}}}}}");
    let (json, events) = ("application/json: {schema: {type: string}}", "text/event-stream: {}");
    let lines = format!("application/jsonl: {{schema: {chunk}}}");
    let rows = [
        (json.to_owned(), 1, 0),
        (events.to_owned(), 1, 0),
        (format!("{events}, {json}"), 1, 1),
        (format!("{lines}, {json}"), 1, 1),
        (format!("{events}, {lines}"), 2, 0),
        (format!("{events}, image/png: {{}}"), 1, 1),
    ];
    for (content, at_once, streams) in rows {
        let planned = operation(&format!("get: {{{}}}", response(&content)));
        let stream = planned.stream.as_ref().map_or(0, |stream| stream.successes.len());
        assert_eq!((planned.successes.len(), stream), (at_once, streams), "{content}");
        assert_eq!(
            planned.accept.iter().any(|known| known == "text/event-stream"),
            content.contains("event") && streams == 0
        );
    }
    let both = operation(&format!("get: {{{}}}", response(&format!("{events}, {lines}, {json}"))));
    assert!(
        both.stream
            .unwrap()
            .successes
            .iter()
            .all(|response| response.body == ResponseType::Stream)
    );
}

/// Shows the events of a `text/event-stream` with this `itemSchema`, and how many notes there are.
fn events_of(item: &str) -> (String, usize) {
    let text = format!(
        "{{openapi: 3.2.0, paths: {{/a: {{get: {{responses: {{'200': {{description: '', content: {{text/event-stream: {{itemSchema: {item}}}}}}}}}}}}}}},
        components: {{schemas: {{A: {{type: object, properties: {{a: {{}}}}}}, B: {{properties: {{event: {{const: b}}}}}}}}}}}}"
    );
    let (plan, diagnostics) = plan_with(&text, &Options::default());
    let shown = match &plan.operations[0].successes[0].body {
        ResponseType::Events(EventData::Named(named)) => {
            let events = named.events.iter();
            let events = events.map(|event| format!("{} {} {}", event.event, event.variant, event.data.is_some()));
            format!("{}: {}", named.name, events.collect::<Vec<_>>().join(", "))
        }
        other => format!("{other:?}"),
    };
    let notes = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code == "untyped-events");
    (shown, notes.count())
}

#[test]
fn events_are_known_by_their_names_where_each_has_another() {
    let event = |name: &str, data: &str| format!("{{properties: {{event: {name}, data: {data}}}}}");
    let json = "{type: string, contentSchema: {$ref: '#/components/schemas/A'}}";
    let (a, b) = (event("{const: a-b}", json), event("{const: other}", "{type: string}"));
    let (shown, notes) = events_of(&format!("{{oneOf: [{a}, {b}, {{$ref: '#/components/schemas/B'}}]}}"));
    assert_eq!(shown, "GetAEvent: a-b AB true, other OtherEvent false, b B false");
    assert_eq!(notes, 0);

    let twice = format!("{{anyOf: [{a}, {a}]}}");
    let unknown = format!("{{oneOf: [{a}, {}]}}", event("{type: string}", json));
    let nameless = format!("{{oneOf: [{a}, {{properties: {{data: {json}}}}}]}}");
    for item in [twice, unknown, nameless] {
        assert_eq!(events_of(&item), ("Events(Untyped)".to_owned(), 1), "{item}");
    }
}

#[test]
fn the_user_sets_the_schema_of_events() {
    let text = "{openapi: 3.1.0, paths: {/a: {get: {responses: {'200': {description: '', content: {text/event-stream: {}}}}}}},
        components: {schemas: {Chunk: {type: object, properties: {a: {}}}}}}";
    for (schema, known) in [
        ("/components/schemas/Chunk", true),
        ("/components/schemas/Other", false),
    ] {
        let mut options = Options::default();
        options.events.insert("/paths/~1a/get".to_owned(), schema.to_owned());
        let (plan, diagnostics) = plan_with(text, &options);
        let body = &plan.operations[0].successes[0].body;
        assert_eq!(
            matches!(body, ResponseType::Events(EventData::Json(RustType::Named(_)))),
            known
        );
        assert_eq!(
            diagnostics.iter().any(|diagnostic| diagnostic.code == "unknown-events"),
            !known
        );
    }
}

#[test]
fn an_example_shows_a_value_that_the_description_has_for_an_argument() {
    let cases = [
        ("example: a1, schema: {type: string, example: b}", Some(r#""a1""#)),
        ("examples: {one: {value: 3}}, schema: {type: integer}", Some("3")),
        ("schema: {type: string, default: b}", Some(r#""b""#)),
        ("schema: {type: string, enum: [up, down]}", Some(r#""up""#)),
        ("schema: {type: boolean, example: true}", Some("true")),
        ("schema: {type: integer, example: 3000000000}", None),
        ("schema: {type: integer, example: '3'}", None),
        ("schema: {type: string, example: 'a`b'}", None),
        ("schema: {type: number, example: 1.5}", None),
        ("schema: {type: string}", None),
    ];
    for (fields, expected) in cases {
        let planned = operation(&format!(
            "get: {{parameters: [{{name: n, in: query, required: true, {fields}}}], responses: {{}}}}"
        ));
        let example = planned.parameters[0].example.as_ref().map(ToString::to_string);
        assert_eq!(example.as_deref(), expected, "{fields}");
    }
}

#[test]
fn documentation_that_only_repeats_a_name_is_left_out() {
    let planned = plan(
        "{openapi: 3.1.0, paths: {/a: {get: {operationId: getPet, summary: Get Pet, parameters: [{name: pet_id, in: query,
          description: 'Pet id.'}], responses: {'200': {description: '', content: {application/json: {schema: {
          $ref: '#/components/schemas/PetStatus'}}}}}}}}, components: {schemas: {PetStatus: {title: PetStatus, description: Of a pet.,
          properties: {name: {type: string, description: Name.}, age: {type: integer, description: In years.}}}}}}",
    );
    let operation = &planned.operations[0];
    assert_eq!(
        (operation.docs.as_str(), operation.parameters[0].docs.as_str()),
        ("", "")
    );
    let ty = &planned.types[0];
    let TypeKind::Struct(object) = &ty.kind else {
        panic!("{ty:?}")
    };
    let docs: Vec<&str> = object.fields.iter().map(|field| field.docs.as_str()).collect();
    assert_eq!((ty.docs.as_str(), docs), ("Of a pet.", vec!["", "In years."]));
}

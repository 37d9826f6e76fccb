//! Servers that are right, or wrong in one way each, and the differences that are found.

mod server;

use std::time::Duration;

use openapi_conformance::Contract;
use openapi_conformance::verify::{Known, Options, Secrets, Values, Verification, verify};
use server::{Received, Server, json, response};

const DESCRIPTION: &str = r#"
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      operationId: listPets
      parameters: [{name: tag, in: query, schema: {type: array, items: {type: string}}}]
      responses:
        '200':
          description: All
          headers: {X-Total: {required: true, schema: {type: integer}}, X-Page: {schema: {type: integer}}}
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
    post:
      operationId: addPet
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'201': {description: Added}}
  /pets/{petId}:
    get:
      operationId: getPet
      parameters: [{name: petId, in: path, required: true, schema: {type: integer}, example: 1}]
      responses:
        '200': {description: One, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        '404': {description: None, content: {application/json: {schema: {type: object, required: [error]}}}}
  /toys/{toyId}:
    get:
      operationId: getToy
      parameters: [{name: toyId, in: path, required: true, schema: {type: string}}]
      responses: {'204': {description: Nothing}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        owner: {type: object, properties: {address: {oneOf: [{type: 'null'}, {type: object, required: [city], properties: {city: {type: string}}}]}}}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    login: {type: http, scheme: basic}
"#;

const PETS: &str = r#"[{"name":"Rex"},{"name":"Kim","owner":{"address":{"city":"Bern"}}}]"#;

/// A server that is right.
fn right(request: &Received) -> Vec<u8> {
    match request.path.as_str() {
        "/api/pets" => response(200, &[("content-type", "application/json"), ("x-total", "2")], PETS),
        "/api/pets/1" => json(200, r#"{"name":"Rex"}"#),
        "/api/toys/a%2Fb" => response(204, &[], ""),
        _ => json(404, r#"{"error":"unknown"}"#),
    }
}

fn verified(
    respond: impl Fn(&Received) -> Vec<u8> + Send + Sync + 'static,
    change: impl Fn(&mut Options),
) -> Verification {
    let server = Server::start(respond);
    let contract = Contract::parse(DESCRIPTION).expect("a description");
    let mut options = Options::new(&format!("{}/api", server.url)).expect("options");
    change(&mut options);
    verify(&contract, &options).expect("a verification")
}

/// What differs if one path is answered in another way: kind, pointer, expected and found.
fn differences(path: &'static str, answer: impl Fn() -> Vec<u8> + Send + Sync + 'static) -> Vec<[String; 4]> {
    let respond = move |request: &Received| if request.path == path { answer() } else { right(request) };
    let verification = verified(respond, |options| {
        options.limits.timeout = Duration::from_millis(300);
        options.limits.body = 100_000;
    });
    let differences = verification
        .operations
        .into_iter()
        .flat_map(|operation| operation.differences);
    differences
        .map(|found| [found.kind.name().to_owned(), found.first, found.expected, found.found])
        .collect()
}

fn one(path: &'static str, answer: impl Fn() -> Vec<u8> + Send + Sync + 'static, expected: [&str; 4]) {
    assert_eq!(differences(path, answer), [expected.map(str::to_owned)]);
}

#[test]
fn a_server_that_is_right_has_no_differences() {
    let verification = verified(right, |options| {
        options.values = Values::parse("{getToy: {toyId: a/b}, tag: [x, y]}").expect("values");
    });
    assert_eq!(
        verification.text(),
        "GET /pets (listPets): 200, application/json\n\
         GET /pets/{petId} (getPet): 200, application/json\n\
         GET /toys/{toyId} (getToy): 204\n\
         not called (1): the method is not safe\n  POST /pets (addPet)\n\
         verify: 4 operations: 3 called (3 succeeded), 1 not called; 0 differences, 0 known, 0 no longer occur\n"
    );
    assert!(verification.is_as_known());
}

#[test]
fn an_operation_does_not_suffer_from_the_connection_of_another() {
    // This server offers to keep each connection open, and reads one request from it.
    let open = |request: &Received| {
        let closing = String::from_utf8(right(request)).expect("text");
        closing.replace("connection: close\r\n", "").into_bytes()
    };
    let server = Server::start_and_wait(open);
    let contract = Contract::parse(DESCRIPTION).expect("a description");
    let mut options = Options::new(&format!("{}/api", server.url)).expect("options");
    options.limits.timeout = Duration::from_millis(1000);
    let verification = verify(&contract, &options).expect("a verification");
    assert!(verification.is_as_known(), "{}", verification.text());
    assert_eq!(verification.summary.called, 2);
}

#[test]
fn an_undocumented_status() {
    let expected = ["status", "/503", "the status 200, 404", "503: try \\u{1b}[31mlater"];
    one("/api/pets/1", || response(503, &[], "try \u{1b}[31mlater"), expected);
}

#[test]
fn a_wrong_content_type() {
    let html = || response(200, &[("content-type", "text/html")], "<h1>Hi</h1>");
    one(
        "/api/pets/1",
        html,
        [
            "content-type",
            "/text~1html",
            "application/json",
            "`text/html`: <h1>Hi</h1>",
        ],
    );
    let none = || response(200, &[], "{}");
    one(
        "/api/pets/1",
        none,
        ["content-type", "/", "application/json", "no content type"],
    );
}

#[test]
fn invalid_json() {
    let cut = || json(200, r#"{"name": "Re"#);
    let found = r#"{"name": "Re (EOF while parsing a string at line 1 column 12)"#;
    one("/api/pets/1", cut, ["syntax", "", "JSON", found]);
}

#[test]
fn a_value_deep_inside_that_is_not_valid() {
    let wrong = || json(200, r#"{"name":"Rex","owner":{"address":{"city":7}}}"#);
    let expected = "the type string (the closest of 2 alternatives)";
    one("/api/pets/1", wrong, ["schema", "/owner/address/city", expected, "7"]);
    let missing = || json(200, r#"{"owner":{}}"#);
    one(
        "/api/pets/1",
        missing,
        ["schema", "", "the property `name`", r#"{"owner":{}}"#],
    );
}

#[test]
fn the_same_in_several_items_is_one_difference() {
    let pets = || {
        response(
            200,
            &[("content-type", "application/json"), ("x-total", "3")],
            r#"[{"name":1},{"name":"a"},{"name":2}]"#,
        )
    };
    let verification = verified(
        move |request| {
            if request.path == "/api/pets" {
                pets()
            } else {
                right(request)
            }
        },
        |_| {},
    );
    let line = "  differs: schema at `/*/name` (2 times, first `/0/name`): expected the type string, found 1\n";
    assert!(verification.text().contains(line), "{}", verification.text());
}

#[test]
fn headers_that_are_missing_or_not_valid() {
    let missing = || json(200, PETS);
    one(
        "/api/pets",
        missing,
        ["missing-header", "/x-total", "the header `X-Total`", "no such header"],
    );
    let invalid = || {
        response(
            200,
            &[
                ("content-type", "application/json"),
                ("x-total", "2"),
                ("x-page", "two"),
            ],
            PETS,
        )
    };
    one("/api/pets", invalid, ["header", "/x-page", "the type integer", "two"]);
}

#[test]
fn a_server_that_is_slow() {
    let slow = || {
        std::thread::sleep(Duration::from_secs(2));
        json(200, "{}")
    };
    one("/api/pets/1", slow, ["timeout", "", "a response within 300ms", "none"]);
}

#[test]
fn a_response_that_is_huge() {
    let huge = || json(200, &format!("\"{}\"", "x".repeat(200_000)));
    one("/api/pets/1", huge, ["too-large", "", "at most 100000 bytes", "more"]);
}

#[test]
fn a_connection_that_breaks() {
    let found = differences("/api/pets/1", || {
        b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\ncut".to_vec()
    });
    assert_eq!(found.len(), 1);
    assert_eq!(found[0][0], "connection");
}

#[test]
fn a_redirect_to_another_origin_is_not_followed() {
    let other = Server::start(|_| panic!("this server must not be called"));
    let url = other.url.clone();
    let found = format!("302, a redirect to {url}/x that was not followed");
    let redirect = move || response(302, &[("location", &format!("{url}/x"))], "");
    one(
        "/api/pets/1",
        redirect,
        ["redirect", "/302", "the status 200, 404", &found],
    );
    assert_eq!(other.requests().len(), 0);
}

#[test]
fn a_redirect_within_the_origin_is_followed() {
    assert_eq!(
        differences("/api/pets/1", || response(307, &[("location", "/api/pets/1?x")], "")).len(),
        1,
        "for ever"
    );
    let respond = |request: &Received| match request.path.as_str() {
        "/api/pets/1" => response(307, &[("location", "/api/other")], ""),
        "/api/other" => json(200, r#"{"name":"Rex"}"#),
        _ => right(request),
    };
    assert!(verified(respond, |_| {}).is_as_known());
}

#[test]
fn an_unknown_id_is_not_a_difference_and_says_so() {
    let verification = verified(
        |request| {
            if request.path == "/api/pets/1" {
                json(404, "{\"error\":1}")
            } else {
                right(request)
            }
        },
        |_| {},
    );
    let line = "GET /pets/{petId} (getPet): 404, application/json; no value was given for `petId`\n";
    assert!(verification.text().contains(line), "{}", verification.text());
    assert_eq!(verification.summary.succeeded, 1);
    assert!(verification.is_as_known());
}

#[test]
fn a_path_parameter_without_a_value_is_not_guessed() {
    let text = verified(right, |_| {}).text();
    let line = "not called (1): no value for the path parameter `toyId`\n  GET /toys/{toyId} (getToy)\n";
    assert!(text.contains(line), "{text}");
}

#[test]
fn a_path_parameter_cannot_lead_to_another_resource() {
    for value in ["''", "..", "."] {
        let text = verified(right, |options| {
            options.values = Values::parse(&format!("toyId: {value}")).expect("values");
        });
        assert!(
            text.text()
                .contains("not called (1): the path parameter `toyId` cannot be"),
            "{}",
            text.text()
        );
    }
}

#[test]
fn methods_that_may_change_something_are_called_only_when_allowed() {
    let server = Server::start(|request| {
        if request.method == "POST" {
            response(201, &[], "")
        } else {
            right(request)
        }
    });
    let contract = Contract::parse(DESCRIPTION).expect("a description");
    let mut options = Options::new(&format!("{}/api", server.url)).expect("options");
    verify(&contract, &options).expect("a verification");
    assert!(server.requests().iter().all(|request| request.method == "GET"));
    options.unsafe_methods = true;
    options.values = Values::parse("addPet: {body: {name: Kim}}").expect("values");
    assert!(verify(&contract, &options).expect("a verification").is_as_known());
    let sent = server
        .requests()
        .into_iter()
        .find(|request| request.method == "POST")
        .expect("a request");
    assert_eq!(
        (sent.body.as_str(), sent.header("content-type")),
        (r#"{"name":"Kim"}"#, Some("application/json"))
    );
}

#[test]
fn operations_are_included_and_excluded_by_patterns() {
    let called = |include: &[&str], exclude: &[&str]| {
        let patterns = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        let verification = verified(right, |options| {
            options.include(&patterns(include));
            options.exclude(&patterns(exclude));
        });
        let called = verification
            .operations
            .iter()
            .filter(|operation| operation.was_called());
        called.map(|operation| operation.operation.clone()).collect::<Vec<_>>()
    };
    assert_eq!(called(&["GET /pets*"], &[]), ["listPets", "getPet"]);
    assert_eq!(called(&["list*"], &[]), ["listPets"]);
    assert_eq!(called(&[], &["*Pets", "* /toys/*"]), ["getPet"]);
}

#[test]
fn credentials_come_from_variables_and_are_never_shown() {
    let description = DESCRIPTION.replace("info:", "security: [{key: [], login: []}]\ninfo:");
    let contract = Contract::parse(&description).expect("a description");
    let server = Server::start(|request| {
        let both = request.header("x-key") == Some("topsecret")
            && request.header("authorization") == Some("Basic YW5uOnBhc3N3b3Jk");
        match both {
            true => json(500, "topsecret password"),
            false => response(401, &[], ""),
        }
    });
    let mut options = Options::new(&server.url).expect("options");
    let text = verify(&contract, &options).expect("a verification").text();
    let needed = "needs credentials: OPENAPI_CREDENTIAL_KEY and OPENAPI_CREDENTIAL_LOGIN (user:password)";
    assert!(text.contains(needed), "{text}");
    assert_eq!(server.requests().len(), 0);
    options.secrets = Secrets::read(&contract, |name| {
        let known = [
            ("OPENAPI_CREDENTIAL_KEY", "topsecret"),
            ("OPENAPI_CREDENTIAL_LOGIN", "ann:password"),
        ];
        known
            .into_iter()
            .find(|(known, _)| *known == name)
            .map(|(_, value)| value.to_owned())
    });
    let verification = verify(&contract, &options).expect("a verification");
    let everything = format!("{}{}{options:?}", verification.text(), verification.json());
    assert!(everything.contains("500: [redacted] [redacted]"), "{everything}");
    assert!(
        !everything.contains("topsecret") && !everything.contains("password\""),
        "{everything}"
    );
    options.secrets = Secrets::default();
    options.anonymous = true;
    let text = verify(&contract, &options).expect("a verification").text();
    assert!(text.contains("differs: status at `/401`"), "{text}");
}

#[test]
fn limits_on_count_and_time_hold() {
    let text = verified(right, |options| options.limits.requests = 1).text();
    assert!(
        text.contains("not called (1): the number of requests is reached\n  GET /pets/{petId} (getPet)\n"),
        "{text}"
    );
    let text = verified(right, |options| options.limits.total = Duration::ZERO).text();
    assert!(text.contains("not called (2): the total time is over\n"), "{text}");
}

#[test]
fn requests_are_one_at_a_time_unless_more_are_allowed() {
    let most = |concurrency: usize| {
        let server = Server::start(|request| {
            std::thread::sleep(Duration::from_millis(100));
            right(request)
        });
        let contract = Contract::parse(DESCRIPTION).expect("a description");
        let mut options = Options::new(&format!("{}/api", server.url)).expect("options");
        options.limits.concurrency = concurrency;
        verify(&contract, &options).expect("a verification");
        server.most_at_once()
    };
    assert_eq!(most(1), 1);
    assert_eq!(most(2), 2);
}

#[test]
fn known_differences_go_round_and_those_that_are_gone_are_named() {
    let wrong = |request: &Received| match request.path.as_str() {
        "/api/pets" => response(200, &[("content-type", "application/json")], r#"[{"name":1}]"#),
        _ => right(request),
    };
    let first = verified(wrong, |_| {});
    assert!(!first.is_as_known());
    let file = serde_json::to_string(&first.entries()).expect("JSON");
    assert_eq!(
        file,
        r#"[{"operation":"listPets","kind":"missing-header","pointer":"/x-total"},{"operation":"listPets","kind":"schema","pointer":"/*/name"}]"#
    );
    let known = |options: &mut Options| options.known = Known::parse(&file).expect("known differences");
    let second = verified(wrong, known);
    assert!(second.is_as_known(), "{}", second.text());
    assert_eq!((second.summary.known, second.stale.len()), (2, 0));
    let third = verified(right, known);
    assert!(third.is_as_known());
    assert!(
        third
            .text()
            .contains("no longer occurs: listPets: schema at `/*/name`\n"),
        "{}",
        third.text()
    );
    // Of what is not called, nothing is known.
    let fourth = verified(right, |options| {
        known(options);
        options.exclude(&["listPets".to_owned()]);
    });
    assert_eq!(fourth.stale.len(), 0);
}

#[test]
fn values_that_nothing_uses_are_named() {
    let text = verified(right, |options| {
        options.values = Values::parse("{petID: 1, getPet: {id: 2}, toyId: x}").expect("values");
    });
    assert_eq!(text.unused_values, ["petID", "getPet: id"]);
}

#[test]
fn the_json_is_as_documented() {
    let wrong = |request: &Received| {
        if request.path == "/api/pets/1" {
            json(200, "{\"name\":7}")
        } else {
            right(request)
        }
    };
    let mut verification = verified(wrong, |options| {
        options.include(&["getPet".to_owned(), "getToy".to_owned()])
    });
    verification.server = "http://127.0.0.1/api".to_owned();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write("tests/verify.json", verification.json()).expect("the file is written");
    }
    let golden = std::fs::read_to_string("tests/verify.json").expect("the file");
    assert_eq!(verification.json(), golden, "UPDATE=1 writes the file anew");
}

#[test]
fn unusable_documents_are_errors() {
    for server in ["", "pets", "ftp://localhost", "file:///etc/passwd"] {
        assert!(Options::new(server).is_err(), "{server}");
    }
    assert!(Values::parse("[1]").is_err());
    assert!(Known::parse("[{operation: a, kind: none, pointer: ''}]").is_err());
    assert!(Known::parse("[{operation: a, kind: schema, pointer: '', extra: 1}]").is_err());
}

#[test]
fn streams_need_not_end_and_their_lines_are_judged() {
    let description = "
openapi: 3.2.0
paths:
  /events: {get: {responses: {'200': {description: All, content: {text/event-stream: {itemSchema: {type: object}}}}}}}
  /lines: {get: {responses: {'200': {description: All, content: {application/x-ndjson: {itemSchema: {type: object, required: [n], properties: {n: {type: integer}}}}}}}}}
";
    let open = |media_type: &str, body: &str| {
        format!("HTTP/1.1 200 OK\r\ncontent-type: {media_type}\r\ncontent-length: 100000\r\n\r\n{body}").into_bytes()
    };
    let server = Server::start_and_wait(move |request| match request.path.as_str() {
        "/events" => open("text/event-stream", "data: 1\n\n"),
        _ => open(
            "application/x-ndjson",
            "{\"n\":1}\n{\"n\":\"2\"}\n{\"n\":3}\n{\"n\":\"cu",
        ),
    });
    let contract = Contract::parse(description).expect("a description");
    let mut options = Options::new(&server.url).expect("options");
    options.limits.timeout = Duration::from_millis(300);
    let text = verify(&contract, &options).expect("a verification").text();
    let expected = "GET /events: 200, text/event-stream\n\
        GET /lines: 200, application/x-ndjson\n  \
        differs: schema at `/*/n` (`/1/n`): expected the type integer, found \"2\"\n";
    assert!(text.starts_with(expected), "{text}");
}

#[test]
fn a_description_cannot_set_headers_of_the_connection() {
    for name in ["Host", "transfer-encoding", "Connection"] {
        let description = format!(
            "{{openapi: 3.1.0, paths: {{/a: {{get: {{parameters: [{{name: {name}, in: header, required: true, example: x, schema: {{type: string}}}}]}}}}}}}}"
        );
        let server = Server::start(right);
        let contract = Contract::parse(&description).expect("a description");
        let text = verify(&contract, &Options::new(&server.url).expect("options"))
            .expect("a verification")
            .text();
        assert!(
            text.contains(&format!("not called (1): the header `{name}` is for HTTP to set")),
            "{text}"
        );
        assert_eq!(server.requests().len(), 0);
    }
}

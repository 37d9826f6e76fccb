//! How parameters are written: the style table of OpenAPI 3.1 section 4.8.12, hostile values, names and places.

mod common;

use common::{Answer, GET, OPERATION, client, decode, request_of, serve};
use openapi_runtime::{Client, Error, Operation, ParameterContent, Request, Style};
use serde_json::{Value, json};

const OK: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\nconnection: close\r\n\r\n[]";

/// Sends a request below the path prefix `/api/` and gives back what the server read.
async fn sent(fill: impl FnOnce(&mut Request)) -> String {
    let (url, task) = serve(OK, false).await;
    let mut request = Request::new(&GET);
    fill(&mut request);
    client(&format!("{url}/api/")).send(request, decode).await.unwrap();
    task.await.unwrap()
}

/// A request of an operation with this path.
fn at(path: String) -> Request {
    request_of(Operation::new("op", "GET", Box::leak(path.into_boxed_str())).statuses(&["200"]))
}

/// The target of the request line, without the prefix.
async fn target(fill: impl FnOnce(&mut Request)) -> String {
    let sent = sent(fill).await;
    sent.split(' ').nth(1).unwrap().strip_prefix("/api").unwrap().to_owned()
}

async fn refused(fill: impl FnOnce(&mut Request)) -> String {
    let client = Client::builder("http://127.0.0.1:9", "test/1").build().unwrap();
    let mut request = Request::new(&GET);
    fill(&mut request);
    let answer: Answer = client.send(request, decode).await;
    match answer {
        Err(Error::InvalidRequest(problem)) => problem.to_string(),
        other => panic!("{other:?}"),
    }
}

/// The values of the table. The fields are in alphabetical order, which a JSON map has whether it keeps order or not.
fn colors() -> [Value; 4] {
    [
        json!(""),
        json!("blue"),
        json!(["blue", "black", "brown"]),
        json!({"B": 150, "G": 200, "R": 100}),
    ]
}

#[tokio::test]
async fn styles_in_paths() {
    let table = [
        (
            Style::Matrix,
            false,
            [
                ";color",
                ";color=blue",
                ";color=blue,black,brown",
                ";color=B,150,G,200,R,100",
            ],
        ),
        (
            Style::Matrix,
            true,
            [
                ";color",
                ";color=blue",
                ";color=blue;color=black;color=brown",
                ";B=150;G=200;R=100",
            ],
        ),
        (
            Style::Label,
            false,
            ["", ".blue", ".blue,black,brown", ".B,150,G,200,R,100"],
        ),
        (
            Style::Label,
            true,
            ["", ".blue", ".blue.black.brown", ".B=150.G=200.R=100"],
        ),
        (
            Style::Simple,
            false,
            ["", "blue", "blue,black,brown", "B,150,G,200,R,100"],
        ),
        (
            Style::Simple,
            true,
            ["", "blue", "blue,black,brown", "B=150,G=200,R=100"],
        ),
    ];
    for (style, explode, row) in table {
        for (value, expected) in colors().iter().zip(row).filter(|(_, expected)| !expected.is_empty()) {
            let target = target(|request| {
                *request = at("/{color}".to_owned());
                request.path_parameter("color", style, explode, value);
            });
            assert_eq!(target.await, format!("/{expected}"));
        }
    }
}

#[tokio::test]
async fn styles_in_queries() {
    let deep = [
        "color=",
        "color=blue",
        "color=blue&color=black&color=brown",
        "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
    ];
    let table = [
        (
            Style::Form,
            false,
            [
                "color=",
                "color=blue",
                "color=blue,black,brown",
                "color=B,150,G,200,R,100",
            ],
        ),
        (
            Style::Form,
            true,
            [
                "color=",
                "color=blue",
                "color=blue&color=black&color=brown",
                "B=150&G=200&R=100",
            ],
        ),
        (
            Style::SpaceDelimited,
            false,
            [
                "color=",
                "color=blue",
                "color=blue%20black%20brown",
                "color=B%20150%20G%20200%20R%20100",
            ],
        ),
        (
            Style::PipeDelimited,
            false,
            [
                "color=",
                "color=blue",
                "color=blue%7Cblack%7Cbrown",
                "color=B%7C150%7CG%7C200%7CR%7C100",
            ],
        ),
        (Style::DeepObject, true, deep),
    ];
    for (style, explode, row) in table {
        for (value, expected) in colors().iter().zip(row) {
            let target = target(|request| {
                request.query("color", style, explode, false, value);
            });
            assert_eq!(target.await, format!("/x?{expected}"));
        }
    }
}

#[tokio::test]
async fn queries_are_encoded_replaced_and_left_out() {
    let table = [
        (json!("a b&c=d+é%/"), false, "/x?q=a%20b%26c%3Dd%2B%C3%A9%25%2F"),
        (json!("a b&c=d+é%/:?#"), true, "/x?q=a%20b%26c=d%2B%C3%A9%25/:?%23"),
        (json!(["a,b", null, "c"]), false, "/x?q=a%2Cb,c"),
        (json!(null), false, "/x"),
        (json!([]), false, "/x"),
        (json!(1.5), false, "/x?q=1.5"),
    ];
    for (value, reserved, expected) in table {
        let target = target(|request| {
            request.query("q", Style::Form, true, false, "replaced");
            request.query("q", Style::Form, false, reserved, &value);
        });
        assert_eq!(target.await, expected);
    }
}

#[tokio::test]
async fn json_parameters() {
    let target = target(|request| {
        *request = at("/{p}".to_owned());
        request.path_content("p", ParameterContent::Json, json!([1]));
        request.query_content("q", ParameterContent::Json, json!({"a": 1}));
    });
    assert_eq!(target.await, "/%5B1%5D?q=%7B%22a%22%3A1%7D");
}

#[tokio::test]
async fn path_values_stay_in_their_segment() {
    let values = [
        "a/b",
        "a?b",
        "a#b",
        "%2F",
        "é",
        "..%2f",
        "...",
        ".a",
        "a\\b",
        "a;b",
        " ",
        "http://x/",
        "%2e%2e",
        "a\nb",
    ];
    for value in values {
        let target = target(|request| {
            *request = at("/v/{p}/end".to_owned());
            request.path_parameter("p", Style::Simple, false, value);
        });
        let target = target.await;
        let segment = target
            .strip_prefix("/v/")
            .and_then(|rest| rest.strip_suffix("/end"))
            .unwrap();
        let decoded = percent_encoding::percent_decode_str(segment).decode_utf8().unwrap();
        assert!(
            !segment.contains(['/', '?', '#', '\\']) && decoded == value,
            "{value}: {target}"
        );
    }
}

#[tokio::test]
async fn path_values_go_where_the_template_has_them() {
    let cases = [
        ("/{a}/x/{b}", "/1/x/2"),
        ("/{b}{a}.json", "/21.json"),
        ("/{a}-{a}", "/1-1"),
        ("/{a}/{other}", "/1/%7Bother%7D"),
        ("/{a}/{open", "/1/%7Bopen"),
    ];
    for (template, expected) in cases {
        let target = target(|request| {
            *request = at(template.to_owned());
            request.path_parameter("a", Style::Simple, false, 1);
            request.path_parameter("b", Style::Simple, false, 2);
        });
        assert_eq!(target.await, expected);
    }
}

#[tokio::test]
async fn path_values_that_cannot_be_sent() {
    for (before, value) in [("/v/", ""), ("/v/", "."), ("/v/", ".."), ("/v/.", ".")] {
        let problem = refused(|request| {
            *request = at(format!("{before}{{tenant}}/end"));
            request.path_parameter("tenant", Style::Simple, false, value);
        });
        let problem = problem.await;
        assert!(problem.contains("`tenant`"), "{problem}");
    }
}

#[tokio::test]
async fn an_empty_path_value_is_sent_only_if_that_is_allowed() {
    let templates: [(&str, &str, Option<&str>); 4] = [
        ("/search/", "", Some("/search/")),
        ("/a/", "/b", Some("/a//b")),
        ("/", "", Some("/")),
        // A part of a segment leaves the segment.
        ("/a/", ".json", None),
    ];
    for (before, after, unsafe_path) in templates {
        let fill = |request: &mut Request| {
            *request = at(format!("{before}{{p}}{after}"));
            request.path_parameter("p", Style::Simple, false, "");
        };
        match unsafe_path {
            None => assert_eq!(target(fill).await, format!("{before}{after}")),
            Some(expected) => {
                let problem = refused(fill).await;
                assert!(
                    problem.contains("`p` is empty") && problem.contains("another resource"),
                    "{problem}"
                );
                let allowed = |request: &mut Request| {
                    fill(request);
                    request.allow_empty_path_parameters();
                };
                assert_eq!(target(allowed).await, expected);
            }
        }
    }
}

#[tokio::test]
async fn headers_cookies_and_bodies() {
    let sent = sent(|request| {
        *request = request_of(OPERATION.accept(&["application/json", "text/plain"]));
        request.header("X-Color", true, json!(["blue", "black"]));
        request.header_content("X-Json", ParameterContent::Json, json!({"a": 1}));
        request.cookie("a", Style::Form, true, "1;2");
        request.cookie("b", Style::Form, false, json!([1, 2]));
        request.body_json("application/json", json!({"k": "v"}));
    });
    let sent = sent.await;
    for line in [
        "x-color: blue,black\r\n",
        "x-json: {\"a\":1}\r\n",
        "cookie: a=1%3B2; b=1,2\r\n",
        "accept: application/json, text/plain\r\n",
        "content-type: application/json\r\n",
        "user-agent: test/1\r\n",
        "x-api-key: s3cret\r\n",
        "\r\n\r\n{\"k\":\"v\"}",
    ] {
        assert!(sent.contains(line), "{line} in {sent}");
    }
}

#[tokio::test]
async fn a_header_cannot_be_split() {
    let problem = refused(|request| request.header("X-A", false, "1\r\nX-B: 2"));
    assert_eq!(problem.await, "the value of `X-A` cannot be sent in a header");
}

#[tokio::test]
async fn whole_numbers_have_no_fraction() {
    for (number, text) in [(5.0, "5"), (-0.5, "-0.5"), (1e300, "1e+300"), (0.0, "0")] {
        let path = target(|request| {
            *request = at("/{id}".to_owned());
            request.path_parameter("id", Style::Simple, false, number);
        });
        let encoded = text.replace('+', "%2B");
        assert_eq!(path.await, format!("/{encoded}"));
    }
}

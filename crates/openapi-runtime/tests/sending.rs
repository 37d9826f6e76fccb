//! Answers, errors, redirects and secrets, against servers on the loopback interface.

mod common;

use std::error::Error as _;

use common::{Answer, GET, OPERATION, Problem, client, decode, get, request_of, serve};
use openapi_runtime::{BuildError, Client, Decoded, Error, Operation, RawResponse, Request, Undecodable};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

async fn answer(response: ResponseTemplate) -> Answer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(response).mount(&server).await;
    get(&client(&server.uri())).await
}

fn json(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "application/json")
}

#[tokio::test]
async fn a_success_has_value_status_and_headers() {
    let value = answer(json(200, "\u{feff}[1,2]").insert_header("x-total", "2"))
        .await
        .unwrap();
    assert_eq!(
        (&**value, value.status().as_u16(), &value.headers()["x-total"]),
        (&[1, 2][..], 200, &"2".parse().unwrap())
    );
}

#[tokio::test]
async fn error_messages() {
    let table = [
        (
            json(403, r#"{"errors":[{"title":"Forbidden"}]}"#),
            "403 Forbidden: Forbidden",
        ),
        (
            json(
                400,
                r#"{"errors":[{"code":1,"title":"Invalid offset","detail":"must be positive"},{"title":"B"}]}"#,
            ),
            "400 Bad Request: Invalid offset: must be positive; B",
        ),
        (
            json(400, r#"{"error":{"message":"no such model","type":"x"}}"#),
            "400 Bad Request: no such model",
        ),
        (
            json(401, r#"{"error":"invalid_grant","error_description":"expired"}"#),
            "401 Unauthorized: invalid_grant: expired",
        ),
        (
            json(400, r#"{"type":"about:blank","title":"T","status":400,"detail":"D"}"#),
            "400 Bad Request: T: D",
        ),
        (
            json(400, r#"{"errors":{"name":["is blank","is short"]}}"#),
            "400 Bad Request: name: is blank, is short",
        ),
        (json(400, r#""text""#), "400 Bad Request: text"),
        (
            json(400, r#"{"a":1,"secret":"hidden"}"#),
            r#"400 Bad Request: {"a":1,"secret": "[redacted]"}"#,
        ),
        (
            json(400, "[1,\n  what is this?"),
            "the server answered 400 Bad Request, but not as the description documents: no valid JSON: expected value at line 2 column 3: [1,   what is this?",
        ),
        (
            ResponseTemplate::new(418).set_body_string("short and stout"),
            "the server answered 418 I'm a teapot, which the description does not document: short and stout",
        ),
        (
            ResponseTemplate::new(400).set_body_raw("<html>", "text/html"),
            "the server answered 400 Bad Request with text/html instead of application/json: <html>",
        ),
        (
            json(200, ""),
            "the server answered 200 OK, but not as the description documents: the body is empty",
        ),
        (
            json(200, "[1,\n \"hidden\"]"),
            "the server answered 200 OK, but not as the description documents: $[1]: a string where u32 is documented (line 2 column 9)",
        ),
        (
            json(200, &format!("[{}]", "1,".repeat(600))),
            "the server answered 200 OK with a body of more than 1000 bytes",
        ),
    ];
    for (response, expected) in table {
        assert_eq!(answer(response).await.unwrap_err().to_string(), expected);
    }
}

#[tokio::test]
async fn an_undecodable_answer_keeps_status_headers_and_body() {
    let error = answer(json(503, "down").insert_header("retry-after", "1"))
        .await
        .unwrap_err();
    assert!(matches!(error, Error::UnexpectedStatus(_)) && error.is_retryable());
    assert_eq!(
        (error.status().unwrap().as_u16(), &error.body().unwrap()[..]),
        (503, &b"down"[..])
    );
    assert_eq!(error.headers().unwrap()["retry-after"], "1");
}

#[tokio::test]
async fn any_json_is_taken_for_json() {
    let response = ResponseTemplate::new(200).set_body_raw("[1]", "application/vnd.x+json; charset=utf-8");
    assert_eq!(**answer(response).await.unwrap(), [1]);
}

#[tokio::test]
async fn a_cut_body_is_interrupted() {
    let (url, _) = serve(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 20\r\n\r\n[1",
        false,
    )
    .await;
    let error = get(&client(&url)).await.unwrap_err();
    assert!(
        matches!(&error, Error::Interrupted { response, .. } if response.status == 200 && &response.body[..] == b"[1"),
        "{error:?}"
    );
    assert!(error.source().is_some());
}

#[tokio::test]
async fn a_stall_times_out() {
    for answer in ["", "HTTP/1.1 200 OK\r\ncontent-length: 20\r\n\r\n[1"] {
        let (url, _) = serve(answer, true).await;
        let error = get(&client(&url)).await.unwrap_err();
        assert!(error.is_timeout(), "{error:?}");
    }
}

#[tokio::test]
async fn no_server_is_a_connection_error() {
    let error = get(&client("http://127.0.0.1:1")).await.unwrap_err();
    assert!(matches!(error, Error::Connection(_)) && error.is_retryable() && error.source().is_some());
}

#[tokio::test]
async fn every_error_with_a_response_gives_it_whole() {
    let table = [
        json(400, r#"{"title":"a problem"}"#),
        json(400, "cut"),
        ResponseTemplate::new(400).set_body_raw("<html>", "text/html"),
        ResponseTemplate::new(418).set_body_string("short and stout"),
        json(503, "down"),
    ];
    for response in table {
        let response = response.insert_header("x-request-id", "7");
        let error = answer(response).await.unwrap_err();
        let raw = error.raw().unwrap();
        assert!(
            !raw.body.is_empty() && raw.status.is_client_error() || raw.status == 503,
            "{error:?}"
        );
        assert_eq!(error.headers().unwrap()["x-request-id"], "7");
        assert_eq!(error.is_retryable(), raw.status == 503, "{error:?}");
    }
}

#[tokio::test]
async fn the_beginning_of_a_body_that_is_too_large_is_kept() {
    let error = answer(json(200, &"1".repeat(1500))).await.unwrap_err();
    assert!(matches!(error, Error::TooLarge { limit: 1000, .. }), "{error:?}");
    assert!(error.body().unwrap().iter().all(|byte| *byte == b'1'));
    assert_eq!(error.headers().unwrap()["content-length"], "1500");
}

#[tokio::test]
async fn an_error_that_the_description_says_nothing_of_shows_its_body() {
    fn nothing(_: &RawResponse) -> Result<Decoded<(), Problem>, Undecodable> {
        Ok(Decoded::UndescribedError(Problem("Invalid data".into())))
    }
    let server = MockServer::start().await;
    let response = json(400, r#"{"message":"expected 3, got 1"}"#);
    Mock::given(any()).respond_with(response).mount(&server).await;
    let error = client(&server.uri())
        .send(Request::new(&GET), nothing)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"400 Bad Request: Invalid data: {"message":"expected 3, got 1"}"#
    );
}

/// The request that a client with the keys `one` (header), `two` (query), `three` (cookie), `basic` sends.
async fn attached(security: &'static [&'static [&'static str]]) -> String {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(json(200, "[]")).mount(&server).await;
    let builder = Client::builder(&server.uri(), "t").api_key_header("one", "x-one", "1".into());
    let builder = builder
        .api_key_query("two", "two", "a&b".into())
        .api_key_cookie("three", "three", "3".into());
    let client = builder.basic("basic", "user".into(), "pass".into()).build().unwrap();
    let operation: &'static Operation = Box::leak(Box::new(OPERATION.security(security)));
    client.send(Request::new(operation), decode).await.unwrap();
    let request = server.received_requests().await.unwrap().remove(0);
    let header = |name: &str| {
        request
            .headers
            .get(name)
            .map_or("-", |value| value.to_str().unwrap())
            .to_owned()
    };
    let query = request.url.query().unwrap_or("-");
    format!(
        "{} {query} {} {}",
        header("x-one"),
        header("cookie"),
        header("authorization")
    )
}

#[tokio::test]
async fn a_request_gets_one_complete_alternative() {
    assert_eq!(attached(&[]).await, "- - - -");
    assert_eq!(attached(&[&["absent"]]).await, "- - - -");
    assert_eq!(
        attached(&[&["absent", "one"], &["two", "three"], &["one"]]).await,
        "- two=a%26b three=3 -"
    );
    assert_eq!(attached(&[&[], &["basic"]]).await, "- - - Basic dXNlcjpwYXNz");
    // What was given is sent, though less would do.
    assert_eq!(
        attached(&[&["one"], &["one", "two"], &["three"]]).await,
        "1 two=a%26b - -"
    );
    assert_eq!(attached(&[&["one"], &["two"]]).await, "1 - - -");
}

#[tokio::test]
async fn the_base_url_of_an_operation_gives_way_to_a_chosen_one() {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(json(200, "[]")).mount(&server).await;
    let client = Client::builder("https://api.invalid", "t")
        .base_url(server.uri())
        .build()
        .unwrap();
    let request = request_of(OPERATION.server("https://upload.invalid/v2"));
    client.send(request, decode).await.unwrap();
}

#[tokio::test]
async fn no_secret_is_shown() {
    let builder = Client::builder("http://127.0.0.1:1", "t").api_key_query("key", "key", "s3cret".into());
    assert!(!format!("{builder:?}").contains("s3cret"));
    let client = builder.build().unwrap();
    assert!(format!("{client:?}").contains("http://127.0.0.1:1") && !format!("{client:?}").contains("s3cret"));
    let error = get(&client).await.unwrap_err();
    let mut shown = format!("{error:?} {error}");
    let mut source = error.source();
    while let Some(error) = source {
        shown += &format!("{error:?} {error}");
        source = error.source();
    }
    assert!(!shown.contains("s3cret"), "{shown}");
    let error = answer(json(200, r#"["hidden"]"#).insert_header("set-cookie", "hidden"))
        .await
        .unwrap_err();
    assert!(!format!("{error:?} {error}").contains("hidden"));
}

#[test]
fn builder_errors() {
    for url in [
        "",
        "/v1",
        "ftp://x",
        "http://user:s3cret@x",
        "http://x?a=1",
        "mailto:a@b",
    ] {
        let builder = Client::builder(url, "t");
        assert!(!format!("{builder:?}").contains("s3cret"));
        let error = builder.build().unwrap_err();
        assert!(
            matches!(error, BuildError::BaseUrl { .. }) && !format!("{error:?}").contains("s3cret"),
            "{url}"
        );
    }
    let error = Client::builder("http://x", "t")
        .bearer("oauth", "s3cret\n".into())
        .build()
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the credential of `oauth` contains characters that cannot be sent"
    );
}

static PUT: Operation = OPERATION.method("PUT");

/// The `Content-Length` and the body that arrive when a parameter says that the length is 5.
async fn with_length(body: openapi_runtime::Body) -> (String, String) {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(json(200, "[]")).mount(&server).await;
    let mut request = Request::new(&PUT);
    request.header("Content-Length", false, 5);
    request.body_bytes("text/plain", body);
    client(&server.uri()).send(request, decode).await.unwrap();
    let arrived = &server.received_requests().await.unwrap()[0];
    let length = arrived.headers["content-length"].to_str().unwrap().to_owned();
    (length, String::from_utf8(arrived.body.clone()).unwrap())
}

#[tokio::test]
async fn a_parameter_does_not_say_how_long_a_body_is_unless_it_is_streamed() {
    assert_eq!(with_length("ab".into()).await, ("2".into(), "ab".into()));
    let stream = futures_util::stream::iter([Ok::<_, std::io::Error>("ab"), Ok("cde")]);
    let streamed = openapi_runtime::Body::wrap_stream(stream);
    assert_eq!(with_length(streamed).await, ("5".into(), "abcde".into()));
}

/// A server of the description is not an installation that the user chose: the servers of operations stay as described.
#[tokio::test]
async fn a_described_server_leaves_operations_to_their_own() {
    let (main, own) = (MockServer::start().await, MockServer::start().await);
    for server in [&main, &own] {
        Mock::given(any()).respond_with(json(200, "[]")).mount(server).await;
    }
    let own_url: &'static str = Box::leak(own.uri().into_boxed_str());
    let client = Client::builder("https://api.invalid", "t")
        .server(main.uri())
        .build()
        .unwrap();
    for (server, path) in [(Some(own_url), "/x"), (Some("/v2"), "/v2/x"), (None, "/x")] {
        let request = server.map_or_else(|| Request::new(&GET), |server| request_of(OPERATION.server(server)));
        client.send(request, decode).await.unwrap();
        let at = if server == Some(own_url) { &own } else { &main };
        assert_eq!(at.received_requests().await.unwrap().last().unwrap().url.path(), path);
    }
    assert_eq!(own.received_requests().await.unwrap().len(), 1);
}

#[test]
fn a_relative_server_is_resolved_against_the_base_url() {
    let builder = || Client::builder("https://api.invalid", "t");
    let client = builder()
        .base_url("https://chosen.invalid/a")
        .server("/v2".into())
        .build();
    assert_eq!(client.unwrap().base_url(), "https://chosen.invalid/v2");
    let client = builder()
        .base_url("https://chosen.invalid")
        .server("https://other.invalid".into())
        .build();
    assert_eq!(client.unwrap().base_url(), "https://other.invalid");
    assert!(builder().server("/v2".into()).build().is_err());
}

//! Texts and their charsets, bodies whose media type the description leaves open, and parameters with `content`.

mod common;

use common::{Answer, OPERATION, client, decode};
use openapi_runtime::reqwest::{StatusCode, header::HeaderMap};
use openapi_runtime::{Bytes, Error, Operation, ParameterContent, RawResponse, Request, Style, Undecodable};
use serde_json::{Value, json};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

static PUT: Operation = OPERATION.method("PUT");

/// What arrives of a request: its query, its cookies, its content type and its body.
async fn sent(fill: impl FnOnce(&mut Request)) -> Result<[String; 4], String> {
    let server = MockServer::start().await;
    let answer = ResponseTemplate::new(200).set_body_raw("[]", "application/json");
    Mock::given(any()).respond_with(answer).mount(&server).await;
    let mut request = Request::new(&PUT);
    fill(&mut request);
    let answer: Answer = client(&server.uri()).send(request, decode).await;
    match answer {
        Err(Error::InvalidRequest(problem)) => Err(problem.to_string()),
        other => {
            other.unwrap();
            let arrived = server.received_requests().await.unwrap().remove(0);
            let header = |name: &str| {
                let value = arrived.headers.get(name);
                value.map_or_else(String::new, |value| {
                    String::from_utf8_lossy(value.as_bytes()).into_owned()
                })
            };
            Ok([
                arrived.url.query().unwrap_or_default().to_owned(),
                header("cookie"),
                header("content-type"),
                arrived.body.iter().map(|byte| format!("{byte:02x}")).collect(),
            ])
        }
    }
}

fn response(content_type: &str, body: &'static [u8]) -> RawResponse {
    let mut headers = HeaderMap::new();
    if !content_type.is_empty() {
        headers.insert("content-type", content_type.parse().unwrap());
    }
    RawResponse::new(StatusCode::OK, headers, Bytes::from_static(body))
}

#[tokio::test]
async fn text_is_sent_in_the_charset_of_its_media_type() {
    let table = [
        ("text/plain", "é€", Ok("c3a9e282ac")),
        ("text/plain; charset=utf-8", "é", Ok("c3a9")),
        ("text/plain; charset=ISO-8859-1", "é", Ok("e9")),
        ("text/plain; charset=\"windows-1252\"", "€", Ok("80")),
        ("text/plain;charset=shift_jis", "日", Ok("93fa")),
        ("text/plain; charset=utf-16le", "aé", Ok("6100e900")),
        ("text/plain; charset=us-ascii", "a", Ok("61")),
        ("text/plain; charset=us-ascii", "é", Err("`us-ascii`")),
        ("text/plain; charset=iso-8859-1", "€", Err("`iso-8859-1`")),
        ("text/plain; charset=koi8-r", "日", Err("`koi8-r`")),
        ("text/plain; charset=no-such", "a", Err("`no-such` is not known")),
    ];
    for (media_type, text, expected) in table {
        let sent = sent(|request| request.body_text(media_type, text.to_owned())).await;
        match (sent, expected) {
            (Ok([_, _, content_type, body]), Ok(expected)) => {
                assert_eq!((content_type.as_str(), body.as_str()), (media_type, expected));
            }
            (Err(problem), Err(expected)) => assert!(problem.contains(expected), "{problem}"),
            (sent, expected) => panic!("{media_type} {text}: {sent:?} instead of {expected:?}"),
        }
    }
}

#[test]
fn text_is_read_in_the_charset_of_the_response() {
    let table: [(&str, &'static [u8], Result<&str, &str>); 10] = [
        ("text/plain", b"\xc3\xa9", Ok("é")),
        ("", b"\xef\xbb\xbf\xc3\xa9", Ok("é")),
        ("text/plain; charset=iso-8859-1", b"\xe9", Ok("é")),
        ("text/plain; charset=windows-1252", b"\x80", Ok("€")),
        ("text/plain; charset=shift_jis", b"\x93\xfa", Ok("日")),
        ("text/plain; charset=utf-16", b"\xff\xfea\0", Ok("a")),
        ("text/plain", b"\xe9", Err("the text is not UTF-8 after byte 0")),
        (
            "text/plain; charset=shift_jis",
            b"\x93",
            Err("the text is not Shift_JIS"),
        ),
        // The byte order mark says what it is.
        (
            "text/plain; charset=iso-8859-1",
            b"\xff\xfea",
            Err("the text is not UTF-16LE"),
        ),
        (
            "text/plain; charset=no-such",
            b"a",
            Err("the charset `no-such` is not known"),
        ),
    ];
    for (content_type, body, expected) in table {
        let text = response(content_type, body).text("text/plain; charset=iso-8859-1");
        let expected = expected
            .map(str::to_owned)
            .map_err(|reason| Undecodable::Body(reason.to_owned()));
        assert_eq!(text, expected, "{content_type}");
    }
    let json = response("application/json; charset=iso-8859-1", b"\"\xe9\"");
    assert_eq!(json.json::<String>("application/json").unwrap(), "é");
}

#[test]
fn text_stands_for_a_value() {
    let text = |body| response("text/plain", body);
    assert_eq!(text(b"5\n").text_value::<i64>("text/plain"), Ok(5));
    assert_eq!(text(b"true").text_value::<bool>("text/plain"), Ok(true));
    assert_eq!(text(b"red").text_value::<String>("text/plain"), Ok("red".to_owned()));
    let error = text(b"red").text_value::<i64>("text/plain");
    assert!(matches!(error, Err(Undecodable::Body(_))), "{error:?}");
}

#[test]
fn parameters_choose_between_media_types_of_one_essence() {
    let documented = [
        "application/vnd.hub+json;version=1",
        "application/vnd.hub+json; version=\"2\"",
        "application/vnd.hub+json; version=2; variant=Long",
        "application/vnd.hub+json",
    ];
    let table = [
        ("application/vnd.hub+json;version=2", Some(1)),
        ("application/vnd.hub+json; version=1; charset=utf-8", Some(0)),
        ("application/vnd.hub+json; Version=2; variant=Long", Some(2)),
        ("application/vnd.hub+json", Some(3)),
        ("application/vnd.hub+json; version=9", Some(3)),
    ];
    for (actual, expected) in table {
        assert_eq!(response(actual, b"").select(&documented), expected, "{actual}");
    }
    let charsets = ["text/plain; charset=iso-8859-1", "text/csv"];
    assert_eq!(response("text/plain", b"").select(&charsets), Some(0));
}

#[tokio::test]
async fn a_body_of_any_media_type_is_sent_by_its_value() {
    let table = [
        ("*/*", json!("é"), None, Ok(("text/plain; charset=utf-8", "c3a9"))),
        ("*/*", json!({"a": 1}), None, Ok(("application/json", "7b2261223a317d"))),
        (
            "*/*",
            json!("a"),
            Some("application/yaml"),
            Ok(("application/yaml", "61")),
        ),
        (
            "*/*",
            json!("é"),
            Some("text/csv; charset=latin1"),
            Ok(("text/csv; charset=latin1", "e9")),
        ),
        (
            "application/*",
            json!("a"),
            None,
            Ok(("application/octet-stream", "61")),
        ),
        ("application/*", json!("a"), Some("text/csv"), Err("`text/csv`")),
        ("*/*", json!("a"), Some("image/*"), Err("`image/*`")),
    ];
    for (media_type, value, named, expected) in table {
        let sent = sent(|request| {
            named
                .into_iter()
                .for_each(|named| request.content_type(named.to_owned()));
            request.body_any(media_type, &value);
        });
        match (sent.await, expected) {
            (Ok([_, _, content_type, body]), Ok(expected)) => {
                assert_eq!((content_type.as_str(), body.as_str()), expected);
            }
            (Err(problem), Err(expected)) => assert!(problem.contains(expected), "{problem}"),
            (sent, expected) => panic!("{media_type} {value}: {sent:?} instead of {expected:?}"),
        }
    }
}

#[test]
fn a_body_of_any_media_type_is_read_by_that_of_the_response() {
    let table: [(&str, &'static [u8], Value); 6] = [
        ("application/json", b"{\"a\":1}", json!({"a": 1})),
        ("application/json", b"\"a\"", json!("a")),
        ("text/plain", b"{\"a\":1}", json!("{\"a\":1}")),
        ("application/yaml", b"a: 1", json!("a: 1")),
        ("", b"[1]", json!([1])),
        ("text/plain; charset=latin1", b"\xe9", json!("é")),
    ];
    for (content_type, body, expected) in table {
        assert_eq!(
            response(content_type, body).any::<Value>("*/*").unwrap(),
            expected,
            "{content_type}"
        );
    }
    let number = response("text/plain", b"7").any::<u8>("*/*");
    assert_eq!(number, Ok(7));
    let text = response("application/json", b"{\"a\":1}").any::<String>("*/*");
    assert_eq!(text, Ok("{\"a\":1}".to_owned()));
}

#[tokio::test]
async fn parameters_are_written_by_their_media_type() {
    let object = json!({"a": "x y", "b": [1, 2]});
    let sent = sent(|request| {
        request.query_content("json", ParameterContent::Json, "a b");
        request.query_content("text", ParameterContent::Text, "<a/>");
        request.query_content("number", ParameterContent::Text, 5);
        request.query_content("form", ParameterContent::Form(&[]), &object);
        request.query_content("none", ParameterContent::Text, &Value::Null);
        request.cookie_content("c", ParameterContent::Text, "1;2");
    });
    let [query, cookie, ..] = sent.await.unwrap();
    assert_eq!(
        query,
        "json=%22a%20b%22&text=%3Ca%2F%3E&number=5&form=a%3Dx%2520y%26b%3D1%26b%3D2"
    );
    assert_eq!(cookie, "c=1%3B2");
}

#[tokio::test]
async fn a_parameter_may_be_the_whole_query() {
    let table = [
        (ParameterContent::Form(&[]), json!({"n": 1, "q": "a b"}), "n=1&q=a%20b"),
        (ParameterContent::Json, json!({"q": 1}), "%7B%22q%22%3A1%7D"),
        (
            ParameterContent::Text,
            json!("$.a[?@.b == 1]"),
            "%24.a%5B%3F%40.b%20%3D%3D%201%5D",
        ),
    ];
    for (content, value, expected) in table {
        let [query, ..] = sent(|request| request.query_string("all", content, &value))
            .await
            .unwrap();
        assert_eq!(query, expected);
    }
}

#[tokio::test]
async fn cookies_of_style_cookie_are_not_encoded() {
    let sent_ = sent(|request| {
        request.cookie("a", Style::Cookie, true, "x/y=");
        request.cookie("b", Style::Cookie, true, json!(["1 2", 3]));
        request.cookie("c", Style::Cookie, false, json!([1, 2]));
        request.cookie("d", Style::Form, true, json!([1, "x/y"]));
    });
    assert_eq!(sent_.await.unwrap()[1], "a=x/y=; b=1 2; b=3; c=1,2; d=1; d=x%2Fy");
    let problem = sent(|request| request.cookie("a", Style::Cookie, true, "1;2")).await;
    assert!(problem.unwrap_err().contains("`a`"));
}

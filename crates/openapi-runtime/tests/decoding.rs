//! Decoding by media type, and the errors for JSON that does not match.

use std::collections::BTreeMap;

use openapi_runtime::{
    Bytes, RawResponse, Undecodable,
    reqwest::{StatusCode, header::HeaderMap},
};
use serde::Deserialize;

fn response(content_type: &str, body: &'static [u8]) -> RawResponse {
    let mut headers = HeaderMap::new();
    if !content_type.is_empty() {
        headers.insert("content-type", content_type.parse().unwrap());
    }
    RawResponse::new(StatusCode::OK, headers, Bytes::from_static(body))
}

#[test]
fn media_types_match() {
    let table = [
        ("text/plain; charset=utf-8", "text/plain", true),
        ("Text/PLAIN", "text/plain;charset=ascii", true),
        ("image/png", "image/*", true),
        ("image/png", "text/*", false),
        ("image/png", "*/*", true),
        ("", "text/plain", true),
        ("application/problem+json", "application/json", true),
        ("application/json", "application/problem+json", false),
        ("text/html", "application/json", false),
    ];
    for (actual, documented, expected) in table {
        assert_eq!(
            response(actual, b"").is(documented),
            expected,
            "{actual} is {documented}"
        );
    }
}

#[test]
fn the_best_media_type_is_selected() {
    let documented = [
        "*/*",
        "application/json",
        "application/problem+json",
        "image/*",
        "image/png",
    ];
    let table = [
        ("application/problem+json", Some(2)),
        ("application/x+json", Some(1)),
        ("image/png", Some(4)),
        ("image/gif", Some(3)),
        ("text/html", Some(0)),
        ("", Some(0)),
    ];
    for (actual, expected) in table {
        assert_eq!(response(actual, b"").select(&documented), expected, "{actual}");
    }
    assert_eq!(response("text/html", b"").select(&["text/plain"]), None);
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct Item {
    id: u32,
    tags: Vec<String>,
    #[serde(default)]
    kind: Option<Kind>,
}

#[derive(Debug, Deserialize)]
enum Kind {}

#[test]
fn json_errors_say_where_and_quote_nothing() {
    let table: [(&[u8], &str); 8] = [
        (
            b"{\"a\": {\"id\": \"hidden, expected x\", \"tags\": []}}",
            "$.a.id: a string where u32 is documented",
        ),
        (b"{\"a\": {\"id\": 1}}", "$.a: missing field `tags`"),
        (
            b"{\"a\": {\"id\": -5, \"tags\": []}}",
            "$.a.id: invalid value: integer `-5`, expected u32",
        ),
        (
            b"{\"b\": {\"tags\": [\"}]\\\"\", 2], \"id\": 1}}",
            "$.b.tags[1]: invalid type: integer `2`, expected a string",
        ),
        (
            b"{\"a\": {\"id\": 1, \"tags\": [], \"kind\": \"hidden\"}}",
            "$.a.kind: a value that is not documented",
        ),
        (b"[]", "$: invalid type: sequence, expected a map"),
        (b" \n", "the body is empty"),
        (b"{\"a\"", "no valid JSON: EOF while parsing"),
    ];
    for (body, expected) in table {
        let error = response("application/json", body)
            .json::<BTreeMap<String, Item>>("application/json")
            .unwrap_err();
        let Undecodable::Body(reason) = error else {
            panic!("{error:?}")
        };
        assert!(reason.starts_with(expected), "{reason} instead of {expected}");
    }
}

#[test]
fn text_must_be_utf8() {
    assert_eq!(
        response("text/plain", "é".as_bytes()).text("text/plain"),
        Ok("é".to_owned())
    );
    let error = Undecodable::Body("the text is not UTF-8 after byte 2".to_owned());
    assert_eq!(response("text/plain", b"ab\xff").text("text/plain"), Err(error));
}

#[test]
fn another_media_type_is_not_decoded() {
    let error = Undecodable::ContentType(vec!["application/json"].into());
    assert_eq!(response("text/html", b"1").json::<u8>("application/json"), Err(error));
}

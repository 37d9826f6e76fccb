//! Which redirects are followed, and as what.

mod common;

use common::{OPERATION, client, decode};
use openapi_runtime::{Body, Client, Error, Operation, RawResponse, Request};
use reqwest::redirect::Policy;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, path},
};

/// A server that redirects `/x` to `location` with this status, and answers anything else with `[2]`.
async fn redirecting(status: u16, location: &str) -> MockServer {
    let server = MockServer::start().await;
    let redirect = ResponseTemplate::new(status).insert_header("location", location);
    Mock::given(path("/x"))
        .respond_with(redirect)
        .with_priority(1)
        .mount(&server)
        .await;
    let answer = ResponseTemplate::new(200).set_body_raw("[2]", "application/json");
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

fn operation(method: &'static str, statuses: &'static [&'static str]) -> &'static Operation {
    Box::leak(Box::new(OPERATION.method(method).statuses(statuses)))
}

fn request(operation: &'static Operation) -> Request {
    Request::new(operation)
}

/// The requests that arrived after the first: method, path and body.
async fn followed(server: &MockServer) -> Vec<String> {
    let requests = server.received_requests().await.unwrap();
    let show = |request: &wiremock::Request| {
        let body = String::from_utf8_lossy(&request.body).into_owned();
        let media_type = request
            .headers
            .get("content-type")
            .map_or("-", |value| value.to_str().unwrap());
        format!("{} {} {media_type} {body}", request.method, request.url.path())
    };
    requests[1..].iter().map(show).collect()
}

#[tokio::test]
async fn a_documented_redirect_is_the_response() {
    for (status, documented) in [(302, "302"), (307, "3XX"), (303, "303"), (301, "301"), (308, "308")] {
        let server = redirecting(status, "/y").await;
        let operation = operation("GET", Box::leak(Box::new([documented, "default"])));
        let raw = client(&server.uri()).send_raw(request(operation)).await.unwrap();
        assert_eq!(
            (raw.status.as_u16(), &raw.headers["location"]),
            (status, &"/y".parse().unwrap())
        );
        assert!(followed(&server).await.is_empty());
    }
}

#[tokio::test]
async fn other_redirects_are_followed_with_the_method_that_http_gives_them() {
    let cases = [
        ("GET", 301, "GET /y - "),
        ("GET", 302, "GET /y - "),
        ("POST", 301, "GET /y - "),
        ("POST", 302, "GET /y - "),
        ("PUT", 302, "PUT /y text/plain body"),
        ("POST", 303, "GET /y - "),
        ("DELETE", 303, "GET /y - "),
        ("POST", 307, "POST /y text/plain body"),
        ("PATCH", 308, "PATCH /y text/plain body"),
    ];
    for (method, status, expected) in cases {
        let server = redirecting(status, "y").await;
        let mut request = request(operation(method, &["200", "default"]));
        if method != "GET" {
            request.body_text("text/plain", "body".to_owned());
        }
        let value = client(&server.uri()).send(request, decode).await.unwrap();
        assert_eq!((value.status().as_u16(), &**value), (200, &[2][..]));
        assert_eq!(followed(&server).await, [expected], "{method} {status}");
    }
}

#[tokio::test]
async fn a_redirect_that_cannot_be_followed_is_the_response() {
    let there = redirecting(307, "/y").await;
    let elsewhere = format!("{}/y", there.uri());
    for (status, location) in [(307, elsewhere.as_str()), (307, "http://["), (300, "/y"), (304, "/y")] {
        let server = redirecting(status, location).await;
        let error = client(&server.uri())
            .send(request(operation("GET", &["200"])), decode)
            .await
            .unwrap_err();
        assert!(matches!(error, Error::UnexpectedStatus(_)), "{error:?}");
        assert_eq!(error.headers().unwrap()["location"], location);
        assert!(followed(&server).await.is_empty());
    }
    assert!(there.received_requests().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_streamed_body_is_not_sent_twice() {
    let streamed = || {
        let chunks = futures_util::stream::iter([Ok::<_, std::io::Error>("ab")]);
        let mut request = request(operation("POST", &["200"]));
        request.body_bytes("text/plain", Body::wrap_stream(chunks));
        request
    };
    let server = redirecting(307, "/y").await;
    let raw = client(&server.uri()).send_raw(streamed()).await.unwrap();
    assert_eq!(raw.status, 307);
    let server = redirecting(303, "/y").await;
    let raw = client(&server.uri()).send_raw(streamed()).await.unwrap();
    assert_eq!(raw.status, 200);
}

async fn round_and_round(client: impl FnOnce(&str) -> Client) -> (RawResponse, usize) {
    let server = MockServer::start().await;
    let redirect = ResponseTemplate::new(302).insert_header("location", "/x");
    Mock::given(any()).respond_with(redirect).mount(&server).await;
    let raw = client(&server.uri())
        .send_raw(request(operation("GET", &["200"])))
        .await
        .unwrap();
    (raw, server.received_requests().await.unwrap().len())
}

#[tokio::test]
async fn redirects_end() {
    let (raw, requests) = round_and_round(client).await;
    assert_eq!((raw.status.as_u16(), requests), (302, 11));
    let (raw, requests) = round_and_round(|url| Client::builder(url, "t").max_redirects(0).build().unwrap()).await;
    assert_eq!((raw.status.as_u16(), requests), (302, 1));
}

#[tokio::test]
async fn a_client_of_ones_own_without_a_policy_follows_the_same_rules() {
    let http = reqwest::Client::builder().redirect(Policy::none()).build().unwrap();
    let server = redirecting(302, "/y").await;
    let client = Client::builder(&server.uri(), "t").http_client(http).build().unwrap();
    let raw = client.send_raw(request(operation("GET", &["302"]))).await.unwrap();
    assert_eq!(raw.status, 302);
    let raw = client.send_raw(request(operation("GET", &["200"]))).await.unwrap();
    assert_eq!(raw.status, 200);
}

#[tokio::test]
async fn the_timeout_is_for_all_redirects_together() {
    let server = MockServer::start().await;
    let slow = ResponseTemplate::new(302)
        .insert_header("location", "/x")
        .set_delay(std::time::Duration::from_millis(200));
    Mock::given(any()).respond_with(slow).mount(&server).await;
    let error = client(&server.uri())
        .send_raw(request(operation("GET", &["200"])))
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error:?}");
    assert!(server.received_requests().await.unwrap().len() < 5);
}

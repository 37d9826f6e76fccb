//! What goes beyond the description: raw responses, headers, queries and bodies of the caller's own, other statuses.

mod common;

use common::{OPERATION, Problem, client, decode, request_of};
use openapi_runtime::{
    Client, ClientBuilder, Decoded, Error, ParameterContent, RawResponse, Request, Style, Undecodable,
};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

async fn answering(status: u16, body: &str) -> MockServer {
    let server = MockServer::start().await;
    let response = ResponseTemplate::new(status).set_body_raw(body, "application/json");
    Mock::given(any()).respond_with(response).mount(&server).await;
    server
}

fn request(statuses: &'static [&'static str]) -> Request {
    let method = "PUT";
    let operation = OPERATION.method(method).statuses(statuses);
    request_of(operation.accept(&["application/json"]))
}

#[tokio::test]
async fn any_status_is_a_raw_response() {
    for (status, body) in [(200, "[1]"), (204, ""), (404, "<p>"), (503, "x")] {
        let server = answering(status, body).await;
        let raw = client(&server.uri()).send_raw(request(&["200"])).await.unwrap();
        assert_eq!((raw.status.as_u16(), &raw.body[..]), (status, body.as_bytes()));
        let stream = client(&server.uri()).send_stream(request(&["200"])).await.unwrap();
        assert_eq!(
            (stream.status().as_u16(), stream.content_length()),
            (status, raw.content_length())
        );
        assert_eq!(stream.into_inner().bytes(9).await.unwrap(), body);
    }
}

#[tokio::test]
async fn headers_pairs_and_bodies_of_ones_own_are_sent() {
    let server = answering(200, "[1]").await;
    let mut request = request(&["200"]);
    request.query("q", Style::Form, true, false, 1);
    request.body_json("application/json", 1);
    request.extra_header("Accept", "text/csv");
    request.extra_header("X-Two", "1");
    request.extra_header("x-two", "2");
    request.extra_header("x-api-key", "another");
    request.extra_query("a&b", "c=d e");
    request.extra_body("text/csv", "1,2".into());
    client(&server.uri()).send_raw(request).await.unwrap();
    let arrived = server.received_requests().await.unwrap().remove(0);
    let all = |name: &str| -> Vec<&str> {
        let values = arrived.headers.get_all(name).iter();
        values.map(|value| value.to_str().unwrap()).collect()
    };
    assert_eq!(arrived.url.query(), Some("q=1&a%26b=c%3Dd%20e"));
    assert_eq!(arrived.body, b"1,2");
    for (name, expected) in [
        ("accept", &["text/csv"][..]),
        ("content-type", &["text/csv"]),
        ("content-length", &["3"]),
        ("x-two", &["1", "2"]),
        ("x-api-key", &["another"]),
    ] {
        assert_eq!(all(name), expected, "{name}");
    }
}

#[tokio::test]
async fn invalid_values_are_refused_and_not_printed() {
    let fill: [fn(&mut Request); 3] = [
        |request| request.extra_header("x", "s3cret\n"),
        |request| request.extra_header("x y", "s3cret"),
        |request| request.extra_body("text/\ncsv", "s3cret".into()),
    ];
    for fill in fill {
        let mut request = request(&["200"]);
        fill(&mut request);
        let error = client("http://127.0.0.1:1").send_raw(request).await.unwrap_err();
        assert!(matches!(error, Error::InvalidRequest(_)) && !error.to_string().contains("s3cret"));
    }
}

/// The values of a header that arrive.
async fn arriving(name: &str, build: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Vec<String> {
    let server = answering(200, "[1]").await;
    let client = build(Client::builder(&server.uri(), "agent")).build().unwrap();
    let mut request = request(&["200"]);
    request.header("x-own", false, "parameter");
    client.send_raw(request).await.unwrap();
    let arrived = server.received_requests().await.unwrap().remove(0);
    let values = arrived.headers.get_all(name).iter();
    values.map(|value| value.to_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_client_has_headers_of_its_own() {
    let token = |builder: ClientBuilder| builder.secret_header("Authorization", "Bearer t");
    assert_eq!(arriving("authorization", token).await, ["Bearer t"]);
    let twice = |builder: ClientBuilder| builder.header("x-a", "1").header("X-A", "2");
    assert_eq!(arriving("x-a", twice).await, ["1", "2"]);
    let own = |builder: ClientBuilder| builder.header("X-Own", "client");
    assert_eq!(arriving("x-own", own).await, ["parameter"]);
    let agent = |builder: ClientBuilder| builder.header("user-agent", "mine");
    assert_eq!(arriving("user-agent", agent).await, ["mine"]);
    let key = |builder: ClientBuilder| {
        builder
            .header("x-key", "client")
            .api_key_header("key", "x-key", "key".into())
    };
    assert_eq!(arriving("x-key", key).await, ["key"]);
}

#[test]
fn a_secret_header_is_not_shown() {
    let builder = || Client::builder("http://x", "t");
    let secret = builder().secret_header("Authorization", "s3cret");
    assert!(!format!("{secret:?} {:?}", builder().secret_header("a", "s3cret").build()).contains("s3cret"));
    let error = builder().secret_header("a", "s3cret\n").build().unwrap_err();
    assert_eq!(error.to_string(), "the value of `a` cannot be sent in a header");
}

#[tokio::test]
async fn an_undocumented_success_is_read_as_the_only_documented_one() {
    let cases: [(u16, &'static [&'static str], bool); 5] = [
        (201, &["200", "400"], true),
        (201, &["200", "default"], true),
        (201, &["200", "202"], false),
        (201, &["400"], false),
        (404, &["200"], false),
    ];
    for (status, documented, expected) in cases {
        let server = answering(status, "[1]").await;
        let sent = client(&server.uri()).send(request(documented), decode).await;
        match sent {
            Ok(value) => assert!(expected && value.status() == status && **value == [1]),
            Err(error) => assert!(!expected && matches!(error, Error::UnexpectedStatus(_)), "{error:?}"),
        }
        let strict = Client::builder(&server.uri(), "t")
            .strict_statuses(true)
            .build()
            .unwrap();
        let error = strict.send(request(documented), decode).await.unwrap_err();
        assert!(matches!(error, Error::UnexpectedStatus(response) if response.status == status));
    }
    let server = answering(201, "{}").await;
    let error = client(&server.uri()).send(request(&["200"]), decode).await.unwrap_err();
    assert!(
        matches!(&error, Error::InvalidBody { response, .. } if response.status == 201),
        "{error:?}"
    );
}

#[tokio::test]
async fn the_body_of_a_response_without_content_is_kept() {
    fn nothing(response: &RawResponse) -> Result<Decoded<(), Problem>, Undecodable> {
        response.empty().map(Decoded::Success)
    }
    let server = answering(200, "bytes").await;
    let value = client(&server.uri()).send(request(&["200"]), nothing).await.unwrap();
    assert_eq!(value.body(), "bytes");
}

#[tokio::test]
async fn a_number_that_is_not_finite_is_not_sent() {
    type Fill = fn(&mut Request);
    let fill: [(Fill, &str); 6] = [
        (|request| request.query("x", Style::Form, true, false, f64::NAN), "`x`"),
        (
            |request| request.query_content("x", ParameterContent::Json, [f64::INFINITY]),
            "`x`",
        ),
        (|request| request.header("x", false, f32::NEG_INFINITY), "`x`"),
        (|request| request.cookie("x", Style::Form, false, Some(f64::NAN)), "`x`"),
        (
            |request| request.body_json("application/json", [[1.0], [f64::NAN]]),
            "$[1][0]",
        ),
        (
            |request| request.body_form("application/x-www-form-urlencoded", &[], [("a", f64::NAN)]),
            "NaN",
        ),
    ];
    for (fill, place) in fill {
        let mut request = request(&["200"]);
        fill(&mut request);
        let error = client("http://127.0.0.1:1").send_raw(request).await.unwrap_err();
        assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
        assert!(error.to_string().contains(place), "{error}");
    }
    let parts = openapi_runtime::Multipart::new().field("x", &f64::NAN);
    let mut request = request(&["200"]);
    request.body_multipart("multipart/form-data", parts);
    let error = client("http://127.0.0.1:1").send_raw(request).await.unwrap_err();
    assert!(matches!(error, Error::InvalidRequest(_)), "{error:?}");
}

//! What each kind of response becomes.

mod support;

use openapi_fixtures::responses::Client;
use openapi_fixtures::responses::operations::{GetKindsError, GetKindsResponse, GetPictureResponse};
use openapi_runtime::Error;
use support::{Server, responses};
use wiremock::ResponseTemplate;

async fn kinds(status: u16, media_type: &str, body: &str) -> Result<GetKindsResponse, Error<GetKindsError>> {
    let (client, _server) = responses(status, media_type, body).await;
    client
        .get_kinds()
        .send()
        .await
        .map(openapi_runtime::ResponseValue::into_inner)
}

#[tokio::test]
async fn the_status_then_the_media_type_decide_among_successes() {
    let json = kinds(200, "application/json", r#"{"id": 1}"#).await.unwrap();
    assert!(matches!(json, GetKindsResponse::OkJson(thing) if thing.id == 1));
    // JSON by its looks is text where the media type says so.
    let text = kinds(200, "text/plain", r#"{"id": 1}"#).await.unwrap();
    assert_eq!(text, GetKindsResponse::OkText(r#"{"id": 1}"#.to_owned()));
    assert_eq!(kinds(202, "", "").await.unwrap(), GetKindsResponse::Accepted);
    assert_eq!(
        kinds(299, "application/json", "[1]").await.unwrap(),
        GetKindsResponse::Success(vec![1])
    );
}

#[tokio::test]
async fn exact_statuses_come_before_classes_and_classes_before_the_default() {
    let error = |result: Result<_, Error<GetKindsError>>| match result {
        Err(Error::ErrorResponse(response)) => response.into_inner(),
        other => panic!("{other:?}"),
    };
    assert_eq!(error(kinds(404, "", "").await), GetKindsError::NotFound);
    let wrong = error(kinds(418, "application/problem+json", r#"{"status": 418, "title": "teapot"}"#).await);
    assert!(matches!(&wrong, GetKindsError::ClientError(problem) if problem.title.as_deref() == Some("teapot")));
    assert_eq!(wrong.to_string(), "teapot");
    let other = error(kinds(500, "application/json", "null").await);
    assert_eq!(other, GetKindsError::Default(serde_json::Value::Null));
}

#[tokio::test]
async fn another_media_type_is_an_error_that_names_both() {
    let error = kinds(200, "text/html", "<p>").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the server answered 200 OK with text/html instead of application/json or text/plain"
    );
}

#[tokio::test]
async fn no_content_is_nothing() {
    let (client, _server) = responses(204, "", "").await;
    client.delete_nothing().send().await.unwrap().into_inner()
}

#[tokio::test]
async fn a_default_alone_is_for_successes_and_errors() {
    let (client, _server) = responses(200, "application/json", r#"{"id": 1}"#).await;
    assert_eq!(client.get_default().send().await.unwrap().id, 1);
    for status in [404, 500] {
        let (client, _server) = responses(status, "application/json", r#"{"id": 1}"#).await;
        let error = client.get_default().send().await.unwrap_err();
        assert!(
            matches!(&error, Error::ErrorResponse(response) if response.status() == status),
            "{error:?}"
        );
    }
}

#[tokio::test]
async fn a_documented_redirect_is_the_response_of_the_operation() {
    let server = Server::answering(ResponseTemplate::new(307).insert_header("location", "/elsewhere")).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let response = client.get_elsewhere().send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["location"]),
        (307, &"/elsewhere".parse().unwrap())
    );
    assert_eq!(server.sent().await.header("accept"), "text/plain, */*");
}

#[tokio::test]
async fn an_undocumented_success_is_the_documented_one_unless_the_client_is_strict() {
    let body = r#"{"id": 1}"#;
    let template = ResponseTemplate::new(201).set_body_raw(body, "application/json");
    let server = Server::answering(template).await;
    let lenient = Client::builder().base_url(server.url());
    let created = lenient.build().unwrap().get_lines().send().await;
    assert!(
        matches!(created, Err(Error::UnexpectedContentType { .. })),
        "{created:?}"
    );

    let (client, server) = responses(201, "application/x-ndjson", body).await;
    let created = client.get_lines().send().await.unwrap();
    assert_eq!(created.status(), 201);
    assert_eq!(created.into_inner().next().await.unwrap().unwrap().id, 1);
    let strict = Client::builder()
        .base_url(server.url())
        .strict_statuses(true)
        .build()
        .unwrap();
    let error = strict.get_lines().send().await.unwrap_err();
    assert!(
        matches!(&error, Error::UnexpectedStatus(response) if response.body == body),
        "{error:?}"
    );
}

#[tokio::test]
async fn undocumented_data_of_the_server_is_kept() {
    let error = kinds(404, "application/json", r#"{"message": "no such kind"}"#)
        .await
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"404 Not Found: no such thing: {"message": "no such kind"}"#
    );
    let error = kinds(
        418,
        "application/problem+json",
        r#"{"exception": "x", "api_key": "hidden"}"#,
    )
    .await;
    let error = error.unwrap_err();
    assert_eq!(error.body().unwrap(), r#"{"exception": "x", "api_key": "hidden"}"#);
    assert_eq!(
        error.to_string(),
        r#"418 I'm a teapot: {"exception": "x", "api_key": "[redacted]"}"#
    );
    let error = kinds(418, "application/problem+json", r#"{"title": {"a": 1}}"#)
        .await
        .unwrap_err();
    assert!(matches!(error, Error::InvalidBody { .. }) && error.to_string().contains(r#"{"title": {"a": 1}}"#));

    let (client, _server) = responses(200, "text/csv", "1,2").await;
    let response = client.delete_nothing().send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.body()), (200, &"1,2".into()));
}

#[tokio::test]
async fn any_response_can_be_taken_raw() {
    for status in [200, 404, 599] {
        let (client, server) = responses(status, "text/csv", "1,2").await;
        let raw = client
            .get_kinds()
            .header("If-None-Match", "x")
            .query_pair("page", "2")
            .body_bytes("text/plain", "a body")
            .no_retry()
            .send_raw()
            .await
            .unwrap();
        assert_eq!(
            (raw.status.as_u16(), raw.content_type(), &raw.body[..]),
            (status, Some("text/csv"), &b"1,2"[..])
        );
        let sent = server.sent().await;
        assert_eq!(
            (sent.header("if-none-match"), sent.content_type(), sent.text()),
            ("x", "text/plain", "a body")
        );
        assert_eq!(sent.target(), "/kinds?page=2");

        let (client, _server) = responses(status, "text/csv", "1,2").await;
        let stream = client.get_kinds().send_stream().await.unwrap();
        assert_eq!(stream.into_inner().bytes(3).await.unwrap(), "1,2");
    }
}

#[tokio::test]
async fn a_client_without_security_schemes_can_send_a_token() {
    let server = Server::answering(ResponseTemplate::new(204)).await;
    let builder = Client::builder()
        .base_url(server.url())
        .secret_header("Authorization", "Bearer s3cret");
    assert!(!format!("{builder:?}").contains("s3cret"));
    builder.build().unwrap().delete_nothing().send().await.unwrap();
    assert_eq!(server.sent().await.header("authorization"), "Bearer s3cret");
}

#[tokio::test]
async fn binary_is_streamed() {
    let (client, _server) = responses(200, "application/octet-stream", "abc").await;
    let response = client.get_file().send().await.unwrap();
    assert_eq!(response.status(), 200);
    assert_eq!(response.into_inner().bytes(3).await.unwrap(), "abc");

    let (client, _server) = responses(200, "application/octet-stream", "abc").await;
    let error = client
        .get_file()
        .send()
        .await
        .unwrap()
        .into_inner()
        .bytes(2)
        .await
        .unwrap_err();
    assert_eq!(error.to_string(), "more than 2 bytes came at once");
}

#[tokio::test]
async fn a_binary_error_is_read_whole() {
    let (client, _server) = responses(400, "application/octet-stream", "abc").await;
    let error = client.get_file().send().await.unwrap_err();
    assert_eq!(error.to_string(), "400 Bad Request: 3 bytes");
}

#[tokio::test]
async fn one_status_may_be_a_stream_or_a_value() {
    let (client, _server) = responses(200, "image/png", "png").await;
    let GetPictureResponse::OkImage(picture) = client.get_picture().send().await.unwrap().into_inner() else {
        panic!("no picture")
    };
    assert_eq!(picture.bytes(10).await.unwrap(), "png");

    let (client, _server) = responses(200, "application/json", r#"{"id": 1}"#).await;
    let known = client.get_picture().send().await.unwrap().into_inner();
    assert!(matches!(known, GetPictureResponse::OkJson(thing) if thing.id == 1));
}

#[tokio::test]
async fn events_come_one_by_one() {
    let body = ": a comment\n\nevent: tick\nid: 7\ndata: {\"n\":\ndata: 1}\n\nretry: 5\n\ndata: last\n\n";
    let (client, _server) = responses(200, "text/event-stream", body).await;
    let mut events = client.get_events().send().await.unwrap().into_inner();
    let first = events.next().await.unwrap().unwrap();
    assert_eq!((first.event.as_deref(), first.id.as_deref()), (Some("tick"), Some("7")));
    assert_eq!(first.json::<serde_json::Value>().unwrap(), serde_json::json!({"n": 1}));
    assert_eq!(events.next().await.unwrap().unwrap().data, "last");
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn lines_of_json_come_one_by_one() {
    let (client, _server) = responses(
        200,
        "application/x-ndjson",
        "{\"id\": 1}\n\n{\"id\": 2}\r\n{\"id\": \"x\"}",
    )
    .await;
    let mut lines = client.get_lines().send().await.unwrap().into_inner();
    assert_eq!(lines.next().await.unwrap().unwrap().id, 1);
    assert_eq!(lines.next().await.unwrap().unwrap().id, 2);
    let error = lines.next().await.unwrap().unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("a value is not as the description documents"),
        "{error}"
    );
    assert!(lines.next().await.is_none());
}

#[tokio::test]
async fn xml_is_text() {
    let (client, _server) = responses(200, "application/xml", "<a/>").await;
    assert_eq!(client.get_xml().send().await.unwrap().into_inner(), "<a/>");
}

#[tokio::test]
async fn the_documented_media_types_are_accepted() {
    let (client, server) = responses(200, "image/png", "").await;
    client.get_picture().send().await.unwrap();
    assert_eq!(server.sent().await.header("accept"), "application/json, image/*");
}

#[tokio::test]
async fn a_stream_of_events_that_breaks_off_says_so_without_the_url() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serving = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        assert!(stream.read(&mut [0; 4096]).await.unwrap() > 0, "a request");
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 100\r\n\r\n";
        stream
            .write_all(format!("{head}data: one\n\n").as_bytes())
            .await
            .unwrap();
    });
    let client = openapi_fixtures::responses::Client::builder()
        .base_url(&url)
        .build()
        .unwrap();
    let mut events = client.get_events().send().await.unwrap().into_inner();
    assert_eq!(events.next().await.unwrap().unwrap().data, "one");
    let error = events.next().await.unwrap().unwrap_err();
    assert!(
        matches!(error, openapi_runtime::StreamError::Interrupted(_)),
        "{error:?}"
    );
    assert!(!format!("{error:?}").contains(&url), "{error:?}");
    serving.await.unwrap();
}

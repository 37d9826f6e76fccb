//! What a server can do wrong, each a distinct, readable error.

mod support;

use std::time::{Duration, Instant};

use openapi_conformance::Reply;
use support::{TOKEN, client, connection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use wiremock_cloud::mock::Mock;
use wiremock_cloud::operations::CreateDatabaseConnectionError;
use wiremock_cloud::{Client, Error};

type Failure = Error<CreateDatabaseConnectionError>;

async fn create(client: &Client) -> Failure {
    client
        .create_database_connection("me", connection())
        .send()
        .await
        .expect_err("a failure")
}

async fn answered(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Failure {
    let mock = Mock::start().await;
    mock.create_database_connection()
        .reply(Reply::new(status).body(media_type, body));
    create(&client(mock.url())).await
}

/// A server that reads a request, writes these bytes, waits, and hangs up.
async fn raw_server(answer: &'static [u8], wait: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).await;
            let _ = stream.write_all(answer).await;
            tokio::time::sleep(wait).await;
        }
    });
    url
}

#[tokio::test]
async fn an_undocumented_status_carries_status_headers_and_body() {
    let error = answered(418, "text/plain", "short and stout").await;
    let Error::UnexpectedStatus(response) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(response.status.as_u16(), 418);
    assert_eq!(response.headers["content-type"], "text/plain");
    assert_eq!(&response.body[..], b"short and stout");
    assert!(
        error.to_string().contains("418") && error.to_string().contains("short and stout"),
        "{error}"
    );
}

#[tokio::test]
async fn malformed_json_says_where() {
    let error = answered(201, "application/json", "{\"databaseConnection\": {").await;
    assert!(matches!(&error, Error::InvalidBody { .. }), "{error:?}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(201));
}

#[tokio::test]
async fn json_of_another_shape_names_the_field() {
    let error = answered(201, "application/json", r#"{"databaseConnection": {"id": 7}}"#).await;
    assert!(matches!(&error, Error::InvalidBody { .. }), "{error:?}");
    assert!(error.to_string().contains("databaseConnection"), "{error}");
}

#[tokio::test]
async fn another_content_type_is_named_beside_the_documented_one() {
    let error = answered(400, "text/html", "<h1>Bad</h1>").await;
    assert!(matches!(&error, Error::UnexpectedContentType { .. }), "{error:?}");
    let message = error.to_string();
    assert!(
        message.contains("text/html") && message.contains("application/json"),
        "{message}"
    );
}

#[tokio::test]
async fn the_error_for_an_empty_body_says_so() {
    let error = answered(201, "application/json", "").await;
    assert!(matches!(&error, Error::InvalidBody { .. }), "{error:?}");
    assert!(error.to_string().contains("empty"), "{error}");
}

#[tokio::test]
async fn a_connection_cut_half_way_is_an_interruption() {
    let answer = b"HTTP/1.1 201 Created\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n{\"data";
    let error = create(&client(raw_server(answer, Duration::ZERO).await)).await;
    assert!(matches!(&error, Error::Interrupted { .. }), "{error:?}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(201));
}

#[tokio::test]
async fn a_stall_ends_at_the_timeout() {
    let url = raw_server(b"HTTP/1.1 201 Created\r\n", Duration::from_secs(60)).await;
    let builder = Client::builder()
        .token(TOKEN)
        .base_url(url)
        .timeout(Duration::from_millis(300));
    let started = Instant::now();
    let error = create(&builder.build().expect("a client")).await;
    assert!(matches!(&error, Error::Timeout(_)) && error.is_timeout(), "{error:?}");
    assert!(started.elapsed() < Duration::from_secs(30));
}

#[tokio::test]
async fn a_refused_connection_is_a_connection_error() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let error = create(&client(url)).await;
    assert!(matches!(&error, Error::Connection(_)), "{error:?}");
}

#[tokio::test]
async fn a_large_error_page_is_kept_but_not_printed_whole() {
    let error = answered(502, "text/html", "x".repeat(2_000_000)).await;
    let Error::UnexpectedStatus(response) = &error else {
        panic!("{:?}", error.status())
    };
    assert_eq!(response.body.len(), 2_000_000);
    assert!(error.to_string().len() < 2_000 && format!("{error:?}").len() < 4_000);
}

#[tokio::test]
async fn a_response_over_the_limit_is_refused() {
    let mock = Mock::start().await;
    mock.create_database_connection()
        .reply(Reply::new(201).body("application/json", "x".repeat(2_000)));
    let builder = Client::builder()
        .token(TOKEN)
        .base_url(mock.url())
        .max_response_bytes(1_000);
    let error = create(&builder.build().expect("a client")).await;
    assert!(matches!(&error, Error::TooLarge { .. }), "{error:?}");
}

#[tokio::test]
async fn a_redirect_to_another_origin_does_not_carry_the_token() {
    let elsewhere = Mock::start().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let location = format!(
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: {}/v1\r\ncontent-length: 0\r\n\r\n",
        elsewhere.url()
    );
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut buffer = [0; 4096];
            let _ = stream.read(&mut buffer).await;
            let _ = stream.write_all(location.as_bytes()).await;
        }
    });
    let error = create(&client(url)).await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(307), "{error:?}");
    assert!(elsewhere.requests().is_empty());
}

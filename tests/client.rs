//! What the facade adds: the token, the server, timeouts, the user agent, and secrets kept.

mod support;

use std::time::Duration;

use support::{PASSWORD, TOKEN, client, connection};
use wiremock_cloud::mock::Mock;
use wiremock_cloud::{Client, Error, Server};

async fn authorization(token: &str) -> Option<String> {
    let mock = Mock::start().await;
    let client = Client::builder()
        .token(token)
        .base_url(mock.url())
        .build()
        .expect("a valid token");
    client
        .create_database_connection("me", connection())
        .send()
        .await
        .expect("created");
    mock.requests()[0].header("authorization").map(str::to_owned)
}

#[tokio::test]
async fn the_token_goes_out_with_its_prefix() {
    assert_eq!(authorization("abc").await.as_deref(), Some("Token abc"));
}

#[tokio::test]
async fn a_prefix_is_not_doubled() {
    assert_eq!(authorization("Token abc").await.as_deref(), Some("Token abc"));
}

#[test]
fn a_token_that_cannot_be_a_header_is_an_error_that_does_not_show_it() {
    let error = Client::builder().token("se\ncret").build().expect_err("a newline");
    assert!(!error.to_string().contains("cret"), "{error}");
    assert!(!format!("{error:?}").contains("cret"), "{error:?}");
}

#[test]
fn production_is_the_default_server() {
    assert_eq!(Server::default(), Server::Production);
    let client = Client::builder().token(TOKEN).build().expect("a client");
    assert_eq!(client.base_url().trim_end_matches('/'), "https://api.wiremock.cloud");
    let mock = Client::builder()
        .token(TOKEN)
        .server(Server::Mock)
        .build()
        .expect("a client");
    assert_eq!(mock.base_url().trim_end_matches('/'), "https://wmc.wiremockapi.cloud");
}

#[tokio::test]
async fn the_user_agent_names_the_crate_and_its_version() {
    let mock = Mock::start().await;
    client(mock.url())
        .create_database_connection("me", connection())
        .send()
        .await
        .expect("created");
    let agent = concat!("wiremock-cloud/", env!("CARGO_PKG_VERSION"));
    assert_eq!(mock.requests()[0].header("user-agent"), Some(agent));
}

#[tokio::test]
async fn a_client_of_the_users_own_is_used() {
    let mock = Mock::start().await;
    let own = wiremock_cloud::reqwest::Client::builder()
        .user_agent("mine")
        .build()
        .expect("a client");
    let client = Client::builder()
        .token(TOKEN)
        .base_url(mock.url())
        .http_client(own)
        .build()
        .expect("a client");
    client
        .create_database_connection("me", connection())
        .send()
        .await
        .expect("created");
    assert_eq!(mock.requests()[0].header("user-agent"), Some("mine"));
}

#[test]
fn no_debug_output_shows_a_secret() {
    let builder = Client::builder().token(TOKEN);
    assert!(!format!("{builder:?}").contains(TOKEN));
    let client = builder.build().expect("a client");
    assert!(!format!("{client:?}").contains(TOKEN));
    let body = format!("{:?}", connection());
    assert!(!body.contains(PASSWORD) && body.contains("redacted"), "{body}");
    let request = format!("{:?}", client.create_database_connection("me", connection()));
    assert!(!request.contains(PASSWORD) && !request.contains(TOKEN), "{request}");
}

#[tokio::test]
async fn path_arguments_stay_in_their_segment() {
    for id in ["a/b", "?", "#", "%2F", "naïve ☃", "a b", "...", "a;b=c", "\\"] {
        let mock = Mock::start().await;
        client(mock.url())
            .create_database_connection(id, connection())
            .send()
            .await
            .expect("created");
        let requests = mock.requests();
        let segments: Vec<_> = requests[0].path.split('/').collect();
        let ["", "v1", "users", segment, "database-connections"] = segments[..] else {
            panic!("{segments:?}")
        };
        let bytes = percent_decode(segment);
        assert_eq!(String::from_utf8(bytes).expect("UTF-8"), id);
    }
}

fn percent_decode(text: &str) -> Vec<u8> {
    let mut bytes = text.bytes();
    let mut decoded = Vec::new();
    while let Some(byte) = bytes.next() {
        let mut digit = || {
            (bytes.next().expect("two digits") as char)
                .to_digit(16)
                .expect("a hexadecimal digit") as u8
        };
        decoded.push(if byte == b'%' { digit() * 16 + digit() } else { byte });
    }
    decoded
}

#[tokio::test]
async fn an_argument_that_no_segment_can_hold_is_an_error_before_anything_is_sent() {
    for id in ["", ".", ".."] {
        let mock = Mock::start().await;
        let error = client(mock.url())
            .create_database_connection(id, connection())
            .send()
            .await
            .expect_err("no segment");
        assert!(matches!(&error, Error::InvalidRequest(_)), "{error:?}");
        assert!(error.to_string().contains("userId"), "{error}");
        assert!(mock.requests().is_empty());
    }
}

#[test]
fn timeouts_can_be_set() {
    let builder = Client::builder().token(TOKEN).timeout(Duration::from_secs(5));
    assert!(builder.connect_timeout(Duration::from_secs(1)).build().is_ok());
}

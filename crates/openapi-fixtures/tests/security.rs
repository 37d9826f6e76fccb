//! Each operation carries the credentials it asks for, and no others; servers have variables.

mod support;

use openapi_fixtures::security::{Client, OPERATIONS, Server as Base};
use support::Server;
use wiremock::ResponseTemplate;

async fn client() -> (Client, Server) {
    let server = Server::answering(ResponseTemplate::new(204)).await;
    let client = Client::builder()
        .base_url(server.url())
        .header_credential("header-key")
        .query("query-key")
        .cookie("cookie-key")
        .basic("alice", "password")
        .bearer("bearer-token")
        .oauth("oauth-token")
        .build()
        .expect("a client");
    (client, server)
}

macro_rules! sends {
    ($($test:ident: $operation:ident => $target:expr, $key:expr, $cookie:expr, $authorization:expr;)*) => {$(
        #[tokio::test]
        async fn $test() {
            let (client, server) = client().await;
            client.$operation().send().await.unwrap();
            let sent = server.sent().await;
            let target = sent.target();
            let found = [target.as_str(), sent.header("x-key"), sent.header("cookie"), sent.header("authorization")];
            assert_eq!(found, [$target, $key, $cookie, $authorization]);
        }
    )*};
}

sends! {
    a_key_in_a_header: by_header => "/header", "header-key", "", "";
    a_key_in_the_query: by_query => "/query?key=query-key", "", "", "";
    a_key_in_a_cookie: by_cookie => "/cookie", "", "session=cookie-key", "";
    basic: by_basic => "/basic", "", "", "Basic YWxpY2U6cGFzc3dvcmQ=";
    bearer: by_bearer => "/bearer", "", "", "Bearer bearer-token";
    oauth2_is_a_bearer_token: by_oauth => "/oauth", "", "", "Bearer oauth-token";
    the_first_alternative_that_can_be_met: by_either => "/either?key=query-key", "", "session=cookie-key", "";
    none_where_security_is_empty: by_none => "/none", "", "", "";
}

#[tokio::test]
async fn another_alternative_is_taken_when_the_first_cannot_be_met() {
    let server = Server::answering(ResponseTemplate::new(204)).await;
    let client = Client::builder()
        .base_url(server.url())
        .query("q")
        .bearer("b")
        .build()
        .expect("a client");
    client.by_either().send().await.unwrap();
    let sent = server.sent().await;
    assert_eq!(
        (sent.target().as_str(), sent.header("authorization")),
        ("/either", "Bearer b")
    );
}

#[test]
fn no_credential_shows() {
    let builder = Client::builder()
        .bearer("s3cret")
        .basic("alice", "s3cret")
        .header_credential("s3cret");
    assert!(!format!("{builder:?}").contains("s3cret"));
    assert!(!format!("{:?}", builder.build().expect("a client")).contains("s3cret"));
}

#[test]
fn servers_have_variables_with_defaults() {
    assert_eq!(Base::default().url(), "https://eu.example.com/v1");
    let chosen = Base::RegionExampleCom {
        region: "us".into(),
        version: "v2".into(),
    };
    assert_eq!(chosen.url(), "https://us.example.com/v2");
    assert_eq!(
        Client::builder()
            .server(Base::StagingExampleCom)
            .build()
            .expect("a client")
            .base_url(),
        "https://staging.example.com"
    );
}

#[test]
fn the_table_of_operations_has_their_credentials() {
    let either = OPERATIONS
        .iter()
        .find(|operation| operation.id == "by_either")
        .expect("the operation");
    assert_eq!(either.security, [&["query", "cookie"][..], &["bearer"]]);
    assert_eq!(
        (either.method, either.path, either.statuses),
        ("GET", "/either", &["204"][..])
    );
}

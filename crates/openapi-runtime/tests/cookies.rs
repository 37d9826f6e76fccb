//! A jar for the cookies of servers.

mod common;

use common::{faulty::Fault, faulty::Faulty};
use openapi_runtime::{Client, ClientBuilder, Method};

async fn second_request(set: impl FnOnce(ClientBuilder) -> ClientBuilder) -> String {
    let server = Faulty::start([Fault::status(200, "set-cookie: session=abc; Path=/\r\n")]).await;
    let client = set(Client::builder(&server.url, "t")).build().unwrap();
    for _ in 0..2 {
        client.clone().request(Method::GET, "/x").send_raw().await.unwrap();
    }
    server.requests().remove(1)
}

#[tokio::test]
async fn they_are_kept_when_asked_for() {
    assert!(
        second_request(ClientBuilder::cookies)
            .await
            .contains("cookie: session=abc\r\n")
    );
    assert!(!second_request(|builder| builder).await.contains("session"));
}

#[tokio::test]
async fn a_request_with_cookies_of_its_own_sends_those() {
    let own = |builder: ClientBuilder| builder.cookies().api_key_cookie("key", "k", "v".into());
    let request = second_request(own).await;
    assert!(
        request.contains("cookie: k=v\r\n") && !request.contains("session"),
        "{request}"
    );
}

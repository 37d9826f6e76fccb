//! The operations of a tag are methods of a struct, which send what those of the client send.

use openapi_fixtures::tags::{Client, types::Kind};
use serde_json::json;
use wiremock::ResponseTemplate;

mod support;
use support::Server;

async fn answering(body: serde_json::Value) -> (Server, Client) {
    let server = Server::answering(ResponseTemplate::new(200).set_body_json(body)).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    (server, client)
}

#[tokio::test]
async fn an_operation_is_a_method_of_its_tag() {
    let (server, client) = answering(json!([{"name": "Tom"}])).await;
    let call = client.pet_store().list_pets(Kind::Cat);
    let pets = call.send().await.unwrap().into_inner();
    assert_eq!(pets[0].name, "Tom");
    assert_eq!(server.sent().await.target(), "/pets?kind=cat");
}

#[tokio::test]
async fn the_method_is_named_without_the_tag() {
    let (server, client) = answering(json!({"name": "Tom"})).await;
    assert_eq!(client.names().get().send().await.unwrap().name, "Tom");
    assert_eq!(server.sent().await.target(), "/names");
}

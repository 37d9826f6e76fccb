//! Links of responses fill the parameters of the operations that follow.

use openapi_fixtures::links::{
    Client,
    operations::{CreateUser, GetUser},
    types::{NewUser, User},
};
use openapi_runtime::ResponseValue;
use serde_json::json;
use wiremock::ResponseTemplate;

mod support;
use support::Server;

async fn created(user: serde_json::Value) -> ResponseValue<User> {
    let response = ResponseTemplate::new(201)
        .set_body_json(user)
        .insert_header("x-shard", "4");
    let server = Server::answering(response).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    client
        .create_user(NewUser::builder().name("Anna").build())
        .send()
        .await
        .unwrap()
}

async fn answering(status: u16, body: serde_json::Value) -> (Server, Client) {
    let server = Server::answering(ResponseTemplate::new(status).set_body_json(body)).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    (server, client)
}

#[tokio::test]
async fn a_link_takes_parameters_from_the_body() {
    let user = created(json!({"id": 7, "name": "Anna", "team": "a/b"})).await;
    let (server, client) = answering(200, json!({"id": 7})).await;
    CreateUser::follow_itself(&client, &user).unwrap().send().await.unwrap();
    assert_eq!(server.sent().await.target(), "/users/7");
}

#[tokio::test]
async fn a_link_takes_parameters_from_headers_constants_and_the_status_and_leaves_others_to_the_caller() {
    let user = created(json!({"id": 7, "team": "a/b"})).await;
    let (server, client) = answering(200, json!([])).await;
    let orders = CreateUser::follow_orders(&client, &user, "all").unwrap();
    orders.send().await.unwrap();
    assert_eq!(
        server.sent().await.target(),
        "/shards/4/orders?user=7&response=all&sort=newest&team=a%2Fb&status=201"
    );

    let user = created(json!({"id": 7})).await;
    let (server, client) = answering(200, json!([])).await;
    let orders = CreateUser::follow_orders(&client, &user, "all").unwrap();
    orders.send().await.unwrap();
    assert_eq!(
        server.sent().await.target(),
        "/shards/4/orders?user=7&response=all&sort=newest&status=201"
    );
}

#[tokio::test]
async fn what_was_in_the_request_is_an_argument() {
    let (_server, client) = answering(200, json!({"id": 7, "team": "b"})).await;
    let user = client.get_user("7").send().await.unwrap();
    let server = Server::answering(ResponseTemplate::new(204)).await;
    let client = Client::builder().base_url(server.url()).build().unwrap();
    let new = NewUser::builder().name("Berta").build();
    GetUser::follow_rename(&client, &user, "7", new)
        .unwrap()
        .send()
        .await
        .unwrap();
    let sent = server.sent().await;
    assert_eq!(
        (sent.target().as_str(), sent.text()),
        ("/users/7?team=b", r#"{"name":"Berta"}"#)
    );
}

#[tokio::test]
async fn a_response_without_the_value_is_an_error() {
    let user = created(json!({"id": 7})).await;
    let (_server, client) = answering(200, json!({})).await;
    let error = CreateUser::follow_team(&client, &user).unwrap_err();
    assert_eq!(error.parameter, "name");
    assert_eq!(
        error.to_string(),
        "the link cannot be followed: the response has no valid value for `name`"
    );
}

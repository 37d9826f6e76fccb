//! The SDK and the client by progenitor send the same for the same arguments. Credentials are the SDK's alone: progenitor leaves
//! them to the `reqwest::Client`.

use openapi_conformance::{Contract, Mock, Request};
use serde_json::{Value, json};
use wiremock_cloud::DESCRIPTION;
use wiremock_cloud::types::NewDatabaseConnection;

fn connection() -> Value {
    json!({
        "connectionName": "My database connection",
        "databaseType": "POSTGRESQL",
        "host": "my-db.example.com",
        "port": 5432,
        "databaseName": "my-test-data",
        "username": "alice",
        "password": "s3cret",
    })
}

fn parts(request: &Request) -> (String, String, Option<&str>, Value) {
    let target = format!("{}?{:?}", request.path, request.query);
    let body = request.json().expect("JSON");
    (request.method.clone(), target, request.header("content-type"), body)
}

#[tokio::test]
async fn the_sdk_and_progenitor_send_the_same() {
    let contract = Contract::parse(DESCRIPTION).expect("a description");
    let mock = Mock::start(contract).await.expect("a free loopback port");

    let sdk = wiremock_cloud::Client::builder()
        .token("token")
        .base_url(mock.url())
        .build();
    let connection: Value = connection();
    let body: NewDatabaseConnection = serde_json::from_value(connection.clone()).expect("a connection");
    let created = sdk
        .expect("a client")
        .create_database_connection("me/1", body)
        .send()
        .await
        .expect("created");

    let mut headers = reqwest::header::HeaderMap::new();
    headers.insert("authorization", "Token token".parse().expect("a header"));
    let http = reqwest::Client::builder()
        .default_headers(headers)
        .build()
        .expect("a client");
    let client = by_progenitor::Client::new_with_client(&mock.url(), http);
    let body = serde_json::from_value(json!({ "databaseConnection": connection })).expect("a body");
    let also_created = client.create_database_connection("me/1", &body).await.expect("created");

    let requests = mock.requests();
    let [one, other] = requests.as_slice() else {
        panic!("two requests");
    };
    assert_eq!(parts(one), parts(other));
    let [one, other] = [
        serde_json::to_value(&*created).expect("JSON"),
        serde_json::to_value(&*also_created).expect("JSON"),
    ];
    assert_eq!(one, other);
}

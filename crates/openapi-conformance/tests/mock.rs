//! What a mock answers, what it refuses, and what it says of both.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use openapi_conformance::{Contract, Mock, Reply};
use reqwest::{Client, Method};
use serde_json::{Value, json};

const DESCRIPTION: &str = "
openapi: 3.1.0
paths:
  /pets/{petId}:
    parameters:
      - {name: petId, in: path, required: true, schema: {type: integer}}
      - {name: tags, in: query, explode: false, schema: {type: array, items: {type: string}}}
    get:
      operationId: getPet
      responses:
        '200': {description: It, content: {application/json: {example: {name: Tom}, schema: {$ref: '#/components/schemas/Pet'}}}}
        '404': {description: None}
    put:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: Done}}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: string}, age: {type: integer}}}
";

async fn mock() -> Mock {
    let contract = Contract::parse(DESCRIPTION).expect("a description");
    Mock::start(contract).await.expect("a free loopback port")
}

async fn send(mock: &Mock, method: Method, path: &str, body: Option<Value>) -> reqwest::Result<(u16, String)> {
    let mut request = Client::new().request(method, mock.url() + path);
    if let Some(body) = body {
        request = request
            .header("content-type", "application/json")
            .body(body.to_string());
    }
    let response = request.send().await?;
    Ok((response.status().as_u16(), response.text().await?))
}

async fn get(mock: &Mock, path: &str) -> (u16, String) {
    send(mock, Method::GET, path, None).await.expect("a response")
}

async fn put(mock: &Mock, body: Value) -> (u16, String) {
    let response = send(mock, Method::PUT, "/pets/7", Some(body)).await;
    response.expect("a response")
}

#[track_caller]
fn panics(with: &str, run: impl FnOnce()) {
    let panic = catch_unwind(AssertUnwindSafe(run)).expect_err("it should panic");
    let message = panic.downcast_ref::<String>().expect("a message");
    assert!(message.contains(with), "{message}");
}

#[tokio::test]
async fn without_rules_examples_are_answered() {
    let mock = mock().await;
    assert_eq!(get(&mock, "/pets/7").await, (200, json!({"name": "Tom"}).to_string()));
    assert_eq!(put(&mock, json!({"name": "Rex"})).await.0, 204);
    mock.verify();
}

#[tokio::test]
async fn rules_have_their_turn_in_order() {
    let mock = mock().await;
    mock.on("getPet")
        .times(1)
        .reply(Reply::new(429).header("Retry-After", "0"));
    mock.on("getPet")
        .expect("petId", 7)
        .expect("tags", ["a", "b"])
        .respond(200, json!({"name": "Rex"}));
    mock.on("getPet").expect("petId", 8).respond_empty(404);
    mock.on("GET /pets/{petId}").expect("petId", 9).respond_example(200);
    assert_eq!(get(&mock, "/pets/7?tags=a,b").await.0, 429);
    assert_eq!(
        get(&mock, "/pets/7?tags=a,b").await,
        (200, json!({"name": "Rex"}).to_string())
    );
    assert_eq!(get(&mock, "/pets/8").await.0, 404);
    assert_eq!(get(&mock, "/pets/9").await.1, json!({"name": "Tom"}).to_string());
    assert_eq!(mock.requests_of("getPet").len(), 4);
    mock.verify();

    let (status, problem) = get(&mock, "/pets/7?tags=a").await;
    assert_eq!(status, 501);
    assert!(
        problem.contains("the parameter `tags`: expected [\"a\",\"b\"]"),
        "{problem}"
    );
    panics("the parameter `tags`", || mock.verify());
}

#[tokio::test]
async fn errors_have_the_place_in_the_body() {
    let mock = mock().await;
    mock.on("PUT /pets/{petId}")
        .expect_body(json!({"name": "Rex", "age": 3}))
        .times(2)
        .respond_empty(204);
    assert_eq!(put(&mock, json!({"name": "Rex", "age": 3})).await.0, 204);
    panics("PUT /pets/{petId}: 2 requests were expected, 1 arrived", || {
        mock.verify()
    });
    let (_, other) = put(&mock, json!({"name": "Rex", "age": 4})).await;
    assert!(other.contains("`/age`"), "{other}");
    let (_, invalid) = put(&mock, json!({"name": 1})).await;
    assert!(invalid.contains("at `/name`"), "{invalid}");
    assert_eq!(put(&mock, json!({"age": 3, "name": "Rex"})).await.0, 204);
    let (_, late) = put(&mock, json!({"name": "Rex", "age": 3})).await;
    assert!(late.contains("no more requests were expected"), "{late}");
}

#[tokio::test]
async fn it_fails_as_servers_do() {
    let mock = mock().await;
    mock.on("getPet").times(1).reply(Reply::reset());
    let delay = Duration::from_millis(50);
    mock.on("getPet")
        .reply(Reply::json(200, json!({"name": "Rex"})).delay(delay));
    assert!(send(&mock, Method::GET, "/pets/7", None).await.is_err());
    let started = Instant::now();
    assert_eq!(get(&mock, "/pets/7").await.0, 200);
    assert!(started.elapsed() >= delay);
}

#[tokio::test]
async fn rules_are_held_to_the_description() {
    let mock = mock().await;
    panics("no operation `getCat`", || drop(mock.on("getCat")));
    panics("has no parameter `id`", || drop(mock.on("getPet").expect("id", 7)));
    panics("the value of `petId`", || {
        drop(mock.on("getPet").expect("petId", "seven"))
    });
    panics("has no body", || drop(mock.on("getPet").expect_body(json!({}))));
    panics("has no response 410", || mock.on("getPet").respond_empty(410));
    panics("has no content", || mock.on("getPet").respond(404, json!({})));
    panics("at `/name`", || mock.on("getPet").respond(200, json!({"name": 1})));
    panics("has no response 500", || mock.on("getPet").respond_example(500));
}

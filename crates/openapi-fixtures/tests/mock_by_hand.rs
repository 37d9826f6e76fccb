//! One test of a caller with the mock that is generated, and with the crate `wiremock` by hand: a third of the lines.

use openapi_fixtures::pets::Client;
use openapi_fixtures::pets::mock::Mock;
use openapi_fixtures::pets::types::{Dog, NewPet, Pet};
use serde_json::json;
use wiremock::matchers::{body_json, method, path};
use wiremock::{MockServer, ResponseTemplate};

/// The code under test: adds a pet, and reads it.
async fn add(url: &str, name: &str) -> Result<Pet, Box<dyn std::error::Error>> {
    let client = Client::builder().token("a token").base_url(url).build()?;
    let added = client.create_pet(NewPet::builder().name(name).build()).send().await?;
    Ok(client.get_pet(added.id).send().await?.into_inner())
}

#[tokio::test]
async fn generated() {
    let mock = Mock::start().await;
    let rex = Pet::builder().id(7).name("Rex").kind(Dog::builder().build()).build();
    let new = NewPet::builder().name("Rex").build();
    mock.create_pet().expect_body(new).times(1).respond_created(rex.clone());
    mock.get_pet().expect_id(7).busy(1).times(1).respond_ok(rex.clone());
    assert_eq!(add(&mock.url(), "Rex").await.unwrap(), rex);
}

#[tokio::test]
async fn by_hand() {
    let server = MockServer::start().await;
    let rex = json!({"id": 7, "name": "Rex", "kind": {"type": "dog"}});
    wiremock::Mock::given(method("POST"))
        .and(path("/pets"))
        .and(body_json(json!({"name": "Rex"})))
        .respond_with(ResponseTemplate::new(201).set_body_json(&rex))
        .expect(1)
        .mount(&server)
        .await;
    wiremock::Mock::given(method("GET"))
        .and(path("/pets/7"))
        .respond_with(ResponseTemplate::new(429).insert_header("Retry-After", "0"))
        .up_to_n_times(1)
        .expect(1)
        .mount(&server)
        .await;
    wiremock::Mock::given(method("GET"))
        .and(path("/pets/7"))
        .respond_with(ResponseTemplate::new(200).set_body_json(&rex))
        .expect(1)
        .mount(&server)
        .await;
    let added = add(&server.uri(), "Rex").await.unwrap();
    assert_eq!(serde_json::to_value(&added).unwrap(), rex);
}

/// The lines of a function of this file.
fn lines(name: &str) -> usize {
    let text = include_str!("mock_by_hand.rs");
    let start = format!("async fn {name}() {{\n");
    let body = text.split_once(&start).and_then(|(_, after)| after.split_once("\n}\n"));
    body.map_or(0, |(body, _)| body.lines().count())
}

#[test]
fn a_third_of_the_lines() {
    let (generated, by_hand) = (lines("generated"), lines("by_hand"));
    assert!(generated > 0 && generated * 3 <= by_hand, "{generated} and {by_hand}");
}

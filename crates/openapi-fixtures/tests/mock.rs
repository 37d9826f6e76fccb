//! The mock that is generated with a client: what it expects and responds by type, what it refuses, and how it fails.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use openapi_fixtures::pets::mock::Mock;
use openapi_fixtures::pets::operations::{CreatePetError, GetPetError};
use openapi_fixtures::pets::types::{Dog, NewPet, Pet, PetPatch, Problem, PutPhotoRequestBodyMultipart};
use openapi_fixtures::pets::{Client, Error, File, Retry};
use openapi_fixtures::{responses, streams};
use serde_json::json;

fn client(mock: &Mock) -> Client {
    let builder = Client::builder().token("a token").base_url(mock.url());
    builder.retry(Retry::never()).build().expect("a client")
}

/// A response type is built as a request type is.
fn rex() -> Pet {
    Pet::builder()
        .id(7)
        .name("Rex")
        .kind(Dog::builder().breed("Boxer").build())
        .build()
}

/// The message of a panic.
#[track_caller]
fn panic_of(run: impl FnOnce()) -> String {
    let panic = catch_unwind(AssertUnwindSafe(run)).expect_err("it should panic");
    panic.downcast_ref::<String>().expect("a message").clone()
}

#[tokio::test]
async fn it_expects_and_responds_by_type() {
    let mock = Mock::start().await;
    mock.create_pet()
        .expect_body(NewPet::builder().name("Rex").build())
        .respond_created(rex());
    mock.get_pet().expect_id(7).respond_ok(rex());
    mock.list_pets().expect_limit(2).respond_ok([rex()]);
    mock.put_photo()
        .expect_id(7)
        .expect_body(json!({"photo": "woof"}))
        .respond_no_content();
    mock.get_photo().respond_ok("woof");

    let client = client(&mock);
    let created = client
        .create_pet(NewPet::builder().name("Rex").build())
        .send()
        .await
        .expect("a pet");
    assert_eq!(created.into_inner(), rex());
    assert_eq!(client.get_pet(7).send().await.expect("a pet").into_inner(), rex());
    assert_eq!(client.list_pets().limit(2).send().await.expect("pets").len(), 1);
    let photo = PutPhotoRequestBodyMultipart::builder().photo(File::new("woof")).build();
    client.put_photo(7, photo).send().await.expect("nothing");
    let photo = client.get_photo(7).send().await.expect("a photo").into_inner();
    assert_eq!(photo.bytes(10).await.expect("bytes"), "woof");
}

#[tokio::test]
async fn every_documented_response_has_a_method() {
    let mock = Mock::start().await;
    let problem = Problem::builder().message("There is a Rex.").build();
    mock.create_pet().respond_conflict(problem.clone());
    mock.get_pet().respond_not_found(problem);
    let client = client(&mock);
    let conflict = client.create_pet(NewPet::builder().name("Rex").build()).send().await;
    let Err(Error::ErrorResponse(conflict)) = conflict else {
        panic!("{conflict:?}")
    };
    assert!(matches!(conflict.into_inner(), CreatePetError::Conflict(problem) if problem.message == "There is a Rex."));
    let missing = client.get_pet(7).send().await;
    let Err(Error::ErrorResponse(missing)) = missing else {
        panic!("{missing:?}")
    };
    assert!(matches!(missing.into_inner(), GetPetError::NotFound(_)));
}

/// The status of a class of statuses is an argument, and so are the values of a stream.
#[tokio::test]
async fn statuses_of_a_class_and_streams() {
    let mock = responses::mock::Mock::start().await;
    let problem = responses::types::Problem::builder().build();
    mock.get_kinds().respond_client_error(418, problem);
    let client = responses::Client::builder()
        .base_url(mock.url())
        .build()
        .expect("a client");
    let error = client.get_kinds().send().await.expect_err("an error");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(418));

    let mock = streams::mock::Mock::start().await;
    let chunk = |text: &str| streams::types::Chunk::builder().delta(text).build();
    mock.chat().respond_stream([chunk("a"), chunk("b")]);
    let client = streams::Client::builder()
        .base_url(mock.url())
        .build()
        .expect("a client");
    let question = streams::types::ChatRequestBody::builder().prompt("?").build();
    let mut chunks = client.chat(question).stream().await.expect("a stream").into_inner();
    let mut text = String::new();
    while let Some(chunk) = chunks.next().await {
        text += &chunk.expect("a chunk").delta;
    }
    assert_eq!(text, "ab");
}

#[tokio::test]
async fn a_wrong_request_is_refused_with_the_place() {
    let mock = Mock::start().await;
    mock.create_pet()
        .expect_body(NewPet::builder().name("Rex").build())
        .respond_created(rex());
    mock.get_pet().expect_id(7).respond_ok(rex());
    let client = client(&mock);
    let other = client.create_pet(NewPet::builder().name("Tom").build()).send().await;
    let refused = other.expect_err("an error").to_string();
    assert!(refused.contains("`/name`"), "{refused}");
    let other = client.get_pet(8).send().await;
    let refused = other.expect_err("an error").to_string();
    assert!(
        refused.contains("the parameter `id`: expected 7, arrived \"8\""),
        "{refused}"
    );

    // It fails the test, also one that does not call `verify`.
    let failure = panic_of(|| drop(mock));
    assert!(
        failure.contains("`/name`") && failure.contains("the parameter `id`"),
        "{failure}"
    );
}

#[tokio::test]
async fn a_response_that_the_description_does_not_allow_is_a_panic_with_the_place() {
    let mock = responses::mock::Mock::start().await;
    let wrong = panic_of(|| mock.untyped().on("get_kinds").respond(207, json!(["a"])));
    assert!(wrong.contains("at `/0`"), "{wrong}");
}

#[tokio::test]
async fn an_expected_request_that_does_not_arrive_fails_the_test() {
    let mock = Mock::start().await;
    mock.update_pet()
        .expect_body(PetPatch::builder().build())
        .times(2)
        .respond_ok(rex());
    client(&mock)
        .update_pet(7, PetPatch::builder().build())
        .send()
        .await
        .expect("a pet");
    let failure = panic_of(|| drop(mock));
    assert!(failure.contains("2 requests were expected, 1 arrived"), "{failure}");
}

#[tokio::test]
async fn without_expectations_it_responds_as_described() {
    let mock = Mock::start().await;
    let pet = client(&mock).get_pet(7).send().await.expect("a pet");
    assert!(!pet.name.is_empty());
}

#[tokio::test]
async fn it_fails_as_servers_do() {
    let mock = Mock::start().await;
    mock.get_pet().expect_id(1).reset();
    let delay = Duration::from_millis(80);
    mock.get_pet().expect_id(2).delay(delay).respond_ok(rex());
    mock.get_pet().expect_id(3).busy(2).times(1).respond_ok(rex());

    let client = client(&mock);
    assert!(matches!(client.get_pet(1).send().await, Err(Error::Connection(_))));
    let started = Instant::now();
    client.get_pet(2).send().await.expect("a pet");
    assert!(started.elapsed() >= delay);
    let late = client
        .get_pet(2)
        .timeout(delay / 8)
        .send()
        .await
        .expect_err("a timeout");
    assert!(late.is_timeout(), "{late}");

    let busy = client.get_pet(3).send().await.expect_err("429");
    assert_eq!(busy.status().map(|status| status.as_u16()), Some(429));
    let patient = Client::builder()
        .token("a token")
        .base_url(mock.url())
        .build()
        .expect("a client");
    assert_eq!(patient.get_pet(3).send().await.expect("a pet").id, 7);
    let arrived = mock.get_pet().requests();
    assert_eq!(arrived.iter().filter(|request| request.path == "/pets/3").count(), 3);
}

#[tokio::test]
async fn calls_are_recorded() {
    let mock = Mock::start().await;
    let client = client(&mock);
    client.list_pets().limit(2).send().await.expect("pets");
    client
        .get_pet(7)
        .header("X-Request-Id", "42")
        .send()
        .await
        .expect("a pet");
    assert_eq!(mock.requests().len(), 2);
    let requests = mock.get_pet().requests();
    assert_eq!(requests[0].path, "/pets/7");
    assert_eq!(requests[0].header("x-request-id"), Some("42"));
}

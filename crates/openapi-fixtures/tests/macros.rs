//! The client that the macro generates is the one that a `build.rs` generates.

use openapi_fixtures::pets::mock::Mock;
use openapi_fixtures::pets::types::{Dog, Pet};
use openapi_fixtures::{files as built_files, pets as built};

mod pets {
    openapi_build::generate!("documents/pets.yaml");
}

/// A description of several files.
mod files {
    openapi_build::generate!("documents/files.yaml");
}

#[tokio::test]
async fn it_calls_operations() {
    let mock = Mock::start().await;
    let kind = Dog::builder().breed("Boxer").build();
    let rex = Pet::builder().id(7).name("Rex").kind(kind).build();
    mock.get_pet().expect_id(7).respond_ok(rex);
    let client = pets::Client::builder().token("a token").base_url(mock.url());
    let client = client.build().expect("a client");
    let pet = client.get_pet(7).send().await.expect("a pet");
    assert_eq!(pet.name, "Rex");
}

#[test]
fn it_has_the_text_of_the_description_and_all_operations() {
    assert_eq!(pets::DESCRIPTION, built::DESCRIPTION);
    assert_eq!(files::DESCRIPTION, built_files::DESCRIPTION);
    let ids = |operations: &[openapi_runtime::Operation]| format!("{operations:?}");
    assert_eq!(ids(pets::OPERATIONS), ids(built::OPERATIONS));
    assert_eq!(ids(files::OPERATIONS), ids(built_files::OPERATIONS));
}

//! The mock that users of the SDK have for their tests.

mod support;

use std::panic::{AssertUnwindSafe, catch_unwind};

use support::{client, connection};
use wiremock_cloud::Error;
use wiremock_cloud::mock::Mock;
use wiremock_cloud::operations::CreateDatabaseConnectionError;
use wiremock_cloud::types::{Errors, SingleError};

#[tokio::test]
async fn it_responds_with_the_example() {
    let mock = Mock::start().await;
    mock.create_database_connection()
        .expect_user_id("me")
        .expect_body(connection())
        .busy(1)
        .respond_example(201);
    let created = client(mock.url())
        .create_database_connection("me", connection())
        .send()
        .await
        .expect("created");
    assert!(!created.database_connection.id.is_empty());
    assert_eq!(mock.create_database_connection().requests().len(), 2);
}

#[tokio::test]
async fn a_documented_error_has_its_type() {
    let mock = Mock::start().await;
    let problem = SingleError::builder().title("The host is not reachable.").build();
    mock.create_database_connection()
        .respond_unprocessable_entity(Errors::builder().errors([problem]).build());
    let sent = client(mock.url())
        .create_database_connection("me", connection())
        .send()
        .await;
    let Err(Error::ErrorResponse(response)) = sent else {
        panic!("{sent:?}")
    };
    assert!(
        matches!(response.into_inner(), CreateDatabaseConnectionError::UnprocessableEntity(body) if body.errors.len() == 1)
    );
}

#[tokio::test]
async fn another_user_fails_the_test() {
    let mock = Mock::start().await;
    mock.create_database_connection()
        .expect_user_id("me")
        .respond_example(201);
    let sent = client(mock.url())
        .create_database_connection("you", connection())
        .send()
        .await;
    let refused = sent.expect_err("an error").to_string();
    assert!(refused.contains("the parameter `userId`"), "{refused}");
    assert!(catch_unwind(AssertUnwindSafe(|| drop(mock))).is_err());
}

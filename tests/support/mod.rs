//! What the tests share: the mock of the API, a client for it, and the calls of every operation.

#![allow(dead_code, reason = "no test file uses all of it")]

use openapi_conformance::{Contract, Mock};
use serde_json::Value;
use wiremock_cloud::operations::CreateDatabaseConnectionError;
use wiremock_cloud::types::{CreateDatabaseConnectionRequestBody, DatabaseType, NewDatabaseConnection};
use wiremock_cloud::{Client, DESCRIPTION, Error};

pub const TOKEN: &str = "s3cr3t-key";
pub const PASSWORD: &str = "mysecretpassword";

pub fn contract() -> Contract {
    Contract::parse(DESCRIPTION).expect("the description was read when the crate was built")
}

pub async fn mock() -> Mock {
    Mock::start(contract()).await
}

pub fn client(url: impl Into<String>) -> Client {
    Client::builder()
        .token(TOKEN)
        .base_url(url)
        .build()
        .expect("a valid token and URL")
}

pub fn connection() -> NewDatabaseConnection {
    NewDatabaseConnection::builder()
        .connection_name("My database connection")
        .database_type(DatabaseType::Postgresql)
        .host("my-db.example.com")
        .port(5432)
        .database_name("my-test-data")
        .username("alice")
        .password(PASSWORD)
        .build()
}

/// What an operation gave: the status and body of a documented response, or how it failed.
pub type Outcome = Result<(u16, Value), Failure>;

#[derive(Debug)]
pub enum Failure {
    /// A documented error: its status, its variant, its body, and what a person reads.
    Documented {
        status: u16,
        variant: String,
        body: Value,
        message: String,
    },
    /// Anything else.
    Other(Error<CreateDatabaseConnectionError>),
}

/// Calls the operation with this id with a body made from JSON. A new operation in the description needs an arm here.
pub async fn call(client: &Client, operation: &str, body: Option<Value>) -> Outcome {
    match operation {
        "createDatabaseConnection" => {
            let body: CreateDatabaseConnectionRequestBody =
                serde_json::from_value(body.expect("the description has an example"))
                    .expect("an example fits its type");
            match client.create_database_connection("me", body).send().await {
                Ok(created) => Ok((created.status().as_u16(), to_json(&*created))),
                Err(Error::ErrorResponse(response)) => {
                    let status = response.status().as_u16();
                    let message = Error::ErrorResponse(response);
                    let text = message.to_string();
                    let Error::ErrorResponse(response) = message else {
                        unreachable!("just made")
                    };
                    let (variant, body) = match response.into_inner() {
                        CreateDatabaseConnectionError::BadRequest(body) => ("BadRequest", to_json(&body)),
                        CreateDatabaseConnectionError::Unauthorized(body) => ("Unauthorized", to_json(&body)),
                        CreateDatabaseConnectionError::Forbidden(body) => ("Forbidden", to_json(&body)),
                        CreateDatabaseConnectionError::UnprocessableEntity(body) => {
                            ("UnprocessableEntity", to_json(&body))
                        }
                        other => panic!("a variant without a case: {other:?}"),
                    };
                    Err(Failure::Documented {
                        status,
                        variant: variant.to_owned(),
                        body,
                        message: text,
                    })
                }
                Err(other) => Err(Failure::Other(other)),
            }
        }
        other => panic!("the operation {other} has no call here"),
    }
}

fn to_json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).expect("generated types are JSON")
}

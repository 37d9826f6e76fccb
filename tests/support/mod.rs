//! What the tests share: the mock of the API, a client for it, and the calls of every operation.

#![allow(dead_code, reason = "no test file uses all of it")]

use openapi_conformance::{Contract, Mock};
use wiremock_cloud::types::{DatabaseType, NewDatabaseConnection};
use wiremock_cloud::{Client, DESCRIPTION};

pub const TOKEN: &str = "s3cr3t-key";
pub const PASSWORD: &str = "mysecretpassword";

pub fn contract() -> Contract {
    Contract::parse(DESCRIPTION).expect("the description was read when the crate was built")
}

pub async fn mock() -> Mock {
    Mock::start(contract()).await.expect("a free loopback port")
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

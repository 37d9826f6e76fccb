//! What the tests share: a client of the mock, and what it sends.

#![allow(dead_code, reason = "no test file uses all of it")]

use wiremock_cloud::Client;
use wiremock_cloud::types::{DatabaseType, NewDatabaseConnection};

pub const TOKEN: &str = "s3cr3t-key";
pub const PASSWORD: &str = "mysecretpassword";

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

use wiremock_cloud::types::{DatabaseType, NewDatabaseConnection};

fn main() {
    let _ = NewDatabaseConnection::builder()
        .connection_name("My database connection")
        .database_type(DatabaseType::Postgresql)
        .host("my-db.example.com")
        .port(5432)
        .database_name("my-test-data")
        .username("alice")
        .build();
}

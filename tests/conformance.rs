//! The SDK keeps to its description: first the tests that are generated from it, then what is the SDK's own.

mod support;

/// Every operation, called in every way that the description allows, and answered in every way that it documents.
mod generated {
    include!(concat!(env!("OUT_DIR"), "/conformance.rs"));
}

use openapi_conformance::{Contract, Direction};

#[test]
fn every_example_of_the_vendored_description_is_valid_by_its_own_schema() {
    let contract = Contract::parse(include_str!("../openapi.yaml")).expect("the description");
    let mut checked = 0;
    for operation in contract.operations() {
        let requests = operation.bodies.iter().map(|content| (Direction::Request, content));
        let responses = operation.responses.iter().flat_map(|response| &response.contents);
        for (direction, content) in requests.chain(responses.map(|content| (Direction::Response, content))) {
            let schema = content
                .schema
                .as_deref()
                .expect("every content of the description has a schema");
            for example in &content.examples {
                assert_eq!(
                    contract.violations(schema, direction, example),
                    Vec::<String>::new(),
                    "{schema}"
                );
                checked += 1;
            }
        }
    }
    assert!(checked >= 6, "only {checked} examples");
}

#[test]
fn subtypes_convert_into_the_base() {
    use wiremock_cloud::types::{DatabaseConnection, DatabaseConnectionBase, DatabaseConnectionCoordsBase};
    let json = serde_json::json!({
        "id": "abc123", "connectionName": "c", "databaseType": "MYSQL", "host": "h", "port": 1, "databaseName": "d",
        "username": "u", "links": { "self": "/v1" },
    });
    let connection: DatabaseConnection = serde_json::from_value(json).expect("a connection");
    let base = DatabaseConnectionBase::from(connection.clone());
    assert_eq!(base.connection_name, "c");
    assert_eq!(
        DatabaseConnectionCoordsBase::from(connection),
        DatabaseConnectionCoordsBase::from(base)
    );
    let new: DatabaseConnectionBase = support::connection().into();
    assert_eq!(new.username, "alice");
}

#[test]
fn an_enum_value_that_the_server_adds_is_kept() {
    use wiremock_cloud::types::DatabaseType;
    let added: DatabaseType = serde_json::from_str("\"SNOWFLAKE\"").expect("any string");
    assert_eq!(added, DatabaseType::Unknown("SNOWFLAKE".to_owned()));
    assert_eq!(serde_json::to_string(&added).expect("JSON"), "\"SNOWFLAKE\"");
    assert_eq!(added.to_string(), "SNOWFLAKE");
}

#[test]
fn there_is_one_database_type() {
    let code = include_str!(concat!(env!("OUT_DIR"), "/openapi.rs"));
    assert_eq!(code.matches("\"SQLSERVER\"").count(), 1);
}

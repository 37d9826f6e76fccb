//! The SDK keeps to its description. Cases come from the description wherever they can.

mod support;

use openapi_conformance::Operation;
use serde_json::Value;
use support::{Failure, call, client, contract, mock};
use wiremock_cloud::OPERATIONS;

/// Numbers by value, everything else as it is.
fn same(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(name, a)| b.get(name).is_some_and(|b| same(a, b)))
        }
        _ => a == b,
    }
}

fn id(operation: &Operation) -> &str {
    operation
        .id
        .as_deref()
        .expect("every operation of the description has an id")
}

fn example_body(operation: &Operation) -> Option<Value> {
    operation
        .bodies
        .iter()
        .flat_map(|content| content.examples.first())
        .next()
        .cloned()
}

#[test]
fn every_operation_of_the_description_is_in_the_table() {
    let described: Vec<_> = contract()
        .operations()
        .iter()
        .map(|o| (id(o).to_owned(), o.method.clone(), o.path.clone()))
        .collect();
    let generated: Vec<_> = OPERATIONS
        .iter()
        .map(|o| (o.id.to_owned(), o.method.to_owned(), o.path.to_owned()))
        .collect();
    assert_eq!(generated, described);
    assert!(!generated.is_empty());
}

#[test]
fn the_table_lists_the_documented_statuses() {
    for (generated, described) in OPERATIONS.iter().zip(contract().operations()) {
        let statuses: Vec<_> = described
            .responses
            .iter()
            .map(|response| response.status.as_str())
            .collect();
        assert_eq!(generated.statuses, statuses, "{}", generated.id);
    }
}

#[test]
fn every_example_is_valid_by_its_own_schema() {
    let contract = contract();
    let mut checked = 0;
    for operation in contract.operations() {
        let contents = operation
            .bodies
            .iter()
            .chain(operation.responses.iter().flat_map(|r| &r.contents));
        for content in contents {
            let schema = content
                .schema
                .as_deref()
                .expect("every content of the description has a schema");
            for example in &content.examples {
                assert_eq!(contract.violations(schema, example), Vec::<String>::new(), "{schema}");
                checked += 1;
            }
        }
    }
    assert!(checked >= 6, "only {checked} examples");
}

#[tokio::test]
async fn every_request_example_arrives_unchanged_and_valid() {
    let contract = contract();
    for operation in contract.operations() {
        for example in operation.bodies.iter().flat_map(|content| &content.examples) {
            let mock = mock().await;
            let outcome = call(&client(mock.url()), id(&operation), Some(example.clone())).await;
            assert!(outcome.is_ok(), "{outcome:?}");
            let requests = mock.requests().await;
            let [request] = requests.as_slice() else {
                panic!("{} requests", requests.len())
            };
            assert_eq!(operation.violations(&contract, request), Vec::<String>::new());
            assert!(same(&request.json().expect("a JSON body"), example));
        }
    }
}

#[tokio::test]
async fn every_documented_success_comes_back_unchanged() {
    for operation in contract().operations() {
        let body = example_body(&operation);
        for response in operation
            .responses
            .iter()
            .filter(|response| response.status.starts_with('2'))
        {
            for content in &response.contents {
                for example in &content.examples {
                    let mock = mock().await;
                    let status = response.status.parse().expect("a status code");
                    mock.answer(status, Some(&content.media_type), example.to_string());
                    let (got, value) = call(&client(mock.url()), id(&operation), body.clone())
                        .await
                        .expect("a success");
                    assert_eq!(got, status);
                    assert!(same(&value, example), "{value} is not {example}");
                }
            }
        }
    }
}

#[tokio::test]
async fn every_documented_error_gives_its_variant_with_its_body() {
    let mut variants = Vec::new();
    for operation in contract().operations() {
        let body = example_body(&operation);
        for response in operation
            .responses
            .iter()
            .filter(|response| !response.status.starts_with('2'))
        {
            let expected: u16 = response.status.parse().expect("a status code");
            for content in &response.contents {
                let mock = mock().await;
                mock.answer_example(expected, content);
                let outcome = call(&client(mock.url()), id(&operation), body.clone()).await;
                let Err(Failure::Documented {
                    status,
                    variant,
                    body,
                    message,
                }) = outcome
                else {
                    panic!("{expected}: {outcome:?}")
                };
                assert_eq!(status, expected);
                assert!(same(&body, &content.examples[0]), "{body}");
                assert!(message.starts_with(&expected.to_string()), "{message}");
                for text in strings(&content.examples[0]) {
                    assert!(message.contains(text), "`{message}` does not say `{text}`");
                }
                variants.push(variant);
            }
        }
    }
    variants.sort();
    variants.dedup();
    assert_eq!(
        variants,
        ["BadRequest", "Forbidden", "Unauthorized", "UnprocessableEntity"]
    );
}

fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(members) => members.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn what_composes_the_base_converts_into_it() {
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
fn a_field_that_the_server_adds_is_ignored() {
    use wiremock_cloud::types::SingleError;
    let error: SingleError =
        serde_json::from_str(r#"{"title": "t", "trace": [1]}"#).expect("unknown fields are ignored");
    assert_eq!(error.title, "t");
}

#[test]
fn there_is_one_database_type() {
    let code = include_str!(concat!(env!("OUT_DIR"), "/openapi.rs"));
    assert_eq!(code.matches("\"SQLSERVER\"").count(), 1);
}

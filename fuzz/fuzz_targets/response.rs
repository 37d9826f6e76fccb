//! Any bytes as each type of the SDK: what can be read is the same after it was written and read again, and `Debug` does
//! not depend on a password.
#![no_main]

use std::fmt::Debug;

use libfuzzer_sys::fuzz_target;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use wiremock_cloud::types::{
    CreateDatabaseConnectionRequestBody, CreateDatabaseConnectionResponse, DatabaseConnection, DatabaseConnectionBase,
    DatabaseConnectionCoordsBase, DatabaseConnectionResponseLinks, DatabaseType, Errors, NewDatabaseConnection,
    SingleError,
};

fuzz_target!(|bytes: &[u8]| {
    check::<CreateDatabaseConnectionRequestBody>(bytes);
    check::<CreateDatabaseConnectionResponse>(bytes);
    check::<DatabaseConnection>(bytes);
    check::<DatabaseConnectionBase>(bytes);
    check::<DatabaseConnectionCoordsBase>(bytes);
    check::<DatabaseConnectionResponseLinks>(bytes);
    check::<DatabaseType>(bytes);
    check::<Errors>(bytes);
    check::<NewDatabaseConnection>(bytes);
    check::<SingleError>(bytes);
});

fn check<T: DeserializeOwned + Serialize + PartialEq + Debug>(bytes: &[u8]) {
    let Ok(value) = serde_json::from_slice::<T>(bytes) else {
        return;
    };
    let text = serde_json::to_string(&value).expect("what was read can be written");
    let again: T = serde_json::from_str(&text).expect("what was written can be read");
    assert_eq!(value, again, "after {text}");

    // That the text is not there would prove nothing of a password that is part of something else, as `a` is.
    let mut other = serde_json::from_str(&text).expect("JSON");
    change_passwords(&mut other);
    let other: T = serde_json::from_value(other).expect("another password can be read");
    assert_eq!(format!("{value:?}"), format!("{other:?}"), "`Debug` shows a password");
}

fn change_passwords(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match (name.as_str(), value) {
                    ("password", Value::String(password)) => password.push_str(" and more"),
                    // Free in form: nothing in it is declared to be a password.
                    ("source", _) => {}
                    (_, value) => change_passwords(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(change_passwords),
        _ => {}
    }
}

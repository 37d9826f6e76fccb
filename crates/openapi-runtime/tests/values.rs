//! What generated types are made of: open enumerations and null.

use std::collections::HashSet;

use openapi_runtime::Redacted;
use serde_json::{from_value, json, to_value};

openapi_runtime::open_enum! {
    /// The kind of a database.
    enum Database {
        Postgresql = "POSTGRESQL",
        #[deprecated]
        Mysql = "my sql",
    }
}

#[test]
fn open_enums_round_trip() {
    for text in ["POSTGRESQL", "my sql", "new one", ""] {
        let value: Database = from_value(json!(text)).unwrap();
        assert_eq!(
            (to_value(&value).unwrap(), value.to_string(), value.as_str()),
            (json!(text), text.to_owned(), text)
        );
        assert_eq!(
            (text.parse(), Database::from(text.to_owned())),
            (Ok(value.clone()), value)
        );
    }
    assert_eq!(Database::VALUES, ["POSTGRESQL", "my sql"]);
    assert_eq!(Database::from("POSTGRESQL"), Database::Postgresql);
    assert!(HashSet::from([Database::from("x")]).contains(&Database::Unknown("x".into())));
    assert!(from_value::<Database>(json!(1)).is_err());
}

openapi_runtime::object! {
    struct Nulls {
        optional: nullable Option<Option<i64>> = "optional",
        required: required Option<i64> = "required",
        plain: optional Option<i64> = "plain",
        ..others: i64
    }
}

#[test]
fn null_is_not_absent() {
    for value in [
        json!({"required": null}),
        json!({"optional": null, "required": 1}),
        json!({"optional": 2, "required": 1}),
    ] {
        assert_eq!(to_value(from_value::<Nulls>(value.clone()).unwrap()).unwrap(), value);
    }
    assert!(from_value::<Nulls>(json!({"optional": 1})).is_err());
    let absent = from_value::<Nulls>(json!({"plain": null, "required": 1})).unwrap();
    assert_eq!((absent.optional, absent.plain), (None, None));
}

#[test]
fn other_properties_are_kept_beside_the_fields() {
    let value = json!({"required": 1, "a": 2, "b": 3});
    assert_eq!(to_value(from_value::<Nulls>(value.clone()).unwrap()).unwrap(), value);
    assert!(from_value::<Nulls>(json!({"required": 1, "a": "text"})).is_err());
}

#[test]
fn a_property_that_comes_twice_is_an_error() {
    let error = serde_json::from_str::<Nulls>(r#"{"required": 1, "required": 2}"#).unwrap_err();
    assert!(error.to_string().starts_with("duplicate field `required`"), "{error}");
}

#[test]
fn redacted_says_so() {
    assert_eq!(format!("{Redacted:?}"), "[redacted]");
}

/// The nearest number is read, so that what is written of it reads as the same one.
#[test]
fn numbers_round_trip() {
    let text = "1999999999999999999999999999999999999999999999999999999999999999.5";
    let number: f64 = openapi_runtime::serde_json::from_str(text).unwrap();
    assert_eq!(number, text.parse::<f64>().unwrap());
}

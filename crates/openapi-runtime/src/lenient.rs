//! Values that are not of the type that the description says, from servers that depart from it.

use serde_json::{Error, Map, Number, Value};

use crate::shape::Shape;
use crate::source;
use crate::typed::Typed;

/// Reads a value of a type, or what stands for one: a number or a truth value as text, text as a number, a single value in place of a
/// list, null or nothing in place of a list, an empty list in place of an object without properties. `within` as many lists and maps,
/// which are read as they are.
pub(crate) fn read<T: Typed>(value: Value, within: u8) -> Result<T, Error> {
    let as_it_is = source::of_value(&value);
    as_it_is.or_else(|error| source::of_value(&adapted(value, T::SHAPE, within)).map_err(|_| error))
}

/// A value of a shape, as far as one stands for it.
fn adapted(value: Value, shape: Shape, within: u8) -> Value {
    if value.is_null() && shape.is_nullable() {
        return value;
    }
    let inside = within.saturating_sub(1);
    match (shape.inner(), value) {
        (Shape::List(item), Value::Array(items)) => {
            items.into_iter().map(|value| adapted(value, *item, inside)).collect()
        }
        (Shape::Map(of), Value::Object(members)) => members
            .into_iter()
            .map(|(name, value)| (name, adapted(value, *of, inside)))
            .collect(),
        (_, value) if within > 0 => value,
        (Shape::I32 | Shape::I64 | Shape::U64 | Shape::IntegerEnum(_), value) => integer(&value).unwrap_or(value),
        (Shape::F64, Value::String(text)) => number(&text).map_or(Value::String(text), Value::Number),
        (Shape::Bool, value) => truth(&value).map_or(value, Value::Bool),
        (Shape::String | Shape::Formatted(_) | Shape::Enum(_), value @ (Value::Number(_) | Value::Bool(_))) => {
            Value::String(value.to_string())
        }
        (Shape::List(_), Value::Null) => Value::Array(Vec::new()),
        (Shape::List(item), value) => Value::Array(vec![adapted(value, *item, 0)]),
        (Shape::Map(_) | Shape::Struct(_) | Shape::Object, Value::Array(items)) if items.is_empty() => {
            Value::Object(Map::new())
        }
        (_, value) => value,
    }
}

/// The number that a text is in JSON.
fn number(text: &str) -> Option<Number> {
    serde_json::from_str(text.trim()).ok()
}

/// The integer that a text or a number without a fraction is.
fn integer(value: &Value) -> Option<Value> {
    let number = match value {
        Value::String(text) => number(text)?,
        Value::Number(number) => number.clone(),
        _ => return None,
    };
    if number.is_i64() || number.is_u64() {
        return Some(Value::Number(number));
    }
    let whole = number.as_f64().filter(|number| number.fract() == 0.0)?;
    // Beyond 2^53 not every integer is a number of this kind.
    (whole.abs() <= 9_007_199_254_740_992.0).then(|| Value::from(whole as i64))
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => match number.as_u64()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fmt::Debug;

    use serde_json::json;

    use super::*;

    #[track_caller]
    fn reads<T: Typed + Debug>(value: Value, expected: T) {
        assert_eq!(read::<T>(value, 0).unwrap(), expected);
    }

    #[track_caller]
    fn refuses<T: Typed + Debug>(value: Value) {
        let refused = read::<T>(value, 0).unwrap_err();
        assert!(!refused.to_string().is_empty());
    }

    #[test]
    fn what_stands_for_a_value_is_read() {
        reads(json!("12"), 12_i64);
        reads(json!(" -12 "), -12_i32);
        reads(json!(12.0), 12_i64);
        reads(json!("12.0"), 12_u64);
        reads(json!("1.5e3"), 1500.0);
        reads(json!(12), "12".to_owned());
        reads(json!(1.50), "1.5".to_owned());
        reads(json!(true), "true".to_owned());
        reads(json!("true"), true);
        reads(json!(0), false);
        reads(json!("a"), vec!["a".to_owned()]);
        reads(json!(null), Vec::<String>::new());
        reads(json!(["1", 2]), vec![1_i64, 2]);
        reads(json!("1"), vec![vec![1_i64]]);
        reads(json!([]), BTreeMap::<String, i64>::new());
        reads(json!({"a": "1"}), BTreeMap::from([("a".to_owned(), 1_i64)]));
        reads(json!(null), None::<Vec<i64>>);
        reads(json!("1"), Some(1_i64));
    }

    #[test]
    fn a_value_of_its_type_is_as_it_is() {
        reads(json!("12"), "12".to_owned());
        reads(json!("12"), json!("12"));
        reads(json!([["a"]]), vec![vec!["a".to_owned()]]);
        reads(json!(null), None::<i64>);
    }

    #[test]
    fn what_stands_for_nothing_is_an_error() {
        refuses::<i64>(json!("12 apples"));
        refuses::<i64>(json!(""));
        refuses::<i64>(json!(1.5));
        refuses::<i64>(json!(1e300));
        refuses::<i64>(json!(null));
        refuses::<i64>(json!(true));
        refuses::<i32>(json!("3000000000"));
        refuses::<f64>(json!("NaN"));
        refuses::<bool>(json!(2));
        refuses::<bool>(json!("yes"));
        refuses::<String>(json!(["a"]));
        refuses::<String>(json!(null));
        refuses::<Vec<i64>>(json!(["a"]));
        refuses::<BTreeMap<String, i64>>(json!([1]));
    }

    #[test]
    fn lists_and_maps_around_are_as_they_are() {
        let items = |value, within| read::<Vec<i64>>(value, within);
        assert_eq!(items(json!(["1", 2]), 1).unwrap(), [1, 2]);
        items(json!("1"), 1).unwrap_err();
        items(json!(null), 1).unwrap_err();
        items(json!(["1"]), 2).unwrap_err();
        let values = |value, within| read::<BTreeMap<String, Vec<i64>>>(value, within);
        let expected = BTreeMap::from([("a".to_owned(), vec![1])]);
        assert_eq!(values(json!({"a": "1"}), 1).unwrap(), expected);
        assert_eq!(values(json!({"a": ["1"]}), 2).unwrap(), expected);
        values(json!({"a": "1"}), 2).unwrap_err();
        values(json!([]), 1).unwrap_err();
    }

    #[test]
    fn the_error_is_that_of_the_value_as_it_came() {
        let error = read::<i64>(json!("s3cret"), 0).unwrap_err();
        assert_eq!(error.to_string(), "invalid type: string \"s3cret\", expected i64");
    }
}

//! The text of a file as JSON.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Reads JSON, or else YAML. Of a key that is given twice, the last one counts; merge keys (`<<`) of YAML are merged;
/// integers that JSON has no exact number for become the nearest.
pub(crate) fn parse(text: &str) -> Result<Value, serde_yaml::Error> {
    match serde_json::from_str(text) {
        Ok(value) => Ok(value),
        Err(_) => Yaml.deserialize(serde_yaml::Deserializer::from_str(text)),
    }
}

#[derive(Clone, Copy)]
struct Yaml;

impl<'de> DeserializeSeed<'de> for Yaml {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Yaml {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            array.push(item);
        }
        Ok(array.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let (mut object, mut merged) = (Map::new(), Vec::new());
        // Keys of other types are read as text, as in `200:`.
        while let Some(key) = members.next_key::<String>()? {
            match (key.as_str(), members.next_value_seed(self)?) {
                ("<<", Value::Object(other)) => merged.push(Value::Object(other)),
                ("<<", Value::Array(others)) if others.iter().all(Value::is_object) => merged.extend(others),
                (_, value) => drop(object.insert(key, value)),
            }
        }
        for (key, value) in merged.iter().filter_map(Value::as_object).flatten() {
            object.entry(key).or_insert_with(|| value.clone());
        }
        Ok(object.into())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_tag, content) = data.variant::<String>()?;
        content.newtype_variant_seed(self)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::parse;

    #[test]
    fn odd_yaml_is_read_all_the_same() {
        let cases = [
            ("{a: 1, a: 2}", json!({"a": 2})),
            (
                "{200: ok, true: 1, null: 2}",
                json!({"200": "ok", "true": 1, "null": 2}),
            ),
            ("a: !tag {b: 1}", json!({"a": {"b": 1}})),
            (
                "a: 115792089237316195423570985008687907853269984665640564039457584007913129639935",
                json!({"a": 1.157920892373162e77}),
            ),
            (
                "a: 340282366920938463463374607431768211455",
                json!({"a": 3.402823669209385e38}),
            ),
            (
                "{x: &x {a: 1, b: 1}, y: &y {b: 2, c: 2}, z: {<<: [*x, *y], a: 0}}",
                json!({"x": {"a": 1, "b": 1}, "y": {"b": 2, "c": 2}, "z": {"a": 0, "b": 1, "c": 2}}),
            ),
            (
                "{x: &x {a: 1}, z: {<<: {<<: *x, b: 2}}}",
                json!({"x": {"a": 1}, "z": {"a": 1, "b": 2}}),
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text).expect(text), expected, "{text}");
        }
    }
}

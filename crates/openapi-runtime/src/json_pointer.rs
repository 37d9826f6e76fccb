//! Reads the value at a JSON pointer of a text, without keeping the rest of it in memory.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, value::RawValue};

/// The value at a JSON pointer (RFC 6901), in which `-` is the last item of a list.
pub(crate) fn value(text: &[u8], pointer: &str) -> Option<Value> {
    serde_json::from_str(raw(text, pointer)?).ok()
}

/// The text of the value at a JSON pointer.
pub(crate) fn raw<'t>(text: &'t [u8], pointer: &str) -> Option<&'t str> {
    let text = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(text);
    let mut json = serde_json::Deserializer::from_slice(text);
    Find(pointer).deserialize(&mut json).ok()?.map(RawValue::get)
}

/// How many items a list has; none if it is not a list.
pub(crate) fn length(text: &str) -> i64 {
    serde_json::from_str::<Vec<IgnoredAny>>(text).map_or(0, |items| items.len().try_into().unwrap_or(i64::MAX))
}

/// Finds the value at the rest of a pointer.
struct Find<'p>(&'p str);

impl<'p> Find<'p> {
    /// The first segment, and the search below it.
    fn split(&self) -> Option<(String, Find<'p>)> {
        let rest = self.0.strip_prefix('/')?;
        let end = rest.find('/').unwrap_or(rest.len());
        let segment = rest[..end].replace("~1", "/").replace("~0", "~");
        Some((segment, Find(&rest[end..])))
    }
}

impl<'de> DeserializeSeed<'de> for Find<'_> {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        match self.0.is_empty() {
            true => serde::Deserialize::deserialize(json).map(Some),
            false => json.deserialize_any(self),
        }
    }
}

impl<'de> Visitor<'de> for Find<'_> {
    type Value = Option<&'de RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (segment, _) = self.split().unzip();
        let mut found = None;
        while let Some(key) = map.next_key::<String>()? {
            match self.split() {
                Some((_, rest)) if Some(&key) == segment.as_ref() => found = map.next_value_seed(rest)?,
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(found)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let (segment, _) = self.split().unzip();
        let wanted = segment.as_ref().and_then(|segment| segment.parse::<usize>().ok());
        let (mut found, mut index) = (None, 0);
        while let Some((_, rest)) = self.split() {
            let Some(item) = list.next_element_seed(rest)? else {
                break;
            };
            if segment.as_deref() == Some("-") || wanted == Some(index) {
                found = item;
            }
            index += 1;
        }
        Ok(found)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_pointer_leads_to_a_value() {
        let text = br#"{"a": [1, {"b": "x"}, {"b": null}], "": {"c/d": 2.50, "e~": true}, "a b": []}"#;
        for (pointer, expected) in [
            ("/a/0", Some(json!(1))),
            ("/a/1/b", Some(json!("x"))),
            ("/a/-/b", Some(json!(null))),
            ("//c~1d", Some(json!(2.5))),
            ("//e~0", Some(json!(true))),
            ("/a b", Some(json!([]))),
            ("/a/3", None),
            ("/a/b", None),
            ("/c", None),
            ("/a/0/x", None),
            ("/a/1/b/x", None),
        ] {
            assert_eq!(value(text, pointer), expected, "{pointer}");
        }
        assert_eq!(raw(b"\xef\xbb\xbf [1]", ""), Some("[1]"));
        assert_eq!(raw(b"{", "/a"), None);
        assert_eq!([length("[1, [2]]"), length("[]"), length("{}")], [2, 0, 0]);
    }
}

//! How generated `Deserialize` implementations choose the variant of a union.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// The value of the discriminator `property` of an object, when it is a string.
pub fn tag<'v>(value: &'v Value, property: &str) -> Option<&'v str> {
    value.get(property)?.as_str()
}

/// A choice between the variants that a value may be: the one that keeps most of it is made, the first of several.
///
/// ```
/// use openapi_runtime::union::Choice;
///
/// #[derive(Debug, PartialEq)]
/// enum Id {
///     Number(i64),
///     Text(String),
/// }
/// let made = Choice::of(&"a".into()).or(Id::Number).or(Id::Text).made();
/// assert_eq!(made, Some(Id::Text("a".to_owned())));
/// ```
#[derive(Debug)]
pub struct Choice<'v, U> {
    value: &'v Value,
    /// The best so far, and how many properties it loses.
    best: Option<(usize, U)>,
}

impl<'v, U> Choice<'v, U> {
    /// Begins a choice for a value.
    pub fn of(value: &'v Value) -> Self {
        Self { value, best: None }
    }

    /// Adds a variant that holds a `T`. It does not come into question when the value is no `T`, or would not be the same
    /// but for lost properties when it is written again: an object is not an array of its values.
    #[must_use]
    pub fn or<T: DeserializeOwned + Serialize>(mut self, variant: fn(T) -> U) -> Self {
        if matches!(self.best, Some((0, _))) {
            return self;
        }
        let Ok(read) = T::deserialize(self.value) else {
            return self;
        };
        let lost = serde_json::to_value(&read)
            .ok()
            .and_then(|written| lost(self.value, &written));
        if let Some(lost) = lost
            && self.best.as_ref().is_none_or(|(least, _)| lost < *least)
        {
            self.best = Some((lost, variant(read)));
        }
        self
    }

    /// What was chosen, if anything fits.
    pub fn made(self) -> Option<U> {
        self.best.map(|(_, made)| made)
    }
}

/// How many properties are lost between a value and what was written again, `None` when more than that differs.
fn lost(value: &Value, written: &Value) -> Option<usize> {
    match (value, written) {
        (Value::Object(members), Value::Object(kept)) => {
            let of = |(name, member)| kept.get(name).map_or(Some(1), |kept| lost(member, kept));
            members.iter().map(of).sum()
        }
        (Value::Array(items), Value::Array(kept)) if items.len() == kept.len() => {
            items.iter().zip(kept).map(|(item, kept)| lost(item, kept)).sum()
        }
        (Value::Number(a), Value::Number(b)) => {
            // A value of format `float` is written with the digits of a double.
            let close = |a: f64, b: f64| a == b || a as f32 == b as f32;
            (a == b || a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| close(a, b))).then_some(0)
        }
        _ => (value == written).then_some(0),
    }
}

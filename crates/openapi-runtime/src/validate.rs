//! Constraints of a description, checked on request.

use std::collections::{HashMap, HashSet};
use std::fmt;

use regress::Regex;
use serde::Serialize;
use serde_json::{Map, Number, Value};

use crate::choice::Choices;
use crate::shape::Union;

/// A type whose description has constraints, by `Extra::Validate`.
///
/// ```
/// use openapi_runtime::{Check, Rules, Validate};
///
/// openapi_runtime::object!(pub struct Pet { name: required String = "name", });
///
/// impl Validate for Pet {
///     const RULES: Rules = Rules {
///         properties: &[("name", Rules { checks: &[Check::MinLength(1)], ..Rules::NONE })],
///         ..Rules::NONE
///     };
/// }
///
/// let pet: Pet = openapi_runtime::serde_json::from_str(r#"{"name": ""}"#)?;
/// let invalid = pet.validate().unwrap_err();
/// assert_eq!(invalid.to_string(), "/name: it has fewer than 1 characters");
/// # Ok::<(), openapi_runtime::serde_json::Error>(())
/// ```
pub trait Validate: Serialize {
    /// The constraints.
    const RULES: Rules;

    /// Checks the constraints of the description.
    ///
    /// # Errors
    ///
    /// All violations, if there are any.
    fn validate(&self) -> Result<(), Violations> {
        let found = match serde_json::to_value(self) {
            Ok(value) => violations(&value, &Self::RULES, ""),
            Err(error) => vec![Violation::new("", error.to_string())],
        };
        match found.is_empty() {
            true => Ok(()),
            false => Err(Violations(found)),
        }
    }
}

/// The constraints of a schema, as far as they go beyond its type. Each applies to values of its own type only.
///
/// ```
/// use openapi_runtime::{Check, Rules};
///
/// // `{"type": "object", "properties": {"tags": {"maxItems": 3, "items": {"minLength": 1}}}}`
/// const TAG: Rules = Rules { checks: &[Check::MinLength(1)], ..Rules::NONE };
/// const TAGS: Rules = Rules { checks: &[Check::MaxItems(3)], items: Some(&TAG), ..Rules::NONE };
/// const RULES: Rules = Rules { properties: &[("tags", TAGS)], ..Rules::NONE };
/// assert!(RULES.checks.is_empty());
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// Those of the value itself.
    pub checks: &'static [Check],
    /// Those of its properties.
    pub properties: &'static [(&'static str, Rules)],
    /// Those of all other properties.
    pub others: Option<&'static Rules>,
    /// Those of its items.
    pub items: Option<&'static Rules>,
    /// Those of the variants of a union.
    pub variants: Option<OfUnion>,
    /// Those of a type.
    pub of: Option<fn() -> &'static Rules>,
}

/// A union, and the constraints of each variant.
type OfUnion = (fn() -> &'static Union, &'static [Rules]);

impl Rules {
    /// No constraints.
    pub const NONE: Self = Self {
        checks: &[],
        properties: &[],
        others: None,
        items: None,
        variants: None,
        of: None,
    };
}

/// A constraint of a value.
///
/// ```
/// use openapi_runtime::{Check, Rules, Validate, serde_json};
///
/// openapi_runtime::wrapper!(pub struct Percent(pub f64););
///
/// impl Validate for Percent {
///     const RULES: Rules = Rules { checks: &[Check::Minimum(0.0), Check::Below(100.0)], ..Rules::NONE };
/// }
///
/// assert!(Percent(99.9).validate().is_ok());
/// assert!(Percent(100.0).validate().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Check {
    /// `minimum`.
    Minimum(f64),
    /// `exclusiveMinimum`.
    Above(f64),
    /// `maximum`.
    Maximum(f64),
    /// `exclusiveMaximum`.
    Below(f64),
    /// `multipleOf`.
    MultipleOf(f64),
    /// `minLength`, in characters.
    MinLength(u64),
    /// `maxLength`, in characters.
    MaxLength(u64),
    /// `pattern`, a regular expression of ECMA-262.
    Pattern(&'static str),
    /// `minItems`.
    MinItems(u64),
    /// `maxItems`.
    MaxItems(u64),
    /// `uniqueItems`.
    UniqueItems,
    /// `minProperties`.
    MinProperties(u64),
    /// `maxProperties`.
    MaxProperties(u64),
}

/// A constraint that a value does not meet.
///
/// ```
/// use openapi_runtime::{Check, Rules, Validate, Violation};
///
/// # openapi_runtime::wrapper!(pub struct Age(pub i64););
/// #
/// # impl Validate for Age {
/// #     const RULES: Rules = Rules { checks: &[Check::Minimum(0.0)], ..Rules::NONE };
/// # }
/// #
/// let violations = Age(-1).validate().unwrap_err();
/// let violation: &Violation = violations.iter().next().unwrap();
/// assert_eq!(violation.pointer, "", "the value itself");
/// assert_eq!(violation.to_string(), "the value: it is less than 0");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The JSON pointer (RFC 6901) of the value.
    pub pointer: String,
    /// The reason, without content of the value.
    pub reason: String,
}

impl Violation {
    fn new(at: &str, reason: impl Into<String>) -> Self {
        Self {
            pointer: at.to_owned(),
            reason: reason.into(),
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { pointer, reason } = self;
        let pointer = if pointer.is_empty() { "the value" } else { pointer };
        write!(f, "{pointer}: {reason}")
    }
}

/// The constraints that a value does not meet, at least one.
///
/// ```
/// use openapi_runtime::{Check, Rules, Validate};
///
/// openapi_runtime::wrapper!(pub struct Tags(pub Vec<String>););
///
/// impl Validate for Tags {
///     const RULES: Rules = Rules { items: Some(&Rules { checks: &[Check::MinLength(1)], ..Rules::NONE }), ..Rules::NONE };
/// }
///
/// let violations = Tags(vec!["".to_owned(), "red".to_owned(), "".to_owned()]).validate().unwrap_err();
/// let pointers: Vec<&str> = violations.iter().map(|violation| violation.pointer.as_str()).collect();
/// assert_eq!(pointers, ["/0", "/2"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violations(Vec<Violation>);

impl Violations {
    /// Every violation, in the order of the value.
    pub fn iter(&self) -> impl Iterator<Item = &Violation> {
        self.0.iter()
    }
}

impl fmt::Display for Violations {
    /// One violation a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, violation) in self.0.iter().enumerate() {
            let end = if nth == 0 { "" } else { "\n" };
            write!(f, "{end}{violation}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Violations {}

/// The constraints that a value does not meet, which is at this pointer.
pub(crate) fn violations(value: &Value, rules: &Rules, at: &str) -> Vec<Violation> {
    let mut walk = Walk::default();
    walk.value(value, rules, at);
    walk.found
}

/// Goes through a value.
#[derive(Default)]
struct Walk {
    found: Vec<Violation>,
    patterns: HashMap<&'static str, Option<Regex>>,
}

impl Walk {
    fn value(&mut self, value: &Value, rules: &Rules, at: &str) {
        for check in rules.checks {
            if let Some(reason) = self.broken(*check, value) {
                self.found.push(Violation::new(at, reason));
            }
        }
        if let Some(of) = rules.of {
            self.value(value, of(), at);
        }
        if let Some((union, variants)) = rules.variants
            && let Some(rules) = Choices::default()
                .variant(union(), value)
                .and_then(|nth| variants.get(nth))
        {
            self.value(value, rules, at);
        }
        match value {
            Value::Object(members) => self.members(members, rules, at),
            Value::Array(items) => {
                for (rules, (nth, item)) in rules
                    .items
                    .into_iter()
                    .flat_map(|rules| items.iter().enumerate().map(move |item| (rules, item)))
                {
                    self.value(item, rules, &format!("{at}/{nth}"));
                }
            }
            _ => {}
        }
    }

    fn members(&mut self, members: &Map<String, Value>, rules: &Rules, at: &str) {
        for (name, value) in members {
            let known = rules.properties.iter().find(|(known, _)| known == name);
            if let Some(rules) = known.map(|(_, rules)| rules).or(rules.others) {
                let name = name.replace('~', "~0").replace('/', "~1");
                self.value(value, rules, &format!("{at}/{name}"));
            }
        }
    }

    /// Why a value does not meet a constraint.
    fn broken(&mut self, check: Check, value: &Value) -> Option<String> {
        let counts = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        match value {
            Value::Number(number) => number_breaks(check, number),
            Value::String(text) => match check {
                Check::Pattern(pattern) => {
                    (!self.matches(pattern, text)).then(|| format!("it does not match `{pattern}`"))
                }
                Check::MinLength(least) => beyond(counts(text.chars().count()) < least, "fewer", least, "characters"),
                Check::MaxLength(most) => beyond(counts(text.chars().count()) > most, "more", most, "characters"),
                _ => None,
            },
            Value::Array(items) => match check {
                Check::MinItems(least) => beyond(counts(items.len()) < least, "fewer", least, "items"),
                Check::MaxItems(most) => beyond(counts(items.len()) > most, "more", most, "items"),
                Check::UniqueItems => {
                    let distinct: HashSet<&Value> = items.iter().collect();
                    (distinct.len() < items.len()).then(|| "its items are not unique".to_owned())
                }
                _ => None,
            },
            Value::Object(members) => match check {
                Check::MinProperties(least) => beyond(counts(members.len()) < least, "fewer", least, "properties"),
                Check::MaxProperties(most) => beyond(counts(members.len()) > most, "more", most, "properties"),
                _ => None,
            },
            Value::Null | Value::Bool(_) => None,
        }
    }

    /// Whether a text matches; a pattern that is not a regular expression of ECMA-262 matches every text.
    fn matches(&mut self, pattern: &'static str, text: &str) -> bool {
        let compiled = || Regex::with_flags(pattern, "u").or_else(|_| Regex::new(pattern)).ok();
        let regex = self.patterns.entry(pattern).or_insert_with(compiled);
        regex.as_ref().is_none_or(|regex| regex.find(text).is_some())
    }
}

fn beyond(is: bool, than: &str, count: u64, what: &str) -> Option<String> {
    is.then(|| format!("it has {than} than {count} {what}"))
}

fn number_breaks(check: Check, number: &Number) -> Option<String> {
    let value = number.as_f64()?;
    let (is_broken, reason) = match check {
        Check::Minimum(bound) => (value < bound, format!("it is less than {bound}")),
        Check::Above(bound) => (value <= bound, format!("it is not more than {bound}")),
        Check::Maximum(bound) => (value > bound, format!("it is more than {bound}")),
        Check::Below(bound) => (value >= bound, format!("it is not less than {bound}")),
        Check::MultipleOf(factor) => {
            let count = value / factor;
            let off = (count - count.round()).abs() > f64::EPSILON * count.abs().max(1.0) * 4.0;
            (off, format!("it is not a multiple of {factor}"))
        }
        _ => return None,
    };
    is_broken.then_some(reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn reasons(check: Check, value: Value) -> Option<String> {
        Walk::default().broken(check, &value)
    }

    #[test]
    fn a_constraint_holds_up_to_its_bound() {
        let cases = [
            (Check::Minimum(1.0), json!(1), json!(0)),
            (Check::Above(1.0), json!(1.5), json!(1)),
            (Check::Maximum(1.0), json!(1), json!(1.1)),
            (Check::Below(1.0), json!(0.9), json!(1)),
            (Check::MultipleOf(0.01), json!(4.35), json!(4.355)),
            (Check::MultipleOf(3.0), json!(9), json!(10)),
            (Check::MinLength(2), json!("né"), json!("é")),
            (Check::MaxLength(1), json!("é"), json!("né")),
            (Check::Pattern("^\\p{L}+$"), json!("é"), json!("1")),
            (Check::MinItems(1), json!([1]), json!([])),
            (Check::MaxItems(1), json!([1]), json!([1, 2])),
            (Check::UniqueItems, json!([1, "1", [1]]), json!([{"a": 1}, {"a": 1}])),
            (Check::MinProperties(1), json!({"a": 1}), json!({})),
            (Check::MaxProperties(1), json!({"a": 1}), json!({"a": 1, "b": 2})),
        ];
        for (check, valid, invalid) in cases {
            assert_eq!(reasons(check, valid), None, "{check:?}");
            assert!(reasons(check, invalid).is_some(), "{check:?}");
            // It says nothing about values of other types.
            assert_eq!(reasons(check, json!(true)), None);
        }
        assert_eq!(reasons(Check::Pattern("("), json!("a")), None);
    }
}

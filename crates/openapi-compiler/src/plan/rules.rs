//! The constraints of values.

use super::TypeId;

/// The constraints of values, as far as they go beyond their type.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rules {
    /// Those of the value itself.
    pub checks: Vec<Check>,
    /// Those of properties.
    pub properties: Vec<(String, Rules)>,
    /// Those of all other properties.
    pub others: Option<Box<Rules>>,
    /// Those of items.
    pub items: Option<Box<Rules>>,
    /// Those of the variants of a union.
    pub variants: Option<(TypeId, Vec<Rules>)>,
    /// Those of a type.
    pub of: Option<TypeId>,
}

impl Rules {
    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.checks.is_empty()
            && self.properties.is_empty()
            && self.others.is_none()
            && self.items.is_none()
            && self.variants.is_none()
            && self.of.is_none()
    }
}

/// A constraint of a value.
#[derive(Clone, Debug, PartialEq)]
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
    /// `minLength`.
    MinLength(u64),
    /// `maxLength`.
    MaxLength(u64),
    /// `pattern`.
    Pattern(String),
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

//! Types of the caller's own, of which those of `documents/own_types.yaml` and `documents/formats.yaml` consist.

use std::num::ParseIntError;

use openapi_runtime::Format;
use openapi_runtime::serde_json::{Map, Value};
use serde::{Deserialize, Serialize};

/// A price.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>")]
pub struct Price {
    /// How much it is.
    pub amount: i64,
    /// In which currency.
    pub currency: String,
}

/// Serde's derived code would also read an array, which the conformance tests notice.
impl TryFrom<Map<String, Value>> for Price {
    type Error = &'static str;

    fn try_from(members: Map<String, Value>) -> Result<Self, Self::Error> {
        let amount = members.get("amount").and_then(Value::as_i64);
        let currency = members.get("currency").and_then(Value::as_str);
        Ok(Self {
            amount: amount.ok_or("expected an amount")?,
            currency: currency.ok_or("expected a currency")?.to_owned(),
        })
    }
}

/// A grade: a text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Grade(pub String);

impl From<&str> for Grade {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// A number of a book.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Isbn(pub u64);

impl Format for Isbn {
    type Error = ParseIntError;

    fn parse(text: &str) -> Result<Self, ParseIntError> {
        text.replace('-', "").parse().map(Self)
    }

    fn to_text(&self) -> String {
        self.0.to_string()
    }
}

//! Types of the caller's own, of which those of `documents/own_types.yaml` and `documents/formats.yaml` consist.

use std::num::ParseIntError;

use openapi_runtime::Format;
use serde::{Deserialize, Serialize};

/// A price.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Price {
    /// How much it is.
    pub amount: i64,
    /// In which currency.
    pub currency: String,
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

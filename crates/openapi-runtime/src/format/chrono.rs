//! Formats of chrono.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, ParseError, Utc};

use super::{Format, by_from_str};

by_from_str!(NaiveDate, NaiveTime);

/// RFC 3339; the offset is kept.
impl Format for DateTime<FixedOffset> {
    type Error = ParseError;

    fn parse(text: &str) -> Result<Self, ParseError> {
        Self::parse_from_rfc3339(text)
    }

    fn to_text(&self) -> String {
        self.to_rfc3339()
    }
}

/// RFC 3339.
impl Format for DateTime<Utc> {
    type Error = ParseError;

    fn parse(text: &str) -> Result<Self, ParseError> {
        DateTime::parse_from_rfc3339(text).map(Into::into)
    }

    fn to_text(&self) -> String {
        self.to_rfc3339()
    }
}

impl Format for NaiveDateTime {
    type Error = ParseError;

    fn parse(text: &str) -> Result<Self, ParseError> {
        text.parse()
    }

    fn to_text(&self) -> String {
        self.format("%Y-%m-%dT%H:%M:%S%.f").to_string()
    }
}

//! Formats of time.

use time::error::Parse;
use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{Date, OffsetDateTime};

use super::Format;

/// RFC 3339, which has years up to 9999: another year is written in ISO 8601, with more digits.
impl Format for OffsetDateTime {
    type Error = Parse;

    fn parse(text: &str) -> Result<Self, Parse> {
        Self::parse(text, &Rfc3339)
    }

    fn to_text(&self) -> String {
        self.format(&Rfc3339)
            .or_else(|_| self.format(&Iso8601::DEFAULT))
            .unwrap_or_else(|_| self.to_string())
    }
}

impl Format for Date {
    type Error = Parse;

    fn parse(text: &str) -> Result<Self, Parse> {
        Self::parse(text, &Iso8601::DATE)
    }

    fn to_text(&self) -> String {
        self.format(&Iso8601::DATE).unwrap_or_else(|_| self.to_string())
    }
}

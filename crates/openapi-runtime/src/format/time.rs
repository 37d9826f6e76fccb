//! Formats of time.

use time::error::Parse;
use time::format_description::well_known::iso8601::{Config, EncodedConfig, FormattedComponents};
use time::format_description::well_known::{Iso8601, Rfc3339};
use time::{Date, OffsetDateTime};

use super::Format;

/// A date whose year has a sign and six digits.
const SIX_DIGITS: EncodedConfig = Config::DEFAULT
    .set_formatted_components(FormattedComponents::Date)
    .set_year_is_six_digits(true)
    .encode();

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

/// ISO 8601, which has years up to 9999 with four digits, and others with a sign and six.
impl Format for Date {
    type Error = Parse;

    fn parse(text: &str) -> Result<Self, Parse> {
        Self::parse(text, &Iso8601::DATE)
    }

    fn to_text(&self) -> String {
        self.format(&Iso8601::DATE)
            .or_else(|_| self.format(&Iso8601::<SIX_DIGITS>))
            .unwrap_or_else(|_| self.to_string())
    }
}

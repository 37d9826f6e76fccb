//! Formats of jiff.

use super::by_from_str;

by_from_str!(
    jiff::Timestamp,
    jiff::Span,
    jiff::civil::Date,
    jiff::civil::DateTime,
    jiff::civil::Time,
);

//! Texts that stand for values: they are kept byte for byte, and parsed on demand.

use std::collections::hash_map::RandomState;
use std::fmt::Debug;
use std::hash::{BuildHasher, Hasher};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use openapi_runtime::chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use openapi_runtime::jiff::{Span, Timestamp, civil};
use openapi_runtime::reqwest::Url;
use openapi_runtime::rust_decimal::Decimal;
use openapi_runtime::time::{Date, OffsetDateTime};
use openapi_runtime::uuid::Uuid;
use openapi_runtime::{Base64, Format, Formatted, serde_json};

/// How many random texts each format gets.
const TEXTS: usize = 100_000;

/// What the texts of formats consist of, and what they do not.
const PARTS: [&str; 40] = [
    "0",
    "1",
    "2",
    "7",
    "9",
    "12",
    "23",
    "59",
    "60",
    "1970",
    "2024",
    "9999",
    "-",
    ":",
    ".",
    "T",
    "Z",
    "t",
    " ",
    "+",
    "-02:00",
    "P",
    "PT1H",
    "a",
    "ff",
    "::",
    "/",
    "http://",
    "e5",
    "=",
    "==",
    "SGk",
    "ß",
    "\u{0}",
    "\u{7f}",
    "\\",
    "\"",
    "名",
    "\u{1f980}",
    "\n",
];

/// Random numbers (xorshift), begun by a seed that differs in each run.
struct Random(u64);

impl Random {
    fn new() -> Self {
        Self(RandomState::new().build_hasher().finish() | 1)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    /// A valid text with a part changed, or any parts.
    fn text(&mut self, valid: &[&str]) -> String {
        let part = |random: &mut Self| PARTS[random.below(PARTS.len())];
        if self.below(2) == 0 {
            return (0..self.below(12)).map(|_| part(self)).collect();
        }
        let mut text: Vec<char> = valid[self.below(valid.len())].chars().collect();
        for _ in 0..self.below(3) {
            let at = self.below(text.len() + 1);
            let end = (at + self.below(3)).min(text.len());
            text.splice(at..end, part(self).chars());
        }
        text.into_iter().collect()
    }
}

/// Checks a format: each text is kept, and each valid one, and what is made of its value, has that value.
fn check<T: Format<Error: Debug> + PartialEq + Debug>(valid: &[&str]) {
    let mut random = Random::new();
    let seed = random.0;
    for text in valid {
        let value = Formatted::<T>::from(*text)
            .parsed()
            .unwrap_or_else(|error| panic!("{text}: {error:?}"));
        let written = Formatted::from(value);
        assert_eq!(
            written.parsed().unwrap(),
            Formatted::<T>::from(*text).parsed().unwrap(),
            "{text}"
        );
    }
    for _ in 0..TEXTS {
        let text = random.text(valid);
        let json = serde_json::to_string(&text).unwrap();
        let read: Formatted<T> = serde_json::from_str(&json).unwrap();
        assert_eq!(read.text(), text, "seed {seed}");
        assert_eq!(serde_json::to_string(&read).unwrap(), json, "seed {seed}");
        // Parsing never panics, and what is written of a value means the same.
        if let Ok(value) = read.parsed() {
            let written: Formatted<T> = Formatted::from(value);
            assert_eq!(
                written
                    .parsed()
                    .unwrap_or_else(|error| panic!("{text:?} {written:?}, seed {seed}: {error:?}")),
                read.parsed().unwrap(),
                "{text:?} {written:?}, seed {seed}"
            );
        }
    }
}

const INSTANTS: [&str; 4] = [
    "2024-02-29T12:34:56Z",
    "1970-01-01T00:00:00.000000001+02:00",
    "1985-04-12t23:20:50.52z",
    "0001-01-01T00:00:00Z",
];
const DATES: [&str; 3] = ["2024-02-29", "0001-01-01", "9999-12-31"];
const LOCAL: [&str; 2] = ["2024-02-29T12:34:56", "1970-01-01T00:00:00.5"];
const TIMES: [&str; 2] = ["12:34:56", "00:00:00.25"];

#[test]
fn texts_of_jiff() {
    check::<Timestamp>(&INSTANTS);
    check::<civil::Date>(&DATES);
    check::<civil::DateTime>(&LOCAL);
    check::<civil::Time>(&TIMES);
}

/// Spans are compared by their texts, since they have no order of their own.
#[test]
fn spans_of_jiff() {
    let span = Formatted::<Span>::from("P1Y2M3DT4H5M6S");
    assert_eq!(Formatted::from(span.parsed().unwrap()), span);
    assert!(Formatted::<Span>::from("1 year and a day, roughly").parsed().is_err());
}

#[test]
fn texts_of_chrono() {
    check::<DateTime<FixedOffset>>(&INSTANTS);
    check::<DateTime<Utc>>(&INSTANTS);
    check::<NaiveDate>(&DATES);
    check::<NaiveDateTime>(&LOCAL);
    check::<NaiveTime>(&TIMES);
}

#[test]
fn texts_of_time() {
    check::<OffsetDateTime>(&INSTANTS);
    check::<Date>(&DATES);
    check::<Date>(&["-000121-01-01", "-009999-12-31"]);
}

#[test]
fn texts_of_uuid_url_and_decimal() {
    check::<Uuid>(&[
        "67e55044-10b1-426f-9247-bb680e5fe0c8",
        "67E5504410B1426F9247BB680E5FE0C8",
    ]);
    check::<Url>(&["https://a.example/b?c=d#e", "http://[::1]:8080", "mailto:a@b.example"]);
    check::<Decimal>(&[
        "0",
        "-1.50",
        "79228162514264337593543950335",
        "0.0000000000000000000000000001",
    ]);
}

#[test]
fn texts_of_addresses_and_bytes() {
    check::<IpAddr>(&["127.0.0.1", "::1", "2001:db8::ff00:42:8329"]);
    check::<Ipv4Addr>(&["255.255.255.255", "0.0.0.0"]);
    check::<Ipv6Addr>(&["::", "::ffff:192.0.2.128"]);
    check::<Base64>(&["", "SGk=", "SGk", "/+8="]);
}

#[test]
fn a_text_that_is_not_valid_is_an_error_and_is_kept() {
    let text: Formatted<Timestamp> = "yesterday".into();
    assert!(text.parsed().is_err());
    assert_eq!(text.to_string(), "yesterday");
    assert_eq!(format!("{text:?}"), "\"yesterday\"");
    assert_eq!(text.into_text(), "yesterday");
}

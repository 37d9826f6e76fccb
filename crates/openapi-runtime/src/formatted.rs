//! Texts that stand for values.

use std::cmp::Ordering;
use std::convert::Infallible;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Format;
use crate::kind::Scalar;
use crate::shape::Shape;
use crate::typed::Typed;

/// A text that stands for a `T`, in the format of the description (`Config::format`).
///
/// It holds the text as it came and as it is sent, byte for byte, and parses it when it is asked to. So a value that a
/// server writes in another way does not make a response unreadable. Texts are compared, not the values they stand for.
///
/// ```
/// use std::net::Ipv4Addr;
/// use openapi_runtime::{Formatted, serde_json};
///
/// let address: Formatted<Ipv4Addr> = serde_json::from_str(r#""127.0.0.1""#)?;
/// assert_eq!(address.parsed(), Ok(Ipv4Addr::LOCALHOST));
/// assert_eq!(Formatted::from(Ipv4Addr::LOCALHOST), address);
///
/// let other: Formatted<Ipv4Addr> = serde_json::from_str(r#""localhost""#)?;
/// assert!(other.parsed().is_err());
/// assert_eq!(serde_json::to_string(&other)?, r#""localhost""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
pub struct Formatted<T> {
    text: String,
    value: PhantomData<fn() -> T>,
}

impl<T> Formatted<T> {
    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text.
    ///
    /// ```
    /// use openapi_runtime::{Formatted, jiff::civil::Date};
    ///
    /// let date = Formatted::<Date>::from("2026-02-30");
    /// assert_eq!(date.text(), "2026-02-30");
    /// assert_eq!(date.into_text(), "2026-02-30");
    /// ```
    pub fn into_text(self) -> String {
        self.text
    }
}

impl<T: Format> Formatted<T> {
    /// The value that the text stands for.
    ///
    /// # Errors
    ///
    /// When the text does not stand for one. [`text`](Self::text) has it as it came.
    ///
    /// ```
    /// use openapi_runtime::{Formatted, chrono::NaiveDate, jiff::Span, rust_decimal::Decimal, uuid::Uuid};
    ///
    /// assert_eq!(Formatted::<NaiveDate>::from("2026-02-28").parsed()?, NaiveDate::from_ymd_opt(2026, 2, 28).unwrap());
    /// assert_eq!(Formatted::<Span>::from("PT90M").parsed()?.get_minutes(), 90);
    /// assert_eq!(Formatted::<Decimal>::from("0.10").parsed()?, Decimal::new(10, 2));
    /// assert_eq!(Formatted::<Uuid>::from("67e55044-10b1-426f-9247-bb680e5fe0c8").parsed()?.get_version_num(), 4);
    /// assert!(Formatted::<NaiveDate>::from("2026-02-30").parsed().is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parsed(&self) -> Result<T, T::Error> {
        T::parse(&self.text)
    }
}

impl<T: Format> From<T> for Formatted<T> {
    fn from(value: T) -> Self {
        value.to_text().into()
    }
}

impl<T> From<String> for Formatted<T> {
    fn from(text: String) -> Self {
        let value = PhantomData;
        Self { text, value }
    }
}

impl<T> From<&str> for Formatted<T> {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl<T> FromStr for Formatted<T> {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(text.into())
    }
}

impl<T> AsRef<str> for Formatted<T> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<T> fmt::Display for Formatted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<T> fmt::Debug for Formatted<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

impl<T> Clone for Formatted<T> {
    fn clone(&self) -> Self {
        self.text.clone().into()
    }
}

impl<T> PartialEq for Formatted<T> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<T> Eq for Formatted<T> {}

impl<T> PartialOrd for Formatted<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Ord for Formatted<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<T> Hash for Formatted<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<T> Serialize for Formatted<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, T> Deserialize<'de> for Formatted<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

impl<T: Format + 'static> Typed for Formatted<T> {
    const SHAPE: Shape = Shape::Formatted(|text| T::parse(text).is_ok());
    type Kind = Scalar;

    fn blank() -> Self {
        String::new().into()
    }
}

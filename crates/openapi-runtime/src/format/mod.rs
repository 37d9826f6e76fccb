//! Values that texts stand for, by the format of the description.

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
mod standard;
#[cfg(feature = "time")]
mod time;

pub use standard::Base64;

/// A value that a text stands for. [`Formatted`](crate::Formatted) holds such texts.
///
/// It is implemented for addresses of `std`, for [`Url`](crate::reqwest::Url) and [`Base64`], and by features of this crate for types of
/// jiff, chrono, time, uuid and rust_decimal. A type of your own needs an implementation:
///
/// ```
/// use openapi_runtime::{Format, Formatted};
///
/// struct Isbn(u64);
///
/// impl Format for Isbn {
///     type Error = std::num::ParseIntError;
///
///     fn parse(text: &str) -> Result<Self, Self::Error> {
///         text.replace('-', "").parse().map(Isbn)
///     }
///
///     fn to_text(&self) -> String {
///         self.0.to_string()
///     }
/// }
///
/// let isbn: Formatted<Isbn> = "978-3-16-148410-0".into();
/// assert_eq!(isbn.parsed()?.0, 9_783_161_484_100);
/// # Ok::<(), std::num::ParseIntError>(())
/// ```
pub trait Format: Sized {
    /// Why a text does not stand for a value.
    type Error;

    /// The value that a text stands for.
    ///
    /// # Errors
    ///
    /// When the text does not stand for one.
    fn parse(text: &str) -> Result<Self, Self::Error>;

    /// A text that stands for the value.
    fn to_text(&self) -> String;
}

/// Implements [`Format`] for types whose `FromStr` and `Display` are those of the format.
macro_rules! by_from_str {
    ($($ty:ty),* $(,)?) => {$(
        impl $crate::Format for $ty {
            type Error = <Self as std::str::FromStr>::Err;

            fn parse(text: &str) -> Result<Self, Self::Error> {
                text.parse()
            }

            fn to_text(&self) -> String {
                self.to_string()
            }
        }
    )*};
}

use by_from_str;

#[cfg(feature = "uuid")]
by_from_str!(uuid::Uuid);

#[cfg(feature = "rust_decimal")]
impl Format for rust_decimal::Decimal {
    type Error = rust_decimal::Error;

    /// More digits than a `Decimal` has are an error, and are not rounded.
    fn parse(text: &str) -> Result<Self, Self::Error> {
        Self::from_str_exact(text)
    }

    fn to_text(&self) -> String {
        self.to_string()
    }
}

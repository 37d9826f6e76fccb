//! Formats of types that the runtime has anyway.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use base64::{DecodeError, Engine};

use reqwest::Url;

use super::{Format, by_from_str};

by_from_str!(IpAddr, Ipv4Addr, Ipv6Addr, Url);

/// Bytes that are written in base64 (RFC 4648, section 4). Padding is written, and not asked for.
///
/// ```
/// use openapi_runtime::{Base64, Formatted};
///
/// let bytes = Formatted::from(Base64(b"Hi".to_vec()));
/// assert_eq!(bytes.text(), "SGk=");
/// assert_eq!(Formatted::<Base64>::from("SGk").parsed().unwrap().0, b"Hi");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Base64(pub Vec<u8>);

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl Format for Base64 {
    type Error = DecodeError;

    fn parse(text: &str) -> Result<Self, DecodeError> {
        ENGINE.decode(text).map(Self)
    }

    fn to_text(&self) -> String {
        ENGINE.encode(&self.0)
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

use base64::{Engine, prelude::BASE64_STANDARD};
use http::{HeaderMap, HeaderName};

use super::{SignatureError, header::only, keys::Keys};

/// Verifies webhooks that are signed with the HMAC-SHA256 of the body, in one header.
///
/// The signature is in hexadecimal digits, of either case, unless [`base64`](Self::base64) says otherwise.
///
/// ```
/// use openapi_runtime::BodySignature;
/// use openapi_runtime::http::{HeaderMap, HeaderName};
///
/// const HEADER: HeaderName = HeaderName::from_static("x-hub-signature-256");
///
/// let verifier = BodySignature::new(HEADER, "It's a Secret to Everybody").prefix("sha256=");
/// let mut headers = HeaderMap::new();
/// let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
/// headers.insert(HEADER, signature.parse().unwrap());
/// assert!(verifier.verify(&headers, b"Hello, World!").is_ok());
/// assert!(verifier.verify(&headers, b"Hello, world!").is_err());
/// ```
#[derive(Debug, Clone)]
pub struct BodySignature {
    header: HeaderName,
    keys: Keys,
    prefix: String,
    decode: fn(&str) -> Option<Vec<u8>>,
}

impl BodySignature {
    /// Verifies the signature in this header, with a secret whose bytes are the key.
    pub fn new(header: HeaderName, secret: impl AsRef<[u8]>) -> Self {
        let keys = Keys::new(secret.as_ref());
        Self {
            header,
            keys,
            prefix: String::new(),
            decode: hex,
        }
    }

    /// Adds another secret that is valid too, for instance while it is replaced.
    ///
    /// ```
    /// use openapi_runtime::{BodySignature, http::HeaderName};
    ///
    /// const HEADER: HeaderName = HeaderName::from_static("x-hub-signature-256");
    ///
    /// let verifier = BodySignature::new(HEADER, "the new secret").or_secret("It's a Secret to Everybody").prefix("sha256=");
    /// # let mut headers = openapi_runtime::http::HeaderMap::new();
    /// # let signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";
    /// # headers.insert(HEADER, signature.parse().unwrap());
    /// // The signature was made with the old secret.
    /// assert!(verifier.verify(&headers, b"Hello, World!").is_ok());
    /// ```
    #[must_use]
    pub fn or_secret(mut self, secret: impl AsRef<[u8]>) -> Self {
        self.keys.add(secret.as_ref());
        self
    }

    /// Sets the text before the signature in the header, such as `sha256=`.
    #[must_use]
    pub fn prefix(mut self, prefix: impl Into<String>) -> Self {
        self.prefix = prefix.into();
        self
    }

    /// Reads the signature as base64 (RFC 4648, section 4), with padding.
    ///
    /// ```
    /// use openapi_runtime::{BodySignature, http::{HeaderMap, HeaderName}};
    ///
    /// const HEADER: HeaderName = HeaderName::from_static("x-signature");
    ///
    /// let verifier = BodySignature::new(HEADER, "It's a Secret to Everybody").base64();
    /// let mut headers = HeaderMap::new();
    /// headers.insert(HEADER, "dXEH6g6yUJ/CESIczphLijdXC211hsIsRvQ3nIsEPhc=".parse().unwrap());
    /// assert!(verifier.verify(&headers, b"Hello, World!").is_ok());
    /// ```
    #[must_use]
    pub fn base64(mut self) -> Self {
        self.decode = |text| BASE64_STANDARD.decode(text).ok();
        self
    }

    /// Checks a request by its headers and its body, as it arrived.
    ///
    /// # Errors
    ///
    /// - [`SignatureError::MissingHeader`] if the header is absent.
    /// - [`SignatureError::InvalidHeader`] if it occurs twice, or does not have the prefix and a signature.
    /// - [`SignatureError::Mismatch`] if no secret makes this signature of the body.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
        let text = only(headers, &self.header)?;
        let signature = text.strip_prefix(&self.prefix).and_then(self.decode);
        let signature = signature.ok_or_else(|| SignatureError::InvalidHeader(self.header.clone()))?;
        match self.keys.verify(&[body], &signature) {
            true => Ok(()),
            false => Err(SignatureError::Mismatch),
        }
    }
}

/// The bytes of hexadecimal digits.
fn hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            &[high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
            _ => None,
        })
        .collect()
}

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use http::{HeaderMap, HeaderName};

use super::{SignatureError, header::only, keys::Keys};
use crate::platform;

const ID: HeaderName = HeaderName::from_static("webhook-id");
const TIMESTAMP: HeaderName = HeaderName::from_static("webhook-timestamp");
const SIGNATURE: HeaderName = HeaderName::from_static("webhook-signature");

/// Senders differ in the padding of secrets and signatures.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Verifies webhooks that are signed as [Standard Webhooks](https://www.standardwebhooks.com) says, with a shared secret.
///
/// The identifier in the header `webhook-id` is the same when the server sends a webhook again: to handle each only once, keep the
/// identifiers for the time of the tolerance.
///
/// ```
/// use std::time::{Duration, UNIX_EPOCH};
/// use openapi_runtime::{StandardWebhooks, http::HeaderMap};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let verifier = StandardWebhooks::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?;
/// let mut headers = HeaderMap::new();
/// headers.insert("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek".parse()?);
/// headers.insert("webhook-timestamp", "1614265330".parse()?);
/// headers.insert("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=".parse()?);
///
/// let body = br#"{"test": 2432232314}"#;
/// assert!(verifier.verify(&headers, body).is_err(), "it was signed in 2021");
/// verifier.verify_at(&headers, body, UNIX_EPOCH + Duration::from_secs(1_614_265_330))?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct StandardWebhooks {
    keys: Keys,
    tolerance: Duration,
}

impl StandardWebhooks {
    /// Verifies with this secret: base64, after `whsec_` if the sender adds it. The time of the signature may be five minutes from now.
    ///
    /// # Errors
    ///
    /// [`SignatureError::InvalidSecret`] if the secret is empty or is not valid base64.
    pub fn new(secret: &str) -> Result<Self, SignatureError> {
        let keys = Keys::new(&key(secret)?);
        Ok(Self {
            keys,
            tolerance: Duration::from_secs(5 * 60),
        })
    }

    /// Adds another secret that is valid too, for instance while it is replaced.
    ///
    /// # Errors
    ///
    /// [`SignatureError::InvalidSecret`] if the secret is empty or is not valid base64.
    ///
    /// ```
    /// use openapi_runtime::{SignatureError, StandardWebhooks};
    ///
    /// let verifier = StandardWebhooks::new("whsec_bmV3IHNlY3JldA==")?.or_secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?;
    /// assert_eq!(verifier.or_secret("whsec_").unwrap_err(), SignatureError::InvalidSecret);
    /// # Ok::<(), SignatureError>(())
    /// ```
    pub fn or_secret(mut self, secret: &str) -> Result<Self, SignatureError> {
        self.keys.add(&key(secret)?);
        Ok(self)
    }

    /// Sets how far the time of the signature may be from now: by default, five minutes.
    ///
    /// ```
    /// use openapi_runtime::{SignatureError, StandardWebhooks};
    /// use std::time::{Duration, UNIX_EPOCH};
    ///
    /// let verifier = StandardWebhooks::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?.tolerance(Duration::from_secs(30));
    /// # let mut headers = openapi_runtime::http::HeaderMap::new();
    /// # headers.insert("webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek".parse()?);
    /// # headers.insert("webhook-timestamp", "1614265330".parse()?);
    /// # headers.insert("webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=".parse()?);
    /// # let body = br#"{"test": 2432232314}"#;
    /// // The request was signed 31 seconds ago.
    /// let now = UNIX_EPOCH + Duration::from_secs(1_614_265_330 + 31);
    /// assert_eq!(verifier.verify_at(&headers, body, now), Err(SignatureError::TooOld));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn tolerance(mut self, tolerance: Duration) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// Checks a request by its headers and its body, as it arrived.
    ///
    /// # Errors
    ///
    /// - [`SignatureError::MissingHeader`] if a header is absent, and [`SignatureError::InvalidHeader`] if it occurs twice or the time is
    ///   not a number.
    /// - [`SignatureError::TooOld`] and [`SignatureError::TooNew`] if the time is beyond the tolerance.
    /// - [`SignatureError::Mismatch`] if no secret makes a signature that the request has.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8]) -> Result<(), SignatureError> {
        self.verify_at(headers, body, platform::now())
    }

    /// As [`verify`](Self::verify), at another time than now.
    ///
    /// # Errors
    ///
    /// As [`verify`](Self::verify).
    pub fn verify_at(&self, headers: &HeaderMap, body: &[u8], now: SystemTime) -> Result<(), SignatureError> {
        let [id, timestamp, signatures] = [&ID, &TIMESTAMP, &SIGNATURE].map(|name| only(headers, name));
        let (id, timestamp, signatures) = (id?, timestamp?, signatures?);
        let signed = time(timestamp).ok_or(SignatureError::InvalidHeader(TIMESTAMP))?;
        self.verify_time(signed, now)?;
        let parts = [id.as_bytes(), b".", timestamp.as_bytes(), b".", body];
        let symmetric = signatures.split(' ').filter_map(|one| one.strip_prefix("v1,"));
        let mut decoded = symmetric.filter_map(|text| BASE64.decode(text).ok());
        match decoded.any(|signature| self.keys.verify(&parts, &signature)) {
            true => Ok(()),
            false => Err(SignatureError::Mismatch),
        }
    }

    fn verify_time(&self, signed: SystemTime, now: SystemTime) -> Result<(), SignatureError> {
        match now.duration_since(signed) {
            Ok(age) if age > self.tolerance => Err(SignatureError::TooOld),
            Err(early) if early.duration() > self.tolerance => Err(SignatureError::TooNew),
            _ => Ok(()),
        }
    }
}

/// The key of a secret.
fn key(secret: &str) -> Result<Vec<u8>, SignatureError> {
    let text = secret.strip_prefix("whsec_").unwrap_or(secret);
    let key = BASE64.decode(text).map_err(|_| SignatureError::InvalidSecret)?;
    match key.is_empty() {
        true => Err(SignatureError::InvalidSecret),
        false => Ok(key),
    }
}

/// The time of a timestamp: seconds since 1970.
fn time(text: &str) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_secs(text.parse().ok()?))
}

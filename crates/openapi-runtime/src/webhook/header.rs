//! Headers of a request that arrived.

use http::{HeaderMap, HeaderName};

use super::SignatureError;

/// The text of a header that occurs once.
pub(super) fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Result<&'a str, SignatureError> {
    let invalid = || SignatureError::InvalidHeader(name.clone());
    let mut values = headers.get_all(name).iter();
    let value = values
        .next()
        .ok_or_else(|| SignatureError::MissingHeader(name.clone()))?;
    match values.next() {
        Some(_) => Err(invalid()),
        None => value.to_str().map_err(|_| invalid()),
    }
}

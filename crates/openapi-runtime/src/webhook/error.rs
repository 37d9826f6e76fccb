use http::HeaderName;

/// Why a request is not accepted as one that the server signed. It shows neither a secret nor a signature.
///
/// ```
/// use openapi_runtime::{BodySignature, SignatureError, http::{HeaderMap, HeaderName}};
///
/// const HEADER: HeaderName = HeaderName::from_static("x-hub-signature-256");
///
/// let verifier = BodySignature::new(HEADER, "secret").prefix("sha256=");
/// let unsigned = verifier.verify(&HeaderMap::new(), b"Hello, World!");
/// assert_eq!(unsigned, Err(SignatureError::MissingHeader(HEADER)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The secret is empty or is not valid base64.
    #[error("the secret is empty or is not valid base64")]
    InvalidSecret,
    /// A header is absent.
    #[error("the request has no header `{0}`")]
    MissingHeader(HeaderName),
    /// A header occurs twice or does not have the form that it should.
    #[error("the header `{0}` of the request is not valid")]
    InvalidHeader(HeaderName),
    /// The request was signed longer ago than is accepted.
    #[error("the request was signed too long ago")]
    TooOld,
    /// The request was signed later than is accepted.
    #[error("the request was signed in the future")]
    TooNew,
    /// No secret makes a signature that the request has.
    #[error("the signature of the request does not match")]
    Mismatch,
}

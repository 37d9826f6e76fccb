//! The OAuth 2.0 flows of a description.

/// A flow of a security scheme of type `oauth2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OAuthFlow {
    /// Which one it is: `clientCredentials`, `password`, `authorizationCode`, `implicit` or `deviceAuthorization`.
    pub kind: &'static str,
    /// `tokenUrl`; empty where there is none.
    pub token_url: &'static str,
    /// `refreshUrl`; empty where there is none.
    pub refresh_url: &'static str,
}

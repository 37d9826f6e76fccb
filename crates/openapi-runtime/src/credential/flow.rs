//! The OAuth 2.0 flows of a description.

/// A flow of a security scheme of type `oauth2`.
///
/// ```
/// use openapi_runtime::OAuthFlow;
///
/// const FLOW: OAuthFlow = OAuthFlow {
///     kind: "clientCredentials",
///     token_url: "https://login.example.com/token",
///     refresh_url: "",
/// };
/// assert_eq!(FLOW.kind, "clientCredentials");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OAuthFlow {
    /// Which one it is: `clientCredentials`, `password`, `authorizationCode`, `implicit` or `deviceAuthorization`.
    pub kind: &'static str,
    /// `tokenUrl`; empty where there is none.
    pub token_url: &'static str,
    /// `refreshUrl`; empty where there is none.
    pub refresh_url: &'static str,
}

//! Security schemes.

use serde_json::Value;

use super::Contract;
use crate::json::members;
use crate::pointer::follow;

/// A security scheme.
///
/// ```
/// use openapi_conformance::{Contract, CredentialPlace, SecurityScheme};
///
/// let contract = Contract::parse("
/// openapi: 3.1.0
/// components:
///   securitySchemes: {token: {type: http, scheme: bearer}, key: {type: apiKey, in: header, name: X-Key}}
/// paths: {/pets: {get: {security: [{token: []}, {key: []}], responses: {}}}}
/// ")?;
/// let alternatives = &contract.operations()[0].security;
/// assert_eq!(alternatives[0], [SecurityScheme { name: "token".to_owned(), place: CredentialPlace::Bearer }]);
/// # Ok::<(), openapi_conformance::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityScheme {
    /// Its name in `components/securitySchemes`.
    pub name: String,
    /// The location of its credential.
    pub place: CredentialPlace,
}

/// The location of a credential.
///
/// ```
/// use openapi_conformance::{Contract, CredentialPlace};
///
/// let contract = Contract::parse("
/// openapi: 3.1.0
/// components:
///   securitySchemes: {token: {type: http, scheme: bearer}, key: {type: apiKey, in: header, name: X-Key}}
/// paths: {/pets: {get: {security: [{token: []}, {key: []}], responses: {}}}}
/// ")?;
/// let key = &contract.operations()[0].security[1][0];
/// assert_eq!(key.place, CredentialPlace::ApiKey("header".to_owned(), "X-Key".to_owned()));
/// # Ok::<(), openapi_conformance::ParseError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CredentialPlace {
    /// `Authorization: Basic` (RFC 7617).
    Basic,
    /// `Authorization: Bearer` (RFC 6750).
    Bearer,
    /// An API key: `in` and `name`.
    ApiKey(String, String),
    /// Somewhere that is not in the HTTP request, or by a scheme of its own.
    Elsewhere,
}

impl Contract {
    pub(super) fn schemes(&self, alternative: &Value) -> Vec<SecurityScheme> {
        members(alternative)
            .filter_map(|(name, _)| {
                let scheme = self.document()["components"]["securitySchemes"].get(name)?;
                let scheme = follow(self.document(), scheme);
                let text = |name: &str| scheme[name].as_str().unwrap_or_default().to_owned();
                let place = match (text("type").as_str(), text("scheme").to_ascii_lowercase().as_str()) {
                    ("apiKey", _) => CredentialPlace::ApiKey(text("in"), text("name")),
                    ("http", "basic") => CredentialPlace::Basic,
                    ("http", "bearer") | ("oauth2" | "openIdConnect", _) => CredentialPlace::Bearer,
                    _ => CredentialPlace::Elsewhere,
                };
                Some(SecurityScheme {
                    name: name.to_owned(),
                    place,
                })
            })
            .collect()
    }

    /// The names of the security schemes.
    pub(crate) fn security_schemes(&self) -> Vec<String> {
        let schemes = members(&self.document()["components"]["securitySchemes"]);
        schemes.map(|(name, _)| name.to_owned()).collect()
    }
}

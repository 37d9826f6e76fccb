//! Credentials as the user of a builder gave them.

use std::sync::Arc;

use reqwest::Url;

use super::{
    Credential, CredentialLocation, Digest, OAuthFlow, Source, StoredCredential, attach::How, provided::Provided,
};
use crate::BuildError;

/// A credential as the user gave it.
pub(crate) struct Given {
    pub(crate) scheme: &'static str,
    pub(crate) place: CredentialLocation,
    pub(crate) credential: Credential,
    pub(crate) flows: &'static [OAuthFlow],
}

impl Given {
    /// Prepares the credential for requests to the base URL, by this HTTP client.
    pub(crate) fn hold(self, base: &Url, http: &reqwest::Client) -> Result<StoredCredential, BuildError> {
        let scheme = self.scheme;
        let how = match (self.credential.0, &self.place) {
            (Source::Value(password), CredentialLocation::Digest(username)) => {
                let digest = Digest::new(username.clone(), password);
                How::Digest(Arc::new(digest.ok_or(BuildError::NoDigest { scheme })?))
            }
            (Source::Value(secret), place) => {
                let ready = place.prepare(&secret);
                How::Ready(ready.ok_or(BuildError::Credential { scheme })?)
            }
            (Source::Provider(make), _) => {
                let fetch = make(self.flows, base, http).map_err(|reason| BuildError::Tokens { scheme, reason })?;
                How::Provided(Arc::new(Provided::new(self.place, fetch)))
            }
        };
        Ok(StoredCredential { scheme, how })
    }
}

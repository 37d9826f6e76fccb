//! HTTP digest authentication (RFC 7616), by the crate `digest_auth`.

#[cfg(not(feature = "digest"))]
pub(crate) use disabled::Digest;
#[cfg(feature = "digest")]
pub(crate) use enabled::Digest;

#[cfg(feature = "digest")]
mod enabled {
    use std::sync::{Mutex, PoisonError};

    use digest_auth::{AuthContext, WwwAuthenticateHeader};
    use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
    use secrecy::{ExposeSecret, SecretString};

    use crate::transport::Prepared;

    /// A user name and a password, and the last challenge of the server, with which requests are signed.
    pub(crate) struct Digest {
        username: String,
        password: SecretString,
        challenge: Mutex<Option<WwwAuthenticateHeader>>,
    }

    impl Digest {
        pub(crate) fn new(username: String, password: SecretString) -> Option<Self> {
            let challenge = Mutex::new(None);
            Some(Self {
                username,
                password,
                challenge,
            })
        }

        /// Signs a request, once there was a challenge, unless the caller authorizes it otherwise.
        pub(crate) fn sign(&self, request: &mut Prepared) {
            let mut challenge = self.challenge.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(challenge) = challenge
                .as_mut()
                .filter(|_| !request.headers.contains_key(AUTHORIZATION))
            else {
                return;
            };
            let query = request.url.query().map(|query| format!("?{query}"));
            let uri = format!("{}{}", request.url.path(), query.unwrap_or_default());
            let (user, password) = (self.username.as_str(), self.password.expose_secret());
            let method = request.method.as_str().into();
            let context = AuthContext::new_with_method(user, password, uri, None::<&[u8]>, method);
            let signed = challenge
                .respond(&context)
                .map(|answer| HeaderValue::try_from(answer.to_header_string()));
            if let Ok(Ok(mut value)) = signed {
                value.set_sensitive(true);
                request.headers.insert(AUTHORIZATION, value);
            }
        }

        /// Takes the challenge of a response 401, and says whether there is one.
        pub(crate) fn challenged(&self, headers: &HeaderMap) -> bool {
            let values = headers
                .get_all(WWW_AUTHENTICATE)
                .iter()
                .filter_map(|value| value.to_str().ok());
            let is_digest = |value: &&str| {
                value
                    .get(..7)
                    .is_some_and(|scheme| scheme.eq_ignore_ascii_case("digest "))
            };
            let challenge = values
                .filter(is_digest)
                .find_map(|value| digest_auth::parse(value).ok());
            let found = challenge.is_some();
            if found {
                *self.challenge.lock().unwrap_or_else(PoisonError::into_inner) = challenge;
            }
            found
        }
    }
}

#[cfg(not(feature = "digest"))]
mod disabled {
    use reqwest::header::HeaderMap;
    use secrecy::SecretString;

    use crate::transport::Prepared;

    pub(crate) enum Digest {}

    impl Digest {
        pub(crate) fn new(_: String, _: SecretString) -> Option<Self> {
            None
        }

        pub(crate) fn sign(&self, _: &mut Prepared) {
            match *self {}
        }

        pub(crate) fn challenged(&self, _: &HeaderMap) -> bool {
            match *self {}
        }
    }
}

//! Credentials made up for tests, and whether they arrived.

use base64::Engine;

use crate::contract::{CredentialPlace, Operation, SecurityScheme};
use crate::request::{Request, decode};
use crate::verify::Secrets;

/// How a client is to be set up: the server to talk to, and the credentials to hold.
///
/// ```
/// use openapi_conformance::{BuildError, Setup};
/// use openapi_runtime::Client;
///
/// fn client(setup: &Setup) -> Result<Client, BuildError> {
///     let mut builder = Client::builder(setup.url(), "test").strict_statuses(setup.strict_statuses());
///     if let Some(token) = setup.credential("token") {
///         builder = builder.bearer("token", token.into());
///     }
///     if let Some((username, password)) = setup.basic("login") {
///         builder = builder.basic("login", username, password.into());
///     }
///     builder.build()
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Setup {
    pub(crate) url: String,
    pub(crate) schemes: Vec<SecurityScheme>,
    /// Credentials of a real server, in place of those made up.
    pub(crate) secrets: Option<Secrets>,
    /// Whether an undocumented success is an error.
    pub(crate) strict: bool,
}

impl Setup {
    /// The base URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether a success whose status is not documented is to be an error.
    pub fn strict_statuses(&self) -> bool {
        self.strict
    }

    /// The credential of a security scheme, if the client is to hold one.
    pub fn credential(&self, scheme: &str) -> Option<String> {
        let scheme = self.schemes.iter().find(|known| known.name == scheme)?;
        if scheme.place == CredentialPlace::Basic {
            return None;
        }
        match &self.secrets {
            Some(secrets) => secrets.of(scheme).map(str::to_owned),
            None => Some(scheme.secret()),
        }
    }

    /// The user name and password of a security scheme, if the client is to hold them.
    pub fn basic(&self, scheme: &str) -> Option<(String, String)> {
        let scheme = self.schemes.iter().find(|known| known.name == scheme)?;
        if scheme.place != CredentialPlace::Basic {
            return None;
        }
        match &self.secrets {
            Some(secrets) => {
                let (username, password) = secrets.of(scheme)?.split_once(':')?;
                Some((username.to_owned(), password.to_owned()))
            }
            None => Some(("Åsa".to_owned(), scheme.secret())),
        }
    }
}

impl SecurityScheme {
    /// A secret with characters that its place has to be careful with; the same for schemes that share a place.
    fn secret(&self) -> String {
        let name = match &self.place {
            CredentialPlace::ApiKey(_, name) => name.chars().filter(char::is_ascii_alphanumeric).collect(),
            _ => "token".to_owned(),
        };
        match &self.place {
            CredentialPlace::ApiKey(location, _) if location == "query" => format!("{name}/ä b&c=d+e"),
            CredentialPlace::ApiKey(location, _) if location == "cookie" => format!("{name}-0a=="),
            CredentialPlace::Basic => format!("{name} pässword"),
            _ => format!("{name}-._~+/=="),
        }
    }

    /// Where its credential stands in a request, if it is one that a client can be given.
    fn slot(&self) -> Option<(&str, String)> {
        match &self.place {
            CredentialPlace::Basic | CredentialPlace::Bearer => Some(("header", "authorization".to_owned())),
            CredentialPlace::ApiKey(location, name) if location == "header" => {
                Some(("header", name.to_ascii_lowercase()))
            }
            CredentialPlace::ApiKey(location, name) => Some((location, name.clone())),
            CredentialPlace::Elsewhere => None,
        }
    }

    /// Whether the request has a credential of this scheme.
    pub(crate) fn is_present(&self, request: &Request) -> bool {
        self.arrived(request).is_some()
    }

    /// The credential of the request for this scheme.
    fn arrived(&self, request: &Request) -> Option<String> {
        let of = |pairs: Vec<(&str, &str)>, name: &str| {
            let pair = pairs.iter().find(|(known, _)| decode(known) == *name);
            pair.map(|(_, value)| (*value).to_owned())
        };
        let authorization = |scheme: &str| {
            let (known, rest) = request.header("authorization")?.split_once(' ')?;
            known.eq_ignore_ascii_case(scheme).then(|| rest.to_owned())
        };
        match &self.place {
            CredentialPlace::Basic => authorization("basic"),
            CredentialPlace::Bearer => authorization("bearer"),
            CredentialPlace::ApiKey(location, name) => match location.as_str() {
                "query" => of(request.query_pairs(), name).map(|value| decode(&value)),
                "cookie" => of(request.cookies(), name),
                _ => request.header(name).map(str::to_owned),
            },
            CredentialPlace::Elsewhere => Some(String::new()),
        }
    }

    /// The violation of the scheme by the request, if any.
    pub(crate) fn problem(&self, request: &Request) -> Option<String> {
        let wanted = match &self.place {
            CredentialPlace::Basic => {
                base64::engine::general_purpose::STANDARD.encode(format!("Åsa:{}", self.secret()))
            }
            _ => self.secret(),
        };
        let arrived = self.arrived(request);
        (arrived.as_deref() != Some(wanted.as_str())).then(|| {
            format!(
                "the credential of `{}`: expected {wanted:?}, arrived {arrived:?}",
                self.name
            )
        })
    }

    /// The name of its query parameter, if it is in one.
    pub(crate) fn query_name(&self) -> Option<&str> {
        match &self.place {
            CredentialPlace::ApiKey(location, name) if location == "query" => Some(name),
            _ => None,
        }
    }
}

impl Operation {
    /// The alternatives of credentials that a client can be given: every one has a place in the request that no parameter
    /// and no other credential has.
    pub(crate) fn alternatives(&self) -> impl Iterator<Item = &Vec<SecurityScheme>> {
        self.security.iter().filter(|schemes| {
            let slots: Vec<_> = schemes.iter().map(SecurityScheme::slot).collect();
            let alike =
                |nth: usize, other: usize| slots[nth] != slots[other] || schemes[nth].place == schemes[other].place;
            let distinct = (0..slots.len()).all(|nth| (0..nth).all(|other| alike(nth, other)));
            let free = slots.iter().flatten().all(|(location, name)| {
                let takes = |parameter: &&crate::contract::Parameter| {
                    parameter.location == *location && parameter.name.eq_ignore_ascii_case(name)
                };
                !self.parameters.iter().any(|parameter| takes(&parameter))
            });
            slots.iter().all(Option::is_some) && distinct && free
        })
    }
}

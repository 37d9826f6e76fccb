//! Credentials, which are never shown.

use std::collections::BTreeMap;
use std::fmt;

use crate::contract::{Contract, CredentialPlace, SecurityScheme};

/// Credentials by the names of security schemes. They show neither in `Debug` nor in what is reported, even where a server
/// repeats them.
///
/// ```
/// use openapi_conformance::verify::Secrets;
///
/// let mut secrets = Secrets::default();
/// secrets.add("token", "t0ken");
/// assert_eq!(format!("{secrets:?}"), r#"{"token"}"#);
/// ```
#[derive(Clone, Default)]
pub struct Secrets {
    by_scheme: BTreeMap<String, String>,
    hidden: Vec<String>,
}

impl fmt::Debug for Secrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.by_scheme.keys()).finish()
    }
}

impl Secrets {
    /// Reads the credentials of a description's security schemes from variables, by [`variable`](Self::variable).
    ///
    /// ```
    /// # use openapi_conformance::{Contract, verify::Secrets};
    /// let contract = Contract::parse("{components: {securitySchemes: {api-key: {type: apiKey, in: header, name: X-Key}}}}")?;
    /// let secrets = Secrets::read(&contract, |name| std::env::var(name).ok());
    /// # Ok::<(), openapi_conformance::ParseError>(())
    /// ```
    pub fn read(contract: &Contract, variable: impl Fn(&str) -> Option<String>) -> Self {
        let mut secrets = Self::default();
        for scheme in contract.security_schemes() {
            if let Some(secret) = variable(&Self::variable(&scheme)).filter(|secret| !secret.is_empty()) {
                secrets.add(&scheme, &secret);
            }
        }
        secrets
    }

    /// The variable of a scheme: `OPENAPI_CREDENTIAL_` and its name in capitals, other characters than letters and digits as `_`.
    ///
    /// ```
    /// use openapi_conformance::verify::Secrets;
    ///
    /// assert_eq!(Secrets::variable("api-key"), "OPENAPI_CREDENTIAL_API_KEY");
    /// ```
    pub fn variable(scheme: &str) -> String {
        let name = scheme.chars().map(|c| {
            if c.is_ascii_alphanumeric() {
                c.to_ascii_uppercase()
            } else {
                '_'
            }
        });
        "OPENAPI_CREDENTIAL_".chars().chain(name).collect()
    }

    /// Adds a credential: a token, a key, or for the scheme `basic` a user name and a password with `:` between them.
    ///
    /// ```
    /// use openapi_conformance::verify::{Options, Secrets};
    ///
    /// let mut options = Options::new("http://127.0.0.1:8080")?;
    /// options.secrets.add("login", "me:my password");
    /// assert!(!format!("{:?}", options.secrets).contains("my password"));
    /// # Ok::<(), openapi_conformance::verify::OptionError>(())
    /// ```
    pub fn add(&mut self, scheme: &str, secret: &str) {
        self.by_scheme.insert(scheme.to_owned(), secret.to_owned());
        self.hide(secret);
        if let Some((_, password)) = secret.split_once(':') {
            self.hide(password);
        }
    }

    pub(crate) fn hide(&mut self, secret: &str) {
        // A shorter text would also hide text that is not secret.
        if secret.len() >= 4 {
            self.hidden.push(secret.to_owned());
            self.hidden.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        }
    }

    /// The credential of a scheme.
    pub(crate) fn of(&self, scheme: &SecurityScheme) -> Option<&str> {
        self.by_scheme.get(&scheme.name).map(String::as_str)
    }

    /// The first alternative for which every credential is there, those with credentials before the one without.
    ///
    /// # Errors
    /// The missing credentials.
    pub(crate) fn alternative<'o>(
        &self,
        alternatives: &'o [Vec<SecurityScheme>],
    ) -> Result<&'o [SecurityScheme], String> {
        let is_there = |schemes: &&Vec<SecurityScheme>| schemes.iter().all(|scheme| self.of(scheme).is_some());
        let with_credentials = alternatives.iter().filter(|schemes| !schemes.is_empty()).find(is_there);
        if let Some(found) = with_credentials.or_else(|| alternatives.iter().find(|schemes| schemes.is_empty())) {
            return Ok(found);
        }
        let Some(first) = alternatives.first() else {
            return Ok(&[]);
        };
        let missing = first.iter().filter(|scheme| self.of(scheme).is_none());
        let missing: Vec<String> = missing
            .map(|scheme| match scheme.place {
                CredentialPlace::Elsewhere => format!("`{}`, which is not supported", scheme.name),
                CredentialPlace::Basic => format!("{} (user:password)", Self::variable(&scheme.name)),
                _ => Self::variable(&scheme.name),
            })
            .collect();
        Err(format!("needs credentials: {}", missing.join(" and ")))
    }

    /// A text without the credentials.
    pub(crate) fn redact(&self, text: &str) -> String {
        self.hidden
            .iter()
            .fold(text.to_owned(), |text, secret| text.replace(secret, "[redacted]"))
    }
}

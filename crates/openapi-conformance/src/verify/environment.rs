//! Options from the environment, for the tests of a generated crate.

use std::time::Duration;

use super::known::Known;
use super::options::{OptionError, Options};
use super::secrets::Secrets;
use super::values::Values;
use crate::contract::Contract;

/// The prefix of every variable.
const PREFIX: &str = "OPENAPI_CONFORMANCE_";

impl Options {
    /// Options from variables; `None` without `OPENAPI_CONFORMANCE_URL`. An empty variable counts as unset.
    ///
    /// # Errors
    /// If a variable, or a file that one names, cannot be used.
    pub(crate) fn from_environment(
        contract: &Contract,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, OptionError> {
        let variable = |name: &str| variable(name).filter(|value| !value.is_empty());
        let own = |name: &str| variable(&format!("{PREFIX}{name}"));
        let Some(server) = own("URL") else { return Ok(None) };
        let mut options = Self::new(&server)?;
        options.unsafe_methods = own("UNSAFE").is_some();
        options.anonymous = own("ANONYMOUS").is_some();
        // Ids and paths have no spaces but the one behind the method.
        let list = |name: &str| -> Vec<String> {
            own(name)
                .iter()
                .flat_map(|list| list.split(','))
                .map(|pattern| pattern.trim().to_owned())
                .collect()
        };
        options.include(&list("INCLUDE"));
        options.exclude(&list("EXCLUDE"));
        options.secrets = Secrets::read(contract, variable);
        let file = |name: &str| {
            let read = |path: String| {
                let text = std::fs::read_to_string(&path);
                text.map_err(|problem| OptionError::Environment(format!("{PREFIX}{name}: {path}: {problem}")))
            };
            own(name).map(read).transpose()
        };
        if let Some(text) = file("VALUES")? {
            options.values = Values::parse(&text)?;
        }
        if let Some(text) = file("KNOWN")? {
            options.known = Known::parse(&text)?;
        }
        let number = |name: &str| {
            let parsed = own(name).map(|text| text.parse::<usize>());
            parsed
                .transpose()
                .map_err(|_| OptionError::Environment(format!("{PREFIX}{name} is not a number")))
        };
        if let Some(seconds) = number("TIMEOUT")? {
            options.limits.timeout = Duration::from_secs(seconds as u64);
        }
        if let Some(most) = number("MAX_REQUESTS")? {
            options.limits.requests = most;
        }
        Ok(Some(options))
    }
}

//! Values of parameters and bodies, from a file.

use serde_json::{Map, Value};

use super::options::OptionError;
use crate::contract::Operation;
use crate::parse::parse;

/// Values of parameters and bodies: by the name of the parameter, or below an operation's id or `METHOD /path` by the name
/// of the parameter, or `body`.
///
/// ```
/// let values = openapi_conformance::verify::Values::parse("
/// petId: 7
/// getPet: {petId: 8}
/// POST /pets: {body: {name: Rex}}
/// ")?;
/// # Ok::<(), openapi_conformance::verify::OptionError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Values(Map<String, Value>);

impl Values {
    /// Reads values from YAML or JSON.
    ///
    /// # Errors
    /// [`OptionError::Values`] if the text is neither, or not an object.
    pub fn parse(text: &str) -> Result<Self, OptionError> {
        match parse(text).map_err(|problem| OptionError::Values(problem.to_string()))? {
            Value::Object(values) => Ok(Self(values)),
            Value::Null => Ok(Self::default()),
            _ => Err(OptionError::Values("an object is expected".to_owned())),
        }
    }

    /// The value of a parameter of an operation.
    pub(crate) fn parameter(&self, operation: &Operation, name: &str) -> Option<&Value> {
        let of_operation = self.of(operation).find_map(|values| values.get(name));
        of_operation.or_else(|| self.0.get(name))
    }

    /// The value of the body of an operation.
    pub(crate) fn body(&self, operation: &Operation) -> Option<&Value> {
        self.of(operation).find_map(|values| values.get("body"))
    }

    fn of(&self, operation: &Operation) -> impl Iterator<Item = &Map<String, Value>> {
        let names = names(operation);
        names.into_iter().filter_map(|name| self.0.get(&name)?.as_object())
    }

    /// Keys that no operation and no parameter has.
    pub(crate) fn unused(&self, operations: &[Operation]) -> Vec<String> {
        let is_parameter =
            |operation: &Operation, key: &str| operation.parameters.iter().any(|parameter| parameter.name == *key);
        let mut unused = Vec::new();
        for (key, value) in &self.0 {
            let named: Vec<&Operation> = operations.iter().filter(|known| names(known).contains(key)).collect();
            if named.is_empty() && !operations.iter().any(|operation| is_parameter(operation, key)) {
                unused.push(key.clone());
            }
            for name in value
                .as_object()
                .filter(|_| !named.is_empty())
                .into_iter()
                .flat_map(Map::keys)
            {
                let is_body = |operation: &&&Operation| name == "body" && !operation.bodies.is_empty();
                if !named
                    .iter()
                    .any(|operation| is_body(&operation) || is_parameter(operation, name))
                {
                    unused.push(format!("{key}: {name}"));
                }
            }
        }
        unused
    }
}

/// The names by which files mean an operation.
pub(crate) fn names(operation: &Operation) -> Vec<String> {
    let route = format!("{} {}", operation.method, operation.path);
    operation.id.iter().cloned().chain([route]).collect()
}

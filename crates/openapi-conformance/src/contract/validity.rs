//! The schemas of a description, as they hold in one direction.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use jsonschema::{Registry, Validator};
use serde_json::{Value, json};

use super::Contract;
use crate::dialect;
use crate::pointer::to_fragment;

/// The direction of a value; `readOnly` and `writeOnly` properties are required in one alone.
///
/// ```
/// use openapi_conformance::{Contract, Direction};
///
/// let contract = Contract::parse("
/// openapi: 3.1.0
/// components: {schemas: {Pet: {type: object, required: [id], properties: {id: {type: integer, readOnly: true}}}}}
/// ")?;
/// let empty = serde_json::json!({});
/// assert!(contract.violations("/components/schemas/Pet", Direction::Request, &empty).is_empty());
/// assert!(!contract.violations("/components/schemas/Pet", Direction::Response, &empty).is_empty());
/// # Ok::<(), openapi_conformance::ParseError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// To the server.
    Request,
    /// From the server.
    Response,
}

/// The document's schemas as they hold in one direction.
pub(super) struct View {
    registry: Registry<'static>,
    /// By the schemas that all have to hold.
    validators: Mutex<HashMap<Vec<String>, Compiled>>,
}

/// A validator, or why there is none.
type Compiled = Result<Arc<Validator>, String>;

/// The name by which validators know the document.
const DOCUMENT: &str = "urn:description";

impl View {
    pub(super) fn new(document: &Value, direction: Direction) -> Result<Self, String> {
        let mut schemas = document.clone();
        dialect::exempt(&mut schemas, direction, document);
        let registry = Registry::new()
            .add(DOCUMENT, schemas)
            .and_then(|registry| registry.prepare());
        Ok(Self {
            registry: registry.map_err(|error| error.to_string())?,
            validators: Mutex::default(),
        })
    }

    fn validator(&self, schemas: &[String]) -> Compiled {
        let mut known = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = known.entry(schemas.to_vec());
        entry.or_insert_with(|| self.compile(schemas)).clone()
    }

    fn compile(&self, schemas: &[String]) -> Compiled {
        let references: Vec<Value> = schemas
            .iter()
            .map(|schema| json!({ "$ref": format!("{DOCUMENT}{}", to_fragment(schema)) }))
            .collect();
        jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .with_registry(&self.registry)
            .build(&json!({ "allOf": references }))
            .map(Arc::new)
            .map_err(|error| error.to_string())
    }
}

impl Contract {
    /// Returns the violations of the schema at a JSON pointer by a value; empty if it is valid.
    ///
    /// ```
    /// use openapi_conformance::{Contract, Direction};
    ///
    /// let contract = Contract::parse("{components: {schemas: {Age: {type: integer}}}}")?;
    /// let violations = |value| contract.violations("/components/schemas/Age", Direction::Request, &value);
    /// assert_eq!(violations(7.into()), Vec::<String>::new());
    /// assert_eq!(violations("7".into()).len(), 1);
    /// # Ok::<(), openapi_conformance::ParseError>(())
    /// ```
    pub fn violations(&self, schema: &str, direction: Direction, value: &Value) -> Vec<String> {
        match self.validator(&[schema.to_owned()], direction) {
            Ok(validator) => validator
                .iter_errors(value)
                .map(|error| format!("{} at `{}`", error, error.instance_path()))
                .collect(),
            Err(problem) => vec![format!("the schema at {schema} cannot be used: {problem}")],
        }
    }

    /// JSON pointers of the parts of a value that violate a schema.
    pub(crate) fn wrong_places(&self, schema: &str, direction: Direction, value: &Value) -> Vec<String> {
        let Ok(validator) = self.validator(&[schema.to_owned()], direction) else {
            return vec![String::new()];
        };
        let places = validator.iter_errors(value);
        places.map(|error| error.instance_path().to_string()).collect()
    }

    /// Whether a value is valid by all of several schemas.
    pub(crate) fn is_valid(&self, schemas: &[String], direction: Direction, value: &Value) -> bool {
        self.validator(schemas, direction)
            .is_ok_and(|validator| validator.is_valid(value))
    }

    pub(crate) fn validator(&self, schemas: &[String], direction: Direction) -> Compiled {
        let view = match direction {
            Direction::Request => &self.inner.requests,
            Direction::Response => &self.inner.responses,
        };
        view.validator(schemas)
    }
}

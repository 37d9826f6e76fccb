//! The operations of a description.

mod content;
mod encoding;
mod operation;
mod parameter;
mod response;
mod security;
mod validity;

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

pub use self::content::Content;
pub use self::encoding::Encoding;
pub use self::operation::Operation;
pub use self::parameter::Parameter;
pub use self::response::{Response, ResponseHeader};
pub use self::security::{CredentialPlace, SecurityScheme};
pub use self::validity::Direction;
use self::validity::View;
use crate::bundle::bundle;
use crate::dialect;
use crate::inline::inline;
use crate::parse::parse;
use crate::pointer;

/// A description, read for testing: OpenAPI 3.0, 3.1 or 3.2.
///
/// ```
/// use openapi_conformance::Contract;
///
/// let contract = Contract::parse("
/// openapi: 3.1.0
/// paths:
///   /pets:
///     get:
///       operationId: listPets
///       tags: [pets]
///       parameters: [{name: limit, in: query, schema: {type: integer}, example: 10}]
///       responses:
///         '200': {description: All pets., content: {application/json: {schema: {type: array}}}}
///         4XX: {description: A problem., headers: {X-Code: {required: true, schema: {type: integer}}}}
/// ")?;
/// let operations = contract.operations();
/// assert_eq!(operations[0].id.as_deref(), Some("listPets"));
/// # Ok::<(), openapi_conformance::ParseError>(())
/// ```
#[derive(Clone)]
pub struct Contract {
    inner: Arc<Inner>,
}

struct Inner {
    document: Value,
    requests: View,
    responses: View,
}

/// Why a description cannot be read.
///
/// ```
/// use openapi_conformance::{Contract, ParseError};
///
/// assert!(matches!(Contract::parse("{"), Err(ParseError::Syntax(_))));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ParseError {
    /// It is neither YAML nor JSON.
    #[error("the description is neither YAML nor JSON: {0}")]
    Syntax(#[from] serde_yaml::Error),
    /// Its schemas cannot be used.
    #[error("the schemas of the description cannot be used: {0}")]
    Schemas(String),
}

impl Contract {
    /// Reads a description from its text, YAML or JSON.
    ///
    /// # Errors
    /// [`ParseError::Syntax`] when it is neither, and [`ParseError::Schemas`] when its schemas cannot be used.
    ///
    /// ```
    /// let contract = openapi_conformance::Contract::parse("{openapi: 3.1.0, paths: {/a: {get: {}}}}")?;
    /// assert_eq!(contract.operations()[0].path, "/a");
    /// # Ok::<(), openapi_conformance::ParseError>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::parse_files(&[("", text)])
    }

    /// Reads a description of several files: the path and the text of each, the root file first. References between them
    /// are relative to the file that holds them (RFC 3986, section 5).
    ///
    /// # Errors
    /// [`ParseError::Syntax`] when the root file is neither YAML nor JSON, and [`ParseError::Schemas`] when the schemas cannot be used.
    /// Another file that is neither is read as a text.
    ///
    /// ```
    /// let contract = openapi_conformance::Contract::parse_files(&[
    ///     ("openapi.yaml", "{openapi: 3.1.0, paths: {/a: {$ref: 'paths/a.yaml'}}}"),
    ///     ("paths/a.yaml", "{get: {}}"),
    /// ])?;
    /// assert_eq!(contract.operations()[0].path, "/a");
    /// # Ok::<(), openapi_conformance::ParseError>(())
    /// ```
    pub fn parse_files(files: &[(&str, &str)]) -> Result<Self, ParseError> {
        let files = files.iter().enumerate().map(|(index, (path, text))| {
            let value = match parse(text) {
                Ok(value) => value,
                Err(problem) if index == 0 => return Err(problem.into()),
                // A text that a description includes, or a file that could not be used.
                Err(_) => Value::from(*text),
            };
            Ok(((*path).to_owned(), value))
        });
        let mut document = bundle(files.collect::<Result<_, ParseError>>()?);
        inline(&mut document);
        dialect::modernise(&mut document);
        Ok(Self {
            inner: Arc::new(Inner {
                requests: View::new(&document, Direction::Request).map_err(ParseError::Schemas)?,
                responses: View::new(&document, Direction::Response).map_err(ParseError::Schemas)?,
                document,
            }),
        })
    }

    /// The document, its schemas in the dialect of JSON Schema 2020-12.
    pub(crate) fn document(&self) -> &Value {
        &self.inner.document
    }

    fn locate<'a>(&'a self, value: &'a Value, at: String) -> (&'a Value, String) {
        pointer::locate(self.document(), value, at)
    }
}

impl fmt::Debug for Contract {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contract")
            .field("info", &self.document()["info"])
            .finish_non_exhaustive()
    }
}

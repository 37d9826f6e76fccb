//! progenitor as the generator: it gets the description as OpenAPI 3.0, resolved and without what it does not generate.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator};
use serde_json::Value;

use crate::convert::Converted;
use crate::document::Location;
use crate::error::Unusable;
use crate::pipeline::{convert_for_progenitor, panic_message};
use crate::settings::Settings;

/// A client by progenitor.
#[derive(Debug)]
pub struct Client {
    /// Its code.
    pub code: String,
    /// The description that it was generated from.
    pub converted: Converted,
}

/// Generates a client of the description at `path` with progenitor. Writes nothing.
///
/// # Errors
/// Returns an error with every problem found if the description cannot be used, or progenitor cannot generate its client.
///
/// ```
/// # use openapi_compiler::progenitor::generate;
/// let error = generate("no-such-file.yaml".as_ref(), &Default::default(), &Default::default()).unwrap_err();
/// assert!(error.to_string().contains("no-such-file.yaml"));
/// ```
pub fn generate(path: &Path, settings: &Settings, by: &GenerationSettings) -> Result<Client, Box<Unusable>> {
    let mut converted = convert_for_progenitor(path, settings)?;
    // progenitor panics where it does not support something.
    let code = catch_unwind(AssertUnwindSafe(|| code(&converted.description, by)))
        .unwrap_or_else(|panic| Err(panic_message(&*panic).to_owned()));
    match code {
        Ok(code) => Ok(Client { code, converted }),
        Err(reason) => {
            let message = format!("progenitor cannot generate this client: {reason}");
            let help = "leave out the operation that it does not support, by `Config::except`";
            converted
                .diagnostics
                .error("progenitor", &Location::root(), message, help);
            Err(Box::new(Unusable {
                document: converted.document,
                diagnostics: converted.diagnostics,
            }))
        }
    }
}

fn code(description: &Value, by: &GenerationSettings) -> Result<String, String> {
    let description: OpenAPI = serde_json::from_value(description.clone()).map_err(|error| error.to_string())?;
    let tokens = Generator::new(by)
        .generate_tokens(&description)
        .map_err(|error| error.to_string())?;
    let file = syn::parse2(tokens).map_err(|error| error.to_string())?;
    Ok(prettyplease::unparse(&file))
}

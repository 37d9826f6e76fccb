//! Whether an operation is called, and its arguments.

use serde_json::Value;

use super::options::Options;
use crate::arguments::{Arguments, Body};
use crate::body::{Kind, concrete, kind};
use crate::contract::{Content, Contract, Direction, Operation, Parameter, SecurityScheme};
use crate::pointer;
use crate::restrictions::Restrictions;
use crate::sample::smallest;

/// The arguments of an operation.
#[derive(Debug)]
pub(crate) struct Planned {
    pub arguments: Arguments,
    pub schemes: Vec<SecurityScheme>,
    /// Parameters whose values come from the description, and may not exist at the server.
    pub guessed: Vec<String>,
}

/// The arguments of an operation.
///
/// # Errors
/// Why it is not called.
pub(crate) fn plan(contract: &Contract, operation: &Operation, options: &Options) -> Result<Planned, String> {
    if let Some(reason) = options.filter.reason(operation) {
        return Err(reason);
    }
    // RFC 9110, section 9.2.1. TRACE is safe too, but servers answer it before the application does.
    let is_safe = matches!(operation.method.as_str(), "GET" | "HEAD" | "OPTIONS");
    if !is_safe && !options.unsafe_methods {
        return Err("the method is not safe".to_owned());
    }
    elsewhere(operation, options)?;
    let schemes = match options.secrets.alternative(&operation.security) {
        Ok(schemes) => schemes.to_vec(),
        Err(_) if options.anonymous => Vec::new(),
        Err(missing) => return Err(missing),
    };
    let mut planned = Planned {
        arguments: Arguments::default(),
        schemes,
        guessed: Vec::new(),
    };
    for parameter in &operation.parameters {
        let given = options.values.parameter(operation, &parameter.name).cloned();
        let value = match given {
            None if !parameter.required || parameter.is_framing() => continue,
            Some(value) => value,
            None => {
                planned.guessed.push(parameter.name.clone());
                guess(contract, parameter)?
            }
        };
        let key = (parameter.location.clone(), parameter.name.clone());
        planned.arguments.parameters.insert(key, value);
    }
    planned.arguments.body = body(contract, operation, options)?;
    Ok(planned)
}

/// An operation that the description places on another origin is not called: the server to verify is another one.
fn elsewhere(operation: &Operation, options: &Options) -> Result<(), String> {
    let url = operation
        .server
        .as_deref()
        .and_then(|server| url::Url::parse(server).ok());
    match url.filter(|url| url.origin() != options.server.origin()) {
        Some(url) => Err(format!(
            "the description places it at {}",
            url.origin().ascii_serialization()
        )),
        None => Ok(()),
    }
}

/// A value from the description: an example, the default, the first value of an enum; for what is not in the path, also the
/// smallest that is valid.
fn guess(contract: &Contract, parameter: &Parameter) -> Result<Value, String> {
    let schema = parameter
        .schema
        .as_ref()
        .and_then(|schema| contract.document().pointer(schema));
    let schema = schema.map_or(&Value::Null, |schema| pointer::follow(contract.document(), schema));
    let listed = |name: &str| schema[name].as_array().and_then(|values| values.first());
    let from_schema = [
        schema.get("example"),
        listed("examples"),
        schema.get("default"),
        schema.get("const"),
        listed("enum"),
    ];
    let from_description = parameter
        .examples
        .first()
        .or_else(|| from_schema.into_iter().flatten().next());
    let restrictions = Restrictions {
        no_empty: true,
        no_nothing: true,
        printable: true,
        ..Restrictions::default()
    };
    let made = || smallest(contract, parameter.schema.as_deref(), Direction::Request, restrictions);
    let value = from_description
        .cloned()
        .or_else(|| (parameter.location != "path").then(made)?);
    value.ok_or_else(|| format!("no value for the {} parameter `{}`", parameter.location, parameter.name))
}

/// The body: of the file, an example, or the smallest that is valid.
fn body(contract: &Contract, operation: &Operation, options: &Options) -> Result<Option<Body>, String> {
    let given = options.values.body(operation);
    let is_writable = |content: &&Content| kind(contract, content) != Kind::Multipart;
    let Some(content) = operation.bodies.iter().find(is_writable) else {
        return match operation.bodies.is_empty() || (!operation.body_required && given.is_none()) {
            true => Ok(None),
            false => Err("multipart bodies are not supported".to_owned()),
        };
    };
    if given.is_none() && !operation.body_required {
        return Ok(None);
    }
    let smallest = || {
        smallest(
            contract,
            content.schema.as_deref(),
            Direction::Request,
            Restrictions::default(),
        )
    };
    let value = given.or(content.examples.first()).cloned().or_else(smallest);
    let value = value.ok_or("no value for the body")?;
    Ok(Some(Body {
        media_type: concrete(contract, content, &value),
        value,
    }))
}

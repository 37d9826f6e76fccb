//! The name that a place suggests.

use std::collections::HashMap;
use std::path::Path;

use crate::description::Description;
use crate::document::{FileId, Location};
use crate::name::pascal;

/// Names of what schemas stand in: operations and parameters, by their places.
pub(super) struct Places<'d> {
    names: HashMap<Location, String>,
    files: &'d [String],
}

impl<'d> Places<'d> {
    pub fn new(description: &'d Description, operations: impl Iterator<Item = (Location, String)>) -> Self {
        let mut names: HashMap<Location, String> = operations.collect();
        for operation in &description.operations {
            for parameter in &operation.parameters {
                names.insert(parameter.at.clone(), pascal(&parameter.name));
            }
        }
        Self {
            names,
            files: &description.files,
        }
    }

    /// The name of the schema at a place.
    pub fn name(&self, at: &Location) -> String {
        let tokens: Vec<String> = at.tokens().collect();
        let (mut name, rest) = self.root(at, &tokens);
        let mut rest = rest.iter().map(String::as_str);
        while let Some(token) = rest.next() {
            match token {
                "properties" | "$defs" | "definitions" => name.push_str(&rest.next().map(pascal).unwrap_or_default()),
                "items" | "additionalItems" => name.push_str("Item"),
                "prefixItems" => name.push_str(&format!("Item{}", rest.next().unwrap_or_default())),
                "additionalProperties" | "unevaluatedProperties" => name.push_str("Value"),
                "patternProperties" => {
                    rest.next();
                    name.push_str("Value");
                }
                "oneOf" | "anyOf" => name.push_str(&format!("Variant{}", rest.next().unwrap_or_default())),
                "allOf" => drop(rest.next()),
                "schema" => {}
                "content" => name.push_str(&rest.next().map(media_suffix).unwrap_or_default()),
                other => name.push_str(&pascal(other)),
            }
        }
        name
    }

    /// The name of the component, operation or file that a place is in, and the tokens below it.
    fn root<'t>(&self, at: &Location, tokens: &'t [String]) -> (String, &'t [String]) {
        let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["components", "schemas", name, ..] => (pascal(name), &tokens[3..]),
            ["components", "responses", name, ..] => (of_kind(name, "Response"), &tokens[3..]),
            ["components", "requestBodies", name, ..] => (of_kind(name, "RequestBody"), &tokens[3..]),
            ["components", "parameters", name, ..] => (of_kind(name, "Parameter"), &tokens[3..]),
            ["components", "headers", name, ..] => (of_kind(name, "Header"), &tokens[3..]),
            ["paths", path, "parameters", ..] => (pascal(path) + &self.parameter(at, tokens, 4), &tokens[4..]),
            ["paths", _, _, ..] => {
                let operation = self.at(at, tokens, 3).unwrap_or_else(|| pascal(&words[1..3].join(" ")));
                self.inside(operation, at, tokens, 3)
            }
            _ if at.file == FileId::ROOT => ("Schema".to_owned(), tokens),
            // A file may be a path item or hold several, or parameters.
            _ => (1..=tokens.len().min(2))
                .find_map(|length| Some(self.inside(self.at(at, tokens, length)?, at, tokens, length)))
                .unwrap_or_else(|| (self.file_name(at), tokens)),
        }
    }

    /// The name of the part of an operation that a place is in, and the tokens below it. The first `length` tokens lead to
    /// the operation.
    fn inside<'t>(
        &self,
        operation: String,
        at: &Location,
        tokens: &'t [String],
        length: usize,
    ) -> (String, &'t [String]) {
        let rest: Vec<&str> = tokens[length..].iter().map(String::as_str).collect();
        match rest.as_slice() {
            ["responses", status, ..] => (operation + "Response" + &pascal_status(status), &tokens[length + 2..]),
            ["parameters", _, ..] => (
                operation + &self.parameter(at, tokens, length + 2),
                &tokens[length + 2..],
            ),
            _ => (operation, &tokens[length..]),
        }
    }

    /// The path of the file that a place is in, from the folder of the root file.
    pub fn file(&self, at: &Location) -> &'d str {
        &self.files[at.file.0 as usize]
    }

    fn file_name(&self, at: &Location) -> String {
        let stem = Path::new(self.file(at)).file_stem().unwrap_or_default();
        pascal(&stem.to_string_lossy())
    }

    fn at(&self, at: &Location, tokens: &[String], length: usize) -> Option<String> {
        let place = tokens[..length].iter().fold(
            Location {
                file: at.file,
                pointer: String::new(),
            },
            |at, t| at.child(t),
        );
        self.names.get(&place).cloned()
    }

    fn parameter(&self, at: &Location, tokens: &[String], length: usize) -> String {
        let length = length.min(tokens.len());
        self.at(at, tokens, length).unwrap_or_else(|| "Parameter".to_owned())
    }
}

fn of_kind(name: &str, kind: &str) -> String {
    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        return format!("{kind}{name}");
    }
    let name = pascal(name);
    if name.ends_with(kind) { name } else { name + kind }
}

fn pascal_status(status: &str) -> String {
    if status.starts_with(|c: char| c.is_ascii_digit()) {
        status.to_uppercase()
    } else {
        pascal(status)
    }
}

/// What a media type adds to a name: nothing for JSON.
pub(super) fn media_suffix(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    match essence.split_once('/') {
        _ if essence == "*/*" || essence.eq_ignore_ascii_case("application/json") => String::new(),
        Some(("text", "plain")) => "Text".to_owned(),
        Some((_, "x-www-form-urlencoded")) => "Form".to_owned(),
        Some(("multipart", _)) => "Multipart".to_owned(),
        Some((kind, "*")) => pascal(kind),
        Some((_, subtype)) => pascal(subtype),
        None => pascal(essence),
    }
}

//! A description of OpenAPI 3.0 without what progenitor 0.15 does not generate. Each loss is reported at its place.
//!
//! progenitor requires an `operationId`, one media type per request body, and one type each for the successes and the errors of
//! an operation.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use crate::description::{Operation, Parameter, ParameterEncoding, ParameterIn, Style};
use crate::diagnostic::Diagnostics;
use crate::document::Location;
use crate::name::{pascal, snake};
use crate::plan::Plan;
use crate::resolved::Resolved;
use crate::schema::TypeSet;

/// The media types of request bodies that progenitor sends, the preferred one first.
const BODIES: [&str; 4] = [
    "application/json",
    "application/x-www-form-urlencoded",
    "application/octet-stream",
    "text/plain",
];

/// Removes what progenitor does not generate from a description, and names the operations as the plan does.
pub(crate) fn simplify(description: &mut Value, resolved: &Resolved, plan: &Plan, diagnostics: &mut Diagnostics) {
    let names: HashMap<_, _> = plan
        .operations
        .iter()
        .map(|operation| {
            (
                (operation.method.as_str(), operation.path.as_str()),
                operation.name.as_str(),
            )
        })
        .collect();
    let mut paths = description["paths"].take();
    for operation in &resolved.description.operations {
        let method = operation.method.to_ascii_lowercase();
        let Some(Value::Object(item)) = paths.get_mut(&operation.path) else {
            continue;
        };
        let mut simplifier = Simplifier {
            resolved,
            operation,
            diagnostics,
        };
        if !simplifier.has_distinct_path() {
            simplifier.lost(
                &operation.at,
                "an operation whose path has two variables with one name in Rust",
            );
            item.shift_remove(&method);
        }
        let Some(Value::Object(value)) = item.get_mut(&method) else {
            continue;
        };
        let name = names.get(&(operation.method.as_str(), operation.path.as_str()));
        value.insert("operationId".to_owned(), json!(name));
        simplifier.parameters(value);
        simplifier.body(value);
        simplifier.responses(value);
    }
    description["paths"] = paths;
    for known in resolved.ids().map(|id| resolved.get(id)) {
        if known
            .schema
            .enumeration
            .as_ref()
            .is_some_and(|values| !have_names(values))
        {
            let message =
                "progenitor does not generate an enum whose values differ only in case or symbols; it is a text";
            let help = "rename a value in the description";
            diagnostics.warning("not-in-progenitor", &known.at, message, help);
        }
    }
    schemas(description);
}

/// Whether typify finds a name of its own for each value of an enum.
fn have_names(values: &[Value]) -> bool {
    let texts: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
    let is_distinct = |spell: &dyn Fn(&str) -> String| {
        let mut names = HashSet::new();
        texts.iter().all(|text| names.insert(spell(text)))
    };
    let symbols_as_letters = |text: &str| pascal(&text.replace(|c: char| !c.is_alphanumeric(), "X"));
    is_distinct(&|text| pascal(text)) || is_distinct(&symbols_as_letters)
}

struct Simplifier<'s> {
    resolved: &'s Resolved,
    operation: &'s Operation,
    diagnostics: &'s mut Diagnostics,
}

impl Simplifier<'_> {
    fn lost(&mut self, at: &Location, what: &str) {
        let help = "call this operation with a client that `openapi-build` generates itself, or by hand";
        let message = format!("progenitor does not generate {what}");
        self.diagnostics.warning("not-in-progenitor", at, message, help);
    }

    fn has_distinct_path(&self) -> bool {
        let in_path = self
            .operation
            .parameters
            .iter()
            .filter(|parameter| parameter.location == ParameterIn::Path);
        let mut names = HashSet::new();
        in_path
            .into_iter()
            .all(|parameter| names.insert(snake(&parameter.name)))
    }

    fn parameters(&mut self, value: &mut Map<String, Value>) {
        let Some(Value::Array(all)) = value.get_mut("parameters") else {
            return;
        };
        let mut known: Vec<String> = Vec::new();
        let operation = self.operation;
        // In the path first: these cannot be left out.
        let mut described: Vec<&Parameter> = operation.parameters.iter().collect();
        described.sort_by_key(|parameter| parameter.location != ParameterIn::Path);
        let kept: Vec<&Parameter> = described
            .into_iter()
            .filter(|parameter| {
                let name = snake(&parameter.name);
                let is_new = !known.contains(&name) && name != "body";
                match self.unsupported(parameter, is_new) {
                    Some(what) => self.lost(&parameter.at, &what),
                    None => known.push(name),
                }
                known.contains(&snake(&parameter.name)) && is_new
            })
            .collect();
        all.retain_mut(|value| {
            let is_this = |parameter: &&Parameter| {
                value["name"] == *parameter.name && value["in"] == parameter.location.keyword()
            };
            let is_kept = kept.iter().any(is_this);
            if let Some(parameter) = value.as_object_mut() {
                parameter.shift_remove("style");
                parameter.shift_remove("explode");
                if parameter.shift_remove("content").is_some() {
                    parameter.insert("schema".to_owned(), json!({ "type": "string" }));
                }
            }
            is_kept
        });
    }

    /// Why a parameter is left out, or nothing if it is kept. Reports a style that is written in another way.
    fn unsupported(&mut self, parameter: &Parameter, is_new: bool) -> Option<String> {
        match (&parameter.encoding, parameter.location) {
            (_, ParameterIn::Cookie) => Some("parameters in cookies".to_owned()),
            (ParameterEncoding::Content(_), ParameterIn::Path) if is_new => {
                self.lost(&parameter.at, "this media type; the value is a text");
                None
            }
            (ParameterEncoding::Content(_), _) => Some("parameters with `content`".to_owned()),
            _ if !is_new => Some("two parameters with one name in Rust".to_owned()),
            (ParameterEncoding::Style { style, explode, .. }, _) => {
                let is_joined = *style == Style::Form && !explode && self.is_several(parameter);
                if is_joined || !matches!(style, Style::Simple | Style::Form) {
                    self.lost(
                        &parameter.at,
                        "this style; the value is written in the style of the location",
                    );
                }
                None
            }
        }
    }

    /// Whether a value of a parameter may be a list or an object, so that `explode` matters.
    fn is_several(&self, parameter: &Parameter) -> bool {
        let ParameterEncoding::Style {
            schema: Some(schema), ..
        } = &parameter.encoding
        else {
            return false;
        };
        let types = self.resolved.get(self.resolved.of(*schema)).schema.implied_types();
        !(types & (TypeSet::ARRAY | TypeSet::OBJECT)).is_empty()
    }

    fn body(&mut self, value: &mut Map<String, Value>) {
        let Some(content) = value.get_mut("requestBody").and_then(|body| body.get_mut("content")) else {
            return;
        };
        let essence = |name: &String| name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        let media_types: Vec<String> = content
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name.clone())
            .collect();
        let chosen = BODIES
            .iter()
            .find_map(|body| media_types.iter().find(|name| essence(name) == *body));
        let at = self.operation.at.child("requestBody");
        for other in media_types.iter().filter(|name| Some(*name) != chosen) {
            self.lost(&at.child("content").child(other), &format!("bodies of `{other}` here"));
        }
        if let Some(chosen) = chosen.filter(|chosen| content[*chosen].get("encoding").is_some()) {
            self.lost(
                &at.child("content").child(chosen).child("encoding"),
                "the serialization of single properties",
            );
        }
        let (media_type, schema) = match chosen {
            None => ("application/octet-stream".to_owned(), bytes()),
            Some(name) => match essence(name).as_str() {
                "application/octet-stream" => (essence(name), bytes()),
                "text/plain" => (essence(name), json!({ "type": "string" })),
                _ => (
                    essence(name),
                    content[name].get("schema").cloned().unwrap_or_else(|| json!({})),
                ),
            },
        };
        *content = json!({ media_type: { "schema": schema } });
    }

    /// Keeps one type for the successes, that of the first, and one for the errors.
    fn responses(&mut self, value: &mut Map<String, Value>) {
        let Some(Value::Object(responses)) = value.get_mut("responses") else {
            return;
        };
        for (status, response) in responses.iter_mut() {
            let at = self.operation.at.child("responses").child(status).child("content");
            for other in one_content(response) {
                self.lost(
                    &at.child(&other),
                    &format!("responses of `{other}` beside those of JSON"),
                );
            }
        }
        let has_success = responses.keys().any(|status| status.starts_with('2'));
        if let Some(default) = responses.shift_remove("default") {
            // It would count as a success too.
            let classes: &[&str] = if has_success {
                &["4XX", "5XX"]
            } else {
                &["2XX", "4XX", "5XX"]
            };
            for class in classes {
                responses.entry(*class).or_insert_with(|| default.clone());
            }
        }
        let mut statuses: Vec<String> = responses.keys().cloned().collect();
        statuses.sort();
        let mut kept: [Option<Value>; 2] = [None, None];
        for status in statuses {
            let kind = match status.as_bytes()[0] {
                b'2' => 0,
                b'4' | b'5' => 1,
                _ => continue,
            };
            let known = kept[kind].get_or_insert_with(|| type_of(&responses[&status]));
            if *known != type_of(&responses[&status]) {
                responses.shift_remove(&status);
                let at = self.operation.at.child("responses").child(&status);
                self.lost(&at, "responses of several types; this one is an `UnexpectedResponse`");
            }
        }
    }
}

fn bytes() -> Value {
    json!({ "type": "string", "format": "binary" })
}

/// Leaves a response its JSON, or nothing that has a type. Returns the media types that are left out.
fn one_content(response: &mut Value) -> Vec<String> {
    let Some(Value::Object(content)) = response.get_mut("content") else {
        return Vec::new();
    };
    let is_json = |name: &String| name == "application/json" || name.starts_with("application/json;");
    let Some(name) = content.keys().find(|name| is_json(name)).cloned() else {
        return Vec::new();
    };
    let others = content.keys().filter(|other| **other != name).cloned().collect();
    let schema = content[&name].get("schema").cloned().unwrap_or_else(|| json!({}));
    response["content"] = json!({ "application/json": { "schema": schema } });
    others
}

/// What a response is to progenitor: the schema of its JSON, bytes, or nothing.
fn type_of(response: &Value) -> Value {
    match response.get("content") {
        None => Value::Null,
        Some(content) => match content.get("application/json") {
            Some(json) => json["schema"].clone(),
            None => bytes(),
        },
    }
}

/// Rewrites what typify reads otherwise than it is meant, in every schema.
fn schemas(description: &mut Value) {
    each(description.pointer_mut("/components/schemas"), &mut schema);
    each(description.get_mut("paths"), &mut |item| {
        each(Some(item), &mut |operation| {
            for parameter in operation
                .get_mut("parameters")
                .and_then(Value::as_array_mut)
                .into_iter()
                .flatten()
            {
                parameter.get_mut("schema").map(schema);
            }
            contents(operation.get_mut("requestBody"));
            each(operation.get_mut("responses"), &mut |response| {
                each(response.get_mut("headers"), &mut |header| {
                    _ = header.get_mut("schema").map(schema)
                });
                contents(Some(response));
            });
        });
    });
}

fn contents(holder: Option<&mut Value>) {
    let content = holder.and_then(|holder| holder.get_mut("content"));
    each(content, &mut |media_type| _ = media_type.get_mut("schema").map(schema));
}

/// Calls a function with each member of an object.
fn each(object: Option<&mut Value>, call: &mut dyn FnMut(&mut Value)) {
    object
        .and_then(Value::as_object_mut)
        .into_iter()
        .flatten()
        .for_each(|(_, member)| call(member));
}

/// States the type of an object, leaves formats to texts and numbers, and makes a text of an enum whose values get one name.
fn schema(value: &mut Value) {
    let Value::Object(keywords) = value else { return };
    let is_object = ["properties", "additionalProperties", "required"]
        .iter()
        .any(|keyword| keywords.contains_key(*keyword));
    if is_object {
        keywords.entry("type").or_insert(json!("object"));
    }
    if matches!(
        keywords.get("type").and_then(Value::as_str),
        Some("object" | "array" | "boolean")
    ) {
        keywords.shift_remove("format");
    }
    if keywords
        .get("enum")
        .and_then(Value::as_array)
        .is_some_and(|values| !have_names(values))
    {
        keywords.shift_remove("enum");
    }
    each(keywords.get_mut("properties"), &mut schema);
    for keyword in ["items", "additionalProperties", "not"] {
        keywords.get_mut(keyword).map(schema);
    }
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let all = keywords.get_mut(keyword).and_then(Value::as_array_mut);
        all.into_iter().flatten().for_each(schema);
    }
}

//! Path items and operations (Swagger 2.0, "Path Item Object" and "Operation Object").

use serde_json::{Map, Value, json};

use super::{Old, Rewriter, below, copy_except, strings};

const METHODS: [&str; 7] = ["get", "put", "post", "delete", "options", "head", "patch"];

/// The parameters of a path item or an operation, by what they become.
#[derive(Clone, Default)]
struct Parameters<'a> {
    plain: Vec<Old<'a>>,
    body: Option<Old<'a>>,
    form: Vec<Old<'a>>,
}

impl<'a> Rewriter<'a> {
    pub(super) fn paths(&mut self, old: &Old<'a>) -> Value {
        if !old.value.is_object() {
            return old.value.clone();
        }
        let paths = old.members().map(|(path, item)| {
            let rewritten = match path.starts_with("x-") {
                true => item.value.clone(),
                false => self.path_item(&item),
            };
            (path.to_owned(), rewritten)
        });
        Value::Object(paths.collect())
    }

    /// Bodies and forms of a path item become those of its operations.
    fn path_item(&mut self, old: &Old<'a>) -> Value {
        if !old.value.is_object() {
            return old.value.clone();
        }
        let shared = self.parameters(old);
        let mut item = Map::new();
        for (name, member) in old.members() {
            let value = match name {
                "parameters" => self.plain(&shared.plain, &below(&old.pointer, name)),
                method if METHODS.contains(&method) => self.operation(&member, &shared),
                _ => member.value.clone(),
            };
            item.insert(name.to_owned(), value);
        }
        Value::Object(item)
    }

    fn operation(&mut self, old: &Old<'a>, shared: &Parameters<'a>) -> Value {
        if !old.value.is_object() {
            return old.value.clone();
        }
        let mut operation = Map::new();
        copy_except(
            old,
            &mut operation,
            &["parameters", "responses", "consumes", "produces", "schemes"],
        );
        let own = self.parameters(old);
        if !own.plain.is_empty() {
            let parameters = self.plain(&own.plain, &below(&old.pointer, "parameters"));
            operation.insert("parameters".to_owned(), parameters);
        }
        if let Some(body) = self.request_body(old, own, shared) {
            operation.insert("requestBody".to_owned(), body);
        }
        if let Some(responses) = old.get("responses") {
            operation.insert("responses".to_owned(), self.responses(old, &responses));
        }
        if old.get("schemes").is_some() {
            operation.extend(self.servers(old).map(|servers| ("servers".to_owned(), servers)));
        }
        Value::Object(operation)
    }

    fn parameters(&self, holder: &Old<'a>) -> Parameters<'a> {
        let mut sorted = Parameters::default();
        let list = holder.get("parameters");
        let pointer = below(&holder.pointer, "parameters");
        let all = list.iter().flat_map(|list| list.value.as_array()).flatten();
        for (index, value) in all.enumerate() {
            let old = Old {
                value,
                pointer: below(&pointer, &index.to_string()),
            };
            let target = self.target(&old, "parameters").unwrap_or_else(|| old.clone());
            match target.text("in") {
                Some("body") => sorted.body = Some(old),
                Some("formData") => sorted.form.push(target),
                _ => sorted.plain.push(old),
            }
        }
        sorted
    }

    fn plain(&mut self, parameters: &[Old<'a>], place: &str) -> Value {
        let parameters = parameters.iter().enumerate().map(|(index, old)| {
            let new = below(place, &index.to_string());
            self.origins.moved(&new, &old.pointer);
            self.parameter(old, &new)
        });
        parameters.collect()
    }

    fn request_body(&mut self, operation: &Old<'a>, own: Parameters<'a>, shared: &Parameters<'a>) -> Option<Value> {
        let new = below(&operation.pointer, "requestBody");
        let has_own = operation.value.get("consumes").is_some();
        let consumes = match has_own {
            true => strings(operation.value, "consumes"),
            false => self.consumes.clone(),
        };
        let mut form = own.form;
        let is_new = |field: &&Old<'a>| form.iter().all(|own| own.text("name") != field.text("name"));
        let inherited: Vec<Old<'a>> = shared.form.iter().filter(is_new).cloned().collect();
        form.extend(inherited);
        let Some(body) = own.body.or_else(|| shared.body.clone()) else {
            let first = form.first()?;
            self.origins.moved(&new, &first.pointer);
            return Some(self.form(&form, &new, &consumes));
        };
        if !form.is_empty() {
            let message = "a form beside a body is not valid; the body is used";
            self.loses("body-and-form", &new, message, "remove one of them");
        }
        self.origins.moved(&new, &body.pointer);
        // A body that is shared has the media types of the root.
        match (self.target(&body, "parameters"), has_own) {
            (Some(_), false) => {
                let text = self.reference(
                    body.text("$ref").unwrap_or_default(),
                    "parameters",
                    &below(&new, "$ref"),
                );
                Some(json!({ "$ref": text.replacen("#/components/parameters/", "#/components/requestBodies/", 1) }))
            }
            (Some(target), true) => Some(self.body(&target, &new, &consumes)),
            (None, _) => Some(self.body(&body, &new, &consumes)),
        }
    }

    fn responses(&mut self, operation: &Old<'a>, old: &Old<'a>) -> Value {
        if !old.value.is_object() {
            return old.value.clone();
        }
        let has_own = operation.value.get("produces").is_some();
        let produces = match has_own {
            true => strings(operation.value, "produces"),
            false => self.produces.clone(),
        };
        let responses = old.members().map(|(status, response)| {
            // A response that is shared has the media types of the root.
            let response = self
                .target(&response, "responses")
                .filter(|_| has_own)
                .unwrap_or(response);
            let new = below(&old.pointer, status);
            if response.pointer != new {
                self.origins.moved(&new, &response.pointer);
            }
            let rewritten = match status.starts_with("x-") {
                true => response.value.clone(),
                false => self.response(&response, &new, &produces),
            };
            (status.to_owned(), rewritten)
        });
        Value::Object(responses.collect())
    }

    /// A reference to a parameter or response (`section`), at its new place.
    pub(super) fn referring(&mut self, old: &Old<'a>, section: &str, new: &str) -> Value {
        let mut value = old.value.clone();
        if let (Some(text), Some(members)) = (old.text("$ref"), value.as_object_mut()) {
            let text = self.reference(text, section, &below(new, "$ref"));
            members.insert("$ref".to_owned(), json!(text));
        }
        value
    }
}

//! Responses (Swagger 2.0, "Response Object").

use serde_json::{Map, Value, json};

use super::{Old, Rewriter, below, copy_except};

impl<'a> Rewriter<'a> {
    /// Rewrites a response, whose body has one of the media types.
    pub(super) fn response(&mut self, old: &Old<'a>, new: &str, produces: &[String]) -> Value {
        if !old.value.is_object() || old.text("$ref").is_some() {
            return self.referring(old, "responses", new);
        }
        let mut response = Map::new();
        copy_except(old, &mut response, &["schema", "headers", "examples"]);
        if let Some(headers) = old.get("headers") {
            let place = below(new, "headers");
            let headers = headers.members().map(|(name, header)| {
                let rewritten = self.header(&header, &below(&place, name));
                (name.to_owned(), rewritten)
            });
            let headers: Map<String, Value> = headers.collect();
            response.insert("headers".to_owned(), Value::Object(headers));
        }
        let content = match old.get("schema") {
            Some(schema) => self.content(&schema, old.get("examples"), &below(new, "content"), produces),
            // Examples say of which media types there is content.
            None => examples(old.get("examples")),
        };
        if !content.is_empty() {
            response.insert("content".to_owned(), Value::Object(content));
        }
        Value::Object(response)
    }

    fn content(
        &mut self,
        schema: &Old<'a>,
        shown: Option<Old<'a>>,
        new: &str,
        produces: &[String],
    ) -> Map<String, Value> {
        let is_file = schema.text("type") == Some("file");
        let default = [if is_file {
            "application/octet-stream"
        } else {
            "application/json"
        }
        .to_owned()];
        let produces = if produces.is_empty() { &default } else { produces };
        let mut shown = examples(shown);
        let contents = produces.iter().map(|media_type| {
            let at = below(&below(new, media_type), "schema");
            self.origins.moved(&at, &schema.pointer);
            let mut content = json!({ "schema": self.schema(schema, &at) });
            if let Some(example) = shown.shift_remove(media_type) {
                content["example"] = example["example"].clone();
            }
            (media_type.clone(), content)
        });
        contents.collect()
    }

    fn header(&mut self, old: &Old<'a>, new: &str) -> Value {
        if !old.value.is_object() {
            return old.value.clone();
        }
        let mut header = Map::new();
        header.extend(
            old.value
                .get("description")
                .map(|text| ("description".to_owned(), text.clone())),
        );
        let schema = self.own_schema(old, &below(new, "schema"));
        header.insert("schema".to_owned(), schema);
        Value::Object(header)
    }
}

/// The content that examples show, by media type.
fn examples(old: Option<Old<'_>>) -> Map<String, Value> {
    let members = old.iter().flat_map(Old::members);
    members
        .map(|(media_type, example)| (media_type.to_owned(), json!({ "example": example.value })))
        .collect()
}

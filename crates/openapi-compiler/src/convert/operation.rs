//! Paths and operations.

use serde_json::{Map, Value, json};

use super::schema::object;
use super::{Converter, Version, insert_list, insert_map, insert_some, insert_true, server};
use crate::description::{
    Encoding, MediaType, Operation, Parameter, ParameterEncoding, ParameterIn, RequestBody, Response, ResponseHeader,
    Status, Style,
};

/// The methods that a path item has a field for (OpenAPI 3.0, "Path Item Object").
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

impl Converter<'_> {
    pub(super) fn paths(&mut self) -> Value {
        let resolved = self.resolved;
        let mut paths = Map::new();
        for operation in &resolved.description.operations {
            let method = operation.method.to_ascii_lowercase();
            if !METHODS.contains(&method.as_str()) {
                self.lost(&operation.at, &format!("the method `{}`", operation.method));
                continue;
            }
            let value = self.operation(operation);
            let item = paths.entry(operation.path.clone()).or_insert_with(|| json!({}));
            item[method] = value;
        }
        Value::Object(paths)
    }

    fn operation(&mut self, operation: &Operation) -> Value {
        let mut out = Map::new();
        insert_list(&mut out, "tags", operation.tags.iter().map(|tag| json!(tag)));
        insert_some(&mut out, "summary", operation.summary.as_ref());
        insert_some(&mut out, "description", operation.description.as_ref());
        insert_some(&mut out, "operationId", operation.operation_id.as_ref());
        let parameters: Vec<Value> = operation
            .parameters
            .iter()
            .filter_map(|one| self.parameter(one))
            .collect();
        insert_list(&mut out, "parameters", parameters.into_iter());
        if let Some(body) = &operation.request_body {
            out.insert("requestBody".to_owned(), self.request_body(body));
        }
        let responses: Map<String, Value> = operation
            .responses
            .iter()
            .map(|response| (status(response.status), self.response(response)))
            .collect();
        out.insert("responses".to_owned(), Value::Object(responses));
        insert_true(&mut out, "deprecated", operation.deprecated);
        insert_list(&mut out, "security", operation.security.iter().map(|all| json!(all)));
        insert_list(&mut out, "servers", operation.servers.iter().map(server));
        if let Some(pagination) = &operation.pagination {
            out.insert(pagination.name.to_owned(), pagination.value.clone());
        }
        Value::Object(out)
    }

    fn parameter(&mut self, parameter: &Parameter) -> Option<Value> {
        if parameter.location == ParameterIn::QueryString {
            self.lost(&parameter.at, "a parameter that is the whole query string");
            return None;
        }
        let mut out = object("name", json!(parameter.name));
        out.insert("in".to_owned(), json!(parameter.location.keyword()));
        insert_some(&mut out, "description", parameter.description.as_ref());
        insert_true(&mut out, "required", parameter.required);
        insert_true(&mut out, "deprecated", parameter.deprecated);
        match &parameter.encoding {
            ParameterEncoding::Content(content) => {
                let content = object(&content.media_type, self.media_type(content));
                insert_map(&mut out, "content", content);
            }
            ParameterEncoding::Style {
                style,
                explode,
                allow_reserved,
                schema,
            } => {
                if *style == Style::Cookie {
                    self.lost(&parameter.at, "the style `cookie`");
                }
                insert_some(&mut out, "style", Some(style_name(*style)));
                insert_some(&mut out, "explode", Some(explode));
                insert_true(&mut out, "allowReserved", *allow_reserved);
                let schema = schema.map_or_else(|| json!({}), |schema| self.of(schema));
                out.insert("schema".to_owned(), schema);
            }
        }
        insert_some(&mut out, "example", parameter.examples.first());
        Some(Value::Object(out))
    }

    fn request_body(&mut self, body: &RequestBody) -> Value {
        let mut out = Map::new();
        insert_some(&mut out, "description", body.description.as_ref());
        insert_true(&mut out, "required", body.required);
        out.insert("content".to_owned(), self.content_of(&body.content));
        Value::Object(out)
    }

    fn response(&mut self, response: &Response) -> Value {
        let mut out = Map::new();
        let description = response.description.as_deref().unwrap_or_default();
        out.insert("description".to_owned(), json!(description));
        let header = |(name, header): (&String, &ResponseHeader)| {
            let schema = header.schema.map_or_else(|| json!({}), |schema| self.of(schema));
            (name.clone(), json!({ "schema": schema }))
        };
        let headers: Map<String, Value> = response.headers.iter().map(header).collect();
        insert_map(&mut out, "headers", headers);
        if !response.content.is_empty() {
            out.insert("content".to_owned(), self.content_of(&response.content));
        }
        Value::Object(out)
    }

    fn content_of(&mut self, content: &[MediaType]) -> Value {
        let media_types = content.iter();
        let all: Map<String, Value> = media_types
            .map(|content| (content.media_type.clone(), self.media_type(content)))
            .collect();
        Value::Object(all)
    }

    fn media_type(&mut self, content: &MediaType) -> Value {
        if content.item_schema.is_some() {
            self.lost(&content.at, "`itemSchema`");
        }
        let mut out = Map::new();
        insert_some(&mut out, "schema", content.schema.map(|schema| self.of(schema)));
        insert_some(&mut out, "example", content.examples.first());
        let encodings = content.encoding.iter();
        let encodings: Map<String, Value> = encodings
            .map(|(property, encoding)| (property.clone(), encoding_of(encoding)))
            .collect();
        insert_map(&mut out, "encoding", encodings);
        Value::Object(out)
    }

    pub(super) fn is_3_0(&self) -> bool {
        self.version == Version::V3_0
    }
}

fn encoding_of(encoding: &Encoding) -> Value {
    let mut out = Map::new();
    insert_some(&mut out, "contentType", encoding.content_type.as_ref());
    insert_some(&mut out, "style", encoding.style.map(style_name));
    insert_some(&mut out, "explode", encoding.explode);
    insert_true(&mut out, "allowReserved", encoding.allow_reserved);
    Value::Object(out)
}

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}

fn style_name(style: Style) -> &'static str {
    match style {
        Style::Matrix => "matrix",
        Style::Label => "label",
        Style::Simple => "simple",
        // `form` is the nearest to `cookie`.
        Style::Form | Style::Cookie => "form",
        Style::SpaceDelimited => "spaceDelimited",
        Style::PipeDelimited => "pipeDelimited",
        Style::DeepObject => "deepObject",
    }
}

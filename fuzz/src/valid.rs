//! Small descriptions with nothing wrong in them, of every construct that the generator knows.

use arbitrary::{Result, Unstructured};
use serde_json::{Map, Value, json};

/// The names of the component schemas; some of them are one in Rust.
const SCHEMAS: [&str; 6] = ["Pet", "Owner", "pet", "Kind", "Error", "PetName"];
/// The names of properties; some of them are one in Rust, or none.
const PROPERTIES: [&str; 8] = [
    "id",
    "name",
    "type",
    "Name",
    "x-y",
    "1st",
    "password",
    "additional_properties",
];
/// Path templates with the names of their parameters.
const PATHS: [(&str, &[&str]); 5] = [
    ("/pets", &[]),
    ("/pets/{id}", &["id"]),
    ("/pets/{id}/{name}.json", &["id", "name"]),
    ("/pets?kind=a", &[]),
    ("/", &[]),
];
const METHODS: [&str; 5] = ["get", "post", "delete", "head", "trace"];
const MEDIA_TYPES: [&str; 9] = [
    "application/json",
    "application/problem+json",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "text/plain",
    "application/octet-stream",
    "text/event-stream",
    "application/jsonl",
    "*/*",
];
const STATUSES: [&str; 6] = ["200", "201", "204", "2XX", "404", "default"];
const SECURITY_SCHEMES: [&str; 5] = ["key", "cookie", "basic", "bearer", "oauth"];

/// Schemas in one another, at the most.
const DEPTH: usize = 3;

/// A valid description.
pub fn description(bytes: &mut Unstructured<'_>) -> Result<Value> {
    let mut builder = Builder(bytes);
    let mut description = json!({
        "openapi": builder.pick(["3.0.3", "3.1.0", "3.2.0"])?,
        "info": {"title": "Pets", "version": "1", "description": "All *pets*."},
        "servers": builder.servers()?,
        "tags": [{"name": "pets", "description": "Pets."}],
        "paths": builder.some(&PATHS, |builder, (_, variables)| builder.path_item(variables), |(path, _)| path)?,
        "components": {
            "schemas": builder.schemas()?,
            "parameters": {"Limit": builder.parameter("limit", "query")?},
            "headers": {"Count": {"schema": builder.schema(1)?}},
            "requestBodies": {"Pet": builder.body()?},
            "responses": {"Error": builder.response()?},
            "securitySchemes": {
                "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
                "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
                "basic": {"type": "http", "scheme": "basic"},
                "bearer": {"type": "http", "scheme": "bearer"},
                "oauth": {"type": "oauth2", "flows": {}},
            },
        },
    });
    if builder.0.arbitrary()? {
        description["security"] = builder.security()?;
    }
    Ok(description)
}

struct Builder<'b, 'a>(&'b mut Unstructured<'a>);

impl Builder<'_, '_> {
    fn pick<T, const N: usize>(&mut self, values: [T; N]) -> Result<T> {
        let index = self.0.choose_index(N)?;
        Ok(values.into_iter().nth(index).expect("one of them"))
    }

    /// An object with some of these members, at least one.
    fn some<T>(
        &mut self,
        of: &[T],
        value: impl Fn(&mut Self, &T) -> Result<Value>,
        name: impl Fn(&T) -> &str,
    ) -> Result<Value> {
        let mut members = Map::new();
        for _ in 0..self.0.int_in_range(1..=3)? {
            let chosen = self.0.choose(of)?;
            members.insert(name(chosen).to_owned(), value(self, chosen)?);
        }
        Ok(members.into())
    }

    fn some_named(&mut self, of: &[&str], value: impl Fn(&mut Self) -> Result<Value>) -> Result<Value> {
        self.some(of, |builder, _| value(builder), |name| name)
    }

    fn list(&mut self, item: impl Fn(&mut Self) -> Result<Value>) -> Result<Value> {
        (0..self.0.int_in_range(1..=3)?).map(|_| item(self)).collect()
    }

    fn servers(&mut self) -> Result<Value> {
        self.pick([
            json!([{"url": "https://example.com/v1"}]),
            json!([{"url": "/relative"}, {"url": "https://example.com", "description": "Live.", "name": "live"}]),
            json!([{
                "url": "https://{region}.example.com:{port}",
                "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}, "port": {"default": "443"}},
            }]),
            json!([]),
        ])
    }

    fn security(&mut self) -> Result<Value> {
        self.list(|builder| match builder.0.ratio(1, 4)? {
            true => Ok(json!({})),
            false => builder.some_named(&SECURITY_SCHEMES, |_| Ok(json!([]))),
        })
    }

    fn path_item(&mut self, variables: &[&str]) -> Result<Value> {
        let mut item = self.some_named(&METHODS, Self::operation)?;
        let parameters: Result<Value> = variables.iter().map(|name| self.parameter(name, "path")).collect();
        item["parameters"] = parameters?;
        Ok(item)
    }

    fn operation(&mut self) -> Result<Value> {
        let mut operation = json!({
            "parameters": self.list(Self::other_parameter)?,
            "responses": self.some_named(&STATUSES, |builder| match builder.0.ratio(1, 4)? {
                true => Ok(json!({"$ref": "#/components/responses/Error"})),
                false => builder.response(),
            })?,
        });
        let extra = [
            (
                "operationId",
                self.pick([json!("list"), json!("get_pet"), json!("self")])?,
            ),
            ("requestBody", self.body()?),
            ("requestBody", json!({"$ref": "#/components/requestBodies/Pet"})),
            ("tags", json!(["pets"])),
            ("summary", json!("Does *things*.")),
            ("deprecated", json!(true)),
            ("security", self.security()?),
            ("servers", self.servers()?),
            ("callbacks", json!({"done": {"{$request.body#/url}": {}}})),
        ];
        for (name, value) in extra {
            if self.0.ratio(1, 3)? {
                operation[name] = value;
            }
        }
        Ok(operation)
    }

    fn other_parameter(&mut self) -> Result<Value> {
        if self.0.ratio(1, 4)? {
            return Ok(json!({"$ref": "#/components/parameters/Limit"}));
        }
        let name = self.pick(PROPERTIES)?;
        let place = self.pick(["query", "header", "cookie"])?;
        self.parameter(name, place)
    }

    fn parameter(&mut self, name: &str, place: &str) -> Result<Value> {
        let mut parameter = json!({"name": name, "in": place, "required": place == "path" || self.0.arbitrary()?});
        if self.0.ratio(1, 6)? {
            parameter["content"] = json!({"application/json": {"schema": self.schema(2)?}});
            return Ok(parameter);
        }
        parameter["schema"] = self.schema(2)?;
        let styles = match place {
            "path" => ["simple", "label", "matrix"],
            "query" => ["form", "pipeDelimited", "deepObject"],
            "cookie" => ["form"; 3],
            _ => ["simple"; 3],
        };
        if self.0.arbitrary()? {
            parameter["style"] = self.pick(styles)?.into();
            parameter["explode"] = self.0.arbitrary::<bool>()?.into();
        }
        Ok(parameter)
    }

    fn body(&mut self) -> Result<Value> {
        Ok(json!({"required": self.0.arbitrary::<bool>()?, "content": self.content()?}))
    }

    fn response(&mut self) -> Result<Value> {
        let mut response = json!({"description": "What *is*."});
        if self.0.ratio(3, 4)? {
            response["content"] = self.content()?;
        }
        if self.0.ratio(1, 4)? {
            response["headers"] =
                json!({"X-Count": {"$ref": "#/components/headers/Count"}, "etag": {"schema": self.schema(0)?}});
        }
        if self.0.ratio(1, 8)? {
            response["links"] = json!({"next": {"operationId": "list"}});
        }
        Ok(response)
    }

    fn content(&mut self) -> Result<Value> {
        self.some_named(&MEDIA_TYPES, |builder| {
            let mut content = json!({"schema": builder.schema(0)?});
            match builder.0.int_in_range(0..=7)? {
                0 => content["example"] = json!({"id": 1, "name": "a"}),
                1 => content["examples"] = json!({"one": {"value": ["a", null]}}),
                2 => content["encoding"] = json!({"name": {"contentType": "text/csv"}, "id": {"style": "form"}}),
                3 => content["itemSchema"] = builder.schema(0)?,
                _ => {}
            }
            Ok(content)
        })
    }

    /// All of them, so that every reference leads to one.
    fn schemas(&mut self) -> Result<Value> {
        let named = |name: &&str| Ok(((*name).to_owned(), self.schema(0)?));
        Ok(SCHEMAS.iter().map(named).collect::<Result<Map<_, _>>>()?.into())
    }

    fn schema(&mut self, depth: usize) -> Result<Value> {
        let kinds = if depth < DEPTH { 9 } else { 3 };
        let mut schema = match self.0.int_in_range(0..=kinds)? {
            0 | 1 => self.scalar()?,
            2 | 3 => json!({"$ref": format!("#/components/schemas/{}", self.pick(SCHEMAS)?)}),
            4 => json!({"type": "array", "items": self.schema(depth + 1)?}),
            5 => json!({"allOf": self.list(|builder| builder.schema(depth + 1))?}),
            6 => self.union(depth)?,
            7 => {
                let mut object = self.object(depth)?;
                object["allOf"] = self.list(|builder| builder.schema(depth + 1))?;
                object
            }
            _ => self.object(depth)?,
        };
        if let (Value::Object(schema), true) = (&mut schema, self.0.ratio(1, 4)?) {
            let (name, value) = self.annotation()?;
            schema.insert(name.to_owned(), value);
        }
        Ok(schema)
    }

    fn scalar(&mut self) -> Result<Value> {
        self.pick([
            json!({"type": "string"}),
            json!({"type": "string", "format": "date-time", "pattern": "^2"}),
            json!({"type": "string", "format": "password", "minLength": 8}),
            json!({"type": "string", "format": "binary"}),
            json!({"type": "string", "enum": ["a", "A", "a b", ""]}),
            json!({"type": "string", "contentEncoding": "base64", "contentMediaType": "image/png"}),
            json!({"type": "integer"}),
            json!({"type": "integer", "format": "int32", "minimum": 0, "maximum": 10}),
            json!({"type": "integer", "format": "uint64", "enum": [1, 2]}),
            json!({"type": "number", "multipleOf": 0.5, "exclusiveMaximum": 10}),
            json!({"type": "boolean"}),
            json!({"type": "null"}),
            json!({"type": ["string", "null"]}),
            json!({"type": ["integer", "object", "array"]}),
            json!({"enum": [1, "a", null, {}, [1.5]]}),
            json!({"const": "a"}),
            json!({"type": "object"}),
            json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "uniqueItems": true}),
            json!({"not": {"type": "string"}}),
            json!({}),
            json!(true),
            json!(false),
        ])
    }

    fn object(&mut self, depth: usize) -> Result<Value> {
        let mut object = json!({
            "type": "object",
            "properties": self.some_named(&PROPERTIES, |builder| builder.schema(depth + 1))?,
        });
        let extra = [
            ("required", json!([self.pick(PROPERTIES)?, self.pick(PROPERTIES)?])),
            ("additionalProperties", self.schema(depth + 1)?),
            ("patternProperties", json!({"^[a-n]": self.schema(DEPTH)?})),
            ("minProperties", json!(1)),
            ("maxProperties", json!(3)),
            ("discriminator", json!({"propertyName": "type"})),
        ];
        for (name, value) in extra {
            if self.0.ratio(1, 4)? {
                object[name] = value;
            }
        }
        Ok(object)
    }

    fn union(&mut self, depth: usize) -> Result<Value> {
        let kind = self.pick(["oneOf", "anyOf"])?;
        let mut union = json!({kind: self.list(|builder| builder.schema(depth + 1))?});
        match self.0.int_in_range(0..=3)? {
            0 => union["discriminator"] = json!({"propertyName": "type"}),
            1 => {
                union["discriminator"] = json!({
                    "propertyName": "type",
                    "mapping": {"a": "Pet", "b": "#/components/schemas/Owner", "c": "Owner"},
                });
            }
            _ => {}
        }
        Ok(union)
    }

    fn annotation(&mut self) -> Result<(&'static str, Value)> {
        self.pick([
            ("title", json!("A *title*")),
            ("description", json!("What it\n\n- is")),
            ("default", json!("a")),
            ("example", json!({"a": [1]})),
            ("examples", json!([1, "a"])),
            ("deprecated", json!(true)),
            ("readOnly", json!(true)),
            ("writeOnly", json!(true)),
            ("nullable", json!(true)),
        ])
    }
}

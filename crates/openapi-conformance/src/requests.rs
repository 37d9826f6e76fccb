//! The requests of an operation: from the minimal to the maximal arguments, and each example.

use serde_json::{Value, json};

use crate::arguments::{Arguments, Body, text_of};
use crate::body::{Kind, is_scalar, kind};
use crate::charset;
use crate::contract::{Content, Direction, Encoding, Parameter};
use crate::pointer::follow;
use crate::restrictions::Restrictions;
use crate::run::{PreparedClient, Run};
use crate::sample::{describes, guess, samples, smallest};
use crate::xml;

/// The minimal arguments of an operation.
pub(crate) struct Minimal {
    pub arguments: Arguments,
    /// Whether it is valid. If it is not, the answers can be checked though the requests cannot.
    pub is_valid: bool,
}

impl<'c, C: Clone + 'static> Run<'c, C> {
    /// The arguments that are required, as small as can be.
    pub(crate) fn minimal(&self) -> Minimal {
        const WHY: &str = "no valid value could be made, so no request is checked";
        let mut minimal = Arguments::default();
        let mut is_valid = true;
        for parameter in self.operation.parameters.iter().filter(|parameter| parameter.required) {
            let value = self.small(parameter).unwrap_or_else(|| {
                self.report.skip(
                    &format!("the {} parameter `{}`", parameter.location, parameter.name),
                    WHY,
                );
                is_valid = false;
                guess(self.contract, parameter.schema.as_deref(), Direction::Request)
            });
            minimal
                .parameters
                .insert((parameter.location.clone(), parameter.name.clone()), value);
        }
        if self.operation.body_required && !self.operation.bodies.is_empty() {
            minimal.body = self
                .operation
                .bodies
                .iter()
                .find_map(|content| self.small_body(content));
            if minimal.body.is_none() {
                self.report.skip("the body", WHY);
                is_valid = false;
                let content = &self.operation.bodies[0];
                minimal.body = Some(Body {
                    media_type: content.media_type.clone(),
                    value: guess(self.contract, content.schema.as_deref(), Direction::Request),
                });
            }
        }
        Minimal {
            arguments: minimal,
            is_valid,
        }
    }

    fn small(&self, parameter: &Parameter) -> Option<Value> {
        let restrictions = self.restrictions(parameter);
        smallest(
            self.contract,
            parameter.schema.as_deref(),
            Direction::Request,
            restrictions,
        )
        .filter(|value| restrictions.admits(value))
        .or_else(|| self.valid_examples(parameter).into_iter().next())
        // Where the smallest is nothing, which cannot be written, a larger one may be something.
        .or_else(|| {
            let schema = parameter.schema.as_deref();
            let larger = samples(self.contract, schema, Direction::Request, restrictions);
            larger.into_iter().find(|value| restrictions.admits(value))
        })
    }

    /// The examples of a parameter that are valid, and can be distinguished from others where they go.
    fn valid_examples(&self, parameter: &Parameter) -> Vec<Value> {
        let restrictions = self.restrictions(parameter);
        let valid = |value: &&Value| {
            let schema = parameter.schema.iter().cloned().collect::<Vec<_>>();
            restrictions.admits(value)
                && self.contract.is_valid(&schema, Direction::Request, value)
                && (!schema.is_empty() || value.is_string())
        };
        parameter.examples.iter().filter(valid).cloned().collect()
    }

    fn small_body(&self, content: &Content) -> Option<Body> {
        let schema = content.schema.as_deref();
        let small = match kind(self.contract, content) {
            Kind::Form | Kind::Multipart if schema.is_none() => Some(json!({ "anything": "text" })),
            Kind::Json | Kind::Xml | Kind::Form | Kind::Multipart => smallest(
                self.contract,
                schema,
                Direction::Request,
                self.body_restrictions(content),
            ),
            Kind::Any => smallest(
                self.contract,
                schema,
                Direction::Request,
                self.body_restrictions(content),
            ),
            _ => self.texts(content).into_iter().next(),
        };
        let small = self.bodies_of(content, small.into_iter().collect()).into_iter().next();
        // Where the smallest is not valid, a larger one may be: of a list whose items must differ, for one.
        let larger = || {
            let values = samples(
                self.contract,
                schema,
                Direction::Request,
                self.body_restrictions(content),
            );
            let is_json = kind(self.contract, content) == Kind::Json;
            let examples = content.examples.iter().filter(|example| {
                is_json && schema.is_none_or(|schema| describes(self.contract, schema, Direction::Request, example))
            });
            self.bodies_of(content, values.into_iter().chain(examples.cloned()).collect())
                .into_iter()
                .next()
        };
        small.or_else(larger)
    }

    /// The values as bodies, where they can be bodies of this content.
    fn bodies_of(&self, content: &Content, values: Vec<Value>) -> Vec<Body> {
        let fits = |value: &Value| match kind(self.contract, content) {
            Kind::Json | Kind::Any | Kind::Text => true,
            Kind::Xml => xml::document(self.contract, content, Direction::Request, value).is_some(),
            Kind::Form | Kind::Multipart => value.is_object(),
            _ => value.is_string(),
        };
        let bodies = values.into_iter().filter(fits).map(|value| Body {
            media_type: content.media_type.clone(),
            value,
        });
        bodies.collect()
    }

    /// The restrictions of the location of a parameter.
    fn restrictions(&self, parameter: &Parameter) -> Restrictions {
        let restrictions = Restrictions {
            no_nothing: true,
            // The server may be one of JavaScript.
            safe_integers: self.external,
            ..Restrictions::default()
        };
        let Encoding::Style {
            style,
            explode,
            allow_reserved,
        } = &parameter.encoding
        else {
            let text = parameter.encoding != Encoding::Json;
            return Restrictions {
                no_empty: parameter.location == "path" || (text && parameter.location != "query"),
                printable: text && parameter.location == "header",
                ..restrictions
            };
        };
        match parameter.location.as_str() {
            "path" => Restrictions {
                no_empty: true,
                separators: if style == "label" {
                    "."
                } else {
                    self.literals_beside(&parameter.name)
                },
                ..restrictions
            },
            "header" => {
                let plain = smallest(
                    self.contract,
                    parameter.schema.as_deref(),
                    Direction::Request,
                    Restrictions::default(),
                );
                let several = plain.is_some_and(|value| value.is_array() || value.is_object());
                Restrictions {
                    // To many servers an empty one is none.
                    no_empty: true,
                    printable: true,
                    separators: if several { ",=" } else { "" },
                    ..restrictions
                }
            }
            _ if style == "cookie" => Restrictions {
                no_empty: true,
                printable: true,
                separators: ";,",
                ..restrictions
            },
            location => Restrictions {
                // OpenAPI 3.1, section 4.8.12.2, "Fixed Fields".
                no_empty: location == "query" && !parameter.allow_empty_value,
                separators: match style.as_str() {
                    "spaceDelimited" => " ",
                    "pipeDelimited" => "|",
                    _ if *allow_reserved && !explode => ",",
                    _ => "",
                },
                ..restrictions
            },
        }
    }

    /// The text after a parameter in its segment of the path.
    fn literals_beside(&self, name: &str) -> &'static str {
        let variable = format!("{{{name}}}");
        let segment = self
            .operation
            .path
            .split('/')
            .find(|segment| segment.contains(&variable));
        match segment {
            Some(segment) if segment != variable => ".-_:;,@()'~!$&=+* ",
            _ => "",
        }
    }

    /// Arguments with everything that can be given, in as many ways as it takes to see each alternative.
    pub(crate) fn series(&self, minimal: &Arguments) -> Vec<(String, Arguments)> {
        let parameters: Vec<(&Parameter, Vec<Value>)> = self
            .operation
            .parameters
            .iter()
            .map(|parameter| {
                let restrictions = self.restrictions(parameter);
                let mut values = self.valid_examples(parameter);
                values.extend(samples(
                    self.contract,
                    parameter.schema.as_deref(),
                    Direction::Request,
                    restrictions,
                ));
                values.retain(|value| restrictions.admits(value));
                if values.is_empty() {
                    self.report.skip(
                        &format!("the parameter `{}`", parameter.name),
                        "no valid value could be made",
                    );
                }
                (parameter, values)
            })
            .collect();
        let bodies: Vec<(&str, Vec<Body>)> = self
            .operation
            .distinct_bodies(self.contract)
            .map(|content| self.bodies(content))
            .collect();
        let longest = parameters
            .iter()
            .map(|(_, values)| values.len())
            .max()
            .unwrap_or_default();
        let mut series = Vec::new();
        for (media_type, bodies) in if bodies.is_empty() {
            vec![("", Vec::new())]
        } else {
            bodies
        } {
            for nth in 0..longest.max(bodies.len()) {
                let mut arguments = minimal.clone();
                for (parameter, values) in parameters.iter().filter(|(_, values)| !values.is_empty()) {
                    let key = (parameter.location.clone(), parameter.name.clone());
                    arguments.parameters.insert(key, values[nth % values.len()].clone());
                }
                if !bodies.is_empty() {
                    arguments.body = Some(bodies[nth % bodies.len()].clone());
                }
                series.push((format!("everything {media_type} {nth}"), arguments));
            }
        }
        series
    }

    fn bodies<'o>(&self, content: &'o Content) -> (&'o str, Vec<Body>) {
        let values = match kind(self.contract, content) {
            Kind::Xml => self.values_of_xml(content, Direction::Request),
            Kind::Json | Kind::Any | Kind::Form | Kind::Multipart => {
                let restrictions = self.body_restrictions(content);
                match &content.schema {
                    Some(schema) => samples(self.contract, Some(schema), Direction::Request, restrictions),
                    None => vec![json!({ "anything": "text" })],
                }
            }
            _ => self.texts(content),
        };
        let bodies = self.bodies_of(content, values);
        if bodies.is_empty() {
            self.report.skip(
                &format!("the body `{}`", content.media_type),
                "no valid value could be made",
            );
        }
        (&content.media_type, bodies)
    }

    /// Values that have XML: null and nothing often have not.
    pub(crate) fn values_of_xml(&self, content: &Content, direction: Direction) -> Vec<Value> {
        let schema = content.schema.as_deref();
        let all = [false, true].into_iter().flat_map(|no_nothing| {
            let restrictions = Restrictions {
                no_nothing,
                safe_integers: self.external,
                ..Restrictions::default()
            };
            samples(self.contract, schema, direction, restrictions)
        });
        let mut values: Vec<Value> = Vec::new();
        let small = smallest(self.contract, schema, direction, Restrictions::default());
        let is_valid = |value: &Value| {
            content
                .schema
                .as_ref()
                .is_some_and(|at| self.contract.is_valid(std::slice::from_ref(at), direction, value))
        };
        for value in small
            .into_iter()
            .chain(all)
            .map(|value| xml::writable(self.contract, content, direction, value))
        {
            if !values.contains(&value)
                && is_valid(&value)
                && xml::document(self.contract, content, direction, &value).is_some()
            {
                values.push(value);
            }
        }
        values
    }

    /// Bodies of text that the charset of the media type has: values of the schema, where text surely stands for one.
    pub(crate) fn texts(&self, content: &Content) -> Vec<Value> {
        let plain = ["text", "two\nlines, ü 🦀", "<a b=\"c\">&amp;</a>", "Zürich"].map(Value::from);
        let schema = content
            .schema
            .as_ref()
            .filter(|_| is_scalar(self.contract, content) && kind(self.contract, content) == Kind::Text);
        let valid = |value: &Value| {
            schema.is_none_or(|schema| {
                let schema = std::slice::from_ref(schema);
                self.contract.is_valid(schema, Direction::Request, value)
            })
        };
        let mut values: Vec<Value> = plain.into_iter().filter(valid).collect();
        if let Some(schema) = schema.filter(|_| values.is_empty()) {
            values = samples(self.contract, Some(schema), Direction::Request, Restrictions::default());
        }
        values.retain(|value| charset::encode(&text_of(value), &content.media_type).is_some());
        values
    }

    pub(crate) async fn request_examples(&self, prepared: &PreparedClient<'c, C>, minimal: &Arguments) {
        for content in &self.operation.bodies {
            let whole = self.bodies(content).1.into_iter().next();
            for (nth, example) in content.examples.iter().enumerate() {
                let what = format!("example {nth} of the body `{}`", content.media_type);
                let json = !matches!(kind(self.contract, content), Kind::Form | Kind::Multipart);
                let listed = |value: &Value| {
                    let names = value.as_object().into_iter().flatten();
                    json || names
                        .into_iter()
                        .all(|(name, _)| whole.as_ref().is_some_and(|whole| whole.value.get(name).is_some()))
                };
                let valid = content
                    .schema
                    .as_ref()
                    .is_none_or(|schema| describes(self.contract, schema, Direction::Request, example));
                let body = self
                    .bodies_of(content, vec![example.clone()])
                    .pop()
                    .filter(|_| valid && listed(example));
                let Some(body) = body else {
                    self.report.skip(&what, "it is not valid by its own schema");
                    continue;
                };
                let arguments = Arguments {
                    body: Some(body),
                    ..minimal.clone()
                };
                let good = self.ask(&what, prepared, arguments).await;
                self.report.example(good);
            }
        }
    }

    /// Whether parts that the description does not list can be given, since it describes them.
    fn has_other_parts(&self, content: &Content) -> bool {
        let document = self.contract.document();
        let schema = content.schema.as_ref().and_then(|at| document.pointer(at));
        schema.is_some_and(|schema| follow(document, schema)["additionalProperties"].is_object())
    }

    /// The restrictions of a body.
    fn body_restrictions(&self, content: &Content) -> Restrictions {
        let kind = kind(self.contract, content);
        Restrictions {
            closed: kind == Kind::Multipart && !self.has_other_parts(content),
            no_nothing: matches!(kind, Kind::Multipart | Kind::Form),
            safe_integers: self.external,
            ..Restrictions::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::contract::Contract;
    use crate::run::Run;

    /// The minimal arguments of an operation with a body of this schema, and whether they are valid.
    async fn minimal(schema: &str) -> (bool, String) {
        let text = format!(
            "{{openapi: 3.1.0, paths: {{/a: {{post: {{requestBody: {{required: true, content: {{application/json: {{example: [8], schema: {schema}}}}}}}}}}}}}}}"
        );
        let contract = Contract::parse(&text).expect(&text);
        let operation = &contract.operations()[0];
        let run = Run::start(
            &contract,
            operation,
            |_| Ok(()),
            |(), _| unreachable!("nothing is called"),
        )
        .await;
        let minimal = run.minimal();
        (
            minimal.is_valid,
            minimal.arguments.body.expect("a body").value.to_string(),
        )
    }

    #[tokio::test]
    async fn where_the_smallest_body_is_not_valid_another_is_taken() {
        assert_eq!(minimal("{type: integer, minimum: 7}").await, (true, "7".to_owned()));
        let distinct = "{type: array, minItems: 2, uniqueItems: true, items: {type: string, pattern: '^[0-9]+$'}}";
        assert!(minimal(distinct).await.0);
        assert_eq!(
            minimal("{type: array, contains: {const: 8}, items: {not: {const: 9}}}").await,
            (true, "[8]".to_owned())
        );
        assert!(!minimal("{allOf: [{type: string}, {type: integer}]}").await.0);
    }
}

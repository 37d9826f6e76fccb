//! Responses that differ from the description: additions of newer servers, and invalid responses.

use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::body::{Kind, concrete, kind};
use crate::contract::{Content, Direction};
use crate::json::{elements, members};
use crate::observed::Observed;
use crate::one_way::is_absent;
use crate::pointer::{child, locate};
use crate::responses::Case;
use crate::restrictions::Restrictions;
use crate::run::{PreparedClient, Run};
use crate::sample::{smallest, with_addition};
use crate::sampler::Addition;
use crate::server::Answer;
use crate::shown;

/// The most values with one wrong property that a response comes with.
const MOST: usize = 32;

impl<'c, C: Clone + 'static> Run<'c, C> {
    /// Additions of a newer server: the client must keep them.
    pub(crate) async fn novelties(&self, what: &str, case: &Case<'_, 'c, C>, content: &Content) {
        let Some(schema) = &content.schema else { return };
        let novelties = [
            (Addition::EnumValues, "enum values"),
            (Addition::Properties, "properties"),
            (Addition::Variants, "variants"),
        ];
        for (addition, name) in novelties {
            if let Some(value) = with_addition(self.contract, schema, addition) {
                let what = format!("{what}, with new {name}");
                self.carried(&what, case, content, &value, true).await;
            }
        }
    }

    /// Bodies that are not valid by the description.
    pub(crate) async fn invalid(&self, what: &str, case: &Case<'_, 'c, C>, content: &Content) {
        let is_xml = kind(self.contract, content) == Kind::Xml;
        let cut = if is_xml { "<cut" } else { "{\"cut" };
        let mut bodies = vec![(cut.to_owned(), false)];
        if let Some(schema) = content
            .schema
            .as_ref()
            .filter(|_| !is_xml && !self.operation.is_lenient)
        {
            bodies.extend(
                self.misshapen(schema)
                    .into_iter()
                    .map(|value| (value.to_string(), false)),
            );
            bodies.extend(
                self.misshapen_inside(schema)
                    .into_iter()
                    .map(|value| (value.to_string(), true)),
            );
        }
        for (body, inside) in bodies {
            let what = format!("{what}, with the invalid body {}", shown::text(&body));
            let answer = Answer {
                status: case.status,
                media_type: Some(concrete(self.contract, content, &Value::Null)),
                body: body.into_bytes(),
                ..Answer::default()
            };
            let is_promised = |observed: &Observed| match observed {
                Observed::InvalidBody(got, _) => got.status == case.status,
                // A value that matches no alternative is kept as it is, and the rest of the body is read.
                Observed::Success(_, seen) | Observed::ErrorResponse(_, seen) => inside && seen.has_unknown,
                _ => false,
            };
            self.refused(&what, case.prepared, case.minimal, answer, is_promised)
                .await;
        }
        let alone = case.response.contents.len() == 1 && !content.media_type.contains('*');
        if alone {
            let answer = Answer {
                status: case.status,
                media_type: Some("text/html".to_owned()),
                body: b"<h1>Sign in</h1>".to_vec(),
                ..Answer::default()
            };
            let is_promised = |observed: &Observed| matches!(observed, Observed::UnexpectedContentType(got) if got.status == case.status);
            self.refused(
                &format!("{what}, as text/html"),
                case.prepared,
                case.minimal,
                answer,
                is_promised,
            )
            .await;
        }
    }

    /// Sends a response, and expects an error that names the violation.
    pub(crate) async fn refused(
        &self,
        what: &str,
        prepared: &PreparedClient<'c, C>,
        minimal: &Arguments,
        answer: Answer,
        is_promised: impl Fn(&Observed) -> bool,
    ) {
        let body = answer.body.clone();
        let problem = match self.call(prepared, minimal.clone(), answer).await {
            Err(mismatch) => Some(mismatch),
            Ok((observed, _)) if is_promised(&observed) => None,
            Ok((other, _)) => Some(format!(
                "expected an error that says so, got {}",
                shown::observed(&other, &body)
            )),
        };
        self.report.check(what, problem.into_iter().collect());
    }

    /// Values with one property whose shape its schema does not allow, where it is simple enough to be sure of it.
    fn misshapen_inside(&self, schema: &str) -> Vec<Value> {
        let document = self.contract.document();
        let Some(found) = document.pointer(schema) else {
            return Vec::new();
        };
        let (found, at) = locate(document, found, schema.to_owned());
        let whole = smallest(self.contract, Some(&at), Direction::Response, Restrictions::default());
        let Some(Value::Object(whole)) = whole.filter(|_| is_simple(found)) else {
            return Vec::new();
        };
        let mut values = Vec::new();
        for (name, _) in members(&found["properties"]) {
            let property = child(&child(&at, "properties"), name);
            for wrong in self.wrong(&property) {
                let mut value = whole.clone();
                value.insert(name.to_owned(), wrong);
                values.push(Value::Object(value));
            }
        }
        let is_wrong = |value: &Value| {
            !self
                .contract
                .is_valid(std::slice::from_ref(&at), Direction::Response, value)
        };
        values.retain(is_wrong);
        values.truncate(MOST);
        values
    }

    /// Values that none of the types of a schema fits: an object of a type list has to be the one that is described.
    fn wrong(&self, schema: &str) -> Vec<Value> {
        let document = self.contract.document();
        let Some(found) = document.pointer(schema) else {
            return Vec::new();
        };
        let (found, at) = locate(document, found, schema.to_owned());
        if found["type"].is_string() {
            return self.misshapen(&at);
        }
        let types: Vec<&str> = elements(&found["type"]).filter_map(Value::as_str).collect();
        if types.is_empty() || !is_simple(found) {
            return Vec::new();
        }
        let mut values = Vec::new();
        if types.contains(&"array") && found.get("prefixItems").is_none() && found["items"]["type"].is_string() {
            let wrong = self.misshapen(&child(&at, "items")).into_iter().take(1);
            values.extend(wrong.map(|item| json!([item])));
        }
        if types.contains(&"object") {
            let typed = members(&found["properties"]).filter(|(_, property)| property["type"].is_string());
            for (name, _) in typed {
                let wrong = self
                    .misshapen(&child(&child(&at, "properties"), name))
                    .into_iter()
                    .take(1);
                values.extend(wrong.map(|value| json!({ name: value })));
            }
        }
        values
    }

    /// The values of an object's properties as an array, in the order of the description.
    fn as_array(&self, schema: &str) -> Option<Value> {
        let whole = smallest(
            self.contract,
            Some(schema),
            Direction::Response,
            Restrictions::default(),
        )?;
        let properties = &self.contract.document().pointer(schema)?["properties"];
        Some(
            members(properties)
                .filter_map(|(name, _)| whole.get(name))
                .cloned()
                .collect(),
        )
    }

    /// Values whose shape the schema does not allow, where it is simple enough to be sure of it.
    fn misshapen(&self, schema: &str) -> Vec<Value> {
        let document = self.contract.document();
        let Some(found) = document.pointer(schema) else {
            return Vec::new();
        };
        let (found, at) = locate(document, found, schema.to_owned());
        let simple = is_simple(found);
        let mut values = Vec::new();
        match found["type"].as_str() {
            Some("object") if simple && found["properties"].is_object() => {
                values.push(json!("text"));
                values.extend(self.as_array(&at));
            }
            Some("array") if simple => values.push(json!({ "a": 1 })),
            Some("boolean" | "integer" | "number") if simple => values.push(json!("text")),
            Some("string") if simple => values.push(json!({ "a": 1 })),
            _ => {}
        }
        if found["type"] == "object" && simple {
            let whole = smallest(self.contract, Some(&at), Direction::Response, Restrictions::default());
            let required: Vec<&str> = elements(&found["required"]).filter_map(Value::as_str).collect();
            // `readOnly` and `writeOnly` properties are optional in types that both directions use.
            let both_ways = |name: &&str| {
                let property = &found["properties"][*name];
                let directions = [Direction::Request, Direction::Response];
                property.is_object() && !directions.iter().any(|way| is_absent(document, property, *way))
            };
            for name in required.into_iter().filter(both_ways) {
                let mut without = whole.clone();
                let members = without.as_mut().and_then(Value::as_object_mut);
                if members.is_some_and(|members| members.remove(name).is_some()) {
                    values.extend(without);
                }
            }
        }
        values.retain(|value| {
            !self
                .contract
                .is_valid(std::slice::from_ref(&at), Direction::Response, value)
        });
        values
    }
}

/// Whether no keyword composes the schema with others, or lists its values.
fn is_simple(schema: &Value) -> bool {
    // A value that matches no subtype of a base is kept as it is.
    let composed = ["oneOf", "anyOf", "allOf", "enum", "const", "if", "discriminator"];
    composed.iter().all(|name| schema.get(name).is_none())
}

//! Parameters of an operation.

use std::collections::{BTreeSet, HashMap};

use super::change::{Key, Wire};
use super::direction::{Direction, Use};
use super::objects::of_default;
use super::operations::Comparison;
use crate::description::{Operation, Parameter, ParameterEncoding, ParameterIn, Style};
use crate::schema::SchemaId;

impl<'v> Comparison<'v> {
    pub fn parameters(&mut self, old: &'v Operation, new: &'v Operation) {
        let known: HashMap<String, &Parameter> = parameters(new).collect();
        for (place, parameter) in parameters(old) {
            match known.get(&place) {
                Some(now) => self.parameter(old, parameter, now),
                None => {
                    let suffix = if parameter.deprecated { "-with-deprecation" } else { "" };
                    let what = format!("the parameter `{}` is gone", parameter.name);
                    let id = format!("request-parameter-removed{suffix}");
                    self.gone(&old.at, &member(parameter), &id, Wire::Break, what);
                }
            }
        }
        let before: BTreeSet<String> = parameters(old).map(|(place, _)| place).collect();
        for (_, parameter) in parameters(new).filter(|(place, _)| !before.contains(place)) {
            // A required one is an argument of the method.
            if parameter.required {
                let key = Key::Old(old.at.clone(), String::new());
                let what = format!("the required parameter `{}` is new", parameter.name);
                let places = (Some(&old.at), Some(&parameter.at));
                self.add(key, "new-required-request-parameter", Wire::Break, what, places);
            } else {
                let what = format!("the optional parameter `{}` is new", parameter.name);
                let id = "new-optional-request-parameter";
                self.added(&new.at, &member(parameter), id, Wire::Additive, what);
            }
        }
    }

    /// A parameter that is in both versions.
    fn parameter(&mut self, operation: &Operation, old: &Parameter, new: &Parameter) {
        let mut add = |id: &str, wire, what: &str| {
            let key = Key::Old(operation.at.clone(), member(old));
            let what = format!("the parameter `{}` {what}", new.name);
            self.add(key, id, wire, what, (Some(&old.at), Some(&new.at)));
        };
        match (old.required, new.required) {
            (false, true) => add("request-parameter-became-required", Wire::Break, "is required"),
            (true, false) => add("request-parameter-became-optional", Wire::Loosened, "is optional"),
            _ => {}
        }
        match (old.deprecated, new.deprecated) {
            (false, true) => add("request-parameter-deprecated", Wire::None, "is deprecated"),
            (true, false) => add(
                "request-parameter-reactivated",
                Wire::None,
                "is not deprecated any more",
            ),
            _ => {}
        }
        if written(old) != written(new) {
            add(
                "request-parameter-style-changed",
                Wire::Break,
                "is written in another way",
            );
        }
        let (Some(before), Some(after)) = (schema_of(old), schema_of(new)) else {
            return;
        };
        let [was, is] = self.defaults(before, after);
        if let Some((suffix, wire, what)) = of_default(was.as_ref(), is.as_ref(), Direction::Request) {
            let key = Key::Old(operation.at.clone(), member(old));
            let what = format!("the parameter `{}`: {what}", new.name);
            let places = (Some(&old.at), Some(&new.at));
            self.add(key, &format!("request-parameter-{suffix}"), wire, what, places);
        }
        let at = Use::new(&operation.at, &member(old), "parameter");
        self.schemas.compare(before, after, Direction::Request, at);
    }
}

/// The parameters by what they are called on the wire; those of the path by where they stand in it.
fn parameters(operation: &Operation) -> impl Iterator<Item = (String, &Parameter)> {
    operation.parameters.iter().map(|parameter| {
        let place = match parameter.location {
            ParameterIn::Path => {
                let variable = format!("{{{}}}", parameter.name);
                let before = operation.path.split(&variable).next().unwrap_or_default();
                format!("path {}", before.matches('{').count())
            }
            _ => member(parameter),
        };
        (place, parameter)
    })
}

fn member(parameter: &Parameter) -> String {
    format!("{:?} {}", parameter.location, parameter.name).to_lowercase()
}

/// How a parameter is written: the style and `explode`, or the media type.
fn written(parameter: &Parameter) -> (Option<Style>, bool, &str) {
    match &parameter.encoding {
        ParameterEncoding::Style { style, explode, .. } => (Some(*style), *explode, ""),
        ParameterEncoding::Content(content) => (None, false, &content.media_type),
    }
}

fn schema_of(parameter: &Parameter) -> Option<SchemaId> {
    match &parameter.encoding {
        ParameterEncoding::Style { schema, .. } => *schema,
        ParameterEncoding::Content(content) => content.schema,
    }
}

//! Reads the actions of an overlay.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::Mistake;
use crate::document::Location;

/// An action of an overlay.
pub(super) struct Action<'o> {
    pub at: Location,
    pub target: JsonPath,
    pub change: Change<'o>,
    /// The members that have no effect beside the change.
    pub ignored: Vec<&'static str>,
}

/// What an action does with its targets.
pub(super) enum Change<'o> {
    Update(&'o Value),
    /// Merges what this selects.
    Copy(JsonPath),
    Remove,
}

/// The actions of an overlay.
pub(super) fn actions<'o>(overlay: &'o Value, at: &Location) -> Result<&'o [Value], Mistake> {
    let members = object(overlay, at, "the overlay")?;
    require_version(members.get("overlay"), at)?;
    require_known(members, at, &["overlay", "info", "extends", "actions"])?;
    match members.get("actions") {
        Some(Value::Array(actions)) if !actions.is_empty() => Ok(actions),
        Some(_) => Err(Mistake {
            at: at.child("actions"),
            message: "`actions` is not a list of actions".to_owned(),
            help: "write a list of at least one object with `target`",
        }),
        None => Err(Mistake {
            at: at.clone(),
            message: "the overlay has no `actions`".to_owned(),
            help: "write a list of at least one object with `target`",
        }),
    }
}

fn require_version(version: Option<&Value>, at: &Location) -> Result<(), Mistake> {
    let Some(version) = version else {
        return Err(Mistake {
            at: at.clone(),
            message: "the file has no member `overlay`, so it is not an overlay".to_owned(),
            help: "write `overlay: 1.1.0`, the version of the Overlay Specification; the name of a JSON merge patch ends in `.patch.yaml` or `.patch.json`",
        });
    };
    let mut parts = version.as_str().unwrap_or_default().split('.');
    match (parts.next(), parts.next()) {
        (Some("1"), Some("0" | "1")) => Ok(()),
        _ => Err(Mistake {
            at: at.child("overlay"),
            message: format!("{version} is not a version of the Overlay Specification that is supported"),
            help: "write `overlay: 1.0.0` or `overlay: 1.1.0`",
        }),
    }
}

impl<'o> Action<'o> {
    pub fn read(action: &'o Value, at: &Location) -> Result<Self, Mistake> {
        let members = object(action, at, "the action")?;
        require_known(members, at, &["target", "description", "update", "copy", "remove"])?;
        let Some(target) = members.get("target") else {
            return Err(Mistake {
                at: at.clone(),
                message: "the action has no `target`".to_owned(),
                help: "write a JSONPath (RFC 9535) that selects what the action changes",
            });
        };
        let modifiers = ["update", "copy"].into_iter();
        let modifiers: Vec<_> = modifiers.filter(|name| members.contains_key(*name)).collect();
        let removes = removes(members, at)?;
        Ok(Self {
            at: at.clone(),
            target: path(target, &at.child("target"))?,
            change: change(members, at, removes)?,
            ignored: if removes { modifiers } else { Vec::new() },
        })
    }
}

fn removes(members: &Map<String, Value>, at: &Location) -> Result<bool, Mistake> {
    match members.get("remove") {
        None => Ok(false),
        Some(Value::Bool(remove)) => Ok(*remove),
        Some(_) => Err(Mistake {
            at: at.child("remove"),
            message: "`remove` is neither true nor false".to_owned(),
            help: "write `remove: true`",
        }),
    }
}

fn change<'o>(members: &'o Map<String, Value>, at: &Location, removes: bool) -> Result<Change<'o>, Mistake> {
    match (members.get("update"), members.get("copy")) {
        _ if removes => Ok(Change::Remove),
        (Some(value), None) => Ok(Change::Update(value)),
        (None, Some(source)) => Ok(Change::Copy(path(source, &at.child("copy"))?)),
        (Some(_), Some(_)) => Err(Mistake {
            at: at.child("copy"),
            message: "the action has `update` and `copy`".to_owned(),
            help: "write two actions",
        }),
        (None, None) => Err(Mistake {
            at: at.clone(),
            message: "the action changes nothing".to_owned(),
            help: "write `update`, `copy` or `remove: true`",
        }),
    }
}

fn object<'o>(value: &'o Value, at: &Location, what: &str) -> Result<&'o Map<String, Value>, Mistake> {
    value.as_object().ok_or_else(|| Mistake {
        at: at.clone(),
        message: format!("{what} is not an object"),
        help: "see the Overlay Specification: https://spec.openapis.org/overlay/v1.1.0.html",
    })
}

/// A misspelt member would have no effect.
fn require_known(members: &Map<String, Value>, at: &Location, known: &[&str]) -> Result<(), Mistake> {
    let unknown = members
        .keys()
        .find(|name| !name.starts_with("x-") && !known.contains(&name.as_str()));
    match unknown {
        None => Ok(()),
        Some(name) => Err(Mistake {
            at: at.child(name),
            message: format!("the Overlay Specification has no member `{name}` here"),
            help: "correct its name; an extension begins with `x-`",
        }),
    }
}

fn path(value: &Value, at: &Location) -> Result<JsonPath, Mistake> {
    let help = "write a JSONPath of RFC 9535, such as `$.paths['/pets'].get`";
    let mistake = |message: String| Mistake {
        at: at.clone(),
        message,
        help,
    };
    let text = value
        .as_str()
        .ok_or_else(|| mistake("the JSONPath is not a text".to_owned()))?;
    JsonPath::parse(text).map_err(|error| mistake(format!("`{text}` is not a valid JSONPath: {error}")))
}

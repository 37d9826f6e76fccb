//! Swagger 2.0: rewrites a description as the OpenAPI 3.0 description that says the same, so that every later stage knows
//! OpenAPI 3 alone.
//!
//! Source: the OpenAPI Specification 2.0 and 3.0.4.

mod operation;
mod origins;
mod parameter;
mod response;
mod schema;
mod security;

use serde_json::{Map, Value, json};

use crate::document::escape_token;
use crate::reference::escape_fragment;

pub(crate) use origins::{Origins, current};

/// A description in OpenAPI 3.0, and where its parts were written.
pub(crate) struct Rewritten {
    pub value: Value,
    pub origins: Origins,
    /// What OpenAPI 3.0 cannot express.
    pub losses: Vec<Loss>,
}

/// Something that OpenAPI 3.0 cannot express.
pub(crate) struct Loss {
    pub code: &'static str,
    /// Where it is in the rewritten description.
    pub pointer: String,
    pub message: String,
    pub help: &'static str,
}

/// Whether a document is a Swagger 2.0 description.
pub(crate) fn is_swagger(document: &Value) -> bool {
    let is_2 = match document.get("swagger") {
        Some(Value::String(version)) => version == "2" || version.starts_with("2."),
        Some(Value::Number(version)) => version.as_f64() == Some(2.0),
        _ => false,
    };
    is_2 && document.get("openapi").is_none()
}

/// Rewrites a Swagger 2.0 description. What is not valid is kept as it is, so that lowering reports it.
pub(crate) fn rewrite(document: &Value) -> Rewritten {
    let mut rewriter = Rewriter {
        document,
        consumes: strings(document, "consumes"),
        produces: strings(document, "produces"),
        origins: Origins::default(),
        losses: Vec::new(),
    };
    let value = rewriter.document();
    Rewritten {
        value,
        origins: rewriter.origins,
        losses: rewriter.losses,
    }
}

struct Rewriter<'a> {
    document: &'a Value,
    /// The media types of requests, unless an operation has its own.
    consumes: Vec<String>,
    /// The media types of responses, unless an operation has its own.
    produces: Vec<String>,
    origins: Origins,
    losses: Vec<Loss>,
}

/// A value of the old description: itself and its pointer.
#[derive(Clone)]
struct Old<'a> {
    value: &'a Value,
    pointer: String,
}

impl<'a> Old<'a> {
    fn get(&self, name: &str) -> Option<Old<'a>> {
        let value = self.value.get(name)?;
        let pointer = below(&self.pointer, name);
        Some(Old { value, pointer })
    }

    fn members(&self) -> impl Iterator<Item = (&'a str, Old<'a>)> + use<'a> {
        let pointer = self.pointer.clone();
        let members = self.value.as_object().into_iter().flatten();
        members.map(move |(name, value)| {
            let pointer = below(&pointer, name);
            (name.as_str(), Old { value, pointer })
        })
    }

    fn text(&self, name: &str) -> Option<&'a str> {
        self.value.get(name)?.as_str()
    }
}

/// The pointer of a member.
fn below(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", escape_token(name))
}

impl<'a> Rewriter<'a> {
    fn document(&mut self) -> Value {
        let root = Old {
            value: self.document,
            pointer: String::new(),
        };
        let mut new = Map::from_iter([("openapi".to_owned(), json!("3.0.4"))]);
        copy_except(
            &root,
            &mut new,
            &[
                "swagger",
                "host",
                "basePath",
                "schemes",
                "consumes",
                "produces",
                "paths",
                "definitions",
                "parameters",
                "responses",
                "securityDefinitions",
            ],
        );
        self.origins.moved("/openapi", "/swagger");
        if let Some(servers) = self.servers(&root) {
            self.origins.moved("/servers", "/host");
            new.insert("servers".to_owned(), servers);
        }
        let paths = root.get("paths").map(|paths| self.paths(&paths));
        new.extend(paths.map(|paths| ("paths".to_owned(), paths)));
        new.insert("components".to_owned(), self.components(&root));
        Value::Object(new)
    }

    /// A server per scheme of the root or of an operation, `https` first (section "Swagger Object": `host`, `basePath`,
    /// `schemes`).
    fn servers(&self, holder: &Old<'a>) -> Option<Value> {
        let path = self
            .document
            .get("basePath")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let path = path.trim_end_matches('/');
        let Some(host) = self.document.get("host").and_then(Value::as_str) else {
            return (!path.is_empty()).then(|| json!([{ "url": path }]));
        };
        let mut schemes = strings(holder.value, "schemes");
        schemes.retain(|scheme| scheme == "http" || scheme == "https");
        schemes.sort_by_key(|scheme| scheme != "https");
        if schemes.is_empty() {
            schemes.push("https".to_owned());
        }
        let servers = schemes
            .iter()
            .map(|scheme| json!({ "url": format!("{scheme}://{host}{path}") }));
        Some(servers.collect())
    }

    fn components(&mut self, root: &Old<'a>) -> Value {
        let mut components = Map::new();
        let mut add = |name: &str, members: Map<String, Value>| {
            if !members.is_empty() {
                components.insert(name.to_owned(), Value::Object(members));
            }
        };
        add(
            "schemas",
            self.each(root, "definitions", "/components/schemas", Self::schema),
        );
        add(
            "responses",
            self.each(root, "responses", "/components/responses", |this, old, new| {
                let produces = this.produces.clone();
                this.response(old, new, &produces)
            }),
        );
        let (bodies, parameters) = self.shared_parameters(root);
        add("requestBodies", bodies);
        add("parameters", parameters);
        add(
            "securitySchemes",
            self.each(
                root,
                "securityDefinitions",
                "/components/securitySchemes",
                |_, old, _| security::scheme(old),
            ),
        );
        Value::Object(components)
    }

    /// Rewrites every member of an object of the root, which moves to another place.
    fn each(
        &mut self,
        root: &Old<'a>,
        name: &str,
        place: &str,
        mut rewrite: impl FnMut(&mut Self, &Old<'a>, &str) -> Value,
    ) -> Map<String, Value> {
        let Some(all) = root.get(name) else { return Map::new() };
        self.origins.moved(place, &all.pointer);
        let members = all.members().map(|(name, old)| {
            let value = rewrite(self, &old, &below(place, name));
            (name.to_owned(), value)
        });
        members.collect()
    }

    /// The parameters that operations refer to, and those that are bodies. Fields of forms are written into their operations.
    fn shared_parameters(&mut self, root: &Old<'a>) -> (Map<String, Value>, Map<String, Value>) {
        let (mut bodies, mut parameters) = (Map::new(), Map::new());
        let shared = root.get("parameters");
        for (name, old) in shared.iter().flat_map(Old::members) {
            match old.text("in") {
                Some("formData") => {}
                Some("body") => {
                    let new = below("/components/requestBodies", name);
                    self.origins.moved(&new, &old.pointer);
                    let consumes = self.consumes.clone();
                    bodies.insert(name.to_owned(), self.body(&old, &new, &consumes));
                }
                _ => {
                    let new = below("/components/parameters", name);
                    self.origins.moved(&new, &old.pointer);
                    parameters.insert(name.to_owned(), self.parameter(&old, &new));
                }
            }
        }
        (bodies, parameters)
    }

    /// What a local reference leads to; `section` has those that it may name.
    fn target(&self, old: &Old<'a>, section: &str) -> Option<Old<'a>> {
        let text = old.text("$ref")?;
        let pointer = self
            .named(text, section)
            .or_else(|| Some(text.strip_prefix('#')?.to_owned()))?;
        let value = self.document.pointer(&pointer)?;
        Some(Old { value, pointer })
    }

    /// The pointer of the member of a section that is referred to by its name alone, as in Swagger 1.2.
    fn named(&self, text: &str, section: &str) -> Option<String> {
        let is_name = !text.contains(['#', '/', '.']) && self.document.get(section)?.get(text).is_some();
        is_name.then(|| below(&below("", section), text))
    }

    /// The text of a reference at its new place `at`: to what has moved, or is named; others stay.
    fn reference(&mut self, text: &str, section: &str, at: &str) -> String {
        let Some(pointer) = self.named(text, section) else {
            return reference(text);
        };
        let message = format!("`{text}` is a name; it is read as `#{pointer}`");
        self.loses(
            "reference-by-name",
            at,
            message,
            "write the reference with `#` and the whole place",
        );
        format!("#{}", escape_fragment(&current(&pointer)))
    }

    fn loses(&mut self, code: &'static str, pointer: &str, message: impl Into<String>, help: &'static str) {
        self.losses.push(Loss {
            code,
            pointer: pointer.to_owned(),
            message: message.into(),
            help,
        });
    }
}

/// Copies members that are the same in both versions.
fn copy_except(old: &Old<'_>, new: &mut Map<String, Value>, except: &[&str]) {
    for (name, member) in old.members() {
        if !except.contains(&name) {
            new.insert(name.to_owned(), member.value.clone());
        }
    }
}

/// The strings of a list.
fn strings(holder: &Value, name: &str) -> Vec<String> {
    let items = holder.get(name).and_then(Value::as_array).into_iter().flatten();
    items.filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The reference to what has moved; others stay.
fn reference(text: &str) -> String {
    match text.strip_prefix('#') {
        Some(pointer) => format!("#{}", current(pointer)),
        None => text.to_owned(),
    }
}

//! Lowering: turns a document of any OpenAPI 3.x version into a [`Description`] in one typed dialect.
//!
//! Follows references between OpenAPI objects. References between schemas are kept for `resolve`.

mod bases;
mod fields;
mod media;
mod operation;
mod schema;
mod servers;
mod value;
mod webhook;

use indexmap::IndexMap;
use serde_json::Value;

use crate::description::{
    Description, Info, OAuthFlow, ParameterIn, SecurityKind, SecurityScheme, Server, ServerVariable, Webhook,
};
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::Document;

pub(crate) use operation::METHODS;
use operation::operations;
use schema::SchemaReader;
use value::{Node, Siblings, Source};

/// Lowers a document. Returns `None` if it is not an OpenAPI 3.x description. Other problems are reported, and the rest is
/// lowered.
///
/// ```
/// use openapi_compiler::{diagnostic::Diagnostics, lower::lower, read::{Limits, read_str}};
///
/// let mut diagnostics = Diagnostics::new();
/// let text = "{openapi: 3.0.3, info: {title: Pets, version: '1'}, paths: {/pets: {get: {responses: {}}}}}";
/// let document = read_str("pets.yaml", text, &Limits::default(), &mut diagnostics);
/// let description = lower(&document, &mut diagnostics).unwrap();
/// assert_eq!(description.operations[0].path, "/pets");
/// ```
pub fn lower(document: &Document, diagnostics: &mut Diagnostics) -> Option<Description> {
    lower_with(document, false, diagnostics)
}

/// As [`lower`]; webhooks and callbacks are read too, if they are asked for.
pub fn lower_with(document: &Document, webhooks: bool, diagnostics: &mut Diagnostics) -> Option<Description> {
    let version_3_0 = version(&Source::new(document, false).root(), diagnostics)?;
    let source = Source::new(document, version_3_0);
    let root = source.root();
    let mut reader = Lowering {
        diagnostics,
        schemas: SchemaReader::new(version_3_0),
        with_webhooks: webhooks,
        webhooks: Vec::new(),
    };
    reader.check_fields(&root, &fields::ROOT);
    let info = reader.info(&root.get_or_null("info").through());
    let mut servers = reader.servers(&root);
    if servers.is_empty() {
        servers.push(Server {
            at: root.at.child("servers"),
            url: "/".to_owned(),
            name: None,
            description: None,
            variables: IndexMap::new(),
        });
    }
    let components = root.get_or_null("components").through();
    reader.check_fields(&components, &fields::COMPONENTS);
    let schemas = components.get_or_null("schemas").members();
    let schemas: IndexMap<_, _> = schemas
        .map(|(name, node)| (name.to_owned(), reader.schemas.id(&node)))
        .collect();
    let security_schemes = reader.security_schemes(&components);
    let operations = operations(&mut reader, &root, &security_schemes);
    reader.webhooks(&root);
    let tags = root.get_or_null("tags").elements().filter_map(|tag| {
        let tag = tag.through();
        let name = tag.string("name", reader.diagnostics)?;
        Some((name, tag.description_or_summary(reader.diagnostics)))
    });
    let tags = tags.collect();
    let Lowering {
        schemas: reader,
        diagnostics,
        webhooks,
        ..
    } = reader;
    let schemas_of_all = reader.finish(&schemas, diagnostics);
    let description = Description {
        info,
        servers,
        tags,
        operations,
        webhooks,
        schemas: schemas_of_all,
        components: schemas,
        security_schemes,
        files: document.relative_paths(),
        rewritten: document.rewritten().collect(),
    };
    source.finish(diagnostics);
    Some(description)
}

/// Whether the version is 3.0, in which nullability and references differ; `None` if it is not OpenAPI 3.
fn version(root: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<bool> {
    // `read` has reported it.
    root.value.as_object()?;
    let version = root.get("openapi").map(|version| match version.value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    });
    match version {
        Some(version) if version == "3" || version.starts_with("3.") => Some(version.starts_with("3.0")),
        Some(version) => {
            let help = "openapi-build reads OpenAPI 3.0, 3.1 and 3.2, and Swagger 2.0";
            let message = format!("OpenAPI {version} is not supported");
            diagnostics.error("unsupported-version", &root.at.child("openapi"), message, help);
            None
        }
        None if root.get("swagger").is_some() => {
            let help = "openapi-build reads Swagger 2.0, and OpenAPI 3.0, 3.1 and 3.2";
            let message = "this version of Swagger is not supported";
            diagnostics.error("unsupported-version", &root.at.child("swagger"), message, help);
            None
        }
        None => {
            let help = "start the description with `openapi: 3.1.0`";
            diagnostics.error("not-openapi", &root.at, "there is no `openapi` field", help);
            None
        }
    }
}

/// Shared state of lowering.
struct Lowering<'a, 'd> {
    diagnostics: &'d mut Diagnostics,
    schemas: SchemaReader<'a>,
    /// Whether webhooks and callbacks are read.
    with_webhooks: bool,
    /// Those that were read.
    webhooks: Vec<Webhook>,
}

impl<'a> Lowering<'a, '_> {
    /// Follows the references of a path item, parameter, body or response. A missing target is an error, since the operation
    /// would be called incorrectly without it.
    fn follow(&mut self, node: Node<'a>, siblings: Siblings) -> Option<Node<'a>> {
        let node = self.followed(node, siblings, Severity::Error)?;
        if !node.value.is_object() {
            let help = "make it an object, or remove it";
            self.diagnostics
                .error("wrong-type", &node.at, "expected an object", help);
        }
        node.value.is_object().then_some(node)
    }

    /// Follows the references of an object that is not essential. A missing target is a warning.
    fn follow_if_possible(&mut self, node: Node<'a>) -> Option<Node<'a>> {
        self.followed(node, Siblings::Words, Severity::Warning)
    }

    fn followed(&mut self, node: Node<'a>, siblings: Siblings, severity: Severity) -> Option<Node<'a>> {
        let followed = node.follow(siblings);
        followed
            .map_err(|problem| self.diagnostics.report(Diagnostic { severity, ..*problem }))
            .ok()
    }

    fn info(&mut self, node: &Node<'a>) -> Info {
        Info {
            title: node.string("title", self.diagnostics).unwrap_or_default(),
            version: node.string("version", self.diagnostics).unwrap_or_default(),
            summary: node.string("summary", self.diagnostics),
            description: node.string("description", self.diagnostics),
        }
    }

    fn variables(&mut self, server: &Node<'a>) -> IndexMap<String, ServerVariable> {
        let variables = server.get_or_null("variables").members();
        variables
            .map(|(name, node)| {
                let node = node.through();
                let values = node.get_or_null("enum").elements();
                let values: Vec<_> = values
                    .filter_map(|value| value.value.as_str().map(str::to_owned))
                    .collect();
                let default = node.string("default", self.diagnostics).unwrap_or_else(|| {
                    let help = "give the variable a `default`";
                    self.diagnostics
                        .warning("server-variable", &node.at, "there is no `default`", help);
                    values.first().cloned().unwrap_or_default()
                });
                let description = node.string("description", self.diagnostics);
                (
                    name.to_owned(),
                    ServerVariable {
                        default,
                        values,
                        description,
                    },
                )
            })
            .collect()
    }

    fn security_schemes(&mut self, components: &Node<'a>) -> IndexMap<String, SecurityScheme> {
        let schemes = components.get_or_null("securitySchemes").members();
        schemes
            .map(|(name, node)| {
                // The requirements of an unknown scheme are not known; operations that need it are reported like those of unsupported schemes.
                let unknown = SecurityScheme {
                    at: node.at.clone(),
                    description: None,
                    kind: SecurityKind::Other("unknown".to_owned()),
                };
                let scheme = self.follow_if_possible(node).map(|node| {
                    self.check_fields(&node, &fields::SECURITY_SCHEME);
                    SecurityScheme {
                        description: node.string("description", self.diagnostics),
                        kind: self.security_kind(&node),
                        at: node.at,
                    }
                });
                (name.to_owned(), scheme.unwrap_or(unknown))
            })
            .collect()
    }

    fn security_kind(&mut self, node: &Node<'a>) -> SecurityKind {
        let text = |name: &str| node.value.get(name).and_then(Value::as_str).unwrap_or_default();
        match (text("type"), text("in"), text("scheme").to_ascii_lowercase().as_str()) {
            ("apiKey", place, _) => {
                let location = match place {
                    "query" => ParameterIn::Query,
                    "cookie" => ParameterIn::Cookie,
                    _ => ParameterIn::Header,
                };
                SecurityKind::ApiKey {
                    location,
                    name: text("name").to_owned(),
                }
            }
            ("http", _, "basic") => SecurityKind::Basic,
            ("http", _, "digest") => SecurityKind::Digest,
            ("http", _, "bearer") | ("openIdConnect", _, _) => SecurityKind::Bearer,
            ("oauth2", _, _) => SecurityKind::OAuth2(self.oauth_flows(node)),
            ("http", _, scheme) => SecurityKind::Other(format!("http {scheme}")),
            (kind, _, _) => SecurityKind::Other(kind.to_owned()),
        }
    }

    fn oauth_flows(&mut self, node: &Node<'a>) -> Vec<OAuthFlow> {
        let flows = node.get_or_null("flows");
        self.check_fields(&flows, &fields::OAUTH_FLOWS);
        let mut lowered = Vec::new();
        for (kind, flow) in flows.members().filter(|(kind, _)| !kind.starts_with("x-")) {
            self.check_fields(&flow, &fields::OAUTH_FLOW);
            lowered.push(OAuthFlow {
                kind: kind.to_owned(),
                token_url: flow.string("tokenUrl", self.diagnostics),
                refresh_url: flow.string("refreshUrl", self.diagnostics),
            });
        }
        lowered
    }
}

//! Lowers servers and their variables, and corrects or reports unusable URLs.

use super::Lowering;
use super::operation::template_variables;
use super::value::Node;
use crate::description::{Server, ServerVariable};
use crate::document::Location;

impl<'a> Lowering<'a, '_> {
    /// The servers of an object, each once.
    pub(super) fn servers(&mut self, holder: &Node<'a>) -> Vec<Server> {
        let mut servers: Vec<Server> = Vec::new();
        for node in holder.get_or_null("servers").elements() {
            let node = node.through();
            let Some(server) = self.server(&node) else { continue };
            if servers.iter().any(|known| known.url == server.url) {
                let message = format!("the server `{}` is duplicated", server.url);
                self.diagnostics
                    .warning("duplicate-server", &node.at, message, "remove one of them");
            } else {
                servers.push(server);
            }
        }
        servers
    }

    fn server(&mut self, node: &Node<'a>) -> Option<Server> {
        self.check_fields(node, &super::fields::SERVER);
        let mut server = Server {
            at: node.at.clone(),
            url: node.string("url", self.diagnostics)?,
            name: node.string("name", self.diagnostics),
            description: node.string("description", self.diagnostics),
            variables: self.variables(node),
        };
        let at = node.at.child("url");
        if !self.has_host(&server, &at) {
            return None;
        }
        self.undeclared_variables(&mut server, &at);
        self.absolute(&mut server, &at);
        Some(server)
    }

    /// Whether a URL over HTTP names a host, without which it is nobody's.
    fn has_host(&mut self, server: &Server, at: &Location) -> bool {
        let (scheme, rest) = server.url.split_once("://").unzip();
        let is_http = scheme.is_some_and(|scheme| ["http", "https"].contains(&scheme.to_ascii_lowercase().as_str()));
        let has_host = !is_http || rest.is_none_or(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':']));
        if !has_host {
            let message = format!("the server `{}` names no host; the server is left out", server.url);
            let help = "name the host, or remove the server";
            self.diagnostics.warning("server-url-without-host", at, message, help);
        }
        has_host
    }

    /// An undeclared variable becomes one without a default.
    fn undeclared_variables(&mut self, server: &mut Server, at: &Location) {
        let used = template_variables(&server.url);
        for name in &used {
            if server.variables.contains_key(name) {
                continue;
            }
            let help = format!("declare it: `variables: {{{name}: {{default: ..}}}}`");
            let message = format!("the variable `{{{name}}}` is not declared; the caller has to give a value");
            self.diagnostics
                .warning("server-variable-undeclared", at, message, help);
            let variable = ServerVariable {
                default: format!("{{{name}}}"),
                values: Vec::new(),
                description: None,
            };
            server.variables.insert(name.clone(), variable);
        }
        for (name, variable) in &server.variables {
            if !used.contains(name) {
                let message = format!("the variable `{name}` does not occur in the URL");
                self.diagnostics.note("server-variable-unused", at, message);
            }
            if !variable.values.is_empty() && !variable.values.contains(&variable.default) {
                let message = format!("the default of the variable `{name}` is not one of its values");
                let help = "add it to `enum`, or change `default`";
                self.diagnostics.warning("server-variable-default", at, message, help);
            }
        }
    }

    /// Completes a URL without a scheme, and reports a URL that the client cannot use.
    fn absolute(&mut self, server: &mut Server, at: &Location) {
        let url = server
            .variables
            .iter()
            .fold(server.url.clone(), |url, (name, variable)| {
                url.replace(&format!("{{{name}}}"), &variable.default)
            });
        let scheme = url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase());
        let completed = match &scheme {
            _ if url.starts_with("//") => Some(format!("https:{}", server.url)),
            None if starts_with_host(&url) => Some(format!("https://{}", server.url)),
            _ => None,
        };
        if let Some(completed) = completed {
            let message = format!("the URL `{}` has no scheme; it is read as `{completed}`", server.url);
            let help = "start the URL with `https://`, or with `/` if it is relative to the description";
            self.diagnostics.warning("server-url-without-scheme", at, message, help);
            server.url = completed;
        }
        if let Some(scheme) = scheme.filter(|scheme| !matches!(scheme.as_str(), "http" | "https")) {
            let message = format!("the client does not support the scheme `{scheme}` of the server's URL");
            let help = "describe an `http` or `https` server, or choose one by `base_url` of the client's builder";
            self.diagnostics.warning("server-url-scheme", at, message, help);
        }
        if url.contains(['?', '#']) {
            let message = "the server's URL has a query or a fragment, which a base URL cannot have";
            let help = "describe the query as parameters or a security scheme";
            self.diagnostics.warning("server-url-query", at, message, help);
        }
    }
}

/// Whether a URL without a scheme starts with a likely host rather than a path segment.
fn starts_with_host(url: &str) -> bool {
    let first = url.split(['/', '?', '#']).next().unwrap_or_default();
    let (host, port) = first.split_once(':').unwrap_or((first, ""));
    let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_name = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
    host == "localhost" || is_name || (is_port && !host.is_empty())
}

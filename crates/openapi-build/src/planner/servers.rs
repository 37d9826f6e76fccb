//! Servers and credentials.

use std::collections::HashSet;

use crate::description::{Description, SecurityKind, SecurityScheme};
use crate::diagnostic::Diagnostics;
use crate::docs::paragraphs;
use crate::document::Location;
use crate::name::{pascal, settle, snake};
use crate::plan::{Credential, Operation, Options, Server, ServerVariable};

/// What a client's builder has besides the setters of credentials.
const RESERVED: [&str; 13] = [
    "base_url",
    "build",
    "clone",
    "connect_timeout",
    "header",
    "http_client",
    "max_redirects",
    "max_response_bytes",
    "secret_header",
    "server",
    "strict_statuses",
    "timeout",
    "user_agent",
];

pub(super) fn servers(
    description: &Description,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> (Vec<Server>, Option<usize>) {
    let claims: Vec<(String, String)> = description
        .servers
        .iter()
        .map(|server| {
            let short = |text: &&String| text.split_whitespace().count() <= 4;
            let named = server.name.as_ref().or(server.description.as_ref().filter(short));
            (
                server.url.clone(),
                named.map_or_else(|| pascal(host(&server.url)), |name| pascal(name)),
            )
        })
        .collect();
    let servers: Vec<Server> = description
        .servers
        .iter()
        .zip(settle(&claims))
        .map(|(server, variant)| {
            let claims: Vec<_> = server
                .variables
                .keys()
                .map(|name| (name.clone(), snake(name)))
                .collect();
            let variables = server
                .variables
                .iter()
                .zip(settle(&claims))
                .map(|((wire_name, variable), name)| ServerVariable {
                    name,
                    wire_name: wire_name.clone(),
                    docs: paragraphs([variable.description.as_deref()]),
                    default: variable.default.clone(),
                    values: variable.values.clone(),
                });
            Server {
                variant,
                docs: paragraphs([server.description.as_deref()]),
                url: server.url.clone(),
                variables: variables.collect(),
            }
        })
        .collect();
    let default = match &options.default_server {
        None => (!servers.is_empty()).then_some(0),
        Some(url) => {
            let found = servers.iter().position(|server| server.url == *url);
            if found.is_none() {
                let message = format!("there is no server `{url}` to be the default");
                let help = "check the URL given to `Config::default_server`";
                diagnostics.error("unknown-server", &Location::root().child("servers"), message, help);
            }
            found
        }
    };
    (servers, default)
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split('/').next().unwrap_or_default();
    if host.is_empty() { "Relative" } else { host }
}

fn unsupported(name: &str, scheme: &SecurityScheme, diagnostics: &mut Diagnostics) {
    let SecurityKind::Other(kind) = &scheme.kind else {
        return;
    };
    let message = format!("the client has no setter for the security scheme `{name}` ({kind})");
    let help = match kind.as_str() {
        "mutualTLS" => "give the client's builder a `reqwest::Client` with the certificate, by `http_client`",
        _ => "send the credential yourself, by `header` on the client's builder or on a request, or by `http_client`",
    };
    diagnostics.warning("unsupported-security-scheme", &scheme.at, message, help);
}

/// The security schemes that some operation names, and that a client can be given a credential for.
pub(super) fn credentials(
    description: &Description,
    operations: &[Operation],
    diagnostics: &mut Diagnostics,
) -> Vec<Credential> {
    let used: HashSet<&String> = operations
        .iter()
        .flat_map(|operation| operation.security.iter().flatten())
        .collect();
    let used = description
        .security_schemes
        .iter()
        .filter(|(name, _)| used.contains(name));
    let (other, schemes): (Vec<_>, Vec<_>) =
        used.partition(|(_, scheme)| matches!(scheme.kind, SecurityKind::Other(_)));
    for (name, scheme) in other {
        unsupported(name, scheme, diagnostics);
    }
    let claims: Vec<_> = schemes
        .iter()
        .map(|(name, _)| {
            let setter = snake(name);
            (
                (*name).clone(),
                if RESERVED.contains(&setter.as_str()) {
                    setter + "_credential"
                } else {
                    setter
                },
            )
        })
        .collect();
    let named = schemes.into_iter().zip(settle(&claims));
    named
        .map(|((scheme, described), name)| Credential {
            scheme: scheme.clone(),
            name,
            docs: paragraphs([described.description.as_deref()]),
            kind: described.kind.clone(),
        })
        .collect()
}

//! Servers and credentials.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::operations::default_url;
use super::overrides::Overrides;
use super::promises::Promises;
use super::scope::{Entry, Scope};
use crate::description::{self, Description, SecurityKind, SecurityScheme};
use crate::diagnostic::Diagnostics;
use crate::docs::paragraphs;
use crate::document::Location;
use crate::lock::Kind;
use crate::name::{pascal, snake, spellings};
use crate::plan::{Credential, Operation, Options, Server, ServerVariable};

/// The methods of a client's builder besides the setters of credentials.
const RESERVED: [&str; 18] = [
    "base_url",
    "build",
    "clone",
    "connect_timeout",
    "cookies",
    "default",
    "fmt",
    "header",
    "http_client",
    "layer",
    "max_redirects",
    "max_response_bytes",
    "retry",
    "secret_header",
    "server",
    "strict_statuses",
    "timeout",
    "user_agent",
];

pub(super) fn servers(
    description: &Description,
    options: &Options,
    overrides: &Overrides,
    promises: &Promises<'_>,
    diagnostics: &mut Diagnostics,
) -> (Vec<Server>, Option<usize>) {
    let described = with_promised(&description.servers, promises);
    let entries = described.iter().map(|server| {
        let entry = entry(server).chosen(overrides.name(&server.at).map(pascal));
        entry.promised(promised_name(&server.url, &described, promises))
    });
    let entries = entries.collect();
    let scope = Scope::assign_beside(entries, promises.gone(Kind::Server, &[]), &[]);
    scope.report(|index| &described[index].at, diagnostics);
    let servers: Vec<Server> = described
        .iter()
        .zip(scope.names())
        .map(|(server, variant)| Server {
            variant,
            docs: paragraphs([server.description.as_deref()]),
            url: server.url.clone(),
            variables: variables(server, promises, diagnostics),
        })
        .collect();
    for server in &servers {
        promises.make(Kind::Server, &[&server.url], vec![server.variant.clone()]);
    }
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

/// The promised name of a server: its own, or that of the URL that has a slash more or less at its end, and is gone.
fn promised_name(url: &str, described: &[description::Server], promises: &Promises<'_>) -> Option<String> {
    let other = url.strip_suffix('/').map_or_else(|| format!("{url}/"), str::to_owned);
    let is_gone = described.iter().all(|server| server.url != other);
    let own = promises.name(Kind::Server, &[url]);
    own.or_else(|| promises.name(Kind::Server, &[&other]).filter(|_| is_gone))
}

/// The servers, with those before them that the lock promises without variables, where they have variables now.
fn with_promised(described: &[description::Server], promises: &Promises<'_>) -> Vec<description::Server> {
    let is_promised = |url: &String| promises.of(Kind::Server).any(|(words, _)| words[0] == *url);
    let servers = described.iter().flat_map(|server| {
        let url = default_url(server);
        let is_new = described.iter().all(|known| known.url != url) && is_promised(&url);
        let before = is_new.then(|| description::Server {
            at: Location::root(),
            url,
            name: None,
            description: server.description.clone(),
            variables: IndexMap::new(),
        });
        before.into_iter().chain([server.clone()])
    });
    servers.collect()
}

/// The names that a server may have: its own, or else as much of its URL as it takes.
fn entry(server: &description::Server) -> Entry {
    let url = &server.url;
    let without_scheme = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
    let mut names: Vec<String> = server.name.iter().flat_map(|name| spellings(name, pascal)).collect();
    names.extend(match without_scheme.split_once('/') {
        Some(("", path)) => vec![pascal(&format!("relative {path}"))],
        Some((host, path)) if !path.is_empty() => vec![pascal(host), pascal(without_scheme), pascal(url)],
        _ => vec![
            pascal(without_scheme),
            pascal(&format!("{without_scheme} root")),
            pascal(url),
        ],
    });
    names.extend(spellings(url, pascal));
    Entry::new(url, names)
}

fn variables(
    server: &description::Server,
    promises: &Promises<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<ServerVariable> {
    let entries = server.variables.keys().map(|name| {
        let entry = Entry::new(name, spellings(name, snake));
        entry.promised(promises.name(Kind::Variable, &[&server.url, name]))
    });
    let entries = entries.collect();
    let scope = Scope::assign_beside(entries, promises.gone(Kind::Variable, &[&server.url]), &[]);
    scope.report(|_| &server.at, diagnostics);
    let variables = server.variables.iter().zip(scope.names());
    let variables = variables.map(|((wire_name, variable), name)| ServerVariable {
        name,
        wire_name: wire_name.clone(),
        docs: paragraphs([variable.description.as_deref()]),
        default: variable.default.clone(),
        values: variable.values.clone(),
    });
    let variables: Vec<ServerVariable> = variables.collect();
    for variable in &variables {
        promises.make(
            Kind::Variable,
            &[&server.url, &variable.wire_name],
            vec![variable.name.clone()],
        );
    }
    variables
}

/// The promised setter of a scheme: its own, or that of the only one that has gone, where this is the only one without a promise that
/// takes such a credential.
fn promised_credential(name: &str, schemes: &[(&String, &SecurityScheme)], promises: &Promises<'_>) -> Option<String> {
    let is_promised = |name: &str| promises.of(Kind::Credential).any(|(words, _)| words[0] == name);
    if is_promised(name) {
        return promises.name(Kind::Credential, &[name]);
    }
    let kind = |name: &str| {
        schemes
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, scheme)| word_of(&scheme.kind))
    };
    let own = kind(name)?;
    let mut newcomers = schemes
        .iter()
        .filter(|(known, scheme)| !is_promised(known) && word_of(&scheme.kind) == own);
    let mut gone = promises
        .of(Kind::Credential)
        .filter(|(words, promise)| kind(&words[0]).is_none() && promise.words[1] == own);
    match (newcomers.next(), newcomers.next(), gone.next(), gone.next()) {
        (Some(_), None, Some((words, _)), None) => promises.name(Kind::Credential, &[&words[0]]),
        _ => None,
    }
}

/// The kind and location of a credential, in the form of the lock.
fn word_of(kind: &SecurityKind) -> String {
    match kind {
        SecurityKind::ApiKey { location, name } => format!("{}:{name}", location.keyword()),
        SecurityKind::Basic => "basic".to_owned(),
        SecurityKind::Digest => "digest".to_owned(),
        SecurityKind::Bearer => "bearer".to_owned(),
        SecurityKind::OAuth2(_) => "oauth2".to_owned(),
        SecurityKind::Other(kind) => kind.clone(),
    }
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
    promises: &Promises<'_>,
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
    let entries = schemes.iter().map(|(name, _)| {
        let names = spellings(name, snake).into_iter();
        let names = names.flat_map(|name| [name.clone(), name + "_credential"]);
        Entry::new(name, names.collect()).promised(promised_credential(name, &schemes, promises))
    });
    let entries = entries.collect();
    let scope = Scope::assign_beside(entries, promises.gone(Kind::Credential, &[]), &RESERVED);
    scope.report(|index| &schemes[index].1.at, diagnostics);
    let named = schemes.iter().zip(scope.names());
    named
        .inspect(|((scheme, described), name)| {
            promises.make(
                Kind::Credential,
                &[scheme],
                vec![name.clone(), word_of(&described.kind)],
            );
        })
        .map(|((scheme, described), name)| Credential {
            scheme: (*scheme).clone(),
            name,
            docs: paragraphs([described.description.as_deref()]),
            kind: described.kind.clone(),
        })
        .collect()
}

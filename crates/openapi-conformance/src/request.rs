//! Whether a request that arrived is one that the description allows.

use serde_json::Value;

use crate::contract::{Contract, Operation};

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method, in capitals.
    pub method: String,
    /// The path, still percent-encoded.
    pub path: String,
    /// The query, still percent-encoded.
    pub query: Option<String>,
    /// Headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The first header of this name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When it is not.
    pub fn json(&self) -> Result<Value, serde_json::Error> {
        serde_json::from_slice(&self.body)
    }

    fn has_query(&self, name: &str) -> bool {
        self.query
            .iter()
            .flat_map(|query| query.split('&'))
            .any(|pair| pair.split('=').next() == Some(name))
    }

    fn has_cookie(&self, name: &str) -> bool {
        self.header("cookie")
            .into_iter()
            .flat_map(|all| all.split("; "))
            .any(|pair| pair.split('=').next() == Some(name))
    }
}

impl Operation {
    /// Whether the request's method and path are this operation's: each `{parameter}` takes one segment, or part of it.
    pub fn matches(&self, request: &Request) -> bool {
        let template: Vec<&str> = self.path.split('/').collect();
        let path: Vec<&str> = request.path.split('/').collect();
        self.method == request.method
            && template.len() == path.len()
            && template
                .iter()
                .zip(path)
                .all(|(template, segment)| segment_matches(template, segment))
    }

    /// What about a request breaks the description; empty when nothing does.
    pub fn violations(&self, contract: &Contract, request: &Request) -> Vec<String> {
        let mut found = Vec::new();
        if !self.matches(request) {
            found.push(format!(
                "{} {} is not {} {}",
                request.method, request.path, self.method, self.path
            ));
        }
        found.extend(self.missing_parameters(request));
        found.extend(self.missing_credentials(request));
        found.extend(self.body_violations(contract, request));
        found
    }

    fn missing_parameters(&self, request: &Request) -> Vec<String> {
        let required = self.parameters.iter().filter(|parameter| parameter["required"] == true);
        required
            .filter_map(|parameter| {
                let name = parameter["name"].as_str().unwrap_or_default();
                let missing = match parameter["in"].as_str() {
                    Some("query") => !request.has_query(name),
                    Some("header") => request.header(name).is_none(),
                    Some("cookie") => !request.has_cookie(name),
                    _ => false,
                };
                missing.then(|| format!("the required parameter `{name}` is missing"))
            })
            .collect()
    }

    fn missing_credentials(&self, request: &Request) -> Option<String> {
        let satisfied = self
            .security
            .iter()
            .any(|schemes| schemes.iter().all(|scheme| has_credential(scheme, request)));
        (!satisfied && !self.security.is_empty()).then(|| "no documented credential came with it".to_owned())
    }

    fn body_violations(&self, contract: &Contract, request: &Request) -> Vec<String> {
        if request.body.is_empty() {
            return self
                .body_required
                .then(|| "the required body is missing".to_owned())
                .into_iter()
                .collect();
        }
        let content_type = request.header("content-type").unwrap_or_default();
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        let Some(content) = self
            .bodies
            .iter()
            .find(|content| content.media_type.eq_ignore_ascii_case(essence))
        else {
            return vec![format!("a body of type `{content_type}` is not documented")];
        };
        match (&content.schema, request.json()) {
            (Some(schema), Ok(body)) if essence.contains("json") => contract.violations(schema, &body),
            (_, Err(problem)) if essence.contains("json") => vec![format!("the body is not JSON: {problem}")],
            _ => Vec::new(),
        }
    }
}

/// Whether `segment` is `template` with something in place of each `{parameter}`.
fn segment_matches(template: &str, segment: &str) -> bool {
    let Some((before, rest)) = template.split_once('{') else {
        return template == segment;
    };
    let Some((_, after)) = rest.split_once('}') else {
        return template == segment;
    };
    let Some(segment) = segment.strip_prefix(before) else {
        return false;
    };
    if after.is_empty() {
        return !segment.is_empty();
    }
    (1..segment.len()).any(|end| segment.is_char_boundary(end) && segment_matches(after, &segment[end..]))
}

fn has_credential(scheme: &Value, request: &Request) -> bool {
    let name = scheme["name"].as_str().unwrap_or_default();
    let authorization = request.header("authorization").unwrap_or_default().to_ascii_lowercase();
    match (
        scheme["type"].as_str(),
        scheme["in"].as_str(),
        scheme["scheme"].as_str(),
    ) {
        (Some("apiKey"), Some("header"), _) => request.header(name).is_some(),
        (Some("apiKey"), Some("query"), _) => request.has_query(name),
        (Some("apiKey"), Some("cookie"), _) => request.has_cookie(name),
        (Some("http"), _, Some(scheme)) => authorization.starts_with(&format!("{} ", scheme.to_ascii_lowercase())),
        (Some("oauth2" | "openIdConnect"), _, _) => authorization.starts_with("bearer "),
        _ => true,
    }
}

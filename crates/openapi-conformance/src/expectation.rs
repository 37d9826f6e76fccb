//! Whether a request that arrived is valid, and the one that was asked for.

use serde_json::Value;
use url::Url;

use crate::arguments::Arguments;
use crate::contract::{Contract, Direction, Encoding, Operation, Parameter, Response, SecurityScheme};
use crate::parameter::compare;
use crate::request::{Request, decode, essence, pairs, template_of};
use crate::shown;

impl Operation {
    /// Returns the violations of the description by a request; empty if it is valid.
    ///
    /// ```
    /// # use openapi_conformance::{Contract, Mock};
    /// # use openapi_runtime::{Client, Method};
    /// #
    /// # const PETS: &str = "
    /// # openapi: 3.1.0
    /// # info: {title: Pets, version: 1.0.0}
    /// # paths:
    /// #   /pets/{id}:
    /// #     parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    /// #     get:
    /// #       operationId: getPet
    /// #       responses:
    /// #         '200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}, example: {name: Rex}}}}
    /// #         '404': {description: ''}
    /// #     put:
    /// #       operationId: putPet
    /// #       requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
    /// #       responses: {'204': {description: ''}}
    /// # components:
    /// #   schemas:
    /// #     Pet: {type: object, required: [name], properties: {name: {type: string}}}
    /// # ";
    /// #
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let mock = Mock::start(Contract::parse(PETS)?).await?;
    /// # let client = Client::builder(&mock.url(), "test").retry(openapi_runtime::Retry::never()).build()?;
    /// client.request(Method::PUT, "/pets/7").body_json(&serde_json::json!({})).send_raw().await?;
    /// let contract = Contract::parse(PETS)?;
    /// let put = &contract.operations()[1];
    /// assert_eq!(put.violations(&contract, &mock.requests()[0]).len(), 1, "the pet has no name");
    /// # Ok(())
    /// # }
    /// ```
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
        let has = |pairs: Vec<(&str, &str)>, name: &str| pairs.iter().any(|(known, _)| decode(known) == *name);
        let by_name = |encoding: &Encoding| !matches!(encoding, Encoding::Style { style, .. } if style == "deepObject");
        let required = self
            .parameters
            .iter()
            .filter(|parameter| parameter.required && by_name(&parameter.encoding));
        required
            .filter(|parameter| match parameter.location.as_str() {
                "query" => !has(request.query_pairs(), &parameter.name),
                "header" => request.header(&parameter.name).is_none() && !parameter.is_framing(),
                "cookie" => !has(request.cookies(), &parameter.name),
                _ => false,
            })
            .map(|parameter| format!("the required parameter `{}` is missing", parameter.name))
            .collect()
    }

    fn missing_credentials(&self, request: &Request) -> Option<String> {
        let satisfied = self
            .security
            .iter()
            .any(|schemes| schemes.iter().all(|scheme| scheme.is_present(request)));
        (!satisfied && !self.security.is_empty()).then(|| "no documented credential came with it".to_owned())
    }

    /// How a request differs from the one that was asked for.
    pub(crate) async fn differences(
        &self,
        contract: &Contract,
        request: &Request,
        asked: &Arguments,
        base: &str,
        schemes: &[SecurityScheme],
    ) -> Vec<String> {
        let asked = &asked.with_defaults(&self.parameters);
        let mut found = Vec::new();
        if request.method != self.method {
            found.push(format!(
                "the method: expected {}, arrived {}",
                self.method, request.method
            ));
        }
        let prefix = self.prefix(base);
        let mut captures = match request.path.strip_prefix(&prefix).and_then(|path| self.captures(path)) {
            Some(captures) => captures,
            None => {
                found.push(format!(
                    "the path: expected {prefix}{}, arrived {}",
                    self.path, request.path
                ));
                return found;
            }
        };
        let fixed = pairs(template_of(&self.path).1.unwrap_or_default(), '&');
        let query = request.query_pairs();
        for (name, value) in &fixed {
            let arrived = query
                .iter()
                .find(|(known, _)| decode(known) == decode(name))
                .map(|(_, value)| *value);
            match (value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')), arrived) {
                (Some(variable), Some(arrived)) => drop(captures.insert(variable.to_owned(), arrived.to_owned())),
                (None, Some(arrived)) if decode(arrived) == decode(value) => {}
                _ => found.push(format!(
                    "the query: expected {name}={value} of the template, arrived {arrived:?}"
                )),
            }
        }
        for parameter in &self.parameters {
            let wanted = asked
                .parameters
                .get(&(parameter.location.clone(), parameter.name.clone()));
            let captured = captures.get(&parameter.name).map(String::as_str);
            if wanted.is_none() && made_by_client(contract, parameter, request) {
                continue;
            }
            if let Err(arrived) = compare(parameter, wanted, request, captured) {
                let wanted = wanted.map_or_else(|| "nothing".to_owned(), shown::value);
                let (location, name) = (&parameter.location, &parameter.name);
                found.push(format!(
                    "the {location} parameter `{name}`: expected {wanted}, arrived {}",
                    shown::text(&arrived)
                ));
            }
        }
        found.extend(self.unasked(request));
        found.extend(self.unexpected_pairs(request, asked, schemes, &fixed));
        found.extend(schemes.iter().filter_map(|scheme| scheme.problem(request)));
        found.extend(self.body_differences(contract, request, asked.body.as_ref()).await);
        found
    }

    /// Whether the parameter that is the whole query is a form, whose pairs have names.
    fn is_form(&self, querystring: &str) -> bool {
        let known = self.parameters.iter().find(|known| known.name == querystring);
        known.is_some_and(|known| matches!(known.encoding, Encoding::Form(_)))
    }

    /// The path before the operation's path: that of the base URL, or of the operation's own server if that is relative.
    pub(crate) fn prefix(&self, base: &str) -> String {
        let base_url = Url::parse(base).ok();
        let joined = self
            .server
            .as_ref()
            .filter(|server| Url::parse(server).is_err())
            .and_then(|server| base_url.as_ref()?.join(server).ok());
        let url = joined.or(base_url);
        url.map_or_else(String::new, |url| url.path().trim_end_matches('/').to_owned())
    }

    /// Documented media types of responses that the request does not name (RFC 9110, section 12.5.1). That it takes anything
    /// is the default of HTTP clients.
    fn unasked(&self, request: &Request) -> Vec<String> {
        let accept = request.header("accept").unwrap_or_default();
        let ranges: Vec<&str> = accept.split(',').map(essence).collect();
        let is_accepted = |media_type: &str| {
            let in_range = |range: &&str| range.strip_suffix('*').is_some_and(|kind| media_type.starts_with(kind));
            ranges
                .iter()
                .any(|range| range.eq_ignore_ascii_case(media_type) || in_range(range))
        };
        // Of a response without a body, nothing has to be accepted.
        let contents = self
            .responses
            .iter()
            .filter(|_| self.method != "HEAD")
            .flat_map(|known| {
                let bodiless = matches!(known.status.as_str(), "204" | "205" | "304");
                known.contents.iter().filter(move |_| !bodiless)
            });
        let unasked = contents
            .map(|content| essence(&content.media_type))
            .filter(|media_type| !is_accepted(media_type))
            .map(|media_type| format!("the header `Accept`: `{accept}` does not ask for `{media_type}`"));
        // A server may refuse to give a success of which nothing is documented if only errors are asked for.
        let of_errors = |known: &&Response| known.status.starts_with(['4', '5']) || known.status == "default";
        let only_errors = self
            .responses
            .iter()
            .filter(|known| !known.contents.is_empty())
            .all(|known| of_errors(&known));
        let excluded = only_errors && !accept.is_empty() && !ranges.contains(&"*/*") && !self.default_is_success();
        let excluded = excluded.then(|| format!("the header `Accept`: `{accept}` asks for errors alone"));
        unasked.chain(excluded).collect()
    }

    /// Pairs of the query that are neither parameters nor credentials.
    fn unexpected_pairs(
        &self,
        request: &Request,
        asked: &Arguments,
        schemes: &[SecurityScheme],
        fixed: &[(&str, &str)],
    ) -> Vec<String> {
        let is_asked_for = |name: &str| {
            let by_parameter = asked.parameters.iter().any(|((location, parameter), value)| {
                let member = value.get(name).is_some();
                location == "querystring" && (member || !self.is_form(parameter))
                    || location == "query"
                        && (parameter == name
                            || member
                            || name.strip_prefix(parameter).is_some_and(|rest| rest.starts_with('[')))
            });
            let by_credential = schemes.iter().any(|scheme| scheme.query_name() == Some(name));
            by_parameter || by_credential || fixed.iter().any(|(known, _)| decode(known) == name)
        };
        request
            .query_pairs()
            .iter()
            .map(|(name, _)| decode(name))
            .filter(|name| !is_asked_for(name))
            .map(|name| format!("the query: `{name}` was not to be sent"))
            .collect()
    }
}

/// Whether a client made an idempotency key, and one that is valid.
fn made_by_client(contract: &Contract, parameter: &Parameter, request: &Request) -> bool {
    let key = request
        .header(&parameter.name)
        .filter(|_| parameter.is_idempotency_key());
    let schema = parameter.schema.as_slice();
    let is_valid = |key: &str| schema.is_empty() || contract.is_valid(schema, Direction::Request, &Value::from(key));
    key.is_some_and(|key| !key.is_empty() && is_valid(key))
}

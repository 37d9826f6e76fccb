//! The expected requests of an operation, and the responses to them.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use serde::Serialize;
use serde_json::Value;

use super::reply::value_of;
use super::{Mock, Reply, name};
use crate::arguments::Body;
use crate::contract::{Contract, Direction, Operation, Parameter, Response};
use crate::parameter::compare;
use crate::request::{Request, essence};
use crate::shown;

/// The requests of an operation that a [`Mock`] expects. It holds from [`respond`](Self::respond) or another answer on.
/// Requests are answered by the first that fits them and has not been used as often as it says.
#[must_use = "it holds once it has an answer"]
#[derive(Debug)]
pub struct Stub<'m> {
    mock: &'m Mock,
    rule: Rule,
}

/// An expected request and its response.
#[derive(Debug)]
pub(super) struct Rule {
    /// The index of the operation.
    pub(super) operation: usize,
    parameters: Vec<(Parameter, Value)>,
    body: Option<Value>,
    /// How often it is to be used; any number of times if it does not say.
    times: Option<usize>,
    used: AtomicUsize,
    pub(super) reply: Reply,
}

impl<'m> Stub<'m> {
    pub(super) fn new(mock: &'m Mock, operation: usize) -> Self {
        let rule = Rule {
            operation,
            parameters: Vec::new(),
            body: None,
            times: None,
            used: AtomicUsize::new(0),
            reply: Reply::new(200),
        };
        Self { mock, rule }
    }

    /// With this value of the parameter of this name, wherever it is sent.
    ///
    /// # Panics
    /// When the description has no such parameter, or does not allow the value.
    #[track_caller]
    pub fn expect(mut self, parameter: &str, value: impl Serialize) -> Self {
        let (operation, value) = (self.operation(), value_of(value));
        let known = operation.parameters.iter().find(|known| known.name == parameter);
        let Some(known) = known else {
            let names: Vec<&str> = operation.parameters.iter().map(|known| known.name.as_str()).collect();
            panic!("{} has no parameter `{parameter}`, only {names:?}", name(operation));
        };
        let what = || format!("the value of `{parameter}`");
        self.check(known.schema.as_deref(), Direction::Request, &value, what);
        let known = known.clone();
        self.rule.parameters.push((known, value));
        self
    }

    /// With this body.
    ///
    /// # Panics
    /// When the description has no body, or does not allow this one.
    #[track_caller]
    pub fn expect_body(mut self, body: impl Serialize) -> Self {
        let (operation, body) = (self.operation(), value_of(body));
        let Some(content) = operation.bodies.first() else {
            panic!("{} has no body", name(operation));
        };
        let what = || "the expected body".to_owned();
        self.check(content.schema.as_deref(), Direction::Request, &body, what);
        self.rule.body = Some(body);
        self
    }

    /// So many times, after which the next one has its turn. [`Mock::verify`] panics when it has been fewer.
    pub fn times(mut self, times: usize) -> Self {
        self.rule.times = Some(times);
        self
    }

    /// Answers with a documented response: a status, and a body that the description allows.
    ///
    /// # Panics
    /// When the description has no such response, or does not allow this body: the message says where in it.
    #[track_caller]
    pub fn respond(self, status: u16, body: impl Serialize) {
        let (response, body) = (self.response(status), value_of(body));
        let Some(content) = response.documented().next() else {
            panic!("the response {status} of {} has no content", name(self.operation()));
        };
        let what = || format!("the body of {status}");
        self.check(content.schema.as_deref(), Direction::Response, &body, what);
        let reply = Reply::new(status).with(&content.media_type, &body);
        self.reply(reply);
    }

    /// Answers with a documented response that has no body.
    ///
    /// # Panics
    /// When the description has no such response.
    #[track_caller]
    pub fn respond_empty(self, status: u16) {
        self.response(status);
        self.reply(Reply::new(status));
    }

    /// Answers with the first example of a documented response.
    ///
    /// # Panics
    /// When the description has no such response, or no example of it.
    #[track_caller]
    pub fn respond_example(self, status: u16) {
        let response = self.response(status);
        let mut examples = response
            .documented()
            .filter_map(|content| Some((content, content.examples.first()?)));
        let Some((content, example)) = examples.next() else {
            panic!("the response {status} of {} has no example", name(self.operation()));
        };
        let reply = Reply::new(status).with(&content.media_type, example);
        self.reply(reply);
    }

    /// Answers with anything.
    pub fn reply(mut self, reply: Reply) {
        self.rule.reply = reply;
        self.mock.add(self.rule);
    }

    fn operation(&self) -> &'m Operation {
        &self.mock.shared.operations[self.rule.operation]
    }

    #[track_caller]
    fn response(&self, status: u16) -> &'m Response {
        let operation = self.operation();
        operation.response(status).unwrap_or_else(|| {
            panic!("{} has no response {status}", name(operation));
        })
    }

    #[track_caller]
    fn check(&self, schema: Option<&str>, direction: Direction, value: &Value, what: impl Fn() -> String) {
        let contract = &self.mock.shared.contract;
        let violations = schema.map(|schema| contract.violations(schema, direction, value));
        if let Some(violation) = violations.iter().flatten().next() {
            panic!("{} of {}: {}", what(), name(self.operation()), shown::text(violation));
        }
    }
}

impl Rule {
    /// Counts one use, if there is one left.
    pub(super) fn take_turn(&self) -> bool {
        let next = |used| (self.times.is_none_or(|times| used < times)).then_some(used + 1);
        self.used.fetch_update(Relaxed, Relaxed, next).is_ok()
    }

    /// How much less often it was used than it says.
    pub(super) fn missing(&self) -> Option<String> {
        let used = self.used.load(Relaxed);
        let times = self.times.filter(|times| used < *times)?;
        Some(format!("{times} requests were expected, {used} arrived"))
    }

    /// The differences between a request and the expected one.
    pub(super) async fn differences(
        &self,
        contract: &Contract,
        operation: &Operation,
        request: &Request,
    ) -> Vec<String> {
        let captures = operation.captures(&request.path).unwrap_or_default();
        let parameters = self.parameters.iter().filter_map(|(parameter, wanted)| {
            let captured = captures.get(&parameter.name).map(String::as_str);
            let arrived = compare(parameter, Some(wanted), request, captured).err()?;
            let (wanted, arrived) = (shown::value(wanted), shown::text(&arrived));
            Some(format!(
                "the parameter `{}`: expected {wanted}, arrived {arrived}",
                parameter.name
            ))
        });
        let mut differences: Vec<String> = parameters.collect();
        if let Some(value) = &self.body {
            let sent = |media_type: &str| essence(media_type).eq_ignore_ascii_case(request.media_type());
            let content = operation.bodies.iter().find(|content| sent(&content.media_type));
            let body = content.or(operation.bodies.first()).map(|content| Body {
                media_type: content.media_type.clone(),
                value: value.clone(),
            });
            differences.extend(operation.body_differences(contract, request, body.as_ref()).await);
        }
        differences
    }
}

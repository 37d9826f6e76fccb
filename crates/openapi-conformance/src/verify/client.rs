//! Verification through a generated client: it makes the requests and reads the responses, and the results are
//! compared too.
//!
//! The client calls a server in this process. What arrives there is sent to the server to verify, and the response is
//! judged; then the client gets that same response.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde_json::Value;
use url::Url;

use super::call::{Answered, Caller};
use super::judge::{generic, judge};
use super::media;
use super::options::{OptionError, Options};
use super::plan::{Planned, plan};
use super::report::{CallResult, Difference, Kind, Verification, Verified};
use super::write::Message;
use crate::body::{self, kind};
use crate::contract::{Contract, Direction, Operation};
use crate::observed::{DecodedContent, Observed};
use crate::request::Request;
use crate::round_trip;
use crate::run::Run;
use crate::server::Answer;
use crate::shown;

/// A verification under way, of which each test makes one operation.
#[derive(Debug)]
pub(crate) struct Session {
    pub options: Options,
    caller: Caller,
    json: Option<PathBuf>,
    verified: Mutex<Vec<Verified>>,
    /// One request at a time.
    turn: Mutex<()>,
}

impl Session {
    /// The verification that the environment asks for, if it does.
    pub(crate) fn from_environment(contract: &Contract) -> Result<Option<Self>, OptionError> {
        let Some(options) = Options::from_environment(contract, |name| std::env::var(name).ok())? else {
            return Ok(None);
        };
        let json = std::env::var_os("OPENAPI_CONFORMANCE_JSON").filter(|path| !path.is_empty());
        Ok(Some(Self {
            caller: Caller::new(&options)?,
            options,
            json: json.map(PathBuf::from),
            verified: Mutex::default(),
            turn: Mutex::default(),
        }))
    }

    /// Waits for the requests of other tests to end.
    pub(crate) fn turn(&self) -> std::sync::MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Verifies an operation through its client.
    pub(crate) async fn verify<C: Clone + 'static>(&self, run: &Run<'_, C>) -> Verified {
        let operation = run.operation;
        match plan(run.contract, operation, &self.options) {
            Ok(planned) => self.call(run, &planned).await,
            Err(reason) => Verified::new(operation).skipped(reason),
        }
    }

    async fn call<C: Clone + 'static>(&self, run: &Run<'_, C>, planned: &Planned) -> Verified {
        let mut verified = Verified::new(run.operation);
        verified.guessed.clone_from(&planned.guessed);
        let client = match run.client(&planned.schemes, Some(&self.options.secrets)) {
            Ok(client) => client,
            Err(problem) => return verified.skipped(format!("the client cannot be built: {problem}")),
        };
        let nothing = Answer {
            status: 200,
            ..Answer::default()
        };
        let request = match run.exchange(&client, planned.arguments.clone(), nothing).await {
            Ok((observed, mut arrived)) => match arrived.pop() {
                Some(request) => request,
                None => return verified.skipped(format!("nothing was sent: {}", shown::observed(&observed, &[]))),
            },
            Err(mismatch) => return verified.skipped(mismatch),
        };
        let message = message(run, &request, &self.options);
        let streams = media::streams(run.contract, run.operation);
        let exchange = self.caller.call(run.operation, &message, streams).await;
        let answered = exchange.as_ref().ok().cloned();
        judge(run.contract, run.operation, exchange, &self.options, &mut verified);
        if let Some(answered) = answered.filter(|answered| answered.whole && answered.elsewhere.is_none()) {
            let answer = Answer {
                status: answered.status,
                media_type: answered.header("content-type"),
                body: answered.body.clone(),
                ..Answer::default()
            };
            let observed = run.exchange(&client, planned.arguments.clone(), answer).await;
            let found =
                observed.map(|(observed, _)| decoding(run.contract, run.operation, &answered, &observed, &verified));
            verified.add(found.ok().flatten().into_iter().collect());
            verified.finish(&self.options);
        }
        verified
    }

    /// Prints the result of an operation, and after the last one a summary.
    ///
    /// # Panics
    /// If there is a difference that is not known.
    pub(crate) fn finish(&self, verified: Verified, operations: &[Operation]) {
        print!("{}", verified.text());
        let mut all = self.verified.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(verified.clone());
        let position = |verified: &Verified| operations.iter().position(|operation| operation.at == verified.at);
        all.sort_by_key(position);
        let verification = Verification::new(&self.options, operations, all.clone());
        drop(all);
        if let Some(path) = &self.json {
            let written = std::fs::write(path, verification.json());
            written.unwrap_or_else(|problem| panic!("{}: {problem}", path.display()));
        }
        if verification.operations.len() == operations.len() {
            crate::report::print_uncaptured(&format!("\n{}", verification.text()));
        }
        assert!(
            verified.is_as_known(),
            "the server differs from the description:\n{}",
            verified.text()
        );
    }
}

/// The request of the client, as forwarded to the server.
fn message<C: Clone + 'static>(run: &Run<'_, C>, request: &Request, options: &Options) -> Message {
    let prefix = run.operation.prefix(run.url());
    let rest = request.path.strip_prefix(&prefix).unwrap_or(&request.path);
    let mut url: Url = options.server.clone();
    url.set_path(&format!("{}{rest}", run.operation.prefix(options.server.as_str())));
    url.set_query(request.query.as_deref());
    // Headers of this connection, and those that the next one sets itself.
    let own = [
        "host",
        "content-length",
        "connection",
        "transfer-encoding",
        "accept-encoding",
    ];
    let headers = request.headers.iter().filter(|(name, _)| !own.contains(&name.as_str()));
    Message {
        method: request.method.clone(),
        url,
        headers: headers.cloned().collect(),
        body: (!request.body.is_empty()).then(|| request.body.clone()),
    }
}

/// The error of the client for a documented response, if any.
fn decoding(
    contract: &Contract,
    operation: &Operation,
    answered: &Answered,
    observed: &Observed,
    verified: &Verified,
) -> Option<Difference> {
    let CallResult::Answered {
        documented: Some(_), ..
    } = verified.outcome
    else {
        return None;
    };
    let is_valid = verified
        .differences
        .iter()
        .all(|difference| difference.kind == Kind::MissingHeader || difference.kind == Kind::Header);
    let found = shown::observed(observed, &answered.body);
    let unreadable = |pointer: String| {
        let expected = "a response that the client can read".to_owned();
        Difference::new(Kind::Decoding, pointer, expected, found.clone())
    };
    match observed {
        Observed::Success(_, seen) | Observed::ErrorResponse(_, seen) => {
            let DecodedContent::Json(back) = &seen.content else {
                return None;
            };
            let response = operation.response(answered.status)?;
            let content = media::content(response, &answered.header("content-type")?)?;
            let sent: Value = serde_json::from_slice(&answered.body).ok()?;
            if !is_valid || kind(contract, content) != body::Kind::Json {
                return None;
            }
            let lost = round_trip::difference(contract, Direction::Response, content.schema.as_deref(), &sent, back)?;
            let expected = "a value that the client keeps".to_owned();
            Some(Difference::new(Kind::Decoding, String::new(), expected, lost))
        }
        Observed::InvalidBody(_, reason) => {
            let value: Value = serde_json::from_slice(&answered.body).unwrap_or_default();
            let first = shown::pointer_at(&answered.body, reason).unwrap_or_default();
            let mut difference = unreadable(generic(&value, &first));
            difference.first = first;
            Some(difference)
        }
        _ if is_valid => Some(unreadable(String::new())),
        _ => None,
    }
}

//! One operation, its client and the server: makes calls and records the requests that arrive.

use std::future::ready;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use openapi_runtime::BuildError;

use crate::arguments::Arguments;
use crate::contract::{Contract, Operation, SecurityScheme};
use crate::credentials::Setup;
use crate::observed::{Call, Observed};
use crate::report::Report;
use crate::request::Request;
use crate::server::{Answer, Server};
use crate::shown;
use crate::verify::Secrets;

/// The stack of a thread that calls an operation, in bytes: unoptimised code needs much for values that are nested deeply.
const STACK: usize = 256 << 20;
/// Names a server that judges requests itself: all are sent to it, of any method, and its responses are ignored.
const JUDGE: &str = "OPENAPI_CONFORMANCE_JUDGE";

/// Builds a client.
pub(crate) type MakeClient<C> = fn(&Setup) -> Result<C, BuildError>;
/// Calls an operation.
pub(crate) type MakeCall<C> = fn(C, Arguments) -> Call;

/// The checks of one operation under way.
pub(crate) struct Run<'c, C> {
    pub contract: &'c Contract,
    pub operation: &'c Operation,
    make_client: MakeClient<C>,
    make_call: MakeCall<C>,
    url: String,
    /// Whether the server is an external one that checks requests itself.
    pub external: bool,
    _server: Server,
    answer: Arc<Mutex<Answer>>,
    arrived: Arc<Mutex<Vec<Request>>>,
    pub report: Report,
}

/// A client, and its credentials.
pub(crate) struct PreparedClient<'c, C> {
    client: C,
    pub schemes: &'c [SecurityScheme],
}

impl<'c, C: Clone + 'static> Run<'c, C> {
    pub(crate) async fn start(
        contract: &'c Contract,
        operation: &'c Operation,
        make_client: MakeClient<C>,
        make_call: MakeCall<C>,
    ) -> Self {
        let answer: Arc<Mutex<Answer>> = Arc::default();
        let arrived: Arc<Mutex<Vec<Request>>> = Arc::default();
        let (answers, arrivals) = (Arc::clone(&answer), Arc::clone(&arrived));
        let server = Server::start(move |request| {
            arrivals.lock().unwrap_or_else(PoisonError::into_inner).push(request);
            ready(answers.lock().unwrap_or_else(PoisonError::into_inner).clone())
        });
        let server = server
            .await
            .unwrap_or_else(|problem| panic!("no loopback port: {problem}"));
        let external = std::env::var(JUDGE).ok();
        Self {
            contract,
            operation,
            make_client,
            make_call,
            url: external
                .clone()
                .unwrap_or_else(|| format!("http://{}/base/path", server.address)),
            external: external.is_some(),
            _server: server,
            answer,
            arrived,
            report: Report::default(),
        }
    }

    /// The base URL of the server that the client calls.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// A client with the credentials of these schemes: the given ones, else ones that are made up.
    pub(crate) fn client(&self, schemes: &[SecurityScheme], secrets: Option<&Secrets>) -> Result<C, BuildError> {
        self.client_by(schemes, secrets, false)
    }

    fn client_by(&self, schemes: &[SecurityScheme], secrets: Option<&Secrets>, strict: bool) -> Result<C, BuildError> {
        (self.make_client)(&self.setup(schemes, secrets, strict))
    }

    fn setup(&self, schemes: &[SecurityScheme], secrets: Option<&Secrets>, strict: bool) -> Setup {
        Setup {
            url: self.url.clone(),
            schemes: schemes.to_vec(),
            secrets: secrets.cloned(),
            strict,
        }
    }

    pub(crate) fn hold(&self, schemes: &'c [SecurityScheme]) -> Option<PreparedClient<'c, C>> {
        self.hold_by(schemes, false)
    }

    /// A client to which undocumented successes are errors.
    pub(crate) fn hold_strictly(&self, schemes: &'c [SecurityScheme]) -> Option<PreparedClient<'c, C>> {
        self.hold_by(schemes, true)
    }

    fn hold_by(&self, schemes: &'c [SecurityScheme], strict: bool) -> Option<PreparedClient<'c, C>> {
        match self.client_by(schemes, None, strict) {
            Ok(client) => Some(PreparedClient { client, schemes }),
            Err(problem) => {
                self.report.check("the client", vec![problem.to_string()]);
                None
            }
        }
    }

    pub(crate) async fn all(&self) {
        let minimal = self.minimal();
        let schemes = self.operation.alternatives().next().map_or(&[][..], Vec::as_slice);
        let Some(prepared) = self.hold(schemes) else { return };
        if minimal.is_valid {
            self.requests(&prepared, &minimal.arguments).await;
        } else if let Err(problem) = self
            .call(&prepared, minimal.arguments.clone(), Answer::plain(200, ""))
            .await
        {
            return self
                .report
                .skip("the answers", &format!("the operation cannot be called: {problem}"));
        }
        if !self.external {
            for response in &self.operation.responses {
                self.response(&prepared, &minimal.arguments, response).await;
            }
            self.beyond(&prepared, &minimal.arguments).await;
        }
    }

    async fn requests(&self, prepared: &PreparedClient<'c, C>, minimal: &Arguments) {
        self.ask("what is required", prepared, minimal.clone()).await;
        for (what, arguments) in self.series(minimal) {
            self.ask(&what, prepared, arguments).await;
        }
        self.request_examples(prepared, minimal).await;
        let possible: Vec<_> = self.operation.alternatives().collect();
        for schemes in &self.operation.security {
            let names: Vec<&str> = schemes.iter().map(|scheme| scheme.name.as_str()).collect();
            let what = format!("the credentials {names:?}");
            if !possible.contains(&schemes) {
                self.report.skip(&what, "they have no place of their own in a request");
            } else if let Some(prepared) = self.hold(schemes) {
                self.ask(&what, &prepared, minimal.clone()).await;
            }
        }
    }

    /// Calls the operation. The server gives the answer, and the requests that arrived are given back with what the call
    /// came to.
    ///
    /// # Errors
    /// If the call cannot be made, or the response cannot be reached.
    pub(crate) async fn call(
        &self,
        prepared: &PreparedClient<'c, C>,
        arguments: Arguments,
        answer: Answer,
    ) -> Result<(Observed, Vec<Request>), String> {
        let body = if self.operation.method == "HEAD" {
            Vec::new()
        } else {
            answer.body.clone()
        };
        let (observed, arrived) = self.exchange(&prepared.client, arguments, answer).await?;
        match observed.body() {
            Some(reached) if !self.external && reached[..] != body[..] => Err(format!(
                "the body that was answered cannot be reached: answered {}, got {}",
                shown::text(&String::from_utf8_lossy(&body)),
                shown::text(&String::from_utf8_lossy(reached))
            )),
            _ => Ok((observed, arrived)),
        }
    }

    /// Calls the operation, and gives back the requests that arrived.
    ///
    /// # Errors
    /// When the call cannot be made.
    pub(crate) async fn exchange(
        &self,
        client: &C,
        arguments: Arguments,
        answer: Answer,
    ) -> Result<(Observed, Vec<Request>), String> {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = answer;
        self.arrived.lock().unwrap_or_else(PoisonError::into_inner).clear();
        let observed = (self.make_call)(client.clone(), arguments).await;
        let arrived = std::mem::take(&mut *self.arrived.lock().unwrap_or_else(PoisonError::into_inner));
        observed
            .map(|observed| (observed, arrived))
            .map_err(|mismatch| mismatch.to_string())
    }

    /// Calls the operation on a thread with a large stack.
    ///
    /// # Errors
    /// When the call cannot be made, or is not over within the limit.
    pub(crate) async fn call_within(
        &self,
        limit: Duration,
        schemes: &[SecurityScheme],
        arguments: Arguments,
        answer: Answer,
    ) -> Result<Observed, String> {
        *self.answer.lock().unwrap_or_else(PoisonError::into_inner) = answer;
        let (make_client, make_call, setup) = (self.make_client, self.make_call, self.setup(schemes, None, false));
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let call = move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.map_err(|problem| problem.to_string())?;
            let client = make_client(&setup).map_err(|problem| problem.to_string())?;
            let observed = runtime.block_on(make_call(client, arguments));
            observed.map_err(|mismatch| mismatch.to_string())
        };
        let thread = std::thread::Builder::new().stack_size(STACK);
        // A thread that does not end in time is left to itself.
        let started = thread.spawn(move || drop(sender.send(call())));
        started.map_err(|problem| problem.to_string())?;
        match tokio::time::timeout(limit, receiver).await {
            Ok(observed) => observed.unwrap_or_else(|_| Err("the call panicked".to_owned())),
            Err(_) => Err(format!("the call is not over after {} seconds", limit.as_secs())),
        }
    }

    /// Calls the operation, and compares the request with the description and the arguments.
    pub(crate) async fn ask(&self, what: &str, prepared: &PreparedClient<'c, C>, arguments: Arguments) -> bool {
        let answer = Answer {
            status: 200,
            ..Answer::default()
        };
        let problems = match self.call(prepared, arguments.clone(), answer).await {
            Err(mismatch) => vec![mismatch],
            Ok((Observed::InvalidRequest(problem), _)) => {
                vec![format!("nothing was sent: {problem}; asked for {}", arguments.shown())]
            }
            Ok((Observed::Other(problem), _)) => vec![format!("no answer came: {problem}")],
            Ok(_) if self.external => Vec::new(),
            Ok((observed, arrived)) if arrived.is_empty() => vec![format!(
                "nothing arrived, and the call gave {}",
                shown::observed(&observed, &[])
            )],
            Ok((_, arrived)) => {
                let request = &arrived[0];
                let mut problems = self.operation.body_violations(self.contract, request);
                let differences =
                    self.operation
                        .differences(self.contract, request, &arguments, &self.url, prepared.schemes);
                problems.extend(differences.await);
                problems
            }
        };
        self.report.check(what, problems)
    }
}

//! Checks of what the description does not cover: raw responses, additions of the caller's own, other successes,
//! redirects, and numbers that cannot be sent.

use crate::arguments::{Arguments, Beyond};
use crate::contract::Response;
use crate::observed::Observed;
use crate::pointer::locate;
use crate::responses::Case;
use crate::run::{PreparedClient, Run};
use crate::server::Answer;
use crate::shown;

/// The path of a redirect, relative to the operation's.
const ELSEWHERE: &str = "/elsewhere";

impl<'c, C: Clone + 'static> Run<'c, C> {
    pub(crate) async fn beyond(&self, prepared: &PreparedClient<'c, C>, minimal: &Arguments) {
        self.raw(prepared, minimal).await;
        self.undocumented(prepared, minimal).await;
        self.undocumented_success(prepared, minimal).await;
        self.undocumented_redirect(prepared, minimal).await;
        self.not_a_number(prepared, minimal).await;
    }

    /// A raw response of any status, to a request with additions.
    async fn raw(&self, prepared: &PreparedClient<'c, C>, minimal: &Arguments) {
        let beyond = Beyond::default();
        let arguments = Arguments {
            beyond: Some(beyond),
            ..minimal.clone()
        };
        let mut problems = Vec::new();
        let status = self.operation.undocumented().unwrap_or(500);
        match self
            .call(prepared, arguments, Answer::plain(status, "what is this?"))
            .await
        {
            Err(mismatch) => problems.push(mismatch),
            Ok((Observed::Raw(reached), mut requests)) => {
                if reached.status != status {
                    problems.push(format!("answered {status}, got {}", reached.status));
                }
                match requests.pop() {
                    Some(request) => problems.extend(beyond.missing(&request)),
                    None => problems.push("nothing arrived".to_owned()),
                }
            }
            Ok((other, _)) => problems.push(format!("expected a raw response, got {}", shown::observed(&other, &[]))),
        }
        self.report.check("sent with additions, for a raw response", problems);
    }

    /// An error whose status is not documented.
    async fn undocumented(&self, prepared: &PreparedClient<'c, C>, minimal: &Arguments) {
        let Some(status) = self.operation.undocumented() else {
            return;
        };
        let text = "what is this?";
        let shown = if self.operation.method == "HEAD" { "" } else { text };
        let is_promised = |observed: &Observed| matches!(observed, Observed::UnexpectedStatus(got) if got.status == status && got.shown.contains(shown));
        let what = format!("the undocumented status {status}");
        self.refused(&what, prepared, minimal, Answer::plain(status, text), is_promised)
            .await;
    }

    /// A success whose status is not documented: read as the only one that is, unless the client is strict.
    async fn undocumented_success(&self, prepared: &PreparedClient<'c, C>, minimal: &Arguments) {
        let Some(status) = self.operation.undocumented_success() else {
            return;
        };
        let is_promised =
            |observed: &Observed| matches!(observed, Observed::UnexpectedStatus(got) if got.status == status);
        let what = format!("the undocumented success {status}");
        let successes: Vec<&Response> = self.operation.successes().collect();
        if let [response] = successes.as_slice() {
            let case = Case {
                prepared,
                minimal,
                response,
                status,
            };
            self.least_response(&what, &case).await;
            let Some(strict) = self.hold_strictly(prepared.schemes) else {
                return;
            };
            let what = format!("{what}, strictly");
            self.refused(&what, &strict, minimal, Answer::plain(status, ""), is_promised)
                .await;
        } else {
            self.refused(&what, prepared, minimal, Answer::plain(status, ""), is_promised)
                .await;
        }
    }

    /// A redirect that is not documented is followed ten times.
    async fn undocumented_redirect(&self, prepared: &PreparedClient<'c, C>, minimal: &Arguments) {
        let Some(status) = self.operation.undocumented_redirect() else {
            return;
        };
        let answer = Answer::redirect(status, ELSEWHERE);
        let problem = match self.call(prepared, minimal.clone(), answer).await {
            Err(mismatch) => Some(mismatch),
            Ok((_, requests)) => {
                let paths: Vec<&str> = requests.iter().map(|request| request.path.as_str()).collect();
                let followed = paths.len() == 11 && paths[1..].iter().all(|path| *path == ELSEWHERE);
                (!followed).then(|| format!("expected ten requests of {ELSEWHERE} after the first, arrived {paths:?}"))
            }
        };
        let what = format!("the undocumented redirect {status}");
        self.report.check(&what, problem.into_iter().collect());
    }

    /// A number that is not finite is refused.
    async fn not_a_number(&self, prepared: &PreparedClient<'c, C>, minimal: &Arguments) {
        for parameter in &self.operation.parameters {
            let Some(schema) = &parameter.schema else { continue };
            let document = self.contract.document();
            let Some(found) = document.pointer(schema) else {
                continue;
            };
            let (found, _) = locate(document, found, schema.clone());
            let plain = found["type"] == "number" && found["nullable"] != true;
            let others = ["oneOf", "anyOf", "allOf", "enum", "const", "format"];
            if !plain || others.iter().any(|name| found.get(name).is_some()) {
                continue;
            }
            let arguments = Arguments {
                not_a_number: Some((parameter.location.clone(), parameter.name.clone())),
                ..minimal.clone()
            };
            let problem = match self.call(prepared, arguments, Answer::plain(200, "")).await {
                Err(mismatch) => Some(mismatch),
                Ok((Observed::InvalidRequest(_), requests)) if requests.is_empty() => None,
                Ok((other, _)) => Some(format!(
                    "expected that nothing is sent, got {}",
                    shown::observed(&other, &[])
                )),
            };
            let what = format!("NaN as the {} parameter `{}`", parameter.location, parameter.name);
            self.report.check(&what, problem.into_iter().collect());
        }
    }
}

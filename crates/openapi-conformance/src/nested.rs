//! Responses that are nested deeply: a client reads them in a time that grows with their size.

use std::time::Duration;

use serde_json::Value;

use crate::body::concrete;
use crate::contract::{Content, Direction};
use crate::observed::{DecodedContent, DecodedResponse, Observed};
use crate::responses::Case;
use crate::run::Run;
use crate::same::same;
use crate::sample::{DEPTH, nested};
use crate::server::Answer;
use crate::shown;

/// How long a client may take. One whose time doubles with each level never ends; others take milliseconds.
const LIMIT: Duration = Duration::from_secs(60);

impl<'c, C: Clone + 'static> Run<'c, C> {
    /// A value of a schema that leads into itself through a union.
    pub(crate) async fn nested(&self, what: &str, case: &Case<'_, 'c, C>, content: &Content) {
        let Some(schema) = &content.schema else { return };
        let Some(value) = nested(self.contract, schema, Direction::Response) else {
            return;
        };
        let what = format!("{what}, nested {DEPTH} levels deep");
        let Some(value) = value else {
            return self.report.skip(&what, "no valid value could be made");
        };
        let body = value.to_string().into_bytes();
        let answer = Answer {
            status: case.status,
            media_type: Some(concrete(self.contract, content, &value)),
            body: body.clone(),
            ..Answer::default()
        };
        let (schemes, arguments) = (case.prepared.schemes, case.minimal.clone());
        let problem = match self.call_within(LIMIT, schemes, arguments, answer).await {
            Err(problem) => Some(problem),
            Ok(Observed::Success(_, seen) | Observed::ErrorResponse(_, seen)) if is_same(&seen, &value) => None,
            Ok(other) => Some(format!(
                "expected {}, got {}",
                shown::value(&value),
                shown::observed(&other, &body)
            )),
        };
        self.report.check(&what, problem.into_iter().collect());
    }
}

fn is_same(seen: &DecodedResponse, value: &Value) -> bool {
    matches!(&seen.content, DecodedContent::Json(back) if same(back, value))
}

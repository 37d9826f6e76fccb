//! How a server differs from its description: each operation is called once, and the response is compared with what the
//! description documents.
//!
//! | step | module |
//! |---|---|
//! | which operations are called, and their arguments | `options`, `filter`, `values`, `secrets`, `plan` |
//! | the request | `write` |
//! | the exchange, within limits | `call` |
//! | the response against the description | `judge`, `media`, `violation`, `header` |
//! | known differences | `known` |
//! | the report | `report` |
//! | through a generated client | `client`, `environment` |

mod call;
pub(crate) mod client;
mod environment;
mod header;
mod judge;
mod known;
mod media;
mod options;
mod plan;
mod report;
mod secrets;
mod values;
mod violation;
mod write;

use futures_util::StreamExt;
use futures_util::stream;

pub use known::{Entry, Known};
pub use options::{Limits, OptionError, Options};
pub use report::{CallResult, Difference, Kind, Verification, Verified};
pub use secrets::Secrets;
pub use values::Values;

use crate::contract::{Contract, Operation};
use call::Caller;
use plan::plan;

/// Calls the operations of a description at a server, and says how the responses differ from it.
///
/// ```no_run
/// use openapi_conformance::Contract;
/// use openapi_conformance::verify::{Options, verify};
///
/// let contract = Contract::parse("{openapi: 3.1.0, paths: {/a: {get: {responses: {'204': {description: Done}}}}}}")?;
/// let verification = verify(&contract, &Options::new("http://127.0.0.1:8080")?)?;
/// print!("{}", verification.text());
/// assert!(verification.is_as_known());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`OptionError::Client`] when no HTTP client can be made.
pub fn verify(contract: &Contract, options: &Options) -> Result<Verification, OptionError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|problem| OptionError::Client(problem.to_string()))?;
    runtime.block_on(verify_all(contract, options))
}

async fn verify_all(contract: &Contract, options: &Options) -> Result<Verification, OptionError> {
    let operations = contract.operations();
    let caller = &Caller::new(options)?;
    let calls = operations
        .iter()
        .enumerate()
        .map(|(nth, operation)| async move { (nth, one(contract, operation, options, caller).await) });
    let calls = stream::iter(calls).buffer_unordered(options.limits.concurrency.max(1));
    let mut verified: Vec<(usize, Verified)> = calls.collect().await;
    verified.sort_by_key(|(nth, _)| *nth);
    let verified = verified.into_iter().map(|(_, verified)| verified).collect();
    Ok(Verification::new(options, &operations, verified))
}

async fn one(contract: &Contract, operation: &Operation, options: &Options, caller: &Caller) -> Verified {
    let mut verified = Verified::new(operation);
    let planned = match plan(contract, operation, options) {
        Ok(planned) => planned,
        Err(reason) => return verified.skipped(reason),
    };
    verified.guessed.clone_from(&planned.guessed);
    let message = match write::request(contract, operation, &planned, options) {
        Ok(message) => message,
        Err(reason) => return verified.skipped(reason),
    };
    let streams = media::streams(contract, operation);
    let exchange = caller.call(operation, &message, streams).await;
    judge::judge(contract, operation, exchange, options, &mut verified);
    verified
}

//! One `tracing` event a request, without the feature `tracing` nothing.

use std::{convert::Infallible, time::Duration};

use crate::{Error, Operation, RawResponse, Request};

/// Says that the request is sent again after this many tries.
#[cfg(feature = "tracing")]
pub(crate) fn again(request: &Request, tries: u32, cause: &str, wait: Duration) {
    tracing::debug!(
        target: "openapi",
        operation = request.operation.id,
        tries,
        cause,
        wait_ms = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
        "retry"
    );
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn again(_: &Request, _: u32, _: &str, _: Duration) {}

/// A request that is under way.
#[cfg(feature = "tracing")]
pub(crate) struct Started(&'static Operation, std::time::Instant);

/// A request that is under way.
#[cfg(not(feature = "tracing"))]
pub(crate) struct Started;

#[cfg(feature = "tracing")]
pub(crate) fn start(operation: &'static Operation) -> Started {
    Started(operation, std::time::Instant::now())
}

#[cfg(not(feature = "tracing"))]
pub(crate) fn start(_: &'static Operation) -> Started {
    Started
}

impl Started {
    /// Says how the request ended.
    #[cfg(feature = "tracing")]
    pub(crate) fn end(self, result: Result<&RawResponse, &Error<Infallible>>) {
        let Self(operation, start) = self;
        let (status, error) = match result {
            Ok(response) => (Some(response.status.as_u16()), None),
            Err(error) => (error.status().map(|status| status.as_u16()), Some(error.kind())),
        };
        tracing::debug!(
            target: "openapi",
            operation = operation.id,
            method = operation.method,
            path = operation.path,
            status,
            error,
            duration_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
            "request"
        );
    }

    #[cfg(not(feature = "tracing"))]
    pub(crate) fn end(self, _: Result<&RawResponse, &Error<Infallible>>) {}
}

//! Instrumentation with `tracing`: a span for each try, named as OpenTelemetry names those of HTTP clients, an event for each further
//! try and one for each call. Without the feature `tracing` nothing.

#[cfg(feature = "tracing")]
pub(crate) use enabled::{Call, Try, again, sends_to};

#[cfg(not(feature = "tracing"))]
pub(crate) use disabled::{Call, Try, again, sends_to};

#[cfg(feature = "tracing")]
mod enabled {
    use std::{convert::Infallible, future::Future, time::Duration};

    use reqwest::Url;
    use tracing::{Instrument, Span, field::Empty};

    use crate::{Error, Operation, RawResponse, Request, platform::Instant};

    /// A call that is under way.
    pub(crate) struct Call(&'static Operation, Instant);

    impl Call {
        pub(crate) fn begin(request: &Request) -> Self {
            Self(request.operation, Instant::now())
        }

        /// Says how the call ended.
        pub(crate) fn end(self, result: Result<&RawResponse, &Error<Infallible>>) {
            let Self(operation, start) = self;
            let (status, error) = of(result);
            tracing::debug!(
                target: "openapi",
                operation = operation.id,
                method = operation.method,
                path = operation.path,
                status,
                error,
                duration_ms = milliseconds(start.elapsed()),
                "request"
            );
        }
    }

    /// A try of a call that is under way.
    pub(crate) struct Try(Span);

    impl Try {
        /// The span of a try, after this many others. Its URL is not in it, since the query may hold a key.
        pub(crate) fn begin(request: &Request, before: u32) -> Self {
            Self(tracing::debug_span!(
                target: "openapi",
                "HTTP request",
                otel.kind = "client",
                otel.name = format!("{} {}", request.method(), request.operation.path).trim_end(),
                otel.status_code = Empty,
                openapi.operation = request.operation.id,
                http.request.method = request.method(),
                http.request.resend_count = (before > 0).then_some(before),
                http.response.status_code = Empty,
                url.template = request.operation.path,
                server.address = Empty,
                server.port = Empty,
                error.type = Empty,
            ))
        }

        pub(crate) fn around<F: Future>(&self, future: F) -> impl Future<Output = F::Output> + use<F> {
            future.instrument(self.0.clone())
        }

        /// Says how the try ended.
        pub(crate) fn end(self, result: Result<&RawResponse, &Error<Infallible>>) {
            let Self(span) = self;
            let (status, error) = of(result);
            if let Some(status) = status {
                span.record("http.response.status_code", status);
            }
            let failed = status.filter(|status| *status >= 400).map(|status| status.to_string());
            if let Some(error) = error.or(failed.as_deref()) {
                span.record("error.type", error);
                span.record("otel.status_code", "ERROR");
            }
        }
    }

    /// Says where the try that is under way is sent.
    pub(crate) fn sends_to(url: &Url) {
        let span = Span::current();
        if !span.is_disabled() {
            span.record("server.address", url.host_str());
            span.record("server.port", url.port_or_known_default());
        }
    }

    /// Says that the request is sent again after this many tries.
    pub(crate) fn again(request: &Request, tries: u32, cause: &str, wait: Duration) {
        tracing::debug!(
            target: "openapi",
            operation = request.operation.id,
            tries,
            cause,
            wait_ms = milliseconds(wait),
            "retry"
        );
    }

    fn of(result: Result<&RawResponse, &Error<Infallible>>) -> (Option<u16>, Option<&'static str>) {
        match result {
            Ok(response) => (Some(response.status.as_u16()), None),
            Err(error) => (error.status().map(|status| status.as_u16()), Some(error.kind())),
        }
    }

    fn milliseconds(time: Duration) -> u64 {
        u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(not(feature = "tracing"))]
mod disabled {
    use std::{convert::Infallible, future::Future, time::Duration};

    use reqwest::Url;

    use crate::{Error, RawResponse, Request};

    pub(crate) struct Call;

    impl Call {
        pub(crate) fn begin(_: &Request) -> Self {
            Self
        }

        pub(crate) fn end(self, _: Result<&RawResponse, &Error<Infallible>>) {}
    }

    pub(crate) struct Try;

    impl Try {
        pub(crate) fn begin(_: &Request, _: u32) -> Self {
            Self
        }

        pub(crate) fn around<F: Future>(&self, future: F) -> F {
            future
        }

        pub(crate) fn end(self, _: Result<&RawResponse, &Error<Infallible>>) {}
    }

    pub(crate) fn sends_to(_: &Url) {}

    pub(crate) fn again(_: &Request, _: u32, _: &str, _: Duration) {}
}

//! The context of OpenTelemetry, which servers continue: the headers `traceparent` and `tracestate` (W3C Trace Context), or
//! those of another propagator.

use http::HeaderMap;

/// Writes the context of the current span into the headers of a request, by the propagator that the program has set. Headers of the
/// caller stay.
#[cfg(feature = "opentelemetry")]
pub(crate) fn propagate(headers: &mut HeaderMap) {
    use tracing_opentelemetry::OpenTelemetrySpanExt;
    let context = tracing::Span::current().context();
    opentelemetry::global::get_text_map_propagator(|propagator| {
        propagator.inject_context(&context, &mut Headers(headers));
    });
}

#[cfg(not(feature = "opentelemetry"))]
pub(crate) fn propagate(_: &mut HeaderMap) {}

#[cfg(feature = "opentelemetry")]
struct Headers<'h>(&'h mut HeaderMap);

#[cfg(feature = "opentelemetry")]
impl opentelemetry::propagation::Injector for Headers<'_> {
    fn set(&mut self, key: &str, value: String) {
        if let (Ok(name), Ok(value)) = (http::HeaderName::try_from(key), http::HeaderValue::try_from(value)) {
            self.0.entry(name).or_insert(value);
        }
    }
}

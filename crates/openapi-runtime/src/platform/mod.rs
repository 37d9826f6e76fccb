//! Code that depends on the target: HTTP, time and randomness. Native targets use reqwest with hyper, and tokio; WebAssembly in a
//! browser or Node.js uses reqwest with `fetch`, and the timers of JavaScript.

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
mod browser;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
mod native;

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub(crate) use browser::*;
#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub(crate) use native::*;

use std::{error::Error, time::Duration};

/// The HTTP client of a [`Client`](crate::Client) that was not given one. It does not follow redirects where it can be
/// asked not to: only the caller knows the operation.
pub(crate) fn http(connect_timeout: Duration, cookies: bool) -> reqwest::Result<reqwest::Client> {
    configure(reqwest::Client::builder(), connect_timeout, cookies).build()
}

/// Any error of a stream.
type StreamError = Box<dyn Error + Send + Sync>;

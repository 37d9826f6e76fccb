//! Gets a description from a URL.

use std::path::Path;
use std::time::Duration;

use openapi_compiler::diagnostic::Diagnostics;
use openapi_compiler::read::{Limits, read_str};
use openapi_compiler::render::render;
use reqwest::redirect::Policy;
use reqwest::{Client, Url};
use sha2::{Digest, Sha256};

/// How many redirects are followed.
const REDIRECTS: usize = 10;
/// How long the server may send nothing.
const SILENCE: Duration = Duration::from_secs(30);

/// The description at a URL. Fails if it is neither YAML nor JSON.
pub(crate) fn download(url: &str) -> Result<Vec<u8>, String> {
    let failed = |problem: String| format!("cannot fetch {url}: {problem}");
    let address: Url = url.parse().map_err(|_| failed("it is not a valid URL".to_owned()))?;
    if !is_allowed(&address) {
        return Err(failed(
            "the scheme is not `https`, and `http` is for this machine alone".to_owned(),
        ));
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| failed(error.to_string()))?;
    let bytes = runtime.block_on(get(address)).map_err(failed)?;
    let text = String::from_utf8(bytes).map_err(|_| failed("the response is not UTF-8".to_owned()))?;
    let mut diagnostics = Diagnostics::new();
    let document = read_str(Path::new(url), &text, &Limits::default(), &mut diagnostics);
    match diagnostics.has_errors() {
        true => Err(failed(format!(
            "it is not a description\n{}",
            render(&diagnostics, &document, false)
        ))),
        false => Ok(text.into_bytes()),
    }
}

/// The hash of a description.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn get(url: Url) -> Result<Vec<u8>, String> {
    let redirects =
        Policy::custom(
            |attempt| match attempt.previous().len() > REDIRECTS || !is_allowed(attempt.url()) {
                true => attempt.error("it redirects too often, or away from `https`"),
                false => attempt.follow(),
            },
        );
    let client = Client::builder().redirect(redirects).read_timeout(SILENCE).build();
    let response = client.map_err(shown)?.get(url).send().await.map_err(shown)?;
    let mut response = response.error_for_status().map_err(shown)?;
    let limit = Limits::default().bytes;
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(shown)? {
        bytes.extend_from_slice(&chunk);
        if bytes.len() as u64 > limit {
            return Err(format!("it has more than {limit} bytes"));
        }
    }
    Ok(bytes)
}

/// An error with what caused it, without the URL, which the message already has.
fn shown(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(known) = cause {
        text += &format!(": {known}");
        cause = known.source();
    }
    text
}

fn is_allowed(url: &Url) -> bool {
    let local = ["localhost", "127.0.0.1", "[::1]"];
    url.scheme() == "https" || (url.scheme() == "http" && url.host_str().is_some_and(|host| local.contains(&host)))
}

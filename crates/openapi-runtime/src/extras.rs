//! Headers, query pairs and body that a caller adds to one request beyond its description.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::{Body, url};

/// Headers, query pairs and a body of the caller's own.
#[derive(Default)]
pub(crate) struct Extras {
    /// They replace the headers that the client would send under their names.
    pub(crate) headers: HeaderMap,
    /// Encoded pairs.
    pub(crate) query: Vec<String>,
    /// The media type and the body.
    pub(crate) body: Option<(HeaderValue, Body)>,
    /// Extensions of the HTTP request, for layers.
    pub(crate) extensions: http::Extensions,
    /// Whether the value of a path parameter may be empty.
    pub(crate) empty_path_parameters: bool,
}

impl Extras {
    /// Adds a header.
    ///
    /// # Errors
    ///
    /// When it cannot be sent.
    pub(crate) fn header(&mut self, name: &str, value: &str) -> Result<(), String> {
        let (name, value) = header(name, value)?;
        self.headers.append(name, value);
        Ok(())
    }

    pub(crate) fn query_pair(&mut self, name: &str, value: &str) {
        self.query.push(format!("{}={}", url::encode(name), url::encode(value)));
    }

    /// Sets the body.
    ///
    /// # Errors
    ///
    /// When the media type cannot be sent.
    pub(crate) fn body_bytes(&mut self, media_type: &str, body: Body) -> Result<(), String> {
        let (_, media_type) = header("Content-Type", media_type)?;
        self.body = Some((media_type, body));
        Ok(())
    }
}

/// A header.
///
/// # Errors
///
/// When it cannot be sent; the reason does not show the value.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), String> {
    let key = HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("`{name}` is not a valid header name"))?;
    let value = HeaderValue::from_bytes(value.as_bytes())
        .map_err(|_| format!("the value of `{name}` cannot be sent in a header"))?;
    Ok((key, value))
}

//! Makes the HTTP request, each time anew.

use std::{borrow::Cow, ops::Range};

use reqwest::{
    Method, Url,
    header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue},
};

use super::{
    Request,
    body::{Content, Described, once},
};
use crate::{InvalidRequest, credential::Attached, transport::Prepared, url};

impl Request {
    /// The path, and where the values of parameters are in it, to name the one that is at fault.
    fn path(&self) -> (String, Vec<(&'static str, Range<usize>)>) {
        let (mut path, mut places) = (self.path.clone(), Vec::new());
        let mut rest = self.operation.path;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            path += &url::encode_literal(before);
            match self.values.iter().find(|(known, _)| *known == name) {
                Some((name, value)) => {
                    let start = path.len();
                    path += value;
                    places.push((*name, start..path.len()));
                }
                None => path += &url::encode_literal(&format!("{{{name}}}")),
            }
            rest = after;
        }
        path += &url::encode_literal(rest);
        (path, places)
    }

    /// Makes the HTTP request, each time anew.
    ///
    /// # Errors
    ///
    /// An error of a parameter, without its value.
    pub(crate) fn finish(
        &mut self,
        base: &Url,
        base_chosen: bool,
        attached: Attached,
    ) -> Result<Prepared, InvalidRequest> {
        #[cfg(feature = "validate")]
        self.checks
            .result(self.extras.as_ref().is_some_and(|extras| extras.body.is_some()))?;
        if let Some(problem) = &self.problem {
            return Err(problem.clone().into());
        }
        let method = match &self.method {
            Some(method) => method.clone(),
            None => Method::from_bytes(self.operation.method.as_bytes())
                .map_err(|_| format!("`{}` is not a valid HTTP method", self.operation.method))?,
        };
        let url = self.url(base, base_chosen, &attached.query)?;
        let mut headers = HeaderMap::with_capacity(8);
        if let [media_type] = self.accept {
            headers.insert(ACCEPT, HeaderValue::from_static(media_type));
        } else if !self.accept.is_empty() {
            headers.insert(ACCEPT, header_value("Accept", &self.accept.join(", "))?);
        }
        self.write_headers(&mut headers)?;
        headers.extend(attached.headers);
        self.write_cookies(&mut headers, attached.cookies)?;
        let extra = self.extras.as_mut().and_then(|extras| extras.body.as_mut());
        let body = match (extra, &mut self.body) {
            (Some((media_type, body)), _) => Some((media_type.clone(), once(body, &mut self.spent))),
            (None, Some(body)) => Some(body.make(self.content_type.as_deref(), &mut self.spent)?),
            (None, None) => None,
        };
        let body = body.map(|(media_type, body)| {
            headers.insert(CONTENT_TYPE, media_type);
            body
        });
        if let Some(extras) = &self.extras {
            headers.extend(extras.headers.clone());
        }
        Ok(Prepared {
            method,
            url,
            headers,
            body,
        })
    }

    fn url(&self, base: &Url, base_chosen: bool, attached: &[String]) -> Result<Url, String> {
        let base = match &self.base_url {
            Some(chosen) => server(base, false, Some(chosen))?,
            None => server(base, base_chosen, self.server)?,
        };
        let (path, values) = self.path();
        let may_be_empty = self.extras.as_ref().is_some_and(|extras| extras.empty_path_parameters);
        check_segments(&path, &values, may_be_empty)?;
        let described = self.query.iter().flat_map(|(_, pairs)| pairs);
        let query = described.chain(attached).chain(self.extra_query_pairs());
        let url = join(&base, &path, query)?;
        match &self.given_url {
            Some(given) => given_url(&url, given, attached.iter().chain(self.extra_query_pairs())),
            None => Ok(url),
        }
    }

    fn write_headers(&self, headers: &mut HeaderMap) -> Result<(), String> {
        for (name, value) in &self.headers {
            let key =
                HeaderName::from_bytes(name.as_bytes()).map_err(|_| format!("`{name}` is not a valid header name"))?;
            // A body that is there is as long as it is (RFC 9110, section 8.6); with another length, a server would wait for more.
            if key != CONTENT_LENGTH || self.has_stream() {
                headers.insert(key, header_value(name, value)?);
            }
        }
        Ok(())
    }

    /// Whether the body is a stream, whose length the caller may know.
    fn has_stream(&self) -> bool {
        let body = match (self.extras.as_ref().and_then(|extras| extras.body.as_ref()), &self.body) {
            (Some((_, body)), _) => Some(body),
            (
                None,
                Some(Described {
                    content: Content::Bytes(body),
                    ..
                }),
            ) => Some(body),
            _ => None,
        };
        body.is_some_and(|body| body.as_bytes().is_none())
    }

    fn write_cookies(&self, headers: &mut HeaderMap, attached: Vec<String>) -> Result<(), String> {
        let described = self.cookies.iter().flat_map(|(_, pairs)| pairs);
        let cookies: Vec<&str> = described.chain(&attached).map(String::as_str).collect();
        if !cookies.is_empty() {
            let mut value = header_value("Cookie", &cookies.join("; "))?;
            value.set_sensitive(true);
            headers.insert(COOKIE, value);
        }
        Ok(())
    }
}

/// The URL that the server gave, on the server of `first`. Where that is reached by `https`, a server behind a
/// proxy may think that it is `http`. The pairs of credentials and of the caller's own are added unless they are there.
fn given_url<'q>(first: &Url, given: &str, pairs: impl Iterator<Item = &'q String>) -> Result<Url, String> {
    let mut url = first
        .join(given)
        .map_err(|error| format!("the URL that the server gave is not valid: {error}"))?;
    let is_unsecured = url.scheme() == "http" && first.scheme() == "https";
    if is_unsecured && url.host() == first.host() && url.port() == first.port() {
        let _ = url.set_scheme("https");
    }
    if url.origin() != first.origin() {
        return Err("the URL that the server gave is on another server".into());
    }
    let mut query = url.query().unwrap_or_default().to_owned();
    for pair in pairs {
        let name = |pair: &str| pair.split('=').next().map(str::to_owned);
        if !query.split('&').any(|known| name(known) == name(pair)) {
            let separator = if query.is_empty() { "" } else { "&" };
            query += &format!("{separator}{pair}");
        }
    }
    url.set_query(Some(&*query).filter(|query| !query.is_empty()));
    Ok(url)
}

pub(super) fn header_value(name: &str, text: &str) -> Result<HeaderValue, String> {
    HeaderValue::from_bytes(text.as_bytes()).map_err(|_| format!("the value of `{name}` cannot be sent in a header"))
}

fn server(base: &Url, base_chosen: bool, server: Option<&str>) -> Result<Url, String> {
    let Some(server) = server else { return Ok(base.clone()) };
    match Url::parse(server) {
        Ok(_) if base_chosen => Ok(base.clone()),
        Ok(_) => url::base(server).map_err(|reason| format!("the base URL `{server}` of the operation {reason}")),
        Err(_) => base
            .join(server)
            .map_err(|error| format!("the base URL `{server}` of the operation: {error}")),
    }
}

/// Checks that no value changes the segments of the path: parsers drop `.` and `..` segments, encoded
/// or not, and many servers take an empty segment for none, so that such a value would reach another resource.
fn check_segments(path: &str, values: &[(&'static str, Range<usize>)], may_be_empty: bool) -> Result<(), String> {
    let resource = path.split(['?', '#']).next().unwrap_or_default();
    let mut start = 0;
    for segment in resource.split('/') {
        let end = start + segment.len();
        let name = values
            .iter()
            .find(|(_, range)| range.start <= end && start <= range.end)
            .map(|(name, _)| *name);
        match name {
            _ if url::is_dot_segment(segment) => {
                return Err(format!(
                    "the path parameter `{}` makes a segment `.` or `..`, which cannot be sent",
                    name.unwrap_or("path")
                ));
            }
            Some(name) if segment.is_empty() && !may_be_empty => {
                return Err(format!(
                    "the path parameter `{name}` is empty, and the path without it may be that of another resource; \
                     `allow_empty_path_parameters` sends it"
                ));
            }
            _ => {}
        }
        start = end + 1;
    }
    Ok(())
}

/// Joins the base URL, the path and the query, and checks that parsing did not change them.
fn join<'q>(base: &Url, path: &str, query: impl Iterator<Item = &'q String>) -> Result<Url, String> {
    let path = match path.split_once('#') {
        // In the midst of a path it is a character of it.
        Some((before, after)) if after.contains('/') => Cow::Owned(format!("{before}%23{after}").replace('#', "%23")),
        // A fragment at the end only distinguishes templates.
        Some((before, _)) => Cow::Borrowed(before),
        None => Cow::Borrowed(path),
    };
    // A template that carries a query is not allowed but not rare.
    let (resource, fixed) = path
        .split_once('?')
        .map_or((&*path, ""), |(resource, fixed)| (resource, fixed));
    let separator = if resource.starts_with('/') || resource.is_empty() {
        ""
    } else {
        "/"
    };
    let expected = format!("{}{separator}{resource}", base.path().trim_end_matches('/'));
    let mut pairs = fixed.to_owned();
    for pair in query.filter(|pair| !pair.is_empty()) {
        if !pairs.is_empty() {
            pairs.push('&');
        }
        pairs.push_str(pair);
    }

    let mut text = base.clone();
    text.set_path(&expected);
    if text.path() != expected && !(expected.is_empty() && text.path() == "/") {
        return Err("the path cannot be sent unchanged".into());
    }
    text.set_query(Some(&*pairs).filter(|pairs| !pairs.is_empty()));
    Ok(text)
}

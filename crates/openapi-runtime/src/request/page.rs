//! The request of another page.

use serde_json::Value;

use super::{
    Request,
    body::{Content, Described},
    set,
};
use crate::{pages::PageInput, style, url};

impl Request {
    /// The number of the page that is asked for, if one is.
    pub(crate) fn page_number(&self, input: PageInput) -> Result<Option<i64>, &'static str> {
        let number = match input {
            PageInput::Query(name) => {
                let mut pairs = self
                    .query
                    .iter()
                    .filter(|(known, _)| *known == name)
                    .flat_map(|(_, pairs)| pairs);
                let text = pairs.next().and_then(|pair| Some(pair.split_once('=')?.1.to_owned()));
                text.map(Value::String)
            }
            PageInput::Body(pointer) => self.json_body()?.pointer(pointer).cloned(),
        };
        match number.filter(|number| !number.is_null()) {
            None => Ok(None),
            Some(number) => {
                let text = number.as_str().and_then(|text| text.parse().ok());
                text.or(number.as_i64()).map(Some).ok_or("its number is not an integer")
            }
        }
    }

    /// Makes it the request of another page: by a value.
    pub(crate) fn ask_for_page(&mut self, input: PageInput, value: Value) -> Result<(), &'static str> {
        self.can_be_repeated()?;
        self.put(input, value)
    }

    pub(super) fn put(&mut self, input: PageInput, value: Value) -> Result<(), &'static str> {
        match input {
            PageInput::Query(name) => {
                let text = style::text(&value).unwrap_or_default();
                let pair = format!("{}={}", url::encode(name), url::encode(&text));
                set(&mut self.query, name, Some(vec![pair]));
            }
            PageInput::Body(pointer) => {
                let mut body = self.json_body()?;
                *place(&mut body, pointer).ok_or("its place in the body is not within an object")? = value;
                let media_type = self.body.as_ref().map_or("application/json", |body| body.media_type);
                self.body_json(media_type, &body);
            }
        }
        Ok(())
    }

    /// Makes it the request of another page: by its URL.
    pub(crate) fn ask_for_url(&mut self, url: String) -> Result<(), &'static str> {
        self.can_be_repeated()?;
        self.at_url(url);
        Ok(())
    }

    /// Another page is another request, with an idempotency key of its own.
    fn can_be_repeated(&mut self) -> Result<(), &'static str> {
        let described = self.idempotency_header;
        self.headers
            .retain(|(name, _)| described.is_empty() || *name != described);
        match self.can_be_sent_again() {
            true => Ok(()),
            false => Err("the body of the request was a stream, and is gone"),
        }
    }

    /// The body of JSON, which is an object if there is none yet.
    fn json_body(&self) -> Result<Value, &'static str> {
        let body = match &self.body {
            None => return Ok(Value::Object(serde_json::Map::new())),
            Some(Described {
                content: Content::Bytes(body),
                ..
            }) => body.as_bytes(),
            Some(_) => None,
        };
        let read = body.and_then(|bytes| serde_json::from_slice(bytes).ok());
        read.ok_or("the body of the request is not JSON")
    }
}

/// The place of a JSON pointer, which is made where objects do not have it yet.
fn place<'v>(value: &'v mut Value, pointer: &str) -> Option<&'v mut Value> {
    let mut segments = pointer
        .split('/')
        .skip(1)
        .map(|segment| segment.replace("~1", "/").replace("~0", "~"));
    segments.try_fold(value, |value, segment| {
        if value.is_null() {
            *value = Value::Object(serde_json::Map::new());
        }
        Some(value.as_object_mut()?.entry(segment).or_insert(Value::Null))
    })
}

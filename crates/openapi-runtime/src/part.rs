//! A part of a multipart body, and how parts become one body.

use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use crate::{Body, TransportError};

/// A part of a multipart body.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) content: Body,
    /// The length of a stream, if the caller knows it.
    pub(crate) length: Option<u64>,
    pub(crate) file_name: Option<String>,
    pub(crate) media_type: Option<String>,
}

impl Part {
    pub(crate) fn value(content: impl Into<Body>, media_type: Option<String>) -> Self {
        Self {
            content: content.into(),
            length: None,
            file_name: None,
            media_type,
        }
    }

    /// The headers of the part (RFC 7578, section 4.2), with names escaped as HTML forms do.
    pub(crate) fn head(&self, name: &str, boundary: &str) -> String {
        let quoted = |text: &str| text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A");
        let mut head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
            quoted(name)
        );
        if let Some(file_name) = &self.file_name {
            head += &format!("; filename=\"{}\"", quoted(file_name));
        }
        if let Some(media_type) = &self.media_type {
            head += &format!("\r\nContent-Type: {media_type}");
        }
        head + "\r\n\r\n"
    }
}

/// Bodies one after the other.
#[derive(Default)]
pub(crate) struct Chain {
    pieces: VecDeque<Body>,
    /// How long they are together, if that is known.
    length: Option<u64>,
}

impl Chain {
    pub(crate) fn new() -> Self {
        Self {
            pieces: VecDeque::new(),
            length: Some(0),
        }
    }

    pub(crate) fn push(&mut self, piece: Body, length: Option<u64>) {
        let length = length.or_else(|| piece.size_hint().exact());
        self.length = self.length.zip(length).map(|(all, this)| all + this);
        self.pieces.push_back(piece);
    }
}

impl HttpBody for Chain {
    type Data = Bytes;
    type Error = TransportError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, TransportError>>> {
        while let Some(first) = self.pieces.front_mut() {
            match ready!(Pin::new(first).poll_frame(cx)) {
                Some(frame) => {
                    let sent = frame.as_ref().ok().and_then(Frame::data_ref).map_or(0, Bytes::len);
                    self.length = self.length.map(|length| length.saturating_sub(sent as u64));
                    return Poll::Ready(Some(frame));
                }
                None => self.pieces.pop_front(),
            };
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.pieces.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map(SizeHint::with_exact).unwrap_or_default()
    }
}

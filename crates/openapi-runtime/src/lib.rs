#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

mod any_error;
#[cfg(all(feature = "blocking", not(target_family = "wasm")))]
mod blocking;
mod body;
mod builder;
#[macro_use]
mod call;
mod charset;
#[cfg(feature = "validate")]
mod checks;
mod choice;
mod client;
mod credential;
mod deadline;
mod error;
mod events;
mod excerpt;
mod exchange;
mod extras;
mod facade;
mod finite;
mod follow;
mod form;
mod format;
mod formatted;
mod header;
mod json_error;
mod json_pointer;
pub mod kind;
mod layer;
mod lenient;
mod link;
mod media_type;
mod multipart;
mod node;
pub mod object;
mod open_enum;
mod operation;
mod own_type;
mod pages;
mod part;
mod platform;
mod polling;
mod progress;
mod propagation;
mod reconnect;
mod redacted;
mod redirect;
mod request;
mod response;
mod response_value;
mod retry;
pub mod shape;
pub mod sink;
pub mod source;
mod stream;
pub mod struct_builder;
mod style;
mod summary;
mod trace;
mod transport;
mod typed;
pub mod union;
mod unknown;
mod url;
#[cfg(feature = "validate")]
mod validate;
#[cfg(feature = "webhooks")]
mod webhook;
mod wrapper;
#[cfg(feature = "xml")]
mod xml;

pub use bytes::Bytes;
#[cfg(feature = "chrono")]
pub use chrono;
pub use http;
#[cfg(feature = "jiff")]
pub use jiff;
pub use reqwest;
pub use reqwest::{Method, StatusCode};
#[cfg(feature = "rust_decimal")]
pub use rust_decimal;
pub use secrecy::{ExposeSecret, SecretString};
pub use serde_json;
#[cfg(feature = "time")]
pub use time;
#[cfg(feature = "uuid")]
pub use uuid;

pub use any_error::AnyError;
#[cfg(all(feature = "blocking", not(target_family = "wasm")))]
pub use blocking::Blocking;
pub use body::Body;
pub use builder::{BuildError, ClientBuilder};
pub use call::Call;
pub use client::Client;
#[cfg(feature = "oauth2")]
pub use credential::OAuth2;
pub use credential::{Credential, CredentialError, OAuthFlow, Token};
pub use error::{Error, InvalidRequest};
pub use events::{Event, EventData, EventStream, Events};
pub use follow::{InvalidLink, LinkValue};
pub use form::FormEncoding;
pub use format::{Base64, Format};
pub use formatted::Formatted;
pub use header::{Header, InvalidHeader};
pub use layer::{BoxError, HttpLayer, HttpResponse, HttpService};
pub use multipart::{File, Multipart};
pub use operation::Operation;
pub use own_type::OwnType;
pub use pages::{Items, NextPage, PageInput, Pages, Paging};
pub use polling::Polling;
pub use progress::Progress;
pub use reconnect::Reconnecting;
pub use redacted::Redacted;
pub use request::{ParameterContent, Request};
pub use response::{Decoded, RawResponse, Undecodable};
pub use response_value::ResponseValue;
pub use retry::Retry;
pub use stream::{ByteStream, JsonLines, StreamError};
#[doc(hidden)]
pub use struct_builder::default_value;
pub use style::Style;
pub use summary::{size, summary};
pub use transport::TransportError;
pub use typed::Typed;
pub use unknown::has_unknown;
#[cfg(feature = "validate")]
pub use validate::{Check, Rules, Validate, Violation, Violations};
#[cfg(feature = "webhooks")]
pub use webhook::{BodySignature, InvalidWebhook, SignatureError, StandardWebhooks, UnknownWebhook};
#[cfg(feature = "webhooks")]
#[doc(hidden)]
pub use webhook::{parse_webhook, webhook_property};

#[cfg(feature = "xml")]
pub use xml::{XmlKind, XmlNode, XmlShape, XmlValue};

/// Items that the macros of this crate use; not public API.
#[doc(hidden)]
pub mod __private {
    pub use crate::open_enum::debug as debug_value;
    pub use crate::source::text;
    pub use crate::unknown::serialize as serialize_unknown;
    pub use serde;
}

//! The report of a verification, as text and as JSON.

use std::fmt::Write;

use serde::{Deserialize, Serialize};

use super::known::Entry;
use super::options::Options;
use super::values::names;
use crate::contract::Operation;
use crate::shown;

/// How a server differs from its description.
///
/// ```
///
/// # use openapi_conformance::verify::{Options, verify};
/// # use openapi_conformance::Contract;
///
/// # let contract = Contract::parse("{openapi: 3.1.0, paths: {/a: {get: {operationId: listThings, responses: {'204': {description: Done}}}}}}")?;
/// # let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
/// # let server = format!("http://{}", listener.local_addr()?);
/// # std::thread::spawn(move || {
/// #     use std::io::{Read, Write};
/// #     let (mut connection, _) = listener.accept().unwrap();
/// #     _ = connection.read(&mut [0; 4096]);
/// #     _ = connection.write_all(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
/// # });
/// // The server answers 503, and the description has 204.
/// let verification = verify(&contract, &Options::new(&server)?)?;
/// assert!(!verification.is_as_known());
/// assert_eq!((verification.summary.called, verification.summary.differences), (1, 1));
/// assert_eq!(verification.entries()[0].pointer, "/503");
/// assert!(verification.text().contains("GET /a (listThings): 503, not documented"));
/// assert!(verification.json().contains("\"version\": 1"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct Verification {
    /// The version of this schema.
    pub version: u32,
    /// The base URL.
    pub server: String,
    /// The operations, in the description's order.
    pub operations: Vec<Verified>,
    /// Known differences that no longer occur.
    pub stale: Vec<Entry>,
    /// Values that no operation has a parameter or body for.
    pub unused_values: Vec<String>,
    /// Counts.
    pub summary: Summary,
}

/// Counts of a verification.
///
/// ```
/// use openapi_conformance::Contract;
/// use openapi_conformance::verify::{Options, verify};
///
/// let contract = Contract::parse("{openapi: 3.1.0, paths: {/a: {delete: {responses: {}}}}}")?;
/// let summary = verify(&contract, &Options::new("http://127.0.0.1:8080")?)?.summary;
/// assert_eq!((summary.operations, summary.called, summary.skipped), (1, 0, 1), "`DELETE` is not safe");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Operations in the description.
    pub operations: usize,
    /// Operations that were called.
    pub called: usize,
    /// Operations that answered with a status below 400.
    pub succeeded: usize,
    /// Operations that were not called.
    pub skipped: usize,
    /// Differences that are not known.
    pub differences: usize,
    /// Differences that are known.
    pub known: usize,
}

/// The result of an operation.
///
/// ```
/// use openapi_conformance::verify::Verified;
/// # use openapi_conformance::verify::{Options, verify};
/// # use openapi_conformance::Contract;
///
/// # let contract = Contract::parse("{openapi: 3.1.0, paths: {/a: {get: {operationId: listThings, responses: {'204': {description: Done}}}}}}")?;
/// # let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
/// # let server = format!("http://{}", listener.local_addr()?);
/// # std::thread::spawn(move || {
/// #     use std::io::{Read, Write};
/// #     let (mut connection, _) = listener.accept().unwrap();
/// #     _ = connection.read(&mut [0; 4096]);
/// #     _ = connection.write_all(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
/// # });
/// let verification = verify(&contract, &Options::new(&server)?)?;
/// let verified: &Verified = &verification.operations[0];
/// assert_eq!((verified.operation.as_str(), verified.route().as_str()), ("listThings", "GET /a"));
/// assert!(verified.was_called() && !verified.is_as_known());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct Verified {
    /// The operation's id, or `METHOD /path` if it has none.
    pub operation: String,
    /// The method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// JSON pointer of the operation in the description.
    pub at: String,
    /// The result of the call.
    pub outcome: CallResult,
    /// Parameters whose values were taken from the description.
    pub guessed: Vec<String>,
    /// How the response differs from the description.
    pub differences: Vec<Difference>,
}

/// The result of a call.
///
/// ```
/// use openapi_conformance::Contract;
/// use openapi_conformance::verify::{CallResult, Options, verify};
///
/// let contract = Contract::parse("{openapi: 3.1.0, paths: {/a: {delete: {responses: {}}}}}")?;
/// let verification = verify(&contract, &Options::new("http://127.0.0.1:8080")?)?;
/// assert!(matches!(&verification.operations[0].outcome, CallResult::Skipped { reason } if reason == "the method is not safe"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum CallResult {
    /// It was not made.
    Skipped {
        /// Why.
        reason: String,
    },
    /// No response came, or not all of it.
    Unanswered,
    /// A response came.
    Answered {
        /// The status.
        status: u16,
        /// The documented status that it is, such as `2XX`.
        documented: Option<String>,
        /// The header `Content-Type`.
        content_type: Option<String>,
    },
}

/// A difference between a response and the description.
///
/// ```
/// use openapi_conformance::verify::{Difference, Kind};
/// # use openapi_conformance::verify::{Options, verify};
/// # use openapi_conformance::Contract;
///
/// # let contract = Contract::parse("{openapi: 3.1.0, paths: {/a: {get: {operationId: listThings, responses: {'204': {description: Done}}}}}}")?;
/// # let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
/// # let server = format!("http://{}", listener.local_addr()?);
/// # std::thread::spawn(move || {
/// #     use std::io::{Read, Write};
/// #     let (mut connection, _) = listener.accept().unwrap();
/// #     _ = connection.read(&mut [0; 4096]);
/// #     _ = connection.write_all(b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
/// # });
/// let verification = verify(&contract, &Options::new(&server)?)?;
/// let difference: &Difference = &verification.operations[0].differences[0];
/// assert_eq!((difference.kind, difference.pointer.as_str(), difference.count), (Kind::Status, "/503", 1));
/// println!("expected {}, found {}", difference.expected, difference.found);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// The kind.
    pub kind: Kind,
    /// Of a body, the JSON pointer of the part, with `*` for each index; of a header, `/` and its name; of a status, `/` and
    /// the number; of a content type, `/` and the media type with `/` as `~1`.
    pub pointer: String,
    /// The pointer of the first such part, with its indices.
    pub first: String,
    /// How many parts have this difference.
    pub count: usize,
    /// JSON pointer of the schema in the description.
    pub schema: Option<String>,
    /// The expected value, by the description.
    pub expected: String,
    /// The value that the server sent.
    pub found: String,
    /// Whether the difference is listed as known.
    pub known: bool,
}

/// The kind of a difference.
///
/// ```
/// use openapi_conformance::verify::Kind;
///
/// assert_eq!(Kind::MissingHeader.name(), "missing-header");
/// ```
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Kind {
    /// There was no connection, or it broke.
    Connection,
    /// The response did not come in time.
    Timeout,
    /// The response is larger than the limit.
    TooLarge,
    /// An undocumented redirect leads to another origin.
    Redirect,
    /// The status is not documented.
    Status,
    /// The content type is not documented for the status.
    ContentType,
    /// The body is not of the syntax that its content type promises.
    Syntax,
    /// A part of the body is not valid by its schema.
    Schema,
    /// A required header is missing.
    MissingHeader,
    /// A header is not valid by its schema.
    Header,
    /// The client cannot read the response, or loses a part of it.
    Decoding,
}

impl Kind {
    /// The name of the kind, as files of known differences write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Connection => "connection",
            Self::Timeout => "timeout",
            Self::TooLarge => "too-large",
            Self::Redirect => "redirect",
            Self::Status => "status",
            Self::ContentType => "content-type",
            Self::Syntax => "syntax",
            Self::Schema => "schema",
            Self::MissingHeader => "missing-header",
            Self::Header => "header",
            Self::Decoding => "decoding",
        }
    }
}

impl Difference {
    pub(crate) fn new(kind: Kind, pointer: String, expected: String, found: String) -> Self {
        Self {
            kind,
            first: pointer.clone(),
            pointer,
            count: 1,
            schema: None,
            expected,
            found,
            known: false,
        }
    }

    fn line(&self) -> String {
        let label = if self.known { "known" } else { "differs" };
        let mut place = match self.pointer.as_str() {
            "" => String::new(),
            pointer => format!(" at `{}`", shown::escaped(pointer)),
        };
        let first = shown::escaped(&self.first);
        match self.count {
            1 if self.first == self.pointer => {}
            1 => place.push_str(&format!(" (`{first}`)")),
            count => place.push_str(&format!(" ({count} times, first `{first}`)")),
        }
        format!(
            "{label}: {}{place}: expected {}, found {}",
            self.kind.name(),
            self.expected,
            self.found
        )
    }
}

impl Verified {
    pub(crate) fn new(operation: &Operation) -> Self {
        Self {
            operation: names(operation).swap_remove(0),
            method: operation.method.clone(),
            path: operation.path.clone(),
            at: operation.at.clone(),
            outcome: CallResult::Unanswered,
            guessed: Vec::new(),
            differences: Vec::new(),
        }
    }

    pub(crate) fn skipped(mut self, reason: String) -> Self {
        self.outcome = CallResult::Skipped { reason };
        self
    }

    /// Adds differences, equal ones of several items as one.
    pub(crate) fn add(&mut self, differences: Vec<Difference>) {
        for difference in differences {
            let is_same = |known: &&mut Difference| {
                (known.kind, &known.pointer, &known.expected)
                    == (difference.kind, &difference.pointer, &difference.expected)
            };
            match self.differences.iter_mut().find(is_same) {
                Some(known) => known.count += 1,
                None => self.differences.push(difference),
            }
        }
    }

    /// Marks known differences, and removes credentials from values of the server.
    pub(crate) fn finish(&mut self, options: &Options) {
        let known: Vec<bool> = self
            .differences
            .iter()
            .map(|difference| options.known.contains(self, difference))
            .collect();
        for (difference, known) in self.differences.iter_mut().zip(known) {
            difference.known = known;
            for text in [
                &mut difference.pointer,
                &mut difference.first,
                &mut difference.expected,
                &mut difference.found,
            ] {
                *text = options.secrets.redact(text);
            }
        }
    }

    /// The method and path.
    pub fn route(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    /// Whether a request was sent.
    pub fn was_called(&self) -> bool {
        !matches!(self.outcome, CallResult::Skipped { .. })
    }

    /// Whether there is a difference that is not known.
    pub fn is_as_known(&self) -> bool {
        self.differences.iter().all(|difference| difference.known)
    }

    fn name(&self) -> String {
        let route = shown::escaped(&self.route());
        match self.operation == self.route() {
            true => route,
            false => format!("{route} ({})", shown::escaped(&self.operation)),
        }
    }

    /// A line for the response, and one for each difference; the reason if it was not called.
    pub(crate) fn text(&self) -> String {
        let mut text = self.name();
        match &self.outcome {
            CallResult::Skipped { reason } => {
                let _ = write!(text, ": not called: {}", shown::escaped(reason));
            }
            CallResult::Unanswered => text.push_str(": no response"),
            CallResult::Answered {
                status,
                documented,
                content_type,
            } => {
                let _ = write!(text, ": {status}");
                if documented.is_none() {
                    text.push_str(", not documented");
                }
                if let Some(content_type) = content_type {
                    let _ = write!(text, ", {content_type}");
                }
                if *status >= 400 && !self.guessed.is_empty() {
                    let names = shown::escaped(&self.guessed.join("`, `"));
                    let _ = write!(text, "; no value was given for `{names}`");
                }
            }
        }
        text.push('\n');
        for difference in &self.differences {
            let _ = writeln!(text, "  {}", difference.line());
        }
        text
    }
}

impl Verification {
    pub(crate) fn new(options: &Options, operations: &[Operation], verified: Vec<Verified>) -> Self {
        let mut summary = Summary {
            operations: verified.len(),
            ..Summary::default()
        };
        for operation in &verified {
            match operation.outcome {
                CallResult::Skipped { .. } => summary.skipped += 1,
                CallResult::Answered { status, .. } if status < 400 => summary.succeeded += 1,
                _ => {}
            }
            let known = operation
                .differences
                .iter()
                .filter(|difference| difference.known)
                .count();
            summary.known += known;
            summary.differences += operation.differences.len() - known;
        }
        summary.called = summary.operations - summary.skipped;
        Self {
            version: 1,
            server: options.server_shown(),
            stale: options.known.stale(&verified),
            unused_values: options.values.unused(operations),
            operations: verified,
            summary,
        }
    }

    /// Whether every difference is listed as known.
    pub fn is_as_known(&self) -> bool {
        self.summary.differences == 0
    }

    /// The differences as entries for a file of known ones: each once.
    pub fn entries(&self) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for operation in &self.operations {
            for difference in &operation.differences {
                let entry = Entry {
                    operation: operation.operation.clone(),
                    kind: difference.kind,
                    pointer: difference.pointer.clone(),
                    note: None,
                };
                if !entries.contains(&entry) {
                    entries.push(entry);
                }
            }
        }
        entries
    }

    /// As JSON; the README describes the members.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// As text: the operations that were called, those that were not by their reasons, and a summary.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for operation in self.operations.iter().filter(|operation| operation.was_called()) {
            text.push_str(&operation.text());
        }
        let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
        for operation in &self.operations {
            let CallResult::Skipped { reason } = &operation.outcome else {
                continue;
            };
            match reasons.iter_mut().find(|(known, _)| known == reason) {
                Some((_, names)) => names.push(operation.name()),
                None => reasons.push((reason, vec![operation.name()])),
            }
        }
        for (reason, names) in reasons {
            let _ = writeln!(text, "not called ({}): {}", names.len(), shown::escaped(reason));
            names.iter().for_each(|name| text.extend(["  ", name, "\n"]));
        }
        for entry in &self.stale {
            let (operation, kind) = (shown::escaped(&entry.operation), entry.kind.name());
            let _ = writeln!(
                text,
                "no longer occurs: {operation}: {kind} at `{}`",
                shown::escaped(&entry.pointer)
            );
        }
        for key in &self.unused_values {
            let _ = writeln!(text, "unused value: {}", shown::escaped(key));
        }
        let Summary {
            operations,
            called,
            succeeded,
            skipped,
            differences,
            known,
        } = self.summary;
        let _ = writeln!(
            text,
            "verify: {operations} operations: {called} called ({succeeded} succeeded), {skipped} not called; {differences} differences, {known} known, {} no longer occur",
            self.stale.len()
        );
        text
    }
}

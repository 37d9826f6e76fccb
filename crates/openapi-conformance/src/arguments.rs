//! The arguments of a call.

use std::collections::BTreeMap;

use openapi_runtime::{File, Multipart};
use serde::de::value::{Error as ValueError, F64Deserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use serde_json::Value;

use crate::contract::Parameter;
use crate::request::{Request, decode};
use crate::shown;

/// The arguments of a call: the values of parameters, and the body.
///
/// ```
/// use openapi_conformance::{Arguments, Mismatch};
///
/// fn read(arguments: &Arguments) -> Result<(), Mismatch> {
///     let limit: Option<u32> = arguments.optional("query", "limit")?;
///     let id: i64 = arguments.required("path", "id")?;
///     match arguments.has_body("application/json") {
///         true => drop(arguments.body::<Vec<String>>()?),
///         false => drop((arguments.text()?, arguments.bytes()?)),
///     }
///     Ok(())
/// }
///
/// let nothing = Arguments::default();
/// assert!(read(&nothing).is_err(), "there is no `id`");
/// assert!(nothing.beyond().is_none());
/// ```
///
/// The parts of a body of `multipart/form-data`:
///
/// ```
/// use openapi_conformance::{Arguments, Mismatch};
/// use std::collections::BTreeMap;
///
/// fn read(arguments: &Arguments) -> Result<(), Mismatch> {
///     let (title, about): (String, Option<String>) = (arguments.required_part("title")?, arguments.part("about")?);
///     let (cover, back) = (arguments.required_file("cover")?, arguments.file("back")?);
///     let (pages, plates) = (arguments.required_files("pages")?, arguments.files("plates")?);
///     let notes: BTreeMap<String, i64> = arguments.other_parts(&["title"])?;
///     let (files, lists) = (arguments.other_files(&["cover"])?, arguments.other_lists_of_files(&["pages"])?);
///     let all = arguments.parts()?;
///     Ok(())
/// }
/// # assert!(read(&Arguments::default()).is_err());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Arguments {
    /// By `in` and `name`.
    pub(crate) parameters: BTreeMap<(String, String), Value>,
    pub(crate) body: Option<Body>,
    /// The parameter, by `in` and `name`, that is NaN.
    pub(crate) not_a_number: Option<(String, String)>,
    pub(crate) beyond: Option<Beyond>,
}

impl Arguments {
    /// With the defaults of parameters that have none of these.
    pub(crate) fn with_defaults(&self, parameters: &[Parameter]) -> Self {
        let mut all = self.clone();
        for parameter in parameters {
            if let Some(default) = &parameter.default {
                let name = (parameter.location.clone(), parameter.name.clone());
                all.parameters.entry(name).or_insert_with(|| default.clone());
            }
        }
        all
    }
}

/// Additions to a request beyond its description. Such a request is sent for a raw response.
///
/// ```
/// use openapi_conformance::Beyond;
///
/// let beyond = Beyond::default();
/// assert_eq!((beyond.name, beyond.media_type), ("x-beyond", "text/x-beyond"));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Beyond {
    /// The name of a header, and of a pair of the query.
    pub name: &'static str,
    /// The value of both, and a body.
    pub value: &'static str,
    /// The media type of the body.
    pub media_type: &'static str,
}

impl Default for Beyond {
    fn default() -> Self {
        Self {
            name: "x-beyond",
            value: "of the caller's own",
            media_type: "text/x-beyond",
        }
    }
}

impl Beyond {
    /// Returns the additions that did not arrive.
    pub(crate) fn missing(self, request: &Request) -> Vec<String> {
        let pairs = request.query_pairs();
        let pair = pairs.iter().find(|(name, _)| decode(name) == self.name);
        let arrived = [
            ("the header", request.header(self.name).map(str::to_owned), self.value),
            (
                "the pair of the query",
                pair.map(|(_, value)| decode(value)),
                self.value,
            ),
            (
                "the media type",
                request.header("content-type").map(str::to_owned),
                self.media_type,
            ),
            ("the body", String::from_utf8(request.body.clone()).ok(), self.value),
        ];
        let missing = arrived
            .into_iter()
            .filter(|(_, arrived, sent)| arrived.as_deref() != Some(*sent));
        missing
            .map(|(what, arrived, sent)| format!("{what}: expected {sent}, arrived {arrived:?}"))
            .collect()
    }
}

/// A body: its media type as the description writes it, and its value. Text and bytes are a JSON string.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Body {
    pub media_type: String,
    pub value: Value,
}

/// Why an argument cannot be given: it is missing, or a value that the description allows does not fit the type that was generated for it.
///
/// ```
/// use openapi_conformance::{Arguments, Mismatch};
///
/// let read: Result<i64, Mismatch> = Arguments::default().required("path", "id");
/// assert!(read.unwrap_err().to_string().contains("the path parameter `id`"));
/// ```
#[derive(Debug, thiserror::Error)]
#[error("{what}: a valid value does not fit the type: {}", shown::invalid_body(problem, value.to_string().as_bytes()))]
pub struct Mismatch {
    what: String,
    problem: String,
    value: Value,
}

impl Arguments {
    /// A short form of the arguments, for messages.
    pub(crate) fn shown(&self) -> String {
        let parameters = self.parameters.iter();
        let parameters =
            parameters.map(|((location, name), value)| format!("{location} `{name}`: {}", shown::value(value)));
        let body = self
            .body
            .iter()
            .map(|body| format!("{}: {}", body.media_type, shown::value(&body.value)));
        let all: Vec<String> = parameters.chain(body).collect();
        if all.is_empty() {
            "nothing".to_owned()
        } else {
            all.join(", ")
        }
    }

    /// A parameter that may be left out; `None` when it is.
    ///
    /// # Errors
    /// When the value is not a `T`.
    pub fn optional<T: DeserializeOwned>(&self, location: &str, name: &str) -> Result<Option<T>, Mismatch> {
        let key = (location.to_owned(), name.to_owned());
        if self.not_a_number.as_ref() == Some(&key) {
            let not_a_number: F64Deserializer<ValueError> = f64::NAN.into_deserializer();
            let read = T::deserialize(not_a_number).map_err(|problem| Mismatch {
                what: format!("the {location} parameter `{name}`"),
                problem: problem.to_string(),
                value: Value::from("NaN"),
            });
            return read.map(Some);
        }
        let value = self.parameters.get(&key);
        value
            .map(|value| read(&format!("the {location} parameter `{name}`"), value))
            .transpose()
    }

    /// A parameter that must be there.
    ///
    /// # Errors
    /// When there is none, or the value is not a `T`.
    pub fn required<T: DeserializeOwned>(&self, location: &str, name: &str) -> Result<T, Mismatch> {
        self.optional(location, name)?
            .ok_or_else(|| missing(&format!("the {location} parameter `{name}`")))
    }

    /// The additions to the request before it is sent for a raw response; `None` if it is sent as usual.
    pub fn beyond(&self) -> Option<Beyond> {
        self.beyond
    }

    /// Whether the body is to be of this media type.
    pub fn has_body(&self, media_type: &str) -> bool {
        self.body.as_ref().is_some_and(|body| body.media_type == media_type)
    }

    /// A body of JSON or of a form.
    ///
    /// # Errors
    /// When there is no body, or it is not a `T`.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, Mismatch> {
        read("the body", self.value()?)
    }

    /// A body of text.
    ///
    /// # Errors
    /// When there is no body.
    pub fn text(&self) -> Result<String, Mismatch> {
        self.value().map(text_of)
    }

    /// A body of bytes.
    ///
    /// # Errors
    /// When there is no body.
    pub fn bytes(&self) -> Result<Vec<u8>, Mismatch> {
        self.text().map(String::into_bytes)
    }

    /// A part of a body, if it is there.
    ///
    /// # Errors
    /// When there is no body, or the part is not a `T`.
    pub fn part<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Mismatch> {
        let part = self.value()?.get(name);
        part.map(|value| read(&format!("the part `{name}`"), value)).transpose()
    }

    /// A part that must be there.
    ///
    /// # Errors
    /// When there is no body or no such part, or the part is not a `T`.
    pub fn required_part<T: DeserializeOwned>(&self, name: &str) -> Result<T, Mismatch> {
        self.part(name)?.ok_or_else(|| missing(&format!("the part `{name}`")))
    }

    /// A part that is a file, if it is there.
    ///
    /// # Errors
    /// When there is no body.
    pub fn file(&self, name: &str) -> Result<Option<File>, Mismatch> {
        let part = self.part::<Value>(name)?.filter(|value| !value.is_null());
        Ok(part.map(|value| file(&value)))
    }

    /// A part that is a file and must be there.
    ///
    /// # Errors
    /// When there is no body or no such part.
    pub fn required_file(&self, name: &str) -> Result<File, Mismatch> {
        self.file(name)?.ok_or_else(|| missing(&format!("the part `{name}`")))
    }

    /// Parts of one name that are files, if there are any.
    ///
    /// # Errors
    /// When there is no body, or the part is not a list.
    pub fn files(&self, name: &str) -> Result<Option<Vec<File>>, Mismatch> {
        let values = self.part::<Option<Vec<Value>>>(name)?.flatten();
        Ok(values.map(|values| files(&values)))
    }

    /// Parts of one name that are files and must be there.
    ///
    /// # Errors
    /// When there is no body or no such part, or the part is not a list.
    pub fn required_files(&self, name: &str) -> Result<Vec<File>, Mismatch> {
        self.files(name)?.ok_or_else(|| missing(&format!("the part `{name}`")))
    }

    /// The parts of a body that the description does not list.
    ///
    /// # Errors
    /// When there is no body, or a part is not a `T`.
    pub fn other_parts<T: DeserializeOwned>(&self, listed: &[&str]) -> Result<BTreeMap<String, T>, Mismatch> {
        let others = self.others(listed)?.into_iter();
        let read = others.map(|(name, value)| Ok((name.clone(), read(&format!("the part `{name}`"), value)?)));
        read.collect()
    }

    /// The parts of a body that the description does not list, each a file.
    ///
    /// # Errors
    /// When there is no body.
    pub fn other_files(&self, listed: &[&str]) -> Result<BTreeMap<String, File>, Mismatch> {
        let others = self.others(listed)?.into_iter().filter(|(_, value)| !value.is_null());
        Ok(others.map(|(name, value)| (name.clone(), file(value))).collect())
    }

    /// The parts of a body that the description does not list, each name with files.
    ///
    /// # Errors
    /// When there is no body.
    pub fn other_lists_of_files(&self, listed: &[&str]) -> Result<BTreeMap<String, Vec<File>>, Mismatch> {
        let others = self.others(listed)?.into_iter();
        let lists = others.filter_map(|(name, value)| Some((name.clone(), files(value.as_array()?))));
        Ok(lists.collect())
    }

    fn others(&self, listed: &[&str]) -> Result<Vec<(&String, &Value)>, Mismatch> {
        let members = self.value()?.as_object().into_iter().flatten();
        Ok(members.filter(|(name, _)| !listed.contains(&name.as_str())).collect())
    }

    /// All parts of a body whose parts the description does not list.
    ///
    /// # Errors
    /// When there is no body.
    pub fn parts(&self) -> Result<Multipart, Mismatch> {
        let members = self.value()?.as_object().into_iter().flatten();
        Ok(members.fold(Multipart::new(), |parts, (name, value)| parts.field(name, value)))
    }

    fn value(&self) -> Result<&Value, Mismatch> {
        match &self.body {
            Some(body) => Ok(&body.value),
            None => Err(missing("the body")),
        }
    }
}

/// The contents of a file: text as it is, anything else as JSON.
fn file(value: &Value) -> File {
    File::new(text_of(value)).name("sample.bin")
}

fn files(values: &[Value]) -> Vec<File> {
    values.iter().filter(|value| !value.is_null()).map(file).collect()
}

/// A value as the text that stands for it outside JSON.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn read<T: DeserializeOwned>(what: &str, value: &Value) -> Result<T, Mismatch> {
    // From text, as a real response is.
    serde_json::from_str(&value.to_string()).map_err(|problem| Mismatch {
        what: what.to_owned(),
        problem: problem.to_string(),
        value: value.clone(),
    })
}

fn missing(what: &str) -> Mismatch {
    Mismatch {
        what: what.to_owned(),
        problem: "the generated code asks for it and the description does not have it".to_owned(),
        value: Value::Null,
    }
}

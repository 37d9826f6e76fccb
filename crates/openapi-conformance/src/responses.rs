//! How an operation is answered: each documented status and media type, with each example and made values.

use serde_json::{Value, json};

use crate::arguments::{Arguments, text_of};
use crate::body::{Kind, concrete_of, is_json_too, is_undescribed, kind};
use crate::charset;
use crate::contract::{Content, Direction, Response};
use crate::observed::{DecodedContent, DecodedResponse, Observed};
use crate::pointer::{child, locate};
use crate::restrictions::Restrictions;
use crate::round_trip::{difference, has_unlisted};
use crate::run::{PreparedClient, Run};
use crate::same::same;
use crate::sample::{describes, samples, smallest};
use crate::server::Answer;
use crate::shown;
use crate::variant;
use crate::xml;

/// A documented response, its status, and the arguments of the call.
pub(crate) struct Case<'r, 'c, C> {
    pub prepared: &'r PreparedClient<'c, C>,
    pub minimal: &'r Arguments,
    pub response: &'r Response,
    pub status: u16,
}

impl<'c, C: Clone + 'static> Run<'c, C> {
    /// Every way in which a documented response can come.
    pub(crate) async fn response(&self, prepared: &PreparedClient<'c, C>, minimal: &Arguments, response: &Response) {
        let codes = self.operation.codes(&response.status);
        if codes.is_empty() {
            self.report.skip(&response.status, "no status code is it alone");
        }
        for status in codes {
            let case = Case {
                prepared,
                minimal,
                response,
                status,
            };
            if self.is_bodiless(&case) {
                self.nothing(&case).await;
                self.undescribed(&case).await;
            } else {
                for content in &response.contents {
                    self.content(&case, content).await;
                }
            }
        }
    }

    /// Whether there is no content: none is documented, or none can come (RFC 9110, sections 6.4.1 and 15).
    fn is_bodiless(&self, case: &Case<'_, 'c, C>) -> bool {
        let documented = matches!(case.response.status.as_str(), "204" | "205" | "304");
        case.response.contents.is_empty() || documented || self.never_has_content(case.status)
    }

    fn never_has_content(&self, status: u16) -> bool {
        self.operation.method == "HEAD" || matches!(status, 204 | 205 | 304)
    }

    /// The smallest that a response can carry.
    pub(crate) async fn least_response(&self, what: &str, case: &Case<'_, 'c, C>) {
        let content = case.response.contents.first().filter(|_| !self.is_bodiless(case));
        let Some(content) = content else {
            return self.nothing(case).await;
        };
        let value = match self.response_kind(case, content) {
            Kind::Json | Kind::Any => self.smallest_of(content.schema.as_deref()),
            Kind::Xml => self.values_of_xml(content, Direction::Response).into_iter().next(),
            Kind::Text => self.texts(content).into_iter().next(),
            Kind::Lines => self.smallest_of(self.line(content).as_deref()),
            _ => Some(json!("text")),
        };
        if let Some(value) = value {
            self.carried(what, case, content, &value, true).await;
        }
    }

    fn smallest_of(&self, schema: Option<&str>) -> Option<Value> {
        smallest(self.contract, schema, Direction::Response, Restrictions::default())
    }

    async fn nothing(&self, case: &Case<'_, 'c, C>) {
        let answer = Answer {
            status: case.status,
            // Not followed: it is documented.
            location: matches!(case.status, 300..=399).then(|| "/elsewhere".to_owned()),
            ..Answer::default()
        };
        self.answered(&case.response.status, case, answer, is_nothing).await;
    }

    /// A body that the description says nothing of: it can be reached, and an error shows it.
    async fn undescribed(&self, case: &Case<'_, 'c, C>) {
        if self.never_has_content(case.status) {
            return;
        }
        let what = format!("{}, with a body", case.response.status);
        let answer = Answer::plain(case.status, "what the server says");
        self.answered(&what, case, answer, is_nothing).await;
    }

    async fn content(&self, case: &Case<'_, 'c, C>, content: &Content) {
        let what = format!("{} {}", case.response.status, content.media_type);
        let kind = self.response_kind(case, content);
        let values = match kind {
            Kind::Json => self.response_values(&what, content, content.schema.as_deref()),
            Kind::Lines => {
                let line = self.line(content);
                self.response_values(&what, content, line.as_deref())
            }
            Kind::Any => self.response_values(&what, content, content.schema.as_deref()),
            Kind::Xml => self.xml_values(&what, content),
            Kind::Text => self.texts(content).into_iter().map(|value| (false, value)).collect(),
            _ => vec![(false, json!("")), (false, json!("zwei\nLinien, 🦀"))],
        };
        for (nth, (is_example, value)) in values.into_iter().enumerate() {
            let what = format!("{what}, {} {nth}", if is_example { "example" } else { "value" });
            if is_example {
                let good = self.carried(&what, case, content, &value, true).await;
                self.report.example(good);
            } else {
                self.carried(&what, case, content, &value, false).await;
            }
        }
        if matches!(kind, Kind::Json | Kind::Any) {
            self.novelties(&what, case, content).await;
        }
        if kind == Kind::Json {
            self.nested(&what, case, content).await;
        }
        // An open value may be any text, unless the schema allows none.
        let schema = content.schema.as_ref().map(std::slice::from_ref);
        let no_text = schema.is_some_and(|at| !self.contract.is_valid(at, Direction::Response, &json!("text")));
        if matches!(kind, Kind::Json | Kind::Xml) || (kind == Kind::Any && no_text) {
            self.invalid(&what, case, content).await;
        }
    }

    /// The kind of a content in a response: errors are read whole, and multipart bodies are not parsed.
    fn response_kind(&self, case: &Case<'_, 'c, C>, content: &Content) -> Kind {
        let success = case.status < 400;
        match kind(self.contract, content) {
            Kind::Events if !success => Kind::Text,
            Kind::Lines if !success => Kind::Json,
            Kind::Bytes if !success && is_undescribed(self.contract, content) => Kind::Any,
            Kind::Form => Kind::Text,
            Kind::Multipart => Kind::Bytes,
            Kind::Text if is_json_too(self.contract, content, &case.response.contents) => Kind::Json,
            other => other,
        }
    }

    /// The schema of a line of a stream.
    fn line(&self, content: &Content) -> Option<String> {
        if content.item_schema.is_some() {
            return content.item_schema.clone();
        }
        let whole = content.schema.as_ref()?;
        let (schema, at) = locate(
            self.contract.document(),
            self.contract.document().pointer(whole)?,
            whole.clone(),
        );
        let items = schema.get("items").map(|_| child(&at, "items"));
        items.or(Some(at))
    }

    /// The examples that are valid, then values that are made.
    /// Values that have XML, also with enum values of a newer server.
    fn xml_values(&self, what: &str, content: &Content) -> Vec<(bool, Value)> {
        let examples = content.examples.iter().filter(|example| {
            let is_valid = |schema: &String| describes(self.contract, schema, Direction::Response, example);
            content.schema.as_ref().is_some_and(is_valid)
                && xml::document(self.contract, content, Direction::Response, example).is_some()
        });
        let made = self.values_of_xml(content, Direction::Response);
        let examples = examples.map(|example| (true, example.clone()));
        let values: Vec<_> = examples.chain(made.into_iter().map(|value| (false, value))).collect();
        if values.is_empty() {
            self.report.skip(what, "no valid value is the same in XML");
        }
        values
    }

    fn response_values(&self, what: &str, content: &Content, schema: Option<&str>) -> Vec<(bool, Value)> {
        let mut values = Vec::new();
        for (nth, example) in content.examples.iter().enumerate() {
            let valid = content
                .schema
                .as_ref()
                .is_none_or(|schema| describes(self.contract, schema, Direction::Response, example));
            match valid && content.schema.as_deref() == schema {
                true => values.push((true, example.clone())),
                false => self
                    .report
                    .skip(&format!("example {nth} of {what}"), "it is not valid by its own schema"),
            }
        }
        match schema {
            Some(schema) => {
                let made = samples(
                    self.contract,
                    Some(schema),
                    Direction::Response,
                    Restrictions::default(),
                );
                let small = self.smallest_of(Some(schema));
                values.extend(small.into_iter().chain(made).map(|value| (false, value)));
            }
            None => values.push((false, json!({ "anything": [1, null] }))),
        }
        if values.is_empty() {
            self.report.skip(what, "no valid value could be made");
        }
        values
    }

    /// Responds with a value, and compares the result of the call with it. A value made from the description has nothing in it that the
    /// description does not list; an example may, and an `unlisted` one does.
    pub(crate) async fn carried(
        &self,
        what: &str,
        case: &Case<'_, 'c, C>,
        content: &Content,
        value: &Value,
        unlisted_value: bool,
    ) -> bool {
        let kind = self.response_kind(case, content);
        let media_type = concrete_of(kind, content, value);
        let sequence = media_type.contains("json-seq");
        let body = match kind {
            Kind::Json => value.to_string().into_bytes(),
            Kind::Xml => xml::document(self.contract, content, Direction::Response, value)
                .unwrap_or_default()
                .into_bytes(),
            Kind::Any if media_type == "application/json" => value.to_string().into_bytes(),
            // A record may have several lines (RFC 7464).
            Kind::Lines if sequence => format!("\u{1e}{value:#}\n\u{1e}{value}\n").into_bytes(),
            Kind::Lines => format!("{value}\n{value}").into_bytes(),
            Kind::Text => charset::encode(&text_of(value), &media_type).unwrap_or_default(),
            Kind::Events => b"data: one\n\nevent: e\ndata: two\ndata: lines\n\n".to_vec(),
            _ => text_of(value).into_bytes(),
        };
        let answer = Answer {
            status: case.status,
            media_type: Some(media_type),
            body: body.clone(),
            location: matches!(case.status, 300..=399).then(|| "/elsewhere".to_owned()),
            ..Answer::default()
        };
        let line = self.line(content);
        let unlisted = || has_unlisted(self.contract, Direction::Response, content.schema.as_slice(), value);
        let judge = |seen: &DecodedResponse| match (&seen.content, kind) {
            (DecodedContent::Json(_), Kind::Json | Kind::Any | Kind::Xml)
                if seen.has_unknown && !unlisted_value && !unlisted() =>
            {
                Some(format!(
                    "something in {} is listed, and was taken for unknown",
                    shown::value(value)
                ))
            }
            (DecodedContent::Json(back), Kind::Json | Kind::Any | Kind::Xml) => difference(
                self.contract,
                Direction::Response,
                content.schema.as_deref(),
                value,
                back,
            ),
            (DecodedContent::Json(back), Kind::Text) if text_of(back) == text_of(value) || same(back, value) => None,
            (DecodedContent::Lines(lines), Kind::Lines) if lines.len() == 2 => {
                let mut differences = lines
                    .iter()
                    .filter_map(|back| difference(self.contract, Direction::Response, line.as_deref(), value, back));
                differences.next()
            }
            (DecodedContent::Events(events), Kind::Events) if events == &["one", "two\nlines"] => None,
            (DecodedContent::Bytes(bytes), Kind::Bytes) if *bytes == body => None,
            (other, _) => Some(format!(
                "expected {}, got {}",
                shown::text(&String::from_utf8_lossy(&body)),
                shown::text(&format!("{other:?}"))
            )),
        };
        self.answered(what, case, answer, judge).await
    }

    /// Responds, and compares the result of the call with the documented response.
    async fn answered(
        &self,
        what: &str,
        case: &Case<'_, 'c, C>,
        answer: Answer,
        judge: impl Fn(&DecodedResponse) -> Option<String>,
    ) -> bool {
        let body = answer.body.clone();
        let (status, response) = (answer.status, case.response);
        let success = status < 400;
        let names = variant::names(&response.status);
        let several = response.contents.len() > 1;
        let is_named = |seen: &DecodedResponse| match seen.variant {
            Some(name) => names
                .iter()
                .any(|known| known == name || (several && name.starts_with(known.as_str()))),
            None => success,
        };
        let problem = match self.call(case.prepared, case.minimal.clone(), answer).await {
            Err(mismatch) => Some(mismatch),
            Ok((_, requests)) if requests.len() > 1 => {
                Some(format!("the documented {status} was followed to {}", requests[1].path))
            }
            Ok((Observed::Success(got, seen), _)) if success && got.status == status && is_named(&seen) => judge(&seen),
            Ok((Observed::ErrorResponse(got, seen), _)) if !success && got.status == status && is_named(&seen) => {
                let text = String::from_utf8_lossy(&body);
                let hidden = seen.is_nothing() && !got.shown.contains(&*text);
                let hidden = hidden.then(|| {
                    format!(
                        "the error does not show {}: {}",
                        shown::text(&text),
                        shown::text(&got.shown)
                    )
                });
                judge(&seen).or(hidden)
            }
            Ok((other, _)) => {
                let kind = if success { "a success" } else { "a documented error" };
                Some(format!(
                    "expected {kind} `{}` of status {status}, got {}",
                    names[0],
                    shown::observed(&other, &body)
                ))
            }
        };
        self.report.check(what, problem.into_iter().collect())
    }
}

fn is_nothing(seen: &DecodedResponse) -> Option<String> {
    match &seen.content {
        DecodedContent::Nothing => None,
        other => Some(format!("expected nothing, got {}", shown::text(&format!("{other:?}")))),
    }
}

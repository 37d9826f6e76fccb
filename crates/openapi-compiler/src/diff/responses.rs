//! Responses of an operation, and their headers.

use super::bodies::{added, find};
use super::change::{Key, Wire};
use super::direction::{Direction, Use};
use super::operations::Comparison;
use crate::description::{Operation, Response, ResponseHeader, Status};

impl<'v> Comparison<'v> {
    pub fn responses(&mut self, old: &'v Operation, new: &'v Operation) {
        for response in &old.responses {
            match covering(new, response.status) {
                Some(now) => self.response(old, new, response, now),
                None => {
                    let id = format!("response-{}-status-removed", kind(response.status));
                    let what = format!("the response {} is gone", text(response.status));
                    self.gone(&old.at, &member(response), &id, Wire::Additive, what);
                }
            }
        }
        let is_new = |response: &&Response| old.responses.iter().all(|known| known.status != response.status);
        for response in new.responses.iter().filter(is_new) {
            let id = format!("response-{}-status-added", kind(response.status));
            let what = format!("the response {} is new", text(response.status));
            self.added(&new.at, &member(response), &id, Wire::Additive, what);
        }
    }

    fn response(&mut self, old: &Operation, new: &Operation, before: &'v Response, after: &'v Response) {
        let (member, status) = (member(before), text(before.status));
        self.headers(old, new, before, after);
        for content in &before.content {
            match find(&after.content, content) {
                Some(now) => self.content(content, now, Direction::Response, Use::new(&old.at, &member, "body")),
                None => {
                    let what = format!("the response {status} is not `{}` any more", content.media_type);
                    self.gone(&old.at, &member, "response-media-type-removed", Wire::Break, what);
                }
            }
        }
        for content in added(&before.content, &after.content) {
            let what = format!("the response {status} may be `{}`", content.media_type);
            self.added(&new.at, &member, "response-media-type-added", Wire::Additive, what);
        }
    }

    fn headers(&mut self, old: &Operation, new: &Operation, before: &Response, after: &Response) {
        let status = text(before.status);
        for (name, header) in &before.headers {
            match find_header(after, name) {
                Some(now) => self.header(old, name, header, now),
                None => {
                    let (kind, wire) = match header.required {
                        true => ("required", Wire::Break),
                        false => ("optional", Wire::Additive),
                    };
                    let what = format!("the header `{name}` of the response {status} is gone");
                    let id = format!("{kind}-response-header-removed");
                    self.gone(&old.at, &header_member(name), &id, wire, what);
                }
            }
        }
        for name in after.headers.keys().filter(|name| find_header(before, name).is_none()) {
            let what = format!("the header `{name}` of the response {status} is new");
            self.added(
                &new.at,
                &header_member(name),
                "response-header-added",
                Wire::Additive,
                what,
            );
        }
    }

    fn header(&mut self, operation: &Operation, name: &str, old: &ResponseHeader, new: &ResponseHeader) {
        let member = header_member(name);
        let change = match (old.required, new.required) {
            (true, false) => Some(("response-header-became-optional", Wire::Break, "may be absent")),
            (false, true) => Some(("response-header-became-required", Wire::Additive, "is always there")),
            _ => None,
        };
        if let Some((id, wire, what)) = change {
            let key = Key::Old(operation.at.clone(), member.clone());
            let what = format!("the header `{name}` {what}");
            self.add(key, id, wire, what, (Some(&old.at), Some(&new.at)));
        }
        if let (Some(before), Some(after)) = (old.schema, new.schema) {
            let at = Use::new(&operation.at, &member, "header");
            self.schemas.compare(before, after, Direction::Response, at);
        }
    }
}

/// What a response is a member of its operation by.
fn member(response: &Response) -> String {
    format!("response {:?}", response.status)
}

/// What a header is a member of its operation by.
pub(super) fn header_member(name: &str) -> String {
    format!("header {}", name.to_ascii_lowercase())
}

fn find_header<'r>(response: &'r Response, name: &str) -> Option<&'r ResponseHeader> {
    let mut headers = response.headers.iter();
    let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
    found.map(|(_, header)| header)
}

/// The response for a status: its own, that of its class, or the default.
fn covering(operation: &Operation, status: Status) -> Option<&Response> {
    let find = |status: Status| operation.responses.iter().find(|known| known.status == status);
    let class = match status {
        Status::Code(code) => u8::try_from(code / 100).ok().map(Status::Class),
        _ => None,
    };
    find(status).or_else(|| find(class?)).or_else(|| find(Status::Default))
}

fn kind(status: Status) -> &'static str {
    match status {
        Status::Code(code) if code < 400 => "success",
        Status::Class(class) if class < 4 => "success",
        _ => "non-success",
    }
}

fn text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}

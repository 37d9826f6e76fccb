//! Bodies of requests, and their media types.

use super::change::{Key, Wire};
use super::direction::{Direction, Use};
use super::objects::of_default;
use super::operations::{Comparison, called};
use crate::description::{MediaType, Operation, RequestBody};

impl<'v> Comparison<'v> {
    pub fn body(&mut self, old: &'v Operation, new: &'v Operation) {
        match (&old.request_body, &new.request_body) {
            (None, None) => {}
            (None, Some(body)) => {
                let (id, wire) = match body.required {
                    true => ("request-body-added-required", Wire::Break),
                    false => ("request-body-added-optional", Wire::Additive),
                };
                self.added(&new.at, "body", id, wire, format!("`{}` has a body", called(new)));
            }
            (Some(_), None) => {
                let what = format!("`{}` has no body", called(new));
                self.gone(&old.at, "body", "request-body-removed", Wire::Break, what);
            }
            (Some(before), Some(after)) => self.bodies(old, new, before, after),
        }
    }

    fn bodies(&mut self, old: &Operation, new: &Operation, before: &'v RequestBody, after: &'v RequestBody) {
        let change = match (before.required, after.required) {
            (false, true) => Some(("request-body-became-required", Wire::Break, "the body is required")),
            (true, false) => Some(("request-body-became-optional", Wire::Loosened, "the body is optional")),
            _ => None,
        };
        if let Some((id, wire, what)) = change {
            let key = Key::Old(old.at.clone(), String::new());
            self.add(key, id, wire, what.to_owned(), (Some(&before.at), Some(&after.at)));
        }
        for content in &before.content {
            match find(&after.content, content) {
                Some(now) => self.content(content, now, Direction::Request, Use::new(&old.at, "body", "body")),
                None => {
                    let what = format!("`{}` is not a media type of the body any more", content.media_type);
                    self.gone(&old.at, "body", "request-body-media-type-removed", Wire::Break, what);
                }
            }
        }
        for content in added(&before.content, &after.content) {
            let what = format!("`{}` is a new media type of the body", content.media_type);
            self.added(&new.at, "body", "request-body-media-type-added", Wire::Loosened, what);
        }
    }

    /// A media type that is in both versions.
    pub fn content(&mut self, old: &MediaType, new: &MediaType, direction: Direction, at: Use) {
        for (before, after) in [(old.schema, new.schema), (old.item_schema, new.item_schema)] {
            match (before, after) {
                (Some(before), Some(after)) => {
                    let [was, is] = self.defaults(before, after);
                    if let Some((suffix, wire, what)) = of_default(was.as_ref(), is.as_ref(), direction) {
                        let id = format!("{}-body-{suffix}", direction.word());
                        self.of_content(&at, &id, wire, format!("the body: {what}"), (old, new));
                    }
                    self.schemas.compare(before, after, direction, at.clone());
                }
                (None, None) => {}
                (before, _) => {
                    let (suffix, wire) = match (before.is_none(), direction) {
                        (true, Direction::Request) => ("added", Wire::Break),
                        (true, Direction::Response) => ("added", Wire::Additive),
                        (false, Direction::Request) => ("removed", Wire::Loosened),
                        (false, Direction::Response) => ("removed", Wire::Break),
                    };
                    let id = format!("{}-body-media-type-schema-{suffix}", direction.word());
                    let what = format!("the schema of `{}` is {suffix}", new.media_type);
                    self.of_content(&at, &id, wire, what, (old, new));
                }
            }
        }
    }

    fn of_content(&mut self, at: &Use, id: &str, wire: Wire, what: String, (old, new): (&MediaType, &MediaType)) {
        let key = Key::Old(at.at.clone(), at.member.clone());
        self.add(key, id, wire, what, (Some(&old.at), Some(&new.at)));
    }
}

/// The media types that only the new version has.
pub(super) fn added<'c>(old: &[MediaType], new: &'c [MediaType]) -> impl Iterator<Item = &'c MediaType> {
    new.iter().filter(|content| find(old, content).is_none())
}

/// The same media type, with any parameters.
pub(super) fn find<'c>(all: &'c [MediaType], content: &MediaType) -> Option<&'c MediaType> {
    let essence = |media_type: &str| {
        let essence = media_type.split(';').next().unwrap_or_default();
        essence.trim().to_ascii_lowercase()
    };
    all.iter()
        .find(|known| essence(&known.media_type) == essence(&content.media_type))
}

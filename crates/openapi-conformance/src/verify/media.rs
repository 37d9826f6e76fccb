//! Which documented content a media type is.

use crate::body::{Kind, kind};
use crate::contract::{Content, Contract, Operation, Response};
use crate::request::essence;

/// The documented content for a media type: with the same parameters, else without regard to them, else by a range.
pub(crate) fn content<'r>(response: &'r Response, media_type: &str) -> Option<&'r Content> {
    let without_spaces = |text: &str| text.replace(' ', "").to_ascii_lowercase();
    let whole = |content: &&Content| without_spaces(&content.media_type) == without_spaces(media_type);
    let found = essence(media_type).to_ascii_lowercase();
    let same = |content: &&Content| essence(&content.media_type).eq_ignore_ascii_case(&found);
    let in_range = |content: &&Content| match essence(&content.media_type).strip_suffix("/*") {
        Some("*") => true,
        Some(kind) => found
            .split_once('/')
            .is_some_and(|(known, _)| known.eq_ignore_ascii_case(kind)),
        None => false,
    };
    let contents = || response.documented();
    contents()
        .find(whole)
        .or_else(|| contents().find(same))
        .or_else(|| contents().find(in_range))
}

/// Whether a response of the operation may be a stream, which need not end.
pub(crate) fn streams(contract: &Contract, operation: &Operation) -> bool {
    let mut contents = operation.responses.iter().flat_map(|response| &response.contents);
    contents.any(|content| matches!(kind(contract, content), Kind::Events | Kind::Lines))
}

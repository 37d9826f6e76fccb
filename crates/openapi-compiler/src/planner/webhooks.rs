//! Webhooks and callbacks: what the bodies of requests that the server sends are read as.

use crate::description::{self, Description, MediaType};
use crate::diagnostic::Diagnostics;
use crate::docs::paragraphs;
use crate::document::Location;
use crate::name::{pascal, snake};
use crate::plan::Webhook;
use crate::resolved::Resolved;

use super::content::{json_of, of_schema};
use super::place::Spoken;
use super::scope::{Entry, Scope};
use super::types::Types;

/// Plans the webhooks that have JSON.
pub(super) fn webhooks(resolved: &Resolved, types: &mut Types<'_>, diagnostics: &mut Diagnostics) -> Vec<Webhook> {
    let description = &resolved.description;
    let entries = payloads(description).map(|(webhook, _)| {
        let words = in_words(description, webhook);
        let names = vec![snake(&webhook.name), snake(&words)];
        Entry {
            place: format!("{words} {} {}", webhook.at.file.0, webhook.at.pointer),
            ..Entry::new(&webhook.name, names)
        }
    });
    let names = Scope::assign(entries.collect(), &[]).names();
    for webhook in description.webhooks.iter().filter(|webhook| payload(webhook).is_none()) {
        let message = format!(
            "the webhook `{}` has no body of JSON; it is not generated",
            webhook.name
        );
        diagnostics.note("webhook", &webhook.at, message);
    }
    let planned = payloads(description)
        .zip(names)
        .map(|((webhook, content), name)| Webhook {
            name,
            docs: paragraphs([webhook.summary.as_deref(), webhook.description.as_deref()]),
            deprecated: webhook.deprecated,
            payload: of_schema(resolved, types, content),
        });
    planned.collect()
}

/// The webhooks that have JSON.
pub(super) fn payloads(description: &Description) -> impl Iterator<Item = (&description::Webhook, &MediaType)> {
    let webhooks = description.webhooks.iter();
    webhooks.filter_map(|webhook| Some((webhook, payload(webhook)?)))
}

fn payload(webhook: &description::Webhook) -> Option<&MediaType> {
    json_of(webhook.body.as_ref()?)
}

/// What each webhook is called in the names of types, by its place.
pub(super) fn places(description: &Description) -> impl Iterator<Item = (Location, Spoken)> {
    description.webhooks.iter().map(|webhook| {
        let plain = pascal(&webhook.name);
        let in_words = pascal(&format!("{} webhook", in_words(description, webhook)));
        (webhook.at.clone(), Spoken { plain, in_words })
    })
}

/// The name of a webhook with the method, and with the operation that it is a callback of.
fn in_words(description: &Description, webhook: &description::Webhook) -> String {
    let operations = description.operations.iter();
    let of = operations.filter(|operation| Some(&operation.at) == webhook.operation.as_ref());
    let of = of.map(|operation| match &operation.operation_id {
        Some(id) => id.clone(),
        None => format!("{} {}", operation.method, operation.path),
    });
    let method = webhook.at.pointer.rsplit('/').next().unwrap_or_default();
    let words = of.chain([webhook.name.clone(), method.to_owned()]);
    words.collect::<Vec<_>>().join(" ")
}

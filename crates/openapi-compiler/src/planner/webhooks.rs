//! Webhooks and callbacks: what the bodies of requests that the server sends are read as.

use crate::description::{self, Description, MediaType};
use crate::diagnostic::Diagnostics;
use crate::docs::paragraphs;
use crate::document::Location;
use crate::lock::Kind;
use crate::name::{pascal, snake, spellings};
use crate::plan::Webhook;
use crate::resolved::Resolved;

use super::content::{json_of, of_schema};
use super::place::Spoken;
use super::promises::Promises;
use super::scope::{Entry, Scope};
use super::types::Types;

/// The types of the module of webhooks that are not variants, and its variant for others.
const OF_EVENTS: [&str; 4] = ["Event", "InvalidWebhook", "Unknown", "UnknownWebhook"];

/// Plans the webhooks that have JSON.
pub(super) fn webhooks(
    resolved: &Resolved,
    types: &mut Types<'_>,
    promises: &Promises<'_>,
    diagnostics: &mut Diagnostics,
) -> Vec<Webhook> {
    let description = &resolved.description;
    let entries = payloads(description).map(|(webhook, _)| {
        let words = in_words(description, webhook);
        let mut names = vec![snake(&webhook.name)];
        names.extend(spellings(&words, snake));
        let entry = Entry {
            place: format!("{words} {} {}", webhook.at.file.0, webhook.at.pointer),
            ..Entry::new(&webhook.name, names)
        };
        entry.promised(promises.name(
            Kind::Webhook,
            &home(description, webhook).each_ref().map(String::as_str),
        ))
    });
    let entries = entries.collect();
    let scope = Scope::assign_forms(entries, promises.gone(Kind::Webhook, &[]), &OF_EVENTS, |_, name| {
        vec![name.to_owned(), pascal(name)]
    });
    let names = scope.names();
    let webhooks: Vec<_> = payloads(description).collect();
    for ((webhook, _), name) in webhooks.iter().zip(&names) {
        let home = home(description, webhook);
        promises.make(Kind::Webhook, &home.each_ref().map(String::as_str), vec![name.clone()]);
    }
    for webhook in description.webhooks.iter().filter(|webhook| payload(webhook).is_none()) {
        let message = format!(
            "the webhook `{}` has no body of JSON; it is not generated",
            webhook.name
        );
        diagnostics.note("webhook", &webhook.at, message);
    }
    for (_, content) in &webhooks {
        types.report_not_lenient(content.schema, &content.at, "the body of a webhook", diagnostics);
    }
    let planned = webhooks
        .into_iter()
        .zip(names)
        .map(|((webhook, content), name)| Webhook {
            at: webhook.at.clone(),
            wire_name: webhook.name.clone(),
            name,
            docs: paragraphs([webhook.summary.as_deref(), webhook.description.as_deref()]),
            deprecated: webhook.deprecated,
            payload: of_schema(resolved, types, content),
        });
    planned.collect()
}

/// A webhook as the lock has it: its name, the operation that it is a callback of, and its place.
fn home(description: &Description, webhook: &description::Webhook) -> [String; 3] {
    let of = operation(description, webhook).map(|operation| format!("{} {}", operation.method, operation.path));
    let place = match description.files.get(webhook.at.file.0 as usize) {
        Some(file) if webhook.at.file.0 > 0 => format!("{file}#{}", webhook.at.pointer),
        _ => webhook.at.pointer.clone(),
    };
    [webhook.name.clone(), of.unwrap_or_else(|| "-".to_owned()), place]
}

/// The operation that a webhook is a callback of.
fn operation<'a>(description: &'a Description, webhook: &description::Webhook) -> Option<&'a description::Operation> {
    let mut operations = description.operations.iter();
    operations.find(|operation| Some(&operation.at) == webhook.operation.as_ref())
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
    let of = operation(description, webhook).map(|operation| match &operation.operation_id {
        Some(id) => id.clone(),
        None => format!("{} {}", operation.method, operation.path),
    });
    let method = webhook.at.pointer.rsplit('/').next().unwrap_or_default();
    let words = of.into_iter().chain([webhook.name.clone(), method.to_owned()]);
    words.collect::<Vec<_>>().join(" ")
}

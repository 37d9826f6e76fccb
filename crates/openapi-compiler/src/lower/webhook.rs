//! `webhooks` and `callbacks`: requests that the server sends. They are read if they are asked for.

use super::operation::METHODS;
use super::value::{Node, Siblings};
use super::{Lowering, fields};
use crate::description::Webhook;
use crate::document::Location;

impl<'a> Lowering<'a, '_> {
    /// Reads the `webhooks` of the description.
    pub(super) fn webhooks(&mut self, root: &Node<'a>) {
        for (name, item) in root.get_or_null("webhooks").members() {
            if self.with_webhooks {
                self.path_item_of_webhook(name, item, None);
            } else {
                let message = format!("the webhook `{name}` is not generated without the setting `webhooks`");
                self.diagnostics.note("webhook", &item.at, message);
            }
        }
    }

    /// Reads the `callbacks` of an operation.
    pub(super) fn callbacks(&mut self, operation: &Node<'a>) {
        for (name, callback) in operation.get_or_null("callbacks").members() {
            if !self.with_webhooks {
                let message = format!("the callback `{name}` is not generated without the setting `webhooks`");
                self.diagnostics.note("callback", &callback.at, message);
                continue;
            }
            let Some(callback) = self.follow_if_possible(callback) else {
                continue;
            };
            for (_, item) in callback.members().filter(|(url, _)| !url.starts_with("x-")) {
                self.path_item_of_webhook(name, item, Some(&operation.at));
            }
        }
    }

    fn path_item_of_webhook(&mut self, name: &str, item: Node<'a>, operation: Option<&Location>) {
        let Some(item) = self.follow(item, Siblings::All) else {
            return;
        };
        self.check_fields(&item, &fields::PATH_ITEM);
        let of_all = self.parameters(&item);
        for method in METHODS {
            let Some(node) = item.get(method).and_then(|node| node.object()) else {
                continue;
            };
            self.check_fields(&node, &fields::OPERATION);
            let parameters = self.parameters(&node).into_iter().chain(of_all.clone());
            let webhook = Webhook {
                at: node.at.clone(),
                name: name.to_owned(),
                operation: operation.cloned(),
                summary: node.string("summary", self.diagnostics),
                description: node.description(self.diagnostics),
                deprecated: node.is_deprecated(self.diagnostics),
                parameters: parameters.collect(),
                body: node.get("requestBody").and_then(|body| self.request_body(body)),
            };
            // Several URLs of a callback may refer to one path item.
            let is_same = |known: &Webhook| {
                known.at == webhook.at && known.name == webhook.name && known.operation == webhook.operation
            };
            if !self.webhooks.iter().any(is_same) {
                self.webhooks.push(webhook);
            }
        }
    }
}

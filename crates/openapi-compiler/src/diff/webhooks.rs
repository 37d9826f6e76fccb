//! Webhooks and callbacks, where the client reads them.

use std::sync::Arc;

use super::bodies::find;
use super::change::{Key, Wire};
use super::direction::{Direction, Use};
use super::operations::Comparison;
use crate::description::Webhook;
use crate::resolved::Resolved;

impl<'v> Comparison<'v> {
    pub fn webhooks(&mut self, old: &'v Resolved, new: &'v Resolved) {
        let (before, after) = (&old.description.webhooks, &new.description.webhooks);
        for webhook in before {
            self.begin(Arc::from(webhook.name.as_str()));
            match after.iter().find(|now| is_same(webhook, now)) {
                Some(now) => self.webhook(webhook, now),
                None => {
                    let what = format!("the webhook `{}` is gone", webhook.name);
                    self.gone(&webhook.at, "", "webhook-removed", Wire::Break, what);
                }
            }
        }
        for webhook in after.iter().filter(|now| !before.iter().any(|old| is_same(old, now))) {
            self.begin(Arc::from(webhook.name.as_str()));
            let what = format!("the webhook `{}` is new", webhook.name);
            self.added(&webhook.at, "", "webhook-added", Wire::Additive, what);
        }
    }

    fn webhook(&mut self, old: &'v Webhook, new: &'v Webhook) {
        if !old.deprecated && new.deprecated {
            let key = Key::Old(old.at.clone(), String::new());
            let what = format!("the webhook `{}` is deprecated", new.name);
            self.add(
                key,
                "webhook-deprecated",
                Wire::None,
                what,
                (Some(&old.at), Some(&new.at)),
            );
        }
        let (Some(before), Some(after)) = (&old.body, &new.body) else {
            return;
        };
        for content in &before.content {
            if let Some(now) = find(&after.content, content) {
                let at = Use::new(&old.at, "", "body");
                self.content(content, now, Direction::Response, at);
            }
        }
    }
}

/// Webhooks are known by their place: the name, the method, and the operation of a callback.
fn is_same(old: &Webhook, new: &Webhook) -> bool {
    old.at.pointer == new.at.pointer
}

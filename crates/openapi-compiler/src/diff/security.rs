//! Credentials: what operations need, and how the schemes work.

use indexmap::IndexMap;

use super::change::{Key, OnTheWire, Wire};
use super::operations::{Comparison, called};
use crate::description::{OAuthFlow, Operation, SecurityKind, SecurityScheme};
use crate::document::{Document, Location};
use crate::resolved::Resolved;

/// An alternative: schemes, each with scopes.
type Alternative = IndexMap<String, Vec<String>>;

/// A change of the alternatives, and its verdict.
type Found = (&'static str, Wire, String);

impl<'v> Comparison<'v> {
    /// Compares what an operation needs. Operations that take over what the document says share an entry.
    pub fn security(&mut self, old: &'v Operation, new: &'v Operation) {
        let inherits = |document: &Document, operation: &Operation| {
            document
                .get(&operation.at)
                .is_some_and(|operation| operation.get("security").is_none())
        };
        let is_global = inherits(self.documents[0], old) && inherits(self.documents[1], new);
        for (suffix, wire, what) in alternatives(&old.security, &new.security) {
            if is_global {
                self.of_document(format!("api-global-security-{suffix}"), wire, what);
            } else {
                let key = Key::Old(old.at.clone(), String::new());
                let what = format!("`{}`: {what}", called(new));
                self.add(
                    key,
                    &format!("api-security-{suffix}"),
                    wire,
                    what,
                    (Some(&old.at), Some(&new.at)),
                );
            }
        }
    }

    /// A change of `security` of the document.
    fn of_document(&mut self, id: String, wire: Wire, what: String) {
        let operation = self.operation.clone();
        let known = self
            .changes
            .iter_mut()
            .find(|known| known.id == id && known.what == what);
        if let Some(known) = known {
            return known.operations.push(operation);
        }
        let at = Location::root().child("security");
        let place = |document: &Document| document.get(&at).is_some().then(|| at.clone());
        self.changes.push(OnTheWire {
            key: Key::Old(at.clone(), what.clone()),
            id,
            wire,
            what,
            old: place(self.documents[0]),
            new: place(self.documents[1]),
            operations: vec![operation],
        });
    }

    /// Compares the security schemes.
    pub fn schemes(&mut self, old: &Resolved, new: &Resolved) {
        let (before, after) = (&old.description.security_schemes, &new.description.security_schemes);
        for (name, scheme) in before {
            match after.get(name) {
                Some(now) => self.scheme(name, scheme, now),
                None => {
                    let what = format!("the security scheme `{name}` is gone");
                    let key = Key::Old(Location::root(), name.clone());
                    let id = "api-security-component-removed";
                    self.add(key, id, Wire::None, what, (Some(&scheme.at), None));
                }
            }
        }
        for (name, scheme) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            let what = format!("the security scheme `{name}` is new");
            let key = Key::New(Location::root(), name.clone());
            self.add(
                key,
                "api-security-component-added",
                Wire::Additive,
                what,
                (None, Some(&scheme.at)),
            );
        }
    }

    fn scheme(&mut self, name: &str, old: &SecurityScheme, new: &SecurityScheme) {
        let mut add = |suffix: &str, wire, what: String| {
            let key = Key::Old(Location::root(), name.to_owned());
            let id = format!("api-security-component-{suffix}");
            self.add(key, &id, wire, what, (Some(&old.at), Some(&new.at)));
        };
        match (&old.kind, &new.kind) {
            (SecurityKind::OAuth2(before), SecurityKind::OAuth2(after)) => {
                for (suffix, wire, what) in flows(before, after) {
                    add(suffix, wire, format!("the security scheme `{name}`: {what}"));
                }
            }
            (before, after) if before != after => {
                let what = format!("the security scheme `{name}` is another kind of credential");
                add("type-changed", Wire::Break, what);
            }
            _ => {}
        }
    }
}

/// Compares the alternatives of an operation. No alternative is the same as an empty one.
fn alternatives(old: &[Alternative], new: &[Alternative]) -> Vec<Found> {
    let all = |alternatives: &[Alternative]| match alternatives {
        [] => vec![Alternative::new()],
        alternatives => alternatives.to_vec(),
    };
    let (old, new) = (all(old), all(new));
    let anonymous = Alternative::new();
    let needs_one = old.contains(&anonymous) && !is_served(&anonymous, &new);
    let mut added: Vec<&Alternative> = new.iter().filter(|one| !old.contains(one)).collect();
    let mut found: Vec<Found> = Vec::new();
    for gone in old.iter().filter(|one| !new.contains(one) && !one.is_empty()) {
        let served = is_served(gone, &new);
        match added.iter().position(|one| schemes(one) == schemes(gone)) {
            Some(index) => found.extend(scopes(gone, added.remove(index), served)),
            None => {
                let wire = if served { Wire::Loosened } else { Wire::Break };
                found.push((
                    "removed",
                    wire,
                    format!("the credential {} is not taken any more", text(gone)),
                ));
            }
        }
    }
    for added in added.into_iter().filter(|one| !one.is_empty()) {
        let wire = if needs_one { Wire::Break } else { Wire::Loosened };
        found.push(("added", wire, format!("the credential {} is taken", text(added))));
    }
    if needs_one && found.iter().all(|(suffix, ..)| *suffix != "added") {
        found.push(("added", Wire::Break, "a credential is needed".to_owned()));
    }
    found
}

/// Whether who has these credentials has those of an alternative: the same or fewer, with the same or fewer scopes.
fn is_served(one: &Alternative, all: &[Alternative]) -> bool {
    let has = |(name, scopes): (&String, &Vec<String>)| {
        let own = one.get(name);
        own.is_some_and(|own| scopes.iter().all(|scope| own.contains(scope)))
    };
    all.iter().any(|known| known.iter().all(has))
}

/// Compares the scopes of an alternative.
fn scopes(old: &Alternative, new: &Alternative, served: bool) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let wire = if served { Wire::Loosened } else { Wire::Break };
    for (name, scopes) in old {
        let others = &new[name];
        let more = others.iter().filter(|scope| !scopes.contains(scope));
        found.extend(more.map(|scope| ("scope-added", wire, format!("`{name}` needs the scope `{scope}`"))));
        let fewer = scopes.iter().filter(|scope| !others.contains(scope));
        let what = |scope| format!("`{name}` does not need the scope `{scope}`");
        found.extend(fewer.map(|scope| ("scope-removed", Wire::Loosened, what(scope))));
    }
    found
}

fn schemes(alternative: &Alternative) -> Vec<&String> {
    let mut names: Vec<&String> = alternative.keys().collect();
    names.sort();
    names
}

fn text(alternative: &Alternative) -> String {
    let names: Vec<String> = alternative.keys().map(|name| format!("`{name}`")).collect();
    names.join(" with ")
}

/// Compares the flows of `oauth2`.
fn flows(old: &[OAuthFlow], new: &[OAuthFlow]) -> Vec<Found> {
    let find = |all: &'_ [OAuthFlow], kind: &str| all.iter().position(|flow| flow.kind == kind);
    let mut found = Vec::new();
    for flow in old {
        match find(new, &flow.kind).map(|index| &new[index]) {
            None => found.push((
                "oauth-flow-removed",
                Wire::Break,
                format!("the flow `{}` is gone", flow.kind),
            )),
            Some(now) if now != flow => {
                let what = format!("the flow `{}` has another URL for tokens", flow.kind);
                found.push(("oauth-token-url-changed", Wire::Break, what));
            }
            Some(_) => {}
        }
    }
    for flow in new.iter().filter(|flow| find(old, &flow.kind).is_none()) {
        found.push((
            "oauth-flow-added",
            Wire::Additive,
            format!("the flow `{}` is new", flow.kind),
        ));
    }
    found
}

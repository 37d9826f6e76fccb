//! The promises of the lock, and those of the new client.

use std::cell::RefCell;
use std::collections::HashSet;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::Location;
use crate::lock::{Kind, Lock, Promise, Subject};
use crate::plan::Options;

/// The promises of a lock, each kept where what it is about is still there.
pub(super) struct Promises<'o> {
    old: Option<&'o Lock>,
    locked: bool,
    by_tag: bool,
    kept: RefCell<HashSet<Subject>>,
    new: RefCell<Lock>,
}

pub(super) fn subject(kind: Kind, words: &[&str]) -> Subject {
    (kind, words.iter().map(|word| (*word).to_owned()).collect())
}

impl<'o> Promises<'o> {
    pub fn new(options: &'o Options) -> Self {
        Self {
            old: options.lock.as_ref(),
            locked: options.locked,
            by_tag: options.by_tag,
            kept: RefCell::default(),
            new: RefCell::default(),
        }
    }

    /// The promise of what is there.
    pub fn find(&self, kind: Kind, words: &[&str]) -> Option<&'o Promise> {
        let subject = subject(kind, words);
        let promise = self.old?.get(&subject)?;
        self.kept.borrow_mut().insert(subject);
        Some(promise)
    }

    /// The promised name of what is there.
    pub fn name(&self, kind: Kind, words: &[&str]) -> Option<String> {
        self.find(kind, words).map(|promise| promise.words[0].clone())
    }

    /// Every promise of a kind.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = (&'o [String], &'o Promise)> {
        self.within(kind, &[])
    }

    /// Every promise of a kind in a scope.
    pub fn within(&self, kind: Kind, scope: &[&str]) -> impl Iterator<Item = (&'o [String], &'o Promise)> {
        let promises = self.old.map(|lock| lock.of(kind, scope));
        promises
            .into_iter()
            .flatten()
            .map(|((_, words), promise)| (words.as_slice(), promise))
    }

    /// The promised names in a scope of what is gone, once everything that is there was looked for. Nothing else gets them.
    pub fn gone(&self, kind: Kind, scope: &[&str]) -> Vec<String> {
        let kept = self.kept.borrow();
        self.within(kind, scope)
            .filter(|(words, _)| !kept.contains(&(kind, words.to_vec())))
            .map(|(_, promise)| promise.words[0].clone())
            .collect()
    }

    /// Promises from now on.
    pub fn make(&self, kind: Kind, words: &[&str], promised: Vec<String>) {
        self.new.borrow_mut().add(subject(kind, words), promised);
    }

    /// Promises one more word of what is promised from now on.
    pub fn extend(&self, kind: Kind, words: &[&str], word: &str) {
        self.new.borrow_mut().extend(&subject(kind, words), word);
    }

    /// The promises of the new client.
    pub fn made(&self) -> Lock {
        self.new.borrow().clone()
    }

    /// Reports the promises that cannot be kept, as what they are about is gone.
    pub fn report(&self, diagnostics: &mut Diagnostics) {
        let Some(lock) = self.old else { return };
        let kept = self.kept.borrow();
        let is_root = |kind: Kind| matches!(kind, Kind::Operation | Kind::Type);
        let roots: Vec<bool> = lock
            .iter()
            .filter(|((kind, _), _)| is_root(*kind))
            .map(|(subject, _)| kept.contains(subject))
            .collect();
        if !roots.is_empty() && !roots.contains(&true) {
            let help =
                "write one for this description with `openapi-build lock`, or name the right one with `Config::lock`";
            let message = "the lock is of another description: nothing that it promises is here";
            diagnostics.error("lock-mismatch", &Location::root(), message, help);
            return;
        }
        let severity = if self.locked {
            Severity::Error
        } else {
            Severity::Warning
        };
        let is_asked = |(kind, _): &Subject| self.by_tag || !matches!(kind, Kind::Member | Kind::Tag);
        let unkept = lock
            .iter()
            .filter(|(subject, _)| !kept.contains(*subject) && is_asked(subject));
        for (subject, promise) in unkept {
            let (kind, words) = subject;
            // Members of a removed item are not reported separately.
            let owner = match kind {
                Kind::Field
                | Kind::Value
                | Kind::Variant
                | Kind::Box
                | Kind::Conversion
                | Kind::Default
                | Kind::Same => Some((Kind::Type, words[..1].to_vec())),
                Kind::Alias
                | Kind::Arguments
                | Kind::Body
                | Kind::Link
                | Kind::Parameter
                | Kind::Response
                | Kind::Result => Some((Kind::Operation, words[..2].to_vec())),
                Kind::Member => Some((Kind::Tag, words[..1].to_vec())),
                _ => None,
            };
            if owner.is_some_and(|owner| !kept.contains(&owner)) {
                continue;
            }
            let message = format!(
                "line {} of the lock promises what is gone: {}",
                promise.line,
                lock.line(subject)
            );
            let help = "renew the lock with `openapi-build lock`, or restore what it promises";
            let unkept = Diagnostic::new(severity, "unkept-promise", Location::root(), message);
            diagnostics.report(unkept.help(help));
        }
    }
}

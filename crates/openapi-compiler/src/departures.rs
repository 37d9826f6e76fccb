//! How the client of a description departs from its lock, in one line.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::Location;
use crate::lock::{Kind, Lock, Subject};

/// Reports what a lock promises that is gone or has changed, and what is new. It is an error if the client is `locked`.
pub(crate) fn report(lock: &Lock, client: &Lock, locked: bool, diagnostics: &mut Diagnostics) {
    let Some(summary) = summary(lock, client) else { return };
    let severity = match locked {
        true => Severity::Error,
        false => Severity::Warning,
    };
    let message = format!("the description departs from the lock: {summary}");
    let help = "see what this means with `openapi-build diff OLD NEW`, then write the lock with `openapi-build lock`";
    let departed = Diagnostic::new(severity, "departs-from-lock", Location::root(), message);
    diagnostics.report(departed.help(help));
}

fn summary(lock: &Lock, client: &Lock) -> Option<String> {
    let lacks = |known: &Lock, subject: &Subject| known.get(subject).is_none();
    let changed = |subject: &Subject| {
        let (before, after) = (lock.get(subject), client.get(subject));
        before
            .zip(after)
            .is_some_and(|(before, after)| before.words != after.words)
    };
    let groups = [
        ("gone", counted(lock, |subject| lacks(client, subject))),
        ("changed", counted(lock, changed)),
        ("new", counted(client, |subject| lacks(lock, subject))),
    ];
    let shown = groups
        .into_iter()
        .filter_map(|(word, counts)| Some(format!("{word}: {}", counts?)));
    let shown: Vec<String> = shown.collect();
    (!shown.is_empty()).then(|| shown.join("; "))
}

/// How many promises there are of each kind, of those that are chosen.
fn counted(lock: &Lock, is_chosen: impl Fn(&Subject) -> bool) -> Option<String> {
    let mut counts: BTreeMap<Kind, usize> = BTreeMap::new();
    for (subject, _) in lock.iter().filter(|(subject, _)| is_chosen(subject)) {
        *counts.entry(subject.0).or_default() += 1;
    }
    let counts: Vec<String> = counts
        .into_iter()
        .map(|(kind, count)| format!("{count} `{}`", kind.word()))
        .collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::summary;
    use crate::lock::Lock;

    #[test]
    fn departures_are_counted_by_kind() {
        let lock = |lines: &str| Lock::parse(&format!("openapi-lock 1\n{lines}")).expect("a lock");
        let old = lock("arguments GET /a query:x\nvalue /s a A\nvalue /s b B\n");
        let new = lock("# moved by a line\narguments GET /a query:x query:y\nvalue /s a A\nvalue /s c C\ntype /s S\n");
        assert_eq!(
            summary(&old, &new).as_deref(),
            Some("gone: 1 `value`; changed: 1 `arguments`; new: 1 `type`, 1 `value`")
        );
        assert_eq!(
            summary(
                &old,
                &lock("# x\narguments GET /a query:x\nvalue /s a A\nvalue /s b B\n")
            ),
            None
        );
    }
}

//! What came of the checks of an operation.

use std::cell::{Cell, RefCell};
use std::fmt::Write;

use crate::contract::Operation;

/// What came of the checks.
#[derive(Default)]
pub(crate) struct Report {
    checks: Cell<usize>,
    /// Examples of the description that are valid, and how many of them came through unchanged.
    examples: Cell<(usize, usize)>,
    skipped: RefCell<Vec<String>>,
    failures: RefCell<Vec<String>>,
}

impl Report {
    pub(crate) fn skip(&self, what: &str, why: &str) {
        self.skipped.borrow_mut().push(format!("{what}: {why}"));
    }

    pub(crate) fn check(&self, what: &str, problems: Vec<String>) -> bool {
        self.checks.set(self.checks.get() + 1);
        let good = problems.is_empty();
        let problems = problems.into_iter().map(|problem| format!("{what}: {problem}"));
        self.failures.borrow_mut().extend(problems);
        good
    }

    /// Counts a valid example of the description, which came through unchanged or did not.
    pub(crate) fn example(&self, good: bool) {
        let (all, unchanged) = self.examples.get();
        self.examples.set((all + 1, unchanged + usize::from(good)));
    }

    pub(crate) fn finish(self, operation: &Operation) {
        let (checks, (examples, unchanged)) = (self.checks.get(), self.examples.get());
        let (skipped, failures) = (self.skipped.into_inner(), self.failures.into_inner());
        let Operation { method, path, at, .. } = operation;
        println!(
            "conformance: {method} {path}: {checks} checks, {} failures, {} skipped, {unchanged} of {examples} examples unchanged",
            failures.len(),
            skipped.len()
        );
        skipped.iter().for_each(|skipped| println!("  skipped: {skipped}"));
        if failures.is_empty() {
            return;
        }
        let mut text = format!("{method} {path} ({at}): {} of {checks} checks failed", failures.len());
        for failure in failures.iter().take(20) {
            let shown: String = failure.chars().take(1500).collect();
            let _ = write!(text, "\n  {shown}");
        }
        panic!("{text}");
    }
}

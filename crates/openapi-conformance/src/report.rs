//! The results of the checks of an operation.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::{Mutex, PoisonError};

use crate::contract::Operation;
use crate::shown;

/// The most failures of an operation that are shown.
const MOST: usize = 20;

/// The results of the checks of an operation.
#[derive(Default)]
pub(crate) struct Report {
    checks: Cell<usize>,
    /// Examples of the description that are valid, and how many of them came through unchanged.
    examples: Cell<(usize, usize)>,
    skipped: RefCell<Groups>,
    failures: RefCell<Groups>,
    failed: Cell<usize>,
}

/// Checks that ran or were skipped, grouped by message, in the order of the first of each group.
#[derive(Debug, Default)]
pub(crate) struct Groups(Vec<(String, Vec<String>)>);

impl Groups {
    fn add(&mut self, message: String, what: String) {
        match self.0.iter_mut().find(|(known, _)| *known == message) {
            Some((_, members)) => members.push(what),
            None => self.0.push((message, vec![what])),
        }
    }

    fn count(&self) -> usize {
        self.0.iter().map(|(_, members)| members.len()).sum()
    }

    /// A line per group: the number, the message, and its first members.
    fn lines(&self) -> impl Iterator<Item = String> {
        self.0.iter().map(|(message, members)| {
            let named: Vec<&str> = members.iter().take(3).map(String::as_str).collect();
            let more = match members.len() - named.len() {
                0 => String::new(),
                more => format!(", and {more} more"),
            };
            format!("{message} ({}): {}{more}", members.len(), named.join(", "))
        })
    }
}

/// The results of the checks of all operations so far.
#[derive(Debug, Default)]
pub(crate) struct Tally(Mutex<Total>);

#[derive(Debug, Default)]
struct Total {
    operations: usize,
    checks: usize,
    failed: usize,
    skipped: Groups,
}

impl Tally {
    /// Adds an operation; after the last of `all`, prints the sums past the capture of test output.
    fn add(&self, report: &Report, operation: &Operation, all: usize) {
        let mut total = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        total.operations += 1;
        total.checks += report.checks.get();
        total.failed += report.failed.get();
        for (why, what) in &report.skipped.borrow().0 {
            for what in what {
                let what = format!("{} {} {what}", operation.method, operation.path);
                total.skipped.add(why.clone(), shown::text(&what));
            }
        }
        if total.operations == all {
            let mut text = format!(
                "\nconformance of {all} operations: {} checks, {} failures, {} skipped\n",
                total.checks,
                total.failed,
                total.skipped.count()
            );
            for line in total.skipped.lines() {
                let _ = writeln!(text, "  skipped: {line}");
            }
            print_uncaptured(&text);
        }
    }
}

/// Prints a text that the capture of test output does not hide.
pub(crate) fn print_uncaptured(text: &str) {
    // Tests that pass are not to depend on whether this can be printed.
    let _ = std::io::stdout().write_all(text.as_bytes());
}

impl Report {
    pub(crate) fn skip(&self, what: &str, why: &str) {
        self.skipped.borrow_mut().add(why.to_owned(), shown::text(what));
    }

    pub(crate) fn check(&self, what: &str, problems: Vec<String>) -> bool {
        self.checks.set(self.checks.get() + 1);
        self.failed.set(self.failed.get() + usize::from(!problems.is_empty()));
        let good = problems.is_empty();
        for problem in problems {
            let problem = shown::limited(&problem, 400);
            self.failures.borrow_mut().add(problem, shown::text(what));
        }
        good
    }

    /// Counts a valid example of the description, which came through unchanged or did not.
    pub(crate) fn example(&self, good: bool) {
        let (all, unchanged) = self.examples.get();
        self.examples.set((all + 1, unchanged + usize::from(good)));
    }

    /// Prints a summary; `all` is the number of operations in the description.
    ///
    /// # Panics
    /// When a check failed, or there was none.
    pub(crate) fn finish(self, operation: &Operation, tally: &Tally, all: usize) {
        let (checks, failed, (examples, unchanged)) = (self.checks.get(), self.failed.get(), self.examples.get());
        let Operation { method, path, .. } = operation;
        let skipped = self.skipped.borrow().count();
        println!(
            "conformance: {method} {path}: {checks} checks, {failed} failures, {skipped} skipped, {unchanged} of {examples} examples unchanged"
        );
        self.skipped
            .borrow()
            .lines()
            .for_each(|line| println!("  skipped: {line}"));
        tally.add(&self, operation, all);
        if let Some(text) = self.failure(operation) {
            panic!("{text}");
        }
    }

    /// The failure of the operation, if any.
    fn failure(&self, operation: &Operation) -> Option<String> {
        let (checks, failed) = (self.checks.get(), self.failed.get());
        let Operation { method, path, at, .. } = operation;
        let name = format!("{method} {path} ({})", shown::escaped(at));
        if checks == 0 {
            let mut text = format!("nothing of {name} was checked");
            for line in self.skipped.borrow().lines() {
                let _ = write!(text, "\n  skipped: {line}");
            }
            return Some(text);
        }
        let failures = self.failures.borrow();
        if failures.0.is_empty() {
            return None;
        }
        let mut text = format!("{name}: {failed} of {checks} checks failed");
        for (problem, whats) in failures.0.iter().take(MOST) {
            let more = match whats.len() {
                1 => String::new(),
                several => format!(" (and in {} more checks)", several - 1),
            };
            let _ = write!(text, "\n  {}: {problem}{more}", whats[0]);
        }
        if failures.0.len() > MOST {
            let _ = write!(text, "\n  and {} other failures", failures.0.len() - MOST);
        }
        Some(text)
    }
}

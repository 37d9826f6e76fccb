//! Scopes: assigns identifiers that are unique within a scope.
//!
//! Each entry has a list of candidate names, which depends on nothing but the entry. Entries that want the same name move on
//! to their next candidates, and still block the names that they passed. So no entry gets a contested name. An entry that is
//! added can make names disappear, but never takes one over.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::Location;
use crate::name::suffix;

/// A message lists at most this many names; each has its own place besides.
const MOST_LISTED: usize = 5;

/// An item that needs a name in a scope.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its name in the description, for diagnostics.
    pub label: String,
    /// A text that is unique in the scope. If all candidates are taken, a suffix is made from it.
    pub place: String,
    /// Its candidate names, in order of preference.
    pub names: Vec<String>,
    /// Names that it does not use and that no other entry gets either.
    pub blocked: Vec<String>,
    /// Which entries go before others.
    pub rank: Rank,
}

/// The order in which entries get their names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// A user chose the name.
    Chosen,
    /// The lock promises it.
    Promised,
    /// It follows from the location in the description.
    Place,
}

impl Entry {
    /// An entry whose name in the description is unique in the scope.
    pub fn new(label: &str, names: Vec<String>) -> Self {
        Self {
            label: label.to_owned(),
            place: label.to_owned(),
            names,
            blocked: Vec::new(),
            rank: Rank::Place,
        }
    }

    /// Adds the name that a user chose, if any.
    pub fn chosen(mut self, name: Option<String>) -> Self {
        if let Some(name) = name {
            self.names.insert(0, name);
            self.rank = Rank::Chosen;
        }
        self
    }

    /// Adds the name that the lock promises, if any, unless a user chose another.
    pub fn promised(mut self, name: Option<String>) -> Self {
        if let Some(name) = name
            && self.rank != Rank::Chosen
        {
            self.names.insert(0, name);
            self.blocked.clear();
            self.rank = Rank::Promised;
        }
        self
    }

    /// The candidate at an index. Beyond the list, candidates have a suffix that depends on `place`.
    fn name(&self, level: usize) -> String {
        if let Some(name) = self.names.get(level) {
            return name.clone();
        }
        let plain = &self.names[0];
        let snake = plain.starts_with(|c: char| c.is_lowercase());
        let beyond = "'".repeat(level - self.names.len());
        let stem = plain.trim_end_matches('_');
        let suffix = suffix(&format!("{}{beyond}", self.place));
        format!("{stem}{}{suffix}", if snake { "_x" } else { "X" })
    }
}

/// A scope whose entries have names.
pub(super) struct Scope {
    entries: Vec<Entry>,
    /// The index of each entry's name in its list of candidates.
    levels: Vec<usize>,
    /// The entries that want each name.
    wanted: HashMap<String, Vec<usize>>,
    /// The number of entries of the description. Those after them were removed from it, and only block their promised names.
    count: usize,
}

impl Scope {
    /// Assigns a name to each entry; none gets a reserved one.
    pub fn assign(entries: Vec<Entry>, reserved: &[&str]) -> Self {
        Self::assign_forms(entries, Vec::new(), reserved, |_, name| vec![name.to_owned()])
    }

    /// The same, where `gone` are promised names of items that the description no longer has.
    pub fn assign_beside(entries: Vec<Entry>, gone: Vec<String>, reserved: &[&str]) -> Self {
        Self::assign_forms(entries, gone, reserved, |_, name| vec![name.to_owned()])
    }

    /// The same, where `forms` returns all identifiers that follow from a name.
    pub fn assign_forms(
        mut entries: Vec<Entry>,
        gone: Vec<String>,
        reserved: &[&str],
        forms: impl Fn(usize, &str) -> Vec<String>,
    ) -> Self {
        let count = entries.len();
        entries.extend(
            gone.into_iter()
                .map(|name| Entry::new("", Vec::new()).promised(Some(name))),
        );
        let mut places: HashMap<String, usize> = HashMap::new();
        for entry in &mut entries {
            // Entries with the same place are numbered, so that the loop ends.
            let turn = places.entry(entry.place.clone()).or_default();
            *turn += 1;
            if *turn > 1 {
                entry.place = format!("{} {turn}", entry.place);
            }
        }
        let mut scope = Self {
            levels: vec![0; entries.len()],
            wanted: HashMap::new(),
            entries,
            count,
        };
        for rank in [Rank::Chosen, Rank::Promised, Rank::Place] {
            let of_rank = |index: &usize| scope.entries[*index].rank == rank;
            let members: Vec<usize> = (0..scope.entries.len()).filter(of_rank).collect();
            scope.assign_rank(&members, reserved, &forms);
        }
        scope
    }

    fn assign_rank(&mut self, members: &[usize], reserved: &[&str], forms: &impl Fn(usize, &str) -> Vec<String>) {
        // Entries of earlier ranks keep their names.
        let assigned: HashMap<String, Vec<usize>> = self.wanted.clone();
        let names = |scope: &Self, index: usize| forms(index, &scope.name(index));
        for index in members {
            for name in &self.entries[*index].blocked {
                want(&mut self.wanted, name.clone(), *index);
            }
        }
        let mut moved = members.to_vec();
        while !moved.is_empty() {
            for index in moved {
                for name in names(self, index) {
                    want(&mut self.wanted, name, index);
                }
            }
            let is_free = |name: &String| {
                !reserved.contains(&name.as_str()) && !assigned.contains_key(name) && self.wanted[name].len() == 1
            };
            let contested = |index: &usize| !names(self, *index).iter().all(is_free);
            moved = members.iter().copied().filter(contested).collect();
            for index in &moved {
                self.levels[*index] += 1;
            }
        }
    }

    fn name(&self, index: usize) -> String {
        self.entries[index].name(self.levels[index])
    }

    /// The names, in the order of the entries.
    pub fn names(&self) -> Vec<String> {
        (0..self.count).map(|index| self.name(index)).collect()
    }

    /// Warns of each name that several entries want, once per set of entries; `at` returns the location of an entry.
    pub fn report<'l>(&self, at: impl Fn(usize) -> &'l Location, diagnostics: &mut Diagnostics) {
        let mut contested: BTreeMap<Vec<usize>, Vec<&String>> = BTreeMap::new();
        for (name, who) in self.wanted.iter().filter(|(_, who)| who.len() > 1) {
            let mut who = who.clone();
            who.sort_unstable();
            contested.entry(who).or_default().push(name);
        }
        for (who, mut names) in contested {
            names.sort();
            // Prefer a name to an identifier that follows from it.
            let is_name = |name: &&String| who.iter().any(|index| self.entries[*index].names.contains(*name));
            let name = names.iter().copied().find(is_name).unwrap_or(names[0]);
            let lost = |index: &usize| self.entries[*index].rank == Rank::Place && self.name(*index) != *name;
            if who.iter().any(lost) {
                self.warn(name, &who, &at, diagnostics);
            }
        }
    }

    fn warn<'l>(&self, name: &str, who: &[usize], at: &impl Fn(usize) -> &'l Location, diagnostics: &mut Diagnostics) {
        let there: Vec<usize> = who.iter().copied().filter(|index| *index < self.count).collect();
        let Some((first, others)) = there.split_first() else {
            return;
        };
        let wants = |index: &usize| match *index < self.count {
            true => format!("`{}`", self.entries[*index].label),
            false => "a removed item".to_owned(),
        };
        let message = format!(
            "{} would {} be called `{name}`; {} {}",
            list(who.iter().map(wants)),
            if who.len() == 2 { "both" } else { "all" },
            if others.is_empty() { "it is" } else { "they are" },
            list(there.iter().map(|index| format!("`{}`", self.name(*index)))),
        );
        let help =
            "give them names with `Config::rename`, or promise the names that they have with `openapi-build lock`";
        let mut warning = Diagnostic::new(Severity::Warning, "name-collision", at(*first).clone(), message).help(help);
        for other in others {
            let label = format!("this is `{}`", self.name(*other));
            warning = warning.related(at(*other).clone(), label);
        }
        diagnostics.report(warning);
    }
}

fn want(wanted: &mut HashMap<String, Vec<usize>>, name: String, index: usize) {
    let wanting = wanted.entry(name).or_default();
    if !wanting.contains(&index) {
        wanting.push(index);
    }
}

/// `a, b and c`; of many, the first and how many others.
fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    match items.as_slice() {
        many if many.len() > MOST_LISTED => {
            let (shown, others) = many.split_at(MOST_LISTED - 1);
            format!("{} and {} others", shown.join(", "), others.len())
        }
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => items.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{pascal, spellings};

    fn assign(texts: &[&str], reserved: &[&str]) -> Vec<String> {
        let entries = texts.iter().map(|text| Entry::new(text, spellings(text, pascal)));
        Scope::assign(entries.collect(), reserved).names()
    }

    #[test]
    fn a_message_lists_only_some_names() {
        let of = |count: usize| list((0..count).map(|nth| nth.to_string()));
        assert_eq!(of(3), "0, 1 and 2");
        assert_eq!(of(5), "0, 1, 2, 3 and 4");
        assert_eq!(of(40), "0, 1, 2, 3 and 36 others");
    }

    #[test]
    fn no_entry_gets_a_contested_name_in_any_order() {
        assert_eq!(assign(&["asc", "ASC", "other"], &[]), ["AscLower", "AscUpper", "Other"]);
        assert_eq!(assign(&["other", "ASC", "asc"], &[]), ["Other", "AscUpper", "AscLower"]);
    }

    #[test]
    fn names_without_distinct_words_get_a_suffix() {
        let names = assign(&["a→b", "a←b"], &[]);
        assert_eq!(names, ["ABXf101", "ABX797b"]);
    }

    #[test]
    fn a_name_that_was_passed_is_blocked() {
        // `AscUpper` is what `ASC` moves on to, and what `asc_upper` is.
        let names = assign(&["asc", "ASC", "asc_upper"], &[]);
        assert!(!names.contains(&"AscUpper".to_owned()), "{names:?}");
        assert!(!names.contains(&"Asc".to_owned()), "{names:?}");
    }

    #[test]
    fn no_entry_gets_a_reserved_name() {
        assert_eq!(assign(&["unknown"], &["Unknown"]), ["UnknownLower"]);
    }

    #[test]
    fn the_name_that_a_user_chose_stays() {
        let entry = |text: &str| Entry::new(text, spellings(text, pascal));
        let entries = vec![entry("user"), entry("person").chosen(Some("User".to_owned()))];
        assert_eq!(Scope::assign(entries, &[]).names(), ["UserLower", "User"]);
    }

    #[test]
    fn promised_names_stay_and_new_entries_yield() {
        let entry = |text: &str| Entry::new(text, spellings(text, pascal));
        let promised = entry("asc").promised(Some("Asc".to_owned()));
        assert_eq!(
            Scope::assign(vec![entry("ASC"), promised.clone()], &[]).names(),
            ["AscUpper", "Asc"]
        );
        let gone = Scope::assign_beside(vec![entry("ASC")], vec!["Asc".to_owned()], &[]);
        assert_eq!(gone.names(), ["AscUpper"], "the name of a removed entry is blocked");
        let chosen = entry("x").chosen(Some("Asc".to_owned()));
        assert_eq!(Scope::assign(vec![chosen, promised], &[]).names(), ["Asc", "AscLower"]);
    }

    #[test]
    fn an_added_entry_takes_no_name_over() {
        let texts = [
            "asc",
            "ASC",
            "asc_upper",
            "Asc",
            "asc upper",
            "ascUpper",
            "AscUpper",
            "ASC_UPPER",
            "asc_upper_snake",
        ];
        for all in 0..1u32 << texts.len() {
            let of = |set: u32| -> Vec<&str> {
                let chosen = texts.iter().enumerate().filter(|(nth, _)| set & (1 << nth) != 0);
                chosen.map(|(_, text)| *text).collect()
            };
            let after = of(all);
            let names = assign(&after, &[]);
            for less in (0..texts.len()).map(|nth| all & !(1 << nth)) {
                let before = of(less);
                for (text, name) in before.iter().zip(assign(&before, &[])) {
                    let now = names.iter().position(|now| *now == name);
                    assert!(
                        now.is_none_or(|now| after[now] == *text),
                        "{name}: {before:?} {after:?}"
                    );
                }
            }
        }
    }
}

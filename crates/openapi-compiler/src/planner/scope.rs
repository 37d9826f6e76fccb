//! Scopes: who gets an identifier that several things want.
//!
//! Each thing has names that it may have, made from what it is alone. It moves on to the next where it wants one that
//! another thing wants too, and claims all that it passed on the way. So nobody keeps a contested name, and a thing that is
//! added can make names disappear, but never take one over: whoever had it still claims it.

use std::collections::{BTreeMap, HashMap};

use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::Location;
use crate::name::suffix;

/// What wants a name in a scope.
#[derive(Clone, Debug)]
pub(super) struct Claim {
    /// What it is called in the description.
    pub said: String,
    /// What nothing else in the scope has; the last resort is made of it.
    pub place: String,
    /// The names that it may have, the best first.
    pub names: Vec<String>,
    /// The names that it would have if there were less of it, which nothing else gets.
    pub kept: Vec<String>,
    /// Why it should have it.
    pub rank: Rank,
}

/// What goes first where several things want one name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// A user chose the name.
    Chosen,
    /// The lock promises it.
    Promised,
    /// It follows from the place.
    Place,
}

impl Claim {
    /// What claims names by what the description calls it, which nothing else in the scope is called.
    pub fn new(said: &str, names: Vec<String>) -> Self {
        Self {
            said: said.to_owned(),
            place: said.to_owned(),
            names,
            kept: Vec::new(),
            rank: Rank::Place,
        }
    }

    /// With the name that a user chose, if there is one.
    pub fn chosen(mut self, name: Option<String>) -> Self {
        if let Some(name) = name {
            self.names.insert(0, name);
            self.rank = Rank::Chosen;
        }
        self
    }

    /// With the name that the lock promises, if it does and a user did not choose another.
    pub fn promised(mut self, name: Option<String>) -> Self {
        if let Some(name) = name
            && self.rank != Rank::Chosen
        {
            self.names.insert(0, name);
            self.kept.clear();
            self.rank = Rank::Promised;
        }
        self
    }

    /// The name of a level: those beyond the list have a suffix that depends on the place.
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

/// A scope with the names that its things got.
pub(super) struct Scope {
    claims: Vec<Claim>,
    /// How far down its list each thing had to go.
    levels: Vec<usize>,
    /// Who wants each name.
    wanted: HashMap<String, Vec<usize>>,
    /// How many things are there. What is beyond them is gone, and has only the names that were promised to it.
    count: usize,
}

impl Scope {
    /// Settles who gets which name, besides those that are reserved.
    pub fn settle(claims: Vec<Claim>, reserved: &[&str]) -> Self {
        Self::settle_with(claims, Vec::new(), reserved, |_, name| vec![name.to_owned()])
    }

    /// The same where the names of some things that are gone are promised.
    pub fn settle_promised(claims: Vec<Claim>, gone: Vec<String>, reserved: &[&str]) -> Self {
        Self::settle_with(claims, gone, reserved, |_, name| vec![name.to_owned()])
    }

    /// The same where each thing needs several identifiers, which follow from its name.
    pub fn settle_with(
        mut claims: Vec<Claim>,
        gone: Vec<String>,
        reserved: &[&str],
        forms: impl Fn(usize, &str) -> Vec<String>,
    ) -> Self {
        let count = claims.len();
        claims.extend(
            gone.into_iter()
                .map(|name| Claim::new("", Vec::new()).promised(Some(name))),
        );
        let mut places: HashMap<String, usize> = HashMap::new();
        for claim in &mut claims {
            // What nothing tells apart has its turn, so that there is an end to it.
            let turn = places.entry(claim.place.clone()).or_default();
            *turn += 1;
            if *turn > 1 {
                claim.place = format!("{} {turn}", claim.place);
            }
        }
        let mut scope = Self {
            levels: vec![0; claims.len()],
            wanted: HashMap::new(),
            claims,
            count,
        };
        for rank in [Rank::Chosen, Rank::Promised, Rank::Place] {
            let of_rank = |index: &usize| scope.claims[*index].rank == rank;
            let members: Vec<usize> = (0..scope.claims.len()).filter(of_rank).collect();
            scope.settle_rank(&members, reserved, &forms);
        }
        scope
    }

    fn settle_rank(&mut self, members: &[usize], reserved: &[&str], forms: &impl Fn(usize, &str) -> Vec<String>) {
        // What goes before keeps what it has.
        let settled: HashMap<String, Vec<usize>> = self.wanted.clone();
        let names = |scope: &Self, index: usize| forms(index, &scope.name(index));
        for index in members {
            for name in &self.claims[*index].kept {
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
                !reserved.contains(&name.as_str()) && !settled.contains_key(name) && self.wanted[name].len() == 1
            };
            let contested = |index: &usize| !names(self, *index).iter().all(is_free);
            moved = members.iter().copied().filter(contested).collect();
            for index in &moved {
                self.levels[*index] += 1;
            }
        }
    }

    fn name(&self, index: usize) -> String {
        self.claims[index].name(self.levels[index])
    }

    /// The names, in the order of the claims.
    pub fn names(&self) -> Vec<String> {
        (0..self.count).map(|index| self.name(index)).collect()
    }

    /// Warns of the names that several things want, once of those that want one; `at` is where each stands.
    pub fn report<'l>(&self, at: impl Fn(usize) -> &'l Location, diagnostics: &mut Diagnostics) {
        let mut contested: BTreeMap<Vec<usize>, Vec<&String>> = BTreeMap::new();
        for (name, who) in self.wanted.iter().filter(|(_, who)| who.len() > 1) {
            let mut who = who.clone();
            who.sort_unstable();
            contested.entry(who).or_default().push(name);
        }
        for (who, mut names) in contested {
            names.sort();
            // A name rather than an identifier that follows from it.
            let is_name = |name: &&String| who.iter().any(|index| self.claims[*index].names.contains(*name));
            let name = names.iter().copied().find(is_name).unwrap_or(names[0]);
            let lost = |index: &usize| self.claims[*index].rank == Rank::Place && self.name(*index) != *name;
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
            true => format!("`{}`", self.claims[*index].said),
            false => "what is gone".to_owned(),
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

/// `a, b and c`.
fn list(items: impl Iterator<Item = String>) -> String {
    let items: Vec<String> = items.collect();
    match items.as_slice() {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        _ => items.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{pascal, spellings};

    fn settle(texts: &[&str], reserved: &[&str]) -> Vec<String> {
        let claims = texts.iter().map(|text| Claim::new(text, spellings(text, pascal)));
        Scope::settle(claims.collect(), reserved).names()
    }

    #[test]
    fn nobody_keeps_a_contested_name_whatever_the_order() {
        assert_eq!(settle(&["asc", "ASC", "other"], &[]), ["AscLower", "AscUpper", "Other"]);
        assert_eq!(settle(&["other", "ASC", "asc"], &[]), ["Other", "AscUpper", "AscLower"]);
    }

    #[test]
    fn what_words_cannot_tell_apart_has_a_suffix_of_its_own() {
        let names = settle(&["a→b", "a←b"], &[]);
        assert_eq!(names, ["ABXf101", "ABX797b"]);
    }

    #[test]
    fn a_name_that_was_passed_by_is_nobodys() {
        // `AscUpper` is what `ASC` moves on to, and what `asc_upper` is.
        let names = settle(&["asc", "ASC", "asc_upper"], &[]);
        assert!(!names.contains(&"AscUpper".to_owned()), "{names:?}");
        assert!(!names.contains(&"Asc".to_owned()), "{names:?}");
    }

    #[test]
    fn what_is_reserved_is_nobodys() {
        assert_eq!(settle(&["unknown"], &["Unknown"]), ["UnknownLower"]);
    }

    #[test]
    fn what_a_user_chose_stays() {
        let claim = |text: &str| Claim::new(text, spellings(text, pascal));
        let claims = vec![claim("user"), claim("person").chosen(Some("User".to_owned()))];
        assert_eq!(Scope::settle(claims, &[]).names(), ["UserLower", "User"]);
    }

    #[test]
    fn what_is_promised_stays_and_newcomers_yield() {
        let claim = |text: &str| Claim::new(text, spellings(text, pascal));
        let promised = claim("asc").promised(Some("Asc".to_owned()));
        assert_eq!(
            Scope::settle(vec![claim("ASC"), promised.clone()], &[]).names(),
            ["AscUpper", "Asc"]
        );
        let gone = Scope::settle_promised(vec![claim("ASC")], vec!["Asc".to_owned()], &[]);
        assert_eq!(gone.names(), ["AscUpper"], "what is gone keeps its name");
        let chosen = claim("x").chosen(Some("Asc".to_owned()));
        assert_eq!(Scope::settle(vec![chosen, promised], &[]).names(), ["Asc", "AscLower"]);
    }

    #[test]
    fn what_is_added_takes_no_name_over() {
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
            let names = settle(&after, &[]);
            for less in (0..texts.len()).map(|nth| all & !(1 << nth)) {
                let before = of(less);
                for (text, name) in before.iter().zip(settle(&before, &[])) {
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

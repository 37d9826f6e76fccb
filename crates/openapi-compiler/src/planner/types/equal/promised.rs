//! Equal types that the lock promises.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::lock::Kind;
use crate::planner::shape::Shape;
use crate::planner::types::Types;

impl Types<'_> {
    /// Enums that the lock promises to be one type stay one where their values differ now: it has the values of all.
    pub(in crate::planner::types) fn keep_equal_enums(&mut self) {
        let promised = self.promised_equals().into_iter();
        let promised: Vec<(usize, usize)> = promised.filter(|(name, of)| name.max(of) < &self.order.len()).collect();
        let mut grown: BTreeSet<usize> = BTreeSet::new();
        for (name, of) in &promised {
            grown.extend(self.add_values(*of, *name).then_some(*of));
        }
        for (name, of) in &promised {
            grown.extend(self.add_values(*name, *of).then_some(*of));
        }
        for of in grown {
            let at = self.get(self.order[of]).at.clone();
            let message = "this enum and others differ, and the lock promises one type: it has the values of all";
            self.problems.note("promised-values", &at, message);
        }
    }

    /// Adds the values of an enum to another; returns whether it lacked one.
    fn add_values(&mut self, to: usize, from: usize) -> bool {
        let [to, from] = [to, from].map(|index| self.order[index]);
        let other = self.shapes[&from].0.clone();
        let has_more = match (self.shapes.get_mut(&to).map(|(shape, _)| shape), other) {
            (Some(Shape::StringEnum(own)), Shape::StringEnum(others)) => add(own, others),
            (Some(Shape::IntegerEnum(own)), Shape::IntegerEnum(others)) => add(own, others),
            _ => false,
        };
        if has_more {
            let others = self.get(from).schema.listed.clone();
            let own = &mut self.schemas[to.0 as usize].schema.listed;
            let known: Vec<_> = own.iter().map(|listed| listed.value.clone()).collect();
            own.extend(others.into_iter().filter(|listed| !known.contains(&listed.value)));
        }
        has_more
    }

    /// Whether the lock has a type at a place, and not as another name of one.
    pub(super) fn is_promised_alone(&self, home: &str) -> bool {
        let promised = |kind| self.promises.within(kind, &[home]).next();
        let is_type = promised(Kind::Type).is_some_and(|(_, promise)| promise.words.len() == 1);
        is_type && promised(Kind::Same).is_none()
    }

    /// The types that the lock promises to be equal to others, with those, where both are there.
    pub(super) fn promised_equals(&self) -> BTreeMap<usize, usize> {
        let types = self.by_home();
        let promised = self.promises.of(Kind::Same);
        let both = promised.filter_map(|(place, promise)| {
            Some((*types.get(place[0].as_str())?, *types.get(promise.words[0].as_str())?))
        });
        both.collect()
    }

    /// The types by their places, in the lock and now.
    fn by_home(&self) -> HashMap<&str, usize> {
        let homes = self.homes.iter().enumerate();
        homes
            .flat_map(|(index, homes)| homes.iter().map(move |home| (home.as_str(), index)))
            .collect()
    }

    /// Takes note of the promises that are kept: the types are still equal, or one of them is gone.
    pub(super) fn keep_promised_equals(&self, joined: &[Option<usize>]) {
        let types = self.by_home();
        let defined = |home: &String| types.get(home.as_str()).map(|index| joined[*index].unwrap_or(*index));
        for (place, promise) in self.promises.of(Kind::Same) {
            let [one, other] = [&place[0], &promise.words[0]].map(defined);
            if one == other || other.is_none() {
                self.promises.find(Kind::Same, &[&place[0]]);
            }
        }
    }
}

/// Adds what is not there; returns whether there is such.
fn add<T: PartialEq>(own: &mut Vec<T>, others: Vec<T>) -> bool {
    let count = own.len();
    for other in others {
        if !own.contains(&other) {
            own.push(other);
        }
    }
    own.len() > count
}

//! Distinguishes types that share a place: several compositions, or a union and its only alternative.

use std::collections::{HashMap, HashSet};

use super::Types;
use crate::document::Location;
use crate::name::suffix;
use crate::planner::alternatives::is_inside;
use crate::planner::place::Places;
use crate::resolved::ResolvedId;

impl Types<'_> {
    /// The place of each type, with what meets there where several types have it.
    pub(super) fn distinct_places(&self, places: &Places<'_>) -> Vec<String> {
        let own = |id: &ResolvedId| unordered(places, &self.get(*id).at, self.get(*id).part);
        let mut sharing: HashMap<String, usize> = HashMap::new();
        for id in &self.order {
            *sharing.entry(own(id)).or_default() += 1;
        }
        let distinct = self.order.iter().map(|id| match own(id) {
            place if sharing[&place] > 1 => self.whole_place(places, *id),
            place => place,
        });
        distinct.collect()
    }

    /// The place of each type in the lock, which no other type has. Of several that would have one place, that which the others
    /// are inside has it; another is identified by all of its keywords, in any order.
    pub(super) fn distinct_keys(&self, places: &Places<'_>) -> Vec<String> {
        let key = |id: &ResolvedId| places.key(&self.get(*id).at, self.get(*id).part);
        let mut sharing: HashMap<String, Vec<ResolvedId>> = HashMap::new();
        for id in &self.order {
            sharing.entry(key(id)).or_default().push(*id);
        }
        let mut seen: HashSet<String> = HashSet::new();
        let mut distinct = |id: &ResolvedId| {
            let key = key(id);
            let others = sharing[&key].iter().filter(|other| *other != id);
            let is_around = |other: &ResolvedId| is_inside(&self.get(*other).at, &self.get(*id).at);
            let mut own = match others.into_iter().all(is_around) {
                true => key,
                false => format!("{key}/({})", suffix(&self.whole_place(places, *id))),
            };
            while !seen.insert(own.clone()) {
                own.push('\'');
            }
            own
        };
        self.order.iter().map(&mut distinct).collect()
    }

    /// A place with those of the schema objects that meet there.
    fn whole_place(&self, places: &Places<'_>, id: ResolvedId) -> String {
        let schema = self.get(id);
        let sources = schema.sources.iter().map(|source| {
            let source = self.resolved.description.schemas.get(*source);
            unordered(places, &source.at, source.part)
        });
        let mut sources: Vec<String> = sources.collect();
        sources.sort();
        format!("{} {}", unordered(places, &schema.at, schema.part), sources.join(" "))
    }
}

/// A place, and the part of the schema there; the order of parameters and alternatives does not count.
fn unordered(places: &Places<'_>, at: &Location, part: Option<&str>) -> String {
    format!("{}{}", places.unordered(at), part.unwrap_or_default())
}

//! Alternatives: of unions, and of bases.

use serde_json::{Value, json};

use super::{Addition, DEEP, Fill, Sampler};
use crate::discriminator;
use crate::json::{elements, members};
use crate::pointer::{child, locate};
use crate::round_trip::listed;
use crate::set::Set;

impl<'c> Sampler<'c> {
    /// Takes an alternative of each union of the set, the next ones where one leads to nothing, then makes the value.
    pub(super) fn choose(&mut self, mut set: Set<'c>, from: usize, depth: usize) -> Option<Value> {
        // By schema: what an alternative brings with it comes after what was there.
        let of_schema = |(at, schema): &(String, &'c Value)| -> Vec<(String, &'c Value)> {
            let names = ["oneOf", "anyOf"].into_iter();
            names
                .filter_map(|name| Some((child(at, name), schema.get(name)?)))
                .collect()
        };
        let unions: Vec<(String, &Value)> = set.schemas.iter().flat_map(of_schema).collect();
        let Some((at, alternatives)) = unions.get(from).cloned() else {
            return match set.bases.pop() {
                Some(base) => self.subtype(&set, &base, from, depth),
                None => self.make(&set, depth),
            };
        };
        if let Some(property) = self
            .discriminator(&set, &at)
            .filter(|_| self.addition == Some(Addition::Variants))
        {
            self.has_novelty = true;
            return Some(json!({ property: "neu: a variant of tomorrow" }));
        }
        let count = elements(alternatives).count();
        self.choices = self.choices.max(count);
        let index = self.index;
        let place = |nth: usize| child(&at, &nth.to_string());
        let deeper = (0..count).position(|nth| self.leads_deeper(&place(nth), depth));
        for nth in self.turns(count, depth, deeper) {
            let mut chosen = set.clone();
            let alternative = place(nth);
            if self.is_beside_listed(&at, &alternative) {
                continue;
            }
            chosen.tags.extend(self.tag(&set, &at, &alternative));
            if self.gather(alternative, false, &mut chosen).is_none() {
                continue;
            }
            self.index = index / count;
            if let Some(value) = self.choose(chosen, from + 1, depth) {
                return Some(value);
            }
        }
        None
    }

    /// The order in which alternatives are tried: deep down, and where little is wanted, the first that ends is taken, unless
    /// one leads deeper.
    fn turns(&self, count: usize, depth: usize, deeper: Option<usize>) -> impl Iterator<Item = usize> + use<> {
        let small = depth > DEEP || self.fill == Fill::Required;
        let first = deeper.unwrap_or(if small { 0 } else { self.index % count.max(1) });
        (0..count).map(move |nth| (first + nth) % count)
    }

    /// Takes a base itself, or a schema of its mapping. A value whose tag is mapped is not the base itself.
    fn subtype(&mut self, set: &Set<'c>, base: &str, from: usize, depth: usize) -> Option<Value> {
        let document = self.contract.document();
        let (property, mapped) = discriminator::mapping(document, document.pointer(base)?)?;
        if self.addition.is_some() {
            return self.choose(set.clone(), from, depth);
        }
        let count = mapped.len() + 1;
        self.choices = self.choices.max(count);
        let index = self.index;
        let deeper = mapped.iter().position(|(_, target)| self.leads_deeper(target, depth));
        for nth in self.turns(count, depth, deeper.map(|nth| nth + 1)) {
            self.index = index / count;
            let mut chosen = set.clone();
            let made = match nth.checked_sub(1).map(|nth| &mapped[nth]) {
                None => self.choose(chosen, from, depth).filter(|value| {
                    let tag = value[property].as_str();
                    !mapped.iter().any(|(known, _)| tag == Some(*known))
                }),
                Some((tag, target)) => {
                    chosen.tags.insert(0, (property.to_owned(), (*tag).to_owned()));
                    let gathered = self.gather(target.clone(), false, &mut chosen);
                    gathered.and_then(|()| self.choose(chosen, from, depth))
                }
            };
            if made.is_some() {
                return made;
            }
        }
        None
    }

    /// Whether an alternative of a union is any text or integer, where another lists some: those are for samples, others are unlisted.
    fn is_beside_listed(&self, union: &str, alternative: &str) -> bool {
        let document = self.contract.document();
        let Some(found) = document.pointer(alternative) else {
            return false;
        };
        let (found, _) = locate(document, found, alternative.to_owned());
        let any = ["enum", "const"].iter().all(|name| found.get(name).is_none());
        let is_listed: fn(&Value) -> bool = match found["type"].as_str() {
            Some("string") => Value::is_string,
            Some("integer") => Value::is_number,
            _ => return false,
        };
        let owner = union.rsplit_once('/').map_or("", |(owner, _)| owner);
        any && listed(self.contract, owner).into_iter().any(is_listed)
    }

    /// The property of the discriminator beside a union, where it tells alternatives apart by their names.
    fn discriminator(&self, set: &Set<'c>, union: &str) -> Option<&'c str> {
        let owner = union.rsplit_once('/')?.0;
        let (_, schema) = set.schemas.iter().find(|(at, _)| at == owner)?;
        let named = elements(self.contract.document().pointer(union)?).all(|known| known.get("$ref").is_some());
        schema["discriminator"]["propertyName"].as_str().filter(|_| named)
    }

    /// The tag of an alternative by the discriminator of its union (OpenAPI 3.1, section 4.8.25). Of several tags it is the
    /// last, so that a client that writes the first by itself is noticed.
    fn tag(&self, set: &Set<'_>, union: &str, alternative: &str) -> Option<(String, String)> {
        let owner = union.rsplit_once('/')?.0;
        let (_, schema) = set.schemas.iter().find(|(at, _)| at == owner)?;
        let property = schema["discriminator"]["propertyName"].as_str()?;
        let target = self.contract.document().pointer(alternative)?["$ref"].as_str()?;
        let name = target.rsplit('/').next()?;
        let mapped = members(&schema["discriminator"]["mapping"])
            .filter(|(_, to)| to.as_str().is_some_and(|to| to == target || to == name))
            .last()
            .map(|(value, _)| value);
        Some((property.to_owned(), mapped.unwrap_or(name).to_owned()))
    }
}

//! Makes one value.

mod containers;
mod scalars;
mod unions;

use std::rc::Rc;

use serde_json::{Value, json};

use crate::contract::{Contract, Direction};
use crate::discriminator;
use crate::json::elements;
use crate::nesting::Nesting;
use crate::pointer::{child, of_fragment};
use crate::restrictions::Restrictions;
use crate::same::same;
use crate::set::{Set, is_type, types_is_only_null};

/// The extent of a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fill {
    /// Only required members.
    Required,
    /// Everything.
    All,
}

/// How a value departs from its schema, as a newer server's might.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Addition {
    /// Texts that an `enum` does not list.
    EnumValues,
    /// Properties that are not described.
    Properties,
    /// Variants that a discriminator does not name.
    Variants,
}

/// The keywords for properties without names.
const REST: [&str; 2] = ["additionalProperties", "unevaluatedProperties"];
/// Deeper than this, properties that need not be there are left out.
const DEEP: usize = 4;
/// Deeper than this, nothing is made.
const DEEPEST: usize = 24;
/// How many values one value may consist of before only the required ones are made.
const LARGE: usize = 400;

/// A value in the making.
pub(crate) struct Sampler<'c> {
    contract: &'c Contract,
    direction: Direction,
    restrictions: Restrictions,
    fill: Fill,
    /// Which of several alternatives is taken.
    index: usize,
    /// Whether examples and defaults in schemas are used.
    pub examples: bool,
    /// Whether texts and numbers are ordinary ones.
    pub plain: bool,
    pub addition: Option<Addition>,
    pub has_novelty: bool,
    /// A way along which the value is nested, and how deep.
    pub nesting: Option<(Rc<Nesting>, usize)>,
    /// The largest number of alternatives met.
    pub choices: usize,
    /// How many values were made.
    made: usize,
    /// How many texts and numbers were made, so that no two neighbours are alike.
    turn: usize,
}

impl<'c> Sampler<'c> {
    pub(crate) fn new(
        contract: &'c Contract,
        direction: Direction,
        restrictions: Restrictions,
        fill: Fill,
        index: usize,
    ) -> Self {
        Self {
            contract,
            direction,
            restrictions,
            fill,
            index,
            examples: false,
            plain: false,
            addition: None,
            has_novelty: false,
            nesting: None,
            choices: 0,
            made: 0,
            turn: index,
        }
    }

    /// A value by all of these schemas.
    pub(crate) fn value(&mut self, schemas: &[String], depth: usize) -> Option<Value> {
        self.made += 1;
        let nested = self.nesting.as_ref().map_or(0, |(_, deepest)| *deepest);
        if depth > nested + DEEPEST || self.made > 50 * LARGE {
            return None;
        }
        let mut set = Set::default();
        schemas
            .iter()
            .try_for_each(|schema| self.gather(schema.clone(), false, &mut set))?;
        if let Some(example) = self.example(&set) {
            return Some(example);
        }
        let index = self.index;
        let value = self.choose(set, 0, depth);
        self.index = index;
        value
    }

    /// Whether a value is of a type that these schemas describe.
    pub(crate) fn describes(&self, schemas: &[String], value: &Value) -> bool {
        let mut set = Set::default();
        let mut all = schemas.iter();
        all.try_for_each(|schema| self.gather(schema.clone(), false, &mut set))
            .is_some()
            && set.describes(value)
    }

    /// Whether a value goes through a schema to be nested deeper.
    fn leads_deeper(&self, at: &str, depth: usize) -> bool {
        let nesting = self.nesting.as_ref();
        nesting.is_some_and(|(way, deepest)| depth < *deepest && way.has(at))
    }

    /// Adds a schema with its references and compositions; `None` if nothing is valid. A base that a value is
    /// composed with stands for itself alone.
    fn gather(&self, at: String, composed: bool, set: &mut Set<'c>) -> Option<()> {
        if set.schemas.iter().any(|(known, _)| *known == at) {
            return Some(());
        }
        let document = self.contract.document();
        let schema = document.pointer(&at)?;
        if *schema == json!(false) {
            return None;
        }
        set.schemas.push((at.clone(), schema));
        if schema.get("$ref").is_some() {
            let target = of_fragment(schema["$ref"].as_str()?)?;
            self.gather(target, composed, set)?;
        }
        if !composed && discriminator::mapping(document, schema).is_some() {
            set.bases.push(at.clone());
        }
        let stands_for_member = discriminator::stands_for_member(&at, schema);
        for (nth, member) in elements(&schema["allOf"]).enumerate() {
            let composed = composed || (member.get("$ref").is_some() && !stands_for_member);
            self.gather(child(&child(&at, "allOf"), &nth.to_string()), composed, set)?;
        }
        Some(())
    }

    /// An example or a default that stands in the schema itself.
    fn example(&self, set: &Set<'_>) -> Option<Value> {
        if !self.examples || self.addition.is_some() {
            return None;
        }
        let single = set
            .keyword("example")
            .chain(set.keyword("default"))
            .map(|(_, value)| value);
        let several = set.keyword("examples").flat_map(|(_, list)| elements(list));
        let pointers = set.pointers();
        let fits = |value: &&Value| {
            self.restrictions.admits(value)
                && !value.is_null()
                && set.describes(value)
                && (self.direction == Direction::Response || set.lists_members(value))
                && self.contract.is_valid(&pointers, self.direction, value)
        };
        several.chain(single).find(fits).cloned()
    }

    fn make(&mut self, set: &Set<'c>, depth: usize) -> Option<Value> {
        if let Some(value) = self.enumerated(set) {
            return value;
        }
        let types = self.types(set);
        let deeper = self.type_that_leads_deeper(set, depth);
        let deeper = types.iter().position(|name| deeper == Some(*name));
        let chosen = match self.fill {
            Fill::Required => deeper.unwrap_or(0),
            Fill::All => self.index % types.len().max(1),
        };
        if types.len() > 1 {
            self.choices = self.choices.max(types.len());
        }
        match *types.get(chosen)? {
            "null" => Some(Value::Null),
            "boolean" => Some(json!(self.index.is_multiple_of(2))),
            "integer" => self.integer(set),
            "number" if set.format().is_some_and(|format| format.starts_with("int")) => self.integer(set),
            "number" => self.number(set),
            "string" => self.string(set).map(Value::String),
            "array" => self.array(set, depth),
            _ => self.object(set, depth),
        }
    }

    fn type_that_leads_deeper(&self, set: &Set<'c>, depth: usize) -> Option<&'static str> {
        let holds = |name: &str| {
            let schemas = set.keyword(name).map(|(at, _)| child(at, name));
            schemas.into_iter().any(|at| self.leads_deeper(&at, depth))
        };
        let in_object = holds("additionalProperties")
            || set
                .properties()
                .iter()
                .any(|(_, schemas)| schemas.iter().any(|at| self.leads_deeper(at, depth)));
        match (in_object, holds("items")) {
            (true, _) => Some("object"),
            (false, true) => Some("array"),
            (false, false) => None,
        }
    }

    /// The types to choose from, null last; by the other keywords where `type` is missing.
    fn types(&self, set: &Set<'c>) -> Vec<&'c str> {
        let mut types = set.described_types().unwrap_or_else(|| {
            if set.has(&["pattern", "format", "minLength", "maxLength"]) || self.restrictions != Restrictions::default()
            {
                vec!["string"]
            } else {
                vec!["string", "object", "number", "array", "boolean", "null"]
            }
        });
        types.sort_by_key(|name| *name == "null");
        if self.restrictions.no_nothing {
            types.retain(|name| *name != "null" || types_is_only_null(set));
        }
        types
    }

    /// A value that every `enum` and `const` has, if there are any.
    fn enumerated(&mut self, set: &Set<'_>) -> Option<Option<Value>> {
        let enums = set.keyword("enum").map(|(_, list)| elements(list).collect());
        let consts = set.keyword("const").map(|(_, value)| vec![value]);
        let lists: Vec<Vec<&Value>> = enums.chain(consts).collect();
        let (first, others) = lists.split_first()?;
        let types = set.types();
        let common: Vec<&Value> = first
            .iter()
            .copied()
            .filter(|value| others.iter().all(|list| list.iter().any(|other| same(other, value))))
            .filter(|value| {
                types
                    .as_ref()
                    .is_none_or(|types| types.iter().any(|name| is_type(value, name)))
            })
            .filter(|value| self.restrictions.admits(value))
            .collect();
        let unlisted = self.addition == Some(Addition::EnumValues) && !set.has(&["const"]);
        if unlisted && !common.is_empty() && common.iter().all(|value| value.is_string()) {
            self.has_novelty = true;
            return Some(Some(json!("neu: a value of tomorrow")));
        }
        let integers: Option<Vec<i64>> = common.iter().map(|value| value.as_i64()).collect();
        if unlisted && let Some(next) = integers.and_then(|all| all.into_iter().max()?.checked_add(1)) {
            self.has_novelty = true;
            return Some(Some(json!(next)));
        }
        self.choices = self.choices.max(common.len());
        Some(
            common
                .get(self.index % common.len().max(1))
                .map(|value| (*value).clone()),
        )
    }
}

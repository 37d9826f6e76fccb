//! Makes one value.

use serde_json::{Map, Number, Value, json};

use crate::contract::{Contract, Direction, elements, members};
use crate::discriminator;
use crate::kept::listed;
use crate::one_way::is_absent;
use crate::pattern::text_of_pattern;
use crate::place::Place;
use crate::pointer::{child, locate, of_fragment};
use crate::set::{Set, is_type, types_is_only_null};
use crate::text::{self, Lengths};

/// What is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fill {
    /// Only what is required.
    Required,
    /// Everything.
    All,
}

/// How a value departs from its schema, as a newer server's might.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Novelty {
    /// Texts that an `enum` does not list.
    EnumValues,
    /// Properties that are not described.
    Properties,
    /// Variants that a discriminator does not name.
    Variants,
}

/// What describes the properties that have no names.
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
    place: Place,
    fill: Fill,
    /// Which of several alternatives is taken.
    index: usize,
    /// Whether examples and defaults in schemas are used.
    pub examples: bool,
    /// Whether texts and numbers are ordinary ones.
    pub plain: bool,
    pub novelty: Option<Novelty>,
    pub has_novelty: bool,
    /// The largest number of alternatives met.
    pub choices: usize,
    /// How many values were made.
    made: usize,
    /// How many texts and numbers were made, so that no two neighbours are alike.
    turn: usize,
}

impl<'c> Sampler<'c> {
    pub(crate) fn new(contract: &'c Contract, direction: Direction, place: Place, fill: Fill, index: usize) -> Self {
        Self {
            contract,
            direction,
            place,
            fill,
            index,
            examples: false,
            plain: false,
            novelty: None,
            has_novelty: false,
            choices: 0,
            made: 0,
            turn: index,
        }
    }

    /// A value by all of these schemas.
    pub(crate) fn value(&mut self, schemas: &[String], depth: usize) -> Option<Value> {
        self.made += 1;
        if depth > DEEPEST || self.made > 50 * LARGE {
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

    /// Adds a schema, and what it refers to and is composed of; `None` where nothing is valid. A base that a value is
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

    /// Takes an alternative of each union of the set, the next ones where one leads to nothing, then makes the value.
    fn choose(&mut self, mut set: Set<'c>, from: usize, depth: usize) -> Option<Value> {
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
            .filter(|_| self.novelty == Some(Novelty::Variants))
        {
            self.has_novelty = true;
            return Some(json!({ property: "neu: a variant of tomorrow" }));
        }
        let count = elements(alternatives).count();
        self.choices = self.choices.max(count);
        let index = self.index;
        for nth in self.turns(count, depth) {
            let mut chosen = set.clone();
            let alternative = child(&at, &nth.to_string());
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

    /// The order in which alternatives are tried: deep down, and where little is wanted, the first that ends is taken.
    fn turns(&self, count: usize, depth: usize) -> impl Iterator<Item = usize> + use<> {
        let first = if depth > DEEP || self.fill == Fill::Required {
            0
        } else {
            self.index % count.max(1)
        };
        (0..count).map(move |nth| (first + nth) % count)
    }

    /// Takes a base itself, or what its mapping names. A value whose tag is mapped is not the base itself.
    fn subtype(&mut self, set: &Set<'c>, base: &str, from: usize, depth: usize) -> Option<Value> {
        let document = self.contract.document();
        let (property, mapped) = discriminator::mapping(document, document.pointer(base)?)?;
        if self.novelty.is_some() {
            return self.choose(set.clone(), from, depth);
        }
        let count = mapped.len() + 1;
        self.choices = self.choices.max(count);
        let index = self.index;
        for nth in self.turns(count, depth) {
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

    /// Whether an alternative of a union is any text or integer, where another lists some: those are for the samples, others are novel.
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

    /// What the discriminator beside a union says of an alternative (OpenAPI 3.1, section 4.8.25). Of several tags it is the
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

    /// An example or a default that stands in the schema itself.
    fn example(&self, set: &Set<'_>) -> Option<Value> {
        if !self.examples || self.novelty.is_some() {
            return None;
        }
        let single = set
            .keyword("example")
            .chain(set.keyword("default"))
            .map(|(_, value)| value);
        let several = set.keyword("examples").flat_map(|(_, list)| elements(list));
        let pointers = set.pointers();
        let fits = |value: &&Value| {
            self.place.admits(value) && !value.is_null() && self.contract.is_valid(&pointers, self.direction, value)
        };
        several.chain(single).find(fits).cloned()
    }

    fn make(&mut self, set: &Set<'c>, depth: usize) -> Option<Value> {
        if let Some((_, value)) = set.keyword("const").next() {
            return Some(value.clone());
        }
        if let Some(value) = self.enumerated(set) {
            return value;
        }
        let types = self.types(set);
        let chosen = if self.fill == Fill::Required {
            0
        } else {
            self.index % types.len().max(1)
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

    /// The types to choose from, null last; by the other keywords where `type` is missing.
    fn types(&self, set: &Set<'c>) -> Vec<&'c str> {
        let mut types = set.types().unwrap_or_else(|| {
            if set.has(&["properties", "required", "patternProperties"]) || set.has(&REST) {
                vec!["object"]
            } else if set.has(&["items", "prefixItems", "minItems", "maxItems", "uniqueItems"]) {
                vec!["array"]
            } else if set.has(&["minimum", "maximum", "multipleOf"]) {
                vec!["number"]
            } else if set.has(&["pattern", "format", "minLength", "maxLength"]) || self.place != Place::default() {
                vec!["string"]
            } else {
                vec!["string", "object", "number", "array", "boolean", "null"]
            }
        });
        types.sort_by_key(|name| *name == "null");
        if self.place.no_nothing {
            types.retain(|name| *name != "null" || types_is_only_null(set));
        }
        types
    }

    /// A value of the `enum`s, if there are any.
    fn enumerated(&mut self, set: &Set<'_>) -> Option<Option<Value>> {
        let lists: Vec<&Value> = set.keyword("enum").map(|(_, list)| list).collect();
        let (first, others) = lists.split_first()?;
        let types = set.types();
        let common: Vec<&Value> = elements(first)
            .filter(|value| others.iter().all(|list| elements(list).any(|other| other == *value)))
            .filter(|value| {
                types
                    .as_ref()
                    .is_none_or(|types| types.iter().any(|name| is_type(value, name)))
            })
            .filter(|value| self.place.admits(value))
            .collect();
        if self.novelty == Some(Novelty::EnumValues)
            && !common.is_empty()
            && common.iter().all(|value| value.is_string())
        {
            self.has_novelty = true;
            return Some(Some(json!("neu: a value of tomorrow")));
        }
        let integers: Option<Vec<i64>> = common.iter().map(|value| value.as_i64()).collect();
        if self.novelty == Some(Novelty::EnumValues)
            && let Some(next) = integers.and_then(|all| all.into_iter().max()?.checked_add(1))
        {
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

    fn next_turn(&mut self) -> usize {
        self.turn += 1;
        if self.plain { 0 } else { self.turn }
    }

    fn integer(&mut self, set: &Set<'_>) -> Option<Value> {
        let unsigned = set.is_unsigned();
        let (low, high): (i128, i128) = match set.format() {
            Some("int32") => (i32::MIN.into(), i32::MAX.into()),
            Some("uint64") => (0, u64::MAX.into()),
            _ if unsigned => (0, u64::MAX.into()),
            _ if self.place.safe_integers => (-(1 << 53) + 1, (1 << 53) - 1),
            _ => (i64::MIN.into(), i64::MAX.into()),
        };
        let low = low.max(set.largest("minimum").map_or(low, |bound| bound.ceil() as i128));
        let low = low.max(
            set.largest("exclusiveMinimum")
                .map_or(low, |bound| bound.floor() as i128 + 1),
        );
        let high = high.min(set.smallest("maximum").map_or(high, |bound| bound.floor() as i128));
        let high = high.min(
            set.smallest("exclusiveMaximum")
                .map_or(high, |bound| bound.ceil() as i128 - 1),
        );
        let step = set.largest("multipleOf").map_or(1, |step| step as i128).max(1);
        let edges = [1, low, high, 0, -1, 42];
        let near: Vec<i128> = edges
            .into_iter()
            .map(|edge| edge.clamp(low.min(high), high))
            .map(|edge| edge.div_euclid(step) * step)
            .map(|edge| if edge < low { edge + step } else { edge })
            .collect();
        let chosen = near[self.next_turn() % near.len()];
        let number = i64::try_from(chosen)
            .map(Number::from)
            .or_else(|_| u64::try_from(chosen).map(Number::from));
        number.ok().map(Value::Number)
    }

    fn number(&mut self, set: &Set<'_>) -> Option<Value> {
        let low = set
            .largest("minimum")
            .or(set.largest("exclusiveMinimum").map(|bound| bound + 0.5));
        let high = set
            .smallest("maximum")
            .or(set.smallest("exclusiveMaximum").map(|bound| bound - 0.5));
        let (low, high) = (low.unwrap_or(f64::MIN), high.unwrap_or(f64::MAX));
        let edges: [f64; 6] = match set.format() {
            Some("float") => [0.5, 0.1, -1.25, 3.0e10, 0.0, 16_777_216.0],
            _ => [0.5, 0.1, -1.25, 123_456_789.012_345_67, 0.0, 1.0e-7],
        };
        let chosen = edges[self.next_turn() % edges.len()].max(low).min(high);
        let step = set.largest("multipleOf").filter(|step| *step > 0.0);
        let stepped = step.map_or(chosen, |step| (chosen / step).ceil() * step);
        Number::from_f64(stepped).map(Value::Number)
    }

    fn string(&mut self, set: &Set<'_>) -> Option<String> {
        let (least, most) = set.count("minLength", "maxLength");
        let lengths = Lengths { least, most };
        let turn = self.next_turn();
        if let Some((_, pattern)) = set.keyword("pattern").next() {
            return text_of_pattern(pattern.as_str()?, turn, lengths);
        }
        let encoded = set.has(&["contentEncoding"]).then_some("byte");
        match set.format().or(encoded).and_then(text::of_format) {
            Some(text) if lengths.admit(text) => Some(text.to_owned()),
            _ => text::edge(turn, lengths, self.place),
        }
    }

    fn array(&mut self, set: &Set<'c>, depth: usize) -> Option<Value> {
        let (least, most) = set.count("minItems", "maxItems");
        let ordinary = [1, 2, 0][self.index % 3];
        let wanted = match self.fill {
            _ if self.made > LARGE || depth > DEEP => least,
            Fill::Required => least,
            Fill::All => least.max(ordinary).min(most),
        };
        let wanted = if self.place.no_nothing { wanted.max(1) } else { wanted };
        let unique = set.keyword("uniqueItems").any(|(_, value)| *value == json!(true));
        let mut items: Vec<Value> = Vec::new();
        let index = self.index;
        for nth in 0..wanted {
            let mut tries = 0;
            let item = loop {
                self.index = index + nth + tries;
                let item = self.item(set, nth, depth)?;
                if !unique || !items.contains(&item) {
                    break item;
                }
                tries += 1;
                if tries > 16 {
                    return None;
                }
            };
            items.push(item);
        }
        self.index = index;
        Some(Value::Array(items))
    }

    /// The item at a place of an array.
    fn item(&mut self, set: &Set<'c>, nth: usize, depth: usize) -> Option<Value> {
        let mut schemas = Vec::new();
        for (at, schema) in &set.schemas {
            if schema["prefixItems"].get(nth).is_some() {
                schemas.push(child(&child(at, "prefixItems"), &nth.to_string()));
            } else if schema.get("items").is_some() {
                schemas.push(child(at, "items"));
            }
        }
        self.value(&schemas, depth + 1)
    }

    fn object(&mut self, set: &Set<'c>, depth: usize) -> Option<Value> {
        let required = set.required();
        let mut object = Map::new();
        let mut described = set.properties();
        if set.count("minProperties", "maxProperties").1 < described.len() {
            // Where there is no room for all, each comes first in its turn.
            self.choices = self.choices.max(described.len());
            let first = self.index % described.len();
            described.rotate_left(first);
        }
        let mut optional = self.optional(set, required.len(), described.len(), depth);
        for (name, schemas) in &described {
            let needed = required.contains(name);
            if (!needed && optional == 0) || self.is_for_the_other_direction(schemas) {
                continue;
            }
            let value = match set.tags.iter().find(|(property, _)| property == name) {
                Some((_, tag)) => Some(json!(tag)),
                None => self.value(schemas, depth + 1),
            };
            match value {
                None if needed => return None,
                None => {}
                Some(value) => {
                    object.insert((*name).to_owned(), value);
                    optional -= usize::from(!needed);
                }
            }
        }
        for name in required
            .iter()
            .filter(|name| !described.iter().any(|(known, _)| known == *name))
        {
            let tag = set
                .tags
                .iter()
                .find(|(property, _)| property == name)
                .map(|(_, value)| json!(value));
            object.insert((*name).to_owned(), tag.or_else(|| self.additional(set, name, depth))?);
        }
        // A tag is there whether the alternative describes it or not, unless it forbids what it does not describe.
        for (property, tag) in &set.tags {
            let is_described = described.iter().any(|(known, _)| known == property);
            if !is_described
                && !set
                    .keyword("additionalProperties")
                    .any(|(_, rest)| *rest == json!(false))
            {
                object.entry(property.clone()).or_insert_with(|| json!(tag));
            }
        }
        self.additional_properties(set, &mut object, depth)?;
        Some(Value::Object(object))
    }

    /// How many properties that need not be there an object gets, of so many required and described ones.
    fn optional(&self, set: &Set<'_>, required: usize, described: usize, depth: usize) -> usize {
        let (least, most) = set.count("minProperties", "maxProperties");
        let small = self.fill == Fill::Required || depth >= DEEP || self.made > LARGE;
        let wanted = if small {
            least.saturating_sub(required)
        } else {
            described
        };
        wanted.min(most.saturating_sub(required))
    }

    fn is_for_the_other_direction(&self, schemas: &[String]) -> bool {
        let document = self.contract.document();
        let mut found = schemas.iter().filter_map(|schema| document.pointer(schema));
        found.any(|schema| is_absent(document, schema, self.direction))
    }

    /// Adds properties that are not described, where the schemas say what they are, or where there must be more.
    fn additional_properties(&mut self, set: &Set<'c>, object: &mut Map<String, Value>, depth: usize) -> Option<()> {
        let (least, most) = set.count("minProperties", "maxProperties");
        let rest = || REST.iter().flat_map(|name| set.keyword(name));
        let closed = rest().any(|(_, value)| *value == json!(false));
        let told = rest().any(|(_, value)| value.is_object() || *value == json!(true));
        if self.novelty == Some(Novelty::Properties) {
            if !told && !set.has(&["patternProperties"]) && !set.properties().is_empty() {
                object.insert("neu: a property of tomorrow".to_owned(), json!({ "deep": [null, 1.5] }));
                self.has_novelty = true;
            }
            return Some(());
        }
        let pattern = set
            .keyword("patternProperties")
            .find_map(|(_, all)| members(all).next().map(|(pattern, _)| pattern));
        let names = set.keyword("propertyNames").next().is_some();
        let keys: Vec<String> = if names {
            (0..2).filter_map(|nth| self.property_name(set, nth, depth)).collect()
        } else if closed {
            let keys = (0..2).filter_map(|nth| text_of_pattern(pattern?, nth, Lengths::default()));
            keys.collect()
        } else {
            let odd = if self.place == Place::default() {
                "ein weiterer/~Schlüssel"
            } else {
                "another"
            };
            ["additional", odd, "3", "4"].map(str::to_owned).to_vec()
        };
        let ordinary = self.fill == Fill::All && told && !self.place.closed && depth < DEEP && self.made < LARGE;
        let wanted = if ordinary || (closed && pattern.is_some() && self.fill == Fill::All) {
            2
        } else {
            0
        };
        let wanted = (object.len() + wanted).max(least).min(most);
        for key in keys {
            if object.len() < wanted && !object.contains_key(&key) {
                object.insert(key.clone(), self.additional(set, &key, depth)?);
            }
        }
        Some(())
    }

    fn property_name(&mut self, set: &Set<'c>, nth: usize, depth: usize) -> Option<String> {
        let schemas: Vec<String> = set
            .keyword("propertyNames")
            .map(|(at, _)| child(at, "propertyNames"))
            .collect();
        self.index += nth;
        let name = self.value(&schemas, depth + 1);
        self.index -= nth;
        name?.as_str().map(str::to_owned)
    }

    /// The value of a property that is not described by its name.
    fn additional(&mut self, set: &Set<'c>, name: &str, depth: usize) -> Option<Value> {
        let mut schemas: Vec<String> = Vec::new();
        for (at, patterns) in set.keyword("patternProperties") {
            let fits = |pattern: &str| {
                let validator = jsonschema::draft202012::new(&json!({ "pattern": pattern }));
                validator.is_ok_and(|validator| validator.is_valid(&json!(name)))
            };
            let matching = members(patterns).filter(|(pattern, _)| fits(pattern));
            schemas.extend(matching.map(|(pattern, _)| child(&child(at, "patternProperties"), pattern)));
        }
        if schemas.is_empty() {
            for name in REST {
                let described = set.keyword(name).filter(|(_, value)| value.is_object());
                schemas.extend(described.map(|(at, _)| child(at, name)));
            }
        }
        self.value(&schemas, depth + 1)
    }
}

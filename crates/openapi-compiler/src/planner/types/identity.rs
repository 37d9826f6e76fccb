//! The identity of an alternative of a union, which does not depend on the others.

use serde_json::Value;

use super::Types;
use crate::name::{pascal, spellings};
use crate::planner::alternatives::is_inside;
use crate::planner::place::{Places, alternative_around};
use crate::planner::shape::{Shape, shape};
use crate::resolved::{ResolvedId, ResolvedSchema};

/// Longer titles than this are sentences rather than names.
const LONGEST_TITLE: usize = 40;

/// Of longer values, the words up to here make a name.
const LONGEST_VALUE: usize = 80;

/// More properties or variants than this do not make a name.
const MOST_WORDS: usize = 3;

/// The properties that commonly say what an object is, before all others.
const TELLING: [&str; 2] = ["type", "kind"];

impl Types<'_> {
    /// The names of an alternative, the best first: that of what it refers to, its title, its only value, the tag that
    /// means it, the constants that it requires, its only required property, its type, and at last any property or optional constant
    /// that no other has.
    pub(super) fn identities(&self, places: &Places<'_>, id: ResolvedId, tag: Option<&String>) -> Vec<String> {
        let schema = self.get(id);
        let renamed = schema.part.is_none().then(|| self.overrides.type_name(id, &schema.at));
        let mut names: Vec<String> = renamed.flatten().map(str::to_owned).into_iter().collect();
        if let Some(inner) = self.meant(id) {
            names.extend(self.identities(places, inner, tag));
        } else if !is_inline(schema) {
            names.extend(places.names(&schema.at));
            names.push(self.type_word(places, id));
        } else {
            names.extend(self.own_identities(places, id, tag));
        }
        let mut distinct: Vec<String> = Vec::new();
        for name in names {
            if !distinct.contains(&name) {
                distinct.push(name);
            }
        }
        distinct
    }

    fn own_identities(&self, places: &Places<'_>, id: ResolvedId, tag: Option<&String>) -> Vec<String> {
        let schema = self.get(id);
        let (shape, _) = shape(&schema.schema, &self.schemas);
        let is_free = shape == Shape::FreeObject;
        let is_object = is_free || matches!(shape, Shape::Struct | Shape::Map(_));
        let own = |names: Vec<String>| if is_object { names } else { Vec::new() };
        let each = own(each_property(schema));
        let optional_constants = self.optional_constants(schema);
        let texts = self
            .title(schema)
            .into_iter()
            .chain(only_value(schema))
            .chain(tag.cloned());
        let texts = texts
            .chain(own(self.constants(schema)))
            .chain(own(self.only_property(schema).into_iter().collect()));
        let texts: Vec<String> = texts.collect();
        let mut names: Vec<String> = schema
            .part
            .filter(|_| self.ids.contains_key(&id))
            .map(pascal)
            .into_iter()
            .collect();
        names.extend(texts.iter().map(|text| pascal(beginning(text))));
        names.push(self.type_word(places, id));
        names.extend(own(by_properties(schema).into_iter().collect()));
        names.extend(schema.schema.format.as_deref().map(pascal));
        names.extend(each.iter().map(|name| pascal(name)));
        names.extend(own(optional_constants));
        if is_free {
            names.push("OtherObject".to_owned());
        }
        names.extend(texts.iter().chain(&each).flat_map(|text| spellings(text, pascal)));
        names
    }

    /// The identity of an alternative: its reference, or its keywords.
    pub(super) fn signature(&self, places: &Places<'_>, id: ResolvedId) -> String {
        let schema = self.get(id);
        match self.meant(id) {
            Some(inner) => self.signature(places, inner),
            None if !is_inline(schema) => places.unordered(&schema.at),
            None => {
                let names = self.own_identities(places, id, None).join(" ");
                let properties = each_property(schema).join(" ");
                let title = self.stated_title(schema).unwrap_or_default();
                format!("{title} {names} {properties} {:?}", schema.schema.enumeration)
            }
        }
    }

    /// The constraints of an alternative, without names and places.
    pub(super) fn structure(&self, id: ResolvedId) -> String {
        if let Some(inner) = self.origins.get(&id).copied().or_else(|| self.only_variant(id)) {
            return self.structure(inner);
        }
        let schema = &self.get(id).schema;
        let properties = each_property(self.get(id)).into_iter();
        let properties =
            properties.map(|name| format!("{name}{}", if schema.required.contains(&name) { "!" } else { "" }));
        let properties: Vec<String> = properties.collect();
        format!(
            "{} {} {} {:?} {:?}",
            schema.implied_types().names().join(" "),
            properties.join(" "),
            self.constants(self.get(id)).join(" "),
            schema.format,
            schema.enumeration
        )
    }

    /// Whether nothing identifies an alternative but what it says of its values.
    pub(super) fn is_nameless(&self, id: ResolvedId) -> bool {
        let schema = self.get(id);
        match self.meant(id) {
            Some(inner) => self.is_nameless(inner),
            None => is_inline(schema) && self.title(schema).is_none(),
        }
    }

    /// The title of an alternative, if it is a name.
    fn title(&self, schema: &ResolvedSchema) -> Option<String> {
        let title = self.stated_title(schema)?;
        let says_something = title.chars().any(char::is_alphanumeric);
        (says_something && title.len() <= LONGEST_TITLE).then(|| title.to_owned())
    }

    /// The title of an alternative: where it is composed of a schema alone, its own before that of the schema.
    fn stated_title<'s>(&'s self, schema: &'s ResolvedSchema) -> Option<&'s str> {
        let described = &self.resolved.description.schemas;
        let around = alternative_around(&schema.at).filter(|around| *around != schema.at);
        let around = around.and_then(|around| described.at(&around));
        let own = around.and_then(|id| described.get(id).schema.annotations.title.as_deref());
        own.or(schema.schema.annotations.title.as_deref())
    }

    /// The schema that an alternative represents: its origin or, if no name refers to it, its only variant.
    fn meant(&self, id: ResolvedId) -> Option<ResolvedId> {
        let only = || self.only_variant(id).filter(|_| is_inline(self.get(id)));
        self.origins.get(&id).copied().or_else(only)
    }

    /// The variant of a union of one.
    fn only_variant(&self, id: ResolvedId) -> Option<ResolvedId> {
        let (Shape::Union(union), _) = shape(&self.get(id).schema, &self.schemas) else {
            return None;
        };
        match self.get(id).schema.unions[union].variants.as_slice() {
            [only] => Some(*only),
            _ => None,
        }
    }

    /// The values of the required properties that have only one, those that commonly tell objects apart first.
    fn constants(&self, schema: &ResolvedSchema) -> Vec<String> {
        let mut properties: Vec<&String> = schema.schema.required.iter().collect();
        properties.sort_by_key(|name| (!TELLING.contains(&name.as_str()), *name));
        let value = |name: &&String| only_value(self.get(*schema.schema.properties.get(*name)?));
        properties.iter().filter_map(value).collect()
    }

    /// The names of the values of optional properties that have only one.
    fn optional_constants(&self, schema: &ResolvedSchema) -> Vec<String> {
        let all = &schema.schema;
        let mut optional: Vec<&String> = all
            .properties
            .keys()
            .filter(|name| !all.required.contains(*name))
            .collect();
        optional.sort_by_key(|name| (!TELLING.contains(&name.as_str()), *name));
        let value = |name: &String| only_value(self.get(all.properties[name]));
        let values = optional.into_iter().filter_map(value);
        values.map(|value| pascal(beginning(&value))).collect()
    }

    /// The only required property that has more than one value, or the only property.
    fn only_property(&self, schema: &ResolvedSchema) -> Option<String> {
        let all = &schema.schema;
        let is_open = |name: &&String| {
            let property = all.properties.get(*name);
            property.is_none_or(|id| only_value(self.get(*id)).is_none())
        };
        let required: Vec<&String> = all.required.iter().filter(is_open).collect();
        match required.as_slice() {
            [only] => Some((*only).clone()),
            [] if all.properties.len() == 1 => all.properties.keys().next().cloned(),
            _ => None,
        }
    }

    /// The word for the type of a schema.
    pub(super) fn type_word(&self, places: &Places<'_>, id: ResolvedId) -> String {
        // A referenced schema is named after its component.
        let own = &self.get(id).at;
        let of = |id: ResolvedId| match self.get(id) {
            schema if is_inside(&schema.at, own) || (schema.at == *own && schema.part.is_some()) => {
                self.type_word(places, id)
            }
            schema => places.names(&schema.at).swap_remove(0),
        };
        let (shape, _) = shape(&self.get(id).schema, &self.schemas);
        let word = match shape {
            Shape::Anything | Shape::Nothing | Shape::SeveralTypes | Shape::ManyUnions => "Any",
            Shape::Null => "Null",
            Shape::Bool => "Boolean",
            Shape::Integer => "Integer",
            Shape::Number => "Number",
            Shape::String => "String",
            Shape::FreeObject | Shape::Struct => "Object",
            Shape::StringEnum(_) => "Enum",
            Shape::Own(ref path) => return path.last().to_owned(),
            Shape::IntegerEnum(_) => "IntegerEnum",
            Shape::Tuple(_) => "Tuple",
            Shape::List(None) => "List",
            Shape::List(Some(item)) => return format!("{}List", of(item)),
            Shape::Map(values) => match values.as_slice() {
                [value] => return format!("{}Map", of(*value)),
                _ => "Map",
            },
            Shape::Union(union) => match self.get(id).schema.unions[union].variants.as_slice() {
                [] => "Null",
                variants if variants.len() <= MOST_WORDS => {
                    let mut words: Vec<String> = variants.iter().map(|variant| of(*variant)).collect();
                    words.sort();
                    words.dedup();
                    return words.join("Or");
                }
                _ => "Union",
            },
        };
        word.to_owned()
    }
}

/// Whether a schema is written in a union or a composition, which gives it no name.
fn is_inline(schema: &ResolvedSchema) -> bool {
    alternative_around(&schema.at).is_some() || schema.part.is_some()
}

/// The words at the beginning of a text that are not too long for a name.
fn beginning(text: &str) -> &str {
    let ends = text.char_indices().map(|(start, char)| start + char.len_utf8());
    let part = &text[..ends.take_while(|end| *end <= LONGEST_VALUE).last().unwrap_or_default()];
    match part.rfind(char::is_whitespace) {
        Some(space) if part.len() < text.len() => &part[..space],
        _ => part,
    }
}

/// The only value of a schema.
fn only_value(schema: &ResolvedSchema) -> Option<String> {
    match schema.schema.enumeration.as_deref()? {
        [Value::String(text)] => Some(text.clone()),
        // The type of others holds any value.
        _ => None,
    }
}

/// The properties together, those that are required if any is.
fn by_properties(schema: &ResolvedSchema) -> Option<String> {
    let all = &schema.schema;
    let mut names: Vec<&String> = match all.required.is_empty() {
        false => all.required.iter().collect(),
        true => all.properties.keys().collect(),
    };
    names.sort();
    let names: Vec<String> = names.into_iter().map(|name| pascal(name)).collect();
    (2..=MOST_WORDS).contains(&names.len()).then(|| names.join("And"))
}

/// Each property, those that are required first.
fn each_property(schema: &ResolvedSchema) -> Vec<String> {
    let all = &schema.schema;
    let mut names: Vec<&String> = all.properties.keys().collect();
    names.sort_by_key(|name| (!all.required.contains(*name), *name));
    names.into_iter().cloned().collect()
}

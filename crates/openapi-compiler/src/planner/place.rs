//! The names that a place suggests.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::description::Description;
use crate::document::{FileId, Location, escape_token, unescape_token};
use crate::name::{pascal, spellings};
use crate::resolved::Resolved;

use super::webhooks;

/// How much of a place its name says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    /// The plain name.
    Plain,
    /// A word for each step too.
    Steps,
    /// All that tells the place from others.
    Full,
}

/// A name as it is, and with the words that tell it from others like it.
#[derive(Clone)]
pub(super) struct Spoken {
    pub plain: String,
    pub in_words: String,
}

impl Spoken {
    /// The name in so much detail.
    fn at(&self, detail: Detail) -> String {
        match detail {
            Detail::Full => &self.in_words,
            Detail::Plain | Detail::Steps => &self.plain,
        }
        .clone()
    }
}

/// An alternative of a union.
#[derive(Clone)]
pub(super) struct Alternative {
    /// The names that identify it, the best first. Nothing needs to identify an only one.
    pub names: Vec<String>,
    /// Its identity, without its index.
    pub signature: String,
    /// The form in the lock.
    pub key: String,
}

/// Names of what schemas stand in, by their places.
pub(super) struct Places<'d> {
    operations: HashMap<Location, Spoken>,
    /// Path items that have parameters of their own, by their paths.
    path_items: HashMap<Location, Spoken>,
    parameters: HashMap<Location, Spoken>,
    webhooks: HashMap<Location, Spoken>,
    /// Where parameters go, and what they are called there.
    keys: HashMap<Location, String>,
    /// The components that only refer to what stands elsewhere, by the place of that.
    components: HashMap<Location, &'d str>,
    alternatives: HashMap<Location, Alternative>,
    /// Alternatives that are the only ones where a composition puts them.
    only: HashSet<Location>,
    files: &'d [String],
}

impl<'d> Places<'d> {
    pub fn new(resolved: &'d Resolved, operations: impl Iterator<Item = (Location, Spoken)>) -> Self {
        let description = &resolved.description;
        let mut parameters = HashMap::new();
        let mut keys = HashMap::new();
        for operation in &description.operations {
            for parameter in &operation.parameters {
                let plain = pascal(&parameter.name);
                let location = parameter.location.keyword();
                let in_words = format!("{}{plain}", pascal(location));
                parameters.insert(parameter.at.clone(), Spoken { plain, in_words });
                // A component has a name of its own; several may be the same parameter.
                if !parameter.at.pointer.starts_with("/components/parameters/") {
                    keys.insert(parameter.at.clone(), format!("{location}:{}", parameter.name));
                }
            }
        }
        Self {
            operations: operations.collect(),
            path_items: path_items(description),
            parameters,
            webhooks: webhooks::places(description).collect(),
            keys,
            components: components_elsewhere(resolved),
            alternatives: HashMap::new(),
            only: HashSet::new(),
            files: &description.files,
        }
    }

    /// Says what identifies the alternative at a place.
    pub fn identify(&mut self, at: Location, alternative: Alternative) {
        self.alternatives.insert(at, alternative);
    }

    /// Says that nothing else is in the union of the alternative at a place.
    pub fn need_no_identity(&mut self, at: &Location) {
        self.only.insert(at.clone());
    }

    /// The name of the component at a place, or of the one that refers to it.
    pub fn component(&self, at: &Location) -> Option<String> {
        let elsewhere = self.components.get(at).map(|name| (*name).to_owned());
        elsewhere.or_else(|| component(at))
    }

    /// The names that the schema at a place may have, the best first. In case of need, those of a component say that it is
    /// one, those of another schema all that leads to it, and both the file.
    pub fn names(&self, at: &Location) -> Vec<String> {
        let mut names = self.names_in_file(at);
        if self.files.len() > 1 {
            let path = Path::new(self.file(at)).with_extension("");
            names.push(pascal(&path.to_string_lossy()) + &names[0]);
        }
        names
    }

    fn names_in_file(&self, at: &Location) -> Vec<String> {
        if let Some(name) = self.component(at) {
            let mut names = spellings(&name, pascal);
            names.insert(1, format!("{}Component", names[0]));
            return names;
        }
        let steps = Steps::new(at);
        let length = steps.tokens.len();
        let mut names: Vec<String> = match self.alternatives.get(at).filter(|_| is_alternative(at)) {
            Some(alternative) => {
                let unions = self.plain(&steps, length - 2).into_iter();
                let names = unions.flat_map(|union| alternative.names.iter().map(move |name| format!("{union}{name}")));
                names.collect()
            }
            None => self.plain(&steps, length),
        };
        names.extend([Detail::Steps, Detail::Full].map(|detail| self.to(&steps, length, detail, 0)));
        names
    }

    /// What people call what the first `length` steps lead to: by the first of the names that identify the alternatives on the
    /// way, by the second, and so on.
    fn plain(&self, steps: &Steps<'_>, length: usize) -> Vec<String> {
        let on_the_way = (1..=length).filter_map(|nth| self.alternatives.get(&steps.prefix(nth)));
        let most = on_the_way.map(|known| known.names.len()).max().unwrap_or(1);
        let mut names = Vec::new();
        for nth in 0..most.max(1) {
            let name = self.to(steps, length, Detail::Plain, nth);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// A place that does not depend on the order of parameters and alternatives.
    pub fn unordered(&self, at: &Location) -> String {
        let steps = Steps::new(at);
        let mut place = match at.file {
            FileId::ROOT => String::new(),
            _ => self.file(at).to_owned(),
        };
        for (nth, token) in steps.tokens.iter().enumerate() {
            let here = steps.prefix(nth + 1);
            let known = match (self.keys.get(&here), self.alternatives.get(&here)) {
                (Some(parameter), _) => parameter.clone(),
                (None, Some(known)) => known.signature.clone(),
                (None, None) => token.clone(),
            };
            place.push_str(&format!("/{known}"));
        }
        place
    }

    /// The place of a schema in the lock. It depends neither on the order of parameters and alternatives, nor on which part of an `allOf` says
    /// it.
    pub fn key(&self, at: &Location, part: Option<&str>) -> String {
        let steps = Steps::new(at);
        let mut key = match at.file {
            FileId::ROOT => String::new(),
            _ => format!("{}#", self.file(at)),
        };
        let mut nth = 0;
        while let Some(token) = steps.tokens.get(nth) {
            let here = (nth + 2 <= steps.tokens.len()).then(|| steps.prefix(nth + 2));
            let alternative = here.as_ref().and_then(|here| self.alternatives.get(here));
            let parameter = here.as_ref().and_then(|here| self.keys.get(here));
            let words: &[&str] = match (token.as_str(), alternative, parameter) {
                ("allOf", ..) => &[],
                ("oneOf" | "anyOf", Some(known), _) if known.key.is_empty() => &[],
                ("oneOf" | "anyOf", Some(known), _) => &["oneOf", &known.key],
                ("parameters", _, Some(known)) => &["parameters", known],
                (keyword, ..) if takes_name(keyword) && here.is_some() => &[keyword, &steps.tokens[nth + 1]],
                (keyword, ..) => {
                    key = key + "/" + &escape_token(keyword);
                    nth += 1;
                    continue;
                }
            };
            for word in words {
                key = key + "/" + &escape_token(word);
            }
            nth += 2;
        }
        match part {
            Some(part) => format!("{key}/({part})"),
            None => key,
        }
    }

    /// The name of what the first `length` steps lead to, in so much detail; `nth` of the names that identify an alternative is
    /// used, or the last.
    fn to(&self, steps: &Steps<'_>, length: usize, detail: Detail, nth: usize) -> String {
        let (mut name, mut next) = self.root(steps, length, detail);
        while next < length {
            let keyword = steps.tokens[next].as_str();
            let has_members = takes_name(keyword);
            next = length.min(next + if has_members { 2 } else { 1 });
            let member = steps.tokens.get(next - 1).filter(|_| has_members);
            let here = steps.prefix(next);
            if detail == Detail::Plain && self.only.contains(&here) {
                continue;
            }
            let alternative = self
                .alternatives
                .get(&here)
                .and_then(|known| known.names.get(nth).or(known.names.last()));
            name.push_str(&step(keyword, member.map_or("", String::as_str), alternative, detail));
        }
        name
    }

    /// The name of the component, operation or file that a place is in, and the number of steps to there.
    fn root(&self, steps: &Steps<'_>, length: usize, detail: Detail) -> (String, usize) {
        let referred = (0..=length)
            .rev()
            .find_map(|nth| Some((self.components.get(&steps.prefix(nth))?, nth)));
        if let Some((component, nth)) = referred {
            return (pascal(component), nth);
        }
        let received = (0..=length)
            .rev()
            .find_map(|nth| Some((self.webhooks.get(&steps.prefix(nth))?, nth)));
        if let Some((webhook, nth)) = received {
            return (webhook.at(detail), nth);
        }
        let words: Vec<&str> = steps.tokens[..length].iter().map(String::as_str).collect();
        match words.as_slice() {
            ["components", "schemas", name, ..] => (pascal(name), 3),
            ["components", kind, name, ..] if kind_of_component(kind).is_some() => {
                (of_kind(name, kind_of_component(kind).unwrap_or_default(), detail), 3)
            }
            ["paths", path, "parameters", ..] => {
                let path = path_words(path).at(detail);
                (path + &self.parameter(steps, length.min(4), detail), length.min(4))
            }
            ["paths", path, method, ..] => {
                let operation = self.operations.get(&steps.prefix(3)).map(|name| name.at(detail));
                let operation =
                    operation.unwrap_or_else(|| pascal(&format!("{} {method}", path.trim_start_matches('/'))));
                self.inside(operation, steps, 3, length, detail)
            }
            _ if steps.at.file == FileId::ROOT => ("Schema".to_owned(), 0),
            // A file may be an operation, a path item or a parameter, or hold several.
            _ => [&self.operations, &self.path_items, &self.parameters]
                .into_iter()
                .find_map(|holders| (0..=length.min(2)).find_map(|nth| Some((holders.get(&steps.prefix(nth))?, nth))))
                .map_or_else(
                    || (self.file_name(steps), 0),
                    |(holder, nth)| self.inside(holder.at(detail), steps, nth, length, detail),
                ),
        }
    }

    /// The name of the part of an operation, a path item or a parameter that a place is in, and the number of steps to there;
    /// `from` lead to the holder.
    fn inside(&self, holder: String, steps: &Steps<'_>, from: usize, length: usize, detail: Detail) -> (String, usize) {
        let rest: Vec<&str> = steps.tokens[from..length].iter().map(String::as_str).collect();
        match rest.as_slice() {
            ["responses", status, ..] => (holder + "Response" + &pascal_status(status), from + 2),
            ["parameters", _, ..] => (holder + &self.parameter(steps, from + 2, detail), from + 2),
            _ => (holder, from),
        }
    }

    /// The path of the file that a place is in, from the folder of the root file.
    pub fn file(&self, at: &Location) -> &'d str {
        &self.files[at.file.0 as usize]
    }

    /// The name of a file that is a schema, response or request body as a whole; parts of a file have names of their own.
    fn file_name(&self, steps: &Steps<'_>) -> String {
        let has_name = matches!(steps.tokens.first().map(String::as_str), Some(first) if !is_keyword(first));
        let stem = Path::new(self.file(steps.at)).file_stem().unwrap_or_default();
        match has_name {
            true => String::new(),
            false => pascal(&stem.to_string_lossy()),
        }
    }

    fn parameter(&self, steps: &Steps<'_>, length: usize, detail: Detail) -> String {
        match self.parameters.get(&steps.prefix(length)) {
            Some(name) if detail == Detail::Plain => name.plain.clone(),
            Some(name) => name.in_words.clone(),
            None => "Parameter".to_owned(),
        }
    }
}

/// The steps of a pointer.
struct Steps<'l> {
    at: &'l Location,
    tokens: Vec<String>,
    /// Where the pointer to each step ends, that of none first.
    ends: Vec<usize>,
}

impl<'l> Steps<'l> {
    fn new(at: &'l Location) -> Self {
        let slashes = at.pointer.match_indices('/').map(|(index, _)| index);
        Self {
            at,
            tokens: at.tokens().collect(),
            ends: slashes.chain([at.pointer.len()]).collect(),
        }
    }

    /// The place that the first steps lead to.
    fn prefix(&self, length: usize) -> Location {
        Location {
            file: self.at.file,
            pointer: self.at.pointer[..self.ends[length]].to_owned(),
        }
    }
}

/// The words that a step adds to a name: the keyword, the member of it that the step leads to, and what identifies that.
fn step(keyword: &str, member: &str, identity: Option<&String>, detail: Detail) -> String {
    let (word, name) = match keyword {
        "properties" => ("Property", pascal(member)),
        "$defs" | "definitions" => ("Definition", pascal(member)),
        "items" | "additionalItems" => ("Array", "Item".to_owned()),
        "prefixItems" => ("Array", format!("Item{member}")),
        "additionalProperties" | "unevaluatedProperties" => ("Map", "Value".to_owned()),
        "patternProperties" => ("Pattern", "Value".to_owned()),
        "oneOf" | "anyOf" => (
            "Variant",
            identity.cloned().unwrap_or_else(|| format!("Variant{member}")),
        ),
        "content" => ("Body", media_words(member, detail)),
        "allOf" | "schema" => return String::new(),
        other => ("", pascal(other)),
    };
    match detail {
        Detail::Plain => name,
        Detail::Steps | Detail::Full => format!("{word}{name}"),
    }
}

/// Whether a keyword is followed by the name or index of one of its members.
fn takes_name(keyword: &str) -> bool {
    matches!(
        keyword,
        "properties"
            | "$defs"
            | "definitions"
            | "prefixItems"
            | "patternProperties"
            | "oneOf"
            | "anyOf"
            | "allOf"
            | "content"
    )
}

/// Whether a step into a schema or what has content begins with this token, so that no name does.
fn is_keyword(token: &str) -> bool {
    matches!(
        token,
        "properties"
            | "items"
            | "prefixItems"
            | "additionalProperties"
            | "patternProperties"
            | "oneOf"
            | "anyOf"
            | "allOf"
            | "content"
            | "schema"
    )
}

/// Whether an alternative of a union stands at a place.
pub(super) fn is_alternative(at: &Location) -> bool {
    let mut tokens = at.pointer.rsplit('/');
    tokens.next();
    matches!(tokens.next(), Some("oneOf" | "anyOf"))
}

/// The alternative of a union that stands at a place, or that only the place is composed into by `allOf`.
pub(super) fn alternative_around(at: &Location) -> Option<Location> {
    let mut around = at.clone();
    while let Some((holder, "allOf")) = parent(&around.pointer) {
        around.pointer = holder.to_owned();
    }
    is_alternative(&around).then_some(around)
}

/// The place of the schema that has a keyword with a member, and the keyword.
fn parent(pointer: &str) -> Option<(&str, &str)> {
    let (keyword, _) = pointer.rsplit_once('/')?;
    keyword.rsplit_once('/')
}

/// The name of the component at a place.
pub(super) fn component(at: &Location) -> Option<String> {
    let name = at.pointer.strip_prefix("/components/schemas/")?;
    (!name.contains('/')).then(|| unescape_token(name))
}

/// The path items outside of the root file that have parameters of their own, by the path of each; of several, the first in
/// alphabetical order.
fn path_items(description: &Description) -> HashMap<Location, Spoken> {
    let mut paths: HashMap<Location, &str> = HashMap::new();
    for operation in &description.operations {
        for parameter in &operation.parameters {
            let place = parameter.at.pointer.rsplit_once("/parameters/");
            let holder = place.map(|(holder, _)| Location {
                file: parameter.at.file,
                pointer: holder.to_owned(),
            });
            let elsewhere = holder.filter(|holder| holder.file != FileId::ROOT && *holder != operation.at);
            if let Some(holder) = elsewhere {
                let path = paths.entry(holder).or_insert(&operation.path);
                *path = (*path).min(&operation.path);
            }
        }
    }
    paths.into_iter().map(|(at, path)| (at, path_words(path))).collect()
}

/// What a path is called.
fn path_words(path: &str) -> Spoken {
    let names = spellings(path.trim_start_matches('/'), pascal);
    Spoken {
        plain: names[0].clone(),
        in_words: names[1].clone(),
    }
}

/// The components whose schemas stand elsewhere; of several, the first in alphabetical order.
fn components_elsewhere(resolved: &Resolved) -> HashMap<Location, &str> {
    let mut found: HashMap<Location, &str> = HashMap::new();
    for (name, id) in &resolved.description.components {
        let at = &resolved.get(resolved.of(*id)).at;
        if component(at).is_none() {
            let known = found.entry(at.clone()).or_insert(name);
            *known = (*known).min(name);
        }
    }
    found
}

/// The word for a kind of component; schemas have none.
fn kind_of_component(kind: &str) -> Option<&'static str> {
    match kind {
        "responses" => Some("Response"),
        "requestBodies" => Some("RequestBody"),
        "parameters" => Some("Parameter"),
        "headers" => Some("Header"),
        _ => None,
    }
}

fn of_kind(name: &str, kind: &str, detail: Detail) -> String {
    let pascal_name = pascal(name);
    let name = match () {
        () if name.bytes().all(|byte| byte.is_ascii_digit()) => format!("{kind}{name}"),
        () if pascal_name.ends_with(kind) => pascal_name,
        () => pascal_name + kind,
    };
    match kind {
        "Parameter" | "Header" if detail > Detail::Plain => name + "Schema",
        _ => name,
    }
}

fn pascal_status(status: &str) -> String {
    if status.starts_with(|c: char| c.is_ascii_digit()) {
        status.to_uppercase()
    } else {
        pascal(status)
    }
}

fn media_words(media_type: &str, detail: Detail) -> String {
    match detail {
        Detail::Plain => media_suffix(media_type),
        Detail::Steps if media_suffix(media_type).is_empty() => String::new(),
        Detail::Steps => pascal(media_type.split_once('/').map_or(media_type, |(_, subtype)| subtype)),
        Detail::Full => spellings(media_type, pascal).swap_remove(1),
    }
}

/// The word that a media type adds to a name: nothing for JSON.
pub(super) fn media_suffix(media_type: &str) -> String {
    // The first of a list, which is a mistake.
    let essence = media_type.split([';', ',']).next().unwrap_or_default().trim();
    match essence.split_once('/') {
        _ if essence == "*/*" || essence.eq_ignore_ascii_case("application/json") => String::new(),
        Some(("text", "plain")) => "Text".to_owned(),
        Some((_, "x-www-form-urlencoded")) => "Form".to_owned(),
        Some(("multipart", _)) => "Multipart".to_owned(),
        Some((kind, "*")) => pascal(kind),
        Some((_, subtype)) => pascal(subtype),
        None => pascal(essence),
    }
}

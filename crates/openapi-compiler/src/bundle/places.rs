//! Where the parts of other files are in the bundle.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;

use serde_json::Value;

use super::kind::{Kind, Object};
use super::reach::{alone, target};
use crate::convert::{allowed, is_structure, unique};
use crate::diagnostic::Diagnostics;
use crate::document::{Document, FileId, Location, escape_token};
use crate::followed::members;

/// The places of parts of a description in the bundle.
#[derive(Debug)]
pub(crate) struct Places {
    known: HashMap<Location, String>,
}

/// A part of another file that becomes a component.
pub(super) struct Component {
    pub at: Location,
    pub kind: Kind,
    pub section: &'static str,
    pub name: String,
}

impl Places {
    /// The place of exactly this part, if it is already known.
    pub fn exact<'a>(&'a self, at: &'a Location) -> Option<&'a str> {
        match at.file {
            FileId::ROOT => Some(&at.pointer),
            _ => self.known.get(at).map(String::as_str),
        }
    }

    /// The place of a part, which what is around it may have.
    pub fn of(&self, at: &Location) -> Option<String> {
        let mut around = at.clone();
        loop {
            if let Some(place) = self.exact(&around) {
                return Some(format!("{place}{}", &at.pointer[around.pointer.len()..]));
            }
            around.pointer.truncate(around.pointer.rfind('/')?);
        }
    }

    /// A part of another file is at this place; the first place counts.
    pub fn put(&mut self, at: &Location, place: &str) {
        if at.file != FileId::ROOT {
            self.known.entry(at.clone()).or_insert_with(|| place.to_owned());
        }
    }
}

/// Which parts of other files become components. A component of the root file that is nothing but a reference to a part keeps
/// its name for it.
pub(super) fn assign(
    document: &Document,
    targets: &BTreeMap<Location, Kind>,
    diagnostics: &mut Diagnostics,
) -> (Places, Vec<Component>) {
    let mut places = Places { known: HashMap::new() };
    let mut taken: HashMap<&str, HashSet<String>> = HashMap::new();
    for (section, name, at) in components(document) {
        let reference = document.get(&at).and_then(alone);
        if let Some(owned) = reference.and_then(|reference| target(document, &at, reference)) {
            places.put(&owned, &place(section, &name));
        }
        taken.entry(section).or_default().insert(name);
    }
    let others = targets
        .iter()
        .filter(|(at, _)| at.file != FileId::ROOT && places.exact(at).is_none());
    let others = others.filter(|(at, _)| !is_inside(document, at, targets));
    let others = others.filter_map(|(at, kind)| Some((at.clone(), *kind, kind.components()?)));
    let mut others: Vec<_> = others.collect();
    let files = document.relative_paths();
    others.sort_by_key(|(at, ..)| (&files[at.file.0 as usize], at.pointer.clone()));
    let mut wanted: HashMap<(&str, String), usize> = HashMap::new();
    for (at, _, section) in &others {
        *wanted.entry((section, of_place(&files, at))).or_default() += 1;
    }
    let components = others.into_iter().map(|(at, kind, section)| {
        let taken = taken.entry(section).or_default();
        let plain = of_place(&files, &at);
        let is_free = wanted.get(&(section, plain.clone())) == Some(&1) && !taken.contains(&plain);
        let name = unique(taken, if is_free { plain.clone() } else { with_file(&files, &at) });
        if name != plain {
            let message = format!("the component is named `{name}`, since several want the name `{plain}`");
            diagnostics.note("bundled-name", &at, message);
        }
        places.put(&at, &place(section, &name));
        Component {
            at,
            kind,
            section,
            name,
        }
    });
    let components = components.collect();
    (places, components)
}

fn place(section: &str, name: &str) -> String {
    format!("/components/{section}/{}", escape_token(name))
}

/// The components of the root file, with the places of their values; sorted, so that the first in alphabetical order keeps its name.
fn components(document: &Document) -> Vec<(&'static str, String, Location)> {
    let sections = members(document, &Location::root().child("components"));
    let mut all = Vec::new();
    for (section, at) in sections {
        if let Kind::Map(object) = Kind::One(Object::Components).member(&section)
            && let Some(section) = object.components()
        {
            let components = members(document, &at).into_iter();
            all.extend(components.map(|(name, at)| (section, name, at)));
        }
    }
    all.sort();
    all
}

/// Whether a part is inside of another one that is referred to, so that it is in the bundle with that.
fn is_inside(document: &Document, at: &Location, targets: &BTreeMap<Location, Kind>) -> bool {
    let mut around = at.clone();
    while let Some(end) = around.pointer.rfind('/') {
        around.pointer.truncate(end);
        if let Some(kind) = targets.get(&around)
            && kind_inside(document, &around, *kind, &at.pointer[end..]).components() == targets[at].components()
        {
            return true;
        }
    }
    false
}

/// What a pointer leads to, by the fields on the way there.
fn kind_inside(document: &Document, from: &Location, kind: Kind, pointer: &str) -> Kind {
    let (mut at, mut kind) = (from.clone(), kind);
    let inner = Location {
        file: from.file,
        pointer: pointer.to_owned(),
    };
    for token in inner.tokens() {
        kind = match document.get(&at) {
            Some(Value::Array(_)) => kind.item(),
            _ => kind.member(&token),
        };
        at = at.child(token);
    }
    kind
}

/// A name for the component at a place of another file: that which it has there, or that of the file.
fn of_place(files: &[String], at: &Location) -> String {
    let path = Path::new(&files[at.file.0 as usize]);
    let file = path.file_stem().unwrap_or_default().to_string_lossy();
    let words = words(at);
    // Definitions have names of their own.
    let is_named = at.tokens().next().is_some_and(|first| !is_field(&first));
    match is_named && !words.is_empty() {
        true => words.join("-"),
        false => [allowed(&file)].into_iter().chain(words).collect::<Vec<_>>().join("-"),
    }
}

/// A name that says the file and the place in it.
fn with_file(files: &[String], at: &Location) -> String {
    let path = Path::new(&files[at.file.0 as usize]).with_extension("");
    let path = path.to_string_lossy().into_owned();
    let folders = path.split('/').filter(|word| *word != "..").map(allowed);
    folders.chain(words(at)).collect::<Vec<_>>().join("-")
}

/// The words of a place, without those that only structure.
fn words(at: &Location) -> Vec<String> {
    let tokens: Vec<String> = at.tokens().collect();
    let components = tokens.iter().position(|token| token == "components");
    // What follows is the kind of the component.
    let skip = components.map_or(0, |index| index + 2);
    let tokens = tokens.iter().skip(skip).filter(|token| !is_keyword(token));
    tokens.map(|token| allowed(token)).collect()
}

/// Whether a token only structures a schema, or what has one.
fn is_keyword(token: &str) -> bool {
    is_field(token) || matches!(token, "$defs" | "definitions")
}

/// Whether a token is a field that holds schemas, or a schema.
fn is_field(token: &str) -> bool {
    is_structure(token) || matches!(token, "additionalProperties" | "patternProperties")
}

//! The schemas of which also what stands for a value is read, by choice.

use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use crate::description::Description;
use crate::diagnostic::Diagnostics;
use crate::document::Location;

/// The choice of every schema.
const ALL: &str = "*";

/// The choices by the places of schemas.
pub(super) struct Lenient {
    all: bool,
    chosen: HashMap<Location, String>,
    used: RefCell<HashSet<Location>>,
}

impl Lenient {
    /// Reads the choices. Reports those that there are not.
    pub fn new(choices: &BTreeSet<String>, description: &Description, diagnostics: &mut Diagnostics) -> Self {
        let mut chosen = HashMap::new();
        for text in choices.iter().filter(|text| *text != ALL) {
            let by_name = description.components.get(text).copied();
            let by_place = || description.schemas.at(&description.locate(text)?);
            match by_name.or_else(by_place) {
                Some(id) => drop(chosen.insert(description.schemas.get(id).at.clone(), text.clone())),
                None => {
                    let message = format!("there is no schema `{text}` that could be read leniently");
                    unknown(text, message, diagnostics);
                }
            }
        }
        Self {
            all: choices.contains(ALL),
            chosen,
            used: RefCell::default(),
        }
    }

    /// Whether every schema is meant.
    pub fn is_all(&self) -> bool {
        self.all
    }

    /// Whether the schema at a place is meant.
    pub fn is_chosen(&self, schema: &Location) -> bool {
        let is_named = self.chosen.contains_key(schema);
        if is_named {
            self.used.borrow_mut().insert(schema.clone());
        }
        self.all || is_named
    }

    /// Whether a property of the object at a place is meant: by its own place or that of its schema, or with the whole object.
    pub fn has(&self, object: &Location, property: &str, schema: &Location) -> bool {
        let place = |object: &Location| object.child("properties").child(property);
        let inherited = schema
            .pointer
            .strip_suffix(&Location::root().child("properties").child(property).pointer);
        let inherited = inherited.map(|pointer| Location {
            file: schema.file,
            pointer: pointer.to_owned(),
        });
        let places = [
            Some(object.clone()),
            Some(place(object)),
            Some(schema.clone()),
            inherited,
        ];
        let meant = places.iter().flatten().filter(|place| self.is_chosen(place));
        meant.count() > 0
    }

    /// Reports the choices of which no value is read.
    pub fn report_unused(&self, diagnostics: &mut Diagnostics) {
        let used = self.used.borrow();
        let mut unused: Vec<_> = self.chosen.iter().filter(|(at, _)| !used.contains(*at)).collect();
        unused.sort();
        for (_, text) in unused {
            let message = format!("no value of the schema `{text}` is read");
            unknown(text, message, diagnostics);
        }
    }
}

/// Reports a place where a chosen schema is read as it is described.
pub(super) fn report_without_effect(at: &Location, what: &str, diagnostics: &mut Diagnostics) {
    let message = format!("{what} is not read leniently");
    let help =
        "choose the schemas of properties, bodies of JSON, items of lists or values of maps with `Config::lenient`";
    diagnostics.warning("lenient-without-effect", at, message, help);
}

fn unknown(text: &str, message: String, diagnostics: &mut Diagnostics) {
    let help = "give `Config::lenient` the name of a schema of the components, a JSON pointer, or `*`";
    diagnostics.error("unknown-lenient", &Location::named(text), message, help);
}

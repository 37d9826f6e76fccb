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
        let mut is_meant = self.all;
        for place in places
            .into_iter()
            .flatten()
            .filter(|place| self.chosen.contains_key(place))
        {
            self.used.borrow_mut().insert(place);
            is_meant = true;
        }
        is_meant
    }

    /// Reports the choices that no property has.
    pub fn report_unused(&self, diagnostics: &mut Diagnostics) {
        let used = self.used.borrow();
        let mut unused: Vec<_> = self.chosen.iter().filter(|(at, _)| !used.contains(*at)).collect();
        unused.sort();
        for (_, text) in unused {
            let message = format!("the schema `{text}` is neither that of a property nor an object with properties");
            unknown(text, message, diagnostics);
        }
    }
}

fn unknown(text: &str, message: String, diagnostics: &mut Diagnostics) {
    let help = "give `Config::lenient` the name of a schema of the components, a JSON pointer, or `*`";
    diagnostics.error("unknown-lenient", &Location::named(text), message, help);
}

//! Writes a description of several files as one document.
//!
//! What other files have becomes components, where there are components of its kind; else it stands where it is referred to. A part
//! that is referred to several times is in the bundle once, as far as it has components inside.

mod copy;
mod kind;
mod places;
mod reach;

use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostics;
use crate::document::{Document, FileId, Location, escape_token};
use crate::lock::Lock;
use copy::Copier;
use kind::{Kind, Object};

pub(crate) use places::Places;

/// A description in one document.
#[derive(Debug)]
pub struct Bundled {
    /// The document that was read.
    pub document: Document,
    /// The description in one document.
    pub description: Value,
    /// Problems of the document, and what is not in the bundle as it was.
    pub diagnostics: Diagnostics,
    pub(crate) places: Places,
}

impl Bundled {
    /// The lock of the bundle that promises what this one does for the description: it names places.
    pub fn lock(&self, lock: &Lock) -> Lock {
        let files = self.document.relative_paths();
        lock.moved(|word| {
            let (path, pointer) = word.split_once('#')?;
            let file = files.iter().position(|file| file == path)?;
            self.places.of(&Location {
                file: FileId(file as u32),
                pointer: pointer.to_owned(),
            })
        })
    }
}

/// The description in one document, and the places of its parts. Reports what is not in it as it was.
pub(crate) fn bundle(document: &Document, diagnostics: &mut Diagnostics) -> (Value, Places) {
    let targets = reach::targets(document);
    let (places, components) = places::assign(document, &targets, diagnostics);
    let mut copier = Copier {
        document,
        targets: &targets,
        places,
        diagnostics,
        references: Vec::new(),
        open: Vec::new(),
    };
    let mut bundle = copier.copy(&Location::root(), Kind::One(Object::Root), "");
    for component in components {
        let here = format!("/components/{}/{}", component.section, escape_token(&component.name));
        let value = copier.copy(&component.at, component.kind, &here);
        if let Some(section) = section(&mut bundle, component.section) {
            section.insert(component.name, value);
        }
    }
    let places = copier.finish(&mut bundle);
    (bundle, places)
}

/// The components of a kind, which are added if there are none.
fn section<'b>(bundle: &'b mut Value, name: &str) -> Option<&'b mut Map<String, Value>> {
    let components = bundle.as_object_mut()?.entry("components").or_insert(json!({}));
    components
        .as_object_mut()?
        .entry(name)
        .or_insert(json!({}))
        .as_object_mut()
}

//! The constraints that a request does not meet, where its client asks for it.

use serde::Serialize;

use crate::{InvalidRequest, Rules, Violation, finite, validate::violations};

/// What is found while a request is made, by the place of each value: `/body`, or the place and name of a parameter.
#[derive(Default)]
pub(crate) struct Checks {
    asked: bool,
    found: Vec<(&'static str, Vec<Violation>)>,
}

impl Checks {
    /// Says whether values are checked.
    pub fn ask(&mut self, asked: bool) {
        self.asked = asked;
    }

    /// Checks a value, in place of an earlier one of the same place. One that cannot be written is reported where it is.
    pub fn check(&mut self, place: &'static str, rules: &Rules, value: &impl Serialize) {
        if !self.asked {
            return;
        }
        self.found.retain(|(known, _)| *known != place);
        if let Ok(value) = finite::to_value(value) {
            self.found.push((place, violations(&value, rules, place)));
        }
    }

    /// Returns the violations as an error; without those of the body if the caller sends another.
    pub fn result(&self, has_other_body: bool) -> Result<(), InvalidRequest> {
        let found = self
            .found
            .iter()
            .filter(|(place, _)| !(has_other_body && *place == "/body"));
        let found: Vec<Violation> = found.flat_map(|(_, violations)| violations).cloned().collect();
        match found.is_empty() {
            true => Ok(()),
            false => Err(InvalidRequest::of(found)),
        }
    }
}

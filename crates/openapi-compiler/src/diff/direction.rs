//! Where values go, and what a change of the valid ones does there.

use super::change::Wire;
use crate::document::Location;

/// Where the values go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Direction {
    Request,
    Response,
}

impl Direction {
    /// The word for it in ids.
    pub fn word(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

/// The use of a schema: a member of the object at a place.
#[derive(Clone, Debug)]
pub(super) struct Use {
    pub at: Location,
    pub member: String,
    /// The word for it in ids.
    pub role: &'static str,
    /// Whether it is a variant of a union. Whether null is valid is up to the union.
    pub is_variant: bool,
}

impl Use {
    pub fn new(at: &Location, member: &str, role: &'static str) -> Self {
        Self {
            at: at.clone(),
            member: member.to_owned(),
            role,
            is_variant: false,
        }
    }

    /// The use of a variant of the union that is used here.
    pub fn variant(&self) -> Self {
        Self {
            is_variant: true,
            ..self.clone()
        }
    }

    /// The use of the items or other properties of what is used here.
    pub fn inside(&self) -> Self {
        Self {
            is_variant: false,
            ..self.clone()
        }
    }

    /// The use of the schema of a property of what is used here.
    pub fn property(&self, at: &Location, name: &str) -> Self {
        let role = match self.role {
            "parameter" | "parameter-property" => "parameter-property",
            _ => "property",
        };
        Self::new(at, name, role)
    }
}

/// How the set of valid values has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// It has grown.
    Grows,
    /// It has grown by what clients keep as unknown, or do not check.
    GrowsOpenly,
    /// It has shrunk.
    Shrinks,
    /// It is another.
    Shifts,
}

impl Effect {
    pub fn on(self, direction: Direction) -> Wire {
        match (self, direction) {
            (Self::Grows | Self::GrowsOpenly, Direction::Request) => Wire::Loosened,
            (Self::Shrinks, Direction::Response) | (Self::GrowsOpenly, Direction::Response) => Wire::Additive,
            (Self::Shifts, _) | (Self::Shrinks, Direction::Request) | (Self::Grows, Direction::Response) => Wire::Break,
        }
    }

    /// The effect of a rule that clients do not check of what they receive.
    pub fn unchecked(self, direction: Direction) -> Self {
        match direction {
            Direction::Response => Self::GrowsOpenly,
            Direction::Request => self,
        }
    }
}

//! Flattens a schema object into the set of schema objects that apply together.

use std::collections::HashSet;

use super::drop_empty;
use crate::diagnostic::Diagnostics;
use crate::document::FileId;
use crate::schema::{SchemaId, SchemaNode, Schemas};

/// The result of flattening.
pub(super) struct Flattened {
    /// The schema objects whose own keywords must all hold, itself first; never empty.
    pub set: Vec<SchemaId>,
    /// The components on the way, without itself; for very many only the direct members.
    pub through: Vec<SchemaId>,
}

/// Follows `$ref` and `allOf` to the end.
pub(super) fn flatten(schemas: &Schemas, id: SchemaId, diagnostics: &mut Diagnostics) -> Flattened {
    let mut seen = HashSet::from([id]);
    let mut set = Vec::new();
    let mut through = Vec::new();
    // Schema objects to visit, and whether they are reached through a component.
    let mut stack = vec![(id, false)];
    let mut cyclic = false;
    while let Some((current, inside)) = stack.pop() {
        let node = schemas.get(current);
        set.push(current);
        let component = current != id && is_component(node);
        if component {
            through.push((current, inside));
        }
        for next in node.all_of.iter().rev().chain(&node.reference) {
            if seen.insert(*next) {
                stack.push((*next, inside || component));
            } else {
                cyclic |= *next == id;
            }
        }
    }
    if cyclic {
        report_cycle(schemas, id, &set, diagnostics);
    }
    drop_empty(schemas, &mut set);
    let all = through.len() <= MANY;
    let through = through.into_iter().filter(|(_, inside)| all || !inside);
    Flattened {
        set,
        through: through.map(|(id, _)| id).collect(),
    }
}

/// A composition of more components than this keeps only its direct members; otherwise the memory for a long chain would be
/// quadratic.
const MANY: usize = 16;

/// A composition that contains itself is a note. If it has no keywords at all, it is an error.
fn report_cycle(schemas: &Schemas, id: SchemaId, set: &[SchemaId], diagnostics: &mut Diagnostics) {
    let at = &schemas.get(id).at;
    let says_nothing = set.iter().all(|id| {
        let node = schemas.get(*id);
        node.schema.accepts_anything() && node.all_of.is_empty()
    });
    if says_nothing {
        let help = "give one of the schemas a keyword";
        diagnostics.error("reference-cycle", at, "the reference leads back to itself", help);
    } else {
        diagnostics.note(
            "composition-cycle",
            at,
            "the composition contains itself, which adds nothing to it",
        );
    }
}

/// Whether a schema object has only annotations, apart from `nullable`.
pub(super) fn is_void(node: &SchemaNode) -> bool {
    node.reference.is_none() && node.all_of.is_empty() && node.schema.accepts_anything()
}

pub(super) fn is_component(node: &SchemaNode) -> bool {
    let name = node.at.pointer.strip_prefix("/components/schemas/");
    node.at.file == FileId::ROOT && name.is_some_and(|name| !name.contains('/'))
}

//! What definitions of types have besides names, and which of them are equal.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::{discriminant, replace};

use crate::document::Location;
use crate::plan::{TypeDef, TypeId, TypeKind};

/// The definitions of types: all but the ids in them, and these.
pub(super) struct Definitions {
    /// Types have the same number if their definitions differ in nothing but ids.
    shells: Vec<usize>,
    ids: Vec<Vec<usize>>,
}

impl Definitions {
    /// What is promised to be equal may have other documentation.
    pub fn new(types: &[TypeDef], promised: &BTreeMap<usize, usize>) -> Self {
        let mut known: HashMap<u64, Vec<(TypeDef, usize)>> = HashMap::new();
        let (mut shells, mut ids) = (Vec::with_capacity(types.len()), Vec::with_capacity(types.len()));
        for (index, ty) in types.iter().enumerate() {
            let (shell, held) = shell(ty);
            let alike = known.entry(outline(&shell)).or_default();
            let first = alike.iter().find(|(known, _)| *known == shell).map(|(_, first)| *first);
            if first.is_none() {
                alike.push((shell, index));
            }
            shells.push(first.unwrap_or(index));
            ids.push(held);
        }
        for (name, of) in promised {
            if undocumented(&types[*name]) == undocumented(&types[*of]) {
                shells[*name] = shells[*of];
            }
        }
        Self { shells, ids }
    }

    /// The type that each type is a name of, if it is one.
    pub fn joined(&self, stands: &[bool], promised: &BTreeMap<usize, usize>) -> Vec<Option<usize>> {
        let mut classes = self.shells.clone();
        let mut count = 0;
        loop {
            let joined = targets(&classes, stands, promised);
            let mut known: HashMap<(usize, Vec<usize>), usize> = HashMap::new();
            for (index, ids) in self.ids.iter().enumerate() {
                let ids = ids.iter().map(|id| joined[*id].unwrap_or(*id)).collect();
                classes[index] = *known.entry((classes[index], ids)).or_insert(index);
            }
            if known.len() == count {
                return joined;
            }
            count = known.len();
        }
    }
}

/// What each type is a name of if types of one class are equal: the first that stands for itself, else the first.
fn targets(classes: &[usize], stands: &[bool], promised: &BTreeMap<usize, usize>) -> Vec<Option<usize>> {
    let mut firsts: HashMap<usize, usize> = HashMap::new();
    for (index, class) in classes.iter().enumerate() {
        let first = firsts.entry(*class).or_insert(index);
        if stands[index] && !stands[*first] {
            *first = index;
        }
    }
    let targets = classes.iter().enumerate().map(|(index, class)| {
        let kept = promised.get(&index).copied();
        let kept = kept.filter(|of| stands[*of] && classes[*of] == *class);
        let of = kept.unwrap_or(firsts[class]);
        (!stands[index] && of != index).then_some(of)
    });
    targets.collect()
}

/// What a type has besides its name and its own documentation, properties and values in the order of their names, and the ids in it.
fn shell(ty: &TypeDef) -> (TypeDef, Vec<usize>) {
    let mut shell = TypeDef {
        name: String::new(),
        at: Location::root(),
        docs: String::new(),
        in_request: false,
        ..ty.clone()
    };
    match &mut shell.kind {
        TypeKind::Struct(object) => object.fields.sort_by(|a, b| a.property.cmp(&b.property)),
        TypeKind::StringEnum(values) => values.sort_by(|a, b| a.value.cmp(&b.value)),
        TypeKind::IntegerEnum(values) => values.sort_by_key(|known| known.value),
        _ => {}
    }
    let mut ids = Vec::new();
    shell.visit_ids(&mut |id| ids.push(replace(id, TypeId(0)).index()));
    (shell, ids)
}

/// The shell of a type without the documentation of its members.
fn undocumented(ty: &TypeDef) -> TypeDef {
    let (mut shell, _) = shell(ty);
    match &mut shell.kind {
        TypeKind::Struct(object) => object.fields.iter_mut().for_each(|field| field.docs.clear()),
        TypeKind::StringEnum(values) => values.iter_mut().for_each(|known| known.docs.clear()),
        TypeKind::IntegerEnum(values) => values.iter_mut().for_each(|known| known.docs.clear()),
        TypeKind::Union(union) => union.variants.iter_mut().for_each(|variant| variant.docs.clear()),
        _ => {}
    }
    shell
}

/// A number that equal shells have, and few others.
fn outline(shell: &TypeDef) -> u64 {
    let mut hasher = DefaultHasher::new();
    discriminant(&shell.kind).hash(&mut hasher);
    match &shell.kind {
        TypeKind::Struct(object) => {
            let types = object
                .fields
                .iter()
                .map(|field| (&field.property, &field.ty, field.required));
            types.for_each(|field| field.hash(&mut hasher));
        }
        TypeKind::StringEnum(values) => values.iter().for_each(|known| known.value.hash(&mut hasher)),
        TypeKind::IntegerEnum(values) => values.iter().for_each(|known| known.value.hash(&mut hasher)),
        TypeKind::Union(union) => {
            let types = union.variants.iter().map(|variant| (&variant.name, &variant.ty));
            types.for_each(|variant| variant.hash(&mut hasher));
        }
        TypeKind::Alias(ty) | TypeKind::Wrapper(ty) => ty.hash(&mut hasher),
        TypeKind::Multipart(body) => body.parts.len().hash(&mut hasher),
    }
    hasher.finish()
}

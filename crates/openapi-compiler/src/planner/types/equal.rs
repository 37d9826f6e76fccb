//! Types of inline schemas whose definitions are equal: one of them is written, the others are names of it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::{discriminant, replace};

use super::Types;
use crate::document::{FileId, Location};
use crate::lock::Kind;
use crate::plan::{Plan, TypeDef, TypeId, TypeKind};
use crate::planner::conversions::wrappers;
use crate::planner::shape::Shape;

impl Types<'_> {
    /// Finds the types of inline schemas that are equal to another type, documentation of members included, and makes them names of
    /// that.
    pub fn join_equal(&self, plan: &mut Plan) {
        let promised = self.promised_equals();
        let definitions = Definitions::new(&plan.types, &promised);
        let mut stands = self.stands_for_itself(plan, &promised);
        let joined = loop {
            let joined = definitions.joined(&stands, &promised);
            let clashes = clashes(plan, &joined);
            if clashes.is_empty() {
                break joined;
            }
            clashes.into_iter().for_each(|index| stands[index] = true);
        };
        for (index, of) in joined.iter().enumerate() {
            if let Some(of) = *of {
                plan.types[index].same_as = Some(TypeId(of as u32));
                self.promises
                    .make(Kind::Same, &[&self.homes[index][0]], vec![self.homes[of][0].clone()]);
            }
        }
        self.keep_promised_equals(&joined);
        send_what_is_sent(&mut plan.types);
    }

    /// Enums that the lock promises to be one type stay one where their values differ now: it has the values of all.
    pub(super) fn keep_equal_enums(&mut self) {
        let promised = self.promised_equals().into_iter();
        let mut promised: Vec<(usize, usize)> =
            promised.filter(|(name, of)| name.max(of) < &self.order.len()).collect();
        promised.sort_unstable();
        let mut grown: BTreeSet<usize> = BTreeSet::new();
        for (name, of) in &promised {
            grown.extend(self.add_values(*of, *name).then_some(*of));
        }
        for (name, of) in &promised {
            grown.extend(self.add_values(*name, *of).then_some(*of));
        }
        for of in grown {
            let at = self.get(self.order[of]).at.clone();
            let message = "this enum and others differ, and the lock promises one type: it has the values of all";
            self.problems.note("promised-values", &at, message);
        }
    }

    /// Adds the values of an enum to another; returns whether it lacked one.
    fn add_values(&mut self, to: usize, from: usize) -> bool {
        let [to, from] = [to, from].map(|index| self.order[index]);
        let other = self.shapes[&from].0.clone();
        let has_more = match (self.shapes.get_mut(&to).map(|(shape, _)| shape), other) {
            (Some(Shape::StringEnum(own)), Shape::StringEnum(others)) => add(own, others),
            (Some(Shape::IntegerEnum(own)), Shape::IntegerEnum(others)) => add(own, others),
            _ => false,
        };
        if has_more {
            let others = self.get(from).schema.listed.clone();
            let own = &mut self.schemas[to.0 as usize].schema.listed;
            let known: Vec<_> = own.iter().map(|listed| listed.value.clone()).collect();
            own.extend(others.into_iter().filter(|listed| !known.contains(&listed.value)));
        }
        has_more
    }

    /// Whether a type is no name of another: that of a component or a file, one whose name a user chose, and one that the lock has
    /// alone. So is what is no struct, enum or union. An inline schema that becomes a component is what the lock says.
    fn stands_for_itself(&self, plan: &Plan, promised: &HashMap<usize, usize>) -> Vec<bool> {
        let named = self.named_places();
        let types = plan.types.iter().enumerate();
        let stands = types.map(|(index, ty)| {
            let Some(id) = self.order.get(index) else {
                return true;
            };
            let is_definition = matches!(
                ty.kind,
                TypeKind::Struct(_) | TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Union(_)
            );
            !is_definition
                || (named.contains(&ty.at) && !promised.contains_key(&index))
                || self.overrides.type_name(*id, &ty.at).is_some()
                || self.homes[index].iter().any(|home| self.is_promised_alone(home))
        });
        stands.collect()
    }

    /// The places of components, and of what other files are referred to for.
    fn named_places(&self) -> HashSet<Location> {
        let description = &self.resolved.description;
        let schemas = &description.schemas;
        let of_files = schemas.ids().filter_map(|id| schemas.get(id).reference);
        let of_files = of_files.map(|target| schemas.get(target).at.clone());
        let of_files = of_files.filter(|at| at.file != FileId::ROOT);
        let components = description.components.values();
        components
            .map(|id| schemas.get(*id).at.clone())
            .chain(of_files)
            .collect()
    }

    /// Whether the lock has a type at a place, and not as another name of one.
    fn is_promised_alone(&self, home: &str) -> bool {
        let promised = |kind| self.promises.within(kind, &[home]).next();
        let is_type = promised(Kind::Type).is_some_and(|(_, promise)| promise.words.len() == 1);
        is_type && promised(Kind::Same).is_none()
    }

    /// The types that the lock promises to be equal to others, with those, where both are there.
    fn promised_equals(&self) -> HashMap<usize, usize> {
        let homes = self.homes.iter().enumerate();
        let types: HashMap<&str, usize> = homes
            .flat_map(|(index, homes)| homes.iter().map(move |home| (home.as_str(), index)))
            .collect();
        let promised = self.promises.of(Kind::Same);
        let both = promised.filter_map(|(place, promise)| {
            Some((*types.get(place[0].as_str())?, *types.get(promise.words[0].as_str())?))
        });
        both.collect()
    }

    /// Takes note of the promises that are kept: the types are still equal, or one of them is gone.
    fn keep_promised_equals(&self, joined: &[Option<usize>]) {
        let defined = |index: usize| joined.get(index).copied().flatten().unwrap_or(index);
        let homes = self.homes.iter().enumerate();
        let types: HashMap<&str, usize> = homes
            .flat_map(|(index, homes)| homes.iter().map(move |home| (home.as_str(), defined(index))))
            .collect();
        for (place, promise) in self.promises.of(Kind::Same) {
            let [one, other] = [&place[0], &promise.words[0]].map(|place| types.get(place.as_str()));
            if one == other || other.is_none() {
                self.promises.find(Kind::Same, &[&place[0]]);
            }
        }
    }
}

/// Adds what is not there; returns whether there is such.
fn add<T: PartialEq>(own: &mut Vec<T>, others: Vec<T>) -> bool {
    let count = own.len();
    for other in others {
        if !own.contains(&other) {
            own.push(other);
        }
    }
    own.len() > count
}

/// The definitions of types: all but the ids in them, and these.
struct Definitions {
    /// Types have the same number if their definitions differ in nothing but ids.
    shells: Vec<usize>,
    ids: Vec<Vec<usize>>,
}

impl Definitions {
    /// What is promised to be equal may have other documentation.
    fn new(types: &[TypeDef], promised: &HashMap<usize, usize>) -> Self {
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
    fn joined(&self, stands: &[bool], promised: &HashMap<usize, usize>) -> Vec<Option<usize>> {
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
fn targets(classes: &[usize], stands: &[bool], promised: &HashMap<usize, usize>) -> Vec<Option<usize>> {
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

/// The types that would be equal to another one in a place where rustc has to tell both apart, by `From`: in a union, also in one
/// that is a variant of it, and in what converts into a struct.
fn clashes(plan: &Plan, joined: &[Option<usize>]) -> HashSet<usize> {
    let wrappers = wrappers(plan);
    let mut sources: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, ty) in plan.types.iter().enumerate() {
        if let TypeKind::Struct(object) = &ty.kind {
            for part in object
                .converts_into
                .iter()
                .filter(|part| wrappers.contains_key(&part.index()))
            {
                sources.entry(part.index()).or_default().push(index);
            }
        }
    }
    let mut clashes = HashSet::new();
    for (index, ty) in plan.types.iter().enumerate() {
        let together = match &ty.kind {
            TypeKind::Union(_) => in_union(plan, index),
            TypeKind::Struct(object) => match sources.remove(&index) {
                Some(mut sources) => {
                    let wrapped = object.fields.iter().find(|field| wrappers[&index] == field.name);
                    wrapped.iter().for_each(|field| field.ty.add_named(&mut sources));
                    sources
                }
                None => continue,
            },
            _ => continue,
        };
        let mut firsts: HashMap<usize, usize> = HashMap::new();
        for ty in together {
            let first = *firsts.entry(joined[ty].unwrap_or(ty)).or_insert(ty);
            if first != ty {
                clashes.insert(if joined[ty].is_some() { ty } else { first });
            }
        }
    }
    clashes
}

/// A union, and what it and the unions among its variants hold.
fn in_union(plan: &Plan, union: usize) -> Vec<usize> {
    let mut found = vec![union];
    let mut seen: HashSet<usize> = HashSet::from([union]);
    let mut at = 0;
    while let Some(index) = found.get(at) {
        let mut held = Vec::new();
        match &plan.types[*index].kind {
            TypeKind::Union(union) => union
                .variants
                .iter()
                .for_each(|variant| variant.ty.add_named(&mut held)),
            TypeKind::Alias(target) => target.add_named(&mut held),
            _ => {}
        }
        found.extend(held.into_iter().filter(|id| seen.insert(*id)));
        at += 1;
    }
    found
}

/// A type that one of its names is sent by is sent, and so is what it holds.
fn send_what_is_sent(types: &mut [TypeDef]) {
    let names = types.iter().filter(|ty| ty.in_request);
    let mut pending: Vec<usize> = names.filter_map(|ty| Some(ty.same_as?.index())).collect();
    while let Some(index) = pending.pop() {
        if !replace(&mut types[index].in_request, true) {
            pending.extend(types[index].named_types());
        }
    }
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

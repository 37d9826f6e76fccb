//! Types of inline schemas whose definitions are equal: one of them is written, the others are names of it.

mod definitions;
mod promised;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::mem::replace;

use self::definitions::Definitions;
use super::Types;
use crate::document::{FileId, Location};
use crate::lock::Kind;
use crate::plan::{Plan, TypeDef, TypeId, TypeKind};
use crate::planner::conversions::wrappers;

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

    /// Whether a type is no name of another: that of a component or a file, one whose name a user chose, and one that the lock has
    /// alone. So is what is no struct, enum or union. An inline schema that becomes a component is what the lock says.
    fn stands_for_itself(&self, plan: &Plan, promised: &BTreeMap<usize, usize>) -> Vec<bool> {
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
}

/// The types that would be equal to another one in a place where rustc has to tell both apart, by `From`: in a union, also in one
/// that is a variant of it, and in what converts into a struct.
fn clashes(plan: &Plan, joined: &[Option<usize>]) -> HashSet<usize> {
    let defined = |index: usize| joined[index].unwrap_or(index);
    let sources = sources_of_wrappers(plan, &defined);
    let mut clashes = HashSet::new();
    let unions = (0..plan.types.len()).filter(|index| matches!(plan.types[*index].kind, TypeKind::Union(_)));
    for together in unions.map(|union| in_union(plan, union)).chain(sources) {
        let mut firsts: HashMap<usize, usize> = HashMap::new();
        for ty in together {
            let first = *firsts.entry(defined(ty)).or_insert(ty);
            if first != ty {
                clashes.insert(if joined[ty].is_some() { ty } else { first });
            }
        }
    }
    clashes
}

/// What converts into each struct that is made from the value of a field, and what that value holds.
fn sources_of_wrappers(plan: &Plan, defined: &impl Fn(usize) -> usize) -> impl Iterator<Item = Vec<usize>> {
    let mut sources: HashMap<usize, Vec<usize>> = HashMap::new();
    let mut wrappers: Vec<(usize, String)> = wrappers(plan).into_iter().collect();
    wrappers.sort_unstable();
    for (wrapper, name) in wrappers {
        if let TypeKind::Struct(object) = &plan.types[wrapper].kind
            && !sources.contains_key(&defined(wrapper))
        {
            // Those of equal structs have equal values.
            let wrapped = object.fields.iter().filter(|field| field.name == name);
            let held = sources.entry(defined(wrapper)).or_default();
            wrapped.for_each(|field| field.ty.add_named(held));
        }
    }
    for (index, ty) in plan.types.iter().enumerate() {
        if let TypeKind::Struct(object) = &ty.kind {
            for part in &object.converts_into {
                if let Some(sources) = sources.get_mut(&defined(part.index())) {
                    sources.push(index);
                }
            }
        }
    }
    sources.into_values().map(|mut sources| {
        sources.sort_unstable();
        sources.dedup();
        sources
    })
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

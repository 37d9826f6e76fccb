//! The effects of a new version on code that was written for the old one.

use std::collections::{HashMap, HashSet};

use super::change::{InRust, Item, Key, Rust};
use super::surface::{Named, Taken, aliases, surface};
use crate::plan::{Plan, TypeId};

/// The changes of what callers can name.
pub(super) fn compare(old: &Plan, new: &Plan) -> Vec<InRust> {
    let names = aliases(new);
    let (before, after) = (surface(old, &names), surface(new, &HashMap::new()));
    let there: HashMap<&str, &Named> = after.iter().map(|known| (known.name.as_str(), known)).collect();
    let known: HashSet<&str> = before.iter().map(|known| known.name.as_str()).collect();
    let mut changes: Vec<InRust> = renamed(old, new, &names);
    for own in &before {
        let now = there.get(own.name.as_str()).copied();
        let owner_is_gone =
            || owner(&own.name).is_some_and(|owner| known.contains(owner) && !there.contains_key(owner));
        let (verdict, id) = match now {
            Some(now) => verdict(own, now),
            None if owner_is_gone() => continue,
            None => (break_of(own), "rust-item-removed"),
        };
        if verdict > Rust::None {
            let key = Key::Old(own.at.0.clone(), own.at.1.clone());
            changes.push(change(key, id, verdict, Some(own), now));
        }
    }
    for new in after.iter().filter(|new| !known.contains(new.name.as_str())) {
        // Members of a new item are not listed.
        if owner(&new.name).is_none_or(|owner| known.contains(owner)) {
            let key = Key::New(new.at.0.clone(), new.at.1.clone());
            changes.push(change(key, "rust-item-added", Rust::Additive, None, Some(new)));
        }
    }
    changes.extend(separated(old, new, &names));
    changes
}

/// The types that were equal, and are two now: code that takes one for the other does not compile.
fn separated(old: &Plan, new: &Plan, names: &HashMap<String, String>) -> impl Iterator<Item = InRust> {
    let types = new.types.iter().enumerate();
    let defined: HashMap<&str, TypeId> = types
        .map(|(index, ty)| (ty.name.as_str(), new.defined(TypeId(index as u32))))
        .collect();
    let now = move |name: &String| defined.get(names.get(name).unwrap_or(name).as_str()).copied();
    old.types.iter().filter_map(move |ty| {
        let of = &old.types[ty.same_as?.index()].name;
        (now(&ty.name)? != now(of)?).then(|| InRust {
            key: Key::Old(ty.at.clone(), String::new()),
            id: "rust-types-separated",
            item: Item {
                verdict: Rust::Break,
                before: Some(format!("{} = {of}", ty.name)),
                after: Some(ty.name.clone()),
            },
        })
    })
}

fn change(key: Key, id: &'static str, verdict: Rust, before: Option<&Named>, after: Option<&Named>) -> InRust {
    let signature = |named: Option<&Named>| named.map(|named| named.signature.clone());
    let item = Item {
        verdict,
        before: signature(before),
        after: signature(after),
    };
    InRust { key, id, item }
}

/// Compares an item whose name still exists.
fn verdict(old: &Named, new: &Named) -> (Rust, &'static str) {
    // A type that is sent from now on gets setters.
    let same_count = old.takes.len() == new.takes.len() || (old.is_read && old.takes.is_empty());
    let converts = |(old, new): (&Taken, &Taken)| new.from.contains(&old.ty);
    let is_given = same_count && old.takes.iter().zip(&new.takes).all(converts);
    if !is_given || !new.required.is_subset(&old.required) {
        return (Rust::Break, "rust-arguments-changed");
    }
    if old.gives != new.gives {
        return (break_of(old), "rust-type-changed");
    }
    if !old.meanings.iter().any(|meaning| new.meanings.contains(meaning)) {
        return (Rust::Silent, "rust-meaning-changed");
    }
    match !old.deprecated && new.deprecated {
        true => (Rust::Deprecated, "rust-item-deprecated"),
        false => (Rust::None, ""),
    }
}

fn break_of(named: &Named) -> Rust {
    match named.is_read {
        true => Rust::ReadOnlyBreak,
        false => Rust::Break,
    }
}

/// The types and operations whose names are aliases now.
fn renamed(old: &Plan, new: &Plan, names: &HashMap<String, String>) -> Vec<InRust> {
    let deprecated = |key: Key, before: String, after: String| {
        let item = Item {
            verdict: Rust::Deprecated,
            before: Some(before),
            after: Some(after),
        };
        InRust {
            key,
            id: "rust-item-renamed",
            item,
        }
    };
    let types = old.types.iter().filter_map(|ty| {
        let now = names.get(&ty.name)?;
        let was = aliases(old).get(&ty.name) == Some(now);
        (!was).then(|| deprecated(Key::Old(ty.at.clone(), String::new()), ty.name.clone(), now.clone()))
    });
    let operations = old.operations.iter().filter_map(|operation| {
        let is_it = |alias: &crate::plan::Alias| alias.name == operation.name;
        let now = new.operations.iter().find(|now| now.aliases.iter().any(is_it))?;
        let key = Key::Old(operation.at.clone(), String::new());
        let method = |name: &str| format!("client.{name}");
        Some(deprecated(key, method(&operation.name), method(&now.name)))
    });
    types.chain(operations).collect()
}

/// The type that something is a part of.
fn owner(name: &str) -> Option<&str> {
    let end = name.find("::").or_else(|| name.find('.'))?;
    let owner = &name[..end];
    (!matches!(owner, "client" | "Server" | "ClientBuilder" | "webhooks")).then_some(owner)
}

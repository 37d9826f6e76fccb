//! Bases: schemas whose `discriminator` distinguishes the schemas that are composed with them (its subtypes).
//!
//! A value of a base may be any of its subtypes, so a base becomes a union of them. The keywords of the base become a separate
//! schema, the plain base. It is the last variant of the union, and the subtypes are composed with it.

use std::collections::{HashMap, HashSet};

use indexmap::{IndexMap, IndexSet};

use crate::schema::{Discriminator, Schema, SchemaId, SchemaNode, Schemas, TypeSet, Union, UnionKind};

/// Turns every base into a union.
pub(super) fn unite(schemas: &mut Schemas, components: &IndexMap<String, SchemaId>) {
    lift_discriminators(schemas);
    let names = names(schemas, components);
    let subtypes = direct_subtypes(schemas, components);
    let bases: Vec<SchemaId> = schemas.ids().filter(|id| is_base(schemas, *id)).collect();
    let (mut plain, mut stated) = (HashMap::new(), Vec::new());
    for base in bases {
        let variants = variants(schemas, base, &subtypes);
        let extended = subtypes.get(&base).is_some_and(|direct| !direct.is_empty());
        if schemas.get(base).schema.unions.is_empty() {
            if !variants.is_empty() {
                plain.insert(base, become_union(schemas, base, variants, &names));
            }
        } else if extended {
            plain.insert(base, without_union(schemas, base));
            stated.push(base);
        }
    }
    let listed = stated.into_iter().map(|base| (base, listed(schemas, base))).collect();
    compose_with_plain(schemas, components, &plain, &listed);
}

/// Moves a discriminator in an inline member of `allOf` to the composition.
fn lift_discriminators(schemas: &mut Schemas) {
    for id in schemas.ids() {
        let node = schemas.get(id);
        if node.schema.discriminator.is_some() || !node.schema.unions.is_empty() {
            continue;
        }
        let inline = |member: &SchemaId| {
            let member = schemas.get(*member);
            member.reference.is_none() && member.all_of.is_empty() && member.schema.discriminator.is_some()
        };
        if let Some(member) = node.all_of.iter().copied().find(inline) {
            let discriminator = schemas.nodes[index(member)].schema.discriminator.take();
            schemas.nodes[index(id)].schema.discriminator = discriminator;
        }
    }
}

fn index(id: SchemaId) -> usize {
    id.0 as usize
}

/// Follows references to a schema that is not a reference.
fn followed(schemas: &Schemas, id: SchemaId) -> SchemaId {
    let mut seen = HashSet::new();
    let mut current = id;
    while seen.insert(current) {
        let node = schemas.get(current);
        match node.reference {
            Some(next) if node.all_of.is_empty() && node.schema.accepts_anything() => current = next,
            _ => break,
        }
    }
    current
}

/// The names of the components, by the schema that they refer to.
fn names(schemas: &Schemas, components: &IndexMap<String, SchemaId>) -> HashMap<SchemaId, String> {
    let mut names = HashMap::new();
    for (name, id) in components {
        names.insert(*id, name.clone());
        names.entry(followed(schemas, *id)).or_insert_with(|| name.clone());
    }
    names
}

/// The components whose `allOf` refers to each schema.
fn direct_subtypes(schemas: &Schemas, components: &IndexMap<String, SchemaId>) -> HashMap<SchemaId, Vec<SchemaId>> {
    let mut subtypes: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
    for component in components.values() {
        for member in &schemas.get(*component).all_of {
            let of = subtypes.entry(followed(schemas, *member)).or_default();
            if !of.contains(component) {
                of.push(*component);
            }
        }
    }
    subtypes
}

fn is_base(schemas: &Schemas, id: SchemaId) -> bool {
    let schema = &schemas.get(id).schema;
    schema.discriminator.is_some() || schema.unions.iter().any(|union| union.discriminator.is_some())
}

/// The subtypes of a base: those in its mapping, and those composed with it or with another subtype, up to the next base.
fn variants(schemas: &Schemas, base: SchemaId, subtypes: &HashMap<SchemaId, Vec<SchemaId>>) -> IndexSet<SchemaId> {
    let Some(discriminator) = &schemas.get(base).schema.discriminator else {
        return IndexSet::new();
    };
    let mapped = discriminator.mapping.values().chain(&discriminator.default);
    let mut found: IndexSet<SchemaId> = mapped.map(|id| followed(schemas, *id)).collect();
    let mut pending = vec![base];
    let mut entered = HashSet::new();
    while let Some(id) = pending.pop() {
        if entered.insert(id) && (id == base || !is_base(schemas, id)) {
            let direct = subtypes.get(&id).into_iter().flatten();
            found.extend(direct.clone());
            pending.extend(direct);
        }
    }
    found.shift_remove(&base);
    found
}

/// Turns a base into the union of its variants and the plain base. Returns the plain base.
fn become_union(
    schemas: &mut Schemas,
    base: SchemaId,
    variants: IndexSet<SchemaId>,
    names: &HashMap<SchemaId, String>,
) -> SchemaId {
    let plain = add_plain(schemas, schemas.get(base).clone());
    let stated = schemas.get(base).schema.discriminator.clone();
    let as_variant = |id: SchemaId| match followed(schemas, id) {
        id if id == base => plain,
        id => id,
    };
    let mut discriminator = Discriminator {
        property: stated
            .as_ref()
            .map(|stated| stated.property.clone())
            .unwrap_or_default(),
        mapping: IndexMap::new(),
        default: Some(plain),
    };
    if let Some(stated) = &stated {
        let mapping = stated.mapping.iter().map(|(tag, id)| (tag.clone(), as_variant(*id)));
        discriminator.mapping.extend(mapping);
        discriminator.default = stated.default.map(as_variant).or(discriminator.default);
    }
    for variant in &variants {
        // Components are also known by their own names (OpenAPI 3.1, section 4.8.25).
        let is_mapped = discriminator.mapping.values().any(|mapped| mapped == variant);
        if let Some(name) = names.get(variant).filter(|_| !is_mapped) {
            discriminator.mapping.entry(name.clone()).or_insert(*variant);
        }
    }
    let variants = variants.into_iter().chain([plain]).collect();
    let node = &mut schemas.nodes[index(base)];
    node.nullable |= node.schema.types != TypeSet::ANY && node.schema.types.contains(TypeSet::NULL);
    node.schema = Schema {
        unions: vec![Union {
            kind: UnionKind::OneOf,
            variants,
            null: false,
            discriminator: Some(discriminator),
        }],
        annotations: node.schema.annotations.clone(),
        ..Schema::default()
    };
    node.all_of.clear();
    plain
}

/// The plain base of a base that has a union already.
fn without_union(schemas: &mut Schemas, base: SchemaId) -> SchemaId {
    let mut plain = schemas.get(base).clone();
    plain.schema.unions.clear();
    add_plain(schemas, plain)
}

/// The schemas that a union consists of, and those that these are composed of.
fn listed(schemas: &Schemas, base: SchemaId) -> HashSet<SchemaId> {
    let variants = |id: SchemaId| {
        schemas
            .get(id)
            .schema
            .unions
            .iter()
            .flat_map(|union| union.variants.iter().copied())
    };
    let mut pending: Vec<SchemaId> = variants(base).collect();
    let mut listed = HashSet::new();
    while let Some(id) = pending.pop() {
        if listed.insert(id) {
            let node = schemas.get(id);
            pending.extend(node.reference.iter().chain(&node.all_of).copied().chain(variants(id)));
        }
    }
    listed
}

/// Whether a schema that is composed with a union is a variant that the union does not list: it has a tag of its own.
fn has_own_tag(schemas: &Schemas, id: SchemaId, base: SchemaId, listed: &HashSet<SchemaId>) -> bool {
    let unions = &schemas.get(base).schema.unions;
    let mut properties = unions
        .iter()
        .flat_map(|union| &union.discriminator)
        .map(|known| &known.property);
    let tags = |id: SchemaId, property: &str| {
        let tag = schemas.get(id).schema.properties.get(property).copied();
        tag.and_then(|tag| schemas.get(followed(schemas, tag)).schema.enumeration.clone())
            .unwrap_or_default()
    };
    properties.any(|property| {
        let own = [id]
            .iter()
            .chain(&schemas.get(id).all_of)
            .flat_map(|id| tags(*id, property))
            .collect::<Vec<_>>();
        let known = listed.iter().flat_map(|id| tags(*id, property)).collect::<Vec<_>>();
        !own.is_empty() && own.iter().all(|tag| !known.contains(tag))
    })
}

/// Adds a plain base at the location of the base.
fn add_plain(schemas: &mut Schemas, node: SchemaNode) -> SchemaId {
    let id = SchemaId(schemas.nodes.len() as u32);
    let mut plain = SchemaNode {
        part: Some("base"),
        nullable: false,
        ..node
    };
    if plain.schema.types != TypeSet::ANY {
        plain.schema.types = plain.schema.types.without(TypeSet::NULL);
    }
    schemas.nodes.push(plain);
    id
}

/// Composes a schema that adds something to a base with the plain base. A schema that adds nothing refers to the union, and so
/// does one that adds something to a stated union without being one of its variants.
fn compose_with_plain(
    schemas: &mut Schemas,
    components: &IndexMap<String, SchemaId>,
    plain: &HashMap<SchemaId, SchemaId>,
    listed: &HashMap<SchemaId, HashSet<SchemaId>>,
) {
    let components: HashSet<SchemaId> = components.values().copied().collect();
    let plain_of = |schemas: &Schemas, id: SchemaId, member: SchemaId| {
        let base = followed(schemas, member);
        let adds_to_any = |listed: &HashSet<_>| !listed.contains(&id) && !has_own_tag(schemas, id, base, listed);
        let plain = plain.get(&base).copied();
        plain.filter(|_| !listed.get(&base).is_some_and(adds_to_any))
    };
    for id in schemas.ids() {
        let node = schemas.get(id);
        let says_more = |member: &SchemaId| {
            let member = schemas.get(*member);
            member.reference.is_some() || !member.all_of.is_empty() || !member.schema.accepts_anything()
        };
        let adds = node.all_of.iter().filter(|member| says_more(member)).count() > 1
            || !node.schema.accepts_anything()
            || components.contains(&id)
            || node.part.is_some();
        if !adds {
            continue;
        }
        for member in node.all_of.clone() {
            if let Some(plain) = plain_of(schemas, id, member) {
                schemas.nodes[index(member)].reference = Some(plain);
            }
        }
    }
}

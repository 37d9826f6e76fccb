//! The constraints of types that requests hold.

use super::Types;
use crate::description;
use crate::plan::{BodyType, Check, Operation, Rules, TypeDef, TypeId, TypeKind};
use crate::resolved::ResolvedId;
use crate::schema::{Schema, SchemaId, Union};

impl Types<'_> {
    /// Adds the constraints of the types that requests hold.
    pub(super) fn add_rules(&self, defs: &mut [TypeDef]) {
        let all: Vec<Option<Rules>> = (0..defs.len()).map(|index| self.rules_of(defs, index)).collect();
        for (def, rules) in defs.iter_mut().zip(all) {
            def.rules = rules;
        }
    }

    /// Adds the constraints of parameters and bodies, if they are asked for. Bodies of parts and bytes have none.
    pub fn add_rules_of_requests(&self, operations: &mut [Operation], defs: &[TypeDef]) {
        let described = &self.resolved.description.operations;
        for (operation, described) in operations.iter_mut().zip(described).filter(|_| self.overrides.validate) {
            let used = |schema: Option<SchemaId>| {
                let id = self.resolved.of(schema?);
                Some(self.used_rules(defs, id, &mut Vec::new())).filter(|rules| !rules.is_empty())
            };
            for parameter in &mut operation.parameters {
                let is_it = |known: &&description::Parameter| {
                    known.name == parameter.wire_name && known.location == parameter.location
                };
                let known = described.parameters.iter().find(is_it);
                parameter.rules = used(known.and_then(description::Parameter::schema));
            }
            let contents = described.request_body.iter().flat_map(|body| &body.content);
            for content in operation.body.iter_mut().flat_map(|body| &mut body.contents) {
                let known = contents.clone().find(|known| known.media_type == content.media_type);
                let has_value = !matches!(content.body, BodyType::Multipart(_) | BodyType::Bytes);
                content.rules = used(known.filter(|_| has_value).and_then(|known| known.schema));
            }
        }
    }

    fn rules_of(&self, defs: &[TypeDef], index: usize) -> Option<Rules> {
        let id = self.order.get(index)?;
        let def = &defs[index];
        if !def.in_request {
            return None;
        }
        match &def.kind {
            TypeKind::Struct(_) | TypeKind::Wrapper(_) => Some(self.rules(defs, *id, &mut Vec::new())),
            TypeKind::Union(union) => {
                let variants = union.variants.iter().map(|variant| Rules {
                    of: variant.ty.named().and_then(|id| with_rules(defs, id)),
                    ..Rules::default()
                });
                let variants = Some((TypeId(index as u32), variants.collect()));
                Some(Rules {
                    variants,
                    ..Rules::default()
                })
            }
            _ => None,
        }
    }

    /// The constraints of a schema where it is defined. What contains itself without a type between has no type of its own.
    fn rules(&self, defs: &[TypeDef], id: ResolvedId, inside: &mut Vec<ResolvedId>) -> Rules {
        if inside.contains(&id) {
            return Rules::default();
        }
        inside.push(id);
        let schema = &self.get(id).schema;
        let mut below = |id: ResolvedId| self.used_rules(defs, id, inside);
        let properties = schema.properties.iter().map(|(name, id)| (name.clone(), below(*id)));
        let properties = properties.filter(|(_, rules)| !rules.is_empty()).collect();
        let mut some = |id: Option<ResolvedId>| id.map(&mut below).filter(|rules| !rules.is_empty()).map(Box::new);
        let rules = Rules {
            checks: checks(schema),
            properties,
            others: some(
                schema
                    .additional_properties
                    .filter(|_| schema.pattern_properties.is_empty()),
            ),
            items: some(schema.items.filter(|_| schema.prefix_items.is_empty())),
            ..Rules::default()
        };
        inside.pop();
        rules
    }

    /// The constraints of a schema where it is used.
    fn used_rules(&self, defs: &[TypeDef], id: ResolvedId, inside: &mut Vec<ResolvedId>) -> Rules {
        let named = self.ids.get(&id).and_then(|id| with_rules(defs, *id));
        if named.is_some() {
            return Rules {
                of: named,
                ..Rules::default()
            };
        }
        // The only variant of a union with null is not a type of its own.
        let unions = &self.get(id).schema.unions;
        match unions.first().and_then(Union::only_variant) {
            Some(only) => self.used_rules(defs, only, inside),
            None => self.rules(defs, id, inside),
        }
    }
}

/// The type that has constraints of its own, by its name or an alias of it.
fn with_rules(defs: &[TypeDef], id: TypeId) -> Option<TypeId> {
    let def = &defs[id.index()];
    match &def.kind {
        TypeKind::Alias(target) => with_rules(defs, target.named()?),
        TypeKind::Struct(_) | TypeKind::Wrapper(_) | TypeKind::Union(_) => def.in_request.then_some(id),
        _ => None,
    }
}

fn checks(schema: &Schema<ResolvedId>) -> Vec<Check> {
    let mut checks = Vec::new();
    if let Some(bound) = &schema.minimum {
        let value = bound.value.as_f64().unwrap_or(f64::NEG_INFINITY);
        checks.push(if bound.exclusive {
            Check::Above(value)
        } else {
            Check::Minimum(value)
        });
    }
    if let Some(bound) = &schema.maximum {
        let value = bound.value.as_f64().unwrap_or(f64::INFINITY);
        checks.push(if bound.exclusive {
            Check::Below(value)
        } else {
            Check::Maximum(value)
        });
    }
    let factors = schema.multiples_of.iter().filter_map(serde_json::Number::as_f64);
    checks.extend(factors.filter(|factor| *factor > 0.0).map(Check::MultipleOf));
    checks.extend(schema.min_length.map(Check::MinLength));
    checks.extend(schema.max_length.map(Check::MaxLength));
    checks.extend(schema.patterns.iter().cloned().map(Check::Pattern));
    checks.extend(schema.min_items.map(Check::MinItems));
    checks.extend(schema.max_items.map(Check::MaxItems));
    checks.extend(schema.unique_items.then_some(Check::UniqueItems));
    checks.extend(schema.min_properties.map(Check::MinProperties));
    checks.extend(schema.max_properties.map(Check::MaxProperties));
    checks
}

//! What is planned for the components of a document.

use openapi_compiler::plan::{Field, Plan, Struct, TypeDef, TypeKind, Union};

use super::plan;

/// A document of these components.
pub fn components(schemas: &str) -> String {
    format!("{{openapi: 3.1.0, components: {{schemas: {{{schemas}}}}}}}")
}

/// The first type of a document whose first component has this schema.
pub fn first(schema: &str) -> TypeDef {
    plan(&components(&format!(
        "S: {schema}, T: {{properties: {{a: {{type: string}}}}}}, U: {{properties: {{b: {{type: string}}}}}}"
    )))
    .types
    .swap_remove(0)
}

pub fn object(schema: &str) -> Struct {
    match first(schema).kind {
        TypeKind::Struct(object) => object,
        kind => panic!("{schema}: {kind:?}"),
    }
}

pub fn union(schema: &str) -> Union {
    match first(schema).kind {
        TypeKind::Union(union) => union,
        kind => panic!("{schema}: {kind:?}"),
    }
}

/// A type of a plan by its name.
pub fn named<'a>(plan: &'a Plan, name: &str) -> &'a TypeDef {
    let mut types = plan.types.iter();
    types.find(|ty| ty.name == name).unwrap_or_else(|| panic!("no {name}"))
}

pub fn fields<'a>(plan: &'a Plan, name: &str) -> &'a [Field] {
    match &named(plan, name).kind {
        TypeKind::Struct(object) => &object.fields,
        kind => panic!("{name}: {kind:?}"),
    }
}

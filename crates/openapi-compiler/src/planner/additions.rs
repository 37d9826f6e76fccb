//! The derives and attributes that users choose, by type. Derives of std are left out where a field does not have the trait.

use std::collections::{BTreeMap, BTreeSet};

use wildmatch::WildMatch;

use crate::derives::{Addition, Additions, STD, attribute, derives};
use crate::description::Description;
use crate::diagnostic::{Diagnostic, Diagnostics, Severity};
use crate::document::Location;
use crate::plan::{Plan, RustType, TypeDef, TypeKind};

/// Adds what users chose to the types of a plan.
pub(super) fn add(plan: &mut Plan, description: &Description, additions: &Additions, diagnostics: &mut Diagnostics) {
    let mut wanted: BTreeMap<String, Vec<(usize, &Addition)>> = BTreeMap::new();
    for addition in &additions.attributes {
        match attribute(&addition.text) {
            Ok(attribute) => {
                for index in selected(plan, description, addition, diagnostics) {
                    plan.types[index].attributes.push(attribute.clone());
                }
            }
            Err(message) => invalid("attribute", addition, message, diagnostics),
        }
    }
    for addition in &additions.derives {
        match derives(&addition.text) {
            Ok(list) => {
                let types = selected(plan, description, addition, diagnostics);
                for derive in list {
                    let chosen = types.iter().map(|index| (*index, addition));
                    wanted.entry(derive).or_default().extend(chosen);
                }
            }
            Err(message) => invalid("derive", addition, message, diagnostics),
        }
    }
    for (derive, chosen) in wanted {
        let types: BTreeSet<usize> = chosen.iter().map(|(index, _)| *index).collect();
        let sound = match STD.iter().find(|name| **name == derive) {
            Some(name) => sound(plan, name, types),
            None => types,
        };
        report_unsound(plan, &derive, &chosen, &sound, diagnostics);
        for index in sound {
            let ty = &mut plan.types[index];
            if is_order(ty, &derive) {
                ty.ordered = true;
            } else if !has(ty, &derive) {
                ty.derives.push(derive.clone());
            }
        }
    }
}

fn invalid(method: &str, addition: &Addition, message: String, diagnostics: &mut Diagnostics) {
    let help = format!("correct the text given to `Config::{method}`");
    diagnostics.error("invalid-addition", &Location::named(&addition.types), message, &help);
}

/// The types that an addition is for, by their indexes. Reports if there are none.
fn selected(plan: &Plan, description: &Description, addition: &Addition, diagnostics: &mut Diagnostics) -> Vec<usize> {
    let text = addition.types.as_str();
    let pointer = (text.contains('/')).then(|| description.locate(text));
    let pattern = WildMatch::new(text);
    let is_meant = |ty: &TypeDef| match (text, &ty.kind) {
        (_, TypeKind::Alias(_) | TypeKind::Multipart(_)) => false,
        ("struct", kind) => matches!(kind, TypeKind::Struct(_) | TypeKind::Wrapper(_)),
        ("enum", kind) => matches!(kind, TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_)),
        ("union", kind) => matches!(kind, TypeKind::Union(_)),
        _ => match &pointer {
            Some(at) => at.as_ref() == Some(&ty.at),
            None => pattern.matches(&ty.name),
        },
    };
    let types = plan.types.iter().enumerate().filter(|(_, ty)| is_meant(ty));
    let types: Vec<usize> = types.map(|(index, _)| index).collect();
    if types.is_empty() {
        let message = format!(
            "there is no struct, enum or union `{text}` to add `{}` to",
            addition.text
        );
        let help = "name types by `struct`, `enum` or `union`, by a pattern of their names with `*`, or by the JSON pointer of \
                    the schema that defines one";
        diagnostics.error("unknown-addition", &Location::named(text), message, help);
    }
    types
}

/// The types of a choice that have a trait of std if each of them that can derives it.
fn sound(plan: &Plan, name: &str, mut types: BTreeSet<usize>) -> BTreeSet<usize> {
    loop {
        let kept = types.iter().copied();
        let kept: BTreeSet<usize> = kept
            .filter(|index| lacking(plan, name, *index, &types).is_none())
            .collect();
        if kept.len() == types.len() {
            return kept;
        }
        types = kept;
    }
}

/// What a type holds that does not have a trait of std, if these types have it.
fn lacking(plan: &Plan, name: &str, index: usize, types: &BTreeSet<usize>) -> Option<String> {
    let ty = &plan.types[index];
    if has(ty, name) || is_order(ty, name) {
        return None;
    }
    let lacks = |ty: &RustType| !holds(plan, name, ty, types);
    match &ty.kind {
        TypeKind::Struct(object) => {
            let absent_is_default = |required: bool| name == "Default" && !required;
            let mut fields = object.fields.iter();
            let field = fields.find(|field| !absent_is_default(field.required) && lacks(&field.ty));
            let rest = object.rest.as_ref().filter(|rest| match name {
                "Copy" => true,
                "Default" => false,
                _ => lacks(&rest.ty),
            });
            field
                .map(|field| format!("the field `{}`", field.name))
                .or_else(|| rest.map(|rest| format!("the field `{}`", rest.name)))
        }
        TypeKind::Union(union) => {
            let mut variants = union.variants.iter();
            let variant = variants.find(|variant| lacks(&variant.ty));
            let unknown = (!["Eq", "Hash"].contains(&name)).then(|| "`Unknown`".to_owned());
            variant
                .map(|variant| format!("the variant `{}`", variant.name))
                .or(unknown)
        }
        TypeKind::Wrapper(inner) => lacks(inner).then(|| "its value".to_owned()),
        _ => Some("its values".to_owned()),
    }
}

/// Whether a type has a trait of std anyway.
fn has(ty: &TypeDef, name: &str) -> bool {
    match &ty.kind {
        TypeKind::Struct(object) => name == "Default" && object.has_default,
        TypeKind::StringEnum(_) => ["Eq", "Hash"].contains(&name),
        TypeKind::IntegerEnum(_) => ["Copy", "Eq", "Hash"].contains(&name),
        _ => false,
    }
}

/// Whether it is the order of an enum.
fn is_order(ty: &TypeDef, name: &str) -> bool {
    matches!(ty.kind, TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_)) && ["Ord", "PartialOrd"].contains(&name)
}

/// Whether values of a type have a trait of std, if these types of the plan have it. Of types of the caller's own they do; rustc
/// knows better.
fn holds(plan: &Plan, name: &str, ty: &RustType, types: &BTreeSet<usize>) -> bool {
    let inner = |ty: &RustType| holds(plan, name, ty, types);
    match ty {
        RustType::Bool | RustType::I32 | RustType::I64 | RustType::U64 | RustType::Null | RustType::Own(_) => true,
        RustType::F64 => ["Copy", "Default", "PartialOrd"].contains(&name),
        RustType::String => name != "Copy",
        RustType::Formatted(_) => !["Copy", "Default"].contains(&name),
        RustType::Value | RustType::Object => ["Default", "Eq", "Hash"].contains(&name),
        RustType::File => false,
        RustType::Vec(item) | RustType::Map(item) => name == "Default" || (name != "Copy" && inner(item)),
        RustType::Tuple(items) => items.iter().all(inner),
        RustType::Nullable(value) => name == "Default" || inner(value),
        RustType::Boxed(value) => name != "Copy" && inner(value),
        RustType::Named(id) => match &plan.types[id.index()] {
            TypeDef {
                kind: TypeKind::Alias(target),
                ..
            } => inner(target),
            ty => has(ty, name) || types.contains(&id.index()),
        },
    }
}

/// Reports the types that do not get a derive that was chosen for them: as a warning if it was chosen for them alone.
fn report_unsound(
    plan: &Plan,
    derive: &str,
    chosen: &[(usize, &Addition)],
    sound: &BTreeSet<usize>,
    diagnostics: &mut Diagnostics,
) {
    let mut by_choice: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, addition) in chosen {
        by_choice.entry(&addition.types).or_default().push(*index);
    }
    for (choice, types) in by_choice {
        let left_out = types.iter().filter(|index| !sound.contains(index));
        let left_out: Vec<usize> = left_out.copied().collect();
        let Some(first) = left_out.first() else { continue };
        let ty = &plan.types[*first];
        let what = lacking(plan, derive, *first, sound).unwrap_or_default();
        let others = match left_out.len() - 1 {
            0 => String::new(),
            count => format!(", nor are {count} others of `{choice}`"),
        };
        let message = format!("`{}` is not `{derive}`: {what} is not{others}", ty.name);
        let severity = match types.len() {
            1 => Severity::Warning,
            _ => Severity::Note,
        };
        let help = "derive it for what the type holds too, or for other types only";
        diagnostics.report(Diagnostic::new(severity, "unsound-derive", ty.at.clone(), message).help(help));
    }
}

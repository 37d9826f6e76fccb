//! Builders of structs.

use proc_macro2::{Literal, TokenStream};
use serde_json::Value;

use super::table::{Table, compact, literal};
use super::types::text;
use super::{Piece, argument};
use crate::plan::{AdditionalProperties, Field, Multipart, Part, Plan, RustType, Struct, TypeKind};

/// The builder of a struct that a request may hold.
pub(super) fn structure(plan: &Plan, name: &str, object: &Struct) -> Piece {
    let fields: Vec<&Field> = object.fields.iter().collect();
    let constants: Vec<String> = object.fields.iter().filter_map(|field| initial(plan, field)).collect();
    let blank = "::openapi_runtime::Typed::blank()";
    let blank = match constants.is_empty() {
        true => blank.to_owned(),
        false => format!("Self {{ {}, ..{blank} }}", constants.join(", ")),
    };
    builder(plan, name, &fields, object.rest.as_ref(), &blank)
}

/// The builder of a body of parts.
pub(super) fn multipart(plan: &Plan, name: &str, body: &Multipart) -> Piece {
    let fields: Vec<&Field> = body.parts.iter().map(|part| &part.field).collect();
    let blanks = body.parts.iter().map(|Part { field, .. }| {
        if let Some(initial) = initial(plan, field) {
            return initial;
        }
        let blank = match (field.required, &field.ty) {
            (false, _) => "None",
            (true, RustType::File) => "::openapi_runtime::File::new(\"\")",
            (true, RustType::Vec(_)) => "Vec::new()",
            (true, ty) if plan.is_own(ty) => "::std::default::Default::default()",
            (true, _) => "::openapi_runtime::Typed::blank()",
        };
        format!("{}: {blank}", field.name)
    });
    let rest = body.rest.as_ref();
    let rest = rest.map(|rest| format!("{}: ::std::collections::BTreeMap::new()", rest.name));
    let blanks: Vec<String> = blanks.chain(rest).collect();
    builder(
        plan,
        name,
        &fields,
        body.rest.as_ref(),
        &format!("Self {{ {} }}", blanks.join(", ")),
    )
}

/// The rows of the macro, by the kind of setter.
#[derive(Default)]
struct Rows {
    required: Vec<Row>,
    required_or_null: Vec<Row>,
    plain: Vec<Row>,
    optional: Vec<Row>,
    nullable: Vec<Row>,
}

/// A setter, or several of one property.
struct Row {
    deprecated: bool,
    text: String,
}

fn builder(plan: &Plan, name: &str, fields: &[&Field], rest: Option<&AdditionalProperties>, blank: &str) -> Piece {
    let states = fields.iter().filter(|field| must_be_set(plan, field));
    let states: Vec<String> = states.map(|field| state(field)).collect();
    let mut rows = Rows::default();
    for field in fields {
        let own = state(field);
        let after = states.iter().map(|other| if *other == own { "()" } else { other });
        let after = format!("[{}]", after.collect::<Vec<_>>().join(", "));
        add(plan, field, fields, &after, &mut rows);
    }
    if let Some(AdditionalProperties { name, ty, .. }) = rest {
        let ty = text(plan, ty);
        rows.plain.push(Row {
            deprecated: false,
            text: format!("{name}: impl Into<::std::collections::BTreeMap<String, {ty}>>"),
        });
    }
    let mut table = Table::new("builder");
    table.line(0, format!("{name}Builder[{}] -> {name}: {blank};", states.join(", ")));
    let Rows {
        required,
        required_or_null,
        plain,
        optional,
        nullable,
    } = rows;
    let groups = [
        ("required", required),
        ("required_or_null", required_or_null),
        ("plain", plain),
        ("optional", optional),
        ("nullable", nullable),
    ];
    for (kind, rows) in groups.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        table.line(0, format!("{kind} {{"));
        for Row { deprecated, text } in rows {
            if deprecated {
                table.line(1, "#[deprecated]");
            }
            table.line(1, text + ",");
        }
        table.line(0, "}");
    }
    Piece::Table(table)
}

/// Adds the row of a field. The setter for null yields to a field of its name.
fn add(plan: &Plan, field: &Field, fields: &[&Field], after: &str, rows: &mut Rows) {
    let name = &field.name;
    let (maybe, null) = (format!("maybe_{}", stem(name)), format!("{}_null", stem(name)));
    let null = (!fields.iter().any(|field| null == field.name)).then(|| format!(" | {null}"));
    let null = null.unwrap_or_default();
    // The argument for a boxed field has no box.
    let setter = |ty: &RustType| match ty {
        RustType::Boxed(inner) => format!(" boxed: {}", compact(&argument(plan, inner, &TokenStream::new()))),
        _ => format!(": {}", compact(&argument(plan, ty, &TokenStream::new()))),
    };
    let (rows, text) = match (field.required, &field.ty) {
        (true, RustType::Nullable(inner)) => {
            let null = if null.is_empty() {
                null
            } else {
                format!("{null} {after}")
            };
            let text = format!("{name} {maybe}{null}{} => {after}", setter(inner));
            (&mut rows.required_or_null, text)
        }
        (true, value) if must_be_set(plan, field) => {
            (&mut rows.required, format!("{name}{} => {after}", setter(value)))
        }
        (true, value) => (&mut rows.plain, format!("{name}{}", setter(value))),
        (false, RustType::Nullable(inner)) => (&mut rows.nullable, format!("{name} {maybe}{null}{}", setter(inner))),
        (false, value) => (&mut rows.optional, format!("{name} {maybe}{}", setter(value))),
    };
    let deprecated = field.deprecated;
    rows.push(Row { deprecated, text });
}

/// A name without the underscore that tells it from a keyword.
pub(super) fn stem(name: &str) -> &str {
    let is_keyword = |stem: &&str| syn::parse_str::<syn::Ident>(stem).is_err();
    name.strip_suffix('_').filter(is_keyword).unwrap_or(name)
}

/// Whether the caller has to give a value.
fn must_be_set(plan: &Plan, field: &Field) -> bool {
    field.required && initial(plan, field).is_none()
}

/// The type parameter that says whether a property has been set. It is not named like a type that the setters mention.
fn state(field: &Field) -> String {
    match field.name.as_str() {
        name @ ("bool" | "i32" | "i64" | "u64" | "f64") => format!("{name}_"),
        name => name.to_owned(),
    }
}

/// The field with its initial value.
fn initial(plan: &Plan, field: &Field) -> Option<String> {
    let initial = initial_value(plan, field)?;
    Some(format!("{}: {initial}", field.name))
}

/// The value that a field has unless the caller gives another. An optional one may be any JSON that its type reads.
pub(super) fn initial_value(plan: &Plan, field: &Field) -> Option<String> {
    let json = field.constant.as_ref().or(field.default.as_ref())?;
    match (field.required, value(plan, &field.ty, json)) {
        (true, value) => value,
        (false, Some(value)) => Some(format!("Some({value})")),
        (false, None) if field.constant.is_some() => None,
        (false, None) => Some(format!(
            "::openapi_runtime::default_value({})",
            literal(&json.to_string())
        )),
    }
}

/// A literal of a type, if it has a simple one.
fn value(plan: &Plan, ty: &RustType, json: &Value) -> Option<String> {
    match (ty, json) {
        (RustType::Named(id), _) => {
            let definition = &plan.types[id.0 as usize];
            let variant = match &definition.kind {
                TypeKind::Alias(target) => return value(plan, target, json),
                TypeKind::StringEnum(variants) => {
                    let variant = variants.iter().find(|variant| json == variant.value.as_str())?;
                    &variant.name
                }
                TypeKind::IntegerEnum(variants) => {
                    let variant = variants.iter().find(|variant| json.as_i64() == Some(variant.value))?;
                    &variant.name
                }
                _ => return None,
            };
            Some(format!("{}::{variant}", definition.name))
        }
        (RustType::String, Value::String(text)) => Some(format!("String::from({})", literal(text))),
        (RustType::Formatted(_), Value::String(text)) => {
            Some(format!("::openapi_runtime::Formatted::from({})", literal(text)))
        }
        (RustType::Bool, Value::Bool(value)) => Some(value.to_string()),
        (RustType::I32 | RustType::I64, Value::Number(number)) => Some(number.as_i64()?.to_string()),
        (RustType::U64, Value::Number(number)) => Some(number.as_u64()?.to_string()),
        (RustType::F64, Value::Number(number)) => Some(Literal::f64_unsuffixed(number.as_f64()?).to_string()),
        _ => None,
    }
}

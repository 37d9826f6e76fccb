//! A Rust type as it is used.

use crate::rust_path::RustPath;

/// Names a type of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TypeId(pub(crate) u32);

impl TypeId {
    /// The index of the type in [`Plan::types`](super::Plan::types).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A Rust type as it is used.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RustType {
    /// `bool`
    Bool,
    /// `i32`
    I32,
    /// `i64`
    I64,
    /// `u64`
    U64,
    /// `f64`
    F64,
    /// `String`
    String,
    /// `()`, JSON `null`
    Null,
    /// `serde_json::Value`
    Value,
    /// `serde_json::Map<String, serde_json::Value>`
    Object,
    /// `openapi_runtime::File`, a part of a multipart body.
    File,
    /// `Vec<T>`
    Vec(Box<RustType>),
    /// `std::collections::BTreeMap<String, T>`
    Map(Box<RustType>),
    /// A tuple of one or more.
    Tuple(Vec<RustType>),
    /// `Option<T>`: the value or `null`.
    Nullable(Box<RustType>),
    /// `Box<T>`, where a type would contain itself.
    Boxed(Box<RustType>),
    /// A type of the plan.
    Named(TypeId),
    /// A type of the caller's own.
    Own(RustPath),
    /// `openapi_runtime::Formatted<T>`, a text that stands for a `T`.
    Formatted(FormatType),
}

/// The type that texts of a format stand for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FormatType {
    /// Its path.
    pub path: RustPath,
    /// The feature of the runtime that it needs.
    pub feature: Option<&'static str>,
}

impl RustType {
    /// Adds the indexes of the types of the plan that it names, in lists, maps and boxes too.
    pub(crate) fn add_named(&self, found: &mut Vec<usize>) {
        match self {
            RustType::Named(id) => found.push(id.0 as usize),
            RustType::Vec(inner) | RustType::Map(inner) | RustType::Nullable(inner) | RustType::Boxed(inner) => {
                inner.add_named(found);
            }
            RustType::Tuple(items) => items.iter().for_each(|item| item.add_named(found)),
            _ => {}
        }
    }

    /// A type of the caller's own: one that the description could have too is that.
    pub(crate) fn own(path: &RustPath) -> Self {
        match path.to_string().as_str() {
            "bool" => Self::Bool,
            "i32" => Self::I32,
            "i64" => Self::I64,
            "u64" => Self::U64,
            "f64" => Self::F64,
            "String" => Self::String,
            _ => Self::Own(path.clone()),
        }
    }

    /// The type as text, where `own` spells what is to differ, and the types of the plan.
    pub(crate) fn text(&self, own: &impl Fn(&Self) -> Option<String>) -> String {
        if let Some(text) = own(self) {
            return text;
        }
        match self {
            RustType::Bool => "bool".to_owned(),
            RustType::I32 => "i32".to_owned(),
            RustType::I64 => "i64".to_owned(),
            RustType::U64 => "u64".to_owned(),
            RustType::F64 => "f64".to_owned(),
            RustType::String => "String".to_owned(),
            RustType::Null => "()".to_owned(),
            RustType::Value => "Value".to_owned(),
            RustType::Object => "Map<String, Value>".to_owned(),
            RustType::File => "File".to_owned(),
            RustType::Vec(item) => format!("Vec<{}>", item.text(own)),
            RustType::Map(value) => format!("BTreeMap<String, {}>", value.text(own)),
            RustType::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| item.text(own)).collect();
                format!("({},)", items.join(", "))
            }
            RustType::Nullable(inner) => format!("Option<{}>", inner.text(own)),
            RustType::Boxed(inner) => format!("Box<{}>", inner.text(own)),
            RustType::Named(_) => "_".to_owned(),
            RustType::Own(path) => path.to_string(),
            RustType::Formatted(format) => format!("Formatted<{}>", format.path),
        }
    }

    /// The type of the plan that it is, in a box or not.
    pub(crate) fn named(&self) -> Option<TypeId> {
        match self {
            RustType::Named(id) => Some(*id),
            RustType::Boxed(inner) => inner.named(),
            _ => None,
        }
    }

    /// Whether a value of one becomes a value of the other by boxing or unboxing it, also in an `Option`.
    pub(crate) fn is_but_for_boxes(&self, other: &RustType) -> bool {
        match (self, other) {
            (RustType::Boxed(a), RustType::Boxed(b)) | (RustType::Nullable(a), RustType::Nullable(b)) => {
                a.is_but_for_boxes(b)
            }
            (RustType::Boxed(inner), plain) | (plain, RustType::Boxed(inner)) => **inner == *plain,
            _ => self == other,
        }
    }
}

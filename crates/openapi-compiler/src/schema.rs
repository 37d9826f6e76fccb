//! Schemas in one dialect: JSON Schema 2020-12 as OpenAPI 3.1 uses it, independent of the version.
//!
//! A [`Schema`] holds the keywords of one schema object. Its subschemas are ids, so that one type is used before resolution
//! (`Schema<SchemaId>` in a [`Schemas`] arena, with references and `allOf`) and after it (`Schema<ResolvedId>`, without).

use std::collections::HashMap;
use std::ops::{BitAnd, BitOr};

use indexmap::{IndexMap, IndexSet};
use serde_json::{Number, Value};

use crate::document::Location;
use crate::rust_path::RustPath;

/// A set of JSON types. `integer` is a subset of `number`, as in JSON Schema.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct TypeSet(u8);

impl TypeSet {
    /// No type: no value is valid.
    pub const NONE: TypeSet = TypeSet(0);
    /// `null`.
    pub const NULL: TypeSet = TypeSet(1);
    /// `boolean`.
    pub const BOOLEAN: TypeSet = TypeSet(2);
    /// `integer`.
    pub const INTEGER: TypeSet = TypeSet(4);
    /// `number`: integers and fractions.
    pub const NUMBER: TypeSet = TypeSet(4 | 8);
    /// `string`.
    pub const STRING: TypeSet = TypeSet(16);
    /// `array`.
    pub const ARRAY: TypeSet = TypeSet(32);
    /// `object`.
    pub const OBJECT: TypeSet = TypeSet(64);
    /// Every type.
    pub const ANY: TypeSet = TypeSet(127);

    /// Whether every type of `other` is in this set.
    pub fn contains(self, other: TypeSet) -> bool {
        self.0 & other.0 == other.0
    }

    /// Whether the set is empty.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The set without the types of `other`.
    #[must_use]
    pub fn without(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 & !other.0)
    }

    /// The type with this JSON Schema name, if it is valid.
    pub fn named(name: &str) -> Option<TypeSet> {
        Self::NAMES
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, set)| *set)
    }

    /// The names of its types; `number` includes `integer`.
    pub fn names(self) -> Vec<&'static str> {
        let integer_only = self.contains(Self::INTEGER) && !self.contains(Self::NUMBER);
        Self::NAMES
            .iter()
            .filter(|(name, set)| {
                if *name == "integer" {
                    integer_only
                } else {
                    self.contains(*set)
                }
            })
            .map(|(name, _)| *name)
            .collect()
    }

    const NAMES: [(&'static str, TypeSet); 7] = [
        ("null", Self::NULL),
        ("boolean", Self::BOOLEAN),
        ("integer", Self::INTEGER),
        ("number", Self::NUMBER),
        ("string", Self::STRING),
        ("array", Self::ARRAY),
        ("object", Self::OBJECT),
    ];
}

impl BitAnd for TypeSet {
    type Output = TypeSet;
    fn bitand(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 & other.0)
    }
}

impl BitOr for TypeSet {
    type Output = TypeSet;
    fn bitor(self, other: TypeSet) -> TypeSet {
        TypeSet(self.0 | other.0)
    }
}

/// A bound of a number.
#[derive(Clone, Debug, PartialEq)]
pub struct Bound {
    /// The bound.
    pub value: Number,
    /// Whether the bound itself is excluded.
    pub exclusive: bool,
}

/// `oneOf` or `anyOf`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnionKind {
    /// Exactly one variant is valid.
    OneOf,
    /// At least one variant is valid.
    AnyOf,
}

impl UnionKind {
    /// The keyword.
    pub fn keyword(self) -> &'static str {
        match self {
            Self::OneOf => "oneOf",
            Self::AnyOf => "anyOf",
        }
    }
}

/// A union: a value is valid for one (or more) of its variants.
#[derive(Clone, Debug, PartialEq)]
pub struct Union<Id> {
    /// `oneOf` or `anyOf`.
    pub kind: UnionKind,
    /// The alternatives, in order.
    pub variants: Vec<Id>,
    /// Whether null is also valid.
    pub null: bool,
    /// The discriminator, if there is one.
    pub discriminator: Option<Discriminator<Id>>,
}

impl<Id: Copy> Union<Id> {
    /// The variant of a union of one. A union with a discriminator may get more variants, so it returns none.
    pub fn only_variant(&self) -> Option<Id> {
        match (self.variants.as_slice(), &self.discriminator) {
            ([only], None) => Some(*only),
            _ => None,
        }
    }
}

/// The property whose value names the variant (OpenAPI 3.1, section 4.8.25).
#[derive(Clone, Debug, PartialEq)]
pub struct Discriminator<Id> {
    /// The property.
    pub property: String,
    /// The explicit names. A component is also known by its own name.
    pub mapping: IndexMap<String, Id>,
    /// The variant of a value without a known name (OpenAPI 3.2).
    pub default: Option<Id>,
}

/// The `xml` object: how a value is represented in XML.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Xml {
    /// `name`.
    pub name: Option<String>,
    /// `namespace`.
    pub namespace: Option<String>,
    /// `prefix`.
    pub prefix: Option<String>,
    /// `nodeType`; `attribute: true` is `attribute`, and `wrapped: true` is `element`.
    pub node: Option<NodeType>,
}

/// `nodeType` of an `xml` object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeType {
    /// `element`.
    Element,
    /// `attribute`.
    Attribute,
    /// `text`.
    Text,
    /// `cdata`.
    Cdata,
    /// `none`.
    None,
}

impl NodeType {
    /// The type of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "element" => Self::Element,
            "attribute" => Self::Attribute,
            "text" => Self::Text,
            "cdata" => Self::Cdata,
            "none" => Self::None,
            _ => return None,
        })
    }
}

/// Annotations of a schema. They do not change which values are valid.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotations {
    /// `title`.
    pub title: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `default`.
    pub default: Option<Value>,
    /// `example` and `examples`.
    pub examples: Vec<Value>,
    /// `deprecated`.
    pub deprecated: bool,
    /// `readOnly`.
    pub read_only: bool,
    /// `writeOnly`.
    pub write_only: bool,
    /// `xml`.
    pub xml: Option<Xml>,
}

/// A value of an `enum` with its own annotations.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The value.
    pub value: Value,
    /// Its annotations.
    pub annotations: Annotations,
}

impl Annotations {
    /// Merges annotations: the first value of each field.
    pub(crate) fn first(all: &[&Annotations]) -> Annotations {
        let all = || all.iter();
        Annotations {
            title: all().find_map(|one| one.title.clone()),
            description: all().find_map(|one| one.description.clone()),
            default: all().find_map(|one| one.default.clone()),
            examples: all()
                .find(|one| !one.examples.is_empty())
                .map(|one| one.examples.clone())
                .unwrap_or_default(),
            deprecated: all().any(|one| one.deprecated),
            read_only: all().any(|one| one.read_only),
            write_only: all().any(|one| one.write_only),
            xml: all().find_map(|one| one.xml.clone()),
        }
    }
}

/// The keywords of one schema, `$ref` and `allOf` aside. `Id` names its subschemas.
#[derive(Clone, Debug, PartialEq)]
pub struct Schema<Id> {
    /// `type`; [`TypeSet::ANY`] if it is absent, [`TypeSet::NONE`] for the schema `false`.
    pub types: TypeSet,
    /// `enum`, and `const` as an enum of one.
    pub enumeration: Option<Vec<Value>>,
    /// Annotations of values of the `enum`. For integers, the titles are their names.
    pub listed: Vec<Listed>,
    /// `format`.
    pub format: Option<String>,
    /// `pattern`s, all of which must match.
    pub patterns: Vec<String>,
    /// `minLength`, in characters.
    pub min_length: Option<u64>,
    /// `maxLength`, in characters.
    pub max_length: Option<u64>,
    /// The stricter of `minimum` and `exclusiveMinimum`.
    pub minimum: Option<Bound>,
    /// The stricter of `maximum` and `exclusiveMaximum`.
    pub maximum: Option<Bound>,
    /// `multipleOf`s, all of which must divide.
    pub multiples_of: Vec<Number>,
    /// `properties`.
    pub properties: IndexMap<String, Id>,
    /// `required`.
    pub required: IndexSet<String>,
    /// `patternProperties`.
    pub pattern_properties: IndexMap<String, Id>,
    /// `additionalProperties`, when present (`true` and `false` are schemas too).
    pub additional_properties: Option<Id>,
    /// `unevaluatedProperties`, unless it is `false`. Resolution turns it into `additionalProperties`, since all schemas that
    /// evaluate properties are merged then.
    pub unevaluated_properties: Option<Id>,
    /// `minProperties`.
    pub min_properties: Option<u64>,
    /// `maxProperties`.
    pub max_properties: Option<u64>,
    /// `prefixItems`.
    pub prefix_items: Vec<Id>,
    /// `items`: the items after the prefix.
    pub items: Option<Id>,
    /// `minItems`.
    pub min_items: Option<u64>,
    /// `maxItems`.
    pub max_items: Option<u64>,
    /// `uniqueItems`.
    pub unique_items: bool,
    /// `oneOf`s and `anyOf`s, all of which must hold.
    pub unions: Vec<Union<Id>>,
    /// A `discriminator` without a union. It distinguishes the schemas that are composed with this one, so values have more
    /// properties than this schema lists.
    pub discriminator: Option<Discriminator<Id>>,
    /// `contentEncoding`.
    pub content_encoding: Option<String>,
    /// `contentMediaType`.
    pub content_media_type: Option<String>,
    /// Keywords that narrow the valid values without giving them a shape (`not`, `if`, `contains`, ...): raw schemas that must
    /// all hold. They are not reflected in the types.
    pub narrowing: Vec<Value>,
    /// The type of the caller's own that values have: `x-rust-type`, or `Config::replace`.
    pub rust_type: Option<RustPath>,
    /// Annotations.
    pub annotations: Annotations,
}

impl<Id> Default for Schema<Id> {
    /// The empty schema: every value is valid.
    fn default() -> Self {
        Self {
            types: TypeSet::ANY,
            enumeration: None,
            listed: Vec::new(),
            format: None,
            patterns: Vec::new(),
            min_length: None,
            max_length: None,
            minimum: None,
            maximum: None,
            multiples_of: Vec::new(),
            properties: IndexMap::new(),
            required: IndexSet::new(),
            pattern_properties: IndexMap::new(),
            additional_properties: None,
            unevaluated_properties: None,
            min_properties: None,
            max_properties: None,
            prefix_items: Vec::new(),
            items: None,
            min_items: None,
            max_items: None,
            unique_items: false,
            unions: Vec::new(),
            discriminator: None,
            content_encoding: None,
            content_media_type: None,
            narrowing: Vec::new(),
            rust_type: None,
            annotations: Annotations::default(),
        }
    }
}

impl<Id> Schema<Id> {
    /// Whether every value is valid: there are no keywords, or only annotations.
    pub fn accepts_anything(&self) -> bool {
        let Self {
            types,
            enumeration,
            listed: _,
            format,
            patterns,
            min_length,
            max_length,
            minimum,
            maximum,
            multiples_of,
            properties,
            required,
            pattern_properties,
            additional_properties,
            unevaluated_properties,
            min_properties,
            max_properties,
            prefix_items,
            items,
            min_items,
            max_items,
            unique_items,
            unions,
            discriminator,
            content_encoding,
            content_media_type,
            narrowing,
            rust_type,
            annotations: _,
        } = self;
        *types == TypeSet::ANY
            && !unique_items
            && enumeration.is_none()
            && format.is_none()
            && min_length.is_none()
            && max_length.is_none()
            && minimum.is_none()
            && maximum.is_none()
            && additional_properties.is_none()
            && unevaluated_properties.is_none()
            && min_properties.is_none()
            && max_properties.is_none()
            && items.is_none()
            && min_items.is_none()
            && max_items.is_none()
            && discriminator.is_none()
            && content_encoding.is_none()
            && content_media_type.is_none()
            && rust_type.is_none()
            && patterns.is_empty()
            && multiples_of.is_empty()
            && properties.is_empty()
            && required.is_empty()
            && pattern_properties.is_empty()
            && prefix_items.is_empty()
            && unions.is_empty()
            && narrowing.is_empty()
    }

    /// The types, or the types that the other keywords apply to if `type` is absent.
    pub fn implied_types(&self) -> TypeSet {
        if self.types != TypeSet::ANY {
            return self.types;
        }
        if !self.properties.is_empty()
            || !self.required.is_empty()
            || self.additional_properties.is_some()
            || self.unevaluated_properties.is_some()
        {
            TypeSet::OBJECT
        } else if self.items.is_some() || !self.prefix_items.is_empty() {
            TypeSet::ARRAY
        } else if !self.patterns.is_empty() || self.max_length.is_some() || self.min_length.is_some() {
            TypeSet::STRING
        } else if self.minimum.is_some() || self.maximum.is_some() || !self.multiples_of.is_empty() {
            TypeSet::NUMBER
        } else {
            match self.format.as_deref() {
                Some("int32" | "int64") => TypeSet::INTEGER,
                Some("float" | "double") => TypeSet::NUMBER,
                Some("date" | "date-time" | "uuid" | "uri" | "email" | "byte" | "binary" | "password") => {
                    TypeSet::STRING
                }
                _ => TypeSet::ANY,
            }
        }
    }

    /// Removes what a type of the caller's own decides, if values have one: all but whether null is valid, and annotations.
    pub(crate) fn close(&mut self) {
        if self.rust_type.is_none() {
            return;
        }
        let listed = self.enumeration.as_ref().map(|values| values.contains(&Value::Null));
        let by_type = self.types != TypeSet::ANY && self.types.contains(TypeSet::NULL);
        let is_nullable = listed.unwrap_or(by_type) || self.unions.iter().any(|union| union.null);
        *self = Self {
            types: match is_nullable {
                true => TypeSet::OBJECT | TypeSet::NULL,
                false => TypeSet::ANY,
            },
            format: self.format.take(),
            rust_type: self.rust_type.take(),
            annotations: std::mem::take(&mut self.annotations),
            ..Self::default()
        };
    }

    /// Makes null valid.
    pub fn allow_null(&mut self) {
        self.types = self.implied_types() | TypeSet::NULL;
        if let Some(values) = &mut self.enumeration
            && !values.contains(&Value::Null)
        {
            values.push(Value::Null);
        }
        self.unions.iter_mut().for_each(|union| union.null = true);
    }
}

impl<Id: Copy> Schema<Id> {
    /// The subschemas in the keywords, in a fixed order.
    pub fn subschemas(&self) -> impl Iterator<Item = Id> + '_ {
        let Self {
            types: _,
            enumeration: _,
            listed: _,
            format: _,
            patterns: _,
            min_length: _,
            max_length: _,
            minimum: _,
            maximum: _,
            multiples_of: _,
            properties,
            required: _,
            pattern_properties,
            additional_properties,
            unevaluated_properties,
            min_properties: _,
            max_properties: _,
            prefix_items,
            items,
            min_items: _,
            max_items: _,
            unique_items: _,
            unions,
            // Its targets are variants or components.
            discriminator: _,
            content_encoding: _,
            content_media_type: _,
            narrowing: _,
            rust_type: _,
            annotations: _,
        } = self;
        let properties = properties.values().chain(pattern_properties.values());
        let items = prefix_items.iter().chain(items);
        let variants = unions.iter().flat_map(|union| &union.variants);
        properties
            .chain(items)
            .chain(additional_properties)
            .chain(unevaluated_properties)
            .chain(variants)
            .copied()
    }
}

impl<Id> Schema<Id> {
    /// The same keywords with other ids.
    pub(crate) fn with<New>(self, id: &mut impl FnMut(Id) -> New) -> Schema<New> {
        let Self {
            types,
            enumeration,
            listed,
            format,
            patterns,
            min_length,
            max_length,
            minimum,
            maximum,
            multiples_of,
            properties,
            required,
            pattern_properties,
            additional_properties,
            unevaluated_properties,
            min_properties,
            max_properties,
            prefix_items,
            items,
            min_items,
            max_items,
            unique_items,
            unions,
            discriminator,
            content_encoding,
            content_media_type,
            narrowing,
            rust_type,
            annotations,
        } = self;
        Schema {
            types,
            enumeration,
            listed,
            format,
            patterns,
            min_length,
            max_length,
            minimum,
            maximum,
            multiples_of,
            properties: with_members(properties, id),
            required,
            pattern_properties: with_members(pattern_properties, id),
            additional_properties: additional_properties.map(&mut *id),
            unevaluated_properties: unevaluated_properties.map(&mut *id),
            min_properties,
            max_properties,
            prefix_items: prefix_items.into_iter().map(&mut *id).collect(),
            items: items.map(&mut *id),
            min_items,
            max_items,
            unique_items,
            unions: unions.into_iter().map(|union| union.with(id)).collect(),
            discriminator: discriminator.map(|discriminator| discriminator.with(id)),
            content_encoding,
            content_media_type,
            narrowing,
            rust_type,
            annotations,
        }
    }
}

impl<Id> Union<Id> {
    fn with<New>(self, id: &mut impl FnMut(Id) -> New) -> Union<New> {
        Union {
            kind: self.kind,
            variants: self.variants.into_iter().map(&mut *id).collect(),
            null: self.null,
            discriminator: self.discriminator.map(|discriminator| discriminator.with(id)),
        }
    }
}

impl<Id> Discriminator<Id> {
    fn with<New>(self, id: &mut impl FnMut(Id) -> New) -> Discriminator<New> {
        Discriminator {
            property: self.property,
            mapping: with_members(self.mapping, id),
            default: self.default.map(&mut *id),
        }
    }
}

fn with_members<Id, New>(members: IndexMap<String, Id>, id: &mut impl FnMut(Id) -> New) -> IndexMap<String, New> {
    members.into_iter().map(|(name, member)| (name, id(member))).collect()
}

/// Index of a schema object of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaId(pub(crate) u32);

/// A schema object at its location: its own keywords, and the schemas that it is composed with.
#[derive(Clone, Debug)]
pub struct SchemaNode {
    /// Its location.
    pub at: Location,
    /// Its own keywords.
    pub schema: Schema<SchemaId>,
    /// `$ref`.
    pub reference: Option<SchemaId>,
    /// `allOf`.
    pub all_of: Vec<SchemaId>,
    /// Whether null is also valid: `nullable` of OpenAPI 3.0 beside `$ref`, `allOf`, `oneOf` or `anyOf`.
    pub nullable: bool,
    /// Its role if several schema objects have the same location: the plain base of a base that is a union.
    pub part: Option<&'static str>,
}

/// All reachable schema objects of a description.
#[derive(Clone, Debug, Default)]
pub struct Schemas {
    pub(crate) nodes: Vec<SchemaNode>,
    pub(crate) by_location: HashMap<Location, SchemaId>,
}

impl Schemas {
    /// The schema object with this id.
    pub fn get(&self, id: SchemaId) -> &SchemaNode {
        &self.nodes[id.0 as usize]
    }

    pub(crate) fn get_mut(&mut self, id: SchemaId) -> &mut SchemaNode {
        &mut self.nodes[id.0 as usize]
    }

    /// The schema object at a location.
    pub fn at(&self, location: &Location) -> Option<SchemaId> {
        self.by_location.get(location).copied()
    }

    /// Adds a schema object, which must have its own location.
    pub fn insert(&mut self, node: SchemaNode) -> SchemaId {
        let id = SchemaId(self.nodes.len() as u32);
        self.by_location.insert(node.at.clone(), id);
        self.nodes.push(node);
        id
    }

    /// Every id, in the order of discovery.
    pub fn ids(&self) -> impl Iterator<Item = SchemaId> + use<> {
        (0..self.nodes.len() as u32).map(SchemaId)
    }
}

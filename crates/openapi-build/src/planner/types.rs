//! The types: which schemas become definitions, and what Rust type every schema is.

use std::collections::{HashMap, HashSet};

use super::Roots;
use super::boxes::{box_cycles, wrap_cycles};
use super::documentation::{docs, field_docs};
use super::place::Places;
use super::secrets::sounds_secret;
use super::shape::{Shape, has_shape, shape};
use super::unions::cut_cycles;
use crate::description::MediaType;
use crate::diagnostic::Diagnostics;
use crate::docs::paragraphs;
use crate::document::{FileId, Location};
use crate::name::{self, pascal, settle, type_name};
use crate::plan::{
    Field, Options, Part, Rest, RustType, SchemaReport, StringVariant, Struct, Tag, TypeDef, TypeId, TypeKind, Union,
    UnionVariant,
};
use crate::resolved::{Resolved, ResolvedId, ResolvedSchema};
use crate::schema::{Annotations, Schema, TypeSet};

/// More variants than this for each schema are not made: unions whose variants are unions that share theirs multiply.
const COPIES_PER_SCHEMA: usize = 16;

/// The types of a plan while they are decided.
pub(super) struct Types<'a> {
    resolved: &'a Resolved,
    options: &'a Options,
    /// The resolved schemas, and those made by handing properties beside a union to its variants.
    schemas: Vec<ResolvedSchema>,
    shapes: HashMap<ResolvedId, (Shape, bool)>,
    ids: HashMap<ResolvedId, TypeId>,
    order: Vec<ResolvedId>,
    /// The multipart bodies, whose types come after those of `order`.
    multipart: Vec<MediaType>,
    names: Vec<String>,
    /// What bodies of requests reach, and what those of responses do.
    in_request: HashSet<ResolvedId>,
    in_response: HashSet<ResolvedId>,
    untyped: HashMap<ResolvedId, String>,
}

impl<'a> Types<'a> {
    /// Finds and names every type that the components and `roots` reach.
    pub fn new(
        resolved: &'a Resolved,
        options: &'a Options,
        places: &Places<'_>,
        roots: &Roots,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut schemas: Vec<ResolvedSchema> = resolved.ids().map(|id| resolved.get(id).clone()).collect();
        cut_cycles(&mut schemas, diagnostics);
        let (shapes, ids, untyped) = (HashMap::new(), HashMap::new(), HashMap::new());
        let mut types = Self {
            resolved,
            options,
            schemas,
            shapes,
            ids,
            order: Vec::new(),
            multipart: Vec::new(),
            names: Vec::new(),
            in_request: HashSet::new(),
            in_response: HashSet::new(),
            untyped,
        };
        types.discover(&roots.all, diagnostics);
        types.in_request = types.reach(&roots.requests);
        types.in_response = types.reach(&roots.responses);
        for content in &roots.multipart {
            if types.multipart(&content.at).is_none() {
                types.multipart.push(content.clone());
            }
        }
        types.name(places, diagnostics);
        types
    }

    fn get(&self, id: ResolvedId) -> &ResolvedSchema {
        &self.schemas[id.0 as usize]
    }

    fn discover(&mut self, roots: &[ResolvedId], diagnostics: &mut Diagnostics) {
        let components: Vec<ResolvedId> = self
            .resolved
            .description
            .components
            .values()
            .map(|id| self.resolved.of(*id))
            .collect();
        let named: HashSet<ResolvedId> = components.iter().copied().collect();
        let mut pending: Vec<ResolvedId> = components.iter().chain(roots).rev().copied().collect();
        let mut seen = HashSet::new();
        while let Some(id) = pending.pop() {
            if !seen.insert(id) {
                continue;
            }
            self.distribute(id, diagnostics);
            let (shape, nullable) = shape(&self.get(id).schema, &|id| self.get(id).schema.clone());
            let defines = matches!(
                shape,
                Shape::Struct | Shape::StringEnum(_) | Shape::Union(_) | Shape::OneOfTypes(_)
            );
            // The list of a component names a type even when its schema is plain.
            if (defines && !self.is_optional_of_one(id, &shape)) || named.contains(&id) {
                self.ids.insert(id, TypeId(self.order.len() as u32));
                self.order.push(id);
            }
            self.shapes.insert(id, (shape, nullable));
            let mut children: Vec<ResolvedId> = self.get(id).schema.subschemas().collect();
            children.reverse();
            pending.extend(children);
        }
    }

    /// `oneOf: [X, {type: null}]` is no type of its own.
    fn is_optional_of_one(&self, id: ResolvedId, shape: &Shape) -> bool {
        match shape {
            Shape::Union(index) => self.variants(id, *index).0.len() < 2,
            _ => false,
        }
    }

    /// The variants that are not just `null`, and whether one is.
    fn variants(&self, id: ResolvedId, union: usize) -> (Vec<ResolvedId>, bool) {
        let all = &self.get(id).schema.unions[union].variants;
        let null = |id: &ResolvedId| self.get(*id).schema.types == TypeSet::NULL;
        let mut kept: Vec<ResolvedId> = Vec::new();
        for variant in all.iter().filter(|variant| !null(variant)) {
            if !kept.contains(variant) {
                kept.push(*variant);
            }
        }
        (kept, all.iter().any(null))
    }

    /// Hands the properties beside a union to each of its variants, so that each is a whole object.
    fn distribute(&mut self, id: ResolvedId, diagnostics: &mut Diagnostics) {
        let schema = self.get(id).schema.clone();
        let [union] = schema.unions.as_slice() else { return };
        if schema.properties.is_empty() || !has_shape(&schema, 0, &|id| self.get(id).schema.clone()) {
            return;
        }
        let at = self.get(id).at.clone();
        if self.schemas.len() > self.resolved.schemas.len() * COPIES_PER_SCHEMA + 1000 {
            let message = "the unions in one another here multiply without end; anything is taken to be valid";
            diagnostics.warning("composition-size", &at, message, "simplify the unions that meet here");
            self.schemas[id.0 as usize].schema = Schema::default();
            return;
        }
        let mut union = union.clone();
        for (index, variant) in union.variants.iter_mut().enumerate() {
            let mut whole = self.get(*variant).clone();
            for (name, property) in &schema.properties {
                whole.schema.properties.entry(name.clone()).or_insert(*property);
            }
            for (pattern, property) in &schema.pattern_properties {
                whole
                    .schema
                    .pattern_properties
                    .entry(pattern.clone())
                    .or_insert(*property);
            }
            whole.schema.required.extend(schema.required.iter().cloned());
            whole.schema.additional_properties = whole.schema.additional_properties.or(schema.additional_properties);
            whole
                .property_annotations
                .extend(self.get(id).property_annotations.clone());
            whole.members.clear();
            whole.at = at.child("oneOf").child(index);
            let new = ResolvedId(self.schemas.len() as u32);
            if let Some(discriminator) = &mut union.discriminator {
                discriminator
                    .mapping
                    .values_mut()
                    .filter(|mapped| **mapped == *variant)
                    .for_each(|mapped| *mapped = new);
            }
            self.schemas.push(whole);
            *variant = new;
        }
        let own = &mut self.schemas[id.0 as usize].schema;
        own.properties.clear();
        own.required.clear();
        own.unions = vec![union];
    }

    fn name(&mut self, places: &Places<'_>, diagnostics: &mut Diagnostics) {
        let types = self.order.iter().map(|id| &self.get(*id).at);
        let claims: Vec<(String, String)> = types
            .chain(self.multipart.iter().map(|content| &content.at))
            .map(|at| {
                let renamed = (at.file == FileId::ROOT)
                    .then(|| self.options.renames.get(&at.pointer))
                    .flatten();
                let said = match (renamed, at.pointer.strip_prefix("/components/schemas/")) {
                    (Some(name), _) => name.clone(),
                    (None, Some(name)) if !name.contains('/') => name.replace("~1", "/").replace("~0", "~"),
                    // After every component.
                    _ => format!("\u{10ffff}{}{}", places.file(at), at.pointer),
                };
                let wanted = type_name(&renamed.cloned().unwrap_or_else(|| places.name(at)));
                (said, wanted)
            })
            .collect();
        self.names = settle(&claims);
        let places = self.order.iter().map(|id| &self.schemas[id.0 as usize].at);
        let places = places.chain(self.multipart.iter().map(|content| &content.at));
        for ((at, (_, wanted)), name) in places.zip(&claims).zip(&self.names) {
            if name != wanted {
                let message = format!("another type is called `{wanted}`; this one is `{name}`");
                let help = "give one of them a name with `Config::rename`";
                diagnostics.warning("name-collision", at, message, help);
            }
        }
    }

    /// The type of the multipart body at a place, if its parts are known.
    pub fn multipart(&self, at: &Location) -> Option<TypeId> {
        let index = self.multipart.iter().position(|content| content.at == *at)?;
        Some(TypeId((self.order.len() + index) as u32))
    }

    /// The type of a schema where it is used.
    pub fn rust_type(&mut self, id: ResolvedId) -> RustType {
        match self.ids.get(&id) {
            Some(named) => {
                let nullable = self.shapes[&id].1 && !self.is_alias(id);
                wrap(RustType::Named(*named), nullable)
            }
            None => self.plain(id, &mut Vec::new()),
        }
    }

    fn is_alias(&self, id: ResolvedId) -> bool {
        let shape = &self.shapes[&id].0;
        let defines = matches!(
            shape,
            Shape::Struct | Shape::StringEnum(_) | Shape::Union(_) | Shape::OneOfTypes(_)
        );
        !defines || self.is_optional_of_one(id, shape)
    }

    fn nested(&mut self, id: ResolvedId, inside: &mut Vec<ResolvedId>) -> RustType {
        match self.ids.get(&id) {
            Some(_) => self.rust_type(id),
            None => self.plain(id, inside),
        }
    }

    /// The type by the schema itself, not by a name it may have.
    fn plain(&mut self, id: ResolvedId, inside: &mut Vec<ResolvedId>) -> RustType {
        let Some((shape, nullable)) = self.shapes.get(&id).cloned() else {
            return RustType::Value;
        };
        if inside.contains(&id) {
            return self.untyped(id, "it contains itself without an object between");
        }
        inside.push(id);
        let ty = self.of_shape(id, &shape, inside);
        inside.pop();
        wrap(ty, nullable)
    }

    fn of_shape(&mut self, id: ResolvedId, shape: &Shape, inside: &mut Vec<ResolvedId>) -> RustType {
        let format = self.get(id).schema.format.clone();
        match shape {
            Shape::Nothing => self.untyped(id, "no value is valid"),
            Shape::ManyUnions => self.untyped(id, "several `oneOf`s or `anyOf`s apply at once"),
            Shape::Anything => RustType::Value,
            Shape::Null => RustType::Null,
            Shape::Bool => RustType::Bool,
            Shape::Integer => integer(&self.get(id).schema, format.as_deref()),
            Shape::Number => RustType::F64,
            Shape::String => RustType::String,
            Shape::FreeObject => RustType::Object,
            Shape::Map(values) => match self.common(values, inside) {
                Some(RustType::Value) | None => RustType::Object,
                Some(value) => RustType::Map(Box::new(value)),
            },
            Shape::List(item) => {
                let item = item.map_or(RustType::Value, |item| self.nested(item, inside));
                RustType::Vec(Box::new(item))
            }
            Shape::Tuple(items) => RustType::Tuple(items.iter().map(|item| self.nested(*item, inside)).collect()),
            Shape::Union(index) => match self.variants(id, *index) {
                (variants, null) if variants.len() == 1 => wrap(self.nested(variants[0], inside), null),
                (variants, _) if variants.is_empty() => RustType::Null,
                _ => self.untyped(id, "the union has no name"),
            },
            Shape::Struct | Shape::StringEnum(_) | Shape::OneOfTypes(_) => self.untyped(id, "the type has no name"),
        }
    }

    /// The one type of several schemas' values, anything where they differ; none where there are no values.
    fn common(&mut self, ids: &[ResolvedId], inside: &mut Vec<ResolvedId>) -> Option<RustType> {
        let possible = ids.iter().filter(|id| !self.get(**id).schema.types.is_empty());
        let possible: Vec<ResolvedId> = possible.copied().collect();
        possible
            .into_iter()
            .map(|id| self.nested(id, inside))
            .reduce(|a, b| if a == b { a } else { RustType::Value })
    }

    fn untyped(&mut self, id: ResolvedId, reason: &str) -> RustType {
        self.untyped.insert(id, reason.to_owned());
        RustType::Value
    }

    /// The definitions, in the order they were found.
    pub fn define(&mut self, diagnostics: &mut Diagnostics) -> Vec<TypeDef> {
        let order = self.order.clone();
        let mut defs: Vec<TypeDef> = Vec::with_capacity(order.len());
        for (index, id) in order.iter().enumerate() {
            let kind = self.kind(*id);
            let schema = self.get(*id);
            let annotations = &schema.schema.annotations;
            defs.push(TypeDef {
                name: self.names[index].clone(),
                at: schema.at.clone(),
                docs: docs(annotations, &schema.schema),
                deprecated: annotations.deprecated,
                kind,
                in_request: self.in_request.contains(id),
            });
        }
        for (index, content) in self.multipart.clone().iter().enumerate() {
            let name = self.names[order.len() + index].clone();
            defs.extend(self.multipart_type(content, name));
        }
        self.check_secrets(diagnostics);
        wrap_cycles(&mut defs);
        box_cycles(&mut defs);
        self.conversions(&mut defs);
        defs
    }

    fn reach(&self, roots: &[ResolvedId]) -> HashSet<ResolvedId> {
        let mut seen = HashSet::new();
        let mut pending = roots.to_vec();
        while let Some(id) = pending.pop() {
            if seen.insert(id) {
                pending.extend(self.get(id).schema.subschemas());
            }
        }
        seen
    }

    fn kind(&mut self, id: ResolvedId) -> TypeKind {
        let (shape, _) = self.shapes[&id].clone();
        if self.is_alias(id) {
            return TypeKind::Alias(self.plain(id, &mut Vec::new()));
        }
        match shape {
            Shape::Struct => TypeKind::Struct(self.object(id)),
            Shape::StringEnum(values) => TypeKind::StringEnum(string_variants(values)),
            Shape::Union(index) => self.union(id, index),
            Shape::OneOfTypes(shapes) => self.types_union(id, &shapes),
            _ => TypeKind::Alias(self.plain(id, &mut Vec::new())),
        }
    }

    fn multipart_type(&mut self, content: &MediaType, name: String) -> Option<TypeDef> {
        let id = self.resolved.of(content.schema?);
        let resolved = self.get(id).clone();
        let parts = self.fields(&resolved, true, false).into_iter().map(|mut field| {
            let encoding = content.encoding.get(&field.property);
            let content_type = encoding.and_then(|encoding| encoding.content_type.clone());
            let Some(schema) = resolved.schema.properties.get(&field.property) else {
                return Part { field, content_type };
            };
            let content_type = content_type.or_else(|| self.get(*schema).schema.content_media_type.clone());
            if let Some(ty) = self.file(*schema, content_type.as_deref()) {
                field.ty = ty;
            }
            Part { field, content_type }
        });
        let kind = TypeKind::Multipart(parts.collect());
        let annotations = &resolved.schema.annotations;
        Some(TypeDef {
            name,
            at: content.at.clone(),
            docs: docs(annotations, &resolved.schema),
            deprecated: annotations.deprecated,
            kind,
            in_request: true,
        })
    }

    /// A file or a list of them, if that is what a part is: binary (OpenAPI 3.0.3, "Considerations for File Uploads"), with
    /// a media type of its own, or anything at all that is sent as something else than JSON or text.
    fn file(&self, id: ResolvedId, content_type: Option<&str>) -> Option<RustType> {
        let schema = &self.get(id).schema;
        let other = content_type.is_some_and(|said| !said.contains("json") && !said.starts_with("text/"));
        let media_type = schema.content_media_type.is_some() && schema.content_encoding.is_none();
        if schema.format.as_deref() == Some("binary") || media_type || (other && schema.accepts_anything()) {
            return Some(RustType::File);
        }
        let items = schema.items.filter(|_| schema.types.contains(TypeSet::ARRAY))?;
        let items = self.file(items, content_type).filter(|item| *item == RustType::File)?;
        Some(RustType::Vec(Box::new(items)))
    }

    fn object(&mut self, id: ResolvedId) -> Struct {
        let resolved = self.get(id).clone();
        let fields = self.fields(&resolved, self.in_request.contains(&id), self.in_response.contains(&id));
        let names: Vec<&String> = fields.iter().map(|field| &field.name).collect();
        let patterns = &resolved.schema.pattern_properties;
        let rest = match resolved.schema.additional_properties {
            Some(rest) => {
                let values: Vec<ResolvedId> = patterns.values().copied().chain([rest]).collect();
                self.common(&values, &mut Vec::new())
            }
            // A base keeps what the schemas composed with it add, and who speaks of patterns what matches none as well.
            None if !patterns.is_empty() || resolved.schema.discriminator.is_some() => Some(RustType::Value),
            None => None,
        };
        let rest = rest.map(|ty| {
            let name = ["additional_properties", "other_properties"]
                .iter()
                .find(|name| !names.iter().any(|taken| taken == *name));
            Rest {
                name: (*name.unwrap_or(&"rest_of_properties")).to_owned(),
                ty,
            }
        });
        Struct {
            fields,
            rest,
            converts_into: Vec::new(),
        }
    }

    /// The fields of an object that requests or responses hold. `required` does not ask requests for what is `readOnly`,
    /// nor responses for what is `writeOnly` (OpenAPI 3.0.3, "Fixed Fields" of the Schema Object).
    fn fields(&mut self, resolved: &ResolvedSchema, in_request: bool, in_response: bool) -> Vec<Field> {
        let claims: Vec<_> = resolved
            .schema
            .properties
            .iter()
            .map(|(name, property)| {
                let renamed = self.rename(*property, &resolved.at, name);
                let wanted = renamed.map_or_else(|| name::field(name), |name| name::field_name(&name));
                (name.clone(), wanted)
            })
            .chain(undescribed(&resolved.schema).map(|name| (name.clone(), name::field(name))))
            .collect();
        let mut names = settle(&claims).into_iter();
        let fields: Vec<Field> = resolved
            .schema
            .properties
            .iter()
            .zip(names.by_ref())
            .map(|((property, id), name)| {
                let own = resolved.property_annotations.get(property).cloned().unwrap_or_default();
                let ty = self.rust_type(*id);
                let schema = &self.get(*id).schema;
                let inherited = &schema.annotations;
                let secret = self.is_secret(property, *id, &resolved.at, &own, &ty);
                Field {
                    name,
                    property: property.clone(),
                    docs: field_docs(&own, schema),
                    ty,
                    required: resolved.schema.required.contains(property)
                        && !(in_request && (own.read_only || inherited.read_only))
                        && !(in_response && (own.write_only || inherited.write_only)),
                    deprecated: own.deprecated || inherited.deprecated,
                    secret,
                }
            })
            .collect();
        let undescribed = undescribed(&resolved.schema).zip(names);
        let undescribed = undescribed.map(|(property, name)| undescribed_field(property, name));
        fields.into_iter().chain(undescribed).collect()
    }

    fn rename(&self, property: ResolvedId, owner: &Location, name: &str) -> Option<String> {
        // A named type's pointer renames the type, not the field.
        if self.ids.contains_key(&property) {
            return None;
        }
        self.options
            .renames
            .get(&owner.child("properties").child(name).pointer)
            .cloned()
    }

    fn is_secret(&self, property: &str, id: ResolvedId, owner: &Location, own: &Annotations, ty: &RustType) -> bool {
        let schema = &self.get(id).schema;
        let pointers = [
            owner.child("properties").child(property).pointer,
            self.get(id).at.pointer.clone(),
        ];
        own.write_only
            || schema.annotations.write_only
            || schema.format.as_deref() == Some("password")
            || pointers.iter().any(|pointer| self.options.secrets.contains(pointer))
            || sounds_secret(property, ty)
    }

    fn check_secrets(&self, diagnostics: &mut Diagnostics) {
        let places: HashSet<&str> = self
            .resolved
            .description
            .schemas
            .ids()
            .map(|id| self.resolved.description.schemas.get(id).at.pointer.as_str())
            .collect();
        for secret in self
            .options
            .secrets
            .iter()
            .filter(|secret| !places.contains(secret.as_str()))
        {
            let message = format!("there is no schema at `{secret}` to keep secret");
            diagnostics.error(
                "unknown-secret",
                &Location::root(),
                message,
                "check the JSON pointer given to `Config::secret`",
            );
        }
    }

    fn union(&mut self, id: ResolvedId, index: usize) -> TypeKind {
        let (variants, _) = self.variants(id, index);
        let union = self.get(id).schema.unions[index].clone();
        let types: Vec<RustType> = variants.iter().map(|variant| self.rust_type(*variant)).collect();
        if types.iter().all(|ty| *ty == types[0]) {
            return TypeKind::Alias(types[0].clone());
        }
        let claims: Vec<_> = variants
            .iter()
            .zip(&types)
            .map(|(variant, ty)| {
                let name = self.variant_name(ty);
                (format!("{name}{}", self.get(*variant).at.pointer), name)
            })
            .collect();
        let names = settle(&claims);
        let told = match &union.discriminator {
            Some(_) => None,
            None => self.telling_property(&variants),
        };
        let variants = variants
            .iter()
            .enumerate()
            .zip(types)
            .zip(names)
            .map(|(((nth, variant), ty), name)| {
                let schema = self.get(*variant);
                UnionVariant {
                    name,
                    docs: paragraphs([
                        schema.schema.annotations.title.as_deref(),
                        schema.schema.annotations.description.as_deref(),
                    ]),
                    ty,
                    tags: match (&union.discriminator, &told) {
                        (Some(discriminator), _) => tags(&schema.at, *variant, &discriminator.mapping),
                        (None, Some((_, values))) => values[nth].clone(),
                        (None, None) => Vec::new(),
                    },
                }
            });
        let variants = variants.collect();
        TypeKind::Union(Union {
            variants,
            tag: match (union.discriminator, told) {
                (Some(discriminator), _) => Tag::Declared(discriminator.property),
                (None, Some((property, _))) => Tag::Inferred(property),
                (None, None) => Tag::None,
            },
        })
    }

    /// The property whose `enum`s tell the variants apart though no `discriminator` says so, and each variant's values.
    fn telling_property(&self, variants: &[ResolvedId]) -> Option<(String, Vec<Vec<String>>)> {
        let (first, others) = variants.split_first()?;
        let values = |variant: &ResolvedId, property: &String| -> Option<Vec<String>> {
            let id = self.get(*variant).schema.properties.get(property)?;
            let values = self.get(*id).schema.enumeration.as_ref()?;
            values.iter().map(|value| value.as_str().map(str::to_owned)).collect()
        };
        self.get(*first).schema.properties.keys().find_map(|property| {
            let mut all = vec![values(first, property)?];
            for variant in others {
                let own = values(variant, property)?;
                if all.iter().flatten().any(|known| own.contains(known)) {
                    return None;
                }
                all.push(own);
            }
            Some((property.clone(), all))
        })
    }

    fn types_union(&mut self, id: ResolvedId, shapes: &[Shape]) -> TypeKind {
        let variants = shapes.iter().map(|shape| {
            let ty = self.of_shape(id, shape, &mut vec![id]);
            UnionVariant {
                name: self.variant_name(&ty),
                docs: String::new(),
                ty,
                tags: Vec::new(),
            }
        });
        TypeKind::Union(Union {
            variants: variants.collect(),
            tag: Tag::None,
        })
    }

    fn variant_name(&self, ty: &RustType) -> String {
        match ty {
            RustType::Bool => "Boolean".to_owned(),
            RustType::I32 | RustType::I64 | RustType::U64 => "Integer".to_owned(),
            RustType::F32 | RustType::F64 => "Number".to_owned(),
            RustType::String => "String".to_owned(),
            RustType::Null => "Null".to_owned(),
            RustType::Value => "Any".to_owned(),
            RustType::Object => "Object".to_owned(),
            RustType::File => "File".to_owned(),
            RustType::Vec(item) => format!("{}List", self.variant_name(item)),
            RustType::Map(value) => format!("{}Map", self.variant_name(value)),
            RustType::Tuple(_) => "Tuple".to_owned(),
            RustType::Nullable(inner) | RustType::Boxed(inner) => self.variant_name(inner),
            RustType::Named(id) => match self.names[id.0 as usize].as_str() {
                "Unknown" => "UnknownValue".to_owned(),
                name => name.to_owned(),
            },
        }
    }

    /// A composed type becomes its named members by leaving fields out.
    fn conversions(&self, defs: &mut [TypeDef]) {
        for (index, id) in self.order.iter().enumerate() {
            let TypeKind::Struct(whole) = &defs[index].kind else {
                continue;
            };
            let members = self.get(*id).members.iter().filter_map(|member| self.ids.get(member));
            let members: Vec<TypeId> = members
                .filter(|member| {
                    let TypeKind::Struct(part) = &defs[member.0 as usize].kind else {
                        return false;
                    };
                    let rest = part.rest.as_ref().is_none_or(|rest| rest.ty == RustType::Value);
                    rest && part.fields.iter().all(|field| has_field(whole, field))
                })
                .copied()
                .collect();
            if let TypeKind::Struct(whole) = &mut defs[index].kind {
                whole.converts_into = members;
            }
        }
    }

    /// What every schema of the description became.
    pub fn report(&mut self) -> Vec<SchemaReport> {
        let resolved = self.resolved;
        let schemas = &resolved.description.schemas;
        let mut ids: Vec<_> = schemas.ids().collect();
        ids.sort_by(|a, b| schemas.get(*a).at.cmp(&schemas.get(*b).at));
        ids.into_iter()
            // `additionalProperties: false` is a schema that has no values, and so no type.
            .filter(|source| !schemas.get(*source).schema.types.is_empty())
            .filter_map(|source| {
                let id = resolved.of(source);
                let multipart = self
                    .multipart
                    .iter()
                    .find(|content| content.schema == Some(source) && !self.shapes.contains_key(&id));
                let ty = match multipart.and_then(|content| self.multipart(&content.at)) {
                    Some(multipart) => RustType::Named(multipart),
                    None => {
                        self.shapes.get(&id)?;
                        self.rust_type(id)
                    }
                };
                let untyped = self.untyped.get(&id).cloned();
                Some(SchemaReport {
                    at: schemas.get(source).at.clone(),
                    rust_type: self.print(&ty),
                    untyped,
                })
            })
            .collect()
    }

    fn print(&self, ty: &RustType) -> String {
        match ty {
            RustType::Bool => "bool".to_owned(),
            RustType::I32 => "i32".to_owned(),
            RustType::I64 => "i64".to_owned(),
            RustType::U64 => "u64".to_owned(),
            RustType::F32 => "f32".to_owned(),
            RustType::F64 => "f64".to_owned(),
            RustType::String => "String".to_owned(),
            RustType::Null => "()".to_owned(),
            RustType::Value => "serde_json::Value".to_owned(),
            RustType::Object => "serde_json::Map<String, serde_json::Value>".to_owned(),
            RustType::File => "openapi_runtime::File".to_owned(),
            RustType::Vec(item) => format!("Vec<{}>", self.print(item)),
            RustType::Map(value) => format!("std::collections::BTreeMap<String, {}>", self.print(value)),
            RustType::Tuple(items) => {
                format!(
                    "({},)",
                    items.iter().map(|item| self.print(item)).collect::<Vec<_>>().join(", ")
                )
            }
            RustType::Nullable(inner) => format!("Option<{}>", self.print(inner)),
            RustType::Boxed(inner) => format!("Box<{}>", self.print(inner)),
            RustType::Named(id) => format!("types::{}", self.names[id.0 as usize]),
        }
    }
}

/// Whether the parts of a body are listed.
pub(super) fn is_multipart(resolved: &Resolved, content: &MediaType) -> bool {
    let properties = |schema| !resolved.get(resolved.of(schema)).schema.properties.is_empty();
    content.media_type.to_ascii_lowercase().starts_with("multipart/") && content.schema.is_some_and(properties)
}

fn wrap(ty: RustType, nullable: bool) -> RustType {
    match ty {
        RustType::Value | RustType::Null | RustType::Nullable(_) => ty,
        ty if nullable => RustType::Nullable(Box::new(ty)),
        ty => ty,
    }
}

fn integer(schema: &Schema<ResolvedId>, format: Option<&str>) -> RustType {
    let beyond = |bound: &crate::schema::Bound| bound.value.as_f64().is_some_and(|value| value > i64::MAX as f64);
    match format {
        Some("int32") => RustType::I32,
        Some("uint64") => RustType::U64,
        _ if schema.maximum.as_ref().is_some_and(beyond) => RustType::U64,
        _ => RustType::I64,
    }
}

fn string_variants(values: Vec<String>) -> Vec<StringVariant> {
    let mut distinct: Vec<String> = Vec::new();
    for value in values {
        if !distinct.contains(&value) {
            distinct.push(value);
        }
    }
    let claims: Vec<_> = distinct
        .iter()
        .map(|value| {
            let name = pascal(value);
            // The variant that keeps what is not known.
            (
                value.clone(),
                if name == "Unknown" {
                    "UnknownValue".to_owned()
                } else {
                    name
                },
            )
        })
        .collect();
    let names = settle(&claims);
    distinct
        .into_iter()
        .zip(names)
        .map(|(value, name)| StringVariant { name, value })
        .collect()
}

fn tags(at: &Location, variant: ResolvedId, mapping: &indexmap::IndexMap<String, ResolvedId>) -> Vec<String> {
    let mapped: Vec<String> = mapping
        .iter()
        .filter(|(_, id)| **id == variant)
        .map(|(tag, _)| tag.clone())
        .collect();
    if !mapped.is_empty() {
        return mapped;
    }
    let own = at
        .pointer
        .strip_prefix("/components/schemas/")
        .filter(|name| !name.contains('/'));
    own.map(|name| name.replace("~1", "/").replace("~0", "~"))
        .into_iter()
        .collect()
}

/// What is required without being described, where no map of other properties has room for it.
fn undescribed(schema: &Schema<ResolvedId>) -> impl Iterator<Item = &String> {
    let missing = schema
        .required
        .iter()
        .filter(|name| !schema.properties.contains_key(*name));
    missing.filter(|_| schema.additional_properties.is_none() && schema.discriminator.is_none())
}

/// Often it is a slip of the pen, which servers do not honour: so the field can be given, and need not be there.
fn undescribed_field(property: &str, name: String) -> Field {
    Field {
        name,
        property: property.to_owned(),
        docs: "Required, the description says, without saying what it is.".to_owned(),
        ty: RustType::Value,
        required: false,
        deprecated: false,
        secret: sounds_secret(property, &RustType::Value),
    }
}

fn has_field(whole: &Struct, field: &Field) -> bool {
    let same =
        |own: &&Field| own.name == field.name && own.property == field.property && own.ty.is_but_for_boxes(&field.ty);
    whole
        .fields
        .iter()
        .find(same)
        .is_some_and(|own| own.required || !field.required)
}

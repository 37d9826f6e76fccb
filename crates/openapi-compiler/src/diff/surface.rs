//! The public items of a client.

use std::collections::{BTreeSet, HashMap};

use super::responses::header_member;
use crate::description::ParameterIn;
use crate::document::Location;
use crate::plan::{
    BodyContent, BodyType, DocumentedResponse, EventData, Field, Operation, Parameter, Plan, ResponseType, RustType,
    Tag, TypeDef, TypeKind,
};

/// Something that callers can name.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// The text that callers write, with the earlier names of a type or operation replaced by those that it has now.
    pub name: String,
    /// Its signature.
    pub signature: String,
    /// Its names on the wire; any of these identifies it.
    pub meanings: Vec<String>,
    /// The arguments.
    pub takes: Vec<Taken>,
    /// The type of what they get.
    pub gives: String,
    /// Where it is in the description, and which member.
    pub at: (Location, String),
    /// The required arguments of a builder or a method.
    pub required: BTreeSet<String>,
    /// Whether it is only read.
    pub is_read: bool,
    pub deprecated: bool,
}

/// The type of an argument or setter.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    /// The type.
    pub ty: String,
    /// The types that convert into it.
    pub from: Vec<String>,
}

/// The surface of a plan. `names` has the names that types and operations have now, by those that they had.
pub(super) fn surface(plan: &Plan, names: &HashMap<String, String>) -> Vec<Named> {
    let printer = Printer { plan, names };
    let types = plan.types.iter().filter(|ty| !is_alias(plan, ty));
    let mut all: Vec<Named> = types.flat_map(|ty| printer.definition(ty)).collect();
    all.extend(
        plan.operations
            .iter()
            .flat_map(|operation| printer.operation(operation)),
    );
    all.extend(plan.servers.iter().map(|server| {
        let signature = format!("Server::{}", server.variant);
        named(signature, server.url.trim_end_matches('/'), root(&server.url))
    }));
    all.extend(plan.credentials.iter().map(|credential| {
        let signature = format!("ClientBuilder.{}", credential.name);
        Named {
            meanings: vec![credential.scheme.clone(), format!("{:?}", credential.kind)],
            ..named(signature, "", root(&credential.scheme))
        }
    }));
    all.extend(plan.tags.iter().flat_map(|tag| of_tag(plan, tag)));
    all.extend(plan.webhooks.iter().map(|webhook| {
        let of = printer.ty(&webhook.payload);
        Named {
            name: format!("webhooks::{}", webhook.name),
            gives: of.clone(),
            is_read: true,
            deprecated: webhook.deprecated,
            ..named(
                format!("webhooks::{} -> {of}", webhook.name),
                &webhook.at.pointer,
                (webhook.at.clone(), String::new()),
            )
        }
    }));
    all
}

/// The method of a tag, and those of its struct.
fn of_tag(plan: &Plan, tag: &Tag) -> Vec<Named> {
    let own = named(format!("client.{}()", tag.name), &tag.feature, root(&tag.feature));
    let members = tag.members.iter().flat_map(|member| {
        let operation = &plan.operations[member.operation];
        let at = operation.at.child("tags");
        member.methods.iter().map(move |method| {
            let name = format!("client.{}().{method}", tag.name);
            named(
                name,
                &format!("{} {}", operation.method, operation.path),
                (at.clone(), method.clone()),
            )
        })
    });
    [own].into_iter().chain(members).collect()
}

/// The names that are aliases of types, and of the types of operations, with what they stand for.
pub(super) fn aliases(plan: &Plan) -> HashMap<String, String> {
    let types = plan.types.iter().filter_map(|ty| match &ty.kind {
        TypeKind::Alias(RustType::Named(id)) => Some((ty.name.clone(), target(plan, &plan.types[id.index()]).clone())),
        _ => None,
    });
    let operations = plan.operations.iter().flat_map(|operation| {
        operation.aliases.iter().flat_map(|alias| {
            let method = (format!("client.{}", alias.name), format!("client.{}", operation.name));
            [method, (stem(&alias.type_name), operation.type_name.clone())]
        })
    });
    types.chain(operations).collect()
}

/// What the name that the types of an operation begin with is known by: it is not the name of a type.
fn stem(name: &str) -> String {
    format!("operation {name}")
}

/// The name of the type that an alias stands for in the end.
fn target<'p>(plan: &'p Plan, ty: &'p TypeDef) -> &'p String {
    match &ty.kind {
        TypeKind::Alias(RustType::Named(id)) if plan.types[id.index()].name != ty.name => {
            target(plan, &plan.types[id.index()])
        }
        _ => &ty.name,
    }
}

fn is_alias(plan: &Plan, ty: &TypeDef) -> bool {
    matches!(&ty.kind, TypeKind::Alias(RustType::Named(id)) if plan.types[id.index()].name != ty.name)
}

fn root(member: &str) -> (Location, String) {
    (Location::root(), member.to_owned())
}

fn named(signature: String, meaning: &str, at: (Location, String)) -> Named {
    Named {
        name: signature.clone(),
        gives: signature.clone(),
        signature,
        meanings: vec![meaning.to_owned()],
        takes: Vec::new(),
        at,
        required: BTreeSet::new(),
        is_read: false,
        deprecated: false,
    }
}

/// The name of a parameter on the wire; of a path parameter, its position.
fn place(operation: &Operation, parameter: &Parameter) -> String {
    match parameter.location {
        ParameterIn::Path => {
            let variable = format!("{{{}}}", parameter.wire_name);
            let before = operation.path.split(&variable).next().unwrap_or_default();
            format!("path {}", before.matches('{').count())
        }
        location => format!("{location:?} {}", parameter.wire_name).to_lowercase(),
    }
}

struct Printer<'p> {
    plan: &'p Plan,
    names: &'p HashMap<String, String>,
}

impl Printer<'_> {
    fn name(&self, name: &str) -> String {
        self.names.get(name).map_or(name, String::as_str).to_owned()
    }

    /// What the names of the types of an operation begin with.
    fn stem(&self, name: &str) -> String {
        self.names.get(&stem(name)).map_or(name, String::as_str).to_owned()
    }

    fn definition(&self, ty: &TypeDef) -> Vec<Named> {
        let name = self.name(&ty.name);
        let at = |member: &str| (ty.at.clone(), member.to_owned());
        let field = |field: &Field| {
            let of = self.ty(&field.ty);
            let of = if field.required { of } else { format!("Option<{of}>") };
            Named {
                name: format!("{name}.{}", field.name),
                gives: of.clone(),
                takes: ty.in_request.then(|| self.taken(&field.ty)).into_iter().collect(),
                is_read: true,
                deprecated: field.deprecated,
                ..named(
                    format!("{name}.{}: {of}", field.name),
                    &field.property,
                    at(&field.property),
                )
            }
        };
        let value = |variant: &str, value: &str| named(format!("{name}::{variant}"), value, at(value));
        let mut all = vec![Named {
            deprecated: ty.deprecated,
            ..named(name.clone(), "", at(""))
        }];
        let mut fields: Vec<&Field> = Vec::new();
        match &ty.kind {
            TypeKind::Struct(object) => {
                all.extend(object.fields.iter().map(field));
                let parts = object.converts_into.iter().map(|part| self.ty(&RustType::Named(*part)));
                all.extend(parts.map(|part| named(format!("{part}::from({name})"), "", at(""))));
                if object.has_default {
                    all.push(named(format!("{name}::default()"), "", at("")));
                }
                fields.extend(object.fields.iter().filter(|_| ty.in_request));
            }
            TypeKind::Multipart(body) => {
                all.extend(body.parts.iter().map(|part| field(&part.field)));
                fields.extend(body.parts.iter().map(|part| &part.field));
            }
            TypeKind::StringEnum(values) => all.extend(values.iter().map(|known| value(&known.name, &known.value))),
            TypeKind::IntegerEnum(values) => {
                all.extend(values.iter().map(|known| value(&known.name, &known.value.to_string())));
            }
            TypeKind::Union(union) => all.extend(union.variants.iter().map(|variant| Named {
                name: format!("{name}::{}", variant.name),
                ..named(
                    format!("{name}::{}({})", variant.name, self.ty(&variant.ty)),
                    "",
                    at(&variant.name),
                )
            })),
            TypeKind::Alias(of) | TypeKind::Wrapper(of) => all[0].signature = format!("{name} = {}", self.ty(of)),
        }
        if !fields.is_empty() {
            let required = fields.iter().filter(|field| field.required && field.constant.is_none());
            let required: BTreeSet<String> = required.map(|field| field.name.clone()).collect();
            let setters: Vec<String> = required.iter().map(|name| format!(".{name}(_)")).collect();
            all.push(Named {
                name: format!("{name}::builder()"),
                gives: String::new(),
                required,
                ..named(format!("{name}::builder(){}.build()", setters.concat()), "", at(""))
            });
        }
        all
    }

    fn operation(&self, operation: &Operation) -> Vec<Named> {
        let stem = self.stem(&operation.type_name);
        let at = |member: &str| (operation.at.clone(), member.to_owned());
        let method = self.method(operation);
        let is_enum = method.gives == format!("{stem}Response");
        let kinds = [("", true), ("Error", true), ("Response", is_enum)];
        let types = kinds.iter().filter(|(_, exists)| *exists);
        let types = types.map(|(kind, _)| named(format!("{stem}{kind}"), "", at("")));
        let mut all: Vec<Named> = [method].into_iter().chain(types).collect();
        let optional = operation.parameters.iter().filter(|known| !known.required);
        all.extend(optional.map(|known| {
            let meaning = place(operation, known);
            Named {
                deprecated: known.deprecated,
                ..self.setter(&stem, &known.name, self.taken(&known.ty), &meaning, at(&meaning))
            }
        }));
        let body = operation.body.iter().filter(|body| !body.required);
        all.extend(body.flat_map(|body| &body.contents).map(|content| {
            let taken = self.taken_body(content);
            self.setter(&stem, &content.name, taken, "body", at("body"))
        }));
        let variant = |kind: &str, known: &DocumentedResponse| {
            let (name, body) = (
                format!("{stem}{kind}::{}", known.variant),
                self.response_body(&known.body),
            );
            let member = format!("response {:?}", known.status);
            Named {
                name: name.clone(),
                is_read: true,
                ..named(format!("{name}({body})"), "", at(&member))
            }
        };
        let successes = operation.successes.iter().filter(|_| is_enum);
        all.extend(operation.headers.iter().map(|header| {
            let of = self.ty(&header.ty);
            let name = format!("{stem}::{}", header.name);
            Named {
                name: name.clone(),
                gives: of.clone(),
                is_read: true,
                ..named(
                    format!("{name}: Header<{of}>"),
                    &header.header.to_ascii_lowercase(),
                    at(&header_member(&header.header)),
                )
            }
        }));
        let responses = successes.map(|known| variant("Response", known));
        let responses = responses.chain(operation.errors.iter().map(|known| variant("Error", known)));
        let mut seen = BTreeSet::new();
        all.extend(responses.filter(|response| seen.insert(response.name.clone())));
        all
    }

    fn method(&self, operation: &Operation) -> Named {
        let required = operation.parameters.iter().filter(|known| known.required);
        let arguments = required.map(|known| (known.name.clone(), self.taken(&known.ty), place(operation, known)));
        let body = operation.body.iter().filter(|body| body.required);
        let body = body.flat_map(|body| body.contents.first());
        let body = body.map(|content| (content.name.clone(), self.taken_body(content), "body".to_owned()));
        let arguments: Vec<(String, Taken, String)> = arguments.chain(body).collect();
        let gives = match operation.successes.as_slice() {
            [] => "()".to_owned(),
            [first, others @ ..] if others.iter().all(|known| known.body.is_same_type(&first.body)) => {
                self.response_body(&first.body)
            }
            _ => format!("{}Response", self.stem(&operation.type_name)),
        };
        let name = self.name(&format!("client.{}", operation.name));
        let shown: Vec<String> = arguments
            .iter()
            .map(|(name, taken, _)| format!("{name}: {}", taken.ty))
            .collect();
        let order: Vec<&str> = arguments.iter().map(|(_, _, place)| place.as_str()).collect();
        let order = order.join(", ");
        let is_variable = |segment: &str| segment.contains('{');
        let path = operation
            .path
            .split('/')
            .map(|segment| if is_variable(segment) { "{}" } else { segment });
        let path: Vec<&str> = path.collect();
        let own = format!("{} {} {order}", operation.method, path.join("/"));
        let by_id = operation.operation_id.iter().map(|id| format!("{id} {order}"));
        Named {
            name: name.clone(),
            meanings: [own].into_iter().chain(by_id).collect(),
            deprecated: operation.deprecated,
            gives: gives.clone(),
            takes: arguments.into_iter().map(|(_, taken, _)| taken).collect(),
            ..named(
                format!("{name}({}) -> {gives}", shown.join(", ")),
                "",
                (operation.at.clone(), String::new()),
            )
        }
    }

    fn setter(&self, stem: &str, name: &str, taken: Taken, meaning: &str, at: (Location, String)) -> Named {
        Named {
            name: format!("{stem}.{name}"),
            gives: String::new(),
            takes: vec![taken.clone()],
            ..named(format!("{stem}.{name}({})", taken.ty), meaning, at)
        }
    }

    /// The type of an argument or setter: null is not a value of it.
    fn taken(&self, ty: &RustType) -> Taken {
        let ty = match ty {
            RustType::Nullable(value) => value,
            ty => ty,
        };
        let mut from = Vec::new();
        self.add_sources(ty, &mut from);
        Taken { ty: self.ty(ty), from }
    }

    fn taken_body(&self, content: &BodyContent) -> Taken {
        let ty = self.body(&content.body);
        let from = match &content.body {
            BodyType::Json(ty) | BodyType::Form(ty, _) | BodyType::Text(ty) | BodyType::Any(ty) => self.taken(ty).from,
            _ => vec![ty.clone()],
        };
        let wraps = content.wraps.iter().map(|field| self.ty(&field.ty));
        Taken {
            from: [ty.clone()].into_iter().chain(from).chain(wraps).collect(),
            ty,
        }
    }

    /// The types that convert into a type: those of the variants of a union, and texts into enums.
    fn add_sources(&self, ty: &RustType, from: &mut Vec<String>) {
        let own = self.ty(ty);
        if from.contains(&own) {
            return;
        }
        from.push(own);
        match self.plan.unaliased(ty) {
            RustType::Boxed(inner) => self.add_sources(inner, from),
            RustType::Formatted(_) => from.push(self.ty(&RustType::String)),
            RustType::I64 => from.push(self.ty(&RustType::I32)),
            RustType::Named(id) => match &self.plan.types[id.index()].kind {
                TypeKind::StringEnum(_) => from.push(self.ty(&RustType::String)),
                TypeKind::Union(union) => union
                    .variants
                    .iter()
                    .for_each(|known| self.add_sources(&known.ty, from)),
                _ => {}
            },
            _ => {}
        }
    }

    fn body(&self, body: &BodyType) -> String {
        match body {
            BodyType::Json(ty) | BodyType::Form(ty, _) | BodyType::Text(ty) | BodyType::Any(ty) => self.ty(ty),
            BodyType::Multipart(Some(id)) => self.ty(&RustType::Named(*id)),
            BodyType::Multipart(None) => "Multipart".to_owned(),
            BodyType::Bytes => "Body".to_owned(),
        }
    }

    fn response_body(&self, body: &ResponseType) -> String {
        match body {
            ResponseType::Json(ty) | ResponseType::Text(ty) | ResponseType::Any(ty) => self.ty(ty),
            ResponseType::Lines(ty) => format!("JsonLines<{}>", self.ty(ty)),
            ResponseType::Bytes => "Bytes".to_owned(),
            ResponseType::Stream => "ByteStream".to_owned(),
            ResponseType::Events(EventData::Untyped) => "EventStream".to_owned(),
            ResponseType::Events(EventData::Json(ty)) => format!("Events<{}>", self.ty(ty)),
            ResponseType::Events(EventData::Named(events)) => format!("Events<{}>", events.name),
            ResponseType::Empty => "()".to_owned(),
        }
    }

    fn ty(&self, ty: &RustType) -> String {
        ty.text(&|ty| match (ty, self.plan.unaliased(ty)) {
            (_, RustType::Named(id)) => Some(self.name(&self.plan.types[id.index()].name)),
            (RustType::Named(_), target) => Some(self.ty(target)),
            _ => None,
        })
    }
}

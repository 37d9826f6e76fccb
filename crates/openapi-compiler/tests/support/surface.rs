//! What callers can name of a client, one line each: what a change takes away, callers lose.

use std::collections::{BTreeMap, BTreeSet};

use openapi_compiler::plan::{
    BodyType, DocumentedResponse, Field, Operation, Plan, ResponseType, RustType, TypeDef, TypeKind,
};

/// The surface of a plan, with each type by the name that `names` has for it.
pub fn surface(plan: &Plan, names: &BTreeMap<String, String>) -> BTreeSet<String> {
    let printer = Printer { plan, names };
    let types = plan.types.iter().flat_map(|ty| printer.definition(ty));
    let operations = plan
        .operations
        .iter()
        .flat_map(|operation| printer.operation(operation));
    let servers = plan.servers.iter().map(|server| {
        let variables = server.variables.iter().map(|known| known.name.as_str());
        format!("Server::{} {}", server.variant, variables.collect::<Vec<_>>().join(" "))
    });
    let credentials = plan.credentials.iter().map(|known| format!("builder.{}", known.name));
    types.chain(operations).chain(servers).chain(credentials).collect()
}

/// The names that are aliases of others.
pub fn aliases(plan: &Plan) -> BTreeMap<String, String> {
    let aliases = plan.types.iter().filter_map(|ty| match &ty.kind {
        TypeKind::Alias(RustType::Named(id)) => Some((ty.name.clone(), plan.types[id.index()].name.clone())),
        _ => None,
    });
    aliases.collect()
}

struct Printer<'p> {
    plan: &'p Plan,
    names: &'p BTreeMap<String, String>,
}

impl Printer<'_> {
    fn name(&self, name: &str) -> String {
        self.names.get(name).map_or(name, String::as_str).to_owned()
    }

    fn definition(&self, ty: &TypeDef) -> Vec<String> {
        let name = self.name(&ty.name);
        let field = |field: &Field| {
            let ty = self.ty(&field.ty);
            let ty = if field.required { ty } else { format!("Option<{ty}>") };
            format!("{name}.{}: {ty} = {}", field.name, field.property)
        };
        let mut lines = match &ty.kind {
            TypeKind::Struct(object) => {
                let parts = object.converts_into.iter();
                let parts = parts.map(|part| format!("{} from {name}", self.ty(&RustType::Named(*part))));
                let default = object.has_default.then(|| format!("{name}::default()"));
                object.fields.iter().map(field).chain(parts).chain(default).collect()
            }
            TypeKind::Multipart(body) => body.parts.iter().map(|part| field(&part.field)).collect(),
            TypeKind::StringEnum(all) => all
                .iter()
                .map(|known| format!("{name}::{} = {}", known.name, known.value))
                .collect(),
            TypeKind::IntegerEnum(all) => all
                .iter()
                .map(|known| format!("{name}::{} = {}", known.name, known.value))
                .collect(),
            TypeKind::Union(union) => {
                let variants = union.variants.iter();
                variants
                    .map(|known| format!("{name}::{}({})", known.name, self.ty(&known.ty)))
                    .collect()
            }
            TypeKind::Alias(_) | TypeKind::Wrapper(_) => Vec::new(),
        };
        let fields: Vec<&Field> = match &ty.kind {
            TypeKind::Struct(object) if ty.in_request => object.fields.iter().collect(),
            TypeKind::Multipart(body) => body.parts.iter().map(|part| &part.field).collect(),
            _ => return lines,
        };
        let required = fields.iter().filter(|field| field.required && field.constant.is_none());
        let required: Vec<&str> = required.map(|field| field.name.as_str()).collect();
        lines.push(format!("{name}::builder() {}", required.join(" ")));
        lines
    }

    fn operation(&self, operation: &Operation) -> Vec<String> {
        let stem = &operation.type_name;
        let mut lines = Vec::new();
        let parameters = || operation.parameters.iter();
        let arguments: Vec<String> = parameters()
            .filter(|known| known.required)
            .map(|known| self.ty(&known.ty))
            .collect();
        let plain = operation
            .successes
            .iter()
            .all(|known| known.body.is_same_type(&operation.successes[0].body));
        let result = match operation.successes.first() {
            None => "()".to_owned(),
            Some(first) if plain => self.response_body(&first.body),
            Some(_) => format!("{stem}Response"),
        };
        let bodies: Vec<(String, String, bool)> = operation
            .body
            .iter()
            .flat_map(|body| {
                body.contents
                    .iter()
                    .map(|content| (content.name.clone(), self.body(&content.body), body.required))
            })
            .collect();
        let wrapped = operation.body.iter().flat_map(|body| &body.contents);
        let wrapped =
            wrapped.filter_map(|content| Some((self.body(&content.body), self.ty(&content.wraps.as_ref()?.ty))));
        lines.extend(wrapped.map(|(body, inner)| format!("{body} from {inner}")));
        let names = [&operation.name]
            .into_iter()
            .chain(operation.aliases.iter().map(|alias| &alias.name));
        for name in names {
            let required: Vec<&(String, String, bool)> = bodies.iter().filter(|(_, _, required)| *required).collect();
            if required.is_empty() {
                lines.push(format!("{name}({}) -> {result}", arguments.join(", ")));
            }
            for (nth, (body, ty, _)) in required.into_iter().enumerate() {
                let name = if nth == 0 {
                    name.clone()
                } else {
                    format!("{name}_with_{body}")
                };
                let all: Vec<&str> = arguments.iter().chain([ty]).map(String::as_str).collect();
                lines.push(format!("{name}({}) -> {result}", all.join(", ")));
            }
        }
        let stems = [stem]
            .into_iter()
            .chain(operation.aliases.iter().map(|alias| &alias.type_name));
        for stem in stems {
            let setters = parameters().filter(|known| !known.required);
            // Null is not sent, so setters take the values besides.
            let value = |ty: &RustType| match ty {
                RustType::Nullable(value) => self.ty(value),
                ty => self.ty(ty),
            };
            lines.extend(setters.map(|known| format!("{stem}.{}({})", known.name, value(&known.ty))));
            let setters = bodies.iter().filter(|(_, _, required)| !required);
            lines.extend(setters.map(|(name, ty, _)| format!("{stem}.{name}({ty})")));
            let variant = |kind: &str, known: &DocumentedResponse| {
                format!("{stem}{kind}::{}({})", known.variant, self.response_body(&known.body))
            };
            lines.extend(operation.errors.iter().map(|known| variant("Error", known)));
            if !plain {
                lines.extend(operation.successes.iter().map(|known| variant("Response", known)));
            }
        }
        lines
    }

    fn body(&self, body: &BodyType) -> String {
        match body {
            BodyType::Json(ty) | BodyType::Form(ty, _) | BodyType::Text(ty) | BodyType::Any(ty) => self.ty(ty),
            BodyType::Multipart(Some(id)) => self.ty(&RustType::Named(*id)),
            other => format!("{other:?}"),
        }
    }

    fn response_body(&self, body: &ResponseType) -> String {
        match body {
            ResponseType::Json(ty) | ResponseType::Text(ty) | ResponseType::Any(ty) => self.ty(ty),
            other => format!("{other:?}"),
        }
    }

    fn ty(&self, ty: &RustType) -> String {
        match ty {
            RustType::Vec(item) => format!("Vec<{}>", self.ty(item)),
            RustType::Map(value) => format!("Map<{}>", self.ty(value)),
            RustType::Tuple(items) => items.iter().map(|item| self.ty(item)).collect::<Vec<_>>().join(", "),
            RustType::Nullable(inner) => format!("Option<{}>", self.ty(inner)),
            RustType::Boxed(inner) => format!("Box<{}>", self.ty(inner)),
            RustType::Named(id) => self.name(&self.plan.types[id.index()].name),
            plain => format!("{plain:?}"),
        }
    }
}

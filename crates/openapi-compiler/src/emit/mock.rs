//! The mock of the API: a table of operations for a macro of `openapi-conformance`, and the builders that only tests need.

use quote::quote;

use super::table::{Table, compact, literal};
use super::{Piece, builders, converts, rows, rust_type};
use crate::description::Status;
use crate::plan::{
    BodyContent, BodyType, EventData, MockOperation, MockResponse, Operation, Plan, ResponseType, RustType, TypeKind,
};

/// The name of the copy of the description's file with this index that is beside the mock.
pub(crate) fn described_file(index: usize) -> String {
    format!("mock.description.{index}")
}

/// Prints the mock, for a module in that of the client; `files` are the paths of the description's files.
pub(crate) fn mock<'p>(plan: &'p Plan, files: &[String]) -> impl Iterator<Item = Piece> + use<'p> {
    let built = plan.mock.built.iter().filter_map(|id| {
        let ty = &plan.types[id.index()];
        match &ty.kind {
            TypeKind::Struct(object) => Some(builders::structure(plan, &ty.name, object)),
            _ => None,
        }
    });
    let module = quote! {
        /// Builders of the types that only responses have.
        #[allow(deprecated, missing_docs, non_camel_case_types, clippy::all, clippy::pedantic, rustdoc::all)]
        pub mod builders
    };
    let builders = [
        Piece::Module(module),
        Piece::Items(quote! {
            #[allow(unused_imports)]
            use super::super::types::*;
        }),
    ];
    let builders = builders.into_iter().chain(built).chain([Piece::End]);
    let has_builders = !plan.mock.built.is_empty();
    [Piece::Table(operations(plan, files))]
        .into_iter()
        .chain(has_builders.then_some(builders).into_iter().flatten())
}

fn operations(plan: &Plan, files: &[String]) -> Table {
    let mut table = Table::of("::openapi_conformance", "mock");
    let described = files.iter().enumerate().map(|(index, path)| match index {
        0 => format!("({}, super::DESCRIPTION)", literal(path)),
        _ => format!("({}, include_str!({}))", literal(path), literal(&described_file(index))),
    });
    table.line(0, format!("of [{}];", described.collect::<Vec<_>>().join(", ")));
    for (operation, mock) in plan.operations.iter().zip(&plan.mock.operations) {
        let name = format!("{} {}", operation.method, operation.path);
        table.docs(0, &format!("Sets how `{}` responds.", operation.id));
        let (method, type_name) = (&mock.method, &mock.type_name);
        table.line(0, format!("{method} {type_name} {} {{", literal(&name)));
        for row in methods(plan, operation, mock) {
            table.line(1, row + ";");
        }
        table.line(0, "}");
    }
    table
}

fn methods(plan: &Plan, operation: &Operation, mock: &MockOperation) -> Vec<String> {
    let parameters = operation.parameters.iter().zip(&mock.parameters);
    let parameters = parameters.map(|(parameter, name)| {
        let how = taken(plan, rows::value_type(parameter));
        let (location, wire) = (parameter.location.keyword(), literal(&parameter.wire_name));
        format!("parameter {name}[{how}][\"{location}\" {wire}]")
    });
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let bodies = contents
        .zip(&mock.bodies)
        .map(|(content, name)| body(plan, content, name));
    let responses = mock.responses.iter().map(|mock| response(plan, mock));
    parameters.chain(bodies).chain(responses).collect()
}

fn body(plan: &Plan, content: &BodyContent, name: &str) -> String {
    let how = match &content.body {
        // The mock has XML as text.
        BodyType::Json(_) if content.xml.is_some() => "into String".to_owned(),
        BodyType::Json(ty) | BodyType::Form(ty, _) | BodyType::Text(ty) | BodyType::Any(ty) => taken(plan, ty),
        BodyType::Multipart(_) | BodyType::Bytes => "value".to_owned(),
    };
    format!("body {name}[{how}][{}]", literal(&content.media_type))
}

fn response(plan: &Plan, MockResponse { name, response }: &MockResponse) -> String {
    let how = match &response.body {
        ResponseType::Json(_) if response.xml.is_some() => "into String".to_owned(),
        ResponseType::Json(ty) | ResponseType::Text(ty) | ResponseType::Any(ty) => taken(plan, ty),
        ResponseType::Events(EventData::Json(ty)) | ResponseType::Lines(ty) => format!("each {}", typed(plan, ty)),
        ResponseType::Events(EventData::Untyped | EventData::Named(_)) | ResponseType::Bytes | ResponseType::Stream => {
            "bytes".to_owned()
        }
        ResponseType::Empty => String::new(),
    };
    let status = match response.status {
        Status::Code(code) => code.to_string(),
        Status::Class(_) | Status::Default => "any".to_owned(),
    };
    let media_type = response
        .media_type
        .as_ref()
        .filter(|_| response.body != ResponseType::Empty);
    let media_type = media_type.map(|name| format!(" {}", literal(name))).unwrap_or_default();
    format!("response {name}[{how}][{status}{media_type}]")
}

/// The type of an argument, after whether it takes what converts into it.
fn taken(plan: &Plan, ty: &RustType) -> String {
    let word = if converts(plan, ty) { "into" } else { "as" };
    format!("{word} {}", typed(plan, ty))
}

fn typed(plan: &Plan, ty: &RustType) -> String {
    compact(&rust_type(plan, ty, &quote!(super::types::)))
}

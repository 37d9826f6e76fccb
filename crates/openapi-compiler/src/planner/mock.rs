//! The mock of an API: the names of its methods and types, and what each takes.

use crate::name::snake;
use crate::plan::{DocumentedResponse, Mock, MockOperation, MockResponse, Operation, Plan, TypeDef, TypeId, TypeKind};

use super::scope::{Entry, Scope};

/// The methods of a mock besides those of operations.
const METHODS: [&str; 5] = ["requests", "start", "untyped", "url", "verify"];

/// Plans the mock of a client.
pub(super) fn mock(plan: &Plan) -> Mock {
    let methods = names(&plan.operations, |operation| &operation.name, "_operation", &METHODS);
    let types = names(
        &plan.operations,
        |operation| &operation.type_name,
        "Operation",
        &["Mock"],
    );
    let named = plan.operations.iter().zip(methods.into_iter().zip(types));
    Mock {
        operations: named
            .map(|(operation, (method, type_name))| mock_operation(operation, method, type_name))
            .collect(),
        built: built(&plan.types).collect(),
    }
}

/// The names of all operations; one that the mock needs itself gets a suffix.
fn names(
    operations: &[Operation],
    name: impl Fn(&Operation) -> &String,
    suffix: &str,
    reserved: &[&str],
) -> Vec<String> {
    let entries = operations.iter().map(|operation| {
        let name = name(operation);
        Entry::new(name, vec![name.clone(), format!("{name}{suffix}")])
    });
    Scope::assign(entries.collect(), reserved).names()
}

fn mock_operation(operation: &Operation, method: String, type_name: String) -> MockOperation {
    let expect = |name: &String| format!("expect_{}", name.trim_end_matches('_'));
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let arguments: Vec<&String> = operation.parameters.iter().map(|parameter| &parameter.name).collect();
    let arguments: Vec<&String> = arguments
        .into_iter()
        .chain(contents.map(|content| &content.name))
        .collect();
    let entries = arguments.iter().map(|name| Entry::new(name, vec![expect(name)]));
    let mut parameters = Scope::assign(entries.collect(), &[]).names();
    let bodies = parameters.split_off(operation.parameters.len());
    MockOperation {
        method,
        type_name,
        parameters,
        bodies,
        responses: responses(operation),
    }
}

/// Every documented response, each variant once, and the stream of an operation that can also respond at once.
fn responses(operation: &Operation) -> Vec<MockResponse> {
    let successes = match &operation.any {
        Some(any) => &any.successes,
        None => &operation.successes,
    };
    let mut all: Vec<(String, &DocumentedResponse)> = Vec::new();
    for response in successes.iter().chain(&operation.errors) {
        let name = format!("respond_{}", snake(&response.variant).trim_end_matches('_'));
        if !all.iter().any(|(known, _)| *known == name) {
            all.push((name, response));
        }
    }
    let stream = operation.stream.iter().flat_map(|call| call.successes.first());
    all.extend(stream.map(|response| ("respond_stream".to_owned(), response)));
    let all = all.into_iter().map(|(name, response)| MockResponse {
        name,
        response: response.clone(),
    });
    all.collect()
}

/// The structs that have no builder in the client, where a builder would have a method for each field.
fn built(types: &[TypeDef]) -> impl Iterator<Item = TypeId> + '_ {
    let types = (0..).map(TypeId).zip(types);
    let built = types.filter(|(_, ty)| match &ty.kind {
        TypeKind::Struct(object) if ty.same_as.is_none() => {
            let is_free = |name: &str| name != "build" && !name.starts_with("maybe_");
            !ty.in_request && object.fields.iter().all(|field| is_free(&field.name))
        }
        _ => false,
    });
    built.map(|(id, _)| id)
}

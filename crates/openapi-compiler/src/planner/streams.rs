//! Responses that come bit by bit, beside those that come at once.

use crate::description::{self, ParameterIn};
use crate::diagnostic::Diagnostics;
use crate::plan::{
    BodyType, DocumentedResponse, EventData, Operation, PageInput, ResponseType, RustType, StreamCall, Success,
    TypeDef, TypeKind,
};

/// Takes the streams of values out of the successes where a status has something else too.
pub(super) fn set_apart(successes: &mut Vec<DocumentedResponse>) -> Vec<DocumentedResponse> {
    let is_stream =
        |response: &DocumentedResponse| matches!(response.body, ResponseType::Events(_) | ResponseType::Lines(_));
    let at_once: Vec<_> = successes
        .iter()
        .filter(|response| !is_stream(response))
        .map(|response| response.status)
        .collect();
    let (streams, others) = std::mem::take(successes)
        .into_iter()
        .partition(|response| is_stream(response) && at_once.contains(&response.status));
    *successes = others;
    streams
}

/// The call that asks for streams. Streams of several types are one of bytes.
pub(super) fn call(mut successes: Vec<DocumentedResponse>) -> Option<StreamCall> {
    let first = successes.first()?.body.clone();
    if successes.iter().any(|other| !other.body.is_same_type(&first)) {
        successes
            .iter_mut()
            .for_each(|response| response.body = ResponseType::Stream);
    }
    Some(StreamCall { successes, flag: None })
}

/// Finds what a request says that it wants a stream by: a property of the body or a parameter that is called `stream`, and is true or false.
pub(super) fn find_flag(operation: &mut Operation, types: &[TypeDef]) {
    let Some(stream) = &mut operation.stream else { return };
    let contents = operation.body.iter().flat_map(|body| &body.contents);
    let in_body = contents.filter_map(|content| match &content.body {
        BodyType::Json(ty) => ty.named(),
        _ => None,
    });
    let mut in_body = in_body.filter_map(|id| match &types[id.index()].kind {
        TypeKind::Struct(object) => object.fields.iter().find(|field| field.property == "stream"),
        _ => None,
    });
    let mut parameters = operation.parameters.iter();
    let is_flag = |ty: &RustType| match ty {
        RustType::Nullable(inner) => **inner == RustType::Bool,
        ty => *ty == RustType::Bool,
    };
    let in_query = |parameter: &&crate::plan::Parameter| {
        parameter.location == ParameterIn::Query && parameter.wire_name == "stream" && is_flag(&parameter.ty)
    };
    stream.flag = match in_body.next() {
        Some(field) => is_flag(&field.ty).then(|| PageInput::Body("/stream".to_owned())),
        None => parameters.find(in_query).map(|_| PageInput::Query("stream".to_owned())),
    };
}

/// Whether responses have events that are known by their names, so that there is an enum of them.
pub(super) fn has_named_events(operation: &description::Operation) -> bool {
    let mut contents = operation.responses.iter().flat_map(|response| &response.content);
    contents.any(|content| !content.events.is_empty())
}

/// Names the enum of events after the operation. There is one: if other responses have other events, these are untyped.
pub(super) fn name_events(operation: &mut Operation, diagnostics: &mut Diagnostics) {
    let Some(named) = operation.named_events().cloned() else {
        return;
    };
    let name = format!("{}Event", operation.type_name);
    let streams = operation.stream.iter_mut().flat_map(|call| &mut call.successes);
    let any = operation.any.iter_mut().flat_map(|call| &mut call.successes);
    for response in operation.successes.iter_mut().chain(streams).chain(any) {
        let ResponseType::Events(EventData::Named(events)) = &mut response.body else {
            continue;
        };
        if *events == named {
            events.name.clone_from(&name);
        } else {
            let message = "the events of several responses differ; `Event::json` reads the data of one";
            diagnostics.note("untyped-events", &operation.at, message);
            response.body = ResponseType::Events(EventData::Untyped);
        }
    }
    operation.success = Success::of(&operation.successes);
}

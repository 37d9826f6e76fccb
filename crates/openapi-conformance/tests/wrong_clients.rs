//! Clients that are wrong in one way each, and what their tests say.

use std::panic::{AssertUnwindSafe, catch_unwind};

use openapi_conformance::{Arguments, Call, Conformance, DecodedResponse, Observed, Reached};
use openapi_runtime::RawResponse;
use serde_json::Value;

const DESCRIPTION: &str = r#"
openapi: 3.1.0
paths:
  /things/{id}:
    get:
      parameters:
        - {name: id, in: path, required: true, schema: {type: string, enum: [a, b]}}
      responses:
        '200':
          description: One
          content:
            application/json:
              schema:
                type: object
                required: [parts]
                properties:
                  parts:
                    type: array
                    minItems: 1
                    items: {type: object, required: [size], properties: {size: {type: integer, enum: [7]}}}
"#;

/// What a client does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Nothing,
    Path,
    LosesSize,
    TakesAnything,
    CannotRead,
    CannotBeCalled,
}

#[derive(Clone)]
struct Client<const FAULT: usize> {
    url: String,
    strict: bool,
}

const FAULTS: [Fault; 6] = [
    Fault::Nothing,
    Fault::Path,
    Fault::LosesSize,
    Fault::TakesAnything,
    Fault::CannotRead,
    Fault::CannotBeCalled,
];

impl<const FAULT: usize> Client<FAULT> {
    fn call(self, arguments: Arguments) -> Call {
        Box::pin(async move {
            let fault = FAULTS[FAULT];
            if fault == Fault::CannotBeCalled {
                arguments.required::<Vec<u8>>("path", "id")?;
            }
            let id: String = arguments.required("path", "id")?;
            let path = if fault == Fault::Path { "thing" } else { "things" };
            let query = arguments
                .beyond()
                .map(|beyond| format!("?{}={}", beyond.name, beyond.value));
            let query = query.unwrap_or_default();
            let request = reqwest::Client::new().get(format!("{}/{path}/{id}{query}", self.url));
            let mut request = request.header("accept", "application/json");
            if let Some(beyond) = arguments.beyond() {
                request = request
                    .header(beyond.name, beyond.value)
                    .header("content-type", beyond.media_type)
                    .body(beyond.value);
            }
            let response = match request.send().await {
                Ok(response) => response,
                Err(problem) => return Ok(Observed::Other(problem.to_string())),
            };
            let status = response.status().as_u16();
            let is_json = response
                .headers()
                .get("content-type")
                .is_some_and(|found| found == "application/json");
            let body = response.bytes().await.unwrap_or_default();
            if arguments.beyond().is_some() {
                let status = status.try_into().expect("a status");
                let headers = Default::default();
                let raw = Ok::<_, openapi_runtime::Error<String>>(RawResponse::new(status, headers, body));
                return Ok(Observed::raw(raw));
            }
            let reached = Reached::new(status, body, "what is this?");
            let expected = status == 200 || (status == 201 && !self.strict);
            Ok(read(fault, reached, status, expected, is_json))
        })
    }
}

fn read(fault: Fault, reached: Reached, status: u16, expected: bool, is_json: bool) -> Observed {
    let body = &reached.body().clone()[..];
    if !expected && fault != Fault::TakesAnything {
        return Observed::UnexpectedStatus(reached);
    }
    if !is_json && !body.is_empty() && fault != Fault::TakesAnything {
        return Observed::UnexpectedContentType(reached);
    }
    let mut value: Value = match serde_json::from_slice(body) {
        Ok(value) => value,
        Err(problem) => return Observed::InvalidBody(reached, problem.to_string()),
    };
    if value["parts"][0]["size"].is_null() && fault != Fault::TakesAnything {
        return Observed::InvalidBody(reached, "no `size`".to_owned());
    }
    if fault == Fault::CannotRead && status == 200 {
        let parts: Result<Vec<Vec<u8>>, _> = serde_json::from_value(value["parts"].clone());
        let Err(problem) = parts else {
            unreachable!("these are objects")
        };
        let column = body.iter().position(|byte| *byte == b'7').unwrap_or_default() + 1;
        return Observed::InvalidBody(reached, format!("{problem} at line 1 column {column}"));
    }
    if fault == Fault::LosesSize
        && let Some(part) = value["parts"][0].as_object_mut()
    {
        part.remove("size");
    }
    Observed::Success(reached, DecodedResponse::json(None, &value))
}

/// What the tests of a client say: nothing when it passes.
fn report<const FAULT: usize>(description: &str) -> String {
    let conformance = Conformance::new(description);
    let run = || {
        let client = |setup: &openapi_conformance::Setup| {
            Ok(Client::<FAULT> {
                url: setup.url().to_owned(),
                strict: setup.strict_statuses(),
            })
        };
        conformance.operation("GET", "/things/{id}", client, Client::call);
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(()) => String::new(),
        Err(panic) => panic.downcast_ref::<String>().cloned().unwrap_or_default(),
    }
}

fn assert_says(report: &str, parts: &[&str]) {
    for part in parts {
        assert!(report.contains(part), "expected `{part}` in:\n{report}");
    }
    assert!(report.lines().all(|line| line.len() < 700), "{report}");
}

#[test]
fn a_right_client_passes() {
    assert_eq!(report::<0>(DESCRIPTION), "");
}

#[test]
fn a_wrong_path_is_reported_with_the_expected_one() {
    let at = "GET /things/{id} (/paths/~1things~1{id}/get): ";
    assert_says(
        &report::<1>(DESCRIPTION),
        &[
            at,
            "the path: expected /base/path/things/{id}, arrived /base/path/thing/a",
        ],
    );
}

#[test]
fn a_value_that_is_lost_is_named_by_its_pointer() {
    assert_says(
        &report::<2>(DESCRIPTION),
        &["200 application/json", "`/parts/0/size` is lost; it was 7"],
    );
}

#[test]
fn a_response_that_must_not_be_a_success_is_reported() {
    assert_says(
        &report::<3>(DESCRIPTION),
        &["with the invalid body {}: expected an error that says so, got the success 200"],
    );
}

#[test]
fn a_body_that_cannot_be_read_is_named_by_the_pointer_where_reading_ended() {
    assert_says(
        &report::<4>(DESCRIPTION),
        &["expected a success `Ok` of status 200", "at `/parts/0/size`: 7"],
    );
}

#[test]
fn an_operation_of_which_nothing_was_checked_fails() {
    let impossible = DESCRIPTION.replace("enum: [a, b]", "enum: [a], minLength: 2");
    let expected = "nothing of GET /things/{id} (/paths/~1things~1{id}/get) was checked\n  skipped: no valid value could be made, so no request is checked (1): the path parameter `id`\n  skipped: the operation cannot be called: ";
    assert_says(&report::<5>(&impossible), &[expected]);
}

/// The smallest object is empty, and would not be seen in the query.
#[test]
fn a_required_object_in_the_query_has_a_property() {
    let filtered = DESCRIPTION.replace(
        "      responses:",
        "        - {name: filter, in: query, required: true, schema: {type: object, properties: {size: {type: integer}}}}\n      responses:",
    );
    assert_says(&report::<0>(&filtered), &["query", "filter"]);
}

#[test]
fn answers_are_checked_where_no_request_can_be() {
    let impossible = DESCRIPTION.replace("enum: [a, b]", "enum: [a], minLength: 2");
    assert_eq!(report::<0>(&impossible), "");
    assert_says(&report::<2>(&impossible), &["`/parts/0/size` is lost; it was 7"]);
}

#[test]
fn a_description_without_operations_has_nothing_to_check() {
    Conformance::new("{openapi: 3.1.0, paths: {}}").table(&[]);
}

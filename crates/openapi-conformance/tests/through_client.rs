//! Verification of a server through a client, as the tests of a generated crate do it.

mod server;

use std::process::Command;

use openapi_conformance::{Arguments, Call, Conformance, DecodedResponse, Observed, Reached, Setup};
use serde_json::{Value, json};
use server::{Received, Server, response};

const DESCRIPTION: &str = "
openapi: 3.1.0
security: [{token: []}]
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{name: id, in: path, required: true, schema: {type: string}, example: a b}]
      responses:
        '200': {description: One, content: {application/json: {schema: {type: object, required: [size], properties: {size: {type: integer}, kind: {type: string}}}}}}
    delete:
      responses: {'204': {description: Gone}}
components:
  securitySchemes: {token: {type: http, scheme: bearer}}
";

/// The variable that tells the test below which run it is part of.
const PART: &str = "THROUGH_CLIENT_PART";

#[derive(Clone)]
struct Client {
    url: String,
    token: Option<String>,
}

/// A client that loses `kind` and cannot read a size above 255.
fn get(client: Client, arguments: Arguments) -> Call {
    Box::pin(async move {
        let id: String = arguments.required("path", "id")?;
        let request = reqwest::Client::new().get(format!("{}/things/{}", client.url, id.replace(' ', "%20")));
        let request = request.bearer_auth(client.token.unwrap_or_default());
        let response = match request.send().await {
            Ok(response) => response,
            Err(problem) => return Ok(Observed::Other(problem.to_string())),
        };
        let status = response.status().as_u16();
        if status != 200 {
            return Ok(Observed::UnexpectedStatus(Reached::new(status, "", "")));
        }
        let body = response.bytes().await.unwrap_or_default();
        #[derive(serde::Deserialize)]
        struct Thing {
            size: u8,
        }
        Ok(match serde_json::from_slice::<Thing>(&body) {
            Ok(thing) => Observed::Success(
                Reached::new(status, body.clone(), ""),
                DecodedResponse::json(None, &json!({ "size": thing.size })),
            ),
            Err(problem) => Observed::InvalidBody(Reached::new(status, body.clone(), ""), problem.to_string()),
        })
    })
}

/// Run by the other tests, in a process of its own, since the environment says what is verified.
#[test]
fn part() {
    if std::env::var_os(PART).is_none() {
        return;
    }
    let conformance = Conformance::new(DESCRIPTION);
    let client = |setup: &Setup| {
        Ok(Client {
            url: setup.url().to_owned(),
            token: setup.credential("token"),
        })
    };
    conformance.operation("DELETE", "/things/{id}", client, |_, _| panic!("it must not be called"));
    conformance.operation("GET", "/things/{id}", client, get);
}

/// Verifies a server: whether the test passed, what it printed, the JSON, and the requests that arrived.
fn run(body: &'static str, known: &str) -> (bool, String, Value, Vec<Received>) {
    let server = Server::start(move |_| response(200, &[("content-type", "application/json")], body));
    let folder = std::env::temp_dir().join(format!("through-client-{}-{}", std::process::id(), body.len()));
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("known"), known).expect("a file");
    let done = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "part"])
        .env(PART, "1")
        .env("OPENAPI_CONFORMANCE_URL", format!("{}/base", server.url))
        .env("OPENAPI_CONFORMANCE_KNOWN", folder.join("known"))
        .env("OPENAPI_CONFORMANCE_JSON", folder.join("json"))
        .env("OPENAPI_CREDENTIAL_TOKEN", "topsecret")
        .output()
        .expect("it runs");
    let json = std::fs::read_to_string(folder.join("json")).expect("JSON");
    std::fs::remove_dir_all(&folder).expect("the folder");
    let printed = format!(
        "{}{}",
        String::from_utf8_lossy(&done.stdout),
        String::from_utf8_lossy(&done.stderr)
    );
    assert!(!printed.contains("topsecret"), "{printed}");
    (
        done.status.success(),
        printed,
        serde_json::from_str(&json).expect("JSON"),
        server.requests(),
    )
}

#[test]
fn a_response_that_the_client_reads_is_no_difference() {
    let (passed, printed, json, requests) = run(r#"{"size":7}"#, "");
    assert!(passed, "{printed}");
    let summary =
        "verify: 2 operations: 1 called (1 succeeded), 1 not called; 0 differences, 0 known, 0 no longer occur\n";
    assert!(printed.contains(summary), "{printed}");
    assert_eq!(json["summary"]["called"], 1);
    let [request] = requests.as_slice() else {
        panic!("{requests:?}")
    };
    assert_eq!(
        (request.method.as_str(), request.path.as_str()),
        ("GET", "/base/things/a%20b")
    );
    assert_eq!(request.header("authorization"), Some("Bearer topsecret"));
}

#[test]
fn a_lost_value_is_a_difference() {
    let (passed, printed, json, _) = run(r#"{"size":7,"kind":"x"}"#, "");
    assert!(!passed, "{printed}");
    let found = &json["operations"][0]["differences"];
    assert_eq!(found[0]["kind"], "decoding");
    assert_eq!(found[0]["found"], "`/kind` is lost; it was \"x\"");
}

#[test]
fn a_decoding_error_is_a_difference_that_can_be_listed_as_known() {
    let body = r#"{"kind":"x","size":300}"#;
    let (passed, printed, json, _) = run(body, "");
    assert!(!passed, "{printed}");
    let found = &json["operations"][0]["differences"][0];
    assert_eq!(
        (&found["kind"], &found["pointer"]),
        (&json!("decoding"), &json!("/size"))
    );
    let (passed, printed, ..) = run(body, "[{operation: getThing, kind: decoding, pointer: /size}]");
    assert!(passed, "{printed}");
}

#[test]
fn an_invalid_response_is_a_difference() {
    let (passed, printed, json, _) = run(r#"{"size":"big"}"#, "");
    assert!(!passed, "{printed}");
    let kinds: Vec<&Value> = json["operations"][0]["differences"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|found| &found["kind"])
        .collect();
    assert_eq!(kinds, ["schema", "decoding"]);
}

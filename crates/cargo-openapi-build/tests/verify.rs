//! The subcommand `verify`, as it is run.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// A server whose every response is this JSON; it says which request lines arrived.
fn server(body: &'static str) -> (String, std::sync::mpsc::Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a loopback port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let (sender, lines) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let reader = BufReader::new(&stream);
            let head: Vec<String> = reader
                .lines()
                .map_while(Result::ok)
                .take_while(|line| !line.is_empty())
                .collect();
            let _ = sender.send(head.first().cloned().unwrap_or_default());
            let length = body.len();
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
            );
        }
    });
    (url, lines)
}

/// A description of two files.
fn description(dir: &TempDir) {
    let root = "openapi: 3.1.0
info: {title: t, version: '1'}
security: [{key: []}]
paths:
  /things/{id}:
    get:
      operationId: getThing
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
      responses: {'200': {description: One, content: {application/json: {schema: {$ref: 'schemas.yaml#/Thing'}}}}}
components: {securitySchemes: {key: {type: apiKey, in: query, name: key}}}
";
    std::fs::write(dir.path().join("openapi.yaml"), root).expect("a file");
    std::fs::write(
        dir.path().join("schemas.yaml"),
        "Thing: {type: object, properties: {size: {type: integer}}}\n",
    )
    .expect("a file");
    std::fs::write(dir.path().join("values.yaml"), "id: 7\n").expect("a file");
}

fn run(dir: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_openapi-build"))
        .current_dir(dir)
        .args(["verify", "openapi.yaml"])
        .args(arguments)
        .env("OPENAPI_CREDENTIAL_KEY", "topsecret")
        .output()
        .expect("the command runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_server_that_keeps_to_its_description_is_status_0() {
    let dir = TempDir::new().expect("a folder");
    description(&dir);
    let (url, lines) = server(r#"{"size":1}"#);
    let output = run(dir.path(), &["--server", &url, "--values", "values.yaml"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(lines.recv().expect("a request"), "GET /things/7?key=topsecret HTTP/1.1");
    assert!(stdout(&output).starts_with("GET /things/{id} (getThing): 200, application/json\nverify: "));
}

#[test]
fn a_difference_is_status_1_until_it_is_known() {
    let dir = TempDir::new().expect("a folder");
    description(&dir);
    let (url, _lines) = server(r#"{"size":"big"}"#);
    let base = ["--server", &url, "--values", "values.yaml"];
    let output = run(
        dir.path(),
        &[&base[..], &["--json", "-", "--write-known", "known.yaml"]].concat(),
    );
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let json: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(json["operations"][0]["differences"][0]["pointer"], "/size");
    let output = run(dir.path(), &[&base[..], &["--known", "known.yaml"]].concat());
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(stdout(&output).contains("  known: schema at `/size`: "), "{output:?}");
}

#[test]
fn wrong_usage_is_status_2_and_a_bad_description_status_1() {
    let dir = TempDir::new().expect("a folder");
    description(&dir);
    let wrong: [&[&str]; 6] = [
        &[],
        &["--server", "localhost"],
        &["--server", "http://localhost:1", "--values", "none.yaml"],
        &["--server", "http://localhost:1", "--known", "values.yaml"],
        &[
            "--server",
            "http://localhost:1",
            "--header",
            "X-A=OPENAPI_NO_SUCH_VARIABLE",
        ],
        &["--server", "http://localhost:1", "--concurrency", "0"],
    ];
    for arguments in wrong {
        assert_eq!(run(dir.path(), arguments).status.code(), Some(2), "{arguments:?}");
    }
    std::fs::write(dir.path().join("openapi.yaml"), "[").expect("a file");
    assert_eq!(
        run(dir.path(), &["--server", "http://localhost:1"]).status.code(),
        Some(1)
    );
}

//! Descriptions from a URL and from the standard input.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const DESCRIPTION: &str =
    "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {/a: {get: {operationId: a, responses: {}}}}\n";

/// A server on this machine that answers with one of these after the other. Returns its URL.
fn server(answers: Vec<String>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    std::thread::spawn(move || {
        for answer in answers {
            let (mut stream, _) = listener.accept().expect("a connection");
            let lines = BufReader::new(stream.try_clone().expect("a stream")).lines();
            lines
                .map_while(Result::ok)
                .take_while(|line| !line.is_empty())
                .for_each(drop);
            stream.write_all(answer.as_bytes()).expect("an answer");
        }
    });
    url
}

fn ok(body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn run(dir: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_openapi-build"));
    command.args(arguments).current_dir(dir);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command runs");
    child
        .stdin
        .take()
        .expect("its input")
        .write_all(input.as_bytes())
        .expect("it reads");
    child.wait_with_output().expect("the command ends")
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", stderr(output));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_description_is_fetched_and_updated_from_its_url() {
    let dir = TempDir::new().expect("a temporary folder");
    let dir = dir.path();
    let text = |name: &str| fs::read_to_string(dir.join(name)).expect("a file");
    let new = DESCRIPTION.replace("/a", "/b");
    let moved = "HTTP/1.1 302 Found\r\nconnection: close\r\nlocation: /there\r\ncontent-length: 0\r\n\r\n".to_owned();
    let url = server(vec![moved, ok(DESCRIPTION), ok(&new)]);
    fs::write(dir.join("openapi-build.toml"), "# ours\nwebhooks = false\n").expect("a file");
    let output = stdout(&run(dir, &["fetch", &url, "--out", "openapi.yaml"], ""));
    assert!(output.starts_with("openapi.yaml: sha256 "), "{output}");
    assert_eq!(text("openapi.yaml"), DESCRIPTION);
    let settings = text("openapi-build.toml");
    assert!(
        settings.starts_with("# ours\nwebhooks = false\n\n[source]\n"),
        "{settings}"
    );
    assert!(settings.contains(&format!("url = \"{url}\"")), "{settings}");
    // What is generated needs no network.
    stdout(&run(dir, &["generate", "openapi.yaml", "--out", "api.rs"], ""));
    let output = stdout(&run(dir, &["update", "openapi.yaml"], ""));
    assert!(output.contains("`GET /b`"), "{output}");
    assert_eq!(text("openapi.yaml"), new);
    assert_ne!(text("openapi-build.toml"), settings);
    // What was changed by hand is not lost.
    fs::write(dir.join("openapi.yaml"), format!("{new}# ours\n")).expect("a file");
    let refused = run(dir, &["update", "openapi.yaml"], "");
    assert!(
        stderr(&refused).contains("write changes in an overlay"),
        "{}",
        stderr(&refused)
    );
}

#[test]
fn what_cannot_be_fetched_is_an_error_and_writes_nothing() {
    let dir = TempDir::new().expect("a temporary folder");
    let dir = dir.path();
    let away = "HTTP/1.1 302 Found\r\nconnection: close\r\nlocation: http://example.com/\r\ncontent-length: 0\r\n\r\n"
        .to_owned();
    let missing = "HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n".to_owned();
    let rows = [
        (missing, "404 Not Found"),
        (ok("a: ["), "it is not a description"),
        (ok("[]"), "not an object"),
        (away, "away from `https`"),
    ];
    for (answer, expected) in rows {
        let output = run(dir, &["fetch", &server(vec![answer]), "--out", "openapi.yaml"], "");
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr(&output).contains(expected), "{expected}: {}", stderr(&output));
    }
    for url in ["http://example.com/openapi.yaml", "file:///etc/passwd", "openapi.yaml"] {
        let output = run(dir, &["fetch", url, "--out", "openapi.yaml"], "");
        assert!(
            stderr(&output).starts_with(&format!("error: cannot fetch {url}: ")),
            "{}",
            stderr(&output)
        );
    }
    assert_eq!(fs::read_dir(dir).expect("the folder").count(), 0);
    // A file that is there is replaced by `update` alone.
    fs::write(dir.join("openapi.yaml"), "mine").expect("a file");
    let output = run(
        dir,
        &["fetch", &server(vec![ok(DESCRIPTION)]), "--out", "openapi.yaml"],
        "",
    );
    assert!(stderr(&output).contains("is there already"), "{}", stderr(&output));
    let output = run(dir, &["update", "openapi.yaml"], "");
    assert!(stderr(&output).contains("name the new version"), "{}", stderr(&output));
}

#[test]
fn the_standard_input_is_a_description() {
    let dir = TempDir::new().expect("a temporary folder");
    let dir = dir.path();
    assert_eq!(
        stdout(&run(dir, &["check", "-"], DESCRIPTION)),
        "<stdin>: 1 operations, 0 types\n"
    );
    stdout(&run(dir, &["generate", "-", "--out", "api.rs"], DESCRIPTION));
    assert!(dir.join("api.rs").exists());
    let converted = stdout(&run(dir, &["convert", "-", "--to", "3.0"], DESCRIPTION));
    assert!(converted.contains("\"3.0.3\""), "{converted}");
    let lock = stdout(&run(
        dir,
        &["bundle", "-", "--out", "b.yaml", "--lock-out", "b.lock"],
        DESCRIPTION,
    ));
    assert!(lock.is_empty() && dir.join("b.lock").exists(), "{lock}");
    let invalid = run(dir, &["check", "-"], "openapi: [");
    assert!(stderr(&invalid).contains("<stdin>:2:1"), "{}", stderr(&invalid));
    let update = run(dir, &["update", "-", "b.yaml"], DESCRIPTION);
    assert!(stderr(&update).contains("name its file"), "{}", stderr(&update));
}

//! The command prints nothing that a terminal obeys.

#[path = "../../openapi-fixtures/hostile.rs"]
mod hostile;

use hostile::{NASTY, hostile_files, obeyed};

#[test]
fn the_command_prints_nothing_that_a_terminal_obeys() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = tempfile::tempdir().expect("a folder");
    for path in hostile_files(folder.path())
        .iter()
        .step_by(7)
        .chain(&hostile_files(folder.path())[NASTY.len() * 16..])
    {
        let report = out.path().join("report.json");
        let package = out.path().join("crate");
        let run = std::process::Command::new(env!("CARGO_BIN_EXE_openapi-build"))
            .args([
                "generate".as_ref(),
                path.as_os_str(),
                "--crate".as_ref(),
                package.as_os_str(),
            ])
            .args(["--report".as_ref(), report.as_os_str()])
            .output()
            .expect("the command runs");
        for text in [run.stdout, run.stderr] {
            let text = String::from_utf8(text).expect("UTF-8");
            assert_eq!(obeyed(&text), None, "{path:?}: {text:?}");
        }
        for name in ["report.json", "crate/src/lib.rs", "crate/Cargo.toml"] {
            let text = std::fs::read_to_string(out.path().join(name)).unwrap_or_default();
            assert_eq!(obeyed(&text), None, "{path:?}: {name}");
        }
    }
}

//! What is on disk after a run, and after one that failed.
#![allow(missing_docs)]

use std::fs;
use std::time::{Duration, SystemTime};

use openapi_compiler::write::{Output, write};

#[test]
fn files_are_written_with_their_directories() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("a/b/c.rs");
    write(&Output {
        files: vec![(path.clone(), b"x".to_vec())],
    })
    .unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"x");
    assert_eq!(
        fs::read_dir(path.parent().unwrap()).unwrap().count(),
        1,
        "nothing temporary is left"
    );
}

#[test]
fn a_file_that_does_not_change_is_not_touched() {
    let directory = tempfile::tempdir().unwrap();
    let (same, other) = (directory.path().join("same"), directory.path().join("other"));
    let past = SystemTime::now() - Duration::from_secs(3600);
    for path in [&same, &other] {
        fs::write(path, "old").unwrap();
        fs::File::options()
            .write(true)
            .open(path)
            .unwrap()
            .set_modified(past)
            .unwrap();
    }
    write(&Output {
        files: vec![(same.clone(), b"old".to_vec()), (other.clone(), b"new".to_vec())],
    })
    .unwrap();
    assert_eq!(fs::metadata(&same).unwrap().modified().unwrap(), past);
    assert_ne!(fs::metadata(&other).unwrap().modified().unwrap(), past);
}

#[test]
fn a_run_that_fails_leaves_the_old_output() {
    let directory = tempfile::tempdir().unwrap();
    let (first, second) = (directory.path().join("first"), directory.path().join("first.rs/second"));
    fs::write(&first, "old").unwrap();
    fs::write(directory.path().join("first.rs"), "a file where a directory has to be").unwrap();
    let output = Output {
        files: vec![(first.clone(), b"new".to_vec()), (second.clone(), b"new".to_vec())],
    };
    assert_eq!(write(&output).unwrap_err().path, second);
    assert_eq!(fs::read(&first).unwrap(), b"old");
    assert_eq!(
        fs::read_dir(directory.path()).unwrap().count(),
        2,
        "nothing temporary is left"
    );
}

#[test]
#[cfg(unix)]
fn a_device_is_written_to_and_stays() {
    let directory = tempfile::tempdir().unwrap();
    let (device, file) = (directory.path().join("null"), directory.path().join("file"));
    std::os::unix::fs::symlink("/dev/null", &device).unwrap();
    write(&Output {
        files: vec![(device.clone(), b"x".to_vec()), (file.clone(), b"y".to_vec())],
    })
    .unwrap();
    assert!(
        !fs::metadata(&device).unwrap().is_file(),
        "the device was replaced by a file"
    );
    assert_eq!(fs::read(&file).unwrap(), b"y");
}

//! What a description that cannot be used looks like in an error of the compiler.

use std::fs;
use std::path::Path;

#[test]
fn a_problem_of_the_description_is_an_error_at_its_path() {
    // The crate that trybuild makes, which the paths are relative to.
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("../tests/trybuild/openapi-build-macros");
    fs::create_dir_all(&folder).expect("a folder");
    fs::copy("tests/broken.yaml", folder.join("broken.yaml")).expect("a copy");
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}

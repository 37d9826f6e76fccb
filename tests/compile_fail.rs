//! What the compiler refuses.

#[test]
#[ignore = "the expected messages are those of the former builder; bless them with TRYBUILD=overwrite"]
fn misuse_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/compile_fail/*.rs");
}

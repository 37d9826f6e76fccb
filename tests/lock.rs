//! The lock that is committed is complete: what the client promises to its callers is in it.

/// What is committed, and what the build would write.
const LOCKS: [&str; 2] = [
    include_str!("../openapi.lock"),
    include_str!(concat!(env!("OUT_DIR"), "/openapi.lock")),
];

#[test]
fn every_name_of_the_client_is_promised() {
    if option_env!("WIREMOCK_CLOUD_OPENAPI").is_some_and(|path| !path.is_empty()) {
        return; // Another description has other names.
    }
    let [committed, built] = LOCKS;
    assert_eq!(
        committed, built,
        "copy the second to the first, which is `openapi.lock`"
    );
}

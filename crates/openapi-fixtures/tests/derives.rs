//! Derives that users choose: that the clients compile shows that those of std are sound.

use std::collections::{BTreeSet, HashSet};

use openapi_fixtures::formats::types::Event;
use openapi_fixtures::schemas;

fn is_hash_and_eq<T: std::hash::Hash + Eq>() {}
fn is_ord<T: Ord>() {}
fn is_copy<T: Copy>() {}

#[test]
fn types_have_the_traits_that_what_they_hold_has() {
    is_hash_and_eq::<Event>();
    is_hash_and_eq::<schemas::types::Node>();
    is_ord::<schemas::types::Node>();
    is_ord::<schemas::types::Color>();
    is_ord::<schemas::types::Number>();
    is_copy::<schemas::types::Small>();
    let event = |at: &str| Event::builder().id("a").at(at).build();
    let events = [event("1"), event("2"), event("1")];
    assert_eq!(events.iter().collect::<HashSet<_>>().len(), 2);
    assert_eq!(BTreeSet::from(["b", "a"]).len(), 2);
}

//! Descriptions made from a fuzzer's bytes.

mod mutation;
mod valid;

use std::fmt;

use arbitrary::{Arbitrary, Unstructured};
use serde_json::Value;

/// A valid description of which up to eight places were changed.
pub struct Description(pub Value);

impl<'a> Arbitrary<'a> for Description {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        let mut description = valid::description(bytes)?;
        for _ in 0..bytes.int_in_range(0..=8)? {
            mutation::mutate(bytes, &mut description)?;
        }
        Ok(Self(description))
    }
}

/// As JSON, so that `cargo fuzz fmt` prints what the generator can be given.
impl fmt::Debug for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.0)
    }
}

//! Descriptions made from a fuzzer's bytes.

mod mutation;
mod valid;

use arbitrary::{Arbitrary, Unstructured};
use serde_json::Value;

/// A valid description of which up to eight places were changed.
#[derive(Debug)]
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

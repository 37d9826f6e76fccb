//! Descriptions made from a fuzzer's bytes.

mod growth;
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

/// A valid description, and what it was before something was added to it.
pub struct Growth {
    pub before: Value,
    pub after: Value,
}

impl<'a> Arbitrary<'a> for Growth {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> arbitrary::Result<Self> {
        let after = valid::description(bytes)?;
        let before = growth::before(bytes, &after)?;
        Ok(Self { before, after })
    }
}

impl fmt::Debug for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}\n{:#}", self.before, self.after)
    }
}

/// As JSON, so that `cargo fuzz fmt` prints what the generator can be given.
impl fmt::Debug for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.0)
    }
}

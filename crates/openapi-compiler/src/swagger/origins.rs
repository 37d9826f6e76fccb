//! Where the parts of a rewritten description were written.

use std::borrow::Cow;
use std::collections::HashMap;

/// Where the parts of a rewritten description were written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    /// The old pointer of each part that has moved. What is below a part has moved with it.
    moved: HashMap<String, String>,
}

impl Origins {
    /// Remembers that a part has moved.
    pub(super) fn moved(&mut self, new: &str, old: &str) {
        self.moved.insert(new.to_owned(), old.to_owned());
    }

    /// The pointer of a part where it was written.
    pub(crate) fn written<'p>(&self, pointer: &'p str) -> Cow<'p, str> {
        let mut end = pointer.len();
        loop {
            if let Some(old) = self.moved.get(&pointer[..end]) {
                return Cow::Owned(format!("{old}{}", &pointer[end..]));
            }
            match pointer[..end].rfind('/') {
                Some(shorter) => end = shorter,
                None => break,
            }
        }
        Cow::Borrowed(pointer)
    }
}

/// The pointer of a definition, parameter or response where it is now, or of a part of it, for a pointer to where it was written.
/// Other pointers stay.
pub(crate) fn current(pointer: &str) -> Cow<'_, str> {
    let places = [
        ("/definitions/", "/components/schemas/"),
        ("/parameters/", "/components/parameters/"),
        ("/responses/", "/components/responses/"),
    ];
    let mut moved = places
        .iter()
        .filter_map(|(old, new)| Some(format!("{new}{}", pointer.strip_prefix(old)?)));
    moved.next().map_or(Cow::Borrowed(pointer), Cow::Owned)
}

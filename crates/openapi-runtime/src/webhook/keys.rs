//! The keys that a request may be signed with.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::Redacted;

/// Keys of HMAC-SHA256. Several are valid at once while a secret is replaced.
#[derive(Clone)]
pub(super) struct Keys(Vec<Hmac<Sha256>>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Redacted.fmt(f)
    }
}

impl Keys {
    pub(super) fn new(key: &[u8]) -> Self {
        let mut keys = Self(Vec::new());
        keys.add(key);
        keys
    }

    pub(super) fn add(&mut self, key: &[u8]) {
        let key = Hmac::new_from_slice(key).expect("HMAC has keys of any length");
        self.0.push(key);
    }

    /// Whether one of the keys makes this signature of the parts, one after the other. It takes the same time for each
    /// signature of the right length.
    pub(super) fn verify(&self, parts: &[&[u8]], signature: &[u8]) -> bool {
        self.0.iter().any(|key| {
            let mut mac = key.clone();
            parts.iter().for_each(|part| mac.update(part));
            mac.verify_slice(signature).is_ok()
        })
    }
}

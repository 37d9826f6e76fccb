//! A placeholder for secrets in debug output.

use std::fmt;

/// Stands for a secret in debug output: its `Debug` is `[redacted]`.
///
/// ```
/// use openapi_runtime::Redacted;
///
/// assert_eq!(format!("{Redacted:?}"), "[redacted]");
/// ```
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

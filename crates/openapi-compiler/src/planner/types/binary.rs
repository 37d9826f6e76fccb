//! Which schemas describe bytes rather than text.

use super::Types;
use crate::resolved::ResolvedId;

impl Types<'_> {
    /// Whether a value is bytes, `null` aside: by `format: binary` (OpenAPI 3.0), `contentEncoding: binary`, or a
    /// `contentMediaType` without an encoding (OpenAPI 3.1, "Considerations for File Uploads").
    pub fn is_binary(&self, id: ResolvedId) -> bool {
        let schema = &self.get(id).schema;
        let encoding = schema.content_encoding.as_deref();
        let by_encoding = encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case("binary"));
        let by_media_type = encoding.is_none() && schema.content_media_type.is_some();
        schema.format.as_deref() == Some("binary") || by_encoding || by_media_type
    }
}

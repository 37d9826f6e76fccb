//! Reports unknown fields of OpenAPI objects. They are often misspelled, and their content would be lost silently.

use strsim::damerau_levenshtein;

use super::Lowering;
use super::value::Node;

/// The fixed fields of an OpenAPI object in any 3.x version.
pub(super) struct Fields {
    object: &'static str,
    names: &'static [&'static str],
}

pub(super) const ROOT: Fields = Fields {
    object: "an OpenAPI description",
    names: &[
        "openapi",
        "$self",
        "info",
        "jsonSchemaDialect",
        "servers",
        "paths",
        "webhooks",
        "components",
        "security",
        "tags",
        "externalDocs",
    ],
};

pub(super) const COMPONENTS: Fields = Fields {
    object: "`components`",
    names: &[
        "schemas",
        "responses",
        "parameters",
        "examples",
        "requestBodies",
        "headers",
        "securitySchemes",
        "links",
        "callbacks",
        "pathItems",
        "mediaTypes",
    ],
};

pub(super) const SERVER: Fields = Fields {
    object: "a server",
    names: &["url", "name", "description", "variables"],
};

pub(super) const PATH_ITEM: Fields = Fields {
    object: "a path item",
    names: &[
        "summary",
        "description",
        "get",
        "put",
        "post",
        "delete",
        "options",
        "head",
        "patch",
        "trace",
        "query",
        "additionalOperations",
        "servers",
        "parameters",
    ],
};

pub(super) const OPERATION: Fields = Fields {
    object: "an operation",
    names: &[
        "tags",
        "summary",
        "description",
        "externalDocs",
        "operationId",
        "parameters",
        "requestBody",
        "responses",
        "callbacks",
        "deprecated",
        "security",
        "servers",
    ],
};

pub(super) const PARAMETER: Fields = Fields {
    object: "a parameter",
    names: &[
        "name",
        "in",
        "description",
        "required",
        "deprecated",
        "allowEmptyValue",
        "style",
        "explode",
        "allowReserved",
        "schema",
        "example",
        "examples",
        "content",
    ],
};

pub(super) const REQUEST_BODY: Fields = Fields {
    object: "a request body",
    names: &["description", "content", "required"],
};

pub(super) const RESPONSE: Fields = Fields {
    object: "a response",
    names: &["summary", "description", "headers", "content", "links"],
};

pub(super) const LINK: Fields = Fields {
    object: "a link",
    names: &[
        "operationRef",
        "operationId",
        "parameters",
        "requestBody",
        "description",
        "server",
    ],
};

pub(super) const MEDIA_TYPE: Fields = Fields {
    object: "a media type",
    names: &[
        "schema",
        "itemSchema",
        "example",
        "examples",
        "encoding",
        "prefixEncoding",
        "itemEncoding",
    ],
};

pub(super) const ENCODING: Fields = Fields {
    object: "an encoding",
    names: &[
        "contentType",
        "headers",
        "style",
        "explode",
        "allowReserved",
        "encoding",
        "prefixEncoding",
        "itemEncoding",
    ],
};

pub(super) const SECURITY_SCHEME: Fields = Fields {
    object: "a security scheme",
    names: &[
        "type",
        "description",
        "name",
        "in",
        "scheme",
        "bearerFormat",
        "flows",
        "openIdConnectUrl",
        "oauth2MetadataUrl",
        "deprecated",
    ],
};

pub(super) const OAUTH_FLOWS: Fields = Fields {
    object: "the OAuth flows",
    names: &[
        "implicit",
        "password",
        "clientCredentials",
        "authorizationCode",
        "deviceAuthorization",
    ],
};

pub(super) const OAUTH_FLOW: Fields = Fields {
    object: "an OAuth flow",
    names: &[
        "authorizationUrl",
        "deviceAuthorizationUrl",
        "tokenUrl",
        "refreshUrl",
        "scopes",
    ],
};

impl Fields {
    /// The known field that is closest to a misspelled name.
    fn near(&self, name: &str) -> Option<&'static str> {
        let plain = |text: &str| text.replace(['-', '_'], "").to_lowercase();
        let name = plain(name);
        let distance = |known: &&&str| damerau_levenshtein(&plain(known), &name);
        let nearest = self.names.iter().min_by_key(distance)?;
        (distance(&nearest) <= name.len() / 4).then_some(nearest)
    }
}

impl Lowering<'_, '_> {
    /// Reports the unknown fields of an object, except extensions (`x-`): as a warning if a known field has a similar name, else
    /// as a note.
    pub(super) fn check_fields(&mut self, node: &Node<'_>, fields: &Fields) {
        let is_known = |name: &str| fields.names.contains(&name) || name == "$ref" || name.starts_with("x-");
        for (name, field) in node.members().filter(|(name, _)| !is_known(name)) {
            let message = format!("`{name}` is not a field of {}; ignored", fields.object);
            match fields.near(name) {
                Some(near) => {
                    let help = format!("rename it to `{near}`, or to `x-{name}` if it is an extension");
                    self.diagnostics.warning("unknown-field", &field.at, message, help);
                }
                None => self.diagnostics.note("unknown-field", &field.at, message),
            }
        }
    }
}

//! Security schemes.

use serde_json::{Map, Value};

use super::Converter;
use crate::document::Location;

/// The types of OpenAPI 3.0.
const TYPES: [&str; 4] = ["apiKey", "http", "oauth2", "openIdConnect"];
/// The flows of OpenAPI 3.0 and 3.1.
const FLOWS: [&str; 4] = ["implicit", "password", "clientCredentials", "authorizationCode"];

impl Converter<'_> {
    /// The security schemes as they are written.
    pub(super) fn security_schemes(&mut self) -> Map<String, Value> {
        let (document, resolved) = (self.document, self.resolved);
        let mut schemes = Map::new();
        for (name, scheme) in &resolved.description.security_schemes {
            let Some(Value::Object(written)) = document.get(&scheme.at) else {
                continue;
            };
            let kind = written.get("type").and_then(Value::as_str).unwrap_or_default();
            if self.is_3_0() && !TYPES.contains(&kind) {
                self.lost(&scheme.at, &format!("a security scheme of type `{kind}`"));
                continue;
            }
            schemes.insert(name.clone(), Value::Object(self.security_scheme(&scheme.at, written)));
        }
        schemes
    }

    fn security_scheme(&mut self, at: &Location, written: &Map<String, Value>) -> Map<String, Value> {
        let mut scheme = written.clone();
        // Fields of OpenAPI 3.2.
        scheme.shift_remove("deprecated");
        scheme.shift_remove("oauth2MetadataUrl");
        if let Some(Value::Object(flows)) = scheme.get_mut("flows") {
            let unknown: Vec<String> = flows.keys().filter(|flow| !is_flow(flow)).cloned().collect();
            for flow in unknown {
                flows.shift_remove(&flow);
                self.lost(at, &format!("the flow `{flow}`"));
            }
        }
        scheme
    }
}

fn is_flow(name: &str) -> bool {
    FLOWS.contains(&name) || name.starts_with("x-")
}

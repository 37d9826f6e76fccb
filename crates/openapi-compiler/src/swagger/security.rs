//! Security schemes (Swagger 2.0, "Security Scheme Object").

use serde_json::{Map, Value, json};

use super::{Old, copy_except};

/// Rewrites a security scheme. API keys are the same in both versions.
pub(super) fn scheme(old: &Old<'_>) -> Value {
    let mut new = Map::new();
    match old.text("type") {
        Some("basic") => {
            copy_except(old, &mut new, &["type"]);
            new.insert("type".to_owned(), json!("http"));
            new.insert("scheme".to_owned(), json!("basic"));
        }
        Some("oauth2") => {
            const OF_FLOW: [&str; 4] = ["flow", "authorizationUrl", "tokenUrl", "scopes"];
            copy_except(old, &mut new, &OF_FLOW);
            let name = match old.text("flow") {
                Some("application") => "clientCredentials",
                Some("accessCode") => "authorizationCode",
                Some(other) => other,
                None => "implicit",
            };
            let mut flow = Map::from_iter([("scopes".to_owned(), json!({}))]);
            let members = old.members().filter(|(name, _)| OF_FLOW[1..].contains(name));
            flow.extend(members.map(|(name, member)| (name.to_owned(), member.value.clone())));
            new.insert("flows".to_owned(), json!({ name: flow }));
        }
        _ => return old.value.clone(),
    }
    Value::Object(new)
}

//! The names of statuses.

use http::StatusCode;

use crate::description::Status;
use crate::name::pascal;

/// The reason phrase as a variant: what `http` and `reqwest` call the constant of this status.
pub(super) fn status_name(status: Status) -> String {
    let name = match status {
        Status::Default => "Default",
        Status::Class(1) => "Informational",
        Status::Class(2) => "Success",
        Status::Class(3) => "Redirection",
        Status::Class(4) => "ClientError",
        Status::Class(_) => "ServerError",
        Status::Code(code) => {
            let known = StatusCode::from_u16(code).ok();
            let reason = known.as_ref().and_then(StatusCode::canonical_reason);
            return reason.map_or_else(|| format!("Status{code}"), pascal);
        }
    };
    name.to_owned()
}

/// A status as the description writes it.
pub(super) fn status_text(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Class(class) => format!("{class}XX"),
        Status::Default => "default".to_owned(),
    }
}

//! Types for the formats of texts.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostics;
use crate::document::Location;
use crate::plan::FormatType;
use crate::rust_path::RustPath;

/// Types of formats, each a preset or the path of a type, by the formats.
pub type Formats = BTreeMap<String, String>;

/// The formats that a crate has types for, and those types.
struct Preset {
    name: &'static str,
    types: &'static [(&'static str, &'static str)],
    /// The feature of the runtime that has the types.
    feature: Option<&'static str>,
}

/// The presets. A format that a type cannot read whole (`time` has an offset) is not in them.
const PRESETS: [Preset; 8] = [
    Preset {
        name: "base64",
        types: &[("byte", "::openapi_runtime::Base64")],
        feature: None,
    },
    Preset {
        name: "chrono",
        types: &[
            (
                "date-time",
                "::openapi_runtime::chrono::DateTime<::openapi_runtime::chrono::FixedOffset>",
            ),
            ("date", "::openapi_runtime::chrono::NaiveDate"),
            ("date-time-local", "::openapi_runtime::chrono::NaiveDateTime"),
            ("time-local", "::openapi_runtime::chrono::NaiveTime"),
        ],
        feature: Some("chrono"),
    },
    Preset {
        name: "jiff",
        types: &[
            ("date-time", "::openapi_runtime::jiff::Timestamp"),
            ("date", "::openapi_runtime::jiff::civil::Date"),
            ("date-time-local", "::openapi_runtime::jiff::civil::DateTime"),
            ("duration", "::openapi_runtime::jiff::Span"),
            ("time-local", "::openapi_runtime::jiff::civil::Time"),
        ],
        feature: Some("jiff"),
    },
    Preset {
        name: "rust_decimal",
        types: &[("decimal", "::openapi_runtime::rust_decimal::Decimal")],
        feature: Some("rust_decimal"),
    },
    Preset {
        name: "std",
        types: &[
            ("ip", "::std::net::IpAddr"),
            ("ipv4", "::std::net::Ipv4Addr"),
            ("ipv6", "::std::net::Ipv6Addr"),
        ],
        feature: None,
    },
    Preset {
        name: "time",
        types: &[
            ("date-time", "::openapi_runtime::time::OffsetDateTime"),
            ("date", "::openapi_runtime::time::Date"),
        ],
        feature: Some("time"),
    },
    Preset {
        name: "url",
        types: &[("uri", "::openapi_runtime::reqwest::Url")],
        feature: None,
    },
    Preset {
        name: "uuid",
        types: &[("uuid", "::openapi_runtime::uuid::Uuid")],
        feature: Some("uuid"),
    },
];

/// The types that were chosen for formats.
#[derive(Clone, Debug, Default)]
pub(crate) struct FormatTypes {
    types: BTreeMap<String, FormatType>,
    used: RefCell<BTreeSet<String>>,
}

impl FormatTypes {
    /// Reads the choices. Reports those that are not valid.
    pub(crate) fn new(formats: &Formats, diagnostics: &mut Diagnostics) -> Self {
        let mut types = BTreeMap::new();
        for (format, chosen) in formats {
            match find(format, chosen) {
                Ok(ty) => drop(types.insert(format.clone(), ty)),
                Err((message, help)) => {
                    let at = Location::named(format);
                    diagnostics.error("invalid-format", &at, message, &help);
                }
            }
        }
        let used = RefCell::default();
        Self { types, used }
    }

    /// The type of a format, which is used from now on.
    pub(crate) fn get(&self, format: Option<&str>) -> Option<FormatType> {
        let format = format?;
        let ty = self.types.get(format)?.clone();
        self.used.borrow_mut().insert(format.to_owned());
        Some(ty)
    }

    /// The features of the runtime that the types need which are used.
    pub(crate) fn features(&self) -> Vec<&'static str> {
        let used = self.used.borrow();
        let types = self.types.iter().filter(|(format, _)| used.contains(*format));
        let features: BTreeSet<&str> = types.filter_map(|(_, ty)| ty.feature).collect();
        features.into_iter().collect()
    }

    /// Reports the choices that nothing has.
    pub(crate) fn report_unused(&self, diagnostics: &mut Diagnostics) {
        let used = self.used.borrow();
        for format in self.types.keys().filter(|format| !used.contains(*format)) {
            let message = format!("no text has the format `{format}`; its type is not used");
            let help = "correct the format given to `Config::format`, or remove it";
            diagnostics.warning("unused-format", &Location::named(format), message, help);
        }
    }
}

/// The type that is chosen for a format: by a preset, or by its path. An error is a message and how to fix it.
fn find(format: &str, chosen: &str) -> Result<FormatType, (String, String)> {
    if let Some(preset) = PRESETS.iter().find(|preset| preset.name == chosen) {
        let Some((_, path)) = preset.types.iter().find(|(known, _)| *known == format) else {
            let formats: Vec<String> = preset.types.iter().map(|(format, _)| format!("`{format}`")).collect();
            let message = format!("`{chosen}` has no type for the format `{format}`");
            let help = format!(
                "it has types for {}; another format needs the path of a type",
                formats.join(", ")
            );
            return Err((message, help));
        };
        let path = RustPath::parse(path).expect("a path");
        let feature = preset.feature;
        return Ok(FormatType { path, feature });
    }
    RustPath::parse(chosen)
        .map(|path| FormatType { path, feature: None })
        .map_err(|reason| {
            let presets: Vec<String> = PRESETS.iter().map(|preset| format!("`{}`", preset.name)).collect();
            let message = format!("`{chosen}` cannot be the type of the format `{format}`: {reason}");
            let help = format!("give a path such as `crate::Isbn`, or one of {}", presets.join(", "));
            (message, help)
        })
}

#[cfg(test)]
mod tests {
    use super::{PRESETS, find};

    #[test]
    fn every_preset_has_a_path_for_its_formats() {
        for preset in PRESETS {
            for (format, path) in preset.types {
                let found = find(format, preset.name).unwrap();
                assert_eq!(
                    (found.path.to_string(), found.feature),
                    ((*path).to_owned(), preset.feature)
                );
            }
        }
        assert_eq!(find("isbn", "crate::Isbn").unwrap().path.to_string(), "crate::Isbn");
        let (message, help) = find("time", "jiff").unwrap_err();
        assert_eq!(message, "`jiff` has no type for the format `time`");
        assert!(help.starts_with("it has types for `date-time`, `date`"), "{help}");
        let (message, help) = find("time", "jif").unwrap_err();
        assert!(message.starts_with("`jif` cannot be the type"), "{message}");
        assert!(help.contains("`jiff`"), "{help}");
    }
}

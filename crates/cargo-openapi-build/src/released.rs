//! Whether the version of a package fits the changes since its last release.
//!
//! Source: the Cargo book, "SemVer Compatibility": below 1.0.0 a minor release may break code, below 0.1.0 every release.

use std::path::Path;

use openapi_compiler::diff::Release;
use openapi_compiler::escape::printable;
use semver::Version;
use toml_edit::{DocumentMut, Item};

use crate::origin::Origin;

/// The version that the manifest had where the old description is: at that git revision.
pub(crate) fn at(old: &Origin, manifest: &Path) -> Result<Version, String> {
    match old {
        Origin::Git { revision, .. } => version(&Origin::Git {
            revision: revision.clone(),
            path: manifest.to_owned(),
        }),
        Origin::File(_) => Err(
            "error: the released version is not known; give it with `--released`, or the old description as `REVISION:path`\n"
                .to_owned(),
        ),
    }
}

/// Whether the version of a manifest is high enough after a released one; prints why not.
pub(crate) fn check(released: &Version, manifest: &Path, needed: Release) -> Result<bool, String> {
    let own = version(&Origin::File(manifest.to_owned()))?;
    let least = least(released, needed);
    let fits = own >= least;
    if !fits {
        let manifest = printable(manifest.display());
        eprintln!("error: {manifest} has version {own}; after {released} a {needed} release needs {least} or higher");
    }
    Ok(fits)
}

/// The lowest version that is such a release.
fn least(released: &Version, needed: Release) -> Version {
    let &Version {
        major, minor, patch, ..
    } = released;
    match (needed, major, minor) {
        (Release::Major, 1.., _) => Version::new(major + 1, 0, 0),
        (Release::Minor, 1.., _) | (Release::Major, 0, 1..) => Version::new(major, minor + 1, 0),
        _ => Version::new(major, minor, patch + 1),
    }
}

/// The version that a manifest has for its package, or for those of its workspace.
fn version(manifest: &Origin) -> Result<Version, String> {
    let failed = |problem: &dyn std::fmt::Display| format!("error: {}: {}\n", manifest.name(), printable(problem));
    let bytes = manifest.load().map_err(|error| failed(&error))?;
    let parsed = String::from_utf8_lossy(&bytes).parse::<DocumentMut>();
    let document = parsed.map_err(|error| failed(&error))?;
    let in_package = document.get("package").and_then(|package| package.get("version"));
    let workspace = document.get("workspace").and_then(|workspace| workspace.get("package"));
    let in_workspace = workspace.and_then(|package| package.get("version"));
    let mut versions = [in_package, in_workspace]
        .into_iter()
        .flatten()
        .filter_map(Item::as_str);
    let text = versions
        .next()
        .ok_or_else(|| failed(&"there is no version; name the manifest that has it, such as that of the workspace"))?;
    text.parse().map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lowest_version_of_a_release() {
        use Release::{Major, Minor, Patch};
        let cases = [
            ("1.2.3", Major, "2.0.0"),
            ("1.2.3", Minor, "1.3.0"),
            ("1.2.3", Patch, "1.2.4"),
            ("0.2.3", Major, "0.3.0"),
            ("0.2.3", Minor, "0.2.4"),
            ("0.2.3", Patch, "0.2.4"),
            ("0.0.3", Major, "0.0.4"),
        ];
        for (released, needed, expected) in cases {
            let found = least(&released.parse().unwrap(), needed);
            assert_eq!(found.to_string(), expected, "{needed} after {released}");
        }
    }
}

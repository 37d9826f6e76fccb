//! Adds what has changed to a changelog.
//!
//! Source: Keep a Changelog 1.1.0: the newest section is `## [Unreleased]`, with a `###` section per kind of change.

/// The changelog with more entries in its unreleased section, which is added where there is none. The entries are Markdown with
/// a `###` section per kind; an empty text is no change.
pub(crate) fn with_entries(changelog: &str, entries: &str) -> String {
    let added = Unreleased::parse(entries);
    if added.kinds.is_empty() {
        return changelog.to_owned();
    }
    let (head, body, rest) = split(changelog);
    let mut unreleased = Unreleased::parse(body);
    unreleased.merge(added);
    format!("{}\n\n{}{rest}", head.trim_end(), unreleased.text())
}

/// The text up to the heading of the unreleased section, that section, and the releases after it.
fn split(changelog: &str) -> (String, &str, &str) {
    let starts = |text: &str| match text.starts_with("## ") {
        true => Some(0),
        false => text.find("\n## ").map(|at| at + 1),
    };
    let first = starts(changelog).unwrap_or(changelog.len());
    let (title, releases) = changelog.split_at(first);
    let (heading, below) = releases.split_once('\n').unwrap_or((releases, ""));
    if heading.to_lowercase().contains("unreleased") {
        let (body, rest) = below.split_at(starts(below).unwrap_or(below.len()));
        return (format!("{title}{heading}"), body, rest);
    }
    let title = if title.trim().is_empty() {
        "# Changelog"
    } else {
        title.trim_end()
    };
    (format!("{title}\n\n## Unreleased"), "", releases)
}

/// The unreleased entries.
struct Unreleased<'t> {
    /// The lines before the first kind.
    about: &'t str,
    /// Each kind of change with its entries.
    kinds: Vec<(&'t str, Vec<&'t str>)>,
}

impl<'t> Unreleased<'t> {
    fn parse(text: &'t str) -> Self {
        let start = match text.starts_with("### ") {
            true => 0,
            false => text.find("\n### ").map_or(text.len(), |at| at + 1),
        };
        let mut kinds: Vec<(&str, Vec<&str>)> = Vec::new();
        for line in text[start..].lines() {
            match (line.strip_prefix("### "), kinds.last_mut()) {
                (Some(title), _) => kinds.push((title.trim(), Vec::new())),
                (None, Some((_, entries))) if !line.is_empty() => entries.push(line),
                (None, _) => {}
            }
        }
        let about = text[..start].trim();
        Self { about, kinds }
    }

    fn merge(&mut self, added: Self) {
        for (title, entries) in added.kinds {
            match self.kinds.iter_mut().find(|(own, _)| *own == title) {
                Some((_, own)) => drop(own.splice(0..0, entries)),
                None => self.kinds.push((title, entries)),
            }
        }
    }

    fn text(&self) -> String {
        let about = match self.about {
            "" => String::new(),
            about => format!("{about}\n\n"),
        };
        let kinds = self.kinds.iter();
        about
            + &kinds
                .map(|(title, entries)| format!("### {title}\n\n{}\n\n", entries.join("\n")))
                .collect::<String>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRIES: &str = "### Breaking\n\n- b2\n  - more\n\n### Added\n\n- a2\n";

    #[test]
    fn entries_go_to_the_unreleased_section() {
        let cases = [
            (
                "",
                "# Changelog\n\n## Unreleased\n\n### Breaking\n\n- b2\n  - more\n\n### Added\n\n- a2\n\n",
            ),
            (
                "# Changes\n\nAll of them.\n\n## 1.0.0\n\n### Added\n\n- a1\n",
                "# Changes\n\nAll of them.\n\n## Unreleased\n\n### Breaking\n\n- b2\n  - more\n\n### Added\n\n- a2\n\n## 1.0.0\n\n### Added\n\n- a1\n",
            ),
            (
                "## [Unreleased]\n\nSoon.\n\n### Added\n\n- a1\n\n### Fixed\n\n- f1\n\n## 1.0.0\n",
                "## [Unreleased]\n\nSoon.\n\n### Added\n\n- a2\n- a1\n\n### Fixed\n\n- f1\n\n### Breaking\n\n- b2\n  - more\n\n## 1.0.0\n",
            ),
        ];
        for (before, after) in cases {
            assert_eq!(with_entries(before, ENTRIES), after);
        }
    }

    #[test]
    fn without_entries_nothing_changes() {
        assert_eq!(with_entries("# Changes\n", ""), "# Changes\n");
    }
}

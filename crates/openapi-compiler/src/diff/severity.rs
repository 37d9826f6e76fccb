//! The verdicts on the wire that a maintainer gives to kinds of changes.

use std::collections::BTreeMap;

use strsim::damerau_levenshtein;

use super::change::sort;
use super::{Change, Wire, kinds};

/// The words for what a maintainer says of a kind of change.
const WORDS: [&str; 5] = ["ignore", "none", "additive", "loosened", "break"];

/// Why a verdict cannot be given.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SeverityError {
    /// There is no such kind of change.
    #[error("`{id}` is not a kind of change ({help})")]
    Kind {
        /// The id.
        id: String,
        /// What may be meant.
        help: String,
    },
    /// There is no such verdict.
    #[error("`{word}` is not a verdict (write {})", WORDS.join(", "))]
    Verdict {
        /// The word.
        word: String,
    },
}

/// What a maintainer says of kinds of changes.
///
/// ```
/// use openapi_compiler::diff::Severities;
///
/// let mut severities = Severities::default();
/// severities.set("api-security-added", "ignore").unwrap();
/// assert!(severities.set("api-security-addd", "ignore").unwrap_err().to_string().contains("did you mean `api-security-added`?"));
/// assert!(severities.set("endpoint-added", "bad").is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Severities {
    /// The verdict of each kind; none if it is not to be shown.
    verdicts: BTreeMap<String, Option<Wire>>,
}

impl Severities {
    /// Decides about a kind of change: its verdict on the wire, or `ignore`.
    ///
    /// # Errors
    /// When there is no such kind, or no such verdict.
    pub fn set(&mut self, id: &str, word: &str) -> Result<(), SeverityError> {
        require_kind(id)?;
        let verdict = match word {
            "ignore" => None,
            "none" => Some(Wire::None),
            "additive" => Some(Wire::Additive),
            "loosened" => Some(Wire::Loosened),
            "break" => Some(Wire::Break),
            word => return Err(SeverityError::Verdict { word: word.to_owned() }),
        };
        self.verdicts.insert(id.to_owned(), verdict);
        Ok(())
    }

    /// Gives the changes their verdicts, and puts the most dangerous first again.
    pub fn apply(&self, changes: &mut [Change]) {
        for change in changes.iter_mut() {
            match self.verdicts.get(&change.id) {
                None => {}
                Some(None) => change.ignored = true,
                Some(Some(wire)) => change.wire = *wire,
            }
        }
        sort(changes);
    }
}

fn require_kind(id: &str) -> Result<(), SeverityError> {
    let all: Vec<String> = kinds().collect();
    if all.iter().any(|known| known == id) {
        return Ok(());
    }
    let nearest = all.iter().min_by_key(|known| damerau_levenshtein(known, id));
    let near = nearest.filter(|known| damerau_levenshtein(known, id) <= 1 + id.len() / 6);
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "see docs/diff.md for all".to_owned(),
    };
    let id = id.to_owned();
    Err(SeverityError::Kind { id, help })
}

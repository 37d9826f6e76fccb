//! Lines of a description around a place.

use std::collections::HashMap;

use crate::diff::report::SourcePosition;
use crate::document::Document;

/// Lines before and after a place.
const BEFORE: usize = 2;
const AFTER: usize = 14;
/// Characters of a line before a place, and of a line.
const LEFT: usize = 60;
const WIDTH: usize = 240;

/// A line of a file.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub number: usize,
    pub text: String,
}

/// The lines of the files of a description.
pub(super) struct Excerpts<'d> {
    files: HashMap<String, Vec<&'d str>>,
}

impl<'d> Excerpts<'d> {
    pub fn new(document: &'d Document) -> Self {
        let files = document.files.iter().chain(&document.overlays);
        let files = files.map(|file| (file.path.display().to_string(), file.text.lines().collect()));
        Self { files: files.collect() }
    }

    /// The lines around a place; none if there is no place.
    pub fn at(&self, place: Option<&SourcePosition>) -> Vec<Line> {
        let lines = place.and_then(|place| Some((place, self.files.get(&place.file)?)));
        let Some((place, lines)) = lines else {
            return Vec::new();
        };
        let start = place.line.saturating_sub(1 + BEFORE);
        let end = (place.line + AFTER).min(lines.len());
        // A file may be one line: what is left of the place is cut off.
        let cut = match lines.get(place.line.saturating_sub(1)) {
            Some(line) if line.chars().count() > WIDTH => place.column.saturating_sub(1 + LEFT),
            _ => 0,
        };
        let shown = lines[start.min(end)..end].iter().zip(start + 1..);
        shown
            .map(|(line, number)| Line {
                number,
                text: part(line, cut),
            })
            .collect()
    }
}

/// A part of a line that is not longer than can be shown.
fn part(line: &str, cut: usize) -> String {
    let mut rest = line.chars().skip(cut);
    let shown: String = rest.by_ref().take(WIDTH).collect();
    let (left, right) = (
        if cut > 0 { "…" } else { "" },
        if rest.next().is_some() { "…" } else { "" },
    );
    format!("{left}{shown}{right}")
}

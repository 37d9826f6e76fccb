//! Lines of a description around a place.

use std::collections::HashMap;

use crate::document::Document;

/// Lines before and after a place.
const BEFORE: usize = 2;
const AFTER: usize = 14;
/// Characters of a line before a place, and of a line.
const LEFT: usize = 60;
const WIDTH: usize = 240;

/// A line of a file.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub number: usize,
    pub text: String,
}

/// The lines of the files of a description.
pub(crate) struct Excerpts<'d> {
    files: HashMap<String, Vec<&'d str>>,
}

impl<'d> Excerpts<'d> {
    pub fn new(document: &'d Document) -> Self {
        let files = document.files.iter().chain(&document.overlays);
        let files = files.map(|file| (file.path.display().to_string(), file.text.lines().collect()));
        Self { files: files.collect() }
    }

    /// The lines around a place in a file.
    pub fn at(&self, file: &str, line: usize, column: usize) -> Vec<Line> {
        let Some(lines) = self.files.get(file) else {
            return Vec::new();
        };
        let start = line.saturating_sub(1 + BEFORE);
        let end = (line + AFTER).min(lines.len());
        // A file may be one line: what is left of the place is cut off.
        let cut = match lines.get(line.saturating_sub(1)) {
            Some(text) if text.chars().count() > WIDTH => column.saturating_sub(1 + LEFT),
            _ => 0,
        };
        let shown = lines[start.min(end)..end].iter().zip(start + 1..);
        shown
            .map(|(text, number)| Line {
                number,
                text: part(text, cut),
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

//! Renders diagnostics: as text with source lines for people, as JSON for programs.

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::{Value, json};

use crate::diagnostic::{Diagnostic, Diagnostics, Position, Severity};
use crate::document::{Document, FileId, Location};
use crate::escape::printable;
use crate::position::locate;

/// Maximum number of notes with one code that are shown. If there are more they are only counted, so that they do not hide those with other codes.
const MAX_NOTES: usize = 20;
/// Maximum number of warnings shown; more are counted.
const MAX_WARNINGS: usize = 100;
/// Maximum length of a source line in characters; longer lines are cut around the position.
const MAX_WIDTH: usize = 160;

/// Renders diagnostics as text in the order in which they were reported, with their source lines.
///
/// Shows all errors, the first 100 warnings, and the notes of each code unless there are more than 20.
pub fn render(diagnostics: &Diagnostics, document: &Document, color: bool) -> String {
    let of = |severity| diagnostics.iter().filter(move |d| d.severity == severity);
    let warnings = of(Severity::Warning).count();
    let mut frequent: HashMap<&str, usize> = HashMap::new();
    of(Severity::Note).for_each(|note| *frequent.entry(note.code).or_default() += 1);
    frequent.retain(|_, count| *count > MAX_NOTES);
    let mut left = MAX_WARNINGS;
    let shown: Vec<&Diagnostic> = diagnostics
        .iter()
        .filter(|diagnostic| match diagnostic.severity {
            Severity::Error => true,
            Severity::Warning => {
                let fits = left > 0;
                left = left.saturating_sub(1);
                fits
            }
            Severity::Note => !frequent.contains_key(diagnostic.code),
        })
        .collect();
    let shown = written(document, shown);
    let sources = Sources::new(document, &shown);
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = String::new();
    for diagnostic in &shown {
        text += &renderer.render(&[sources.group(diagnostic)]);
        text += "\n\n";
    }
    if warnings > MAX_WARNINGS {
        text += &format!("and {} more warnings\n", warnings - MAX_WARNINGS);
    }
    if let notes @ 1.. = frequent.values().sum::<usize>() {
        text += &format!("and {notes} more notes\n");
    }
    text
}

/// Renders diagnostics as an array of objects with `severity`, `code`, `message`, `help`, `file`, `pointer`, `line`, `column`.
pub fn json(diagnostics: &Diagnostics, document: &Document) -> Value {
    let all = written(document, diagnostics.iter());
    let sources = Sources::new(document, &all);
    let entry = |diagnostic: &Diagnostic| {
        let position = sources.position(diagnostic);
        json!({
            "severity": diagnostic.severity,
            "code": diagnostic.code,
            "message": diagnostic.message,
            "help": diagnostic.help,
            "file": sources.path(diagnostic.at.file),
            "pointer": diagnostic.at.pointer,
            "line": position.line,
            "column": position.column,
        })
    };
    all.iter().map(entry).collect()
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLocation {
    /// The path of the file.
    pub file: PathBuf,
    /// The JSON pointer into the file.
    pub pointer: String,
    /// The line and the column.
    pub position: Position,
}

/// The place of each diagnostic.
pub fn places(diagnostics: &Diagnostics, document: &Document) -> Vec<SourceLocation> {
    let all = written(document, diagnostics.iter());
    let sources = Sources::new(document, &all);
    let place = |diagnostic: &Diagnostic| SourceLocation {
        file: sources.path(diagnostic.at.file).into(),
        pointer: diagnostic.at.pointer.clone(),
        position: sources.position(diagnostic),
    };
    all.iter().map(place).collect()
}

/// Diagnostics with their places as they are in the texts of the files.
fn written<'a>(document: &Document, diagnostics: impl IntoIterator<Item = &'a Diagnostic>) -> Vec<Diagnostic> {
    let diagnostics = diagnostics.into_iter().cloned();
    let placed = diagnostics.map(|mut diagnostic| {
        diagnostic.at = document.written(&diagnostic.at);
        for (at, _) in &mut diagnostic.related {
            *at = document.written(at);
        }
        diagnostic
    });
    placed.collect()
}

/// The source texts of diagnostics, indexed by line.
struct Sources<'a> {
    document: &'a Document,
    positions: HashMap<FileId, HashMap<String, Position>>,
    /// The lines of every file with a diagnostic.
    lines: HashMap<FileId, Vec<&'a str>>,
}

impl<'a> Sources<'a> {
    fn new(document: &'a Document, diagnostics: &'a [Diagnostic]) -> Self {
        let mut places: HashMap<FileId, Vec<&str>> = HashMap::new();
        for diagnostic in diagnostics {
            let pointers = places.entry(diagnostic.at.file).or_default();
            if diagnostic.position.is_none() {
                pointers.push(&diagnostic.at.pointer);
            }
            for (at, _) in &diagnostic.related {
                places.entry(at.file).or_default().push(&at.pointer);
            }
        }
        let mut sources = Self {
            document,
            positions: HashMap::new(),
            lines: HashMap::new(),
        };
        for (id, pointers) in places {
            let Some(file) = document.source(id) else {
                continue;
            };
            if !pointers.is_empty() {
                sources.positions.insert(id, locate(&file.text, pointers.into_iter()));
            }
            sources.lines.insert(id, file.text.lines().collect());
        }
        sources
    }

    fn path(&self, file: FileId) -> String {
        let file = self.document.source(file);
        file.map(|file| file.path.display().to_string()).unwrap_or_default()
    }

    fn position(&self, diagnostic: &Diagnostic) -> Position {
        diagnostic.position.unwrap_or_else(|| self.find(&diagnostic.at))
    }

    fn find(&self, at: &Location) -> Position {
        let found = self
            .positions
            .get(&at.file)
            .and_then(|positions| positions.get(&at.pointer));
        found.copied().unwrap_or(Position { line: 1, column: 1 })
    }

    fn group(&self, diagnostic: &'a Diagnostic) -> Group<'a> {
        let level = match diagnostic.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
        };
        let title = level.primary_title(printable(&diagnostic.message)).id(diagnostic.code);
        let mut group = self.place(
            Group::with_title(title),
            diagnostic.at.file,
            self.position(diagnostic),
            None,
        );
        for (at, label) in &diagnostic.related {
            group = self.place(group, at.file, self.find(at), Some(label));
        }
        let pointer = &diagnostic.at.pointer;
        if !pointer.is_empty() {
            group = group.element(Level::NOTE.message(printable(format_args!("at `{pointer}`"))));
        }
        match &diagnostic.help {
            Some(help) => group.element(Level::HELP.message(printable(help))),
            None => group,
        }
    }

    /// Adds a location: file, line and column, and the source line if there is one.
    fn place(&self, group: Group<'a>, file: FileId, at: Position, label: Option<&str>) -> Group<'a> {
        let label = label.map(printable);
        let path = printable(self.path(file));
        let line = self
            .lines
            .get(&file)
            .and_then(|lines| lines.get(at.line.saturating_sub(1)));
        let origin = Origin::path(path.clone()).line(at.line).char_column(at.column);
        let Some(line) = line else {
            let group = group.element(origin);
            return match label {
                Some(label) => group.element(Level::NOTE.message(label)),
                None => group,
            };
        };
        let (text, span, is_whole) = excerpt(line, at.column);
        let kind = match label {
            Some(_) => AnnotationKind::Context,
            None => AnnotationKind::Primary,
        };
        let snippet = Snippet::source(text)
            .line_start(at.line)
            .annotation(kind.span(span).label(label));
        if is_whole {
            group.element(snippet.path(path))
        } else {
            // In a cut line, the column differs.
            group.element(origin).element(snippet)
        }
    }
}

/// Returns the line (printable, cut if it is long), the byte range of the word that starts in this column, and whether the
/// line is unchanged, so that columns match the file.
fn excerpt(line: &str, column: usize) -> (String, Range<usize>, bool) {
    let column = column.saturating_sub(1);
    let first = match line.char_indices().nth(MAX_WIDTH) {
        Some(_) => column.saturating_sub(MAX_WIDTH / 2),
        None => 0,
    };
    let text: String = line.chars().skip(first).take(MAX_WIDTH).collect();
    let offset = |index| text.char_indices().nth(index).map_or(text.len(), |(offset, _)| offset);
    let start = offset(column - first.min(column));
    let rest = &text[start..];
    let is_quoted = rest.starts_with(['"', '\'']);
    let length = if is_quoted {
        rest[1..].find(['"', '\'']).map_or(1, |end| end + 2)
    } else {
        rest.find([':', ' ', ',', '\t', '}', ']']).unwrap_or(rest.len())
    };
    let first_char = rest.chars().next().map_or(0, char::len_utf8);
    let end = start + length.max(first_char);
    let [before, word, after] = [&text[..start], &text[start..end], &text[end..]].map(printable);
    let span = before.len()..before.len() + word.len();
    let shown = before + &word + &after;
    let is_whole = shown == line;
    (shown, span, is_whole)
}

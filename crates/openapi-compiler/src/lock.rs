//! `openapi.lock`: what a client promises to its callers.
//!
//! One promise a line, sorted: what kind of thing it is about, where that is in the description, and what is promised. So
//! people can read it, and two branches that add to it merge.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::{Path, PathBuf};

/// The first line that is not a comment.
const HEAD: &str = "openapi-lock 1";

const ABOUT: &str = "\
# What the client of this description promises to its callers: names, arguments, boxes and results.
# Written by `openapi-build lock`; commit it. To give a promise up, delete its line.
";

/// The subject of a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Kind {
    /// An earlier name of an operation.
    Alias,
    /// The required arguments of an operation, in order.
    Arguments,
    /// A media type of a request body.
    Body,
    /// A field or variant in a box.
    Box,
    /// A composed type that converts into a part of it.
    Conversion,
    /// A security scheme.
    Credential,
    /// A type of responses that has a default value.
    Default,
    /// A property.
    Field,
    /// An object without described properties.
    Free,
    /// A link of a response.
    Link,
    /// An operation of a tag.
    Member,
    /// An operation.
    Operation,
    /// A parameter.
    Parameter,
    /// A documented response.
    Response,
    /// The response that the result of an operation holds, where it is not an enum of several.
    Result,
    /// A type that is another name of one that is equal.
    Same,
    /// A server.
    Server,
    /// A tag.
    Tag,
    /// A schema that is a type.
    Type,
    /// A value of an enum.
    Value,
    /// A variable of a server.
    Variable,
    /// An alternative of a union.
    Variant,
    /// A webhook, or a callback of an operation.
    Webhook,
}

impl Kind {
    /// Each kind with its word, how many words say what it is about, and how many more there are at least.
    const ALL: [(Kind, &str, usize, usize); 23] = [
        (Kind::Alias, "alias", 3, 0),
        (Kind::Arguments, "arguments", 2, 0),
        (Kind::Body, "body", 3, 2),
        (Kind::Box, "box", 2, 0),
        (Kind::Conversion, "conversion", 2, 0),
        (Kind::Credential, "credential", 1, 2),
        (Kind::Default, "default", 1, 0),
        (Kind::Field, "field", 2, 3),
        (Kind::Free, "free", 1, 0),
        (Kind::Link, "link", 4, 1),
        (Kind::Member, "member", 3, 1),
        (Kind::Operation, "operation", 2, 2),
        (Kind::Parameter, "parameter", 4, 2),
        (Kind::Response, "response", 5, 2),
        (Kind::Result, "result", 2, 3),
        (Kind::Same, "same", 1, 1),
        (Kind::Server, "server", 1, 1),
        (Kind::Tag, "tag", 1, 1),
        (Kind::Type, "type", 1, 1),
        (Kind::Value, "value", 2, 1),
        (Kind::Variable, "variable", 2, 1),
        (Kind::Variant, "variant", 2, 3),
        (Kind::Webhook, "webhook", 3, 1),
    ];

    pub(crate) fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// How many of the words that say what a promise is about are the scope that its name is in; none if it is not a name.
    fn scope(self) -> Option<usize> {
        match self {
            Self::Credential | Self::Operation | Self::Server | Self::Tag | Self::Type | Self::Webhook => Some(0),
            Self::Field | Self::Member | Self::Value | Self::Variable | Self::Variant => Some(1),
            Self::Body | Self::Link | Self::Parameter => Some(2),
            Self::Alias | Self::Arguments | Self::Box | Self::Conversion | Self::Default | Self::Free => None,
            Self::Response | Self::Result | Self::Same => None,
        }
    }
}

/// The subject of a promise.
pub(crate) type Subject = (Kind, Vec<String>);

/// A promise where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Promise {
    /// The line, from 1.
    pub line: usize,
    /// The promised words.
    pub words: Vec<String>,
}

/// The promises of a client to its callers.
///
/// ```
/// use openapi_compiler::lock::Lock;
///
/// let lock = Lock::parse("openapi-lock 1\ntype /components/schemas/pet Pet\n").unwrap();
/// assert!(lock.to_string().ends_with("type /components/schemas/pet Pet\n"));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    promises: BTreeMap<Subject, Promise>,
}

/// Why a text is not a lock: every problem with the number of its line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("\n"))]
pub struct LockError(Vec<String>);

impl Lock {
    /// Reads a lock.
    ///
    /// # Errors
    /// When it is broken, half merged, or promises one thing twice.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let mut reader = Reader::default();
        for (index, line) in text.lines().enumerate() {
            reader.line(index + 1, line.trim_end());
        }
        if !reader.has_head {
            reader
                .problems
                .insert(0, format!("line 1: a lock begins with `{HEAD}`"));
        }
        reader.names_once();
        match reader.problems.is_empty() {
            true => Ok(reader.lock),
            false => Err(LockError(reader.problems)),
        }
    }

    /// The lock that stands beside a description.
    pub fn beside(description: &Path) -> PathBuf {
        description.with_file_name("openapi.lock")
    }

    /// The number of promises.
    pub fn len(&self) -> usize {
        self.promises.len()
    }

    /// Whether nothing is promised.
    pub fn is_empty(&self) -> bool {
        self.promises.is_empty()
    }

    pub(crate) fn add(&mut self, subject: Subject, words: Vec<String>) {
        self.promises.insert(subject, Promise { line: 0, words });
    }

    pub(crate) fn extend(&mut self, subject: &Subject, word: &str) {
        if let Some(promise) = self.promises.get_mut(subject) {
            promise.words.push(word.to_owned());
        }
    }

    pub(crate) fn get(&self, subject: &Subject) -> Option<&Promise> {
        self.promises.get(subject)
    }

    /// The promises of a kind whose subject begins with these words, in order.
    pub(crate) fn of(&self, kind: Kind, scope: &[&str]) -> impl Iterator<Item = (&Subject, &Promise)> {
        let scope: Vec<String> = scope.iter().map(|word| (*word).to_owned()).collect();
        let range = self.promises.range((kind, scope.clone())..);
        range.take_while(move |((known, words), _)| *known == kind && words.starts_with(&scope))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Subject, &Promise)> {
        self.promises.iter()
    }

    /// Every promised name: the scope that it is in, the name, and what has it. A variant is what any of its marks says.
    pub fn names(&self) -> impl Iterator<Item = (String, &str, Vec<&str>)> {
        self.promises.iter().filter_map(|((kind, subject), promise)| {
            let (scope, own) = subject.split_at(kind.scope()?);
            let what = match kind {
                Kind::Variant => &promise.words[2..],
                _ => own,
            };
            let scope = format!("{} {}", kind.word(), scope.join(" "));
            Some((
                scope,
                promise.words[0].as_str(),
                what.iter().map(String::as_str).collect(),
            ))
        })
    }

    /// The line of a promise.
    pub(crate) fn line(&self, subject: &Subject) -> String {
        self.get(subject)
            .map(|promise| line_of(subject, promise))
            .unwrap_or_default()
    }

    /// The same promises about places that have moved: `place` returns the new place for a word that is one.
    #[cfg(feature = "convert")]
    pub(crate) fn moved(&self, place: impl Fn(&str) -> Option<String>) -> Self {
        let moved = |words: &[String]| -> Vec<String> {
            let words = words.iter().map(|word| place(word).unwrap_or_else(|| word.clone()));
            words.collect()
        };
        let promises = self.promises.iter().map(|((kind, subject), promise)| {
            let (line, words) = (promise.line, moved(&promise.words));
            ((*kind, moved(subject)), Promise { line, words })
        });
        Self {
            promises: promises.collect(),
        }
    }

    /// The promises of another lock that this one does not have, as its lines.
    pub fn missing(&self, other: &Lock) -> Vec<String> {
        let missing = other
            .promises
            .iter()
            .filter(|(subject, _)| !self.promises.contains_key(*subject));
        missing.map(|(subject, promise)| line_of(subject, promise)).collect()
    }
}

impl fmt::Display for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut lines: Vec<String> = self
            .promises
            .iter()
            .map(|(subject, promise)| line_of(subject, promise))
            .collect();
        lines.sort();
        writeln!(f, "{ABOUT}{HEAD}")?;
        lines.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

fn line_of((kind, subject): &Subject, promise: &Promise) -> String {
    let words = subject.iter().chain(&promise.words).map(|word| quoted(word));
    [kind.word().to_owned()]
        .into_iter()
        .chain(words)
        .collect::<Vec<_>>()
        .join(" ")
}

/// A word as it is written: as a JSON string where it would not be one word.
pub(crate) fn quoted(word: &str) -> String {
    let is_plain = |c: char| !c.is_whitespace() && !c.is_control() && c != '"';
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => serde_json::Value::from(word).to_string(),
    }
}

/// The words of a line.
pub(crate) fn words(line: &str) -> Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() {
        let length = if rest.starts_with('"') {
            let mut strings = serde_json::Deserializer::from_str(rest).into_iter::<String>();
            match strings.next() {
                Some(Ok(word)) => words.push(word),
                _ => return Err("a quotation mark is not closed".to_owned()),
            }
            strings.byte_offset()
        } else {
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            words.push(rest[..length].to_owned());
            length
        };
        rest = rest[length..].trim_start();
    }
    Ok(words)
}

/// A lock while it is read.
#[derive(Default)]
struct Reader {
    lock: Lock,
    has_head: bool,
    problems: Vec<String>,
}

impl Reader {
    fn line(&mut self, number: usize, line: &str) {
        if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"]
            .iter()
            .any(|mark| line.starts_with(mark))
        {
            self.problems
                .push(format!("line {number}: a merge conflict is not resolved"));
        } else if line == HEAD {
            self.has_head = true;
        } else if !line.is_empty()
            && !line.starts_with('#')
            && self.has_head
            && let Err(problem) = self.promise(number, line)
        {
            self.problems.push(format!("line {number}: {problem}"));
        }
    }

    fn promise(&mut self, line: usize, text: &str) -> Result<(), String> {
        let mut words = words(text)?.into_iter();
        let word = words.next().unwrap_or_default();
        let known = Kind::ALL.iter().find(|(_, known, _, _)| *known == word);
        let (kind, _, about, more) = known.ok_or_else(|| format!("there are no promises of a `{word}`"))?;
        let subject: Vec<String> = words.by_ref().take(*about).collect();
        let words: Vec<String> = words.collect();
        if subject.len() < *about || words.len() < *more {
            return Err(format!("a promise of a `{word}` has {} words", 1 + about + more));
        }
        let subject = (*kind, subject);
        if let Some(known) = self.lock.promises.get(&subject) {
            return Err(format!("this is promised on line {} too", known.line));
        }
        self.lock.promises.insert(subject, Promise { line, words });
        Ok(())
    }

    /// No name is promised to two things of one scope.
    fn names_once(&mut self) {
        let mut names: HashMap<(Kind, &[String], &String), usize> = HashMap::new();
        for ((kind, subject), promise) in &self.lock.promises {
            let Some(scope) = kind.scope() else { continue };
            let known = names.insert((*kind, &subject[..scope], &promise.words[0]), promise.line);
            if let Some(known) = known {
                let (first, second) = (known.min(promise.line), known.max(promise.line));
                let name = &promise.words[0];
                self.problems.push(format!(
                    "line {second}: the name `{name}` is promised on line {first} too"
                ));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problems(text: &str) -> Vec<String> {
        Lock::parse(text).expect_err("it is not a lock").0
    }

    #[test]
    fn requests_round_trip() {
        let mut lock = Lock::default();
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        for value in ["a b", "", "\"", "\\", "\n", "#", "<<<<<<<", "é\u{202e}", "\t"] {
            let name = format!("N{}", lock.promises.len());
            lock.add((Kind::Value, words(&["/components/schemas/S", value])), words(&[&name]));
        }
        lock.add(
            (Kind::Arguments, words(&["GET", "/a/{b}"])),
            words(&["path:b", "query:c d"]),
        );
        let text = lock.to_string();
        let mut read = Lock::parse(&text).expect("a lock");
        assert_eq!(read.to_string(), text);
        read.promises.values_mut().for_each(|promise| promise.line = 0);
        assert_eq!(read, lock);
    }

    #[test]
    fn every_kind_is_where_its_word_is() {
        for (index, (kind, ..)) in Kind::ALL.iter().enumerate() {
            assert_eq!(*kind as usize, index);
        }
    }

    #[test]
    fn invalid_locks_are_refused_with_line_numbers() {
        assert_eq!(problems(""), ["line 1: a lock begins with `openapi-lock 1`"]);
        assert_eq!(problems("{}"), ["line 1: a lock begins with `openapi-lock 1`"]);
        let cases: [(&str, &[&str]); 6] = [
            ("typo /a A", &["line 2: there are no promises of a `typo`"]),
            ("type /a", &["line 2: a promise of a `type` has 3 words"]),
            ("type \"/a A", &["line 2: a quotation mark is not closed"]),
            ("type /a A\ntype /a B", &["line 3: this is promised on line 2 too"]),
            (
                "type /b A\ntype /a A",
                &["line 3: the name `A` is promised on line 2 too"],
            ),
            (
                "<<<<<<< ours\ntype /a A\n=======\ntype /b B\n>>>>>>> theirs",
                &[
                    "line 2: a merge conflict is not resolved",
                    "line 4: a merge conflict is not resolved",
                    "line 6: a merge conflict is not resolved",
                ],
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(problems(&format!("openapi-lock 1\n{text}\n")), expected, "{text}");
        }
        let one_name_twice = "openapi-lock 1\nfield /a x name required String\nfield /b x name required String\n";
        assert!(Lock::parse(one_name_twice).is_ok(), "in two scopes");
    }
}

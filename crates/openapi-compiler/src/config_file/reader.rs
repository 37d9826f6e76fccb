//! Values of a file with settings, at their places.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use strsim::damerau_levenshtein;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::ConfigError;
use crate::plan::Origins;

/// A file with settings.
pub(super) struct Reader<'t> {
    path: &'t Path,
    text: &'t str,
}

impl<'t> Reader<'t> {
    pub fn new(path: &'t Path, text: &'t str) -> Self {
        Self { path, text }
    }

    pub fn parse(&self) -> Result<Spanned<DeTable<'t>>, ConfigError> {
        DeTable::parse(self.text).map_err(|error| {
            let span = error.span().unwrap_or_default();
            self.error(&span, error.message().to_owned(), None)
        })
    }

    /// An error of the whole file.
    pub fn missing(&self, message: &str) -> ConfigError {
        ConfigError {
            path: self.path.to_owned(),
            place: None,
            message: message.to_owned(),
            help: None,
        }
    }

    fn error(&self, span: &Range<usize>, message: String, help: Option<String>) -> ConfigError {
        ConfigError {
            path: self.path.to_owned(),
            place: Some(self.place(span)),
            message,
            help,
        }
    }

    /// The line and column of the beginning of a span.
    fn place(&self, span: &Range<usize>) -> (usize, usize) {
        let before = self.text.get(..span.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |end| end + 1);
        (line, before[start..].chars().count() + 1)
    }
}

/// A member of a table.
#[derive(Clone)]
pub(super) struct Entry<'r, 't> {
    reader: &'r Reader<'r>,
    key: &'t Spanned<Cow<'t, str>>,
    value: &'t Spanned<DeValue<'t>>,
}

impl<'r, 't> Entry<'r, 't> {
    pub fn new(reader: &'r Reader<'r>, key: &'t Spanned<Cow<'t, str>>, value: &'t Spanned<DeValue<'t>>) -> Self {
        Self { reader, key, value }
    }

    pub fn name(&self) -> &'t str {
        self.key.get_ref()
    }

    pub fn value(&self) -> &'t DeValue<'t> {
        self.value.get_ref()
    }

    /// An error at the value.
    pub fn invalid(&self, message: String, help: &str) -> ConfigError {
        self.reader.error(&self.value.span(), message, Some(help.to_owned()))
    }

    /// An error at the value, which says how to fix it.
    pub fn mistaken(&self, message: String) -> ConfigError {
        self.reader.error(&self.value.span(), message, None)
    }

    /// An error at the name, which says how to fix it.
    pub fn misnamed(&self, message: String) -> ConfigError {
        self.reader.error(&self.key.span(), message, None)
    }

    /// An error at a name that is none of these.
    pub fn unknown(&self, names: &[&str]) -> ConfigError {
        let nearest = names.iter().min_by_key(|name| damerau_levenshtein(name, self.name()));
        let near = nearest.filter(|name| damerau_levenshtein(name, self.name()) <= 1 + self.name().len() / 3);
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the settings are {}", names.join(", ")),
        };
        let message = format!("`{}` is not a setting", self.name());
        self.reader.error(&self.key.span(), message, Some(help))
    }

    fn expected(&self, expected: &str) -> ConfigError {
        let message = format!("`{}` is {}, and not {expected}", self.name(), kind(self.value()));
        self.reader.error(&self.value.span(), message, None)
    }

    pub fn bool(&self) -> Result<bool, ConfigError> {
        self.value().as_bool().ok_or_else(|| self.expected("true or false"))
    }

    pub fn integer(&self) -> Result<i64, ConfigError> {
        let number = self.value().as_integer();
        let number = number.and_then(|number| i64::from_str_radix(number.as_str(), number.radix()).ok());
        number.ok_or_else(|| self.expected("an integer"))
    }

    pub fn count(&self) -> Result<u64, ConfigError> {
        u64::try_from(self.integer()?).map_err(|_| self.expected("an integer from 0"))
    }

    pub fn text(&self) -> Result<String, ConfigError> {
        let text = self.value().as_str();
        text.map(str::to_owned).ok_or_else(|| self.expected("a text"))
    }

    /// A path, relative to the folder of the file.
    pub fn path(&self) -> Result<PathBuf, ConfigError> {
        let folder = self.reader.path.parent().unwrap_or(Path::new(""));
        Ok(folder.join(self.text()?))
    }

    /// A path or a list of paths.
    pub fn paths(&self) -> Result<Vec<PathBuf>, ConfigError> {
        let Some(items) = self.value().as_array() else {
            return self.path().map(|only| vec![only]);
        };
        let items = items.iter().map(|value| Self { value, ..self.clone() });
        items.map(|item| item.path()).collect()
    }

    /// A text that diagnostics may quote.
    pub fn origin(&self, origins: &mut Origins) -> Result<String, ConfigError> {
        let text = self.text()?;
        self.add_origin(&text, &self.value.span(), origins);
        Ok(text)
    }

    fn add_origin(&self, text: &str, span: &Range<usize>, origins: &mut Origins) {
        let (line, column) = self.reader.place(span);
        let place = format!("{}:{line}:{column}", self.reader.path.display());
        origins.insert(text.to_owned(), place);
    }

    /// A text or a list of texts.
    pub fn texts(&self, origins: &mut Origins) -> Result<Vec<String>, ConfigError> {
        let Some(items) = self.value().as_array() else {
            return self.origin(origins).map(|only| vec![only]);
        };
        let items = items.iter().map(|value| Self { value, ..self.clone() });
        items.map(|item| item.origin(origins)).collect()
    }

    /// The members of a table.
    pub fn members(&self, origins: &mut Origins) -> Result<Vec<Entry<'r, 't>>, ConfigError> {
        let table = self.value().as_table().ok_or_else(|| self.expected("a table"))?;
        let members = table.iter().map(|(key, value)| Entry::new(self.reader, key, value));
        let members: Vec<_> = members.collect();
        for member in &members {
            member.add_origin(member.name(), &member.key.span(), origins);
        }
        Ok(members)
    }

    /// A table of texts.
    pub fn map(&self, origins: &mut Origins) -> Result<BTreeMap<String, String>, ConfigError> {
        let members = self.members(origins)?;
        let pairs = members
            .iter()
            .map(|member| Ok((member.name().to_owned(), member.text()?)));
        pairs.collect()
    }
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) => "an integer",
        DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date or time",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

//! Rules by which pages follow each other where nobody says it. Each is sure, or finds nothing: what is wrong would lose items.

use super::{Context, is_a, items};
use crate::document::escape_token;
use crate::pages::Pages;
use crate::resolved::ResolvedId;
use crate::schema::{Schema, TypeSet};

/// Objects in which pages say where the next one is, in words without marks.
pub(super) const AROUND: [&str; 9] = [
    "links",
    "meta",
    "metadata",
    "page",
    "pageinfo",
    "pages",
    "pagination",
    "paging",
    "responsemetadata",
];

/// Properties that are the URL of the next page.
const URLS: [&str; 8] = [
    "nexthref",
    "nextlink",
    "nextpagelink",
    "nextpageuri",
    "nextpageurl",
    "nexturi",
    "nexturl",
    "odatanextlink",
];

/// Parameters that take a cursor, and the properties that have that of the next page.
const CURSORS: [(&str, &[&str]); 9] = [
    ("continuationtoken", &["continuationtoken", "nextcontinuationtoken"]),
    ("continue", &["continue"]),
    ("cursor", &["nextcursor", "nextpagecursor"]),
    ("marker", &["nextmarker"]),
    ("nextcursor", &["nextcursor"]),
    ("nextpagetoken", &["nextpagetoken"]),
    ("nexttoken", &["nexttoken"]),
    ("pagetoken", &["nextpagetoken"]),
    ("startcursor", &["nextcursor"]),
];

/// Properties that say whether there are more pages.
const MORE: [&str; 5] = ["hasmore", "hasmorepages", "hasnext", "hasnextpage", "more"];

/// Properties that say how many pages there are.
const COUNTS: [&str; 5] = ["numpages", "pagecount", "pages", "totalpagecount", "totalpages"];

/// Parameters that count items before a page, and those that say how many items a page has.
const OFFSETS: [(&str, &[&str]); 2] = [("offset", &["limit"]), ("skip", &["limit", "take", "top"])];

/// Parameters that count pages.
const PAGES: [&str; 3] = ["page", "pagenumber", "pageno"];

/// The pages of an operation that lists.
pub(super) fn find(context: &Context<'_>) -> Option<Pages> {
    if context.described.method != "GET" {
        return None;
    }
    let items = items::find(context.types, context.page)?;
    let properties = Properties::of(context);
    let found = by_link(context)
        .or_else(|| by_url(&properties))
        .or_else(|| by_parameter(context, &properties))?;
    Some(Pages {
        more: properties.named(&MORE, TypeSet::BOOLEAN),
        ..found.items(items)
    })
}

fn by_link(context: &Context<'_>) -> Option<Pages> {
    let mut headers = context
        .described
        .responses
        .iter()
        .flat_map(|response| response.headers.keys());
    headers.any(|name| name.eq_ignore_ascii_case("link")).then(Pages::link)
}

fn by_url(properties: &Properties<'_>) -> Option<Pages> {
    let is_url = |schema: &Schema<ResolvedId>| {
        let format = schema.format.as_deref().unwrap_or_default();
        matches!(format, "uri" | "url" | "uri-reference" | "iri" | "iri-reference")
    };
    let is_next = |property: &Property<'_>| {
        let named = URLS.contains(&property.words.as_str()) || (property.words == "next" && is_url(property.schema));
        named && is_a(property.schema, TypeSet::STRING)
    };
    Some(Pages::url(properties.only(is_next)?))
}

/// By what the request says. Where there are several ways, the server may expect one of them, and answer only once by another.
fn by_parameter(context: &Context<'_>, properties: &Properties<'_>) -> Option<Pages> {
    let parameters = context.described.parameters.iter();
    let names: Vec<String> = parameters.map(|parameter| words(&parameter.name)).collect();
    let has = |known: &str| names.iter().any(|name| name == known);
    let cursor = CURSORS.iter().any(|(name, _)| has(name));
    let offset = OFFSETS.iter().any(|(name, _)| has(name));
    let page = PAGES.iter().any(|name| has(name));
    match (cursor, offset, page) {
        (true, false, false) => by_cursor(context, properties),
        (false, true, false) => by_offset(context),
        (false, false, true) => by_page(context, properties),
        _ => None,
    }
}

fn by_cursor(context: &Context<'_>, properties: &Properties<'_>) -> Option<Pages> {
    let mut parameters = context.described.parameters.iter();
    parameters.find_map(|parameter| {
        let takes = |schema: &Schema<ResolvedId>| is_a(schema, TypeSet::STRING) || is_a(schema, TypeSet::INTEGER);
        context.parameter(parameter).filter(|schema| takes(schema))?;
        let words = words(&parameter.name);
        let (_, names) = CURSORS.iter().find(|(name, _)| *name == words)?;
        let is_cursor = |property: &Property<'_>| names.contains(&property.words.as_str()) && takes(property.schema);
        Some(Pages::cursor(&parameter.name, properties.only(is_cursor)?))
    })
}

fn by_offset(context: &Context<'_>) -> Option<Pages> {
    OFFSETS.iter().find_map(|(offset, limits)| {
        integer(context, limits)?;
        let (offset, _) = integer(context, &[offset])?;
        Some(Pages::offset(offset))
    })
}

/// Counts pages only if the number of the first page is known.
fn by_page(context: &Context<'_>, properties: &Properties<'_>) -> Option<Pages> {
    let (name, schema) = integer(context, &PAGES)?;
    let default = schema.annotations.default.as_ref().and_then(|default| default.as_i64());
    let minimum = schema.minimum.as_ref().filter(|bound| !bound.exclusive);
    let first = default.or(minimum.and_then(|bound| bound.value.as_i64()))?;
    let pages = Pages {
        count: properties.named(&COUNTS, TypeSet::INTEGER),
        ..Pages::page(name)
    };
    matches!(first, 0 | 1).then(|| pages.first(first))
}

/// The parameter of the query with one of these names that is an integer.
fn integer<'c>(context: &'c Context<'_>, names: &[&str]) -> Option<(&'c str, &'c Schema<ResolvedId>)> {
    context.described.parameters.iter().find_map(|parameter| {
        let schema = context.parameter(parameter)?;
        let named = names.contains(&words(&parameter.name).as_str());
        (named && is_a(schema, TypeSet::INTEGER)).then_some((parameter.name.as_str(), schema))
    })
}

/// A name without marks and case.
pub(super) fn words(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

struct Property<'c> {
    /// Its name without marks.
    words: String,
    pointer: String,
    schema: &'c Schema<ResolvedId>,
}

/// The properties of a page that may say where the next one is.
struct Properties<'c>(Vec<Property<'c>>);

impl<'c> Properties<'c> {
    fn of(context: &'c Context<'_>) -> Self {
        let mut found = Vec::new();
        let Some(page) = context.schema else { return Self(found) };
        for (name, id) in &context.plain(page).properties {
            let property = property("", name, context.plain(*id));
            if AROUND.contains(&property.words.as_str()) {
                let around = property.schema.properties.iter();
                found.extend(around.map(|(name, id)| self::property(&property.pointer, name, context.plain(*id))));
            }
            found.push(property);
        }
        Self(found)
    }

    /// The place of the property, if there is exactly one.
    fn only(&self, is_it: impl Fn(&Property<'_>) -> bool) -> Option<String> {
        let mut found = self.0.iter().filter(|property| is_it(property));
        let first = found.next()?;
        found.next().is_none().then(|| first.pointer.clone())
    }

    fn named(&self, names: &[&str], ty: TypeSet) -> Option<String> {
        self.only(|property| names.contains(&property.words.as_str()) && is_a(property.schema, ty))
    }
}

fn property<'c>(parent: &str, name: &str, schema: &'c Schema<ResolvedId>) -> Property<'c> {
    Property {
        words: words(name),
        pointer: format!("{parent}/{}", escape_token(name)),
        schema,
    }
}

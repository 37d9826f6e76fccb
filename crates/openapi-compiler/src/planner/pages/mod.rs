//! Which operations answer page by page, and how the pages follow each other: as the user says, as an extension says, or by a
//! rule that is sure.

mod extension;
mod items;
mod rules;

use crate::description::{self, ParameterEncoding, ParameterIn};
use crate::diagnostic::Diagnostics;
use crate::document::Location;
use crate::pages::{Next, Pages as Wanted};
use crate::plan::{
    DocumentedResponse, NextPage, Operation, Options, PageInput, Pages, ResponseType, RustType, TypeDef,
};
use crate::resolved::{Resolved, ResolvedId};
use crate::schema::{Schema, TypeSet};

/// An operation that may have pages.
struct Context<'c> {
    resolved: &'c Resolved,
    types: &'c [TypeDef],
    described: &'c description::Operation,
    /// The type of a page.
    page: &'c RustType,
    /// Its schema.
    schema: Option<ResolvedId>,
}

/// Plans the pages of all operations.
pub(super) fn pages(
    resolved: &Resolved,
    types: &[TypeDef],
    operations: &mut [Operation],
    options: &Options,
    diagnostics: &mut Diagnostics,
) {
    let description = &resolved.description;
    let mut chosen: Vec<(Option<Location>, &String, &Wanted)> = Vec::new();
    for (pointer, wanted) in &options.pages {
        chosen.push((description.locate(pointer), pointer, wanted));
    }
    for (described, operation) in description.operations.iter().zip(operations) {
        let by_user = chosen.iter().position(|(at, ..)| at.as_ref() == Some(&described.at));
        let by_user = by_user.map(|index| chosen.swap_remove(index).2);
        operation.pages = of_operation(resolved, types, described, operation, by_user, diagnostics);
    }
    for (_, pointer, _) in chosen {
        misfit(
            &Location::root(),
            &format!("there is no operation at `{pointer}`"),
            diagnostics,
        );
    }
}

fn of_operation(
    resolved: &Resolved,
    types: &[TypeDef],
    described: &description::Operation,
    operation: &Operation,
    by_user: Option<&Wanted>,
    diagnostics: &mut Diagnostics,
) -> Option<Pages> {
    let is_explicit = by_user.is_some() || described.pagination.is_some();
    let Some((page, schema)) = page_of(resolved, described, operation) else {
        if is_explicit {
            misfit(&described.at, "its response is not one type of JSON", diagnostics);
        }
        return None;
    };
    let context = Context {
        resolved,
        types,
        described,
        page,
        schema,
    };
    let (wanted, why) = match (by_user, &described.pagination) {
        (Some(wanted), _) => (Ok(wanted.clone()), "Config::pages".to_owned()),
        (None, Some(extension)) => (extension::read(extension), extension.name.to_owned()),
        (None, None) => (Ok(rules::find(&context)?), "rule".to_owned()),
    };
    let at = described
        .pagination
        .as_ref()
        .map_or(&described.at, |extension| &extension.at);
    match wanted.and_then(|wanted| context.pages(&wanted, why)) {
        Ok(pages) => pages,
        Err(problem) => {
            misfit(at, &problem, diagnostics);
            None
        }
    }
}

/// The type and the schema of a page: what every success that has a body is, in JSON.
fn page_of<'p>(
    resolved: &Resolved,
    described: &description::Operation,
    operation: &'p Operation,
) -> Option<(&'p RustType, Option<ResolvedId>)> {
    let first = operation.successes.first()?;
    let (ResponseType::Json(page), None) = (&first.body, &first.xml) else {
        return None;
    };
    let is_page = |other: &DocumentedResponse| other.body == first.body || other.body == ResponseType::Empty;
    let response = described
        .responses
        .iter()
        .find(|response| response.status == first.status)?;
    let content = response
        .content
        .iter()
        .find(|content| Some(&content.media_type) == first.media_type.as_ref());
    let schema = content
        .and_then(|content| content.schema)
        .map(|schema| resolved.of(schema));
    operation.successes.iter().all(is_page).then_some((page, schema))
}

fn misfit(at: &Location, problem: &str, diagnostics: &mut Diagnostics) {
    let help = "correct how the pages are described: the extension, or `Config::pages`";
    let message = format!("the operation has no `pages`: {problem}");
    diagnostics.warning("pages", at, message, help);
}

impl Context<'_> {
    /// The pages as wanted.
    ///
    /// # Errors
    ///
    /// Checks that the pagination matches the operation.
    fn pages(&self, wanted: &Wanted, why: String) -> Result<Option<Pages>, String> {
        let Some(next) = &wanted.next else { return Ok(None) };
        let at = wanted.items.clone().or_else(|| items::find(self.types, self.page));
        let items = at.as_ref().and_then(|at| items::way(self.types, self.page, at));
        if let (Some(at), None) = (&wanted.items, &items) {
            return Err(format!("there is no list at `{at}` of the response"));
        }
        let next = match next {
            Next::Link => NextPage::Link,
            Next::Url(at) => NextPage::Url(at.clone()),
            Next::Value { to, at } => NextPage::Value {
                to: self.input(to)?,
                at: at.clone(),
            },
            Next::Number {
                to,
                first,
                counts_items,
            } => NextPage::Number {
                to: self.input(to)?,
                first: *first,
                items: at.clone().ok_or("it is not known where the items of a page are")?,
                counts_items: *counts_items,
            },
        };
        Ok(Some(Pages {
            next,
            more: wanted.more.clone(),
            count: wanted.count.clone(),
            items,
            why,
        }))
    }

    /// Where a request says which page it asks for.
    fn input(&self, to: &str) -> Result<PageInput, String> {
        if to.starts_with('/') {
            let body = self.described.request_body.is_some();
            return body
                .then(|| PageInput::Body(to.to_owned()))
                .ok_or_else(|| "it has no request body".to_owned());
        }
        let mut parameters = self.described.parameters.iter();
        let is_it = |known: &description::Parameter| known.location == ParameterIn::Query && known.name == to;
        match parameters.any(is_it) {
            true => Ok(PageInput::Query(to.to_owned())),
            false => Err(format!("it has no parameter `{to}` in the query")),
        }
    }

    /// The schema of a parameter of the query.
    fn parameter(&self, parameter: &description::Parameter) -> Option<&Schema<ResolvedId>> {
        match &parameter.encoding {
            ParameterEncoding::Style { schema, .. } if parameter.location == ParameterIn::Query => {
                Some(self.plain(self.resolved.of((*schema)?)))
            }
            _ => None,
        }
    }

    /// A schema without what only adds null.
    fn plain(&self, id: ResolvedId) -> &Schema<ResolvedId> {
        let schema = &self.resolved.get(id).schema;
        match schema.unions.as_slice() {
            [union] => union.only_variant().map_or(schema, |only| self.plain(only)),
            _ => schema,
        }
    }
}

fn is_a(schema: &Schema<ResolvedId>, ty: TypeSet) -> bool {
    let types = schema.types.without(TypeSet::NULL);
    !types.is_empty() && ty.contains(types)
}

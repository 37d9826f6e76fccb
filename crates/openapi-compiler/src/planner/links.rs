//! Links of responses: which operation follows, and what it gets from the response.

use serde_json::Value;

use super::operations::OF_REQUESTS;
use super::promises::Promises;
use super::scope::{Entry, Scope};
use super::status::status_name;
use crate::description::{self, Description, LinkTarget};
use crate::diagnostic::Diagnostics;
use crate::lock::Kind;
use crate::name::{snake, spellings};
use crate::plan::{Link, LinkValue, Operation};

/// Plans the links of all operations.
pub(super) fn find(
    description: &Description,
    operations: &mut [Operation],
    homes: &[[String; 2]],
    promises: &Promises<'_>,
    diagnostics: &mut Diagnostics,
) {
    let all = description.operations.iter().enumerate();
    let links: Vec<Vec<Link>> = all
        .map(|(index, described)| {
            let (mut links, responses) = of_operation(description, described, operations, index, diagnostics);
            name(&mut links, &responses, &operations[index], &homes[index], promises);
            links.into_iter().map(|(_, link)| link).collect()
        })
        .collect();
    for (operation, links) in operations.iter_mut().zip(links) {
        operation.links = links;
    }
}

/// The names of links in the description, with the links.
type Links<'a> = Vec<(&'a str, Link)>;

/// The links of an operation, and the statuses of the responses that have each.
fn of_operation<'a>(
    description: &Description,
    described: &'a description::Operation,
    operations: &[Operation],
    index: usize,
    diagnostics: &mut Diagnostics,
) -> (Links<'a>, Vec<Vec<String>>) {
    let operation = &operations[index];
    let (mut links, mut responses): (Links<'_>, Vec<Vec<String>>) = (Vec::new(), Vec::new());
    for response in &described.responses {
        let status = status_name(response.status);
        for described in &response.links {
            match of_response(description, described, response, operation, operations) {
                Ok(link) => {
                    let is_known = |(name, known): &(&str, Link)| *name == described.name && is_same(known, &link);
                    // Several responses may have the same link.
                    match links.iter().position(is_known) {
                        Some(known) => responses[known].push(status.clone()),
                        None => {
                            links.push((&described.name, link));
                            responses.push(vec![status.clone()]);
                        }
                    }
                }
                Err(problem) => {
                    let message = format!("the link `{}` is ignored: {problem}", described.name);
                    diagnostics.note("link", &described.at, message);
                }
            }
        }
    }
    (links, responses)
}

/// Names the links of an operation. A link of several responses is promised as that of one.
fn name(
    links: &mut Links<'_>,
    responses: &[Vec<String>],
    operation: &Operation,
    home: &[String; 2],
    promises: &Promises<'_>,
) {
    let mut promised = Vec::new();
    let mut entries = Vec::new();
    for ((label, _), statuses) in links.iter().zip(responses) {
        let mut names = spellings(label, |text| snake(&format!("follow {text}")));
        names.push(snake(&format!("{} of {}", names[0], statuses[0])));
        let find = |status: &&String| {
            promises
                .find(Kind::Link, &[&home[0], &home[1], label, status])
                .is_some()
        };
        let status = statuses.iter().find(find).unwrap_or(&statuses[0]);
        let entry = Entry {
            place: format!("{label} {status}"),
            ..Entry::new(label, names)
        };
        entries.push(entry.promised(promises.name(Kind::Link, &[&home[0], &home[1], label, status])));
        promised.push(status);
    }
    let parameters = operation.parameters.iter().map(|parameter| parameter.name.as_str());
    let reserved: Vec<&str> = OF_REQUESTS.into_iter().chain(parameters).collect();
    let gone = promises.gone(Kind::Link, &[&home[0], &home[1]]);
    let names = Scope::assign_beside(entries, gone, &reserved).names();
    for (((label, link), status), name) in links.iter_mut().zip(promised).zip(names) {
        let subject = [
            operation.method.as_str(),
            operation.path.as_str(),
            *label,
            status.as_str(),
        ];
        promises.make(Kind::Link, &subject, vec![name.clone()]);
        link.name = name;
    }
}

fn is_same(one: &Link, other: &Link) -> bool {
    (one.target, &one.values, &one.docs) == (other.target, &other.values, &other.docs)
}

fn of_response(
    description: &Description,
    link: &description::Link,
    response: &description::Response,
    operation: &Operation,
    operations: &[Operation],
) -> Result<Link, String> {
    if !operation
        .successes
        .iter()
        .any(|success| success.status == response.status)
    {
        return Err("`send` does not return this response".to_owned());
    }
    let index = target(description, link).ok_or("there is no such operation")?;
    let target = &operations[index];
    let mut values = Vec::new();
    for (name, value) in &link.parameters {
        let is_named = |parameter: &crate::plan::Parameter| {
            let qualified = format!("{}.{}", parameter.location.keyword(), parameter.wire_name);
            parameter.wire_name == *name || qualified == *name
        };
        let parameter = target.parameters.iter().position(is_named);
        let parameter = parameter.ok_or_else(|| format!("`{}` has no parameter `{name}`", target.id))?;
        values.extend(self::value(value)?.map(|value| (parameter, value)));
    }
    let is_constant = |(_, value): &(usize, LinkValue)| matches!(value, LinkValue::Constant(_));
    if values.iter().all(is_constant) {
        return Err("it takes nothing from the response".to_owned());
    }
    let is_xml = operation
        .successes
        .iter()
        .any(|success| success.status == response.status && success.xml.is_some());
    if is_xml && values.iter().any(|(_, value)| matches!(value, LinkValue::Body(_))) {
        return Err("the body is XML".to_owned());
    }
    if operation.is_streamed() && values.iter().any(|(_, value)| matches!(value, LinkValue::Body(_))) {
        return Err("the body is a stream".to_owned());
    }
    let given = values.iter().map(|(index, _)| *index);
    let given: Vec<usize> = given.collect();
    let arguments = target.parameters.iter().enumerate();
    let arguments = arguments.filter(|(index, parameter)| parameter.required && !given.contains(index));
    let content = target.content(&target.methods[0]).map(|content| content.name.as_str());
    let arguments: Vec<&str> = (arguments.map(|(_, parameter)| parameter.name.as_str()))
        .chain(content)
        .collect();
    let names = ["response", "linked_response"].map(str::to_owned).to_vec();
    Ok(Link {
        name: String::new(),
        docs: crate::docs::paragraphs([link.description.as_deref()]),
        response: Scope::assign(vec![Entry::new("response", names)], &arguments)
            .names()
            .remove(0),
        target: index,
        values,
    })
}

/// The index of the operation that a link leads to.
fn target(description: &Description, link: &description::Link) -> Option<usize> {
    let mut operations = description.operations.iter();
    match &link.target {
        LinkTarget::Id(id) => operations.position(|operation| operation.operation_id.as_ref() == Some(id)),
        LinkTarget::Reference(at) => operations.position(|operation| at.as_ref() == Some(&operation.at)),
    }
}

/// What a parameter is filled with; nothing where the caller gives what was in the request.
fn value(value: &Value) -> Result<Option<LinkValue>, String> {
    let Value::String(text) = value else {
        return Ok(Some(LinkValue::Constant(value.clone())));
    };
    let pointer = |rest: &str| rest.is_empty() || rest.starts_with('/');
    if let Some(rest) = text.strip_prefix("$response.body") {
        let at = rest.strip_prefix('#').unwrap_or(rest);
        return match pointer(at) {
            true => Ok(Some(LinkValue::Body(at.to_owned()))),
            false => Err(format!("`{text}` is not a valid runtime expression")),
        };
    }
    if let Some(name) = text.strip_prefix("$response.header.") {
        return Ok(Some(LinkValue::Header(name.to_owned())));
    }
    match text.as_str() {
        "$statusCode" => Ok(Some(LinkValue::Status)),
        text if text.starts_with("$request.") => Ok(None),
        text if text.starts_with('$') || text.contains("{$") => {
            Err(format!("the runtime expression `{text}` is not supported"))
        }
        _ => Ok(Some(LinkValue::Constant(value.clone()))),
    }
}

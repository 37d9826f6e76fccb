//! The enum of all webhooks, and what distinguishes them: their names, a property of the body, a header, or both together.

use std::collections::HashSet;

use serde_json::Value;

use super::webhooks::payloads;
use crate::description::{self, ParameterEncoding, ParameterIn};
use crate::diagnostic::Diagnostics;
use crate::name::pascal;
use crate::plan::{Events, Mark, Pair, Webhook};
use crate::resolved::{Resolved, ResolvedId};
use crate::schema::{Schema, Union};

/// Plans the enum. Callbacks are not in it: each has a URL that the caller chooses.
pub(super) fn events(resolved: &Resolved, planned: &[Webhook], diagnostics: &mut Diagnostics) -> Option<Events> {
    let all = payloads(&resolved.description).enumerate();
    let described = all.filter(|(_, (webhook, _))| webhook.operation.is_none());
    let (indexes, described): (Vec<usize>, Vec<_>) = described.unzip();
    if described.is_empty() {
        return None;
    }
    let mut names = HashSet::new();
    let repeated = described.iter().find(|(webhook, _)| !names.insert(&webhook.name));
    if let Some((webhook, _)) = repeated {
        let message = format!(
            "the webhook `{}` has several methods, so its name does not say which event is one",
            webhook.name
        );
        diagnostics.note("webhook", &webhook.at, message);
    }
    let bodies: Vec<Option<ResolvedId>> = described
        .iter()
        .map(|(_, content)| content.schema.map(|schema| resolved.of(schema)))
        .collect();
    let webhooks: Vec<&description::Webhook> = described.iter().map(|(webhook, _)| *webhook).collect();
    let (property, header) = (property(resolved, &bodies), header(resolved, &webhooks));
    let alone = property.is_some() || header.is_some();
    Some(Events {
        variants: indexes
            .iter()
            .map(|index| (pascal(&planned[*index].name), *index))
            .collect(),
        by_name: repeated.is_none(),
        pair: pair(resolved, &webhooks, &bodies).filter(|_| !alone),
        property,
        header,
    })
}

/// The first property whose values are different in each body.
fn property(resolved: &Resolved, bodies: &[Option<ResolvedId>]) -> Option<Mark> {
    let bodies: Vec<ResolvedId> = bodies.iter().copied().collect::<Option<_>>()?;
    let names = properties(resolved, *bodies.first()?, &mut Vec::new());
    names.into_iter().find_map(|name| {
        let values = bodies
            .iter()
            .map(|body| values(resolved, *body, &name, &mut Vec::new()));
        distinct(name.clone(), values)
    })
}

/// The first header whose values are different in each webhook.
fn header(resolved: &Resolved, webhooks: &[&description::Webhook]) -> Option<Mark> {
    let mut names = headers(webhooks.first()?);
    names.find_map(|header| {
        let values = webhooks
            .iter()
            .map(|webhook| values_of_header(resolved, webhook, &header.name));
        distinct(header.name.clone(), values)
    })
}

fn headers(webhook: &description::Webhook) -> impl Iterator<Item = &description::Parameter> {
    let parameters = webhook.parameters.iter();
    parameters.filter(|known| known.location == ParameterIn::Header)
}

/// The values that a header of a webhook has; none if it may have others.
fn values_of_header(resolved: &Resolved, webhook: &description::Webhook, name: &str) -> Option<Vec<String>> {
    let found = headers(webhook).find(|known| known.name.eq_ignore_ascii_case(name))?;
    match &found.encoding {
        ParameterEncoding::Style { schema, .. } => listed(&resolved.get(resolved.of((*schema)?)).schema),
        ParameterEncoding::Content(_) => None,
    }
}

/// The first header and property of which one has different values in any two webhooks.
fn pair(resolved: &Resolved, webhooks: &[&description::Webhook], bodies: &[Option<ResolvedId>]) -> Option<Pair> {
    let names = webhooks.iter().flat_map(|webhook| headers(webhook));
    let mut seen = HashSet::new();
    let names = names.filter(|header| seen.insert(header.name.to_ascii_lowercase()));
    let headers = names.map(|header| {
        let values = webhooks
            .iter()
            .map(|webhook| values_of_header(resolved, webhook, &header.name));
        (header.name.clone(), values.collect())
    });
    let headers: Vec<Values> = headers.filter(tells_some).collect();
    if headers.is_empty() {
        return None;
    }
    let names = bodies.iter().flatten();
    let names = names.flat_map(|body| properties(resolved, *body, &mut Vec::new()));
    let mut seen = HashSet::new();
    let names: Vec<String> = names.filter(|name| seen.insert(name.clone())).collect();
    let properties = names.into_iter().map(|name| {
        let of_body = |body: &Option<ResolvedId>| values(resolved, (*body)?, &name, &mut Vec::new());
        let values = bodies.iter().map(of_body).collect();
        (name, values)
    });
    let properties: Vec<Values> = properties.filter(tells_some).collect();
    let mut pairs = headers
        .iter()
        .flat_map(|header| properties.iter().map(move |property| (header, property)));
    let (header, property) = pairs.find(|(header, property)| {
        let mut each = (0..webhooks.len()).flat_map(|a| (0..a).map(move |b| (a, b)));
        each.all(|(a, b)| differ(header, a, b) || differ(property, a, b))
    })?;
    let values = header.1.iter().cloned().zip(property.1.iter().cloned());
    Some(Pair {
        header: header.0.clone(),
        property: property.0.clone(),
        values: values.map(|(header, property)| [header, property]).collect(),
    })
}

/// The name of a header or property, and its values in each webhook, where they are known.
type Values = (String, Vec<Option<Vec<String>>>);

fn tells_some((_, values): &Values) -> bool {
    values.iter().flatten().count() > 1
}

/// Whether a header or property has other values in one webhook than in another.
fn differ((_, values): &Values, a: usize, b: usize) -> bool {
    match (&values[a], &values[b]) {
        (Some(a), Some(b)) => a.iter().all(|value| !b.contains(value)),
        _ => false,
    }
}

/// A mark, if each webhook has values, and no two have the same.
fn distinct(name: String, values: impl Iterator<Item = Option<Vec<String>>>) -> Option<Mark> {
    let values: Vec<Vec<String>> = values.collect::<Option<_>>()?;
    let mut known = HashSet::new();
    let is_new = values.iter().flatten().all(|value| known.insert(value));
    is_new.then_some(Mark { name, values })
}

/// The properties of a body that may distinguish it.
fn properties(resolved: &Resolved, id: ResolvedId, inside: &mut Vec<ResolvedId>) -> Vec<String> {
    if inside.contains(&id) {
        return Vec::new();
    }
    inside.push(id);
    let schema = &resolved.get(id).schema;
    let of_unions = schema.unions.iter().flat_map(|union| {
        let of_discriminator = union
            .discriminator
            .iter()
            .map(|discriminator| discriminator.property.clone());
        let of_first = union.variants.first().map(|first| properties(resolved, *first, inside));
        of_discriminator
            .chain(of_first.into_iter().flatten())
            .collect::<Vec<_>>()
    });
    let of_unions: Vec<String> = of_unions.collect();
    schema.properties.keys().cloned().chain(of_unions).collect()
}

/// The values that a property of a body has; none if it may have others, or be absent.
fn values(resolved: &Resolved, id: ResolvedId, property: &str, inside: &mut Vec<ResolvedId>) -> Option<Vec<String>> {
    if inside.contains(&id) {
        return None;
    }
    inside.push(id);
    let schema = &resolved.get(id).schema;
    let own = schema
        .properties
        .get(property)
        .filter(|_| schema.required.contains(property));
    let own = own.and_then(|own| listed(&resolved.get(*own).schema));
    let mut unions = schema.unions.iter();
    let found = own.or_else(|| unions.find_map(|union| of_union(resolved, union, property, inside)));
    inside.pop();
    found
}

/// The values that a property has in the variants of a union.
fn of_union(
    resolved: &Resolved,
    union: &Union<ResolvedId>,
    property: &str,
    inside: &mut Vec<ResolvedId>,
) -> Option<Vec<String>> {
    let discriminator = union.discriminator.as_ref().filter(|known| known.property == property);
    let of_variant = |variant: &ResolvedId| {
        let mapping = discriminator.iter().flat_map(|known| &known.mapping);
        let mapped = mapping
            .filter(|(_, target)| *target == variant)
            .map(|(value, _)| value.clone());
        let mapped: Vec<String> = mapped.collect();
        if !mapped.is_empty() {
            return Some(mapped);
        }
        let own = values(resolved, *variant, property, inside);
        own.or_else(|| Some(vec![component(resolved, *variant).filter(|_| discriminator.is_some())?]))
    };
    let values: Vec<Vec<String>> = union.variants.iter().map(of_variant).collect::<Option<_>>()?;
    (!union.null).then(|| values.concat())
}

/// The name of a component, by which a discriminator knows it.
fn component(resolved: &Resolved, id: ResolvedId) -> Option<String> {
    let components = &resolved.description.components;
    let mut names = components.iter().filter(|(_, schema)| resolved.of(**schema) == id);
    names.next().map(|(name, _)| name.clone())
}

/// The values of an `enum` or `const` of texts.
fn listed(schema: &Schema<ResolvedId>) -> Option<Vec<String>> {
    let values = schema.enumeration.as_ref()?.iter();
    values.map(|value| Value::as_str(value).map(str::to_owned)).collect()
}

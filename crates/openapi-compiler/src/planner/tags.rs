//! The names of tags and of their operations.

use std::collections::BTreeMap;

use crate::description::Description;
use crate::docs::paragraphs;
use crate::lock::Kind;
use crate::name::{pascal, snake};
use crate::plan::{Member, Operation, Tag};

use super::operations::RESERVED;
use super::promises::Promises;
use super::scope::{Entry, Scope};
use super::sections::feature;

/// Plans the methods by tag. `homes` are the methods and paths of operations in the lock.
pub(super) fn tags(
    description: &Description,
    operations: &[Operation],
    homes: &[[String; 2]],
    promises: &Promises<'_>,
) -> Vec<Tag> {
    let mut found: BTreeMap<String, (Vec<String>, Vec<usize>)> = BTreeMap::new();
    for (index, operation) in operations.iter().enumerate() {
        for tag in &operation.tags {
            let (tags, members) = found.entry(feature(tag)).or_default();
            tags.extend(Some(tag.clone()).filter(|tag| !tags.contains(tag)));
            members.extend(Some(index).filter(|index| !members.contains(index)));
        }
    }
    let names = names(found.keys(), operations, promises);
    let tags = found.into_iter().zip(names).map(|((feature, (tags, members)), name)| {
        let members = self::members(&feature, &members, operations, homes, promises);
        promises.make(Kind::Tag, &[&feature], vec![name.clone()]);
        let docs = tags.iter().map(|tag| description.tags.get(tag)?.as_deref());
        Tag {
            type_name: pascal(&name),
            docs: paragraphs(docs),
            feature,
            tags,
            name,
            members,
        }
    });
    tags.collect()
}

/// The methods of the client for its tags. They yield to those of operations.
fn names<'f>(
    features: impl Iterator<Item = &'f String>,
    operations: &[Operation],
    promises: &Promises<'_>,
) -> Vec<String> {
    let entries = features.map(|feature| {
        let name = snake(feature);
        let names = vec![name.clone(), format!("{name}_operations")];
        Entry::new(feature, names).promised(promises.name(Kind::Tag, &[feature]))
    });
    let entries = entries.collect();
    let aliases = operations.iter().flat_map(|operation| &operation.aliases);
    let aliases = aliases.flat_map(|alias| &alias.methods);
    let methods = operations.iter().flat_map(|operation| &operation.methods);
    let taken = methods.map(|method| &method.name).chain(aliases);
    let reserved: Vec<&str> = taken.map(String::as_str).chain(RESERVED).collect();
    Scope::assign_beside(entries, promises.gone(Kind::Tag, &[]), &reserved).names()
}

fn members(
    feature: &str,
    members: &[usize],
    operations: &[Operation],
    homes: &[[String; 2]],
    promises: &Promises<'_>,
) -> Vec<Member> {
    let other_bodies = |operation: &Operation| -> Vec<String> {
        let others = operation.methods.iter().skip(1);
        let bodies = others.map(|method| method.name.trim_start_matches(operation.name.as_str()).to_owned());
        bodies.collect()
    };
    let entries = members.iter().map(|index| {
        let (operation, [method, path]) = (&operations[*index], &homes[*index]);
        let tag = snake(feature);
        let short = without_tag(&operation.name, &tag);
        let full = [operation.name.clone(), format!("{}_{tag}", operation.name)];
        let names = short.into_iter().chain(full).collect();
        Entry::new(&operation.id, names).promised(promises.name(Kind::Member, &[feature, method, path]))
    });
    let entries = entries.collect();
    let gone = promises.gone(Kind::Member, &[feature]);
    let scope = Scope::assign_forms(entries, gone, &["clone", "fmt"], |index, name| {
        let operation = members.get(index).map(|index| &operations[*index]);
        let others = operation.map(other_bodies).unwrap_or_default();
        let others = others.iter().map(|body| format!("{name}{body}"));
        [name.to_owned()].into_iter().chain(others).collect()
    });
    let named = members.iter().zip(scope.names()).map(|(index, name)| {
        let (operation, [method, path]) = (&operations[*index], &homes[*index]);
        promises.make(Kind::Member, &[feature, method, path], vec![name.clone()]);
        let others = other_bodies(operation);
        let others = others.iter().map(|body| format!("{name}{body}"));
        Member {
            operation: *index,
            methods: [name.clone()].into_iter().chain(others).collect(),
        }
    });
    named.collect()
}

/// The name of an operation without the words of its tag in front or behind: `list` for `pets_list` and `list_pets`.
fn without_tag(name: &str, tag: &str) -> Option<String> {
    let before = name.strip_prefix(tag).and_then(|rest| rest.strip_prefix('_'));
    let behind = || name.strip_suffix(tag).and_then(|rest| rest.strip_suffix('_'));
    let short = before.or_else(behind)?;
    (snake(short) == short).then(|| short.to_owned())
}

#[cfg(test)]
mod tests {
    use super::without_tag;

    #[test]
    fn a_short_name_is_a_name() {
        assert_eq!(without_tag("pets_list", "pets").as_deref(), Some("list"));
        assert_eq!(without_tag("list_pets", "pets").as_deref(), Some("list"));
        assert_eq!(without_tag("list_carpets", "pets"), None);
        assert_eq!(without_tag("pets", "pets"), None);
        assert_eq!(without_tag("pets_type", "pets"), None, "a keyword");
        assert_eq!(without_tag("pets_2", "pets"), None, "a number");
    }
}

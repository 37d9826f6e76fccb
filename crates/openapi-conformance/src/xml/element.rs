//! Elements: written as text, read by the crate `roxmltree`, and compared.

use std::collections::{BTreeMap, BTreeSet};

use crate::shown;

/// The namespace of `xsi:nil`, which marks null.
const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// A name: the namespace, which may be empty, and the local name.
type Name = (String, String);

/// An element.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Element {
    pub name: Name,
    pub attributes: BTreeMap<Name, String>,
    pub children: Vec<Element>,
    /// Its text, without that of elements in it.
    pub text: String,
}

impl Element {
    /// Marks it as null.
    pub fn set_nil(&mut self) {
        let nil = (SCHEMA_INSTANCE.to_owned(), "nil".to_owned());
        self.attributes.insert(nil, "true".to_owned());
    }

    /// Reads a document.
    pub fn parse(text: &str) -> Result<Self, String> {
        let document = roxmltree::Document::parse(text).map_err(|error| error.to_string())?;
        Ok(Self::of(document.root_element()))
    }

    fn of(node: roxmltree::Node<'_, '_>) -> Self {
        let name = |namespace: Option<&str>, local: &str| (namespace.unwrap_or_default().to_owned(), local.to_owned());
        let text = node.children().filter(|child| child.is_text());
        Self {
            name: name(node.tag_name().namespace(), node.tag_name().name()),
            attributes: node
                .attributes()
                .map(|attribute| {
                    (
                        name(attribute.namespace(), attribute.name()),
                        attribute.value().to_owned(),
                    )
                })
                .collect(),
            children: node
                .children()
                .filter(|child| child.is_element())
                .map(Self::of)
                .collect(),
            text: text.filter_map(|child| child.text()).collect(),
        }
    }

    /// The document. Its prefixes are not those of the description, which are up to the writer.
    pub fn document(&self) -> String {
        let mut namespaces = BTreeSet::new();
        self.add_namespaces(&mut namespaces);
        let prefixes: Vec<&str> = namespaces.into_iter().collect();
        let declarations = prefixes.iter().enumerate();
        let declarations = declarations.map(|(nth, namespace)| format!(" xmlns:q{nth}='{}'", escaped(namespace)));
        let mut text = "<?xml version='1.0'?>\n<!-- from a test -->\n".to_owned();
        self.write(&prefixes, &declarations.collect::<String>(), &mut text);
        text
    }

    fn add_namespaces<'e>(&'e self, namespaces: &mut BTreeSet<&'e str>) {
        let names = self.attributes.keys().chain([&self.name]);
        namespaces.extend(
            names
                .map(|(namespace, _)| namespace.as_str())
                .filter(|name| !name.is_empty()),
        );
        self.children.iter().for_each(|child| child.add_namespaces(namespaces));
    }

    fn write(&self, prefixes: &[&str], declarations: &str, to: &mut String) {
        let qualified = |(namespace, local): &Name| match prefixes.iter().position(|known| known == namespace) {
            Some(nth) => format!("q{nth}:{local}"),
            None => local.clone(),
        };
        let attributes = self.attributes.iter();
        let attributes = attributes.map(|(name, value)| format!(" {}='{}'", qualified(name), escaped(value)));
        let name = qualified(&self.name);
        *to += &format!(
            "<{name}{declarations}{}>{}",
            attributes.collect::<String>(),
            escaped(&self.text)
        );
        self.children.iter().for_each(|child| child.write(prefixes, "", to));
        *to += &format!("</{name}>");
    }

    /// How an element that arrived differs. The order of elements of different names does not matter.
    pub fn difference(&self, arrived: &Self) -> Option<String> {
        let at = &self.name.1;
        if self.name != arrived.name {
            return Some(format!(
                "expected the element {:?}, arrived {:?}",
                self.name, arrived.name
            ));
        }
        let is_same =
            |(name, text): (&Name, &String)| arrived.attributes.get(name).is_some_and(|other| is_same(text, other));
        if self.attributes.len() != arrived.attributes.len() || !self.attributes.iter().all(is_same) {
            let (wanted, arrived) = (format!("{:?}", self.attributes), format!("{:?}", arrived.attributes));
            return Some(format!(
                "the attributes of `{at}`: expected {}, arrived {}",
                shown::text(&wanted),
                shown::text(&arrived)
            ));
        }
        // Text beside elements is layout.
        let has_text = !self.text.is_empty() || self.children.is_empty();
        if has_text && !self::is_same(&self.text, &arrived.text) {
            return Some(format!(
                "the text of `{at}`: expected {}, arrived {}",
                shown::text(&self.text),
                shown::text(&arrived.text)
            ));
        }
        let (wanted, found) = (self.sorted(), arrived.sorted());
        if wanted
            .iter()
            .map(|child| &child.name)
            .ne(found.iter().map(|child| &child.name))
        {
            let names = |children: &[&Self]| {
                let names: Vec<&str> = children.iter().map(|child| child.name.1.as_str()).collect();
                shown::text(&names.join(" "))
            };
            return Some(format!(
                "the elements in `{at}`: expected {}, arrived {}",
                names(&wanted),
                names(&found)
            ));
        }
        let mut pairs = wanted.into_iter().zip(found);
        pairs.find_map(|(wanted, found)| wanted.difference(found))
    }

    /// The elements in it by their names; those of one name in their order.
    fn sorted(&self) -> Vec<&Self> {
        let mut children: Vec<&Self> = self.children.iter().collect();
        children.sort_by(|a, b| a.name.cmp(&b.name));
        children
    }
}

/// Whether two texts are the same, or the same number.
fn is_same(wanted: &str, arrived: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    wanted == arrived || number(wanted).is_some_and(|wanted| number(arrived) == Some(wanted))
}

fn escaped(text: &str) -> String {
    let escaped = text.chars().map(|c| match c {
        '<' | '>' | '&' | '\'' | '"' | '\r' | '\n' | '\t' => format!("&#x{:x};", u32::from(c)),
        c => c.to_string(),
    });
    escaped.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Element {
        Element::parse(text).expect("XML")
    }

    #[test]
    fn a_document_is_read_as_it_was() {
        let text = "<a xmlns='urn:a' xmlns:b='urn:b' b:c='1&#10;2'><b:d>&lt;x> </b:d><e/><e xmlns=''>\u{1f980}</e></a>";
        let element = parsed(text);
        assert_eq!(parsed(&element.document()), element);
        assert_eq!(element.difference(&parsed(&element.document())), None);
    }

    #[test]
    fn prefixes_order_and_layout_do_not_matter() {
        let wanted = parsed("<a><b>1</b><c>x</c></a>");
        assert_eq!(wanted.difference(&parsed("<a>\n <c>x</c> <b>1.0</b>\n</a>")), None);
        assert_eq!(parsed("<p:a xmlns:p='u'/>").difference(&parsed("<a xmlns='u'/>")), None);
    }

    #[test]
    fn everything_else_is_a_difference() {
        let wanted = parsed("<a xmlns:n='u' b='1'><c>x</c><d/><d>2</d></a>");
        for arrived in [
            "<z b='1'><c>x</c><d/><d>2</d></z>",
            "<a xmlns='u' b='1'><c>x</c><d/><d>2</d></a>",
            "<a><b>1</b><c>x</c><d/><d>2</d></a>",
            "<a b='2'><c>x</c><d/><d>2</d></a>",
            "<a b='1' e='1'><c>x</c><d/><d>2</d></a>",
            "<a b='1'><c>x </c><d/><d>2</d></a>",
            "<a b='1'><c>x</c><d>2</d><d/></a>",
            "<a b='1'><c>x</c><d/></a>",
        ] {
            assert!(wanted.difference(&parsed(arrived)).is_some(), "{arrived}");
        }
    }
}

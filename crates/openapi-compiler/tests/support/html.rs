//! Pages, as a browser reads them.

use std::cell::Ref;

use html5ever::parse_document;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// An element: its name, its attributes and the text in it.
#[derive(Debug)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub text: String,
}

impl Element {
    pub fn get(&self, name: &str) -> &str {
        let attribute = self.attributes.iter().find(|(known, _)| known == name);
        attribute.map_or("", |(_, value)| value)
    }
}

/// The elements of a page, which must have no errors.
pub fn elements(page: &str) -> Vec<Element> {
    let dom = parse_document(RcDom::default(), Default::default()).one(page);
    let errors: Ref<'_, Vec<_>> = dom.errors.borrow();
    assert!(errors.is_empty(), "{errors:?}");
    let mut found = Vec::new();
    add(&dom.document, &mut found);
    found
}

fn add(node: &Handle, found: &mut Vec<Element>) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attributes = attrs.borrow();
        let attributes = attributes
            .iter()
            .map(|known| (known.name.local.to_string(), known.value.to_string()));
        found.push(Element {
            name: name.local.to_string(),
            attributes: attributes.collect(),
            text: text(node),
        });
    }
    node.children.borrow().iter().for_each(|child| add(child, found));
}

fn text(node: &Handle) -> String {
    match &node.data {
        NodeData::Text { contents } => contents.borrow().to_string(),
        _ => node.children.borrow().iter().map(text).collect(),
    }
}

pub fn named<'e>(elements: &'e [Element], name: &'e str) -> impl Iterator<Item = &'e Element> {
    elements.iter().filter(move |element| element.name == name)
}

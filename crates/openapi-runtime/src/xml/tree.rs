//! The elements of a document.

use quick_xml::XmlVersion;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{NamespaceResolver, ResolveResult};
use quick_xml::reader::NsReader;

use super::SCHEMA_INSTANCE;

/// How deep elements may be in others.
const DEPTH: usize = 128;

/// A name: the namespace, which may be empty, and the local name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Name {
    pub namespace: String,
    pub local: String,
}

/// An element.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub name: Name,
    pub attributes: Vec<(Name, String)>,
    pub children: Vec<Element>,
    /// Its text, without that of elements in it.
    pub text: String,
}

impl Element {
    /// Reads a document. Entities of its own are not expanded: one that is used is an error.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut reader = NsReader::from_str(text);
        reader.config_mut().expand_empty_elements = true;
        let mut open: Vec<Self> = Vec::new();
        let mut root = None;
        loop {
            let event = reader.read_event().map_err(|error| invalid(&error))?;
            match event {
                Event::Start(start) => {
                    if open.len() == DEPTH {
                        return Err(format!("elements are more than {DEPTH} levels deep"));
                    }
                    open.push(Self::start(&start, reader.resolver())?);
                }
                Event::End(_) => {
                    let ended = open.pop().unwrap_or_default();
                    match open.last_mut() {
                        Some(parent) => parent.children.push(ended),
                        None if root.is_none() => root = Some(ended),
                        None => return Err("there are several root elements".to_owned()),
                    }
                }
                Event::Text(text) => add(&mut open, &text.xml10_content())?,
                Event::CData(text) => add(&mut open, &text.xml10_content())?,
                Event::GeneralRef(reference) => {
                    let character = reference.resolve_char_ref().map_err(|error| invalid(&error))?;
                    let name = reference.xml10_content();
                    match (character, resolve_predefined_entity(&name)) {
                        (Some(character), _) => add(&mut open, character.encode_utf8(&mut [0; 4]))?,
                        (None, Some(text)) => add(&mut open, text)?,
                        (None, None) => return Err("it has an entity of its own".to_owned()),
                    }
                }
                Event::Eof if open.is_empty() => return root.ok_or_else(|| "there is no element".to_owned()),
                Event::Eof => return Err("it ends within an element".to_owned()),
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) => {}
            }
        }
    }

    fn start(start: &BytesStart<'_>, resolver: &NamespaceResolver) -> Result<Self, String> {
        let (namespace, local) = resolver.resolve_element(start.name());
        let name = named(namespace, local.as_ref());
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|error| invalid(&error))?;
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let (namespace, local) = resolver.resolve_attribute(attribute.key);
            let value = attribute.normalized_value(XmlVersion::Implicit1_0);
            let value = value.map_err(|error| invalid(&error))?.into_owned();
            attributes.push((named(namespace, local.as_ref()), value));
        }
        Ok(Self {
            name,
            attributes,
            ..Self::default()
        })
    }

    /// Whether it stands for null.
    pub fn is_nil(&self) -> bool {
        let is_nil = |name: &Name| name.local == "nil" && name.namespace == SCHEMA_INSTANCE;
        let mut attributes = self.attributes.iter();
        attributes.any(|(name, value)| is_nil(name) && matches!(value.trim(), "true" | "1"))
    }
}

fn named(namespace: ResolveResult<'_>, local: &str) -> Name {
    let namespace = match namespace {
        ResolveResult::Bound(namespace) => namespace.as_ref().to_owned(),
        ResolveResult::Unbound | ResolveResult::Unknown(_) => String::new(),
    };
    let local = local.to_owned();
    Name { namespace, local }
}

/// Adds text to the element that is open.
fn add(open: &mut [Element], text: &str) -> Result<(), String> {
    match open.last_mut() {
        Some(element) => element.text += text,
        None if text.trim().is_empty() => {}
        None => return Err("there is text outside of the root element".to_owned()),
    }
    Ok(())
}

/// The kind of a problem, without content of the document.
fn invalid(error: &dyn std::error::Error) -> String {
    let text = error.to_string();
    let kind = text.split([':', '`', '\'', '"']).next().unwrap_or_default().trim();
    format!("it is not well-formed: {kind}")
}

//! Choices of users by place: names and secrets.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use crate::description::{Description, MediaType, NamedEvent};
use crate::diagnostic::Diagnostics;
use crate::document::Location;
use crate::formats::FormatTypes;
use crate::name::is_identifier;
use crate::plan::Options;
use crate::resolved::{Resolved, ResolvedId};
use crate::schema::SchemaId;

use super::content::essence;
use super::lenient::Lenient;

/// The overrides by what they apply to. Each lookup that finds a name marks it as used.
pub(super) struct Overrides {
    /// The chosen names, by the places that users give.
    names: HashMap<Location, String>,
    /// The places whose names types have.
    types: HashMap<ResolvedId, Location>,
    /// The places whose names fields have, by the places of the object and its property.
    fields: HashMap<Location, Location>,
    /// The places whose names variants have, by the place of the union.
    variants: HashMap<(Location, ResolvedId), Location>,
    secrets: HashSet<Location>,
    /// The schemas of the data of events, by the places of media types.
    events: HashMap<Location, SchemaId>,
    pub lenient: Lenient,
    pub formats: FormatTypes,
    /// Whether the client checks constraints.
    pub validate: bool,
    /// Whether requests have the defaults of the description.
    pub defaults: bool,
    /// Whether bodies of XML are values.
    pub xml: bool,
    used: RefCell<HashSet<Location>>,
}

impl Overrides {
    pub fn new(resolved: &Resolved, options: &Options, diagnostics: &mut Diagnostics) -> Self {
        let description = &resolved.description;
        let mut overrides = Self {
            names: HashMap::new(),
            types: HashMap::new(),
            fields: HashMap::new(),
            variants: HashMap::new(),
            secrets: HashSet::new(),
            events: HashMap::new(),
            lenient: Lenient::new(&options.lenient, description, diagnostics),
            formats: FormatTypes::new(&options.formats, diagnostics),
            validate: options.validate,
            defaults: options.defaults,
            xml: options.xml,
            used: RefCell::default(),
        };
        for (text, name) in &options.renames {
            let at = description.locate(text);
            if !is_identifier(name) {
                let message = format!("`{name}` is not a valid Rust identifier (rename of `{text}`)");
                let help = "give `Config::rename` an identifier that is not a keyword";
                diagnostics.error(
                    "invalid-rename",
                    &at.clone().unwrap_or_else(|| Location::named(text)),
                    message,
                    help,
                );
            }
            match at.filter(|at| is_known(at, resolved)) {
                Some(at) => drop(overrides.names.insert(at, name.clone())),
                None => {
                    let message =
                        format!("there is no schema, operation, parameter or server at `{text}` to call `{name}`");
                    let help = "check the JSON pointer given to `Config::rename`; a rename without a target usually \
                                means that the description has changed";
                    diagnostics.warning("unknown-rename", &Location::named(text), message, help);
                }
            }
        }
        for secret in &options.secrets {
            let at = description
                .locate(secret)
                .filter(|at| description.schemas.at(at).is_some());
            match at {
                Some(at) => drop(overrides.secrets.insert(at)),
                None => {
                    let message = format!("there is no schema at `{secret}` to keep secret");
                    let help = "check the JSON pointer given to `Config::secret`";
                    diagnostics.error("unknown-secret", &Location::root(), message, help);
                }
            }
        }
        for (operation, schema) in &options.events {
            overrides.events_of(operation, schema, description, diagnostics);
        }
        overrides.assign(resolved);
        overrides
    }

    /// The events of an operation have data of a schema.
    fn events_of(&mut self, operation: &str, schema: &str, description: &Description, diagnostics: &mut Diagnostics) {
        let at = description.locate(operation);
        let operations = description
            .operations
            .iter()
            .filter(|known| Some(&known.at) == at.as_ref());
        let contents = operations
            .flat_map(|known| &known.responses)
            .flat_map(|response| &response.content);
        let streams: Vec<Location> = contents
            .filter(|content| is_events(content))
            .map(|content| content.at.clone())
            .collect();
        let data = description.locate(schema).and_then(|at| description.schemas.at(&at));
        match data.filter(|_| !streams.is_empty()) {
            Some(data) => self.events.extend(streams.into_iter().map(|at| (at, data))),
            None => {
                let message = format!("`{operation}` does not stream events, or there is no schema at `{schema}`");
                let help = "check the JSON pointers given to `Config::events`";
                diagnostics.warning("unknown-events", &Location::named(operation), message, help);
            }
        }
    }

    /// The schema of the data of events.
    pub fn event_data(&self, content: &MediaType) -> Option<SchemaId> {
        let chosen = self.events.get(&content.at).copied();
        chosen.or(content.event_data.filter(|_| is_events(content)))
    }

    /// The events that are known by their names, unless the user chose a schema of the data of all.
    pub fn named_events<'c>(&self, content: &'c MediaType) -> &'c [NamedEvent] {
        match is_events(content) && self.event_data(content).is_none() {
            true => &content.events,
            false => &[],
        }
    }

    /// Finds out what each name is for: the type that a schema defines, else the field or the variant that it is the
    /// schema of, else the type that it refers to.
    fn assign(&mut self, resolved: &Resolved) {
        let schemas = &resolved.description.schemas;
        let composed = Composed::new(resolved, !self.names.is_empty());
        let mut places: Vec<&Location> = self.names.keys().collect();
        places.sort();
        for at in places {
            let Some(id) = schemas.at(at).map(|id| resolved.of(id)) else {
                continue;
            };
            let defines = resolved.get(id).at == *at;
            if defines {
                self.types.insert(id, at.clone());
            }
            let tokens: Vec<String> = at.tokens().collect();
            let [.., keyword, last] = tokens.as_slice() else {
                continue;
            };
            let owners = parent(at)
                .and_then(|at| parent(&at))
                .and_then(|owner| schemas.at(&owner));
            let owners = owners.map(|owner| composed.with(owner)).unwrap_or_default();
            match keyword.as_str() {
                "properties" => {
                    for owner in owners {
                        let field = resolved.get(resolved.of(owner)).at.child("properties").child(last);
                        self.fields.entry(field).or_insert_with(|| at.clone());
                    }
                }
                "oneOf" | "anyOf" => {
                    for owner in owners {
                        let union = resolved.get(resolved.of(owner)).at.clone();
                        self.variants.entry((union, id)).or_insert_with(|| at.clone());
                    }
                }
                _ if !defines => drop(self.types.entry(id).or_insert_with(|| at.clone())),
                _ => {}
            }
        }
    }

    /// The name of an operation, a parameter, a body or a server.
    pub fn name(&self, at: &Location) -> Option<&str> {
        let name = self.names.get(at)?;
        self.used.borrow_mut().insert(at.clone());
        Some(name)
    }

    /// The name of the type that a schema defines.
    pub fn type_name(&self, id: ResolvedId, at: &Location) -> Option<&str> {
        self.name(at).or_else(|| self.name(self.types.get(&id)?))
    }

    /// The name of a field of the object at `owner`; `defined` says whether its schema defines a type, whose name it is.
    pub fn field(&self, owner: &Location, property: &str, id: ResolvedId, defined: bool) -> Option<&str> {
        let place = owner.child("properties").child(property);
        let at = self.fields.get(&place).unwrap_or(&place);
        let is_type = defined && self.types.get(&id) == Some(at);
        (!is_type).then(|| self.name(at)).flatten()
    }

    /// The name of a variant of the union at `union`; `defined` says whether its schema defines a type, whose name it is.
    pub fn variant(&self, union: &Location, id: ResolvedId, defined: bool) -> Option<&str> {
        let at = self.variants.get(&(union.clone(), id))?;
        let is_type = defined && self.types.get(&id) == Some(at);
        (!is_type).then(|| self.name(at)).flatten()
    }

    /// Whether users keep what is at one of the places secret.
    pub fn is_secret(&self, places: &[&Location]) -> bool {
        places.iter().any(|at| self.secrets.contains(at))
    }

    /// Reports the names and types of formats that nothing has.
    pub fn report_unused(&self, diagnostics: &mut Diagnostics) {
        self.formats.report_unused(diagnostics);
        self.lenient.report_unused(diagnostics);
        let used = self.used.borrow();
        let mut unused: Vec<_> = self.names.iter().filter(|(at, _)| !used.contains(at)).collect();
        unused.sort();
        for (at, name) in unused {
            let message = format!("nothing there has a name of its own; `{name}` is not used");
            let help = "rename the schema, property, variant, parameter, operation or server itself";
            diagnostics.warning("unused-rename", at, message, help);
        }
    }
}

/// Which schema objects are composed of which.
struct Composed(HashMap<SchemaId, Vec<SchemaId>>);

impl Composed {
    fn new(resolved: &Resolved, is_needed: bool) -> Self {
        let schemas = &resolved.description.schemas;
        let mut holders: HashMap<SchemaId, Vec<SchemaId>> = HashMap::new();
        for id in schemas.ids().filter(|_| is_needed) {
            let node = schemas.get(id);
            for member in node.reference.iter().chain(&node.all_of) {
                holders.entry(*member).or_default().push(id);
            }
        }
        Self(holders)
    }

    /// A schema object, then those that are composed of it.
    fn with(&self, id: SchemaId) -> Vec<SchemaId> {
        let mut found = vec![id];
        let mut next = 0;
        while let Some(id) = found.get(next).copied() {
            for holder in self.0.get(&id).into_iter().flatten() {
                if !found.contains(holder) {
                    found.push(*holder);
                }
            }
            next += 1;
        }
        found
    }
}

fn is_events(content: &MediaType) -> bool {
    essence(&content.media_type) == "text/event-stream"
}

fn is_known(at: &Location, resolved: &Resolved) -> bool {
    let description = &resolved.description;
    // A property that several members of a composition describe is named after the property of the composition.
    let tokens: Vec<String> = at.tokens().collect();
    let owner = parent(at)
        .and_then(|at| parent(&at))
        .and_then(|owner| description.schemas.at(&owner));
    let is_property = match (tokens.as_slice(), owner) {
        ([.., keyword, name], Some(owner)) if keyword == "properties" => {
            resolved.get(resolved.of(owner)).schema.properties.contains_key(name)
        }
        _ => false,
    };
    let mut operations = description.operations.iter();
    is_property
        || description.schemas.at(at).is_some()
        || description.servers.iter().any(|server| server.at == *at)
        || operations.any(|operation| {
            let of_body = operation.request_body.iter().flat_map(|body| &body.content);
            operation.at == *at
                || operation.parameters.iter().any(|parameter| parameter.at == *at)
                || of_body.into_iter().any(|content| content.at == *at)
        })
}

fn parent(at: &Location) -> Option<Location> {
    let end = at.pointer.rfind('/')?;
    Some(Location {
        file: at.file,
        pointer: at.pointer[..end].to_owned(),
    })
}

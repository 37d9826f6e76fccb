//! What each file of a client has, and how the others reach it.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::ident;
use crate::docs::code;
use crate::plan::{Operation, Plan, Section, Sections, TypeDef};

/// The folder of the sections, beside the code.
const FOLDER: &str = "tags";

/// What a file of a client has.
#[derive(Clone, Copy)]
pub(super) struct Extent<'p> {
    pub plan: &'p Plan,
    of: Of<'p>,
}

#[derive(Clone, Copy)]
enum Of<'p> {
    /// All of the client.
    All,
    /// What the sections share.
    Head(&'p Sections),
    /// The section with this index.
    Section(&'p Sections, usize),
}

impl<'p> Extent<'p> {
    /// That of the main file.
    pub fn main(plan: &'p Plan) -> Self {
        let of = plan.sections.as_ref().map_or(Of::All, Of::Head);
        Self { plan, of }
    }

    /// Those of the other files, each with its path.
    pub fn others(plan: &'p Plan) -> impl Iterator<Item = (String, Self)> {
        let sections = plan.sections.iter().flat_map(|sections| {
            let others = sections.sections.iter().enumerate();
            others.map(move |(index, section)| (path(section), Of::Section(sections, index)))
        });
        sections.map(move |(path, of)| (path, Self { plan, of }))
    }

    pub fn operations(self) -> impl Iterator<Item = &'p Operation> {
        let operations = self.plan.operations.iter().enumerate();
        operations
            .filter(move |(index, _)| self.has_operation(*index))
            .map(|(_, operation)| operation)
    }

    pub fn has_operation(self, index: usize) -> bool {
        self.has(|sections| sections.operations[index])
    }

    pub fn types(self) -> impl Iterator<Item = &'p TypeDef> {
        let types = self.plan.types.iter().enumerate();
        types
            .filter(move |(index, _)| self.has(|sections| sections.types[*index]))
            .map(|(_, ty)| ty)
    }

    pub fn has_operations(self) -> bool {
        self.operations().next().is_some()
    }

    pub fn has_types(self) -> bool {
        self.types().next().is_some()
    }

    pub fn is_main(self) -> bool {
        !matches!(self.of, Of::Section(..))
    }

    fn has(self, section: impl FnOnce(&Sections) -> usize) -> bool {
        match self.of {
            Of::All => true,
            Of::Head(_) => false,
            Of::Section(sections, own) => section(sections) == own,
        }
    }

    /// The types of other sections that the types of this one hold.
    pub fn imports(self) -> Option<TokenStream> {
        let Of::Section(sections, own) = self.of else {
            return None;
        };
        let mut others: Vec<usize> = self.types().flat_map(|ty| ty.named_types()).collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|index| sections.types[*index] != own);
        let names = others.iter().map(|index| ident(&self.plan.types[*index].name));
        (!others.is_empty()).then(|| quote!(use super::super::types::{ #(#names),* };))
    }

    /// How a type of any section is reached among the types of this one, and on which condition.
    pub fn path_of(self, index: usize) -> (Option<TokenStream>, TokenStream) {
        let name = ident(&self.plan.types[index].name);
        match self.has(|sections| sections.types[index]) {
            true => (None, quote!(#name)),
            false => {
                let root = match self.is_main() {
                    true => quote!(super),
                    false => quote!(super::super),
                };
                (
                    self.condition(|sections| sections.types[index]),
                    quote!(#root::types::#name),
                )
            }
        }
    }

    /// The condition of an item in this file that needs an operation of any file.
    pub fn with_operation(self, index: usize) -> Option<TokenStream> {
        self.condition(|sections| sections.operations[index])
    }

    fn condition(self, section: impl FnOnce(&Sections) -> usize) -> Option<TokenStream> {
        match self.of {
            Of::All => None,
            Of::Head(sections) => Some(condition(&sections.sections[section(sections)])),
            Of::Section(sections, own) => {
                let other = &sections.sections[section(sections)];
                (!other.is_there_with(&sections.sections[own])).then(|| condition(other))
            }
        }
    }

    /// The documentation of the file of a section.
    pub fn head(self) -> Option<TokenStream> {
        let features = self.section()?.features.iter().map(|feature| code(feature));
        let about = format!(
            " What is compiled with any of the features {}.",
            features.collect::<Vec<_>>().join(", ")
        );
        let uses = self.has_operations().then(|| {
            quote!(
                #[allow(unused_imports)]
                use super::{Client, operations, types};
            )
        });
        Some(quote!(#![doc = #about] #uses))
    }

    /// The names of the modules of operations and types in the file. At the root of the file of a section, `operations` and `types` are those of
    /// the whole client.
    pub fn modules(self) -> [Ident; 2] {
        let names = match self.is_main() {
            true => ["operations", "types"],
            false => ["own_operations", "own_types"],
        };
        names.map(ident)
    }

    /// The modules of the other files.
    pub fn files(self) -> Option<TokenStream> {
        let others = Self::others(self.plan);
        let modules = others.filter_map(|(path, other)| {
            let (condition, module) = other.reached()?;
            // The names of its features are separated by `__`.
            Some(quote!(#condition #[allow(non_snake_case)] #[path = #path] mod #module;))
        });
        matches!(self.of, Of::Head(_)).then(|| quote!(#(#modules)*))
    }

    /// What the main file shows of a module of the other files (the first or second of [`modules`](Self::modules)), if they have
    /// something in it.
    pub fn shown(self, index: usize, has: impl Fn(Self) -> bool) -> Option<TokenStream> {
        let others = Self::others(self.plan).filter(|(_, other)| has(*other));
        let shown = others.filter_map(|(_, other)| {
            let (condition, module) = other.reached()?;
            let name = &other.modules()[index];
            Some(quote!(#condition pub use super::#module::#name::*;))
        });
        matches!(self.of, Of::Head(_)).then(|| quote!(#(#shown)*))
    }

    fn section(self) -> Option<&'p Section> {
        match self.of {
            Of::Section(sections, own) => Some(&sections.sections[own]),
            _ => None,
        }
    }

    /// The condition of a section, and its module.
    fn reached(self) -> Option<(TokenStream, Ident)> {
        let section = self.section()?;
        Some((condition(section), ident(&section.module)))
    }
}

/// The attribute of what is compiled with a section.
fn condition(section: &Section) -> TokenStream {
    let features = &section.features;
    match features.as_slice() {
        [feature] => quote!(#[cfg(feature = #feature)]),
        _ => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}

fn path(section: &Section) -> String {
    format!("{FOLDER}/{}.rs", section.module)
}

//! The public items of `openapi-build` and `openapi-runtime` are as in `public-api/`, so that a review sees each change. Each of them, and
//! of `openapi-conformance`, has an example.
//!
//! `UPDATE=1 cargo test -p openapi-fixtures --test public_api` writes the lists.

#[path = "public_api/examples.rs"]
mod examples;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use syn::{Attribute, Fields, File, ImplItem, Item, ItemImpl, TraitItem, Type, UseTree, Visibility};

fn crates() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The items of a module, in its file and in those of the modules below it.
struct Module {
    items: Vec<Item>,
}

impl Module {
    fn read(file: &Path) -> Self {
        let mut items = Vec::new();
        read(file, &mut items);
        Self { items }
    }

    /// The public item of this name, and its implementations.
    fn find(&self, name: &str) -> Vec<Item> {
        let items = self.items.iter().filter(|item| is_shown(item));
        let mut found: Vec<Item> = items.filter(|item| is_called(item, name)).cloned().collect();
        if found.is_empty() {
            return found;
        }
        let own = |item: &Item| matches!(item, Item::Impl(block) if type_name(&block.self_ty).as_deref() == Some(name));
        found.extend(self.items.iter().filter(|item| own(item)).cloned());
        found
    }
}

fn read(file: &Path, items: &mut Vec<Item>) {
    let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let folder = match file.file_stem().and_then(|stem| stem.to_str()) {
        Some("lib" | "mod") | None => file.with_file_name(""),
        Some(stem) => file.with_file_name(stem),
    };
    for item in parsed.items {
        match &item {
            Item::Mod(module) if module.content.is_none() => {
                if let Some(file) = file_of(&folder, &module.ident.to_string()) {
                    read(&file, items);
                }
            }
            _ => items.push(item),
        }
    }
}

fn file_of(folder: &Path, module: &str) -> Option<PathBuf> {
    let files = [folder.join(format!("{module}.rs")), folder.join(module).join("mod.rs")];
    files.into_iter().find(|file| file.exists())
}

fn is_called(item: &Item, name: &str) -> bool {
    match item {
        Item::Struct(item) => is_public(&item.vis) && item.ident == name,
        Item::Enum(item) => is_public(&item.vis) && item.ident == name,
        Item::Trait(item) => is_public(&item.vis) && item.ident == name,
        Item::Type(item) => is_public(&item.vis) && item.ident == name,
        Item::Fn(item) => is_public(&item.vis) && item.sig.ident == name,
        Item::Const(item) => is_public(&item.vis) && item.ident == name,
        _ => false,
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Struct(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Const(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Macro(item) => &item.attrs,
        _ => &[],
    }
}

fn is_shown(item: &Item) -> bool {
    !attributes(item).iter().any(is_hidden)
}

fn is_hidden(attribute: &Attribute) -> bool {
    attribute.path().is_ident("doc")
        && attribute
            .parse_args::<syn::Ident>()
            .is_ok_and(|argument| argument == "hidden")
}

/// The last segment of a type's path.
fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// The paths that a `use` names.
fn paths(tree: &UseTree, prefix: &[String], found: &mut Vec<Vec<String>>) {
    match tree {
        UseTree::Path(path) => paths(&path.tree, &[prefix, &[path.ident.to_string()]].concat(), found),
        UseTree::Name(name) => found.push([prefix, &[name.ident.to_string()]].concat()),
        UseTree::Rename(name) => found.push([prefix, &[name.rename.to_string()]].concat()),
        UseTree::Group(group) => group.items.iter().for_each(|tree| paths(tree, prefix, found)),
        UseTree::Glob(_) => panic!("a public item is named"),
    }
}

/// The public items of a crate.
fn public_items(name: &str) -> Vec<Item> {
    let source = crates().join(name).join("src");
    let library = fs::read_to_string(source.join("lib.rs")).expect("a library");
    let mut found = Vec::new();
    for item in syn::parse_file(&library).expect("Rust").items {
        match &item {
            Item::Use(reexport) if is_public(&reexport.vis) => {
                let mut all = Vec::new();
                paths(&reexport.tree, &[], &mut all);
                for path in all {
                    let source = match path[0].as_str() {
                        "openapi_compiler" => file_of(&crates().join("openapi-compiler/src"), &path[1]),
                        module => file_of(&source, module),
                    };
                    match source {
                        Some(file) => found.extend(Module::read(&file).find(&path[path.len() - 1])),
                        None => {
                            let text = format!("pub use {};", path.join("::"));
                            found.push(syn::parse_str(&text).expect("a use"));
                        }
                    }
                }
            }
            Item::Mod(module) if is_public(&module.vis) && is_shown(&item) && module.content.is_none() => {
                let module = Module::read(&file_of(&source, &module.ident.to_string()).expect("a module"));
                let names: BTreeSet<String> = module.items.iter().filter_map(name_of).collect();
                for name in names {
                    found.extend(module.find(&name));
                }
            }
            _ => {}
        }
    }
    found
}

fn name_of(item: &Item) -> Option<String> {
    let ident = match item {
        Item::Struct(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Const(item) => &item.ident,
        _ => return None,
    };
    Some(ident.to_string())
}

/// Keeps the attributes that are part of the interface.
fn strip(attributes: &mut Vec<Attribute>) {
    let kept = ["derive", "non_exhaustive", "cfg", "must_use", "deprecated"];
    attributes.retain(|attribute| kept.iter().any(|name| attribute.path().is_ident(name)));
}

fn strip_fields(fields: &mut Fields, only_public: bool) {
    let kept = |field: &syn::Field| !only_public || is_public(&field.vis);
    match fields {
        Fields::Named(named) => named.named = std::mem::take(&mut named.named).into_iter().filter(kept).collect(),
        Fields::Unnamed(unnamed) => {
            unnamed.unnamed = std::mem::take(&mut unnamed.unnamed).into_iter().filter(kept).collect();
        }
        Fields::Unit => {}
    }
    fields.iter_mut().for_each(|field| strip(&mut field.attrs));
}

fn empty() -> syn::Block {
    syn::parse_str("{}").expect("a block")
}

/// The public part of an item, without bodies and documentation.
fn interface(item: Item) -> Option<Item> {
    Some(match item {
        Item::Struct(mut item) => {
            strip(&mut item.attrs);
            strip_fields(&mut item.fields, true);
            Item::Struct(item)
        }
        Item::Enum(mut item) => {
            strip(&mut item.attrs);
            for variant in &mut item.variants {
                strip(&mut variant.attrs);
                strip_fields(&mut variant.fields, false);
            }
            Item::Enum(item)
        }
        Item::Trait(mut item) => {
            strip(&mut item.attrs);
            for item in &mut item.items {
                if let TraitItem::Fn(function) = item {
                    strip(&mut function.attrs);
                    function.default = function.default.as_ref().map(|_| empty());
                }
            }
            Item::Trait(item)
        }
        Item::Type(mut item) => {
            strip(&mut item.attrs);
            Item::Type(item)
        }
        Item::Fn(mut item) => {
            strip(&mut item.attrs);
            *item.block = empty();
            Item::Fn(item)
        }
        Item::Const(mut item) => {
            strip(&mut item.attrs);
            Item::Const(item)
        }
        Item::Impl(item) => Item::Impl(interface_of_impl(item)?),
        other => other,
    })
}

/// The public methods and constants of a type; of a trait, only that the type implements it.
fn interface_of_impl(mut block: ItemImpl) -> Option<ItemImpl> {
    strip(&mut block.attrs);
    if block.trait_.is_some() {
        block.items.clear();
        return Some(block);
    }
    block.items.retain_mut(|item| match item {
        ImplItem::Fn(function) => {
            let shown = is_public(&function.vis) && !function.attrs.iter().any(is_hidden);
            strip(&mut function.attrs);
            function.block = empty();
            shown
        }
        ImplItem::Const(constant) => {
            let shown = is_public(&constant.vis) && !constant.attrs.iter().any(is_hidden);
            strip(&mut constant.attrs);
            shown
        }
        _ => false,
    });
    (!block.items.is_empty()).then_some(block)
}

fn listing(name: &str) -> String {
    let mut file: File = syn::parse_str("").expect("an empty file");
    file.items = public_items(name).into_iter().filter_map(interface).collect();
    prettyplease::unparse(&file)
}

fn check(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("public-api")
        .join(format!("{name}.txt"));
    let now = listing(name);
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &now).expect("the list is written");
    }
    let listed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        now == listed,
        "the public items of {name} have changed: run `UPDATE=1 cargo test -p openapi-fixtures --test public_api`, and review the \
         difference of {}",
        path.display()
    );
    now
}

#[test]
fn the_public_items_of_openapi_runtime_are_as_listed() {
    check("openapi-runtime");
}

#[test]
fn openapi_build_has_fewer_than_sixty_public_items() {
    let text = check("openapi-build");
    let items = text
        .lines()
        .filter(|line| line.trim_start().starts_with("pub "))
        .count();
    assert!((20..60).contains(&items), "{items} items");
}

#[test]
fn every_public_item_has_an_example() {
    for name in ["openapi-build", "openapi-conformance", "openapi-runtime"] {
        let missing = examples::missing(&public_items(name));
        assert!(missing.is_empty(), "{name}: {missing:#?}");
    }
}

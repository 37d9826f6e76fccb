//! What a description became, as a page: diagnostics in the text of the description, what is untyped and why, operations and types.

use std::cmp::Reverse;
use std::fmt::Write;

use crate::compilation::Compilation;
use crate::diagnostic::{Diagnostic, Position, Severity};
use crate::diff::positions;
use crate::document::{Document, Location};
use crate::html::{Excerpts, Head, escaped, with_code};
use crate::render::{SourceLocation, places};

/// What the description of a client became, as one HTML page.
pub fn html(generated: &Compilation) -> String {
    let plan = &generated.plan;
    let title = format!("{} {}", plan.title, plan.version);
    let page = Page {
        generated,
        excerpts: Excerpts::new(&generated.document),
    };
    let untyped = plan.schemas.iter().filter(|schema| schema.untyped.is_some()).count();
    let counts = format!(
        "{} operations, {} types, {untyped} schemas without one, {} diagnostics.",
        plan.operations.len(),
        plan.types.len(),
        generated.diagnostics.iter().count()
    );
    let head = Head {
        title: &title,
        lead: &counts,
        main: "report",
        script: None,
    };
    let mut html = head.html() + "<main id=\"report\" tabindex=\"-1\">\n";
    html += &page.diagnostics();
    html += &page.untyped();
    html += &page.operations();
    html += &page.types();
    html + "</main>\n</body>\n</html>\n"
}

struct Page<'g> {
    generated: &'g Compilation,
    excerpts: Excerpts<'g>,
}

impl Page<'_> {
    /// The worst first; in the order of the description.
    fn diagnostics(&self) -> String {
        let Compilation {
            diagnostics, document, ..
        } = self.generated;
        let mut all: Vec<(&Diagnostic, SourceLocation)> =
            diagnostics.iter().zip(places(diagnostics, document)).collect();
        all.sort_by_key(|(known, place)| (Reverse(known.severity), place.file.clone(), place.position));
        let articles = all.iter().enumerate().map(|(index, (known, place))| {
            let (word, class) = match known.severity {
                Severity::Error => ("error", "bad"),
                Severity::Warning => ("warning", "bad"),
                Severity::Note => ("note", ""),
            };
            let help = known.help.as_ref().map(|help| format!("<p>{}</p>\n", with_code(help)));
            format!(
                "<article aria-labelledby=\"diagnostic-{index}\">\n<h3 id=\"diagnostic-{index}\">{}</h3>\n\
                 <p class=\"facts\"><span class=\"verdict {class}\">{word}</span> <code>{}</code></p>\n{}{}</article>\n",
                with_code(&known.message),
                escaped(known.code),
                help.unwrap_or_default(),
                self.excerpt(&place.file.display().to_string(), &place.pointer, place.position),
            )
        });
        section("diagnostics", "Diagnostics", &articles.collect::<String>())
    }

    /// The schemas that describe something which no type expresses.
    fn untyped(&self) -> String {
        let Compilation { plan, document, .. } = self.generated;
        let untyped = || {
            plan.schemas
                .iter()
                .filter_map(|schema| Some((&schema.at, schema.untyped.as_ref()?)))
        };
        let positions = positions(document, untyped().map(|(at, _)| at));
        let articles = untyped().map(|(at, why)| {
            let (file, pointer) = written(document, at);
            let excerpt = positions
                .get(at)
                .map(|position| self.excerpt(&file, &pointer, *position));
            format!(
                "<article>\n<h3><code>{}</code></h3>\n<p>{}</p>\n{}</article>\n",
                escaped(&pointer),
                with_code(why),
                excerpt.unwrap_or_default()
            )
        });
        section("untyped", "Schemas without a type", &articles.collect::<String>())
    }

    fn operations(&self) -> String {
        let operations = &self.generated.plan.operations;
        let rows = operations.iter().map(|operation| {
            let methods = operation
                .methods
                .iter()
                .map(|method| format!("<code>{}</code>", escaped(&method.name)));
            let pages = operation
                .pages
                .as_ref()
                .map(|pages| format!("by {}: {}", pages.next.kind(), pages.why));
            [
                format!(
                    "<code>{} {}</code>",
                    escaped(&operation.method),
                    escaped(&operation.path)
                ),
                methods.collect::<Vec<_>>().join(", "),
                escaped(&pages.unwrap_or_default()),
            ]
        });
        let table = table(&["Operation", "Methods", "Pages"], rows);
        section("operations", "Operations", &table)
    }

    fn types(&self) -> String {
        let Compilation { plan, document, .. } = self.generated;
        let positions = positions(document, plan.types.iter().map(|ty| &ty.at));
        let rows = plan.types.iter().map(|ty| {
            let (file, pointer) = written(document, &ty.at);
            let place = place(&file, positions.get(&ty.at));
            [
                format!("<code>{}</code>", escaped(&ty.name)),
                format!("<code>{}</code>", escaped(&pointer)),
                escaped(&place),
            ]
        });
        section("types", "Types", &table(&["Type", "Schema", "Place"], rows))
    }

    /// The description at a place; its line is marked.
    fn excerpt(&self, file: &str, pointer: &str, position: Position) -> String {
        let lines = self.excerpts.at(file, position.line, position.column);
        let lines = lines.iter().map(|line| {
            let tag = if line.number == position.line { "mark" } else { "span" };
            let text = escaped(&line.text);
            format!(
                "<{tag} class=\"same\"><span class=\"number\">{}</span>{text}</{tag}>",
                line.number
            )
        });
        let lines: String = lines.collect();
        format!(
            "<figure><figcaption><code>{}</code> {}</figcaption>\n<pre tabindex=\"0\" aria-label=\"Description\">{lines}</pre></figure>\n",
            escaped(&place(file, Some(&position))),
            escaped(pointer)
        )
    }
}

/// Where a part of a description is in its files.
fn written(document: &Document, at: &Location) -> (String, String) {
    let written = document.written(at);
    let file = document
        .source(written.file)
        .map(|file| file.path.display().to_string());
    (file.unwrap_or_default(), written.pointer)
}

fn place(file: &str, position: Option<&Position>) -> String {
    match position {
        Some(position) => format!("{file}:{}:{}", position.line, position.column),
        None => file.to_owned(),
    }
}

/// A part of the page, unless it is empty.
fn section(id: &str, title: &str, content: &str) -> String {
    match content {
        "" => String::new(),
        _ => format!("<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n{content}</section>\n"),
    }
}

/// A table of cells in HTML; nothing without rows.
fn table<const N: usize>(names: &[&str; N], rows: impl Iterator<Item = [String; N]>) -> String {
    let mut body = String::new();
    for cells in rows {
        let cells: String = cells.iter().map(|cell| format!("<td>{cell}</td>")).collect();
        // Writing to a string cannot fail.
        let _ = writeln!(body, "<tr>{cells}</tr>");
    }
    if body.is_empty() {
        return body;
    }
    let names: String = names
        .iter()
        .map(|name| format!("<th scope=\"col\">{name}</th>"))
        .collect();
    format!("<table>\n<thead><tr>{names}</tr></thead>\n<tbody>\n{body}</tbody>\n</table>\n")
}

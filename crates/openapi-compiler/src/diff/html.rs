//! Changes as a page.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use indexmap::IndexSet;
use serde::Serialize;
use serde_json::json;

use super::report::{Row, SourcePosition, rows};
use super::{Change, Item, Release, Rust, Version, Wire};
use crate::html::{Excerpts, Head, Line, escaped, with_code};

const SCRIPT: &str = include_str!("html/page.js");
/// The SHA-256 of the script.
const SCRIPT_HASH: &str = "k0ZruI298H1xrk2CL8gwYOtoXgM7LtV1Jdhz66jhx5w=";

/// The changes as one HTML page: both descriptions at each change, side by side, with filters by verdict and by operation.
pub fn html(changes: &[Change], old: &Version, new: &Version) -> String {
    let rows = rows(changes, old, new);
    let operations: IndexSet<&str> = rows
        .iter()
        .flat_map(|row| row.reached.iter().map(AsRef::as_ref))
        .collect();
    let excerpts = [Excerpts::new(&old.document), Excerpts::new(&new.document)];
    let head = Head {
        title: &heading(old, new),
        lead: "Changes of the description, the most dangerous first. <kbd>j</kbd> goes to the next one, <kbd>k</kbd> to the one before.",
        main: "changes",
        script: Some(SCRIPT_HASH),
    };
    let mut page = head.html();
    page += &filters(&rows, &operations);
    page += "<main id=\"changes\" tabindex=\"-1\">\n";
    for (index, row) in rows.iter().enumerate() {
        page += &change(index, row, &operations, &excerpts);
    }
    if rows.is_empty() {
        page += "<p>Nothing has changed.</p>\n";
    }
    let release = Release::of(changes);
    // Writing to a string cannot fail.
    let _ = write!(
        page,
        "<p>The client needs a {release} release.</p>\n</main>\n<script>{SCRIPT}</script>\n</body>\n</html>\n"
    );
    page
}

/// The title of the page: that of the API, and its versions.
fn heading(old: &Version, new: &Version) -> String {
    let (old, new) = (&old.resolved.description.info, &new.resolved.description.info);
    format!("{}: {} to {}", new.title, old.version, new.version)
}

/// The word for a verdict.
fn word(verdict: impl Serialize) -> String {
    json!(verdict).as_str().unwrap_or_default().to_owned()
}

fn filters(rows: &[Row<'_>], operations: &IndexSet<&str>) -> String {
    let mut form = "<form aria-label=\"Filters\">\n".to_owned();
    form += &verdicts("wire", "On the wire", rows.iter().map(|row| row.wire));
    form += &verdicts("rust", "In Rust", rows.iter().map(|row| row.rust));
    form += "<label>Operation <select id=\"operation\">\n<option value=\"\">all</option>\n";
    let mut options: Vec<(usize, &&str)> = operations.iter().enumerate().collect();
    options.sort_by_key(|(_, name)| **name);
    for (index, name) in options {
        form += &format!("<option value=\"{index}\">{}</option>\n", escaped(name));
    }
    form + "</select></label>\n<p role=\"status\"></p>\n</form>\n"
}

/// A check box for each verdict that there is, with the number of its changes; the worst first.
fn verdicts<V: Serialize + Ord>(name: &str, legend: &str, all: impl Iterator<Item = V>) -> String {
    let mut counts: BTreeMap<V, usize> = BTreeMap::new();
    all.for_each(|verdict| *counts.entry(verdict).or_default() += 1);
    let boxes = counts.into_iter().rev().map(|(verdict, count)| {
        let word = word(verdict);
        format!("<label><input type=\"checkbox\" name=\"{name}\" value=\"{word}\" checked> {word} ({count})</label>\n")
    });
    format!(
        "<fieldset>\n<legend>{legend}</legend>\n{}</fieldset>\n",
        boxes.collect::<String>()
    )
}

fn change(index: usize, row: &Row<'_>, operations: &IndexSet<&str>, excerpts: &[Excerpts<'_>; 2]) -> String {
    let (wire, rust) = (word(row.wire), word(row.rust));
    let reached = row
        .reached
        .iter()
        .filter_map(|name| operations.get_index_of(name.as_ref()));
    let reached: Vec<String> = reached.map(|index| index.to_string()).collect();
    let mut html = format!(
        "<article tabindex=\"-1\" aria-labelledby=\"change-{index}\" data-wire=\"{wire}\" data-rust=\"{rust}\" data-operations=\"{}\">\n\
         <h2 id=\"change-{index}\">{}</h2>\n",
        reached.join(" "),
        with_code(row.what),
    );
    html += &facts(row);
    html += &reasons(row);
    html += &items(row.items);
    html + &sides(row, excerpts)
}

/// The verdicts and the id.
fn facts(row: &Row<'_>) -> String {
    let wire = match row.wire {
        Wire::Break => "bad",
        Wire::Additive | Wire::Loosened => "good",
        Wire::None => "",
    };
    let rust = match row.rust {
        Rust::Silent | Rust::Break | Rust::ReadOnlyBreak => "bad",
        Rust::Additive => "good",
        Rust::Deprecated | Rust::None => "",
    };
    format!(
        "<p class=\"facts\">On the wire: <span class=\"verdict {wire}\">{}</span> In Rust: <span class=\"verdict {rust}\">{}</span> \
         <code>{}</code></p>\n",
        word(row.wire),
        word(row.rust),
        escaped(row.id),
    )
}

/// Why the change is accepted, and the operations that it reaches.
fn reasons(row: &Row<'_>) -> String {
    let accepted = row
        .accepted
        .map(|reason| format!("<p class=\"facts\">Accepted: {}</p>\n", escaped(reason)));
    let names = row
        .reached
        .iter()
        .map(|name| format!("<li><code>{}</code></li>\n", escaped(name)));
    let reached = match row.reached {
        [] => String::new(),
        [only] => format!("<p class=\"facts\">Operation: <code>{}</code></p>\n", escaped(only)),
        all => {
            let names: String = names.collect();
            format!(
                "<details><summary>{} operations</summary>\n<ul>\n{names}</ul></details>\n",
                all.len()
            )
        }
    };
    accepted.unwrap_or_default() + &reached
}

/// The Rust items, before and after.
fn items(items: &[Item]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let lines = items.iter().flat_map(|item| {
        let before = item.before.iter().map(|text| format!("<del>{}</del>", escaped(text)));
        before.chain(item.after.iter().map(|text| format!("<ins>{}</ins>", escaped(text))))
    });
    let lines: String = lines.collect();
    format!(
        "<figure><figcaption>Rust</figcaption>\n<pre tabindex=\"0\" aria-label=\"Rust items\">{lines}</pre></figure>\n"
    )
}

/// Both descriptions at the change.
fn sides(row: &Row<'_>, [old, new]: &[Excerpts<'_>; 2]) -> String {
    let lines = |side: &Excerpts<'_>, place: Option<&SourcePosition>| {
        place.map_or_else(Vec::new, |place| side.at(&place.file, place.line, place.column))
    };
    let (before, after) = (lines(old, row.old.as_ref()), lines(new, row.new.as_ref()));
    let old = side(("Old", "del"), row.old.as_ref(), &before, &after);
    let new = side(("New", "ins"), row.new.as_ref(), &after, &before);
    format!("<div class=\"sides\">\n{old}{new}</div>\n</article>\n")
}

/// One description at the change. Lines that the other one does not have there are marked.
fn side((name, tag): (&str, &str), place: Option<&SourcePosition>, lines: &[Line], others: &[Line]) -> String {
    let Some(place) = place else {
        return format!("<figure><figcaption>{name}: not there</figcaption></figure>\n");
    };
    let others: HashSet<&str> = others.iter().map(|line| line.text.trim()).collect();
    let marked = lines.iter().map(|line| {
        let is_same = others.contains(line.text.trim());
        let (open, close) = if is_same {
            ("span class=\"same\"", "span")
        } else {
            (tag, tag)
        };
        let text = escaped(&line.text);
        format!("<{open}><span class=\"number\">{}</span>{text}</{close}>", line.number)
    });
    let marked: String = marked.collect();
    let at = format!("{}:{}:{}", place.file, place.line, place.column);
    format!(
        "<figure><figcaption>{name}: <code>{}</code> {}</figcaption>\n<pre tabindex=\"0\" aria-label=\"{name} description\">{marked}</pre></figure>\n",
        escaped(&at),
        escaped(&place.pointer),
    )
}

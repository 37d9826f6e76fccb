//! HTML in the text of a description, as Markdown. What is not a known tag stays as it is.

/// Replaces the tags that Markdown has a spelling for, outside of code.
pub(super) fn to_markdown(text: &str) -> String {
    let mut converted = Converted::default();
    converted.add(text);
    converted.finish()
}

/// What becomes of a tag.
enum Mark {
    /// A new paragraph.
    Block,
    /// A heading of this level.
    Heading(usize),
    Item,
    LineBreak,
    /// Nothing.
    Nothing,
    /// Marks around what is in the element.
    Around(&'static str),
    Code,
    Preformatted,
    Link,
}

fn mark(name: &str) -> Option<Mark> {
    Some(match name {
        "p" | "div" | "ul" | "ol" | "section" => Mark::Block,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Mark::Heading(name[1..].parse().ok()?),
        "li" => Mark::Item,
        "br" => Mark::LineBreak,
        "span" | "font" | "u" | "small" => Mark::Nothing,
        "b" | "strong" => Mark::Around("**"),
        "i" | "em" => Mark::Around("*"),
        "code" => Mark::Code,
        "pre" => Mark::Preformatted,
        "a" => Mark::Link,
        _ => return None,
    })
}

/// A tag at the beginning of a text.
struct Tag<'t> {
    name: String,
    is_end: bool,
    attributes: &'t str,
    /// All of it.
    text: &'t str,
    after: &'t str,
}

fn tag(text: &str) -> Option<Tag<'_>> {
    let inner = text.strip_prefix('<')?;
    let (inner, after) = inner.split_once('>')?;
    let is_end = inner.starts_with('/');
    let inner = inner.trim_start_matches('/').trim_end_matches('/');
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    let (name, attributes) = inner.split_at(end);
    let separated = attributes.is_empty() || attributes.starts_with(char::is_whitespace);
    separated.then(|| Tag {
        name: name.to_ascii_lowercase(),
        is_end,
        attributes,
        text: &text[..text.len() - after.len()],
        after,
    })
}

/// The URL of a link that leads somewhere from anywhere.
fn url(attributes: &str) -> Option<&str> {
    let (_, value) = attributes.split_once("href=")?;
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    let (url, _) = value[1..].split_once(quote)?;
    let is_absolute = url.starts_with("https://") || url.starts_with("http://");
    (is_absolute && !url.contains(char::is_whitespace)).then_some(url)
}

/// What a line ends with that goes on in the next.
const LINE_BREAK: &str = "\\\n";

/// How many elements may be in each other; the tags of others stay as they are.
const DEPTH: usize = 8;

#[derive(Default)]
struct Converted<'t> {
    markdown: String,
    open: Vec<Open<'t>>,
    /// The ends of code that are known not to come.
    without_end: Vec<&'static str>,
}

/// An element that has not ended yet.
struct Open<'t> {
    tag: Tag<'t>,
    /// Where it begins in the Markdown.
    at: usize,
}

impl<'t> Converted<'t> {
    fn add(&mut self, text: &'t str) {
        let mut rest = text;
        while let Some(at) = rest.find(['<', '`']) {
            let (before, from) = rest.split_at(at);
            self.markdown += before;
            rest = match from.starts_with('`') {
                true => self.add_span(from),
                false => self.add_tag(from),
            };
        }
        self.markdown += rest;
    }

    /// Adds a code span or block as it is, and gives what is after it.
    fn add_span(&mut self, text: &'t str) -> &'t str {
        let after = text.trim_start_matches('`');
        let ticks = &text[..text.len() - after.len()];
        let end = after.find(ticks).map_or(ticks.len(), |at| 2 * ticks.len() + at);
        self.markdown += &text[..end];
        &text[end..]
    }

    /// Adds what becomes of a tag, and gives what is after it.
    fn add_tag(&mut self, text: &'t str) -> &'t str {
        self.convert(text).unwrap_or_else(|| {
            self.markdown.push('<');
            &text[1..]
        })
    }

    fn convert(&mut self, text: &'t str) -> Option<&'t str> {
        let tag = tag(text)?;
        let after = tag.after;
        match mark(&tag.name)? {
            Mark::Block => self.begin_block(""),
            Mark::Heading(_) | Mark::Item if tag.is_end => self.begin_block(""),
            Mark::Heading(level) => self.begin_block(&format!("{} ", "#".repeat(level))),
            Mark::Item => {
                self.trim();
                self.markdown += "\n- ";
                return Some(after.trim_start());
            }
            Mark::LineBreak => {
                self.break_line();
                return Some(after.trim_start());
            }
            Mark::Nothing => {}
            Mark::Code | Mark::Preformatted => return self.code(&tag),
            Mark::Around(_) | Mark::Link if tag.is_end => self.close(&tag.name)?,
            Mark::Around(_) | Mark::Link if self.open.len() == DEPTH => return None,
            Mark::Around(_) | Mark::Link => self.open.push(Open {
                tag,
                at: self.markdown.len(),
            }),
        }
        Some(after)
    }

    fn trim(&mut self) {
        let text = self.markdown.trim_end();
        self.markdown.truncate(text.strip_suffix('\\').unwrap_or(text).len());
    }

    fn begin_block(&mut self, with: &str) {
        self.trim();
        self.markdown += "\n\n";
        self.markdown += with;
    }

    /// Goes on in the next line, or paragraph after two. A row of a table has one line.
    fn break_line(&mut self) {
        let line = self.markdown.rsplit('\n').next().unwrap_or_default();
        if line.starts_with('|') {
            self.markdown.push(' ');
        } else if self.markdown.ends_with(LINE_BREAK) {
            self.begin_block("");
        } else if !line.trim().is_empty() {
            self.markdown.truncate(self.markdown.trim_end().len());
            self.markdown += LINE_BREAK;
        }
    }

    /// Puts the marks of an element around what is in it. Tags in it without an end stay as they are.
    fn close(&mut self, name: &str) -> Option<()> {
        let index = self.open.iter().rposition(|open| open.tag.name == name)?;
        self.leave_open(index + 1);
        let Open { tag, at } = self.open.pop()?;
        match (mark(name)?, url(tag.attributes)) {
            (Mark::Around(marks), _) => self.surround(at, marks, marks),
            (_, Some(url)) => self.surround(at, "[", &format!("]({url})")),
            _ => {}
        }
        Some(())
    }

    /// Shows the tags that are open from an index on, since none of them has an end.
    fn leave_open(&mut self, from: usize) {
        for Open { tag, at } in self.open.drain(from..).rev() {
            let at = at.min(self.markdown.len());
            self.markdown.insert_str(at, tag.text);
        }
    }

    /// Puts marks around what was added since. They have no space inside and stand in one paragraph.
    fn surround(&mut self, at: usize, before: &str, after: &str) {
        let inner = self.markdown.split_off(at.min(self.markdown.len()));
        let text = inner.trim();
        let Some(start) = inner.find(text).filter(|_| is_in_one_paragraph(text)) else {
            self.markdown += &inner;
            return;
        };
        let end = start + text.len();
        self.markdown += &format!("{}{before}{text}{after}{}", &inner[..start], &inner[end..]);
    }

    /// Adds code, and gives what is after it.
    fn code(&mut self, tag: &Tag<'t>) -> Option<&'t str> {
        let end = if tag.name == "pre" { "</pre>" } else { "</code>" };
        if tag.is_end || self.without_end.contains(&end) {
            return None;
        }
        let Some((inner, after)) = tag.after.split_once(end) else {
            self.without_end.push(end);
            return None;
        };
        let text = plain(inner);
        let words: Vec<&str> = text.split_whitespace().collect();
        if tag.name == "pre" {
            self.begin_block("```\n");
            self.markdown += &format!("{}\n```\n\n", text.trim());
        } else if text.contains('`') {
            self.markdown += &format!("`` {} ``", words.join(" "));
        } else if !words.is_empty() {
            self.markdown += &format!("`{}`", words.join(" "));
        }
        Some(after)
    }

    /// The text without more than one empty line in a row.
    fn finish(mut self) -> String {
        self.leave_open(0);
        self.trim();
        let mut lines: Vec<&str> = Vec::new();
        for line in self.markdown.trim_start_matches('\n').lines() {
            let follows_empty = lines.last().is_none_or(|last| last.trim().is_empty());
            if !(line.trim().is_empty() && follows_empty) {
                lines.push(line);
            }
        }
        lines.join("\n")
    }
}

/// Whether marks can stand around a text.
fn is_in_one_paragraph(text: &str) -> bool {
    !text.is_empty() && !text.contains("\n\n") && !text.contains("\n- ")
}

/// Text without tags and with its entities resolved, for where Markdown has neither.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        plain += &rest[..at];
        let known = tag(&rest[at..]).filter(|tag| mark(&tag.name).is_some());
        rest = known.map_or_else(
            || {
                plain.push('<');
                &rest[at + 1..]
            },
            |tag| tag.after,
        );
    }
    plain += rest;
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    entities.iter().fold(plain, |text, (entity, c)| text.replace(entity, c))
}

#[cfg(test)]
mod tests {
    use super::to_markdown;

    #[test]
    fn html_becomes_markdown() {
        let cases = [
            ("<p>One.</p>\n<p>Two.</p>", "One.\n\nTwo."),
            ("One.<br>Two.<br/><br />Three.<br>", "One.\\\nTwo.\n\nThree."),
            ("| a<br>b |", "| a b |"),
            ("a <b>b</b>, <strong> c </strong><i>d</i>", "a **b**,  **c** *d*"),
            ("<em></em><b>a<p>b</p></b>", "a\n\nb"),
            ("<b>a<i>b</b>", "**a<i>b**"),
            ("<code>a &lt;b&gt;</code> and <code>`</code>", "`a <b>` and `` ` ``"),
            (
                "Either:<ul>\n <li>a</li>\n <li><b>b</b></li></ul>",
                "Either:\n- a\n- **b**",
            ),
            ("<h2>Title</h2>text", "## Title\n\ntext"),
            ("<pre><code>a\n&amp;b</code></pre>", "```\na\n&b\n```"),
            (
                r#"<a href="https://a.b/c">the <b>c</b></a>"#,
                "[the **c**](https://a.b/c)",
            ),
            (r#"<a href="/c" target=x>the c</a>, <a>d</a>"#, "the c, d"),
            (r#"<span class="x">a</span>"#, "a"),
            ("<B>a</B>", "**a**"),
        ];
        for (html, expected) in cases {
            assert_eq!(to_markdown(html), expected, "{html}");
        }
    }

    #[test]
    fn other_text_stays_as_it_is() {
        let texts = [
            "a <b> c",
            "</b> <id> <a-b> a < b > c",
            "`<p>` and ``<b>`</b>``",
            "```\n<p>\n```",
            "<!-- <x> -->",
            "`<p",
            "a\n\nb",
        ];
        for text in texts {
            assert_eq!(to_markdown(text), text);
        }
    }

    #[test]
    fn tags_may_be_many() {
        let html = format!("{}a{}", "<b>".repeat(100_000), "</b>".repeat(100_000));
        assert!(to_markdown(&html).contains("**<b>"));
        let html = "<code>".repeat(20_000);
        assert_eq!(to_markdown(&html), html);
    }
}

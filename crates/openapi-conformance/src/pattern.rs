//! Texts that match regular expressions.

use rand::SeedableRng;
use rand::distr::Distribution;
use rand::rngs::StdRng;
use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, Hir, HirKind};

use crate::text::Lengths;

/// A text that a regular expression matches, the same for the same `turn`; `None` where none is found.
pub(crate) fn text_of_pattern(pattern: &str, turn: usize, lengths: Lengths) -> Option<String> {
    let consuming = without_look_around(pattern);
    // ECMAScript's classes are those of ASCII.
    let ascii = regex_syntax::ParserBuilder::new()
        .unicode(false)
        .build()
        .parse(&consuming)
        .ok();
    let hir = ascii.or_else(|| regex_syntax::Parser::new().parse(&consuming).ok())?;
    let repeats = u32::try_from(lengths.min.clamp(8, 512)).ok()?;
    let texts = rand_regex::Regex::with_hir(simplified(hir, repeats), repeats).ok()?;
    let mut random = StdRng::seed_from_u64(turn as u64);
    // Assertions were removed, so samples must be validated.
    let pattern = jsonschema::draft202012::new(&serde_json::json!({ "pattern": pattern })).ok()?;
    let mut made = (0..1000).map(|_| -> String { texts.sample(&mut random) });
    made.find(|text| lengths.admit(text) && pattern.is_valid(&serde_json::json!(text)))
}

/// The expression without groups that look ahead or behind: they match no characters of their own.
fn without_look_around(pattern: &str) -> String {
    let mut kept = String::new();
    // How many groups are open, of them the outermost that looks around.
    let (mut open, mut looking) = (0_usize, None);
    let (mut escaped, mut in_class) = (false, false);
    for (at, c) in pattern.char_indices() {
        let is_syntax = !escaped;
        escaped = is_syntax && c == '\\';
        let mut left_out = looking.is_some();
        match c {
            '[' | ']' if is_syntax => in_class = c == '[',
            '(' if is_syntax && !in_class => {
                open += 1;
                let looks = ["(?=", "(?!", "(?<=", "(?<!"]
                    .iter()
                    .any(|start| pattern[at..].starts_with(start));
                if looks && looking.is_none() {
                    looking = Some(open);
                    left_out = true;
                }
            }
            ')' if is_syntax && !in_class => {
                looking = looking.filter(|outermost| *outermost != open);
                open = open.saturating_sub(1);
            }
            _ => {}
        }
        if !left_out {
            kept.push(c);
        }
    }
    kept
}

/// The expression without `^`, `$` and the like, which match positions rather than text, and without long texts where
/// short ones match.
fn simplified(hir: Hir, repeats: u32) -> Hir {
    let each = |part| simplified(part, repeats);
    match hir.into_kind() {
        HirKind::Look(_) | HirKind::Empty => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0),
        HirKind::Class(Class::Unicode(class)) => {
            let mut ordinary = class.clone();
            ordinary.intersect(&ClassUnicode::new([ClassUnicodeRange::new(' ', '~')]));
            let is_ordinary = !ordinary.ranges().is_empty();
            Hir::class(Class::Unicode(if is_ordinary { ordinary } else { class }))
        }
        HirKind::Class(class) => Hir::class(class),
        HirKind::Repetition(mut repetition) => {
            repetition.max = repetition.max.map(|most| most.min(repetition.min.max(repeats)));
            repetition.sub = Box::new(simplified(*repetition.sub, repeats));
            Hir::repetition(repetition)
        }
        HirKind::Capture(mut capture) => {
            capture.sub = Box::new(simplified(*capture.sub, repeats));
            Hir::capture(capture)
        }
        HirKind::Concat(parts) => Hir::concat(parts.into_iter().map(each).collect()),
        HirKind::Alternation(parts) => Hir::alternation(parts.into_iter().map(each).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_that_look_around_are_left_out() {
        let patterns = [
            ("^(?!-)a(?<!b(c)d)$", "^a$"),
            (r"^([a-z]+(?<!-))(\.(?=(x|y)).)*$", r"^([a-z]+)(\..)*$"),
            (r"\((?=[)]a\))[(?=](b)", r"\([(?=](b)"),
            ("(?:a)(?<name>b)", "(?:a)(?<name>b)"),
        ];
        for (pattern, kept) in patterns {
            assert_eq!(without_look_around(pattern), kept, "{pattern}");
        }
    }

    #[test]
    fn assertions_of_a_pattern_hold_for_the_text() {
        let patterns = [
            "^(?!ab)[ab]{2,3}$",
            "^([a-c]+[a-c-]*(?<!-))(\\.[a-c]+(?<!-))*$",
            "^(?=.*[0-9])(?=.*[a-z])[0-9a-z]{4,}$",
        ];
        for pattern in patterns {
            let lengths = Lengths { min: 1, max: 63 };
            let validator = jsonschema::draft202012::new(&serde_json::json!({ "pattern": pattern })).expect(pattern);
            for turn in 0..8 {
                let text = text_of_pattern(pattern, turn, lengths).expect(pattern);
                assert!(
                    validator.is_valid(&serde_json::json!(text)) && lengths.admit(&text),
                    "{pattern}: {text}"
                );
            }
        }
    }
}

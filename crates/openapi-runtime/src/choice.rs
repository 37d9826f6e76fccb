//! Choosing the variant of a union: every shape is compared with every part of a value at most once.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::ptr;

use serde_json::{Map, Number, Value};

use crate::shape::{Shape, Struct, UndeclaredProperties, Union};

/// How well a value has a shape; less is better, in the order of the fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Score {
    /// Values that are lost, which count twice, and values that are kept without being known.
    loss: u32,
    /// Constants of the object itself that differ, and properties that it forbids.
    mismatches: u32,
    /// Values that are read by a more general type than a listed value has.
    general: u32,
    /// Whether nothing speaks for the shape: no required property, no listed value, and something is lost.
    vague: bool,
    /// Whether no constant of the object itself names the shape.
    unnamed: bool,
    /// Values in properties of the object itself that the shape does not declare.
    undeclared: u32,
}

const LOST: u32 = 2;
const UNKNOWN: Score = Score {
    loss: 1,
    vague: true,
    ..Score::EXACT
};

impl Score {
    const EXACT: Score = Score {
        loss: 0,
        mismatches: 0,
        general: 0,
        vague: false,
        unnamed: true,
        undeclared: 0,
    };

    const fn general(general: u32) -> Self {
        Score { general, ..Self::EXACT }
    }

    /// Adds the score of a part. What differs deep inside does not speak against the whole as its own constants do.
    fn add(&mut self, part: Score) {
        self.loss = self.loss.saturating_add(part.loss).saturating_add(part.mismatches);
        self.general = self.general.saturating_add(part.general);
    }

    /// Counts this many values as lost.
    fn lose(&mut self, values: u32) {
        self.loss = self.loss.saturating_add(values.saturating_mul(LOST));
    }

    /// Whether a constant of the object names the shape, and no other differs.
    fn is_named(self) -> bool {
        !self.unnamed && self.mismatches == 0
    }

    /// Whether the shape, by no constant, declares properties that a shape which a constant names loses.
    fn declares_more_than(self, named: Score) -> bool {
        let fits = self.mismatches == 0 && self.loss <= self.undeclared.saturating_mul(LOST);
        fits && named.loss > 0 && self.undeclared < named.undeclared
    }
}

/// What is known of one value: for each shape that it was compared with, its score.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    known: RefCell<HashMap<(usize, usize), Choice>>,
    /// How many values are in an array or object that was lost, itself among them.
    sizes: RefCell<HashMap<usize, u32>>,
    /// How often a shape was compared with a part of the value.
    #[cfg(test)]
    compared: std::cell::Cell<usize>,
}

/// The result of comparing a value with a shape.
#[derive(Clone, Copy, Debug, Default)]
struct Choice {
    /// The variant, if the shape is a union; none if no variant fits.
    variant: Option<usize>,
    /// The score; none if the value does not have the shape.
    score: Option<Score>,
}

impl Choices {
    /// The variant of a union that a value is.
    pub(crate) fn variant(&self, union: &'static Union, value: &Value) -> Option<usize> {
        self.of_union(union, value).variant
    }

    /// How well a value has a shape; none if it does not.
    fn score(&self, shape: Shape, value: &Value) -> Option<Score> {
        #[cfg(test)]
        self.compared.set(self.compared.get() + 1);
        match (shape, value) {
            (Shape::Any, _) | (Shape::Object, Value::Object(_)) => Some(Score::general(2)),
            (Shape::Nullable(_), Value::Null) | (Shape::Null, Value::Null) | (Shape::Bool, Value::Bool(_)) => {
                Some(Score::EXACT)
            }
            (Shape::Nullable(inner), _) => self.score(*inner, value),
            (Shape::Named(inner), _) => {
                let inner = inner();
                self.once(inner, value, || Choice {
                    variant: None,
                    score: self.score(*inner, value),
                })
                .score
            }
            (Shape::Own(reads), _) => reads(value).then_some(Score::general(1)),
            (Shape::String, Value::String(_)) => Some(Score::general(1)),
            (Shape::Formatted(is_in_format), Value::String(text)) => {
                Some(Score::general(if is_in_format(text) { 0 } else { 2 }))
            }
            (Shape::Enum(listed), Value::String(text)) => {
                Some(unless_listed(listed.contains(&text.as_str()), listed.len()))
            }
            (Shape::IntegerEnum(listed), Value::Number(number)) => {
                let number = number.as_i64()?;
                Some(unless_listed(listed.contains(&number), listed.len()))
            }
            (_, Value::Number(number)) if !matches!(shape, Shape::Union(_)) => number_fits(shape, number),
            (Shape::List(item), Value::Array(items)) => {
                self.all(items.iter().map(|value| (*item, value)), Score::EXACT)
            }
            (Shape::Tuple(shapes), Value::Array(items)) if shapes.len() == items.len() => {
                self.all(shapes.iter().copied().zip(items), Score::EXACT)
            }
            (Shape::Map(shape), Value::Object(members)) => {
                let general = Score::general(members.len() as u32);
                self.all(members.values().map(|value| (*shape, value)), general)
            }
            (Shape::Struct(object), Value::Object(members)) => {
                let object = object();
                self.once(object, value, || Choice {
                    variant: None,
                    score: self.of_object(object, members),
                })
                .score
            }
            (Shape::Union(union), _) => self.of_union(union(), value).score,
            _ => None,
        }
    }

    /// The result of comparing a shape with a value, which is computed the first time only.
    fn once<T>(&self, shape: &'static T, value: &Value, compute: impl FnOnce() -> Choice) -> Choice {
        let key = (ptr::from_ref(shape).addr(), ptr::from_ref(value).addr());
        if let Some(known) = self.known.borrow().get(&key) {
            return *known;
        }
        // A shape that is met again before anything is taken off the value leads nowhere.
        self.known.borrow_mut().insert(key, Choice::default());
        let choice = compute();
        self.known.borrow_mut().insert(key, choice);
        choice
    }

    fn all<'v>(&self, parts: impl Iterator<Item = (Shape, &'v Value)>, own: Score) -> Option<Score> {
        let mut total = own;
        for (shape, value) in parts {
            total.add(self.score(shape, value)?);
        }
        total.vague = total.loss > 0;
        Some(total)
    }

    fn of_object(&self, object: &'static Struct, members: &Map<String, Value>) -> Option<Score> {
        let mut total = Score::EXACT;
        let (mut known, mut identified) = (0, false);
        for field in object.fields {
            let Some(member) = members.get(field.name) else {
                if field.required {
                    return None;
                }
                continue;
            };
            known += 1;
            identified |= field.required;
            if member.is_null() && !field.required && !field.shape.is_nullable() {
                // It is read as an absent property.
                total.lose(1);
                continue;
            }
            let mut score = self.score(field.shape, member)?;
            if matches!(field.shape.inner(), Shape::Enum(_) | Shape::IntegerEnum(_)) {
                total.mismatches += std::mem::take(&mut score.mismatches);
                identified |= score == Score::EXACT;
                total.unnamed &= score != Score::EXACT || !field.shape.is_constant();
            }
            total.add(score);
        }
        let others = members.iter().filter(|(name, _)| object.field(name).is_none());
        for (_, member) in others.take(members.len() - known) {
            total.undeclared = total.undeclared.saturating_add(self.size(member));
            match object.rest {
                UndeclaredProperties::Kept(shape) => {
                    total.add(Score::general(1));
                    total.add(self.score(shape, member)?);
                }
                UndeclaredProperties::Ignored => total.lose(self.size(member)),
                UndeclaredProperties::Forbidden => {
                    total.lose(self.size(member));
                    total.mismatches = total.mismatches.saturating_add(1);
                }
            }
        }
        total.vague = total.loss > 0 && !identified;
        Some(total)
    }

    /// How many values a value has in it, itself among them: what is lost with it.
    fn size(&self, value: &Value) -> u32 {
        let parts: Box<dyn Iterator<Item = &Value>> = match value {
            Value::Array(items) => Box::new(items.iter()),
            Value::Object(members) => Box::new(members.values()),
            _ => return 1,
        };
        let key = ptr::from_ref(value).addr();
        if let Some(known) = self.sizes.borrow().get(&key) {
            return *known;
        }
        let size = parts.fold(1_u32, |size, part| size.saturating_add(self.size(part)));
        self.sizes.borrow_mut().insert(key, size);
        size
    }

    fn of_union(&self, union: &'static Union, value: &Value) -> Choice {
        self.once(union, value, || {
            let chosen = match union.tag.and_then(|tag| value.get(tag)).and_then(tag_text) {
                Some(tag) => {
                    let variant = union.tagged(&tag).or(union.default);
                    variant.and_then(|nth| Some((nth, self.of_variant(union, nth, value)?)))
                }
                None => {
                    let default = union
                        .default
                        .and_then(|nth| Some((nth, self.of_variant(union, nth, value)?)));
                    default.or_else(|| self.best(union, value))
                }
            };
            Choice {
                variant: chosen.map(|(nth, _)| nth),
                score: Some(chosen.map_or(UNKNOWN, |(_, score)| score)),
            }
        })
    }

    /// How well a value is one variant. A union in which nothing fits it does not count.
    fn of_variant(&self, union: &'static Union, nth: usize, value: &Value) -> Option<Score> {
        let shape = union.variants[nth].shape;
        match shape.inner() {
            Shape::Union(nested) if !value.is_null() => self.variant(nested(), value).and(self.score(shape, value)),
            _ => self.score(shape, value),
        }
    }

    /// The variant that a constant names, unless another declares properties that this one loses; else the one that keeps
    /// most of the value, the first of several. One that takes anything comes last, unless nothing speaks for the others. Then a
    /// union inside that keeps a value it does not know comes before a variant that loses a part of it.
    fn best(&self, union: &'static Union, value: &Value) -> Option<(usize, Score)> {
        let mut best: [Option<(usize, Score)>; 3] = [None; 3];
        for (nth, variant) in union.variants.iter().enumerate() {
            let Some(score) = self.of_variant(union, nth, value) else {
                continue;
            };
            let best = &mut best[match variant.shape.is_untyped() {
                true => 2,
                false => usize::from(!score.is_named()),
            }];
            if best.is_none_or(|(_, lowest)| score < lowest) {
                *best = Some((nth, score));
            }
        }
        let [named, typed, untyped] = best;
        let named = named.filter(|(_, named)| !typed.is_some_and(|(_, typed)| typed.declares_more_than(*named)));
        let keeps = |(_, score): &(usize, Score)| score.mismatches == 0 || score.undeclared == 0;
        named
            .or(typed.filter(|(_, score)| !score.vague))
            .or(untyped)
            .or(typed.filter(keeps))
            .or_else(|| Some((self.unknown(union, value).filter(|_| typed.is_some())?, UNKNOWN)))
            .or(typed)
    }

    /// The first variant that is a union which does not know the value.
    fn unknown(&self, union: &'static Union, value: &Value) -> Option<usize> {
        union.variants.iter().position(|variant| match variant.shape.inner() {
            Shape::Union(nested) => !value.is_null() && self.variant(nested(), value).is_none(),
            _ => false,
        })
    }
}

/// The value of a tag as a text: a string, integer or boolean.
fn tag_text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(Cow::Borrowed(text)),
        Value::Number(number) if !number.is_f64() => Some(Cow::Owned(number.to_string())),
        Value::Bool(value) => Some(Cow::Owned(value.to_string())),
        _ => None,
    }
}

/// The score of a value of an enum with this many values.
fn unless_listed(is_listed: bool, values: usize) -> Score {
    match is_listed {
        true => Score::EXACT,
        false => Score {
            mismatches: u32::from(values == 1),
            ..UNKNOWN
        },
    }
}

fn number_fits(shape: Shape, number: &Number) -> Option<Score> {
    let fits = match shape {
        Shape::I32 => number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        Shape::I64 => number.is_i64(),
        Shape::U64 => number.is_u64(),
        Shape::F64 => true,
        _ => false,
    };
    fits.then_some(Score::EXACT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::{Field, Variant};
    use serde_json::json;

    const fn field(name: &'static str, required: bool, shape: Shape) -> Field {
        Field { name, required, shape }
    }

    const fn variant(shape: Shape) -> Variant {
        Variant { shape, tags: &[] }
    }

    const fn object(fields: &'static [Field]) -> Struct {
        Struct {
            fields,
            rest: UndeclaredProperties::Ignored,
        }
    }

    const fn union(variants: &'static [Variant]) -> Union {
        Union {
            variants,
            tag: None,
            default: None,
        }
    }

    static NODE: Union = union(&[
        variant(Shape::Struct(|| &FOLDER)),
        variant(Shape::Struct(|| &LINK)),
        variant(Shape::Struct(|| &PLAIN)),
        variant(Shape::Named(|| &NESTED)),
    ]);
    static FOLDER: Struct = object(&[
        field("name", false, Shape::String),
        field("child", false, Shape::Union(|| &NODE)),
    ]);
    static LINK: Struct = object(&[
        field("target", false, Shape::String),
        field("child", false, Shape::Union(|| &NODE)),
    ]);
    static PLAIN: Struct = object(&[field("child", false, Shape::Struct(|| &PLAIN))]);
    static NESTED: Shape = Shape::List(&Shape::Map(&Shape::Union(|| &NODE)));

    fn compared(value: &Value) -> usize {
        let choices = Choices::default();
        choices.variant(&NODE, value);
        choices.compared.get()
    }

    fn chain(depth: usize, wrap: fn(Value) -> Value) -> Value {
        (0..depth).fold(json!({"target": "here", "new": true}), |child, _| wrap(child))
    }

    #[test]
    fn the_work_grows_with_the_size_of_the_value() {
        let wraps: [fn(Value) -> Value; 3] = [
            |child| json!({ "child": child }),
            |child| json!([{ "member": child }]),
            |child| json!({ "child": [{ "a": 1, "b": child }] }),
        ];
        for wrap in wraps {
            let [once, twice, more] = [20, 40, 80].map(|depth| compared(&chain(depth, wrap)));
            assert!(
                once > 20 && twice <= 2 * once && more <= 2 * twice,
                "{once} {twice} {more}"
            );
        }
        let wide = |width: usize| {
            json!([(0..width)
                .map(|nth| (nth.to_string(), json!({})))
                .collect::<Map<_, _>>()])
        };
        let [once, twice] = [100, 200].map(|width| compared(&wide(width)));
        assert!(twice <= 2 * once, "{once} {twice}");
    }

    static ENUMS: Union = union(&[
        variant(Shape::Any),
        variant(Shape::String),
        variant(Shape::Enum(&["a", "b"])),
        variant(Shape::Struct(|| &IDENTIFIED)),
        variant(Shape::Struct(|| &CLOSED)),
        variant(Shape::List(&Shape::I64)),
    ]);
    static IDENTIFIED: Struct = object(&[field("id", true, Shape::I64)]);
    static CLOSED: Struct = Struct {
        fields: &[field("x", true, Shape::I64)],
        rest: UndeclaredProperties::Forbidden,
    };
    static FORMS: Union = union(&[
        variant(Shape::Struct(|| &CLOSED)),
        variant(Shape::Struct(|| &OPEN)),
        variant(Shape::I32),
        variant(Shape::F64),
    ]);
    static OPEN: Struct = object(&[field("x", false, Shape::I64), field("kind", false, Shape::Enum(&["k"]))]);

    static TAGGED: Union = Union {
        variants: &[
            Variant {
                shape: Shape::Struct(|| &NUMBERED),
                tags: &["0"],
            },
            Variant {
                shape: Shape::Struct(|| &BARE),
                tags: &["1", "true"],
            },
        ],
        tag: Some("type"),
        default: None,
    };
    static NUMBERED: Struct = object(&[field("type", true, Shape::I64), field("a", false, Shape::I64)]);
    static BARE: Struct = object(&[]);

    static PARTS: Union = union(&[variant(Shape::Struct(|| &TEXT)), variant(Shape::Struct(|| &PICTURE))]);
    static TEXT: Struct = object(&[
        field("kind", false, Shape::Enum(&["text"])),
        field("a", false, Shape::I64),
        field("b", false, Shape::I64),
    ]);
    static PICTURE: Struct = object(&[
        field("kind", false, Shape::Enum(&["picture"])),
        field("size", false, Shape::Struct(|| &SIZE)),
    ]);
    static SIZE: Struct = object(&[field("width", false, Shape::I64)]);

    static PAYMENTS: Union = union(&[
        variant(Shape::Struct(|| &ANY_PAYMENT)),
        variant(Shape::Struct(|| &CASH)),
    ]);
    static OPEN_PAYMENTS: Union = union(&[
        variant(Shape::Struct(|| &OPEN_PAYMENT)),
        variant(Shape::Struct(|| &CASH)),
    ]);
    static ANY_PAYMENT: Struct = object(&[
        field("method", true, Shape::Enum(&["cash", "card"])),
        field("id", false, Shape::String),
    ]);
    static CASH: Struct = object(&[
        field("method", true, Shape::Enum(&["cash"])),
        field("by", false, Shape::Enum(&["me", "you"])),
    ]);
    static OPEN_PAYMENT: Struct = Struct {
        fields: &[field("method", true, Shape::String)],
        rest: UndeclaredProperties::Kept(Shape::Any),
    };

    static KEYS: Union = union(&[
        variant(Shape::Union(|| &SIGNING)),
        variant(Shape::Struct(|| &ENCRYPTION)),
    ]);
    static SIGNING: Union = Union {
        variants: &[Variant {
            shape: Shape::Struct(|| &RSA),
            tags: &["RSA"],
        }],
        tag: Some("kty"),
        default: None,
    };
    static RSA: Struct = object(&[
        field("kty", false, Shape::Enum(&["RSA"])),
        field("alg", false, Shape::String),
    ]);
    static ENCRYPTION: Struct = object(&[
        field("kty", false, Shape::Enum(&["RSA"])),
        field("use", false, Shape::Enum(&["enc"])),
    ]);

    #[test]
    fn known_variants_come_before_unknown_ones() {
        let cases = [
            // A union keeps what it does not know.
            (&KEYS, json!({"kty": "RSA", "alg": "a"}), Some(0)),
            (&KEYS, json!({"kty": "new", "alg": "a"}), Some(0)),
            (&KEYS, json!({"kty": "new", "use": "enc", "alg": "a"}), Some(1)),
            (&KEYS, json!({"kty": "new", "use": "new"}), Some(1)),
            (&ENUMS, json!("a"), Some(2)),
            (&ENUMS, json!("c"), Some(1)),
            (&ENUMS, json!({"id": 1, "new": 2}), Some(3)),
            (&ENUMS, json!({"new": 2}), Some(0)),
            (&ENUMS, json!([1]), Some(5)),
            (&ENUMS, json!([true]), Some(0)),
            (&FORMS, json!({"x": 1}), Some(0)),
            (&FORMS, json!({"x": 1, "y": 2}), Some(1)),
            (&FORMS, json!({"x": 1, "kind": "other"}), Some(1)),
            (&FORMS, json!(5_000_000_000_i64), Some(3)),
            (&FORMS, json!(5), Some(2)),
            (&FORMS, json!([1]), None),
            (&TAGGED, json!({"type": 0, "a": 1}), Some(0)),
            (&TAGGED, json!({"type": 1, "a": 1}), Some(1)),
            (&TAGGED, json!({"type": true, "a": 1}), Some(1)),
            (&TAGGED, json!({"type": 2, "a": 1}), None),
            // An object counts with all that is in it.
            (&PARTS, json!({"size": {"w": 1, "h": 2, "d": 3}}), Some(1)),
            // A constant decides if it matches.
            (&PARTS, json!({"kind": "text", "size": {"width": 1}}), Some(0)),
            (&PARTS, json!({"kind": "other", "size": {"width": 1}}), Some(1)),
            // Unless another variant declares what is lost.
            (&PAYMENTS, json!({"method": "cash"}), Some(1)),
            (&PAYMENTS, json!({"method": "cash", "id": "1"}), Some(0)),
            (&PAYMENTS, json!({"method": "cash", "id": "1", "new": 1}), Some(0)),
            (&PAYMENTS, json!({"method": "cash", "by": "them"}), Some(1)),
            (&PAYMENTS, json!({"method": "cash", "by": "me", "id": "1"}), Some(1)),
            (&PAYMENTS, json!({"method": "cash", "new": 1}), Some(1)),
            (&OPEN_PAYMENTS, json!({"method": "cash", "new": 1}), Some(1)),
        ];
        for (union, value, expected) in cases {
            assert_eq!(Choices::default().variant(union, &value), expected, "{value}");
        }
    }
}

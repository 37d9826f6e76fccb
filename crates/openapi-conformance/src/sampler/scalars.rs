//! Numbers and texts, at their edges.

use serde_json::{Number, Value};

use super::Sampler;
use crate::pattern::text_of_pattern;
use crate::set::Set;
use crate::text::{self, Lengths};

impl Sampler<'_> {
    fn next_turn(&mut self) -> usize {
        self.turn += 1;
        if self.plain { 0 } else { self.turn }
    }

    pub(super) fn integer(&mut self, set: &Set<'_>) -> Option<Value> {
        let unsigned = set.is_unsigned();
        let (low, high): (i128, i128) = match set.format() {
            Some("int32") => (i32::MIN.into(), i32::MAX.into()),
            Some("uint64") => (0, u64::MAX.into()),
            _ if unsigned => (0, u64::MAX.into()),
            _ if self.restrictions.safe_integers => (-(1 << 53) + 1, (1 << 53) - 1),
            _ => (i64::MIN.into(), i64::MAX.into()),
        };
        let low = low.max(set.largest("minimum").map_or(low, |bound| bound.ceil() as i128));
        let low = low.max(
            set.largest("exclusiveMinimum")
                .map_or(low, |bound| bound.floor() as i128 + 1),
        );
        let high = high.min(set.smallest("maximum").map_or(high, |bound| bound.floor() as i128));
        let high = high.min(
            set.smallest("exclusiveMaximum")
                .map_or(high, |bound| bound.ceil() as i128 - 1),
        );
        let step = set.largest("multipleOf").map_or(1, |step| step as i128).max(1);
        let edges = [1, low, high, 0, -1, 42];
        let near: Vec<i128> = edges
            .into_iter()
            .map(|edge| edge.clamp(low.min(high), high))
            .map(|edge| edge.div_euclid(step) * step)
            .map(|edge| if edge < low { edge + step } else { edge })
            .collect();
        let chosen = near[self.next_turn() % near.len()];
        let number = i64::try_from(chosen)
            .map(Number::from)
            .or_else(|_| u64::try_from(chosen).map(Number::from));
        number.ok().map(Value::Number)
    }

    pub(super) fn number(&mut self, set: &Set<'_>) -> Option<Value> {
        let low = set
            .largest("minimum")
            .or(set.largest("exclusiveMinimum").map(|bound| bound + 0.5));
        let high = set
            .smallest("maximum")
            .or(set.smallest("exclusiveMaximum").map(|bound| bound - 0.5));
        let (low, high) = (low.unwrap_or(f64::MIN), high.unwrap_or(f64::MAX));
        let edges: [f64; 6] = match set.format() {
            Some("float") => [0.5, 0.1, -1.25, 3.0e10, 0.0, 16_777_216.0],
            _ => [0.5, 0.1, -1.25, 123_456_789.012_345_67, 0.0, 1.0e-7],
        };
        let chosen = edges[self.next_turn() % edges.len()].max(low).min(high);
        let step = set.largest("multipleOf").filter(|step| *step > 0.0);
        let stepped = step.map_or(chosen, |step| (chosen / step).ceil() * step);
        Number::from_f64(stepped).map(Value::Number)
    }

    pub(super) fn string(&mut self, set: &Set<'_>) -> Option<String> {
        let (min, max) = set.count("minLength", "maxLength");
        let lengths = Lengths { min, max };
        let turn = self.next_turn();
        if let Some((_, pattern)) = set.keyword("pattern").next() {
            return text_of_pattern(pattern.as_str()?, turn, lengths);
        }
        let encoded = set.has(&["contentEncoding"]).then_some("byte");
        match set.format().or(encoded).and_then(text::of_format) {
            Some(text) if lengths.admit(text) => Some(text.to_owned()),
            _ => text::edge(turn, lengths, self.restrictions),
        }
    }
}

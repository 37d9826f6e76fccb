//! Where the parts of a description were written that overlays or other descriptions have changed.

use std::collections::BTreeMap;

use crate::document::{FileId, Location};

/// Where the parts of a changed file were written.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    file: FileId,
    /// The place of each part that is elsewhere than its pointer says. What is below it is with it.
    moved: BTreeMap<String, Location>,
}

impl Places {
    /// The places of the parts of a file, as long as they are where they were.
    pub fn of(file: FileId) -> Self {
        let moved = BTreeMap::new();
        Self { file, moved }
    }

    /// Notes that what was written elsewhere is the part at this pointer.
    pub fn note(&mut self, pointer: &str, written: Location) {
        self.moved.insert(pointer.to_owned(), written);
    }

    /// Where the part at this pointer was written.
    pub fn written(&self, pointer: &str) -> Location {
        let mut end = pointer.len();
        loop {
            let (above, below) = pointer.split_at(end);
            if let Some(known) = self.moved.get(above) {
                return Location {
                    file: known.file,
                    pointer: format!("{}{below}", known.pointer),
                };
            }
            match above.rfind('/') {
                Some(shorter) => end = shorter,
                None => break,
            }
        }
        Location {
            file: self.file,
            pointer: pointer.to_owned(),
        }
    }
}

#[cfg(feature = "overlay")]
impl Places {
    /// Notes that the part at this pointer is that of an overlay, or a copy of another part of the file.
    pub fn put(&mut self, pointer: &str, from: &Location) {
        match from.file {
            FileId::ROOT => {
                let below = self.below(&from.pointer);
                self.moved.insert(pointer.to_owned(), self.written(&from.pointer));
                self.put_all(pointer, below);
            }
            _ => drop(self.moved.insert(pointer.to_owned(), from.clone())),
        }
    }

    /// Notes that a member is removed.
    pub fn remove(&mut self, pointer: &str) {
        for (rest, _) in self.below(pointer) {
            self.moved.remove(&format!("{pointer}{rest}"));
        }
    }

    /// Notes that an item of an array is removed; those after it move.
    pub fn remove_item(&mut self, array: &str, index: usize, length: usize) {
        self.remove(&format!("{array}/{index}"));
        for next in index + 1..length {
            let from = format!("{array}/{next}");
            let to = format!("{array}/{}", next - 1);
            let below = self.below(&from);
            let own = self.written(&from);
            self.remove(&from);
            self.moved.insert(to.clone(), own);
            self.put_all(&to, below);
        }
    }

    /// What is known of a part and the parts below it, by the rest of their pointers.
    fn below(&self, pointer: &str) -> Vec<(String, Location)> {
        let from = self.moved.range(pointer.to_owned()..);
        let from = from.map_while(|(key, place)| Some((key.strip_prefix(pointer)?, place)));
        let below = from.filter(|(rest, _)| rest.is_empty() || rest.starts_with('/'));
        below.map(|(rest, place)| (rest.to_owned(), place.clone())).collect()
    }

    fn put_all(&mut self, pointer: &str, below: Vec<(String, Location)>) {
        let below = below.into_iter();
        self.moved
            .extend(below.map(|(rest, place)| (format!("{pointer}{rest}"), place)));
    }
}

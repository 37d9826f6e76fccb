//! Reads overlays, and applies them to the root file.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::Value;

use super::Reader;
use crate::diagnostic::Severity;
use crate::document::{FileId, Location, SourceFile};
use crate::overlay::{apply, apply_patch};
use crate::places::Places;

/// Whether a file is a JSON merge patch, by its name.
fn is_patch(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    [".patch.yaml", ".patch.yml", ".patch.json"]
        .iter()
        .any(|end| name.ends_with(end))
}

impl<L: FnMut(&Path) -> io::Result<Vec<u8>>> Reader<'_, L> {
    /// Applies the overlays and merge patches, if this is the root file.
    pub(super) fn overlay(&mut self, file: &mut SourceFile) {
        if !self.document.files.is_empty() || self.limits.overlays.is_empty() || !file.value.is_object() {
            return;
        }
        let mut places = Places::of(FileId::ROOT);
        for path in &self.limits.overlays {
            let at = Location {
                file: FileId::overlay(self.document.overlays.len()),
                pointer: String::new(),
            };
            let (text, overlay) = self.read_overlay(path, &at);
            if let Some(overlay) = &overlay {
                let apply = if is_patch(path) { apply_patch } else { apply };
                apply(overlay, &at, &mut file.value, &mut places, self.diagnostics);
            }
            self.document.overlays.push(SourceFile {
                path: path.clone(),
                text,
                value: overlay.unwrap_or_default(),
                origins: None,
                places: None,
            });
        }
        file.places = Some(places);
    }

    fn read_overlay(&mut self, path: &Path, at: &Location) -> (String, Option<Value>) {
        match fs::read(path) {
            Ok(bytes) => self.parse(path, bytes, at, Severity::Error),
            Err(error) => {
                let message = format!("cannot read the overlay {}: {error}", path.display());
                let help = "check the path and that the file is readable";
                self.diagnostics.error("unreadable-document", at, message, help);
                (String::new(), None)
            }
        }
    }
}

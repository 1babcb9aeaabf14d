//! Files and folders in, a report out.

use std::fs::File;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use walkdir::WalkDir;

use crate::kind::DocumentKind;
use crate::limits::Limits;
use crate::reading::{Reading, bytes_of, read_kind};
use crate::refusal::{Refusal, RefusalReason};
use crate::report::Report;
use crate::tree::is_json;

/// A file that was read.
pub struct ImportedFile<'f> {
    /// Where it is.
    pub path: &'f Path,
    /// Its content, byte for byte.
    pub content: &'f [u8],
    /// `application/xml`, or `application/ld+json`, which NIEM JSON is.
    pub media_type: &'static str,
    /// What it holds.
    pub reading: &'f Reading,
}

/// Reads files, and every `.xml` and `.json` file in folders, in the order of their names; symbolic links in folders
/// are not followed. `keep` gets each document that was read. Whatever cannot be read is refused in the report and
/// stops nothing. At most one file is in memory at a time.
///
/// # Errors
/// Only what `keep` returns: the import stops there.
pub fn import<E>(
    paths: &[PathBuf],
    received: Timestamp,
    limits: &Limits,
    mut keep: impl FnMut(ImportedFile<'_>) -> Result<(), E>,
) -> Result<Report, E> {
    let mut report = Report::default();
    for given in paths {
        for entry in WalkDir::new(given).sort_by_file_name() {
            let Ok(entry) = entry.map_err(|error| {
                let path = error.path().unwrap_or(given).to_owned();
                report.refuse(&path, DocumentKind::Unknown, Refusal::whole(RefusalReason::Unreadable));
            }) else {
                continue;
            };
            if entry.file_type().is_dir() {
                continue;
            }
            let path = entry.path();
            if entry.depth() > 0 && !(entry.file_type().is_file() && is_document(path)) {
                report.pass_over();
                continue;
            }
            let content = File::open(path)
                .map_err(|_| Refusal::whole(RefusalReason::Unreadable))
                .and_then(|file| bytes_of(file, limits));
            match content {
                Ok(content) => match read_kind(&content, received, limits) {
                    (kind, Err(refusal)) => report.refuse(path, kind, refusal),
                    (_, Ok(reading)) => {
                        report.add(path, &reading);
                        let media_type =
                            if is_json(&content) { "application/ld+json" } else { "application/xml" };
                        keep(ImportedFile { path, content: &content, media_type, reading: &reading })?;
                    }
                },
                Err(refusal) => report.refuse(path, DocumentKind::Unknown, refusal),
            }
        }
    }
    Ok(report)
}

fn is_document(path: &Path) -> bool {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    extension.eq_ignore_ascii_case("xml") || extension.eq_ignore_ascii_case("json")
}

//! What an import read and refused, by kind of document.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use serde::Serialize;

use crate::kind::DocumentKind;
use crate::reading::{Found, Reading};
use crate::refusal::{Refusal, RefusalReason};

/// What an import read and refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Files that were opened.
    pub files: usize,
    /// Files in folders that are neither `.xml` nor `.json`, or no regular files: not opened.
    pub passed_over: usize,
    /// One entry for each kind that occurred, in the order of [`DocumentKind::ALL`].
    pub kinds: Vec<KindCount>,
    /// Files that were not read, in the order in which they were met.
    pub refusals: Vec<FileRefusal>,
    /// Values and parts that are missing in what was read, in the order in which they were met.
    pub left_out: Vec<FileRefusal>,
    /// Files in which something is sealed. Nothing else is said of it.
    pub sealed: Vec<String>,
    /// Values that stand where nothing is read, in what was read: how many there are of each path, at most ten
    /// thousand; what is beyond is counted under `…`.
    pub unread: BTreeMap<String, usize>,
}

/// Most paths of values that are not read.
pub(crate) const MOST_PATHS: usize = 10_000;

/// What was read of one kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KindCount {
    /// The kind.
    pub kind: DocumentKind,
    /// Files that were read.
    pub read: usize,
    /// Files that carry no record that may be kept: denials, errors, subscriptions, juvenile histories.
    pub without_record: usize,
    /// Files that carry one and were refused.
    pub refused: usize,
    /// Records of a source in the files that were read.
    pub records: usize,
    /// What they hold.
    #[serde(flatten)]
    pub found: Found,
    /// Values and parts that were left out of them.
    pub left_out: usize,
    /// Records, and parts of records, that are sealed. Nothing of them is in the other figures.
    pub sealed: usize,
    /// Records that their source takes back.
    pub withdrawn: usize,
}

impl KindCount {
    fn of(kind: DocumentKind) -> KindCount {
        KindCount {
            kind,
            read: 0,
            without_record: 0,
            refused: 0,
            records: 0,
            found: Found::default(),
            left_out: 0,
            sealed: 0,
            withdrawn: 0,
        }
    }

    fn cells(&self) -> [usize; 12] {
        let Found { persons, vehicles, addresses, charges, warrants } = self.found;
        [
            self.read,
            self.without_record,
            self.refused,
            self.records,
            persons,
            vehicles,
            addresses,
            charges,
            warrants,
            self.left_out,
            self.sealed,
            self.withdrawn,
        ]
    }
}

/// Something in a file that was not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FileRefusal {
    /// The file.
    pub file: String,
    /// What kind of document it is, as far as that is known.
    pub kind: DocumentKind,
    /// Where in it, and why.
    #[serde(flatten)]
    pub refusal: Refusal,
}

impl fmt::Display for FileRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.refusal)
    }
}

impl Report {
    pub(crate) fn pass_over(&mut self) {
        self.passed_over += 1;
    }

    pub(crate) fn add(&mut self, path: &Path, reading: &Reading) {
        self.files += 1;
        let count = self.count(reading.kind);
        count.read += 1;
        count.records += reading.documents.iter().filter(|document| document.withdrawn().is_none()).count();
        count.found += reading.found;
        count.left_out += reading.left_out.len();
        count.sealed += reading.sealed;
        count.withdrawn += reading.withdrawn;
        for (path, values) in &reading.unread {
            let known = self.unread.contains_key(path) || self.unread.len() < MOST_PATHS;
            let path = if known { path.as_str() } else { "…" };
            *self.unread.entry(path.to_owned()).or_default() += values;
        }
        let file = path.display().to_string();
        if reading.sealed > 0 {
            self.sealed.push(file.clone());
        }
        self.left_out.extend(reading.left_out.iter().map(|refusal| FileRefusal {
            file: file.clone(),
            kind: reading.kind,
            refusal: refusal.clone(),
        }));
    }

    pub(crate) fn refuse(&mut self, path: &Path, kind: DocumentKind, refusal: Refusal) {
        self.files += 1;
        let count = self.count(kind);
        if matches!(refusal.reason, RefusalReason::NoRecord | RefusalReason::Juvenile) {
            count.without_record += 1;
        } else if refusal.reason == RefusalReason::Sealed {
            count.sealed += 1;
            self.sealed.push(path.display().to_string());
        } else {
            count.refused += 1;
        }
        self.refusals.push(FileRefusal { file: path.display().to_string(), kind, refusal });
    }

    /// Files that carry a record and were not read. A sealed one was understood.
    pub fn refused(&self) -> impl Iterator<Item = &FileRefusal> {
        let counts = |reason| {
            !matches!(reason, RefusalReason::NoRecord | RefusalReason::Juvenile | RefusalReason::Sealed)
        };
        self.refusals.iter().filter(move |refusal| counts(refusal.refusal.reason))
    }

    /// How often each reason was met at each path, without places. Of what is sealed only the file is told.
    fn left_out_by_path(&self) -> BTreeMap<String, usize> {
        let mut counted = BTreeMap::new();
        for FileRefusal { refusal: Refusal { path, reason }, .. } in &self.left_out {
            if *reason != RefusalReason::Sealed {
                let steps = path.split('/').map(|step| step.split('[').next().unwrap_or_default());
                let path = steps.collect::<Vec<_>>().join("/");
                *counted.entry(format!("{path}: {reason}")).or_default() += 1;
            }
        }
        counted
    }

    fn count(&mut self, kind: DocumentKind) -> &mut KindCount {
        let at = match self.kinds.binary_search_by_key(&kind, |count| count.kind) {
            Ok(at) => at,
            Err(at) => {
                self.kinds.insert(at, KindCount::of(kind));
                at
            }
        };
        &mut self.kinds[at]
    }
}

const HEADINGS: [&str; 12] = [
    "read",
    "no record",
    "refused",
    "records",
    "persons",
    "vehicles",
    "addresses",
    "charges",
    "warrants",
    "left out",
    "sealed",
    "taken back",
];

/// The table, and below it each file that carries a record and was refused, what was left out, and what was not read.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kinds: Vec<(&str, [usize; 12])> =
            self.kinds.iter().map(|count| (count.kind.label(), count.cells())).collect();
        let mut total = [0; 12];
        for (_, cells) in &kinds {
            for (sum, cell) in total.iter_mut().zip(cells) {
                *sum += cell;
            }
        }
        let widest = kinds.iter().map(|(label, _)| label.len()).max().unwrap_or_default().max("Kind".len());
        write!(f, "{:widest$}", "Kind")?;
        for heading in HEADINGS {
            write!(f, "  {heading}")?;
        }
        writeln!(f)?;
        for (label, cells) in kinds.iter().chain([&("Total", total)]) {
            write!(f, "{label:widest$}")?;
            for (heading, cell) in HEADINGS.iter().zip(cells) {
                write!(f, "  {cell:>width$}", width = heading.len())?;
            }
            writeln!(f)?;
        }
        writeln!(f, "{} files, {} passed over", self.files, self.passed_over)?;
        for refusal in self.refused() {
            writeln!(f, "refused {refusal}")?;
        }
        for file in &self.sealed {
            writeln!(f, "sealed {file}")?;
        }
        let left_out = self.left_out_by_path();
        if !left_out.is_empty() {
            writeln!(f, "left out or to be known, by path:")?;
        }
        for (said, times) in &left_out {
            writeln!(f, "{times:>6}  {said}")?;
        }
        if !self.unread.is_empty() {
            writeln!(f, "not read, by path:")?;
        }
        for (path, values) in &self.unread {
            writeln!(f, "{values:>6}  {path}")?;
        }
        Ok(())
    }
}

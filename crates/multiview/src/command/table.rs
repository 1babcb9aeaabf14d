//! CSV files read column by column, every distinct value once. Every line of a file is accounted for.

mod layout;
mod quotes;
mod text;

use std::path::{Path, PathBuf};

use csv::{ByteRecord, ReaderBuilder};
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::error::CommandError;
use crate::linkage::words::{MISSING, Value, Words};
use layout::Layout;
use text::Text;

/// A column as it stands in the files.
pub(crate) struct RawColumn {
    pub(crate) name: String,
    pub(crate) words: Words,
    pub(crate) cells: Vec<Value>,
}

impl RawColumn {
    /// Some of the values, the same whatever the order of the rows.
    pub(crate) fn sampled(&self, most: usize) -> Vec<Value> {
        let mut values: Vec<Value> = (0..self.words.len() as Value).collect();
        if values.len() > most {
            values.select_nth_unstable_by_key(most, |value| crate::hash::mix(self.words.hash(*value)));
            values.truncate(most);
        }
        values
    }

    /// Some of the values to look at, each with how many rows have it.
    pub(crate) fn sample(&self) -> Vec<(&str, u32)> {
        const LOOK_AT: usize = 2_000;
        let values = self.sampled(LOOK_AT).into_iter();
        values.map(|value| (self.words.text(value), self.words.count(value))).collect()
    }

    /// Adds a field; `known` remembers the values that it has seen.
    fn push(&mut self, field: &[u8], known: &mut FxHashMap<Vec<u8>, Value>) {
        let value = match known.get(field) {
            Some(value) => {
                self.words.again(*value);
                *value
            }
            None => {
                let value = self.words.add_whole(std::str::from_utf8(field).unwrap_or_default());
                // What hardly repeats is not worth remembering twice.
                if known.len() < 1 << 16 && value != MISSING {
                    known.insert(field.to_vec(), value);
                }
                value
            }
        };
        self.cells.push(value);
    }
}

/// A file as it was read.
#[derive(Clone, Debug, Serialize)]
pub struct FileRead {
    /// Which.
    pub path: PathBuf,
    /// Its encoding, by the name that the WHATWG Encoding Standard gives it.
    pub encoding: &'static str,
    /// What separates its fields.
    pub separator: char,
    /// Line of the names of its columns, from 1; none where it has no header.
    pub header: Option<u64>,
    /// Lines, empty ones among them.
    pub lines: u64,
    /// Lines above the header: a title, or what separates the fields.
    pub above: u64,
    /// Lines without a value.
    pub empty: u64,
    /// Lines that belong to a value of several lines, without its first.
    pub within_values: u64,
    /// Records.
    pub records: u64,
    #[serde(skip)]
    start: usize,
}

impl FileRead {
    /// In words: every line of it, and what it was read as.
    pub fn words(&self) -> String {
        let separator = match self.separator {
            '\t' => "tabs".to_owned(),
            separator => format!("{separator:?}"),
        };
        let mut lines = vec![format!("{} records", self.records)];
        match self.header {
            Some(line) => lines.push(format!("header in line {line}")),
            None => {
                lines.push("no header, so columns go by their numbers and the first line is a record".into())
            }
        }
        for (count, what) in
            [(self.above, "above it"), (self.within_values, "within values"), (self.empty, "without a value")]
        {
            if count > 0 {
                lines.push(format!("{count} {what}"));
            }
        }
        format!(
            "{}: {} lines ({}); {}, separated by {separator}",
            self.path.display(),
            self.lines,
            lines.join(", "),
            self.encoding
        )
    }
}

/// Rows of all files.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) columns: Vec<RawColumn>,
    /// The files, in the order of their rows.
    pub(crate) files: Vec<FileRead>,
    /// Line of every row in its file.
    lines: Vec<u32>,
}

impl Table {
    /// Reads files that have the same columns. Commas, semicolons, tabs and bars separate.
    ///
    /// # Errors
    /// What is wrong with a file, with its line and column; or that it was stopped.
    pub(crate) fn read(paths: &[PathBuf], stopped: &dyn Fn() -> bool) -> Result<Table, CommandError> {
        let mut table = Table::default();
        for path in paths {
            let text = text::read(path, stopped)?;
            table.read_text(path, &text, stopped)?;
        }
        Ok(table)
    }

    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }

    pub(crate) fn names(&self) -> String {
        self.columns.iter().map(|column| column.name.as_str()).collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    pub(crate) fn first_path(&self) -> PathBuf {
        self.files.first().map(|file| file.path.clone()).unwrap_or_default()
    }

    /// File and line of a row.
    pub(crate) fn place(&self, row: usize) -> (PathBuf, u64) {
        let file = self.files.get(self.file_of(row));
        (file.map(|file| file.path.clone()).unwrap_or_default(), u64::from(self.lines[row]))
    }

    /// The number of the file that a row is from.
    pub(crate) fn file_of(&self, row: usize) -> usize {
        self.files.iter().rposition(|file| file.start <= row).unwrap_or_default()
    }

    fn read_text(
        &mut self,
        path: &Path,
        Text { text, encoding }: &Text,
        stopped: &dyn Fn() -> bool,
    ) -> Result<(), CommandError> {
        let layout = Layout::of(text);
        let (from, first_line) = layout.start;
        let table = &text[from..];
        let mut reader = ReaderBuilder::new()
            .delimiter(layout.separator)
            .has_headers(false)
            .flexible(true)
            .from_reader(table.as_bytes());
        let mut row = ByteRecord::new();
        let broken = |error: csv::Error| CommandError::Read { path: path.into(), reason: error.to_string() };
        // Asked of rows of several lines.
        let check_quotes = |place: &csv::Position, end: &csv::Position| {
            let raw = &table[place.byte() as usize..end.byte() as usize];
            let open = quotes::stray(raw, layout.separator, |line| layout.is_row(line));
            let line = |at: u64| first_line + place.line() - 1 + at;
            let error = |at: u64| CommandError::OpenQuote { path: path.into(), line: line(at) };
            open.map_or(Ok(()), |at| Err(error(at)))
        };
        let names = if layout.header {
            reader.read_byte_record(&mut row).map_err(broken)?;
            if breaks(&row) > 0 {
                check_quotes(&csv::Position::new(), reader.position())?;
            }
            header(path, &row, first_line)?
        } else {
            (1..=layout.width).map(|number| format!("column {number}")).collect()
        };
        if self.files.is_empty() {
            let columns = names.iter();
            self.columns = columns
                .map(|name| RawColumn { name: name.clone(), words: Words::default(), cells: Vec::new() })
                .collect();
        }
        let order = self.order(path, &names, layout.header)?;
        let mut file = FileRead {
            path: path.into(),
            encoding,
            separator: char::from(layout.separator),
            header: layout.header.then_some(first_line),
            lines: text.bytes().filter(|byte| *byte == b'\n').count() as u64
                + u64::from(!text.is_empty() && !text.ends_with('\n')),
            above: layout.above,
            empty: 0,
            within_values: if layout.header { breaks(&row) } else { 0 },
            records: 0,
            start: self.len(),
        };
        let mut known: Vec<FxHashMap<Vec<u8>, Value>> = vec![FxHashMap::default(); self.columns.len()];
        while reader.read_byte_record(&mut row).map_err(broken)? {
            let place = row.position().map_or_else(csv::Position::new, |place| layout::begin(table, place));
            let line = first_line + place.line() - 1;
            let within = breaks(&row);
            if within > 0 {
                check_quotes(&place, reader.position())?;
            }
            file.within_values += within;
            if row.iter().all(|field| field.trim_ascii().is_empty()) {
                continue;
            }
            // What stands behind the last column may be nothing but separators.
            if row.len() < names.len()
                || row.iter().skip(names.len()).any(|field| !field.trim_ascii().is_empty())
            {
                let (found, expected) = (row.len(), names.len());
                return Err(CommandError::Fields { path: path.into(), line, found, expected });
            }
            for (field, at) in row.iter().zip(&order) {
                self.columns[*at].push(field.trim_ascii(), &mut known[*at]);
            }
            self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
            if self.lines.len().is_multiple_of(1 << 16) {
                if stopped() {
                    return Err(CommandError::Cancelled);
                }
                self.check_size(path)?;
            }
        }
        file.records = (self.len() - file.start) as u64;
        if file.records == 0 {
            return Err(CommandError::Empty { path: path.into() });
        }
        let used = file.above + u64::from(layout.header) + file.within_values + file.records;
        file.empty = file.lines.saturating_sub(used);
        self.files.push(file);
        Ok(())
    }

    /// Values are found by positions of 32 bits.
    fn check_size(&self, path: &Path) -> Result<(), CommandError> {
        const MOST: usize = u32::MAX as usize / 2;
        let full = self.columns.iter().find(|column| column.words.size() > MOST);
        full.map_or(Ok(()), |column| {
            let reason = format!("column {} holds more than 2 GiB of different values", column.name);
            Err(CommandError::Read { path: path.into(), reason })
        })
    }

    /// Where each column of a file goes.
    fn order(&self, path: &Path, names: &[String], header: bool) -> Result<Vec<usize>, CommandError> {
        let other = |reason: String| CommandError::OtherColumns { path: path.into(), reason };
        if let Some(missing) = self.columns.iter().find(|column| !names.contains(&column.name)) {
            let reason = if header { "" } else { "; it seems to have no header" };
            return Err(other(format!("{:?} is missing{reason}", missing.name)));
        }
        names.iter().map(|name| self.column(name).ok_or_else(|| other(format!("{name:?} is new")))).collect()
    }
}

/// Line breaks within the values of a row.
fn breaks(row: &ByteRecord) -> u64 {
    row.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64
}

fn header(path: &Path, header: &ByteRecord, line: u64) -> Result<Vec<String>, CommandError> {
    let mut names: Vec<String> = Vec::new();
    for (at, name) in header.iter().enumerate() {
        let name = std::str::from_utf8(name).unwrap_or_default().trim();
        // The index that data frames write has none.
        let name = if name.is_empty() { format!("column {}", at + 1) } else { name.to_owned() };
        if names.contains(&name) {
            let reason = format!("{name:?} names an earlier column too");
            return Err(CommandError::Header { path: path.into(), line, column: at + 1, reason });
        }
        names.push(name);
    }
    if names.is_empty() { Err(CommandError::Empty { path: path.into() }) } else { Ok(names) }
}

//! CSV files read column by column, every distinct value once.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use csv::{ByteRecord, ReaderBuilder};
use rustc_hash::FxHashMap;

use super::error::CommandError;
use crate::linkage::words::{Value, Words};

/// A column as it stands in the files.
pub(crate) struct RawColumn {
    pub(crate) name: String,
    pub(crate) words: Words,
    pub(crate) cells: Vec<Value>,
}

/// Rows of all files.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) columns: Vec<RawColumn>,
    /// Where the rows of each file begin.
    pub(crate) files: Vec<(PathBuf, usize)>,
    /// Line of every row in its file.
    lines: Vec<u32>,
}

impl Table {
    /// Reads files that have the same columns. Commas, semicolons and tabs separate.
    ///
    /// # Errors
    /// What is wrong with a file, with its line and column; or that it was stopped.
    pub(crate) fn read(paths: &[PathBuf], stopped: &dyn Fn() -> bool) -> Result<Table, CommandError> {
        let mut table = Table::default();
        for path in paths {
            table.read_file(path, stopped)?;
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
        self.files.first().map(|(path, _)| path.clone()).unwrap_or_default()
    }

    /// File and line of a row.
    pub(crate) fn place(&self, row: usize) -> (PathBuf, u64) {
        let file = self.files.iter().rev().find(|(_, start)| *start <= row);
        (file.map(|(path, _)| path.clone()).unwrap_or_default(), u64::from(self.lines[row]))
    }

    /// The number of the file that a row is from.
    pub(crate) fn file_of(&self, row: usize) -> usize {
        self.files.iter().rposition(|(_, start)| *start <= row).unwrap_or_default()
    }

    fn read_file(&mut self, path: &Path, stopped: &dyn Fn() -> bool) -> Result<(), CommandError> {
        let unreadable = |reason: &dyn std::fmt::Display| CommandError::Read {
            path: path.into(),
            reason: reason.to_string(),
        };
        let mut file =
            BufReader::with_capacity(1 << 18, File::open(path).map_err(|error| unreadable(&error))?);
        let start = file.fill_buf().map_err(|error| unreadable(&error))?;
        if start.starts_with(&[0xff, 0xfe]) || start.starts_with(&[0xfe, 0xff]) {
            let hint = " (it begins as UTF-16 does)";
            return Err(CommandError::Encoding { path: path.into(), line: 1, column: "1".into(), hint });
        }
        let separator = separator(start);
        if start.starts_with(&[0xef, 0xbb, 0xbf]) {
            file.consume(3);
        }
        self.read_rows(path, file, separator, stopped)
    }

    fn read_rows(
        &mut self,
        path: &Path,
        file: impl Read,
        separator: u8,
        stopped: &dyn Fn() -> bool,
    ) -> Result<(), CommandError> {
        let mut last = 0;
        let file = Ending { file, last: &mut last };
        let mut reader = ReaderBuilder::new().delimiter(separator).from_reader(file);
        let header = reader.byte_headers().map_err(|error| broken(path, &error))?.clone();
        let names = self.header(path, &header)?;
        if self.files.is_empty() {
            let columns = names.iter();
            self.columns = columns
                .map(|name| RawColumn { name: name.clone(), words: Words::default(), cells: Vec::new() })
                .collect();
        }
        let order = self.order(path, &names)?;
        let first = self.len();
        self.files.push((path.into(), first));
        let mut known: Vec<FxHashMap<Vec<u8>, Value>> = vec![FxHashMap::default(); self.columns.len()];
        let mut row = ByteRecord::new();
        let mut open = None;
        while reader.read_byte_record(&mut row).map_err(|error| broken(path, &error))? {
            let line = row.position().map_or(0, csv::Position::line);
            for (field, at) in row.iter().zip(&order) {
                let column = &mut self.columns[*at];
                let field = field.trim_ascii();
                let value = match known[*at].get(field) {
                    Some(value) => *value,
                    None => {
                        let text = std::str::from_utf8(field).map_err(|_| CommandError::Encoding {
                            path: path.into(),
                            line,
                            column: column.name.clone(),
                            hint: " (Windows-1252 and Latin-1 files must be converted)",
                        })?;
                        let value = column.words.add(text);
                        // What hardly repeats is not worth remembering twice.
                        if known[*at].len() < 1 << 16 {
                            known[*at].insert(field.to_vec(), value);
                        }
                        value
                    }
                };
                column.cells.push(value);
            }
            self.lines.push(u32::try_from(line).unwrap_or(u32::MAX));
            // Only the last row can have swallowed the rest of the file.
            open = row.iter().next_back().is_some_and(|field| field.contains(&b'\n')).then_some(line);
            if self.lines.len().is_multiple_of(1 << 16) && stopped() {
                return Err(CommandError::Cancelled);
            }
        }
        drop(reader);
        if let Some(line) = open.filter(|_| last != b'"') {
            return Err(CommandError::OpenQuote { path: path.into(), line });
        }
        if self.len() == first { Err(CommandError::Empty { path: path.into() }) } else { Ok(()) }
    }

    fn header(&self, path: &Path, header: &ByteRecord) -> Result<Vec<String>, CommandError> {
        let mut names: Vec<String> = Vec::new();
        for (at, name) in header.iter().enumerate() {
            let wrong = |reason: &str| CommandError::Header {
                path: path.into(),
                column: at + 1,
                reason: reason.into(),
            };
            let name = std::str::from_utf8(name).map_err(|_| wrong("the name is not UTF-8 text"))?.trim();
            // The index that data frames write has none.
            let name = if name.is_empty() { format!("column {}", at + 1) } else { name.to_owned() };
            if names.contains(&name) {
                return Err(wrong(&format!("{name:?} names an earlier column too")));
            }
            names.push(name);
        }
        if names.is_empty() { Err(CommandError::Empty { path: path.into() }) } else { Ok(names) }
    }

    /// Where each column of a file goes.
    fn order(&self, path: &Path, names: &[String]) -> Result<Vec<usize>, CommandError> {
        let other = |reason: String| CommandError::OtherColumns { path: path.into(), reason };
        if let Some(missing) = self.columns.iter().find(|column| !names.contains(&column.name)) {
            return Err(other(format!("{:?} is missing", missing.name)));
        }
        names.iter().map(|name| self.column(name).ok_or_else(|| other(format!("{name:?} is new")))).collect()
    }
}

/// Remembers the last byte that is no blank.
struct Ending<'a, R> {
    file: R,
    last: &'a mut u8,
}

impl<R: Read> Read for Ending<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.file.read(into)?;
        if let Some(last) = into.get(..count).unwrap_or_default().trim_ascii_end().last() {
            *self.last = *last;
        }
        Ok(count)
    }
}

fn separator(start: &[u8]) -> u8 {
    let line = start.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let count = |separator: u8| line.iter().filter(|byte| **byte == separator).count();
    let mut best = b',';
    for other in [b';', b'\t', b'|'] {
        if count(other) > count(best) {
            best = other;
        }
    }
    best
}

fn broken(path: &Path, error: &csv::Error) -> CommandError {
    if let csv::ErrorKind::UnequalLengths { pos, expected_len, len } = error.kind() {
        let line = pos.as_ref().map_or(0, csv::Position::line);
        return CommandError::Fields { path: path.into(), line, found: *len, expected: *expected_len };
    }
    CommandError::Read { path: path.into(), reason: error.to_string() }
}

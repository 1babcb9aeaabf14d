//! What can go wrong between a file and the engine, each with a stable code. The wording is here and nowhere else.

use std::path::PathBuf;

/// Why the command stopped. Nothing is left half written.
#[derive(Debug, thiserror::Error)]
pub enum CommandError {
    /// A file cannot be opened or read.
    #[error("MV-01 {path}: cannot be read: {reason}")]
    Read {
        /// Which.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// Not text, or in an encoding that cannot be told.
    #[error("MV-02 {path}, line {line}: {reason}")]
    Encoding {
        /// Which file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// What it may be, and what to do.
        reason: &'static str,
    },
    /// A row has too few or too many fields.
    #[error(
        "MV-03 {path}, line {line}: {found} fields where the header has {expected}; check quotes and separators"
    )]
    Fields {
        /// Which file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// Fields in the row.
        found: usize,
        /// Fields in the header.
        expected: usize,
    },
    /// A quote is never closed, or encloses rows.
    #[error(
        "MV-17 {path}, line {line}: a quote opens here and is not closed in this row; double it or take it away"
    )]
    OpenQuote {
        /// Which file.
        path: PathBuf,
        /// Line of the quote, from 1.
        line: u64,
    },
    /// No rows.
    #[error("MV-04 {path}: no records below the header")]
    Empty {
        /// Which file.
        path: PathBuf,
    },
    /// The header names a column twice, or not at all.
    #[error("MV-05 {path}, line {line}, column {column}: {reason}")]
    Header {
        /// Which file.
        path: PathBuf,
        /// Line of the header, from 1.
        line: u64,
        /// Number of the column, from 1.
        column: usize,
        /// What is wrong.
        reason: String,
    },
    /// A column that was asked for is not there.
    #[error("MV-06 {path}: no column {wanted:?} for {purpose}; the columns are {columns}")]
    NoColumn {
        /// Which file.
        path: PathBuf,
        /// The name asked for.
        wanted: String,
        /// What it was asked for.
        purpose: &'static str,
        /// What there is.
        columns: String,
    },
    /// No column names the records.
    #[error(
        "MV-07 {path}: no column has a different value in every row; name one with --id. The columns are {columns}"
    )]
    NoId {
        /// Which file.
        path: PathBuf,
        /// What there is.
        columns: String,
    },
    /// Two records with one name.
    #[error("MV-08 {path}, line {line}, column {column}: the record id occurs before, in {before}")]
    DuplicateId {
        /// Which file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// The id column.
        column: String,
        /// Where it is first.
        before: String,
    },
    /// A record without a name.
    #[error("MV-09 {path}, line {line}, column {column}: the record id is empty")]
    NoIdValue {
        /// Which file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// The id column.
        column: String,
    },
    /// Nothing to compare by.
    #[error(
        "MV-10 no column can be compared: {columns}. Say what a column holds in a configuration file (--config)"
    )]
    NothingToCompare {
        /// Every column with its role.
        columns: String,
    },
    /// The configuration cannot be used.
    #[error("MV-11 {path}: {reason}")]
    Config {
        /// Which file.
        path: PathBuf,
        /// What is wrong, with its line.
        reason: String,
    },
    /// A file cannot be written.
    #[error("MV-12 {path}: cannot be written: {reason}")]
    Write {
        /// Which.
        path: PathBuf,
        /// What the system says.
        reason: String,
    },
    /// A record that is asked about is not in the input.
    #[error("MV-13 no record {id:?} in the input")]
    NoRecord {
        /// The id asked for.
        id: String,
    },
    /// The second file has other columns.
    #[error("MV-14 {path}: the columns are not those of the first file: {reason}")]
    OtherColumns {
        /// Which file.
        path: PathBuf,
        /// The difference.
        reason: String,
    },
    /// Stopped by the person who started it.
    #[error("MV-15 stopped; nothing was written")]
    Cancelled,
    /// Clusters and input do not belong together.
    #[error("MV-16 {path}: {reason}")]
    Mismatch {
        /// Which file.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl CommandError {
    /// The code the process ends with: 130 when it was stopped, else 2.
    pub fn exit_code(&self) -> u8 {
        if matches!(self, CommandError::Cancelled) { 130 } else { 2 }
    }
}

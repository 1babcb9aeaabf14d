//! How a file is laid out: what separates its fields, where the names of its columns stand, and what stands above them.

use std::collections::BTreeMap;

use csv::{Position, ReaderBuilder, StringRecord};

use crate::command::{dates, roles};

/// Lines that are looked at.
const LOOK_AT: usize = 500;

/// The layout of a file.
pub(super) struct Layout {
    pub(super) separator: u8,
    /// Where reading begins: byte, and line from 1.
    pub(super) start: (usize, u64),
    /// Lines with something in them above that.
    pub(super) above: u64,
    /// The first row names the columns.
    pub(super) header: bool,
    /// Fields of a row.
    pub(super) width: usize,
    /// What the values of each column look like.
    shapes: Vec<Vec<String>>,
}

impl Layout {
    /// Works out the layout from the first lines.
    pub(super) fn of(text: &str) -> Layout {
        let end = text.match_indices('\n').nth(LOOK_AT).map_or(text.len(), |(at, _)| at + 1);
        let (said, top) = said_separator(text);
        let head = text.get(top..end.max(top)).unwrap_or_default();
        let separator = said.unwrap_or_else(|| separator(head));
        let rows = rows(head, separator);
        let width = usual_width(&rows);
        let usual = usually_filled(&rows);
        let first =
            rows.iter().position(|(_, row)| filled(row) >= usual.min(2) && 4 * filled(row) >= 3 * usual);
        let first = first.unwrap_or_default();
        let place = rows.get(first).map_or_else(Position::new, |(place, _)| begin(head, place));
        let others: Vec<&StringRecord> = rows.iter().skip(first + 1).map(|(_, row)| row).collect();
        let header = rows.get(first).is_none_or(|(_, row)| is_header(row, &others));
        let column = |at: usize| {
            let mut shapes: Vec<String> = others.iter().filter_map(|row| row.get(at)).map(shape).collect();
            shapes.sort_unstable();
            shapes.dedup();
            shapes
        };
        Layout {
            separator,
            start: (top + place.byte() as usize, place.line() + u64::from(top > 0)),
            above: first as u64 + u64::from(top > 0),
            header,
            width,
            shapes: (0..width).map(column).collect(),
        }
    }

    /// Whether a line could be a row: it has the fields of one, and they look like those of other rows.
    pub(super) fn is_row(&self, line: &str) -> bool {
        if line.bytes().filter(|byte| *byte == self.separator).count() + 1 < self.width {
            return false;
        }
        let rows = rows(line, self.separator);
        let [(_, row)] = rows.as_slice() else { return false };
        let alike = |at: usize| {
            row.get(at).is_some_and(|field| {
                self.shapes.get(at).is_some_and(|shapes| shapes.binary_search(&shape(field)).is_ok())
            })
        };
        let like = (0..self.width).filter(|at| alike(*at)).count();
        row.len() == self.width && alike(0) && 3 * like >= 2 * self.width
    }
}

/// Spreadsheets say in a first line of its own what separates: `sep=;`. Gives that and where the next line begins.
fn said_separator(text: &str) -> (Option<u8>, usize) {
    let line = text.split('\n').next().unwrap_or_default();
    let said = line.trim().trim_matches('"').trim_end_matches('"');
    let said = said.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and(said.get(4..));
    match said.map(str::as_bytes) {
        Some([separator]) if separator.is_ascii() => (Some(*separator), (line.len() + 1).min(text.len())),
        // A tab is trimmed away with the other blanks.
        Some([]) if line.contains('\t') => (Some(b'\t'), (line.len() + 1).min(text.len())),
        _ => (None, 0),
    }
}

fn rows(text: &str, separator: u8) -> Vec<(Position, StringRecord)> {
    let mut reader = ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let rows = reader.records().map_while(Result::ok);
    rows.map(|row| (row.position().cloned().unwrap_or_else(Position::new), row)).collect()
}

/// The number of fields that most rows have; the larger one of two.
fn usual_width(rows: &[(Position, StringRecord)]) -> usize {
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, row) in rows {
        *widths.entry(row.len()).or_default() += 1;
    }
    widths.into_iter().max_by_key(|(width, rows)| (*rows, *width)).map_or(1, |(width, _)| width)
}

/// Of the usual separators, the one by which most rows have the same and the most fields.
fn separator(head: &str) -> u8 {
    let telling = |separator: u8| {
        let rows = rows(head, separator);
        let width = usual_width(&rows);
        let alike = rows.iter().filter(|(_, row)| row.len() == width).count();
        (width - 1) * alike * alike / rows.len().max(1)
    };
    let mut best = (b',', telling(b','));
    for other in [b';', b'\t', b'|'] {
        let found = (other, telling(other));
        if found.1 > best.1 {
            best = found;
        }
    }
    best.0
}

fn filled(row: &StringRecord) -> usize {
    row.iter().filter(|field| !field.trim().is_empty()).count()
}

/// How many fields of most rows have a value. A title above the header has few.
fn usually_filled(rows: &[(Position, StringRecord)]) -> usize {
    let mut filled: Vec<usize> = rows.iter().map(|(_, row)| filled(row)).collect();
    filled.sort_unstable();
    filled.get(filled.len() / 2).copied().unwrap_or(1)
}

/// Where a row begins: the reader counts empty lines before it to it.
pub(super) fn begin(text: &str, place: &Position) -> Position {
    let mut found = place.clone();
    let rest = text.get(place.byte() as usize..).unwrap_or_default();
    let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    found.set_byte(place.byte() + blank as u64);
    found.set_line(place.line() + rest[..blank].matches('\n').count() as u64);
    found
}

/// Whether a row names the columns. One that says what rows below it say, or mostly looks like them, and has no name
/// that we know does not.
fn is_header(row: &StringRecord, others: &[&StringRecord]) -> bool {
    let (mut names, mut sure, mut alike) = (0, 0, 0);
    for (at, field) in row.iter().enumerate() {
        let field = field.trim();
        let below = || others.iter().filter_map(|row| row.get(at)).filter(|other| !other.trim().is_empty());
        let kind = shape(field);
        let looks_alike = || 2 * below().filter(|other| shape(other) == kind).count() > below().count();
        let repeats = || field.chars().any(char::is_alphabetic) && below().any(|other| other.trim() == field);
        if dates::looks_like_date(field) || field.contains('@') || repeats() {
            sure += 1;
        } else if field.bytes().any(|byte| byte.is_ascii_digit()) && looks_alike() {
            alike += 1;
        } else if roles::is_known_name(field) {
            names += 1;
        }
    }
    sure <= names && (sure + alike <= names || 2 * (sure + alike) < filled(row))
}

/// What a field looks like: `12-May` as `9-A`.
fn shape(field: &str) -> String {
    let mut shape = String::new();
    for letter in field.trim().chars() {
        let kind = match letter {
            _ if letter.is_ascii_digit() => '9',
            _ if letter.is_alphabetic() => 'A',
            _ => letter,
        };
        if !shape.ends_with(kind) {
            shape.push(kind);
        }
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_found_in_the_file() {
        let check = |text: &str, separator: char, line: u64, above: u64, header: bool| {
            let found = Layout::of(text);
            let (from, at) = found.start;
            let expect = text.lines().nth(line as usize - 1).unwrap_or_default();
            assert_eq!(text[from..].lines().next().unwrap_or_default(), expect, "{text:?}");
            let found = (char::from(found.separator), at, found.above, found.header);
            assert_eq!(found, (separator, line, above, header), "{text:?}");
        };
        check("id,name\n1,Ann\n2,Bob\n", ',', 1, 0, true);
        check("sep=;\nid;name\n1;Ann\n2;Bob\n", ';', 2, 1, true);
        check("\"sep=|\"\nid|name\n1|Ann\n", '|', 2, 1, true);
        check("sep=\t\nid\tname\n1\tAnn\n", '\t', 2, 1, true);
        check("People, as of 1 May\n\nid,first,last\n1,Ann,Moss\n2,Bob,Reed\n", ',', 3, 1, true);
        check("People,,\nPrinted,1 May,\nid,first,last\n1,Ann,Moss\n2,Bob,Reed\n", ',', 3, 2, true);
        check("id;first;last\n1;Ann, B;Moss\n2;Bob;Reed, C, D\n", ';', 1, 0, true);
        check("1,Ann,1980-02-01\n2,Bob,1981-03-02\n3,Cid,1982-04-03\n", ',', 1, 0, false);
        check("Ann,Moss,York\nBob,Reed,Hull\nCid,Hale,York\n", ',', 1, 0, false);
        check("a7,b8,2019\nx,y,12\nz,w,15\n", ',', 1, 0, true);
        check("key,q1,q2\n1,5,6\n2,7,8\n", ',', 1, 0, true);
        check("first_name\nAnn\nBob\n", ',', 1, 0, true);
    }

    #[test]
    fn a_line_is_known_for_a_row_by_what_its_fields_look_like() {
        let layout = Layout::of("id,name,address\n1,Ann,1 High St\n2,Bob,2 Low Rd\n");
        assert!(layout.is_row("3,Cid,4 Mid Ln"));
        assert!(!layout.is_row("York, YO1, UK"));
        assert!(!layout.is_row("3,Cid"));
    }
}

//! Quotes that were never meant to enclose anything. A quote that opens by mistake takes in row after row until the next
//! one, and nothing but what it took in tells.

/// The line, from 0, of the opening quote by mistake in one raw row that spans several lines; none where its line
/// breaks are part of a text. `is_row` tells whether a line would be a row by itself.
pub(super) fn stray(raw: &str, separator: u8, is_row: impl Fn(&str) -> bool) -> Option<u64> {
    let bytes = raw.as_bytes();
    let line_at = |at: usize| bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'"' {
            let open = at;
            let Some(close) = closing(bytes, open) else { return Some(line_at(open)) };
            let inside = &raw[open + 1..close];
            let mut lines = inside.split('\n').skip(1);
            let ends = matches!(bytes.get(close + 1), None | Some(b'\r' | b'\n'))
                || bytes.get(close + 1) == Some(&separator);
            if inside.contains('\n') && (!ends || lines.any(&is_row)) {
                return Some(line_at(open));
            }
            at = close + 1;
        }
        // To the next field.
        while at < bytes.len() && bytes[at] != separator && bytes[at] != b'\n' {
            at += 1;
        }
        at += 1;
    }
    None
}

/// Where the quote that opens at `open` is closed; doubled quotes are part of the text.
fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        at += bytes.get(at..)?.iter().position(|byte| *byte == b'"')?;
        if bytes.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_several_lines_is_told_from_rows_that_a_quote_swallowed() {
        let is_row =
            |line: &str| line.starts_with(|c: char| c.is_ascii_digit()) && line.matches(',').count() == 2;
        let check = |raw: &str, expect: Option<u64>| assert_eq!(stray(raw, b',', is_row), expect, "{raw:?}");
        check("1,\"1 High St\nYork\",x\n", None);
        check("1,\"1 High St, Flat 2\nYork, YO1, UK\",x\n", None);
        check("1,\"says \"\"so\n2,b,c\"\"\",x\n", Some(0));
        check("1,a,\"seen\n2,b,c\n3,d,e,also\"\n", Some(0));
        check("1,a,\"seen\n2,b,c\n", Some(0));
        check("1,a,\"seen\n2,b,\"there\"\n", Some(0));
        check("1,\"two\nlines\",\"seen\n2,b,c\n", Some(1));
        check("\"1,a,b\n2,c,\"\n", Some(0));
    }
}

//! A document's text, set so that it can be read.

use ciss_contract::record::DocumentAnswer;

/// The text with a line for each field, where it is JSON; as received otherwise. Nothing but white space is added.
pub(crate) fn readable(answer: &DocumentAnswer) -> String {
    if answer.media_type == "application/json" { in_lines(&answer.text) } else { answer.text.clone() }
}

fn in_lines(json: &str) -> String {
    let mut text = String::with_capacity(json.len() * 2);
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let line = |text: &mut String, depth: usize| {
        text.push('\n');
        text.extend(std::iter::repeat_n("  ", depth));
    };
    for (at, letter) in json.char_indices() {
        if quoted {
            text.push(letter);
            quoted = escaped || letter != '"';
            escaped = letter == '\\' && !escaped;
            continue;
        }
        match letter {
            '{' | '[' => {
                text.push(letter);
                depth += 1;
                if !json[at + 1..].trim_start().starts_with(['}', ']']) {
                    line(&mut text, depth);
                }
            }
            '}' | ']' => {
                depth = depth.saturating_sub(1);
                if !text.ends_with(['{', '[']) {
                    line(&mut text, depth);
                }
                text.push(letter);
            }
            ',' => {
                text.push(letter);
                line(&mut text, depth);
            }
            ':' => text.push_str(": "),
            letter if letter.is_whitespace() => {}
            letter => {
                quoted = letter == '"';
                text.push(letter);
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_for_each_field_and_nothing_changed() {
        for (json, expect) in [
            (r#"{"a":1,"b":[]}"#, "{\n  \"a\": 1,\n  \"b\": []\n}"),
            (r#"{"a":"x,{\"y\":\\"}"#, "{\n  \"a\": \"x,{\\\"y\\\":\\\\\"\n}"),
            ("[ {} , 2 ]", "[\n  {},\n  2\n]"),
            ("}]", "\n}\n]"),
        ] {
            assert_eq!(in_lines(json), expect);
        }
    }
}

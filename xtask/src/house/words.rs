//! Connecticut reads American English: no word on a screen, on the air, on a command line or in a report is spelled
//! otherwise.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

/// Folders whose programs speak to people.
const SPEAKING: [&str; 3] = ["crates", "ui/src", "src-tauri/src"];

/// Tests, and words that other people's tables may hold.
const SILENT: [&str; 3] = ["tests", "tests.rs", "vocabulary"];

/// Beginnings of words as they are spelled elsewhere.
const BRITISH: [&str; 32] = [
    "analys",
    "apologis",
    "authoris",
    "behaviour",
    "cancelled",
    "cancelling",
    "catalogue",
    "centre",
    "colour",
    "defence",
    "enquir",
    "favour",
    "grey",
    "harbour",
    "honour",
    "initialis",
    "judgement",
    "labelled",
    "labour",
    "licence",
    "metre",
    "minimis",
    "neighbour",
    "normalis",
    "offence",
    "organis",
    "practise",
    "programme",
    "recognis",
    "rumour",
    "summaris",
    "travelled",
];

/// Every phrase that is not American, in words.
///
/// # Errors
/// A folder or a file cannot be read.
pub(super) fn broken(root: &Path) -> Result<Vec<String>> {
    let manual = fs::read_to_string(root.join("README.md")).context("README.md")?;
    let mut broken: Vec<String> = manual
        .lines()
        .filter(|line| is_british(line))
        .map(|line| format!("README.md: “{line}” is not American"))
        .collect();
    let mut folders: Vec<_> = SPEAKING.iter().map(|folder| root.join(folder)).collect();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))? {
            let path = entry?.path();
            let silent = path.file_name().is_some_and(|name| SILENT.iter().any(|silent| name == *silent));
            if path.is_dir() && !silent {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") && !silent {
                let text = fs::read_to_string(&path).with_context(|| format!("{}", path.display()))?;
                let shown = path.strip_prefix(root).unwrap_or(&path);
                let words = spoken(&text).into_iter().filter(|phrase| is_british(phrase));
                broken.extend(words.map(|phrase| format!("{}: “{phrase}” is not American", shown.display())));
            }
        }
    }
    broken.sort();
    Ok(broken)
}

/// Is any word of the phrase spelled as elsewhere?
fn is_british(phrase: &str) -> bool {
    let phrase = phrase.to_lowercase();
    let mut words = phrase.split(|c: char| !c.is_alphabetic());
    words.any(|word| BRITISH.iter().any(|british| word.starts_with(british)) && !word.starts_with("analysi"))
}

/// The phrases of a program's text: literals with a space or with a capital at their beginning; what is neither names a
/// field, a class or a code, and sources write some codes in capitals. Tests at the end of the file speak to nobody.
fn spoken(text: &str) -> Vec<String> {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut phrases = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '/' if rest.peek() == Some(&'/') => {
                rest.by_ref().find(|c| *c == '\n');
            }
            // A quotation mark may itself be a letter.
            '\'' if rest.peek() == Some(&'"') => {
                rest.next();
            }
            '"' => {
                let mut phrase = String::new();
                while let Some(letter) = rest.next().filter(|c| *c != '"') {
                    phrase.push(letter);
                    if letter == '\\' {
                        phrase.extend(rest.next());
                    }
                }
                phrases.push(phrase);
            }
            _ => {}
        }
    }
    phrases.retain(|phrase| phrase.contains(' ') || phrase.starts_with(char::is_uppercase));
    phrases.retain(|phrase| phrase.contains(char::is_lowercase));
    phrases
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_told_from_names_comments_and_tests() {
        let text = "// \"a comment\"\nlet a = (\"License valid\", \"licence\", '\"', \"of \\\"two\\\" lines\");\n\
            #[cfg(test)]\nmod tests { \"in a test\" }";
        assert_eq!(spoken(text), ["License valid", "of \\\"two\\\" lines"]);
    }

    #[test]
    fn spellings() {
        for (phrase, expect) in [
            ("two Licence numbers", true),
            ("eye colour", true),
            ("Warrant cancelled", true),
            ("an analysis of the license", false),
            ("gray, canceled", false),
        ] {
            assert_eq!(is_british(phrase), expect, "{phrase}");
        }
    }
}

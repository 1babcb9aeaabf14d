//! Digits as a reader sees them: however a text encodes or writes them, and whatever stands between them.

mod disguise;

use std::ops::Range;

use deunicode::deunicode_char;
pub(super) use disguise::spelled;

/// Digits that follow each other immediately.
#[derive(Default)]
pub(super) struct Run {
    /// ASCII digits.
    pub(super) digits: String,
    /// The bytes that each digit takes in the text.
    pub(super) places: Vec<Range<usize>>,
    /// What stands between this run and the one before.
    pub(super) gap: Gap,
    /// Words before the run, in small letters, the nearest last; not beyond a run of [`FORGETS`] digits.
    pub(super) words: Vec<String>,
    /// What is said right behind the run.
    pub(super) behind: Behind,
}

/// Words behind a run, as far as they can be about it.
#[derive(Clone, Default)]
pub(super) struct Behind {
    /// In small letters, the nearest first.
    pub(super) words: Vec<String>,
    /// A comma or the like stands before them.
    pub(super) paused: bool,
    /// Digits follow them, which they may be about as well.
    pub(super) leads_on: bool,
}

/// What stands between two runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Gap {
    /// A few separators, as within a written number.
    Thin,
    /// Markup, quotes, brackets, lines; no word.
    Wide,
    /// Words, or the beginning of the text.
    #[default]
    Words,
}

/// How a text is read. It is read in all ways, because none is right for every text.
#[derive(Clone, Copy)]
pub(super) struct Reading {
    /// Tags are not seen, so that a number goes on behind one. Otherwise what stands in a tag is read as text.
    pub(super) tags_hidden: bool,
    /// `%2D` is a hyphen.
    pub(super) percent: bool,
    /// `one` and `l` are 1.
    pub(super) disguised: bool,
}

pub(super) const READINGS: [Reading; 6] = [
    Reading { tags_hidden: true, percent: false, disguised: false },
    Reading { tags_hidden: true, percent: true, disguised: false },
    Reading { tags_hidden: false, percent: false, disguised: false },
    Reading { tags_hidden: false, percent: true, disguised: false },
    Reading { tags_hidden: true, percent: false, disguised: true },
    Reading { tags_hidden: false, percent: false, disguised: true },
];

/// Most separators of a thin gap.
const THIN: usize = 6;
/// Most words that are kept before a run.
const WORDS: usize = 6;
/// Most words that are kept behind a run: `is the social`, `(his SSN)`.
const BEHIND: usize = 4;
/// Digits of a run beyond which a word says nothing of the next.
const FORGETS: usize = 3;
/// Longest tag that is hidden, in bytes.
const LONGEST_TAG: usize = 4096;

/// All runs of digits, in their order.
pub(super) fn runs(text: &str, reading: Reading) -> Vec<Run> {
    let mut reader = Reader { text, at: 0, reading };
    let mut runs: Vec<Run> = Vec::new();
    let mut before = Before::default();
    let mut open = false;
    let mut tail = Tail::default();
    while let Some((sign, place)) = reader.next() {
        let Sign::Digit(digit) = sign else {
            open = false;
            before.saw(sign);
            if let Some(run) = runs.last_mut() {
                tail.saw(sign, &text[place], &mut run.behind);
            }
            continue;
        };
        if !open {
            if let Some(run) = runs.last_mut() {
                run.behind.leads_on = !tail.ended;
            }
            tail = Tail::default();
            runs.push(Run { gap: before.gap(), words: before.words.clone(), ..Run::default() });
            open = true;
        }
        if let Some(run) = runs.last_mut() {
            run.digits.push(digit);
            run.places.push(place);
            if run.digits.len() == FORGETS {
                before.words.clear();
            }
        }
        before.saw(sign);
    }
    runs
}

/// What has been seen since the last run.
#[derive(Default)]
struct Before {
    /// Separators since then; none once there was a word or nothing at all.
    separators: Option<usize>,
    wide: bool,
    words: Vec<String>,
    /// The letter before this one, within a word.
    in_word: Option<char>,
}

impl Before {
    fn gap(&self) -> Gap {
        match self.separators {
            None => Gap::Words,
            Some(count) if self.wide || count > THIN => Gap::Wide,
            Some(_) => Gap::Thin,
        }
    }

    fn saw(&mut self, sign: Sign) {
        match sign {
            Sign::Digit(_) => (self.separators, self.wide, self.in_word) = (Some(0), false, None),
            Sign::Separator => {
                (self.separators, self.in_word) = (self.separators.map(|count| count + 1), None)
            }
            Sign::Wide | Sign::Break => (self.wide, self.in_word) = (true, None),
            Sign::Letter(letter) => {
                self.separators = None;
                // `PersonSSNIdentification` is three words.
                let inside = self.in_word.is_some_and(|last| !last.is_lowercase() || !letter.is_uppercase());
                if !inside {
                    self.words.push(String::new());
                    if self.words.len() > WORDS {
                        self.words.remove(0);
                    }
                }
                if let Some(word) = self.words.last_mut() {
                    word.extend(letter.to_lowercase());
                }
                self.in_word = Some(letter);
            }
        }
    }
}

/// How far what is said behind a run has been read.
#[derive(Default)]
struct Tail {
    /// Nothing that follows is about the run.
    ended: bool,
    in_word: bool,
}

impl Tail {
    fn saw(&mut self, sign: Sign, written: &str, behind: &mut Behind) {
        if self.ended {
            return;
        }
        match sign {
            Sign::Letter(letter) => {
                if !self.in_word {
                    behind.words.push(String::new());
                }
                self.in_word = true;
                if let Some(word) = behind.words.last_mut() {
                    word.extend(letter.to_lowercase());
                }
                self.ended = behind.words.len() > BEHIND;
            }
            Sign::Break => self.ended = true,
            Sign::Digit(_) | Sign::Separator | Sign::Wide => {
                self.in_word = false;
                behind.paused |= behind.words.is_empty() && matches!(written, "," | "." | ":");
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Sign {
    Digit(char),
    Letter(char),
    Separator,
    /// What stands in no written number: brackets, commas.
    Wide,
    /// What also ends what is said of one: markup, quotes, ends of lines.
    Break,
}

fn sign(letter: char) -> Sign {
    if letter.is_ascii_digit() {
        return Sign::Digit(letter);
    }
    if letter.is_ascii() {
        return match letter {
            'a'..='z' | 'A'..='Z' => Sign::Letter(letter),
            '\n' | '\r' | '"' | ';' | '<' | '>' | '{' | '}' => Sign::Break,
            '\'' | ',' | '[' | ']' | '(' | ')' => Sign::Wide,
            _ => Sign::Separator,
        };
    }
    let mut plain = deunicode_char(letter).unwrap_or_default().chars();
    match (plain.next(), plain.next()) {
        // Letters of tone are written like digits where there is nothing else: they separate.
        (Some(digit), None) if digit.is_ascii_digit() && letter.is_numeric() => Sign::Digit(digit),
        _ if letter.is_alphabetic() => Sign::Letter(letter),
        _ if matches!(letter, '\u{85}' | '\u{2028}' | '\u{2029}') => Sign::Break,
        _ => Sign::Separator,
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    reading: Reading,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<(Sign, Range<usize>)> {
        let rest = self.text.get(self.at..)?;
        let first = rest.chars().next()?;
        let encoded = match first {
            '\\' => escape(rest),
            '&' => entity(rest),
            '<' if self.reading.tags_hidden => tag(rest),
            '%' if self.reading.percent => percent(rest),
            _ if self.reading.disguised => {
                disguise::digit(self.text, self.at).map(|(digit, length)| (Sign::Digit(digit), length))
            }
            _ => None,
        };
        let (sign, length) = encoded.unwrap_or_else(|| (sign(first), first.len_utf8()));
        let place = self.at..self.at + length;
        self.at = place.end;
        Some((sign, place))
    }
}

/// `\u002d`, `\/`, `\n`; with any number of backslashes, for what was quoted more than once.
fn escape(rest: &str) -> Option<(Sign, usize)> {
    let slashes = rest.len() - rest.trim_start_matches('\\').len();
    let behind = rest.get(slashes..)?;
    let unit = |text: &str| u32::from_str_radix(text.strip_prefix('u')?.get(..4)?, 16).ok();
    if let Some(high) = unit(behind) {
        let low = behind.get(5..).map(|text| text.trim_start_matches('\\')).and_then(unit);
        if let (0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) = (high, low) {
            let letter = char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + (low - 0xdc00))?;
            let more = behind.get(5..)?;
            let between = more.len() - more.trim_start_matches('\\').len();
            return Some((sign(letter), slashes + 5 + between + 5));
        }
        return Some((char::from_u32(high).map_or(Sign::Separator, sign), slashes + 5));
    }
    match behind.as_bytes().first()? {
        b'n' | b'r' => Some((Sign::Break, slashes + 1)),
        b't' | b'b' | b'f' | b'/' => Some((Sign::Separator, slashes + 1)),
        _ => None,
    }
}

/// `&#45;`, `&#x2D;`, `&nbsp;`, `&amp;#45;`. What has a name is no digit.
fn entity(rest: &str) -> Option<(Sign, usize)> {
    let mut body = rest.strip_prefix('&')?;
    while let Some(inner) = body.strip_prefix("amp;") {
        body = inner;
    }
    let before = rest.len() - body.len();
    let (name, _) = body.get(..body.len().min(12)).unwrap_or(body).split_once(';')?;
    let length = before + name.len() + 1;
    let number = match name.strip_prefix('#') {
        Some(hex) if hex.starts_with(['x', 'X']) => u32::from_str_radix(hex.get(1..)?, 16).ok(),
        Some(decimal) => decimal.parse().ok(),
        None => {
            let named = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
            return named.then_some((Sign::Separator, length));
        }
    };
    Some((number.and_then(char::from_u32).map_or(Sign::Separator, sign), length))
}

/// A tag or a comment; of a CDATA section its marks only.
fn tag(rest: &str) -> Option<(Sign, usize)> {
    if rest.starts_with("<![CDATA[") {
        return Some((Sign::Break, "<![CDATA[".len()));
    }
    let begins = rest[1..].starts_with(|c: char| c.is_alphabetic() || matches!(c, '/' | '!' | '?' | '_'));
    let length = rest.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')? + 1;
    begins.then_some((Sign::Break, length))
}

/// `%2D`.
fn percent(rest: &str) -> Option<(Sign, usize)> {
    let byte = u8::from_str_radix(rest.get(1..3)?, 16).ok()?;
    byte.is_ascii().then(|| (sign(char::from(byte)), 3))
}

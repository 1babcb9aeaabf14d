//! A date as it is written: its numbers and months, whatever stands between and around them.

/// A part of a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// A number and how many digits it has.
    Number(i32, usize),
    /// A month by its name, from 1.
    Month(u8),
    /// `XX`, `??`: left open.
    Open,
}

/// A date taken apart.
#[derive(Debug)]
pub(super) struct Written {
    /// At most three.
    pub(super) parts: Vec<Part>,
    /// The whole as one integer, and its digits; a fraction is cut off.
    pub(super) integer: Option<(i64, usize)>,
}

impl Written {
    /// Takes a text apart; none where it says something else than a date.
    pub(super) fn of(text: &str) -> Option<Written> {
        let text = text.trim().trim_matches(['\'', '"', '=']);
        // .NET wraps milliseconds: /Date(343526400000)/.
        let text = text.strip_prefix("/Date(").and_then(|rest| rest.strip_suffix(")/")).unwrap_or(text);
        let day = without_time(text);
        let integer = integer(day);
        let parts = parts(day).filter(|parts| (1..=3).contains(&parts.len()));
        (integer.is_some() || parts.is_some()).then(|| Written { parts: parts.unwrap_or_default(), integer })
    }
}

fn integer(text: &str) -> Option<(i64, usize)> {
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let grouped = whole.contains(',')
        && whole.split(',').enumerate().all(|(at, group)| group.len() == 3 || at == 0 && group.len() < 3);
    let whole = if grouped { whole.replace(',', "") } else { whole.to_owned() };
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let fits = (1..=15).contains(&whole.len()) && is_number(&whole) && is_number(fraction);
    fits.then(|| Some((sign * whole.parse::<i64>().ok()?, whole.len())))?
}

/// Without the time of day that stands behind the date: ` 12:30:00 PM`, `T00:00Z`, `T000000`.
fn without_time(text: &str) -> &str {
    let digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
    let mut end = text.len();
    if let Some(colon) = text.find(':') {
        end = text[..colon].trim_end_matches(|c: char| c.is_ascii_digit()).len();
    }
    let from_t = text[..end]
        .rfind(['T', 't'])
        .filter(|at| *at > 0 && digit(at - 1) && (*at + 1 == end || digit(at + 1)));
    text[..from_t.unwrap_or(end)].trim_end()
}

/// None where a word is neither a month nor one that may stand in a date.
fn parts(text: &str) -> Option<Vec<Part>> {
    let plain = if text.is_ascii() { text.to_owned() } else { deunicode::deunicode(text) };
    let plain = plain.to_ascii_lowercase();
    let kind = |c: char| match c {
        _ if c.is_ascii_digit() => 1,
        _ if c.is_ascii_lowercase() => 2,
        '?' | '*' => 3,
        _ => 0,
    };
    let mut found = Vec::new();
    let mut rest = plain.as_str();
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c: char| kind(c) != kind(first)).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        match kind(first) {
            1 => found.push(Part::Number(word.parse().ok()?, word.len())),
            2 if word.bytes().all(|byte| byte == b'x') => found.push(Part::Open),
            2 => match month(word) {
                Some(month) => found.push(Part::Month(month)),
                None if is_filling(word) => {}
                None => return None,
            },
            3 => found.push(Part::Open),
            _ => {}
        }
        rest = behind;
    }
    Some(found)
}

/// Days of the week, endings of ordinals, articles and prepositions.
fn is_filling(word: &str) -> bool {
    const WEEKDAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    matches!(word, "st" | "nd" | "rd" | "th" | "of" | "the" | "de" | "del" | "den" | "di" | "er")
        || word.len() >= 3 && WEEKDAYS.iter().any(|day| day.starts_with(word))
}

/// A month by its name or the beginning of it, in the languages of the registers we know.
pub(super) fn month(word: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "january januar janvier enero gennaio janeiro januari stycznia styczen",
        "february februar fevrier febrero febbraio fevereiro februari lutego luty feb",
        "march marz maerz mars marzo marco maart marca marzec mrz",
        "april avril abril aprile kwietnia kwiecien apr",
        "may mai mayo maggio maio mei maja maj",
        "june juni juin junio giugno junho czerwca czerwiec jun",
        "july juli juillet julio luglio julho lipca lipiec jul",
        "august aout agosto augustus sierpnia sierpien aug",
        "september septembre septiembre settembre setembro wrzesnia wrzesien sept",
        "october oktober octobre octubre ottobre outubro pazdziernika pazdziernik oct okt",
        "november novembre noviembre novembro listopada listopad nov",
        "december dezember decembre diciembre dicembre dezembro grudnia grudzien dec dez",
    ];
    let found = MONTHS
        .iter()
        .position(|names| word.len() >= 3 && names.split(' ').any(|name| name.starts_with(word)));
    found.and_then(|at| u8::try_from(at + 1).ok())
}

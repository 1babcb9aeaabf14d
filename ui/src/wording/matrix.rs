//! A house at one glance, in words: a row for each person, a cell for each thing that may be on file.

mod column;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use ciss_contract::answer::{Answer, Evidence, Gap, Question, Severity, Standing};
use ciss_contract::lookup::{History, LicenceStanding, LookupAnswer, PermitAnswer, PersonAnswer, Role};
use ciss_contract::source::Source;
use jiff::Timestamp;

use super::answer::{VERIFY, gaps, older, silent, stale_from};
use super::look::Look;
use super::time;
pub(crate) use column::Column;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    /// Color and icon.
    pub(crate) look: Look,
    /// How it stands, to be read from across the room.
    pub(crate) word: String,
    /// How many more there are of it.
    pub(crate) more: usize,
    /// What it is.
    pub(crate) detail: String,
    /// Who says so, as of when.
    pub(crate) from: String,
}

/// A person's cells, in the order of the columns.
pub(crate) fn cells<'a>(
    person: &'a PersonAnswer,
    answer: &'a LookupAnswer,
) -> impl Iterator<Item = (Column, Cell)> + 'a {
    Column::all().map(move |column| {
        let cell = match column {
            Column::Answer(question) => person
                .answers
                .iter()
                .find(|owed| owed.question == question)
                .map_or_else(unasked, |owed| of_answer(owed, person, answer)),
            Column::History => history(person, answer),
            Column::Permits => permits(person, answer),
        };
        (column, cell)
    })
}

/// Letters of the longest word of each column, in all. Wants have a width of their own, so that one that comes late moves
/// nothing.
pub(crate) fn widest_words(answer: &LookupAnswer) -> usize {
    let mut widest = [0; Column::COUNT];
    for (column, cell) in answer.people.iter().flat_map(|person| cells(person, answer).enumerate()) {
        let (about, Cell { word, more, .. }) = cell;
        let longest = word.split(' ').map(|part| part.chars().count()).max().unwrap_or_default();
        let letters = longest + if more > 0 { 2 } else { 0 };
        if let (Some(widest), false) = (widest.get_mut(column), about == Column::Answer(Question::Wanted)) {
            *widest = letters.max(*widest);
        }
    }
    widest.iter().sum()
}

fn unasked() -> Cell {
    let (word, from) = ("not available".to_owned(), "no source asked".to_owned());
    Cell { look: Look::Missing, word, more: 0, detail: String::new(), from }
}

fn of_answer(owed: &Answer, person: &PersonAnswer, answer: &LookupAnswer) -> Cell {
    let seen = answer.at;
    if owed.question == Question::Wanted
        && let Some(cell) = wanted(owed, person, seen)
    {
        return cell;
    }
    let (word, detail, from) = match owed.standing {
        Standing::Yes => return yes(owed, &yes_word(owed), seen),
        Standing::Older => ("none now".to_owned(), older(owed), silent(owed, seen)),
        Standing::NoRecord => ("none".to_owned(), String::new(), silent(owed, seen)),
        Standing::NotAvailable if owed.gaps.is_empty() => return unasked(),
        Standing::NotAvailable => (why_not(&owed.gaps), String::new(), gap_codes(&owed.gaps)),
        Standing::Stale => ("stale".to_owned(), String::new(), stale_from(owed, seen, &answer.sources)),
        Standing::Pending => ("asking …".to_owned(), String::new(), gap_codes(&owed.gaps)),
    };
    Cell { look: Look::of(owed), word, more: 0, detail, from }
}

/// A want, or one that may be the person's; none where the other standings say all.
fn wanted(owed: &Answer, person: &PersonAnswer, seen: Timestamp) -> Option<Cell> {
    let possible = person.possible.len();
    let sure = owed.evidence.first().filter(|first| !first.verify);
    let near = person.possible.first().map(|possible| &possible.evidence);
    let cell = match (sure, owed.evidence.first().or(near)) {
        (Some(_), _) => yes(owed, &yes_word(owed), seen),
        (None, None) => return None,
        (None, Some(first)) => Cell {
            look: Look::from(first.severity),
            word: "POSSIBLY WANTED".to_owned(),
            more: owed.evidence.len().saturating_sub(1) + owed.more as usize,
            detail: format!("{VERIFY} · {}", first.summary),
            from: from(first, &owed.gaps, seen),
        },
    };
    let listed = usize::from(owed.evidence.is_empty());
    Some(Cell { more: cell.more + possible.saturating_sub(listed), ..cell })
}

fn yes(owed: &Answer, word: &str, seen: Timestamp) -> Cell {
    let first = owed.evidence.first();
    let detail = first.map(|first| {
        // What stands over it in large letters is not said again.
        let rest = first.summary.strip_prefix(word).map(|rest| rest.trim_start_matches([',', ' ']));
        let rest = rest.unwrap_or(&first.summary);
        if first.verify { format!("{VERIFY} · {rest}") } else { rest.to_owned() }
    });
    Cell {
        look: Look::of(owed),
        word: word.to_owned(),
        more: owed.evidence.len().saturating_sub(1) + owed.more as usize,
        detail: detail.unwrap_or_default(),
        from: first.map(|first| from(first, &owed.gaps, seen)).unwrap_or_default(),
    }
}

/// A word for what holds. An order and a custody have two sides, of which the one that needs attention is the graver.
fn yes_word(owed: &Answer) -> String {
    let attention = owed.severity() > Some(Severity::Info);
    let word = match owed.question {
        Question::Wanted => "WANTED",
        Question::RecentArrest => "arrested",
        Question::Released if attention => "in custody",
        Question::Released => "released",
        Question::ProtectiveOrder if attention => "respondent",
        Question::ProtectiveOrder => "protected",
        Question::Registrant => "registered",
        Question::PendingCases => "pending",
        Question::BailConditions => "in force",
        Question::Supervision => owed.evidence.first().map_or("in force", |first| lead(&first.summary)),
        Question::ViolenceAgainstPolice => "on file",
    };
    word.to_owned()
}

/// The first word of a summary, where it has one: `parole` of `parole to 15 Jul 2028`.
fn lead(summary: &str) -> &str {
    let word = summary.split([' ', ',']).next().unwrap_or_default();
    if word.is_empty() { "in force" } else { word }
}

/// `CCH, RMS 27 Nov 2026`, and who else was not heard.
fn from(evidence: &Evidence, missing: &[Gap], seen: Timestamp) -> String {
    let mut codes: Vec<&str> = vec![evidence.source.code()];
    for also in &evidence.also {
        if !codes.contains(&also.source.code()) {
            codes.push(also.source.code());
        }
    }
    let told = format!("{} {}", codes.join(", "), time::as_of(evidence.as_of, seen));
    if missing.is_empty() { told } else { format!("{told} · {}", gaps(missing)) }
}

/// Why nothing is known, where all sources have one reason.
fn why_not(missing: &[Gap]) -> String {
    let reasons: BTreeSet<&str> = missing.iter().map(|gap| gap.reason.label()).collect();
    match reasons.first() {
        Some(only) if reasons.len() == 1 => (*only).to_owned(),
        Some(_) | None => "not available".to_owned(),
    }
}

fn gap_codes(missing: &[Gap]) -> String {
    let reasons: BTreeSet<&str> = missing.iter().map(|gap| gap.reason.label()).collect();
    if reasons.len() > 1 {
        return gaps(missing);
    }
    missing.iter().map(|gap| gap.source.code()).collect::<Vec<_>>().join(", ")
}

fn history(person: &PersonAnswer, answer: &LookupAnswer) -> Cell {
    let entries: u32 = person.history.iter().map(|history| history.entries).sum();
    if person.history.is_empty() {
        return nothing(Column::History, answer);
    }
    let newest = person.history.iter().filter_map(|history| history.newest).max();
    let newest = newest.map(|day| format!("newest {}", time::day(day))).unwrap_or_default();
    let codes: Vec<&str> = person.history.iter().map(|History { source, .. }| source.code()).collect();
    let from = if codes.len() > 2 { format!("{} sources", codes.len()) } else { codes.join(", ") };
    let (word, detail) = match entries {
        0 => ("named".to_owned(), "in the records of others".to_owned()),
        1 => ("1 entry".to_owned(), newest),
        some => (format!("{some} entries"), newest),
    };
    Cell { look: Look::Info, word, more: 0, detail, from }
}

fn permits(person: &PersonAnswer, answer: &LookupAnswer) -> Cell {
    // One in force means a weapon may be there.
    let first = person.permits.iter().find(|permit| permit.in_force).or_else(|| person.permits.first());
    let Some(PermitAnswer { in_force, words }) = first else {
        return nothing(Column::Permits, answer);
    };
    Cell {
        look: Look::Info,
        word: if *in_force { "in force" } else { "not in force" }.to_owned(),
        more: person.permits.len().saturating_sub(1),
        detail: words.clone(),
        from: Column::Permits.basis(answer),
    }
}

/// Nothing on file, as far as those who would know were heard.
fn nothing(column: Column, answer: &LookupAnswer) -> Cell {
    let owed = answer.gaps().filter(|gap| column.sources().contains(&gap.source));
    let missing: Vec<Gap> = owed.collect();
    let made_up = Answer::new(Question::Wanted, vec![], vec![], missing.clone());
    let cell = |look, word: String, from| Cell { look, word, more: 0, detail: String::new(), from };
    if missing.is_empty() {
        return cell(Look::NoRecord, "none".to_owned(), column.basis(answer));
    }
    let look = Look::of(&made_up);
    if look == Look::Stale {
        return cell(look, "stale".to_owned(), stale_from(&made_up, answer.at, &answer.sources));
    }
    cell(look, why_not(&missing), gap_codes(&missing))
}

/// The people's positions in the answer in the order of the rows: whoever the banner is about, then the gravest. The
/// answer's own order decides between equals.
pub(crate) fn rows(answer: &LookupAnswer) -> Vec<usize> {
    let mut rows: Vec<usize> = (0..answer.people.len()).collect();
    rows.sort_by_cached_key(|position| answer.people.get(*position).map(|person| grade(person, answer)));
    rows
}

fn grade(person: &PersonAnswer, answer: &LookupAnswer) -> (bool, bool, u8) {
    let rest = match person.severity() {
        Some(Severity::Danger) => 0,
        Some(Severity::Caution) if person.is_possibly_wanted() => 1,
        Some(Severity::Caution) => 2,
        Some(Severity::Info) => 3,
        None => 4,
    };
    (answer.headline.person.as_ref() != Some(&person.golden), !person.is_wanted(), rest)
}

/// Under a name: the license as it stands, or that it is not known.
pub(crate) fn licence(person: &PersonAnswer, answer: &LookupAnswer) -> Option<(Look, String)> {
    match &person.licence {
        Some(licence) if licence.standing == LicenceStanding::Valid => {
            Some((Look::NoRecord, licence.words.clone()))
        }
        Some(licence) => Some((Look::from(licence.severity), licence.words.clone())),
        None => {
            let gap = answer.gaps().find(|gap| gap.source == Source::DmvLicence)?;
            Some((Look::Missing, format!("License: {}", gap.reason.label())))
        }
    }
}

/// What ties the person to the plate, where it is more than the address.
pub(crate) const fn role(role: Role) -> Option<&'static str> {
    match role {
        Role::Owner => Some("registered owner"),
        Role::CoOwner => Some("co-owner"),
        Role::AtAddress => None,
    }
}

/// Who tells of it, under which number, as of when: `PRAWN 26-0193, 27 Nov 2026 · also RMS 26-0711`.
pub(crate) fn told_by(evidence: &Evidence, seen: Timestamp) -> String {
    let also = evidence.also.iter().map(|also| format!("also {} {}", also.source.code(), also.number));
    let first = format!(
        "{} {}, as of {}",
        evidence.source.code(),
        evidence.number,
        time::as_of(evidence.as_of, seen)
    );
    std::iter::once(first).chain(also).collect::<Vec<_>>().join(" · ")
}

/// The questions to which nothing says yes, by how they stand: `not available`, then which.
pub(crate) fn without(person: &PersonAnswer) -> Vec<(Look, &'static str, String)> {
    let standings = [
        (Standing::NotAvailable, "not available"),
        (Standing::Stale, "stale"),
        (Standing::Pending, "asking …"),
        (Standing::Older, "none now, older on file"),
        (Standing::NoRecord, "no record"),
    ];
    let group = |(standing, words): (Standing, &'static str)| {
        let of_this: Vec<&Answer> =
            person.answers.iter().filter(|answer| answer.standing == standing).collect();
        let look = of_this.first().map(|answer| Look::of(answer))?;
        let questions: Vec<String> = of_this
            .iter()
            .map(|answer| match answer.gaps.is_empty() {
                true => answer.question.label().to_lowercase(),
                false => format!("{} ({})", answer.question.label().to_lowercase(), gaps(&answer.gaps)),
            })
            .collect();
        Some((look, words, questions.join("; ")))
    };
    standings.into_iter().filter_map(group).collect()
}

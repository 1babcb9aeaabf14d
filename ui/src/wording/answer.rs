//! The owed answers in words: a row with its source, the lines behind it, and the tags beside a name.

use ciss_contract::answer::{Answer, Evidence, Gap, Older, Question, Standing, Telling};
use ciss_contract::lookup::{LicenceStanding, PersonAnswer, PossibleWant, SourceSummary};
use jiff::Timestamp;

use super::look::Look;
use super::time;

/// One answer on one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// Colour and icon.
    pub(crate) look: Look,
    /// How it stands.
    pub(crate) words: String,
    /// Who says so, as of when.
    pub(crate) from: String,
}

/// One answer on one line, as seen at that time. `sources` say when a stale one spoke last.
pub(crate) fn row(answer: &Answer, seen: Timestamp, sources: &[SourceSummary]) -> Row {
    let look = Look::of(answer);
    let (words, from) = match answer.standing {
        Standing::Yes => (yes_words(answer), yes_from(answer, seen)),
        Standing::Older => (answer.question.none_today().to_owned(), older(answer)),
        Standing::NoRecord => ("no record".to_owned(), silent(answer, seen)),
        Standing::NotAvailable if answer.gaps.is_empty() => {
            ("not available".to_owned(), "no source asked".to_owned())
        }
        Standing::NotAvailable => ("not available".to_owned(), gaps(&answer.gaps)),
        Standing::Stale => ("stale".to_owned(), stale_from(answer, seen, sources)),
        Standing::Pending => ("asking …".to_owned(), gaps(&answer.gaps)),
    };
    Row { look, words, from }
}

/// What is said of a want that may be the person's.
pub(crate) const POSSIBLY_WANTED: &str = "Possibly wanted: verify identity";
/// What is said of anything else that is only probably the person's.
pub(crate) const VERIFY: &str = "verify identity";

/// What the gravest event is, and how many more there are.
fn yes_words(answer: &Answer) -> String {
    let first = answer.evidence.first().map_or("yes", |evidence| evidence.summary.as_str());
    let first = if first.is_empty() { "yes" } else { first };
    let verify = answer.evidence.first().is_some_and(|evidence| evidence.verify);
    let lead = match (answer.question, verify) {
        (Question::Wanted, true) => format!("{POSSIBLY_WANTED} · {first}"),
        (Question::Wanted, false) => format!("WANTED · {first}"),
        (_, true) => format!("{first} · {VERIFY}"),
        (_, false) => first.to_owned(),
    };
    match answer.evidence.len().saturating_sub(1) + answer.more as usize {
        0 => lead,
        more => format!("{lead} +{more}"),
    }
}

fn yes_from(answer: &Answer, seen: Timestamp) -> String {
    let first =
        answer.evidence.first().map(|e| format!("{} {}", e.source.code(), time::as_of(e.as_of, seen)));
    let rest = (!answer.gaps.is_empty()).then(|| gaps(&answer.gaps));
    first.into_iter().chain(rest).collect::<Vec<_>>().join(" · ")
}

/// Several sources are as fresh as the oldest of them.
pub(super) fn silent(answer: &Answer, seen: Timestamp) -> String {
    let codes: Vec<_> = answer.clear.iter().map(|clear| clear.source.code()).collect();
    let oldest = answer.clear.iter().map(|clear| clear.as_of).min();
    match oldest {
        Some(oldest) => format!("{} {}", codes.join(", "), time::as_of(oldest, seen)),
        None => codes.join(", "),
    }
}

/// `2 older, newest 3 May 2019`.
pub(super) fn older(answer: &Answer) -> String {
    match answer.older {
        Some(Older { entries, newest: Some(newest) }) => {
            format!("{entries} older, newest {}", time::day(newest))
        }
        Some(Older { entries, newest: None }) => format!("{entries} older"),
        None => "older on file".to_owned(),
    }
}

pub(super) fn stale_from(answer: &Answer, seen: Timestamp, sources: &[SourceSummary]) -> String {
    let aged = |gap: &Gap| {
        let last = sources.iter().find(|line| line.source == gap.source).and_then(|line| line.as_of);
        match last {
            Some(last) => format!("{} {} old", gap.source.code(), time::age(last, seen)),
            None => format!("{} over 24 h old", gap.source.code()),
        }
    };
    answer.gaps.iter().map(aged).collect::<Vec<_>>().join(" · ")
}

pub(super) fn gaps(gaps: &[Gap]) -> String {
    let words = gaps.iter().map(|gap| format!("{} {}", gap.source.code(), gap.reason.label()));
    words.collect::<Vec<_>>().join(" · ")
}

/// One source's part in an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Colour and icon.
    pub(crate) look: Look,
    /// The source, written out, with its code.
    pub(crate) source: String,
    /// What it says.
    pub(crate) says: String,
    /// As of when, under which number.
    pub(crate) basis: String,
}

/// Every source's part in an answer: who says yes, who has nothing, who did not answer.
pub(crate) fn provenance(answer: &Answer) -> Vec<Line> {
    let says = |e: &Evidence| Line {
        look: Look::from(e.severity),
        source: format!("{} ({})", e.source.label(), e.source.code()),
        says: if e.verify { format!("{} · {VERIFY}", e.summary) } else { e.summary.clone() },
        basis: basis(e),
    };
    let also = |e: &Evidence| {
        let look = Look::from(e.severity);
        let line = |also: &Telling| Line {
            look,
            source: format!("{} ({})", also.source.label(), also.source.code()),
            says: "the same".to_owned(),
            basis: format!("no. {} · as of {}", also.number, time::moment(also.as_of)),
        };
        e.also.iter().map(line).collect::<Vec<_>>()
    };
    let told = answer.evidence.iter().flat_map(|e| std::iter::once(says(e)).chain(also(e)));
    let silent = answer.clear.iter().map(|clear| Line {
        look: Look::NoRecord,
        source: format!("{} ({})", clear.source.label(), clear.source.code()),
        says: "no record".to_owned(),
        basis: format!("as of {}", time::moment(clear.as_of)),
    });
    let missing = answer.gaps.iter().map(|gap| Line {
        look: Look::of(&Answer::new(answer.question, vec![], vec![], vec![*gap])),
        source: format!("{} ({})", gap.source.label(), gap.source.code()),
        says: gap.reason.label().to_owned(),
        basis: String::new(),
    });
    told.chain(silent).chain(missing).collect()
}

/// Number and date, and of a want what has to be known before anybody is arrested on it.
fn basis(evidence: &Evidence) -> String {
    let number = format!("no. {}", evidence.number);
    let as_of = format!("as of {}", time::moment(evidence.as_of));
    let terms = evidence.want.iter().flat_map(|want| want.terms(&evidence.number, evidence.on));
    std::iter::once(number).chain(terms).chain(std::iter::once(as_of)).collect::<Vec<_>>().join(" · ")
}

/// What has to be known before the person is arrested: the terms of the gravest want, and how many more there are.
pub(crate) fn terms(person: &PersonAnswer) -> Option<String> {
    let wanted = person.answers.iter().find(|answer| answer.question == Question::Wanted)?;
    let first = wanted.evidence.first()?;
    let source = format!("{} {}", first.source.code(), first.number);
    let terms = first.want.iter().flat_map(|want| want.terms(&first.number, first.on));
    let more = (wanted.evidence.len() > 1).then(|| format!("+{} more", wanted.evidence.len() - 1));
    Some(std::iter::once(source).chain(terms).chain(more).collect::<Vec<_>>().join(" · "))
}

/// A word beside a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Colour and icon.
    pub(crate) look: Look,
    /// The word.
    pub(crate) text: String,
    /// The answer it stands for, with its standing; none where it stands for several.
    pub(crate) answer: Option<(Question, Standing)>,
}

/// What to know of a person at a glance, the gravest first. Cautions come from the records, the rest from the
/// answers; what is not known is said as plainly as what is.
pub(crate) fn tags(person: &PersonAnswer) -> Vec<Tag> {
    let mut tags: Vec<Tag> = possibly_wanted(person).into_iter().collect();
    let mut open: Vec<(Look, &str)> = Vec::new();
    let mut silent = 0;
    let mut older = 0;
    for answer in &person.answers {
        let look = Look::of(answer);
        let stands = Some((answer.question, answer.standing));
        match answer.standing {
            Standing::Yes => tags.push(Tag { look, text: yes_words(answer), answer: stands }),
            Standing::Older => older += 1,
            Standing::NoRecord => silent += 1,
            // A want that is not known outweighs the other gaps.
            Standing::NotAvailable | Standing::Stale | Standing::Pending
                if answer.question == Question::Wanted =>
            {
                let text = format!("{}: {}", answer.question.label(), row_words(answer.standing));
                tags.push(Tag { look, text, answer: stands });
            }
            Standing::NotAvailable | Standing::Stale | Standing::Pending => {
                open.push((look, answer.question.label()));
            }
        }
    }
    tags.extend(beside(person));
    tags.sort_by_key(|tag| rank(tag.look));
    for look in [Look::Missing, Look::Stale, Look::Asking] {
        let of_this: Vec<&str> =
            open.iter().filter(|(other, _)| *other == look).map(|(_, label)| *label).collect();
        if !of_this.is_empty() {
            tags.push(Tag { look, text: together(look, &of_this), answer: None });
        }
    }
    let on_file = if older > 0 || person.history.iter().any(|history| history.entries > 0) {
        Some("older history on file")
    } else {
        (!person.history.is_empty()).then_some("named in other records")
    };
    if let Some(text) = on_file {
        tags.push(Tag { look: Look::NoRecord, text: text.to_owned(), answer: None });
    } else if tags.is_empty() && silent > 0 {
        let text = format!("no record · {silent} questions asked");
        tags.push(Tag { look: Look::NoRecord, text, answer: None });
    }
    tags
}

/// Those of a person's tags that need attention: wants, danger and cautions.
pub(crate) fn grave(person: &PersonAnswer) -> Vec<Tag> {
    let needs_attention = |tag: &Tag| matches!(tag.look, Look::Danger | Look::Caution);
    tags(person).into_iter().filter(needs_attention).collect()
}

/// How the gravest thing about a person looks.
pub(crate) fn gravest(person: &PersonAnswer) -> Look {
    tags(person).first().map_or(Look::NoRecord, |tag| tag.look)
}

/// The gravest want of another record that may be the person's.
fn possibly_wanted(person: &PersonAnswer) -> Option<Tag> {
    let PossibleWant { golden: _, evidence, because } = person.possible.first()?;
    let more = match person.possible.len() - 1 {
        0 => String::new(),
        more => format!(" +{more}"),
    };
    let because = because.iter().map(|because| format!(" ({because})")).collect::<String>();
    let text = format!("{POSSIBLY_WANTED} · {}{because}{more}", evidence.summary);
    Some(Tag { look: Look::from(evidence.severity), text, answer: None })
}

/// What stands beside the owed answers: cautions, a license that does not stand, permits.
fn beside(person: &PersonAnswer) -> Vec<Tag> {
    let tag = |look, text: &str| Tag { look, text: text.to_owned(), answer: None };
    let cautions = person.cautions.iter().map(|caution| tag(Look::from(caution.severity), &caution.words));
    let licence = person.licence.iter().filter(|licence| licence.standing != LicenceStanding::Valid);
    let licence = licence.map(|licence| tag(Look::from(licence.severity), &licence.words));
    let permits = person.permits.iter().map(|permit| tag(Look::Info, &permit.words));
    cautions.chain(licence).chain(permits).collect()
}

const fn row_words(standing: Standing) -> &'static str {
    match standing {
        Standing::Yes => "yes",
        Standing::Older => "older on file",
        Standing::NoRecord => "no record",
        Standing::NotAvailable => "not available",
        Standing::Stale => "stale",
        Standing::Pending => "asking …",
    }
}

fn together(look: Look, labels: &[&str]) -> String {
    let what = match look {
        Look::Stale => "stale",
        Look::Asking => "asking",
        Look::Danger | Look::Caution | Look::Info | Look::NoRecord | Look::Missing => "not available",
    };
    match labels {
        [one] => format!("{one}: {what}"),
        many => format!("{} answers {what}", many.len()),
    }
}

const fn rank(look: Look) -> u8 {
    match look {
        Look::Danger => 0,
        Look::Caution => 1,
        Look::Missing => 2,
        Look::Stale => 3,
        Look::Asking => 4,
        Look::Info => 5,
        Look::NoRecord => 6,
    }
}

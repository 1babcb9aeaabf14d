//! Words that both texts use.

use ciss_contract::answer::{Answer, Evidence, Severity, Standing};
use ciss_contract::behalf::is_unseen;
use ciss_contract::day::{day, day_of};
use ciss_contract::lookup::{History, PersonAnswer, PossibleWant};

/// Makes foreign text safe for a terminal: what is not printed is left out, so that no record can move the cursor or
/// change what stands above it.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|c| *c == '\n' || !is_unseen(*c)).collect()
}

/// Name, sex, age, date of birth.
pub(crate) fn head(person: &PersonAnswer) -> String {
    let parts = [
        Some(person.name.shown()),
        person.nickname.as_ref().map(|nickname| format!("“{nickname}”")),
        person.sex.clone(),
        person.age.map(|age| age.to_string()),
        person.born.map(|born| format!("born {}", born.shown())),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ")
}

/// The word that doubles what a screen says by colour.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Info => "INFORMATION",
        Severity::Caution => "CAUTION",
        Severity::Danger => "DANGER",
    }
}

/// License, permits, and what is known of a person.
pub(crate) fn standing(person: &PersonAnswer) -> Vec<String> {
    let licence = person.licence.iter().map(|licence| {
        let number = licence.number.as_ref().map(|number| format!(", number {number}")).unwrap_or_default();
        match licence.severity {
            Severity::Info => format!("{}{number}", licence.words),
            Severity::Caution | Severity::Danger => {
                format!("{} · {}{number}", severity(licence.severity), licence.words)
            }
        }
    });
    let permits = person.permits.iter().map(|permit| permit.words.clone());
    licence.chain(permits).chain(answers(person)).collect()
}

/// What is known of a person: each *yes* on a line of its own, then what could not be answered, then what is not on
/// file, so that no two standings look alike.
fn answers(person: &PersonAnswer) -> Vec<String> {
    if let Some(why) = &person.withheld {
        return vec![format!("answers withheld: {why}")];
    }
    let yes = person.answers.iter().flat_map(|answer| {
        answer.evidence.iter().map(|evidence| {
            let source = evidence.source.code();
            let (what, number, day) = (&evidence.summary, &evidence.number, day_of(evidence.as_of));
            let label = answer.question.label();
            let also =
                evidence.also.iter().map(|also| format!("; also {} {}", also.source.code(), also.number));
            let (also, terms) = (also.collect::<String>(), terms(evidence));
            let severity = severity(evidence.severity);
            let verify = if evidence.verify { ", VERIFY IDENTITY" } else { "" };
            format!("{severity} · {label}: {what}{terms} ({source} {number}, as of {day}{also}){verify}")
        })
    });
    let possible = person.possible.iter().map(|PossibleWant { golden, evidence, because }| {
        let (what, source, number) = (&evidence.summary, evidence.source.code(), &evidence.number);
        let (terms, day, golden) = (terms(evidence), day_of(evidence.as_of), golden.as_str());
        let severity = severity(evidence.severity);
        let because = because.iter().map(|because| format!(", {because}")).collect::<String>();
        format!(
            "{severity} · Possibly wanted, VERIFY IDENTITY{because}: {what}{terms} ({source} {number}, as of {day}, record {golden})"
        )
    });
    let more = person.answers.iter().filter(|answer| answer.more > 0);
    let more = more.map(|answer| format!("and {} more on file: {}", answer.more, answer.question.label()));
    let partly =
        person.answers.iter().filter(|answer| answer.standing == Standing::Yes && !answer.gaps.is_empty());
    let partly: Vec<String> = partly.map(with_gaps).collect();
    let partly = (!partly.is_empty()).then(|| format!("perhaps more: {}", partly.join("; ")));
    let words: Vec<&str> = person.cautions.iter().map(|caution| caution.words.as_str()).collect();
    let cautions = (!words.is_empty()).then(|| format!("OFFICER SAFETY · {}", words.join("; ")));
    let older = person.answers.iter().filter(|answer| answer.standing == Standing::Older);
    let older = older.map(|answer| {
        format!("{}: {}, older on file", answer.question.label(), answer.question.none_today())
    });
    let open = [
        (Standing::Pending, "still asking"),
        (Standing::NotAvailable, "NOT AVAILABLE"),
        (Standing::Stale, "STALE"),
        (Standing::NoRecord, "no record"),
    ];
    let open = open.into_iter().filter_map(|(standing, words)| {
        let rows = person.answers.iter().filter(|answer| answer.standing == standing);
        let rows: Vec<String> = rows.map(with_gaps).collect();
        (!rows.is_empty()).then(|| format!("{words}: {}", rows.join("; ")))
    });
    cautions
        .into_iter()
        .chain(yes)
        .chain(possible)
        .chain(more)
        .chain(partly)
        .chain(older)
        .chain(history(person))
        .chain(open)
        .collect()
}

/// What a want has to be confirmed by, and how far it reaches: `, warrant 26-0193, Middletown Police, issued 3 May 2026`.
fn terms(evidence: &Evidence) -> String {
    let terms = evidence.want.iter().flat_map(|want| want.terms("", evidence.on));
    terms.map(|part| format!(", {part}")).collect()
}

/// `older history on file: CCH 3, newest 12 Mar 2019; CIB 1`.
fn history(person: &PersonAnswer) -> Option<String> {
    let line = |history: &History| {
        let History { source, entries, newest } = history;
        match (entries, newest) {
            (0, _) => format!("{} names the person", source.code()),
            (entries, Some(newest)) => format!("{} {entries}, newest {}", source.code(), day(*newest)),
            (entries, None) => format!("{} {entries}", source.code()),
        }
    };
    let lines: Vec<String> = person.history.iter().map(line).collect();
    (!lines.is_empty()).then(|| format!("older history on file: {}", lines.join("; ")))
}

/// The question, with who did not answer it.
fn with_gaps(answer: &Answer) -> String {
    let gaps = answer.gaps.iter().map(|gap| format!("{} {}", gap.source.code(), gap.reason.label()));
    let gaps: Vec<String> = gaps.collect();
    let label = answer.question.label().to_lowercase();
    if gaps.is_empty() { label } else { format!("{label} ({})", gaps.join(", ")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_cannot_write_on_the_terminal() {
        assert_eq!(plain("ORTIZ\u{1b}[2J\u{7}, Luis\u{202e}"), "ORTIZ[2J, Luis");
    }
}

//! Several systems tell of one arrest, one case, one want: events are counted, not documents.

use std::cmp::Reverse;

use ciss_cards::card::EventKey;
use ciss_cards::told::Told;
use ciss_contract::answer::{Evidence, Question, Telling};
use ciss_contract::source::Source;
use jiff::civil::Date;

/// By what a telling is known to be of one event with others.
#[derive(Clone, Copy)]
pub(crate) struct Mark<'a> {
    /// What it is about; nothing of another topic is the same event.
    pub(crate) topic: &'a str,
    /// Whatever one source tells is an event each, however it is numbered: an agency that enters two wants has two.
    pub(crate) each: bool,
    /// Who tells.
    pub(crate) source: Source,
    /// Of which day.
    pub(crate) on: Option<Date>,
    /// Of what.
    pub(crate) event: &'a EventKey,
}

/// Each event once, told by the document that makes it gravest; the others stand behind it.
pub(crate) fn events(question: Question, mut told: Vec<Told>) -> Vec<Evidence> {
    told.sort_by_key(|Told { evidence: e, .. }| Reverse((e.severity, e.gravity, e.on, e.as_of)));
    let grouped = grouped(told, |Told { evidence: Evidence { source, on, .. }, event }| Mark {
        topic: question.label(),
        each: question == Question::Wanted,
        source: *source,
        on: *on,
        event,
    });
    grouped.into_iter().filter_map(together).collect()
}

/// What tells of one event together, in the order in which it was given.
pub(crate) fn grouped<T>(told: Vec<T>, mark: impl Fn(&T) -> Mark<'_>) -> Vec<Vec<T>> {
    // What has no number joins what has, whichever came first.
    let (numbered, others): (Vec<_>, Vec<_>) =
        told.into_iter().enumerate().partition(|(_, told)| mark(told).event.case.is_some());
    let mut groups: Vec<Vec<(usize, T)>> = Vec::new();
    for next in numbered.into_iter().chain(others) {
        let belongs = |group: &&mut Vec<(usize, T)>| {
            let marks = || group.iter().map(|(_, told)| mark(told));
            let next = mark(&next.1);
            marks().any(|other| one_event(other, next)) && !marks().any(|other| two_cases(other, next))
        };
        match groups.iter_mut().find(belongs) {
            Some(group) => group.push(next),
            None => groups.push(vec![next]),
        }
    }
    groups.iter_mut().for_each(|group| group.sort_by_key(|(place, _)| *place));
    groups.sort_by_key(|group| group.first().map(|(place, _)| *place));
    groups.into_iter().map(|group| group.into_iter().map(|(_, told)| told).collect()).collect()
}

/// Do both tell of one event? They do under one case number; where a number is missing, on one day for one charge from
/// different sources. Only the latter counts where each is an event of its own.
fn one_event(a: Mark<'_>, b: Mark<'_>) -> bool {
    if a.topic != b.topic {
        return false;
    }
    if !a.each && a.event.case.is_some() && b.event.case.is_some() {
        return one_case(a, b);
    }
    a.source != b.source
        && a.on.is_some()
        && a.on == b.on
        && a.event.charge.is_some()
        && a.event.charge == b.event.charge
}

/// One number is one case, unless two agencies gave it, or for days that are apart: a clock may be off by one.
fn one_case(a: Mark<'_>, b: Mark<'_>) -> bool {
    let agencies = a.source == b.source
        && a.event.agency.is_some()
        && b.event.agency.is_some()
        && a.event.agency != b.event.agency;
    let apart = a.on.zip(b.on).is_some_and(|(a, b)| (a - b).get_days().abs() > 1);
    a.event.case == b.event.case && !agencies && !apart
}

/// Two cases are two events, whoever else tells of either without a number. Two wants that one source enters are two,
/// whichever of them another source has as well.
fn two_cases(a: Mark<'_>, b: Mark<'_>) -> bool {
    if a.each && a.source == b.source {
        return true;
    }
    a.event.case.is_some() && b.event.case.is_some() && !one_case(a, b)
}

fn together(group: Vec<Told>) -> Option<Evidence> {
    let mut tellings = group.into_iter().map(|told| told.evidence);
    let mut first = tellings.next()?;
    first.also.extend(tellings.map(|Evidence { source, document, number, as_of, .. }| Telling {
        source,
        document,
        number,
        as_of,
    }));
    Some(first)
}

#[cfg(test)]
mod tests {
    use ciss_contract::answer::Severity;

    use super::*;

    fn told(source: Source, case: &str, day: &str, charge: &str) -> Told {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Told {
            evidence: Evidence {
                source,
                document: None,
                number: case.to_owned(),
                as_of: jiff::Timestamp::UNIX_EPOCH,
                severity: Severity::Caution,
                gravity: 0,
                summary: String::new(),
                on: day.parse().ok(),
                want: None,
                verify: false,
                also: vec![],
            },
            event: EventKey { agency: None, case: text(case), charge: text(charge) },
        }
    }

    fn check(question: Question, documents: Vec<Told>, expect: &[usize]) {
        let found = events(question, documents);
        let mut counted: Vec<usize> = found.iter().map(|event| 1 + event.also.len()).collect();
        counted.sort_unstable();
        assert_eq!(counted, expect);
    }

    #[test]
    fn events_are_counted_by_case_number_or_by_day_and_charge() {
        let arrest = |source, case, charge| told(source, case, "2026-11-01", charge);
        check(
            Question::RecentArrest,
            vec![
                arrest(Source::Rms, "26000017", "53a-61"),
                arrest(Source::OffenderTracking, "26000017", "53a-62"),
                arrest(Source::CriminalHistory, "", "53a-61"),
                arrest(Source::Rms, "26000018", "53a-61"),
            ],
            &[1, 3],
        );
        let mut others = arrest(Source::Rms, "26000017", "53a-61");
        others.event.agency = Some("CT0006400".to_owned());
        let mut mine = others.clone();
        mine.event.agency = Some("CT0008300".to_owned());
        check(Question::RecentArrest, vec![mine.clone(), others, mine], &[1, 2]);
        check(
            Question::RecentArrest,
            vec![
                told(Source::Rms, "26000017", "2026-11-01", "53a-61"),
                told(Source::OffenderTracking, "26000017", "2026-11-02", "53a-61"),
                told(Source::OffenderTracking, "26000017", "2026-10-01", "53a-61"),
            ],
            &[1, 2],
        );
        check(
            Question::RecentArrest,
            vec![
                told(Source::Rms, "", "2026-11-01", "53a-61"),
                told(Source::CriminalHistory, "", "2026-11-02", "53a-61"),
                told(Source::OffenderTracking, "", "2026-11-01", "53a-103"),
                told(Source::CriminalHistory, "", "", "53a-61"),
            ],
            &[1, 1, 1, 1],
        );
    }

    #[test]
    fn two_wants_of_one_agency_are_two_and_one_want_in_two_files_is_one() {
        let want = |source| told(source, "26-1", "2026-11-01", "53a-172");
        check(Question::Wanted, vec![want(Source::Prawn), want(Source::Prawn)], &[1, 1]);
        check(Question::Wanted, vec![want(Source::Prawn), want(Source::WantedFile)], &[2]);
        let wanted = vec![want(Source::WantedFile), want(Source::Prawn), want(Source::Prawn)];
        check(Question::Wanted, wanted, &[1, 2]);
    }
}

//! What stands in the cells.

use ciss_contract::answer::{Gap, GapReason};
use ciss_contract::ids::GoldenId;
use ciss_contract::lookup::{Outcome, PossibleWant};
use jiff::civil::date;

use super::*;
use crate::state::fixtures::{answer, noon, person as somebody, warrant};

fn cell(person: &PersonAnswer, answer: &LookupAnswer, column: Column) -> Cell {
    cells(person, answer).find(|(other, _)| *other == column).unwrap().1
}

fn check(person: &PersonAnswer, column: Column, look: Look, word: &str, detail: &str, from: &str) {
    let found = cell(person, &answer(1), column);
    let told = (found.look, found.word.as_str(), found.detail.as_str(), found.from.as_str());
    assert_eq!(told, (look, word, detail, from));
}

fn says(question: Question, severity: Severity, summary: &str) -> PersonAnswer {
    let evidence =
        Evidence { severity, summary: summary.to_owned(), source: question.sources()[0], ..warrant() };
    let mut person = somebody(1);
    let owed = person.answers.iter_mut().find(|answer| answer.question == question).unwrap();
    *owed = Answer::new(question, vec![evidence], vec![], vec![]);
    person
}

fn gap(source: Source, reason: GapReason) -> Gap {
    Gap { source, reason }
}

#[test]
fn every_state_has_a_word_of_its_own() {
    let column = Column::Answer(Question::Wanted);
    let with = |answer: Answer| {
        let mut person = somebody(1);
        person.answers[0] = answer;
        person
    };
    let new = |evidence, gaps| with(Answer::new(Question::Wanted, evidence, vec![], gaps));
    let missing = |reason| new(vec![], vec![gap(Source::WantedFile, reason)]);
    check(&somebody(1), column, Look::NoRecord, "none", "", "COLLECT, PRAWN 14:02");
    check(&missing(GapReason::TimedOut), column, Look::Missing, "timed out", "", "COLLECT");
    check(&missing(GapReason::Denied), column, Look::Missing, "not entitled", "", "COLLECT");
    check(&missing(GapReason::Pending), column, Look::Asking, "asking …", "", "COLLECT");
    check(&missing(GapReason::Stale), column, Look::Stale, "stale", "", "COLLECT 0 s old");
    check(&new(vec![], vec![]), column, Look::Missing, "not available", "", "no source asked");
    let two = vec![gap(Source::WantedFile, GapReason::Failed), gap(Source::Prawn, GapReason::Denied)];
    let from = "COLLECT failed · PRAWN not entitled";
    check(&new(vec![], two), column, Look::Missing, "not available", "", from);
    let wanted = new(vec![warrant()], vec![gap(Source::WantedFile, GapReason::TimedOut)]);
    let from = "PRAWN 18 Nov 2026 · COLLECT timed out";
    check(&wanted, column, Look::Danger, "WANTED", "failure to appear, felony", from);
    let older = Some(ciss_contract::answer::Older { entries: 2, newest: Some(date(2019, 5, 3)) });
    let before = with(somebody(1).answers[0].clone().with_older(older));
    let detail = "2 older, newest 3 May 2019";
    check(&before, column, Look::NoRecord, "none now", detail, "COLLECT, PRAWN 14:02");
}

#[test]
fn a_want_that_may_be_anothers_says_so_in_the_large_words() {
    let uncertain = || Evidence { severity: Severity::Caution, verify: true, ..warrant() };
    let near = || vec![PossibleWant { golden: GoldenId::from("g9"), evidence: uncertain(), because: None }];
    let column = Column::Answer(Question::Wanted);
    let possibly = |person: &PersonAnswer| {
        let found = cell(person, &answer(1), column);
        assert_eq!((found.look, found.word.as_str()), (Look::Caution, "POSSIBLY WANTED"));
        assert!(found.detail.starts_with("verify identity · "), "{}", found.detail);
        found.more
    };
    let mut person = somebody(1);
    person.possible = near();
    assert_eq!(possibly(&person), 0);
    person.answers[0] = Answer::new(Question::Wanted, vec![uncertain()], vec![], vec![]);
    assert_eq!(possibly(&person), 1);
    let missing = vec![gap(Source::WantedFile, GapReason::Failed)];
    person.answers[0] = Answer::new(Question::Wanted, vec![], vec![], missing);
    assert_eq!(possibly(&person), 0, "a gap hides no possible want");
    person.answers[0] = Answer::new(Question::Wanted, vec![warrant(), uncertain()], vec![], vec![]);
    let found = cell(&person, &answer(1), column);
    assert_eq!((found.look, found.word.as_str(), found.more), (Look::Danger, "WANTED", 2));
}

#[test]
fn both_sides_of_an_order_and_of_custody_have_their_own_word() {
    use Question::{BailConditions, ProtectiveOrder, RecentArrest, Released, Supervision};
    use Severity::{Caution, Info};
    for (question, severity, summary, word, detail) in [
        (
            ProtectiveOrder,
            Caution,
            "order against to 3 May 2027",
            "respondent",
            "order against to 3 May 2027",
        ),
        (ProtectiveOrder, Info, "protected person to 3 May 2027", "protected", "person to 3 May 2027"),
        (Released, Caution, "in custody, Hartford", "in custody", "Hartford"),
        (Released, Info, "released 3 May 2026", "released", "3 May 2026"),
        (Supervision, Caution, "parole to 3 May 2027", "parole", "to 3 May 2027"),
        (Supervision, Caution, "", "in force", ""),
        (RecentArrest, Caution, "arrested, larceny", "arrested", "larceny"),
        (BailConditions, Caution, "bail $500", "in force", "bail $500"),
    ] {
        let found = cell(&says(question, severity, summary), &answer(1), Column::Answer(question));
        assert_eq!((found.word.as_str(), found.detail.as_str()), (word, detail));
    }
}

#[test]
fn history_and_permits_are_none_only_where_their_sources_were_heard() {
    let mut lookup = answer(1);
    let person = somebody(1);
    for column in [Column::History, Column::Permits] {
        assert_eq!(cell(&person, &lookup, column).word, "none");
    }
    for line in &mut lookup.sources {
        if line.source == Source::CriminalHistory {
            line.outcome = Outcome::Denied;
        }
        line.stale = line.source == Source::Weapons;
    }
    let history = cell(&person, &lookup, Column::History);
    assert_eq!(
        (history.look, history.word.as_str(), history.from.as_str()),
        (Look::Missing, "not entitled", "CCH")
    );
    assert_eq!(cell(&person, &lookup, Column::Permits).look, Look::Stale);

    let mut person = somebody(1);
    let entry = |entries, newest| History { source: Source::CriminalHistory, entries, newest };
    person.history = vec![entry(2, Some(date(2019, 5, 3))), entry(1, None)];
    let history = cell(&person, &lookup, Column::History);
    assert_eq!((history.word.as_str(), history.detail.as_str()), ("3 entries", "newest 3 May 2019"));
    person.history = vec![entry(0, None)];
    assert_eq!(cell(&person, &lookup, Column::History).word, "named");
    let permit = |in_force, words: &str| PermitAnswer { in_force, words: words.to_owned() };
    person.permits = vec![permit(false, "revoked"), permit(true, "to carry")];
    let permits = cell(&person, &lookup, Column::Permits);
    assert_eq!((permits.word.as_str(), permits.detail.as_str(), permits.more), ("in force", "to carry", 1));
}

#[test]
fn a_late_want_widens_no_other_column() {
    let quiet = answer(2);
    let mut wanted = quiet.clone();
    wanted.people[1].answers[0] = Answer::new(Question::Wanted, vec![warrant()], vec![], vec![]);
    assert_eq!(widest_words(&quiet), widest_words(&wanted));
}

#[test]
fn the_beside_names_what_is_not_known_before_what_nobody_has() {
    let mut person = somebody(1);
    person.answers[0] =
        Answer::new(Question::Wanted, vec![], vec![], vec![gap(Source::WantedFile, GapReason::TimedOut)]);
    let told = without(&person);
    assert_eq!(told[0], (Look::Missing, "not available", "wanted (COLLECT timed out)".to_owned()));
    assert_eq!((told[1].0, told[1].1), (Look::NoRecord, "no record"));
    assert_eq!(told_by(&warrant(), noon()), "PRAWN 26-0193, as of 18 Nov 2026");
}

//! The words on the screen.

use ciss_contract::answer::{Answer, Caution, Clear, Evidence, Gap, GapReason, Older, Question, Severity};
use ciss_contract::ids::GoldenId;
use ciss_contract::lookup::{
    LicenceAnswer, LicenceStanding, LookupAnswer, Outcome, PossibleWant, SourceSummary, TheftAnswer,
};
use ciss_contract::person::Name;
use ciss_contract::recent::RecentLookup;
use ciss_contract::source::Source;
use jiff::{Timestamp, ToSpan};

use super::answer::{Row, provenance, row, tags};
use super::look::Look;
use super::{lookup, person, time};
use crate::state::fixtures::{answer, answered, noon, person as somebody, warrant};

fn armed() -> Caution {
    Caution { code: "00".to_owned(), severity: Severity::Danger, words: "Armed and dangerous".to_owned() }
}

fn gap(source: Source, reason: GapReason) -> Gap {
    Gap { source, reason }
}

fn clear(source: Source, ago: jiff::Span) -> Clear {
    Clear { source, as_of: noon() - ago }
}

fn check_row(answer: &Answer, look: Look, words: &str, from: &str) {
    let expect = Row { look, words: words.to_owned(), from: from.to_owned() };
    assert_eq!(row(answer, noon(), &[]), expect);
}

#[test]
fn the_five_standings_never_read_alike() {
    let both = vec![clear(Source::WantedFile, 0.hours()), clear(Source::Prawn, 63.minutes())];
    let one = vec![clear(Source::Prawn, 0.hours())];
    let answer = |evidence, clear, gaps| Answer::new(Question::Wanted, evidence, clear, gaps);
    let down = vec![gap(Source::WantedFile, GapReason::TimedOut)];
    check_row(&answer(vec![], both, vec![]), Look::NoRecord, "no record", "COLLECT, PRAWN 12:59");
    check_row(
        &answer(vec![], one.clone(), down.clone()),
        Look::Missing,
        "not available",
        "COLLECT timed out",
    );
    check_row(
        &answer(vec![], one.clone(), vec![gap(Source::WantedFile, GapReason::Stale)]),
        Look::Stale,
        "stale",
        "COLLECT over 24 h old",
    );
    check_row(
        &answer(vec![], one, vec![gap(Source::WantedFile, GapReason::Pending)]),
        Look::Asking,
        "asking …",
        "COLLECT asking",
    );
    check_row(
        &answer(vec![warrant()], vec![], down),
        Look::Danger,
        "WANTED · failure to appear, felony",
        "PRAWN 18 Nov 2026 · COLLECT timed out",
    );
    check_row(&answer(vec![], vec![], vec![]), Look::Missing, "not available", "no source asked");
}

#[test]
fn a_stale_source_says_how_old_it_is_where_that_is_known() {
    let gaps = vec![gap(Source::Prawn, GapReason::Stale)];
    let answer = Answer::new(Question::Wanted, vec![], vec![], gaps);
    let as_of = Some(noon() - 72.hours());
    let source = SourceSummary { source: Source::Prawn, outcome: Outcome::NoRecord, as_of, stale: true };
    assert_eq!(row(&answer, noon(), &[source]).from, "PRAWN 3 days old");
}

#[test]
fn what_was_before_is_told_from_none_and_from_yes() {
    let older = Some(Older { entries: 2, newest: Some(jiff::civil::date(2019, 5, 3)) });
    let both = Question::Released.sources().iter().map(|source| clear(*source, 0.hours())).collect();
    let answer = Answer::new(Question::Released, vec![], both, vec![]).with_older(older);
    check_row(&answer, Look::NoRecord, "none in 12 months", "2 older, newest 3 May 2019");
    let mut person = somebody(1);
    person.answers[2] = answer;
    let words: Vec<_> = tags(&person).into_iter().map(|tag| tag.text).collect();
    assert_eq!(words, ["older history on file"]);
}

#[test]
fn a_license_that_does_not_stand_is_a_tag_of_its_own() {
    let mut person = somebody(1);
    let licence = |standing, severity, words: &str| {
        Some(LicenceAnswer {
            standing,
            severity,
            words: words.to_owned(),
            number: Some("104882001".to_owned()),
        })
    };
    person.licence = licence(LicenceStanding::Withdrawn, Severity::Caution, "License withdrawn");
    let tag = &tags(&person)[0];
    assert_eq!((tag.look, tag.text.as_str()), (Look::Caution, "License withdrawn"));
    assert_eq!(person::identity(&person), "License withdrawn · 104882001");
    person.licence = licence(LicenceStanding::Valid, Severity::Info, "License valid");
    assert_eq!(tags(&person)[0].look, Look::NoRecord);
}

#[test]
fn a_want_that_may_be_anothers_is_never_said_as_a_want() {
    let uncertain = || Evidence { severity: Severity::Caution, verify: true, ..warrant() };
    let says = "Possibly wanted: verify identity · failure to appear, felony";
    let mut person = somebody(1);
    person.possible =
        vec![PossibleWant { golden: GoldenId::from("g2"), evidence: uncertain(), because: None }];
    let tag = &tags(&person)[0];
    assert_eq!((tag.look, tag.text.as_str()), (Look::Caution, says));
    person.possible[0].because = Some("same license number, other name".to_owned());
    assert_eq!(tags(&person)[0].text, format!("{says} (same license number, other name)"));
    let answer = Answer::new(Question::Wanted, vec![uncertain()], vec![], vec![]);
    assert_eq!(row(&answer, noon(), &[]).words, says);
    let both = Answer::new(Question::Wanted, vec![uncertain(), warrant()], vec![], vec![]);
    assert_eq!(row(&both, noon(), &[]).words, "WANTED · failure to appear, felony +1");
}

#[test]
fn several_documents_are_counted_and_the_gravest_leads() {
    let second = Evidence { severity: Severity::Caution, summary: "infraction".to_owned(), ..warrant() };
    let answer = Answer::new(Question::Wanted, vec![second, warrant()], vec![], vec![]);
    assert_eq!(row(&answer, noon(), &[]).words, "WANTED · failure to appear, felony +1");
    assert_eq!(provenance(&answer).len(), 2);
    assert_eq!(provenance(&answer)[0].basis, "no. 26-0193 · as of 18 Nov 2026, 10:00");
}

#[test]
fn tags_name_the_gravest_first_and_hide_no_gap() {
    let mut person = somebody(1);
    let words = |person: &_| tags(person).into_iter().map(|tag| tag.text).collect::<Vec<_>>();
    assert_eq!(words(&person), ["no record · 9 questions asked"]);
    let down = |question| {
        Answer::new(question, vec![], vec![], vec![gap(Source::CaseManagement, GapReason::TimedOut)])
    };
    person.answers[6] = down(Question::BailConditions);
    assert_eq!(words(&person), ["Bail conditions: not available"]);
    person.answers[7] = down(Question::Supervision);
    person.answers[0] = Answer::new(Question::Wanted, vec![warrant()], vec![], vec![]);
    person.cautions = vec![armed()];
    assert_eq!(
        words(&person),
        ["WANTED · failure to appear, felony", "Armed and dangerous", "2 answers not available"]
    );
    person.answers[0] =
        Answer::new(Question::Wanted, vec![], vec![], vec![gap(Source::Prawn, GapReason::Failed)]);
    assert_eq!(words(&person), ["Armed and dangerous", "Wanted: not available", "2 answers not available"]);
}

#[test]
fn names_long_short_and_missing() {
    let check = |surname: &str, given: &str, middle: Option<&str>, suffix: Option<&str>, expect: &str| {
        let name = Name {
            surname: surname.to_owned(),
            given: given.to_owned(),
            middle: middle.map(str::to_owned),
            suffix: suffix.map(str::to_owned),
        };
        assert_eq!(person::surname_first(&name), expect);
    };
    check("Ortiz", "Luis", Some("Alberto"), None, "ORTIZ, Luis A");
    check("O’Shaughnessy", "Siobhán", None, Some("Jr"), "O’SHAUGHNESSY, Siobhán Jr");
    check("Ortiz", "", None, None, "ORTIZ");
    check("", "Luis", None, None, "Luis");
    check("", "", None, None, "Name not known");
    check("Nuñez", "Ñ", Some(""), None, "NUÑEZ, Ñ");
}

#[test]
fn times_are_connecticuts_summer_and_winter() {
    let at = |text: &str| text.parse::<Timestamp>().unwrap();
    assert_eq!(time::clock(at("2026-11-22T19:02:11Z")), "14:02:11");
    assert_eq!(time::clock(at("2026-07-01T19:02:11Z")), "15:02:11");
    assert_eq!(time::as_of(at("2026-11-22T05:00:00Z"), noon()), "00:00");
    assert_eq!(time::as_of(at("2026-11-22T04:59:00Z"), noon()), "21 Nov 2026");
    assert_eq!(time::as_of(at("2025-11-22T19:00:00Z"), noon()), "22 Nov 2025");
    assert_eq!(time::age(noon() - 90.seconds(), noon()), "1 min");
    assert_eq!(time::age(noon() - 47.hours(), noon()), "47 h");
    assert_eq!(time::age(noon() + 5.seconds(), noon()), "0 s", "a clock ahead of ours is not minus");
}

#[test]
fn holes_say_which_answers_hang_on_them() {
    let mut lookup = answer(1);
    assert!(lookup::holes(&lookup).is_empty());
    assert_eq!(lookup::tally(&lookup), "16 of 16 answered");
    let set = |lookup: &mut LookupAnswer, source, outcome| {
        lookup.sources.iter_mut().find(|line| line.source == source).unwrap().outcome = outcome;
    };
    set(&mut lookup, Source::CaseManagement, Outcome::TimedOut);
    set(&mut lookup, Source::WantedFile, Outcome::Pending);
    set(&mut lookup, Source::Weapons, Outcome::NotConnected);
    let holes: Vec<_> =
        lookup::holes(&lookup).into_iter().map(|hole| (hole.look, hole.what, hole.open)).collect();
    let expect = [
        (Look::Asking, "COLLECT asking".to_owned(), "Wanted · Theft".to_owned()),
        (Look::Missing, "CMIS timed out".to_owned(), "Bail conditions · Probation, parole".to_owned()),
    ];
    assert_eq!(holes, expect);
    assert_eq!(lookup::tally(&lookup), "13 of 16 answered");
}

#[test]
fn theft_is_known_not_known_or_still_asked() {
    let check = |gap, expect| assert_eq!(lookup::theft(&TheftAnswer { evidence: vec![], gap }).1, expect);
    check(None, "no theft record");
    check(Some(GapReason::Pending), "theft: asking …");
    check(Some(GapReason::Failed), "theft not known: COLLECT failed");
}

#[test]
fn what_is_said_aloud_tells_how_to_go_on() {
    assert_eq!(lookup::spoken(&answer(0)), "A person at this address is wanted. 1 of 4.");
    assert!(lookup::spoken(&answer(1)).ends_with("1 person. Press Alt 1 to open the record."));
    assert!(
        lookup::spoken(&answer(12))
            .ends_with("12 people. Press Alt 1 to 9, or the arrows and Enter, to open one.")
    );
}

#[test]
fn the_line_under_the_box_says_what_enter_would_do() {
    let nobody = answered(0);
    assert!(
        !super::ask::hint(&nobody.ask, &nobody.drawn()).contains("open a person"),
        "there is nobody to open"
    );
    let mut console = answered(1);
    assert!(super::ask::hint(&console.ask, &console.drawn()).contains("Alt 1–9 open a person"));
    let typed = |text: &str| crate::state::LookupAction::Typed(text.to_owned());
    console.update(typed("cd 67890"));
    assert_eq!(
        super::ask::hint(&console.ask, &console.drawn()),
        "Enter looks up CD·67890 · traffic stop · for Lund 412"
    );
    console.update(crate::state::LookupAction::BehalfTyped(String::new()));
    assert_eq!(
        super::ask::hint(&console.ask, &console.drawn()),
        "For whom do you ask? Give a badge or a name."
    );
}

#[test]
fn a_want_is_heard_before_the_name_whoever_is_wanted() {
    for position in [0, 1] {
        let mut wanted = somebody(position);
        wanted.answers[0] = Answer::new(Question::Wanted, vec![warrant()], vec![], vec![]);
        wanted.cautions = vec![armed()];
        let role = if position == 0 { ". owner" } else { "" };
        let expect = format!(
            "Person {}. WANTED · failure to appear, felony. Armed and dangerous. ORTIZ, Luis A. M. 19{role}",
            position + 1
        );
        assert_eq!(person::spoken(position + 1, &wanted), expect);
        assert_eq!(super::answer::gravest(&wanted), Look::Danger);
    }
    let mut juvenile = somebody(1);
    juvenile.withheld = Some("a juvenile".to_owned());
    juvenile.answers.clear();
    assert!(person::spoken(2, &juvenile).ends_with("19. withheld: a juvenile"));
}

#[test]
fn silence_is_never_called_safe() {
    let everything = format!(
        "{} {} {} {:?}",
        RecentLookup::of(&answer(2)).summary,
        lookup::spoken(&answer(2)),
        row(&somebody(0).answers[0], noon(), &[]).words,
        tags(&somebody(0)),
    );
    for word in ["safe", "clear", "clean", "OK", "green"] {
        assert!(!everything.contains(word), "{word}");
    }
}

//! The line at the top, those under it, the order of people and the radio text say one truth.

use std::sync::Arc;

use ciss_cards::adulthood::{Adulthood, Statement};
use ciss_cards::card::{Chain, EventKey, Fact, LicenceCard, Past, PermitCard, PersonCard};
use ciss_contract::answer::{Question, Severity};
use ciss_contract::ids::GoldenId;
use ciss_contract::source::Source;
use ciss_records::Feed;
use jiff::civil::{Date, date};
use serde_json::Value;

use crate::bench::{Bench, NOW};
use crate::household::{PLATE, fact, household};
use crate::live::{Mood, WantedFile};
use crate::shelf::Shelf;

/// The answer about a house, all of whose sources were heard.
pub(crate) async fn house(change: impl FnOnce(&mut Chain)) -> Value {
    let mut chain = household();
    // Grown-ups whom no source has anything about, with licenses in force.
    for person in &mut chain.people {
        let card = &mut person.card;
        (card.facts, card.cautions) = (vec![], vec![]);
        card.sources = vec![Source::DmvLicence];
        card.licence = Some(licence("LIC"));
        if card.golden.as_str() == "maria" {
            card.sources.insert(0, Source::DmvRegistration);
        }
    }
    chain.people.retain(|person| person.card.golden.as_str() != "sofia");
    change(&mut chain);
    chain.at_address = u32::try_from(chain.people.len()).unwrap();
    let feed =
        |source| Feed { source, last_received: "2026-11-18T18:50:00Z".parse().unwrap(), documents: 100 };
    let feeds = Source::ALL.into_iter().filter(|source| *source != Source::WantedFile).map(feed).collect();
    let shelf = Shelf { chains: vec![chain], feeds, ..Shelf::default() };
    let live = WantedFile::new(Mood::Answers, &[], &[]);
    Bench::around(Arc::new(shelf), vec![live], None, true).lookup("reyes", PLATE).await.json()
}

pub(crate) fn card<'a>(chain: &'a mut Chain, golden: &str) -> &'a mut PersonCard {
    &mut chain.people.iter_mut().find(|person| person.card.golden.as_str() == golden).unwrap().card
}

/// States something of a person, from a source.
pub(crate) fn state(chain: &mut Chain, golden: &str, fact: Fact) {
    let card = card(chain, golden);
    card.sources.push(fact.source);
    card.facts.push(fact);
}

fn licence(status: &str) -> LicenceCard {
    let number = Some("104882001".to_owned());
    LicenceCard { number, class: None, status: status.to_owned(), expires: Some(date(2029, 4, 2)) }
}

pub(crate) fn want(number: &str, gravity: u8, summary: &str, on: Date) -> Fact {
    Fact { gravity, ..fact(Question::Wanted, Source::Prawn, number, Severity::Danger, summary, on) }
}

pub(crate) const DAY: Date = date(2026, 10, 2);

pub(crate) fn parole() -> Fact {
    fact(Question::Supervision, Source::Parole, "P1", Severity::Caution, "parole to 30 Nov 2027", DAY)
}

pub(crate) fn lines(answer: &Value) -> Vec<String> {
    let headline = &answer["headline"];
    let also = headline["also"].as_array().cloned().unwrap_or_default();
    let text = |line: &Value| line["text"].as_str().unwrap().to_owned();
    std::iter::once(text(headline)).chain(also.iter().map(text)).collect()
}

/// What stands at the top and under it, and what is said on the air after the vehicle and its registration.
pub(crate) async fn check(change: impl FnOnce(&mut Chain), expect: &[&str], on_air: &str) {
    let answer = house(change).await;
    assert_eq!(lines(&answer), expect);
    let said = answer["read_back"].as_str().unwrap();
    let said = said.split_once("twenty-twenty-seven. ").map_or(said, |(_, said)| said);
    assert_eq!(said, on_air);
}

#[tokio::test(start_paused = true)]
async fn no_record_stands_only_where_nothing_is_on_file() {
    check(|_| (), &["No record in 14 sources"], "No record in fourteen sources.").await;
    let past = |question, source| Past { question, source, entries: 3, newest: Some(date(2019, 3, 12)) };
    check(
        |chain| {
            let card = card(chain, "ana");
            card.sources.push(Source::CriminalMotorVehicle);
            card.history.push(past(Some(Question::PendingCases), Source::CriminalMotorVehicle));
        },
        &["No wants. Older history on file: 1 person"],
        "No wants. Older history on file for one person.",
    )
    .await;
    check(
        |chain| {
            let over = Fact { holds_until: Some(date(2026, 11, 17)), ..parole() };
            state(chain, "ana", over.clone());
            state(chain, "luis", over);
        },
        &["No wants. Older history on file: 2 people"],
        "No wants. Older history on file for two people.",
    )
    .await;
    check(
        |chain| card(chain, "ana").sources.push(Source::Rms),
        &["No wants. Named in other records: 1 person"],
        "No wants. Named in other records for one person.",
    )
    .await;
    check(
        |chain| {
            let permit = PermitCard { what: "Permit to carry pistols".into(), expires: None, revoked: false };
            card(chain, "maria").permits.push(permit);
        },
        &["No wants. The registered owner holds a weapons permit"],
        "No wants. The registered owner holds a weapons permit.",
    )
    .await;
    check(
        |chain| {
            let born = Statement::read(Source::DmvLicence, NOW.parse().unwrap(), Some("2012-01-01"));
            card(chain, "ana").adulthood = Adulthood::voted(born.as_slice());
        },
        &["No record in 14 sources for 3 of 4 people", "Answers withheld: 1 person"],
        "No record in fourteen sources for those shown. Answers withheld for one person.",
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn what_is_over_is_told_from_none() {
    let over = Fact { holds_until: Some(date(2026, 11, 17)), ..parole() };
    let answer = house(|chain| state(chain, "ana", over)).await;
    let ana = person(&answer, "ana");
    let standing = |question: &str| {
        let answers = ana["answers"].as_array().unwrap();
        answers.iter().find(|answer| answer["question"] == question).unwrap()["standing"].clone()
    };
    assert_eq!((standing("supervision"), standing("wanted")), ("older".into(), "no_record".into()));
    assert_eq!(ana["history"][0]["source"], "BOPP");
    assert_eq!(ana["history"][0]["entries"], 1);
}

fn person<'a>(answer: &'a Value, golden: &str) -> &'a Value {
    answer["people"].as_array().unwrap().iter().find(|person| person["golden"] == golden).unwrap()
}

#[tokio::test(start_paused = true)]
async fn the_gravest_want_leads_everywhere() {
    let answer = house(|chain| {
        state(chain, "ana", want("W1", 20, "larceny 6th degree, misdemeanor", date(2026, 11, 1)));
        state(chain, "rafael", want("W2", 20, "failure to appear, misdemeanor", date(2026, 11, 2)));
        state(chain, "rafael", want("W3", 35, "robbery 1st degree, felony", date(2020, 1, 5)));
    })
    .await;
    assert_eq!(lines(&answer), ["2 people at this address are wanted"]);
    assert_eq!(answer["headline"]["detail"], "2 of 4 · robbery 1st degree, felony · confirm first");
    assert_eq!(answer["headline"]["person"], "rafael");
    let order: Vec<_> = answer["people"].as_array().unwrap().iter().map(|p| p["golden"].clone()).collect();
    assert_eq!(order, ["maria", "rafael", "ana", "luis"]);
    let evidence = &person(&answer, "rafael")["answers"][0]["evidence"];
    assert_eq!((evidence[0]["number"].clone(), evidence[1]["number"].clone()), ("W3".into(), "W2".into()));
    let said = answer["read_back"].as_str().unwrap();
    assert!(
        said.ends_with(
            "Caution: two people at the address are wanted, robbery first degree, felony, confirm first."
        ),
        "{said}"
    );
}

#[tokio::test(start_paused = true)]
async fn an_owner_is_no_quieter_than_anybody_else() {
    check(
        |chain| state(chain, "maria", want("W1", 30, "burglary 3rd degree, felony", DAY)),
        &["The registered owner is wanted"],
        "Caution: the registered owner is wanted, burglary third degree, felony, confirm first.",
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn papers_hide_nobody_and_everything_grave_is_named() {
    check(
        |chain| {
            chain.vehicle.status = "05".to_owned();
            state(chain, "rafael", parole());
            let arrest = "arrested, burglary 3rd degree, felony";
            state(
                chain,
                "luis",
                fact(Question::RecentArrest, Source::Rms, "A1", Severity::Caution, arrest, DAY),
            );
            card(chain, "maria").licence = Some(licence("NEN"));
        },
        &[
            "A person at this address is on probation or parole",
            "A person at this address was arrested recently",
            "Registration suspended",
            "The registered owner has a withdrawn license",
        ],
        "Alpha Bravo one two three four five, twenty-nineteen Honda Civic, blue, registration suspended. No wants. One \
         person at the address is on probation or parole, parole to November thirty, twenty-twenty-seven; another person \
         at the address was arrested recently; the registered owner has a withdrawn license.",
    )
    .await;
    check(
        |chain| {
            state(chain, "luis", want("W1", 30, "failure to appear, felony", DAY));
            state(chain, "rafael", parole());
            card(chain, "rafael").cautions = vec!["05".to_owned(), "70".to_owned()];
            let order = |severity, words: &str| {
                fact(Question::ProtectiveOrder, Source::ProtectiveOrders, "PO1", severity, words, DAY)
            };
            state(chain, "ana", order(Severity::Info, "protected person"));
            state(chain, "luis", order(Severity::Caution, "order against"));
        },
        &[
            "A person at this address is wanted",
            "A person at this address is marked as dangerous",
            "A person at this address is marked with a caution",
            "A person at this address is held to a protective order",
            "A person at this address is on probation or parole",
            "A person at this address is protected by an order",
        ],
        "Caution: one person at the address is wanted, failure to appear, felony, confirm first. Officer safety: \
         another person at the address is marked as dangerous, violent tendencies. The same person is marked with a \
         caution; the first person is held to a protective order; the second person is on probation or parole; another \
         person at the address is protected by an order.",
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn whoever_is_meant_again_is_not_described_again() {
    check(
        |chain| {
            state(chain, "luis", want("W1", 30, "failure to appear, felony", DAY));
            card(chain, "luis").cautions = vec!["05".to_owned()];
            let arrest = fact(Question::RecentArrest, Source::Rms, "A1", Severity::Caution, "arrested", DAY);
            let case = "case pending";
            let case =
                fact(Question::PendingCases, Source::JudicialCases, "C1", Severity::Info, case, DAY);
            state(chain, "luis", arrest);
            state(chain, "luis", case);
        },
        &[
            "A person at this address is wanted",
            "A person at this address is marked as dangerous",
            "A person at this address was arrested recently",
            "A person at this address has cases pending",
        ],
        "Caution: one person at the address is wanted, failure to appear, felony, confirm first. Officer safety: the \
         same person is marked as dangerous, violent tendencies. The same person was arrested recently, has cases \
         pending.",
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn people_of_one_name_are_told_apart_where_something_is_on_file_of_one() {
    let namesake = |chain: &mut Chain| card(chain, "rafael").name = card(chain, "luis").name.clone();
    check(namesake, &["No record in 14 sources"], "No record in fourteen sources.").await;
    check(
        |chain| {
            namesake(chain);
            state(chain, "luis", parole());
        },
        &[
            "2 people at this address share a name, compare dates of birth",
            "A person at this address is on probation or parole",
        ],
        "No wants. Two people at the address share a name, compare dates of birth; one person at the address is on \
         probation or parole.",
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn what_does_not_fit_into_a_breath_is_counted() {
    let answer = house(|chain| {
        state(chain, "luis", want("W1", 30, "failure to appear, felony", DAY));
        let cautions = [
            (Question::BailConditions, Source::CaseManagement, "bail conditions"),
            (Question::RecentArrest, Source::Rms, "arrested"),
            (Question::Registrant, Source::SexOffenders, "registered sex offender"),
            (Question::Supervision, Source::Parole, "parole"),
            (Question::Released, Source::Corrections, "in custody"),
            (Question::ProtectiveOrder, Source::ProtectiveOrders, "order against"),
            (Question::ViolenceAgainstPolice, Source::Rms, "interfered with an officer"),
        ];
        for (place, (question, source, words)) in cautions.into_iter().enumerate() {
            let whose = ["ana", "luis", "rafael", "maria"][place % 4];
            state(chain, whose, fact(question, source, "F1", Severity::Caution, words, DAY));
            card(chain, whose).licence = Some(licence("SUS"));
        }
        card(chain, "ana").history.push(Past {
            question: None,
            source: Source::Infractions,
            entries: 3,
            newest: None,
        });
        for whose in ["ana", "maria"] {
            let permit = PermitCard { what: "Permit to carry pistols".into(), expires: None, revoked: false };
            card(chain, whose).permits.push(permit);
        }
    })
    .await;
    let said = answer["read_back"].as_str().unwrap();
    assert!(said.contains("Caution: one person at the address is wanted"), "{said}");
    let (_, counted) = said.rsplit_once("; ").unwrap();
    assert!(counted.ends_with(" more on the screen."), "{said}");
    assert!(said.split_whitespace().count() <= 90, "{said}");
}

#[tokio::test(start_paused = true)]
async fn a_license_that_does_not_stand_is_said_of_everybody() {
    for (status, words) in [
        ("NEN", "withdrawn"),
        ("NOT", "withdrawn"),
        ("SUS", "suspended"),
        ("REV", "revoked"),
        ("CAN", "canceled"),
    ] {
        let answer = house(|chain| card(chain, "ana").licence = Some(licence(status))).await;
        assert_eq!(lines(&answer), [format!("A person at this address has a {words} license")]);
        assert_eq!(person(&answer, "ana")["licence"]["standing"], words);
        assert_eq!(answer["headline"]["severity"], "caution");
        assert!(answer["read_back"].as_str().unwrap().contains(words));
    }
    check(
        |chain| card(chain, "maria").licence = None,
        &["The registered owner has no license on file"],
        "No wants. The registered owner has no license on file.",
    )
    .await;
    check(
        |chain| card(chain, "ana").licence = None,
        &["No record in 14 sources", "A person at this address has no license on file"],
        "No record in fourteen sources. One person at the address has no license on file.",
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_status_and_a_day_that_contradict_each_other_are_shown_as_that() {
    let answer = house(|chain| chain.vehicle.status = "03".to_owned()).await;
    let doubt = "expired by its status, valid to 30 Jun 2027 by its date";
    assert_eq!(lines(&answer), [format!("Registration in doubt: {doubt}")]);
    assert_eq!(answer["vehicle"]["registration"]["conflict"], doubt);
    assert_eq!(
        answer["read_back"],
        "Alpha Bravo one two three four five, twenty-nineteen Honda Civic, blue, registration in doubt, expired by its \
         status, valid to June thirty, twenty-twenty-seven by its date. No record in fourteen sources."
    );
    let answer = house(|chain| {
        (chain.vehicle.status, chain.vehicle.expires) = ("03".to_owned(), Some(date(2026, 1, 31)));
    })
    .await;
    assert_eq!(lines(&answer), ["Registration expired 31 Jan 2026"]);
}

#[tokio::test(start_paused = true)]
async fn one_event_that_three_sources_tell_is_one() {
    let arrest = |source, number: &str, case: Option<&str>, day: u8| {
        let case = case.map(str::to_owned);
        let told = fact(
            Question::RecentArrest,
            source,
            number,
            Severity::Caution,
            "arrested, burglary 3rd degree, felony",
            date(2026, 11, i8::try_from(day).unwrap()),
        );
        Fact { event: EventKey { agency: None, case, charge: Some("53a-103".to_owned()) }, ..told }
    };
    let answer = house(|chain| {
        state(chain, "luis", arrest(Source::Rms, "26-17", Some("2617"), 3));
        state(chain, "luis", arrest(Source::OffenderTracking, "O1", Some("2617"), 3));
        state(chain, "luis", arrest(Source::CriminalHistory, "CT1", None, 3));
        state(chain, "luis", arrest(Source::Rms, "26-18", Some("2618"), 4));
    })
    .await;
    let arrests = &person(&answer, "luis")["answers"][1];
    let events = arrests["evidence"].as_array().unwrap();
    assert_eq!(events.iter().map(|event| event["number"].clone()).collect::<Vec<_>>(), ["26-18", "26-17"]);
    let also = events[1]["also"].as_array().unwrap();
    assert_eq!(also.iter().map(|also| also["source"].clone()).collect::<Vec<_>>(), ["OBTS", "CCH"]);
    let golden = GoldenId::from("luis");
    assert_eq!(answer["headline"]["person"], golden.as_str());
}

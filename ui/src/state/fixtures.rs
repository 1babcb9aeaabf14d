//! Values for tests.

use ciss_contract::answer::{Answer, Clear, Evidence, Question, Severity};
use ciss_contract::ids::{GoldenId, LookupId};
use ciss_contract::ipc::{DeepLink, LookupLate};
use ciss_contract::lookup::{
    Headline, LateAnswer, LateRows, LookupAnswer, Outcome, PersonAnswer, Role, SourceSummary,
};
use ciss_contract::person::Name;
use ciss_contract::query::Query;
use ciss_contract::session::Purpose;
use ciss_contract::source::Source;
use jiff::Timestamp;

use super::{Console, Drawn, Effect, LookupAction, Page, ShellAction, TextSize, Theme};

/// 22 November 2026, 14:02:11 in Connecticut.
pub(crate) fn noon() -> Timestamp {
    "2026-11-22T19:02:11Z".parse().unwrap()
}

/// A window that knows for whom it asks.
pub(crate) fn console() -> Console {
    let mut console = Console::new(Theme::Night, TextSize::AS_DRAWN);
    console.update(LookupAction::BehalfTyped("Lund 412".to_owned()));
    console
}

/// A window with a plate asked and answered, with that many people.
pub(crate) fn answered(people: usize) -> Console {
    let mut console = console();
    let ticket = ask(&mut console, "ab-12345");
    console.update(LookupAction::Answered(ticket, Ok(Box::new(answer(people)))));
    console
}

impl Console {
    /// What the lookup page draws.
    pub(crate) fn drawn(&self) -> Drawn<'_> {
        Drawn::of(&self.ask, &self.lookup, self.before.as_deref(), &self.recent)
    }
}

/// Opens a page as it is.
pub(crate) fn stand_on(console: &mut Console, page: Page) {
    console.update(ShellAction::PageChosen(page));
}

/// Types, presses Enter, and answers the ticket of what was sent.
pub(crate) fn ask(console: &mut Console, text: &str) -> u32 {
    console.update(LookupAction::Typed(text.to_owned()));
    let effects = console.update(LookupAction::Submitted(100.0));
    sent(&effects).expect("nothing was sent")
}

/// The ticket of the lookup among the effects.
pub(crate) fn sent(effects: &[Effect]) -> Option<u32> {
    effects.iter().find_map(|effect| if let Effect::Look(look) = effect { Some(look.ticket) } else { None })
}

/// A warrant.
pub(crate) fn warrant() -> Evidence {
    Evidence {
        source: Source::Prawn,
        document: None,
        number: "26-0193".to_owned(),
        as_of: "2026-11-18T15:00:00Z".parse().unwrap(),
        severity: Severity::Danger,
        summary: "failure to appear, felony".to_owned(),
        on: None,
        gravity: 0,
        want: None,
        verify: false,
        also: vec![],
    }
}

/// An answer in which every source has nothing.
pub(crate) fn silent(question: Question) -> Answer {
    let clear = question.sources().iter().map(|source| Clear { source: *source, as_of: noon() });
    Answer::new(question, vec![], clear.collect(), vec![])
}

/// A person on whom nobody has anything.
pub(crate) fn person(position: usize) -> PersonAnswer {
    PersonAnswer {
        golden: GoldenId(format!("g{position}")),
        role: if position == 0 { Role::Owner } else { Role::AtAddress },
        name: Name {
            surname: "Ortiz".to_owned(),
            given: "Luis".to_owned(),
            middle: Some("Alberto".to_owned()),
            suffix: None,
        },
        nickname: None,
        sex: Some("M".to_owned()),
        born: None,
        age: Some(19),
        description: String::new(),
        licence: None,
        address: None,
        photo: None,
        cautions: vec![],
        records: 1,
        sources: vec![Source::DmvLicence],
        ties: vec![],
        withheld: None,
        answers: Question::ALL.into_iter().map(silent).collect(),
        permits: vec![],
        possible: vec![],
        history: vec![],
    }
}

/// An answer about `AB·12345`; the banner is about the second person.
pub(crate) fn answer(people: usize) -> LookupAnswer {
    let source =
        |source| SourceSummary { source, outcome: Outcome::NoRecord, as_of: Some(noon()), stale: false };
    LookupAnswer {
        id: LookupId::from("lookup-1"),
        query: Query::Plate { plate: "AB12345".to_owned(), state: "CT".to_owned() },
        at: noon(),
        elapsed_ms: 12,
        demo: true,
        stale_since: None,
        headline: Headline {
            severity: Severity::Danger,
            text: "A person at this address is wanted".to_owned(),
            detail: "1 of 4".to_owned(),
            person: Some(GoldenId::from("g1")),
            also: vec![],
        },
        vehicle: None,
        address: None,
        did_you_mean: vec![],
        people: (0..people).map(person).collect(),
        left_out: None,
        sources: Source::ALL.into_iter().map(source).collect(),
        read_back: "Alpha Bravo one two three four five".to_owned(),
        unheard: None,
    }
}

/// The Wanted File answers late: the second person is wanted.
pub(crate) fn late(ticket: u32) -> LookupAction {
    let rows = LateRows {
        source: SourceSummary {
            source: Source::WantedFile,
            outcome: Outcome::Answered,
            as_of: None,
            stale: false,
        },
        elapsed_ms: 900,
        headline: Headline { text: "Wanted after all".to_owned(), ..answer(0).headline },
        read_back: "later".to_owned(),
        theft: None,
        answers: vec![LateAnswer {
            golden: GoldenId::from("g1"),
            answer: Answer::new(Question::Wanted, vec![warrant()], vec![], vec![]),
        }],
        joined: vec![],
        left_out: None,
        unheard: None,
    };
    LookupAction::Late(Box::new(LookupLate { ticket, rows }))
}

/// A link that says why and for whom.
pub(crate) fn link(plate: &str) -> DeepLink {
    let on_behalf_of = Some("1142".to_owned());
    DeepLink { query: plate.to_owned(), purpose: Some(Purpose::Booking), on_behalf_of }
}

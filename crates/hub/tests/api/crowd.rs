//! An address of more people than a screen: whom the answer lists, and what it says of the others.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ciss_cards::card::{Chain, Fact};
use ciss_contract::answer::{Question, Severity};
use ciss_contract::ids::GoldenId;
use ciss_contract::lookup::{LookupAnswer, LookupFrame};
use ciss_contract::source::Source;
use ciss_live::LiveSystem;
use jiff::civil::date;
use proptest::prelude::*;

use crate::bench::Bench;
use crate::household::{PLATE, fact, household};
use crate::live::{Mood, WantedFile, frames};
use crate::shelf::Shelf;

/// Whom the Wanted File has an entry for.
const LIVE: &str = "Ana";

/// How grave that entry is: robbery, a felony, armed and dangerous.
const LIVE_GRAVITY: u8 = 47;

/// What is on file of somebody at the address.
#[derive(Clone, Copy, Debug)]
enum OnFile {
    Nothing,
    Parole,
    /// A want of this gravity.
    Want(u8),
    /// A want that only the live source has.
    Live,
}

impl OnFile {
    /// The gravity of the want.
    fn want(self) -> Option<u8> {
        match self {
            OnFile::Nothing | OnFile::Parole => None,
            OnFile::Want(gravity) => Some(gravity),
            OnFile::Live => Some(LIVE_GRAVITY),
        }
    }
}

fn on_file() -> impl Strategy<Value = OnFile> {
    prop_oneof![
        4 => Just(OnFile::Nothing),
        2 => Just(OnFile::Parole),
        2 => (0_u8..60).prop_map(OnFile::Want),
        1 => Just(OnFile::Live),
    ]
}

/// An owner of whom nothing is on file, these people at the address, and as many of whom nothing was read.
fn tower(people: &[OnFile], unread: usize) -> Chain {
    let mut chain = household();
    chain.people.retain(|person| person.card.golden.as_str() == "maria");
    let guest = chain.people[0].clone();
    for (number, on_file) in people.iter().enumerate() {
        let mut guest = guest.clone();
        guest.card.golden = GoldenId(format!("guest{number:03}"));
        guest.card.name.given = if matches!(on_file, OnFile::Live) { LIVE } else { "Bo" }.to_owned();
        let (day, id) = (date(2026, 2, 1), format!("N{number}"));
        let stated = |question, source, severity| fact(question, source, &id, severity, "stated", day);
        guest.card.facts = match on_file {
            OnFile::Nothing | OnFile::Live => vec![],
            OnFile::Parole => vec![stated(Question::Supervision, Source::Parole, Severity::Caution)],
            OnFile::Want(gravity) => {
                let want = stated(Question::Wanted, Source::Prawn, Severity::Danger);
                vec![Fact { gravity: *gravity, ..want }]
            }
        };
        chain.people.push(guest);
    }
    chain.at_address = u32::try_from(chain.people.len() + unread).unwrap();
    chain
}

/// The bench around a tower, with a Wanted File.
fn bench(chain: Chain, file: &Arc<WantedFile>) -> Bench {
    let feed = |source| ciss_records::Feed {
        source,
        last_received: "2026-11-18T18:50:00Z".parse().unwrap(),
        documents: 100,
    };
    let feeds = Source::ALL.into_iter().filter(|source| *source != Source::WantedFile).map(feed).collect();
    let shelf = Shelf { chains: vec![chain], feeds, ..Shelf::default() };
    Bench::around(Arc::new(shelf), vec![Arc::clone(file) as Arc<dyn LiveSystem>], None, true)
}

/// All that holds of an answer, whoever is listed.
fn check(answer: &LookupAnswer, people: &[OnFile], unread: usize) {
    let everybody = people.len() + 1 + unread;
    let left_out = answer.left_out;
    assert_eq!(answer.people.len() + left_out.map_or(0, |left| left.people), everybody);
    assert_eq!(answer.address.as_ref().unwrap().people, everybody);
    assert_eq!(left_out.map_or(0, |left| left.unchecked), unread);

    let is_listed = |number: usize| {
        let golden = format!("guest{number:03}");
        answer.people.iter().any(|person| person.golden.as_str() == golden)
    };
    let (listed, others): (Vec<_>, Vec<_>) =
        people.iter().enumerate().partition(|(number, _)| is_listed(*number));
    let wants =
        |people: &[(usize, &OnFile)]| people.iter().filter(|(_, on_file)| on_file.want().is_some()).count();
    assert_eq!(left_out.map_or(0, |left| left.wanted), wants(&others));

    let wanted = wants(&listed) + wants(&others);
    let headline = &answer.headline;
    let lines: Vec<&str> = std::iter::once(headline.text.as_str())
        .chain(headline.also.iter().map(|line| line.text.as_str()))
        .collect();
    let says = |words: &str| lines.iter().any(|line| line.contains(words));
    match wanted {
        0 => assert!(!says("wanted"), "{lines:?}"),
        1 => assert!(says("A person at this address is wanted"), "{lines:?}"),
        some => assert!(says(&format!("{some} people at this address are wanted")), "{lines:?}"),
    }
    assert_eq!(headline.severity == Severity::Danger, wanted > 0);
    assert_eq!(says("not listed"), left_out.is_some(), "{lines:?}");
    assert_eq!(answer.read_back.contains("not listed"), left_out.is_some(), "{}", answer.read_back);
    assert_eq!(answer.read_back.contains("not checked"), unread > 0, "{}", answer.read_back);
    if unread > 0 {
        assert!(says("Wants could not be checked in full"), "{lines:?}");
    }
}

/// The graver stand in the list, and in their order.
fn check_order(answer: &LookupAnswer, people: &[OnFile]) {
    let of = |golden: &GoldenId| {
        let number: usize = golden.as_str().strip_prefix("guest")?.parse().ok()?;
        people.get(number).copied()
    };
    let listed: Vec<_> =
        answer.people.iter().skip(1).map(|person| of(&person.golden).unwrap().want()).collect();
    assert!(listed.is_sorted_by(|a, b| a >= b), "{listed:?}");
    let mut wants: Vec<_> = people.iter().map(|on_file| on_file.want()).collect();
    wants.sort_by(|a, b| b.cmp(a));
    assert_eq!(listed, wants[..listed.len()]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_is_left_out_in_silence(
        people in proptest::collection::vec(on_file(), 0..180),
        unread in prop_oneof![3 => Just(0_usize), 1 => 1_usize..40],
        late in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
        runtime.block_on(async {
            let mood = if late { Mood::SlowBy(Duration::from_millis(700)) } else { Mood::Answers };
            let file = WantedFile::new(mood, &[LIVE], &[]);
            let bench = bench(tower(&people, unread), &file);
            let frames = frames(&bench, PLATE).await;
            // The owner too.
            assert_eq!(file.heard.lock().unwrap().len(), people.len() + 1);
            assert_eq!(file.asked.load(Ordering::Relaxed), (people.len() + 1).div_ceil(60));
            let mut answer = crate::live::first(&frames);
            if late {
                let known: Vec<OnFile> = people
                    .iter()
                    .map(|on_file| if matches!(on_file, OnFile::Live) { OnFile::Nothing } else { *on_file })
                    .collect();
                check_order(&answer, &known);
                let before = answer.people.clone();
                let LookupFrame::Late(rows) = frames[1].1.clone() else { panic!("late rows come second") };
                answer.apply(*rows);
                let golden = |person: &ciss_contract::lookup::PersonAnswer| person.golden.clone();
                let kept: Vec<_> = answer.people.iter().map(golden).take(before.len()).collect();
                assert_eq!(kept, before.iter().map(golden).collect::<Vec<_>>(), "nothing moves");
                assert!(answer.unheard.is_none());
            } else {
                check_order(&answer, &people);
                assert!(answer.people.len() <= 60);
            }
            check(&answer, &people, unread);
        });
    }
}

#[tokio::test(start_paused = true)]
async fn a_part_of_the_people_that_gets_no_answer_is_no_record_of_theirs() {
    let people = [[OnFile::Nothing; 70].as_slice(), &[OnFile::Live]].concat();
    let file = WantedFile::new(Mood::FailsFor(LIVE), &[LIVE], &[]);
    let answer = bench(tower(&people, 0), &file).lookup("reyes", PLATE).await.json();
    assert_eq!(answer["headline"]["text"], "Wants could not be checked in full");
    assert_eq!(answer["vehicle"]["theft"].get("gap"), None, "the vehicle was heard of");
    let standing = |answer: &serde_json::Value| answer["answers"][0]["standing"].clone();
    let people = answer["people"].as_array().unwrap();
    assert!(people.iter().any(|person| standing(person) == "no_record"));
    let failed = answer["sources"].as_array().unwrap().iter().any(|line| line["outcome"] == "failed");
    assert!(failed, "{}", answer["sources"]);
}

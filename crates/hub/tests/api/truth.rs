//! Every answer of a synthetic state, compared with what is true of everybody in it.
//!
//! `CISS_PEOPLE=20000` looks up the plates of so many people; without it there are 2,000.

mod ground;
mod shown;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ciss_contract::day::connecticut_day;
use ciss_contract::lookup::{LookupAnswer, PersonAnswer};
use ciss_contract::source::Source;
use ciss_contract::switch::{SwitchAnswer, SwitchQuery};
use ciss_live::{LiveFailure, LiveSystem};
use ciss_records::{Page, Store};
use ciss_simulator::wanted::WantedFile;
use ciss_simulator::{Holds, World};
use ciss_store::MemoryStore;

use crate::bench::{Bench, NOW, lookup, post};
use ground::Ground;

/// The simulator's Wanted File, asked without a network.
struct InProcess(WantedFile);

#[async_trait]
impl LiveSystem for InProcess {
    fn source(&self) -> Source {
        Source::WantedFile
    }

    fn deadline(&self) -> Duration {
        Duration::from_secs(5)
    }

    async fn ask(&self, query: &SwitchQuery) -> Result<SwitchAnswer, LiveFailure> {
        Ok(self.0.answer(query))
    }
}

/// What was found, by whose fault.
#[derive(Default)]
struct Faults {
    /// The answer has the document or the hit and does not say it, or says what nobody stated.
    answer: Vec<String>,
    /// A document stands with another golden record than its person's others.
    matching: Vec<String>,
    /// So does a want, and the answer says that it may be the person's.
    possible: Vec<String>,
    /// A want is said to be possibly somebody's who is not wanted.
    strangers: Vec<String>,
    /// The Wanted File's own matching by name and date of birth.
    live: Vec<String>,
}

#[tokio::test]
async fn every_answer_says_what_is_true_of_everybody_in_it() {
    let people = std::env::var("CISS_PEOPLE").ok().map_or(2_000, |number| number.parse().unwrap());
    let world = World { people, seed: 11, today: NOW.parse().map(connecticut_day).unwrap() };
    let store = Arc::new(MemoryStore::default());
    let ground = Ground::of(&world, store.as_ref()).await;
    let wanted = WantedFile::new(world.wanted_entries());
    let bench = Bench::around(Arc::clone(&store) as _, vec![Arc::new(InProcess(wanted))], None, true);
    // A detective may see everything, matters of juveniles too.
    let token = bench.sign_in("nowak").await;

    let (mut faults, mut answers, mut persons, mut compared) = (Faults::default(), 0, 0, 0);
    for plate in &ground.plates {
        let reply = bench.send(post("/v1/lookups", Some(&token), &lookup(plate))).await;
        let answer: LookupAnswer = serde_json::from_slice(&reply.bytes).unwrap();
        answers += 1;
        persons += answer.people.len();
        compared += compare(&answer, &ground, store.as_ref(), &mut faults).await;
        shown::on_the_first_screen(&answer, &mut faults.answer);
    }
    println!(
        "{answers} answers with {persons} people, {compared} things that hold: {} not said or invented, {} by \
         matching, {} by the Wanted File's own; {} wants said as possible, and {} of people who are not wanted",
        faults.answer.len(),
        faults.matching.len(),
        faults.live.len(),
        faults.possible.len(),
        faults.strangers.len()
    );
    let listed = [&faults.matching, &faults.live, &faults.possible, &faults.strangers];
    for fault in listed.into_iter().flatten() {
        println!("  {fault}");
    }
    assert!(compared > answers, "{compared}");
    assert!(faults.answer.is_empty(), "{:#?}", faults.answer);
    // Matching finds all but two thousandths of what belongs together; what it misses is listed above.
    let bound = compared / 200 + 1;
    assert!(faults.matching.len() <= bound, "{} of at most {bound}", faults.matching.len());
    // A caution that is wrong most of the time is not read any more.
    let few = persons / 2_000 + 1;
    assert!(faults.strangers.len() <= few, "{} of at most {few}", faults.strangers.len());
    assert!(faults.live.len() <= bound, "{} of at most {bound}", faults.live.len());
}

/// Compares what an answer says of each true person with what holds; answers how many things were compared.
async fn compare(answer: &LookupAnswer, ground: &Ground, store: &dyn Store, faults: &mut Faults) -> usize {
    let mut rows: BTreeMap<u64, Vec<&PersonAnswer>> = BTreeMap::new();
    for person in &answer.people {
        let truly = ground.person(&person.golden).expect("a golden record is named after one of its records");
        rows.entry(truly).or_default().push(person);
    }
    let mut compared = 0;
    for (person, rows) in &rows {
        let said: BTreeSet<Holds> = rows.iter().flat_map(|row| shown::said(row)).collect();
        let must = ground.must_hold(*person);
        compared += must.len();
        for missing in must.difference(&said) {
            let fault = format!("{}: {missing:?} of {person} is not said", answer.query.shown());
            let here: HashSet<_> = rows.iter().map(|row| &row.golden).collect();
            let mut elsewhere = true;
            for name in ground.told_by(*person, *missing) {
                let dossier = store.dossier(name, &whole()).await.unwrap();
                elsewhere &= dossier.is_none_or(|dossier| !here.contains(&dossier.card.golden));
            }
            let told = ground.told_by(*person, *missing).next().is_some();
            let possible = rows.iter().any(|row| !row.possible.is_empty());
            match (told, elsewhere) {
                (true, true) if *missing == Holds::Wanted && possible => faults.possible.push(fault),
                (true, false) => faults.answer.push(fault),
                (true, true) => faults.matching.push(fault),
                (false, _) if *missing == Holds::Wanted => faults.live.push(fault),
                (false, _) => faults.answer.push(fault),
            }
        }
        if !ground.may_hold(*person).contains(&Holds::Wanted) {
            let possible = rows.iter().filter(|row| !row.possible.is_empty());
            faults
                .strangers
                .extend(possible.map(|_| format!("{}: {person} may be wanted", answer.query.shown())));
        }
        for invented in said.difference(&ground.may_hold(*person)) {
            let fault = format!("{}: {invented:?} of {person} is invented", answer.query.shown());
            let documents: Vec<_> = rows.iter().flat_map(|row| shown::documents(row, *invented)).collect();
            // Only a live source's entry has no document.
            if documents.contains(&None) {
                faults.live.push(fault);
            } else if holds_others(rows, *person, ground, store).await {
                faults.matching.push(fault);
            } else {
                faults.answer.push(fault);
            }
        }
    }
    absent(answer, &rows.keys().copied().collect(), ground, faults);
    compared
}

/// Every member on one page.
fn whole() -> Page {
    Page { size: 10_000, ..Page::first() }
}

/// Does any of these golden records hold a record of somebody else?
async fn holds_others(rows: &[&PersonAnswer], person: u64, ground: &Ground, store: &dyn Store) -> bool {
    for row in rows {
        let dossier = store.dossier(&row.golden, &whole()).await.unwrap().unwrap();
        let mut records = dossier.members.iter().map(|member| ground::name(&member.document, member.person));
        if records.any(|record| ground.person(&record) != Some(person)) {
            return true;
        }
    }
    false
}

/// Whoever lives at the address truly, and of whom a document says so, is in the answer.
fn absent(answer: &LookupAnswer, present: &HashSet<u64>, ground: &Ground, faults: &mut Faults) {
    let Some(address) = &answer.address else { return };
    let household: HashMap<u64, usize> = ground.living_at(&address.id);
    for (person, _) in household.into_iter().filter(|(person, _)| !present.contains(person)) {
        let grave: Vec<Holds> =
            ground.must_hold(person).into_iter().filter(|holds| *holds != Holds::Past).collect();
        if !grave.is_empty() {
            faults.matching.push(format!("{}: {person} is absent, with {grave:?}", answer.query.shown()));
        }
    }
}

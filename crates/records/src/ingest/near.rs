//! Wants that may be somebody else's: of golden records that come near each other and are not merged.
//!
//! A want lies on the golden record that its record is in. One mistyped number must not hide it from whoever is stopped, so
//! the card of everybody whom the record comes near has it as well, as a want that may be theirs. What comes near is a
//! matter of two [profiles](Profile), which depends on nothing else; it is kept, and only what a batch explores is worked
//! out again. Cards are written from it after everything else is.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use ciss_cards::card::{PersonCard, PossibleWant};
use ciss_cards::naming::document_id;
use ciss_contract::answer::Question;
use ciss_contract::ids::DocumentId;
use ciss_multiview::{ByNumber, Features, Profile, RecordKey};

use super::ENGINE;
use super::person_card::gravity;
use crate::StoreError;
use crate::record::RecordBody;
use crate::rows::{CardRow, Changes, NearRow, PersonNumber, RecordRow, Tables};

/// Evidence from which a want may be somebody's, in bits: even odds.
pub(super) const MAY_BE: f32 = 0.0;

/// What a batch looked at.
#[derive(Default)]
pub(crate) struct Looked {
    /// Profiles that were compared with all that they are compared with.
    pub(super) explored: Vec<Profile>,
    /// Profiles that are gone.
    pub(super) gone: Vec<Profile>,
    /// Pairs of profiles, one of them explored, that are not merged and may be one person.
    pub(super) pairs: Vec<(Profile, Profile)>,
}

/// The record states a want.
pub fn states_want(body: &RecordBody) -> bool {
    body.facts.iter().any(|fact| fact.question == Question::Wanted)
}

/// Keeps what comes near what, and writes the cards that it changes. `written` are the golden records that the batch
/// wrote.
pub(super) async fn refresh(
    tables: &mut dyn Tables,
    looked: Looked,
    written: &[PersonNumber],
) -> Result<(), StoreError> {
    let Looked { explored, gone, pairs } = looked;
    let ends: HashSet<Profile> = pairs.iter().flat_map(|(x, y)| [*x, *y]).collect();
    let wanted = if ends.is_empty() {
        HashSet::new()
    } else {
        tables.wanted(&ends.into_iter().collect::<Vec<_>>()).await?
    };
    let directed = pairs.into_iter().flat_map(|(x, y)| [(x, y), (y, x)]);
    let near = directed.filter(|(from, _)| wanted.contains(from));
    let near: BTreeSet<NearRow> = near.map(|(wanted, other)| NearRow { wanted, other }).collect();
    let replaced: Vec<Profile> = explored.into_iter().chain(gone).collect();
    let before = if replaced.is_empty() { Vec::new() } else { tables.near_profiles(&replaced).await? };
    let differ = |row: &&NearRow| !near.contains(row);
    let mut others: HashSet<Profile> = before.iter().filter(differ).map(|row| row.other).collect();
    others.extend(near.iter().map(|row| row.other));
    if !near.is_empty() || !before.is_empty() {
        let near = near.into_iter().collect();
        tables.write(Changes { near_gone: replaced, near, ..Changes::default() }).await?;
    }
    let beside = if written.is_empty() { Vec::new() } else { tables.near_persons(written).await? };
    others.extend(beside.into_iter().map(|row| row.other));
    if others.is_empty() {
        return Ok(());
    }
    let holdings = tables.holdings(&others.into_iter().collect::<Vec<_>>()).await?;
    let persons: BTreeSet<PersonNumber> = holdings.into_iter().map(|holding| holding.person).collect();
    let cards = rewritten(tables, persons.into_iter().collect()).await?;
    if cards.is_empty() { Ok(()) } else { tables.write(Changes { cards, ..Changes::default() }).await }
}

/// The cards of golden records whose possible wants are not those that they show.
async fn rewritten(tables: &mut dyn Tables, persons: Vec<PersonNumber>) -> Result<Vec<CardRow>, StoreError> {
    let rows = tables.near_persons(&persons).await?;
    let ends: HashSet<Profile> = rows.iter().flat_map(|row| [row.wanted, row.other]).collect();
    let holdings = if ends.is_empty() {
        Vec::new()
    } else {
        tables.holdings(&ends.into_iter().collect::<Vec<_>>()).await?
    };
    let holder: HashMap<Profile, PersonNumber> =
        holdings.into_iter().map(|holding| (holding.profile, holding.person)).collect();
    let mut beside: BTreeMap<PersonNumber, BTreeMap<PersonNumber, BTreeSet<Profile>>> = BTreeMap::new();
    for NearRow { wanted, other } in rows {
        if let (Some(from), Some(of)) = (holder.get(&wanted), holder.get(&other))
            && from != of
        {
            beside.entry(*of).or_default().entry(*from).or_default().insert(wanted);
        }
    }
    let mut cards = Vec::new();
    for (number, mut card) in tables.cards(&persons).await? {
        let mut possible: Vec<PossibleWant> = Vec::new();
        for (from, wanted) in beside.remove(&number).unwrap_or_default() {
            possible.extend(wants_of(tables, from, &wanted, number).await?);
        }
        possible.sort_by(|a, b| {
            let order = |want: &PossibleWant| (want.golden.0.clone(), want.fact.document.0.clone());
            order(a).cmp(&order(b)).then_with(|| a.fact.summary.cmp(&b.fact.summary))
        });
        if possible != card.possible {
            card.possible = possible;
            cards.push(card_row(number, &card)?);
        }
    }
    Ok(cards)
}

fn card_row(number: PersonNumber, card: &PersonCard) -> Result<CardRow, StoreError> {
    Ok(CardRow { number, gravity: gravity(card), card: postcard::to_stdvec(card)? })
}

/// Wants of one golden record, in records of these profiles, that may be another's.
async fn wants_of(
    tables: &mut dyn Tables,
    from: PersonNumber,
    wanted: &BTreeSet<Profile>,
    other: PersonNumber,
) -> Result<Vec<PossibleWant>, StoreError> {
    let rows = tables.records_of(&[from, other]).await?;
    let (theirs, mine): (Vec<RecordRow>, Vec<RecordRow>) =
        rows.into_iter().partition(|row| row.person == from);
    if decided_apart(tables, &mine, &theirs).await? {
        return Ok(Vec::new());
    }
    let holders = given(&theirs);
    let mine: Vec<Features> = mine.iter().map(|row| ENGINE.features(&row.body.record)).collect();
    let two = holders.iter().any(|x| mine.iter().any(|y| ENGINE.are_given_two(x, y)));
    let Some((_, PersonCard { golden, adulthood, facts, .. })) = tables.cards(&[from]).await?.pop() else {
        return Ok(Vec::new());
    };
    let stating = theirs.iter().filter(|row| wanted.contains(&row.profile) && states_want(&row.body));
    let mut by_document: BTreeMap<DocumentId, Option<ByNumber>> = BTreeMap::new();
    for row in stating {
        let features = ENGINE.features(&row.body.record);
        let found =
            mine.iter().filter_map(|other| Some((!other.is_given(), ENGINE.by_number(&features, other)?)));
        let found = found.min();
        let given_to_them = found.as_ref().is_some_and(|(typed, _)| !typed);
        // Number and name in the record are its own golden record's, and whoever it comes near has another number.
        let own = |holder: &Features| ENGINE.by_number(&features, holder).is_some_and(|by| !by.other_name);
        let held = two && holders.iter().any(own);
        if given_to_them || !held {
            let by_number = found.map(|(_, by_number)| by_number);
            by_document.insert(document_id(row.body.document), by_number);
        }
    }
    let wants = facts.into_iter().filter(|fact| fact.question == Question::Wanted);
    let possible = wants.filter_map(|fact| {
        let by_number = by_document.get(&fact.document)?.clone();
        Some(PossibleWant { golden: golden.clone(), adulthood, fact, by_number })
    });
    Ok(possible.collect())
}

/// Those of the records of which the source gave a number out.
fn given(rows: &[RecordRow]) -> Vec<Features> {
    rows.iter().map(|row| ENGINE.features(&row.body.record)).filter(Features::is_given).collect()
}

/// A person decided that a record of the one and a record of the other are two people's.
async fn decided_apart(
    tables: &mut dyn Tables,
    mine: &[RecordRow],
    theirs: &[RecordRow],
) -> Result<bool, StoreError> {
    let keys: Vec<RecordKey> = mine.iter().map(|row| row.key).collect();
    let decided = tables.decisions(&keys).await?;
    let is_theirs = |key: RecordKey| theirs.iter().any(|row| row.key == key);
    Ok(decided
        .iter()
        .map(|row| row.decision)
        .any(|decision| !decision.same && (is_theirs(decision.left) || is_theirs(decision.right))))
}

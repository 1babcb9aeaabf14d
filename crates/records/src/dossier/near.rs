//! Golden records that come near one and are not merged with it, and what people decided.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};

use ciss_cards::naming::document_id;
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::{Matter, RecordName};
use ciss_contract::record::DecisionNote;
use ciss_multiview::{BlockKey, Blocks, Decision, Evidence, Features, Profile, RecordKey};

use super::Behind;
use crate::ingest::ENGINE;
use crate::rows::{DecisionRow, PersonNumber, RecordRow, Tables};
use crate::{Near, StoreError};

/// Evidence from which two records are worth a look, in bits: odds of one to eight.
const WORTH_A_LOOK: f32 = -3.0;
/// Most that are offered.
const MOST: usize = 5;
/// Members that others are compared with, the newest.
const LOOKED_AROUND: usize = 16;
/// Most records that are compared with them.
const MOST_COMPARED: usize = 200;

/// What stands around a golden record.
#[derive(Default)]
pub struct Around {
    pub(super) near: Vec<Near>,
    pub(super) decisions: Vec<DecisionNote>,
}

/// Looks around members of a golden record: for what was decided about them, and, where `nearby`, for golden records that
/// come near. Gives the members back.
pub async fn around(
    tables: &mut dyn Tables,
    behind: Vec<Behind>,
    nearby: bool,
) -> Result<(Vec<Behind>, Around), StoreError> {
    let keys: HashSet<RecordKey> = behind.iter().map(|behind| behind.record.key).collect();
    let decided = tables.decisions(&keys.into_iter().collect::<Vec<_>>()).await?;
    let candidates = if nearby { candidates(tables, &behind).await? } else { Vec::new() };
    // Comparing takes milliseconds in which the worker could serve others.
    let compare = move || {
        let best = best(&behind[..behind.len().min(LOOKED_AROUND)], candidates, &decided);
        (behind, best, decided)
    };
    let compared = tokio::task::spawn_blocking(compare).await;
    let (behind, best, decided) = compared.map_err(|_| StoreError::ReaderGone)?;
    let persons: Vec<PersonNumber> = best.iter().map(|near| near.record.person).collect();
    let cards: HashMap<PersonNumber, _> = tables.cards(&persons).await?.into_iter().collect();
    let names: Vec<u64> = best
        .iter()
        .map(|near| near.record.body.document)
        .chain(decided.iter().map(|row| row.document))
        .collect();
    let documents = tables.documents(&names).await?;
    let near = best.into_iter().filter_map(|Best { mine, record, evidence }| {
        let mine = behind.get(mine)?;
        Some(Near {
            card: cards.get(&record.person)?.clone(),
            mine: name(&mine.document, &mine.record),
            other: name(documents.get(&record.body.document)?, &record),
            evidence,
        })
    });
    let around = Around { near: near.collect(), decisions: notes(&decided, &documents) };
    Ok((behind, around))
}

/// Records outside the golden record that are compared with one inside.
async fn candidates(tables: &mut dyn Tables, behind: &[Behind]) -> Result<Vec<RecordRow>, StoreError> {
    let mut profiles: HashMap<Profile, Vec<BlockKey>> = HashMap::new();
    for Behind { record, .. } in behind.iter().take(LOOKED_AROUND) {
        let keys = || ENGINE.keys(&ENGINE.features(&record.body.record));
        profiles.entry(record.profile).or_insert_with(keys);
    }
    let keys: HashSet<BlockKey> = profiles.values().flatten().copied().collect();
    let mut blocks = Blocks::default();
    for (key, block) in tables.blocks(&keys.into_iter().collect::<Vec<_>>()).await? {
        blocks.insert(key, block);
    }
    let compared = profiles.iter().flat_map(|(profile, keys)| blocks.companions(*profile, keys));
    let compared: HashSet<Profile> = compared.filter(|other| !profiles.contains_key(other)).collect();
    let held = tables.holdings(&compared.into_iter().collect::<Vec<_>>()).await?;
    let mine = behind.first().map(|behind| behind.record.person);
    let others = held.into_iter().filter(|held| Some(held.person) != mine).map(|held| held.profile);
    let others: BTreeSet<Profile> = others.collect();
    tables.examples(&others.into_iter().take(MOST_COMPARED).collect::<Vec<_>>()).await
}

struct Best {
    /// Place among the members.
    mine: usize,
    record: RecordRow,
    evidence: Evidence,
}

/// The nearest pair for each of the nearest golden records. What a person keeps apart is not offered again.
fn best(behind: &[Behind], candidates: Vec<RecordRow>, decided: &[DecisionRow]) -> Vec<Best> {
    let apart: HashSet<(RecordKey, RecordKey)> = decided
        .iter()
        .filter(|row| !row.decision.same)
        .flat_map(|DecisionRow { decision: Decision { left, right, .. }, .. }| {
            [(*left, *right), (*right, *left)]
        })
        .collect();
    let features: Vec<Features> =
        behind.iter().map(|behind| ENGINE.features(&behind.record.body.record)).collect();
    let mut nearest: HashMap<PersonNumber, (f32, usize, &RecordRow)> = HashMap::new();
    let mut kept_apart: HashSet<PersonNumber> = HashSet::new();
    for candidate in &candidates {
        let other = ENGINE.features(&candidate.body.record);
        for (mine, (Behind { record, .. }, features)) in behind.iter().zip(&features).enumerate() {
            if apart.contains(&(record.key, candidate.key)) {
                kept_apart.insert(candidate.person);
            }
            // What numbers rule out is worth a look where all else speaks for one person.
            let judged = ENGINE.judge(features, &other);
            let bits = if judged.likeness >= 0.0 { judged.likeness } else { judged.weight };
            let known = nearest.get(&candidate.person);
            let better =
                known.is_none_or(|(most, _, row)| (bits, Reverse(candidate.key)) > (*most, Reverse(row.key)));
            if bits >= WORTH_A_LOOK && better {
                nearest.insert(candidate.person, (bits, mine, candidate));
            }
        }
    }
    nearest.retain(|person, _| !kept_apart.contains(person));
    let mut nearest: Vec<(f32, usize, &RecordRow)> = nearest.into_values().collect();
    nearest.sort_by(|x, y| y.0.total_cmp(&x.0).then(x.2.key.cmp(&y.2.key)));
    nearest.truncate(MOST);
    let best = nearest.into_iter().filter_map(|(_, mine, record)| {
        let evidence = ENGINE.evidence(features.get(mine)?, &ENGINE.features(&record.body.record));
        Some(Best { mine, record: record.clone(), evidence })
    });
    best.collect()
}

pub(super) fn name(document: &SourceDocument, record: &RecordRow) -> RecordName {
    document.record(usize::try_from(record.body.position).unwrap_or_default())
}

/// What people decided about a record, newest first.
pub async fn notes_about(
    tables: &mut dyn Tables,
    record: RecordKey,
) -> Result<Vec<DecisionNote>, StoreError> {
    let decided = tables.decisions(&[record]).await?;
    let documents: Vec<u64> = decided.iter().map(|row| row.document).collect();
    Ok(notes(&decided, &tables.documents(&documents).await?))
}

/// Decisions in words, the newest first.
fn notes(decided: &[DecisionRow], documents: &HashMap<u64, SourceDocument>) -> Vec<DecisionNote> {
    let mut seen = HashSet::new();
    let mut notes: Vec<DecisionNote> = Vec::new();
    for row in decided.iter().filter(|row| seen.insert(row.document)) {
        let Some(document) = documents.get(&row.document) else { continue };
        for matter in &document.matters {
            let Matter::Identity { left, right, same, reason, by, name } = matter else { continue };
            notes.push(DecisionNote {
                document: document_id(row.document),
                left: left.clone(),
                right: right.clone(),
                same: *same,
                reason: reason.clone(),
                by: if name.is_empty() { by.clone() } else { name.clone() },
                at: document.as_of,
            });
        }
    }
    notes.sort_by(|x, y| y.at.cmp(&x.at).then_with(|| x.document.0.cmp(&y.document.0)));
    notes
}

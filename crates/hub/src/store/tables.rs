//! What ingest asks of a backend: a few reads in bulk, then one write with everything that changes.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use ciss_cards::card::{PersonCard, VehicleCard};
use ciss_cards::naming::Naming;
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::WithdrawalReason;
use ciss_contract::source::Source;
use ciss_multiview::{BlockKey, Decision, Profile, RecordKey};
use jiff::Timestamp;

use super::StoreError;
use crate::ingest::RecordBody;

/// How a stored document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The newest version of its document.
    Current,
    /// A later version counts.
    Superseded,
    /// Its source took the document back: it stays on file and is shown to nobody.
    Withdrawn,
    /// Erased by law: the row stays, so that it is known when it comes again; its bytes are gone.
    Erased,
}

impl Standing {
    /// Somebody who may see its source may see it.
    pub(crate) const fn is_shown(self) -> bool {
        match self {
            Standing::Current | Standing::Superseded => true,
            Standing::Withdrawn | Standing::Erased => false,
        }
    }
}

/// A version of a document, without its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Version {
    pub(crate) name: u64,
    pub(crate) naming: Naming,
    pub(crate) as_of: Timestamp,
    pub(crate) persons: usize,
    /// Why it takes the document back, if it does.
    pub(crate) withdrawal: Option<WithdrawalReason>,
    pub(crate) standing: Standing,
}

/// A document to append.
pub(crate) struct DocumentRow {
    pub(crate) version: Version,
    pub(crate) source: Source,
    pub(crate) number: String,
    pub(crate) received: Timestamp,
    pub(crate) sha256: [u8; 32],
    pub(crate) media_type: String,
    /// As received; a backend may pack them before it keeps them.
    pub(crate) bytes: Vec<u8>,
    /// The parsed form as JSON, where the received bytes are not that already.
    pub(crate) parsed: Option<Vec<u8>>,
}

/// The person rows are numbered by the backend; nobody outside sees the numbers.
pub(crate) type PersonNumber = i64;
/// As [`PersonNumber`], for records.
pub(crate) type RecordNumber = i64;

/// A record as stored.
#[derive(Clone)]
pub(crate) struct RecordRow {
    pub(crate) number: RecordNumber,
    pub(crate) key: RecordKey,
    /// The golden record it belongs to.
    pub(crate) person: PersonNumber,
    /// What it says: all records of a profile are in one golden record.
    pub(crate) profile: Profile,
    pub(crate) body: RecordBody,
}

/// A golden record as stored.
#[derive(Clone)]
pub(crate) struct PersonRow {
    pub(crate) number: PersonNumber,
    /// The card, encoded.
    pub(crate) card: Vec<u8>,
    /// 0 to 3, the gravest fact: orders the people of a crowded address.
    pub(crate) gravity: u8,
    /// Addresses it is tied to.
    pub(crate) residences: Vec<Residence>,
    /// Its fields as JSON, where merging them at each read would take long.
    pub(crate) merged: Option<String>,
}

/// A card to write in the place of another of the same golden record.
pub(crate) struct CardRow {
    pub(crate) number: PersonNumber,
    pub(crate) card: Vec<u8>,
    pub(crate) gravity: u8,
}

/// A want stands in records of one profile, and may be the person's of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NearRow {
    pub(crate) wanted: Profile,
    pub(crate) other: Profile,
}

/// A record by where it belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Holding {
    pub(crate) profile: Profile,
    pub(crate) record: RecordNumber,
    pub(crate) person: PersonNumber,
}

/// Ties of a golden record to an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Residence {
    pub(crate) address: u64,
    pub(crate) newest: Timestamp,
    pub(crate) ties: Vec<TieRow>,
}

/// A source that places somebody at an address.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct TieRow {
    pub(crate) source: Source,
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub(crate) as_of: Timestamp,
    pub(crate) document: u64,
}

/// A registered vehicle.
pub(crate) struct VehicleRow {
    /// Name of the document that registers it.
    pub(crate) document: u64,
    pub(crate) card: VehicleCard,
    /// The registered address with its line.
    pub(crate) address: Option<(u64, String)>,
    /// Records of the owners, the first one first.
    pub(crate) owners: Vec<RecordNumber>,
}

/// What a person decided, and the document that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct DecisionRow {
    /// Name of the document.
    pub(crate) document: u64,
    pub(crate) decision: Decision,
}

/// Everything that a batch changes.
#[derive(Default)]
pub(crate) struct Changes {
    pub(crate) documents: Vec<DocumentRow>,
    /// Stored documents whose standing changes.
    pub(crate) standings: Vec<(u64, Standing)>,
    /// Keys of [`Naming::order`]: what is erased by law, for ever.
    pub(crate) erasures: Vec<u64>,
    /// Documents, on file or among `documents`, whose bodies the journal no longer holds.
    pub(crate) blanked: Vec<u64>,
    /// New records.
    pub(crate) records: Vec<RecordRow>,
    /// Stored records with another body or age.
    pub(crate) bodies: Vec<RecordRow>,
    /// Stored records that moved to another golden record.
    pub(crate) moves: Vec<(RecordNumber, PersonNumber)>,
    pub(crate) records_gone: Vec<RecordNumber>,
    pub(crate) keys: Vec<(BlockKey, Profile)>,
    pub(crate) keys_gone: Vec<(BlockKey, Profile)>,
    /// Written whole: an old row with the same number, and its residences, are replaced.
    pub(crate) persons: Vec<PersonRow>,
    pub(crate) persons_gone: Vec<PersonNumber>,
    pub(crate) cards: Vec<CardRow>,
    pub(crate) near: Vec<NearRow>,
    /// Profiles whose rows of [`near`](Changes::near) are replaced, on either side.
    pub(crate) near_gone: Vec<Profile>,
    /// Profiles that one weak tie holds to the rest of their golden record.
    pub(crate) loose: Vec<Profile>,
    /// Profiles that are so no longer, unless they stand among [`loose`](Changes::loose).
    pub(crate) loose_gone: Vec<Profile>,
    /// Names of golden records whose oldest record is gone, with the record that now leads to them.
    pub(crate) redirects: Vec<(RecordKey, RecordKey)>,
    pub(crate) vehicles: Vec<VehicleRow>,
    pub(crate) decisions: Vec<DecisionRow>,
    /// Documents whose decisions no longer bind.
    pub(crate) decisions_gone: Vec<u64>,
    /// Documents whose vehicles are gone.
    pub(crate) vehicles_gone: Vec<u64>,
    /// Documents that arrived per source, with the time of the last one.
    pub(crate) feeds: HashMap<Source, (u64, Timestamp)>,
}

/// The reads and the write of one batch, inside one transaction.
#[async_trait]
pub(crate) trait Tables: Send {
    /// Versions of the documents under these numbers, whichever agency's and docket's, in the order in which they arrived.
    async fn versions(&mut self, numbered: &[u64]) -> Result<Vec<Version>, StoreError>;
    /// Those of these keys of [`Naming::reached`] that are erased.
    async fn erased(&mut self, keys: &[u64]) -> Result<HashSet<u64>, StoreError>;
    /// The profiles under each key; keys without any may be left out.
    async fn blocks(&mut self, keys: &[BlockKey]) -> Result<HashMap<BlockKey, Vec<Profile>>, StoreError>;
    /// Every record of these profiles.
    async fn holdings(&mut self, profiles: &[Profile]) -> Result<Vec<Holding>, StoreError>;
    /// One record of each of these profiles.
    async fn examples(&mut self, profiles: &[Profile]) -> Result<Vec<RecordRow>, StoreError>;
    /// Every record of these golden records.
    async fn records_of(&mut self, persons: &[PersonNumber]) -> Result<Vec<RecordRow>, StoreError>;
    /// What the records of a golden record say, [in the same words](crate::ingest::said::content) once, with how many
    /// say so.
    async fn said_of(&mut self, person: PersonNumber) -> Result<Vec<(RecordBody, usize)>, StoreError>;
    /// The profiles of a golden record, each once.
    async fn profiles_of(&mut self, person: PersonNumber) -> Result<Vec<Profile>, StoreError>;
    /// Records by key.
    async fn records_by_key(&mut self, keys: &[RecordKey]) -> Result<Vec<RecordRow>, StoreError>;
    /// Those of these profiles of which a record states a want.
    async fn wanted(&mut self, profiles: &[Profile]) -> Result<HashSet<Profile>, StoreError>;
    /// The next profiles of which a record states a want, in an order of the backend's, so many at most.
    async fn wanted_after(&mut self, last: Option<Profile>, most: usize) -> Result<Vec<Profile>, StoreError>;
    /// Wants near and profiles that they may concern, where either stands among these.
    async fn near_profiles(&mut self, profiles: &[Profile]) -> Result<Vec<NearRow>, StoreError>;
    /// The same, where either is a profile of these golden records.
    async fn near_persons(&mut self, persons: &[PersonNumber]) -> Result<Vec<NearRow>, StoreError>;
    /// Those of these profiles that one weak tie holds to the rest of their golden record.
    async fn loose(&mut self, profiles: &[Profile]) -> Result<HashSet<Profile>, StoreError>;
    /// Decisions about any of these records.
    async fn decisions(&mut self, records: &[RecordKey]) -> Result<Vec<DecisionRow>, StoreError>;
    /// Decisions of these documents.
    async fn decisions_of(&mut self, documents: &[u64]) -> Result<Vec<DecisionRow>, StoreError>;
    /// Documents as they were understood, by name; those that were erased or withdrawn are left out.
    async fn documents(&mut self, names: &[u64]) -> Result<HashMap<u64, SourceDocument>, StoreError>;
    /// Cards of golden records.
    async fn cards(
        &mut self,
        persons: &[PersonNumber],
    ) -> Result<Vec<(PersonNumber, PersonCard)>, StoreError>;
    /// The first numbers that no record and no person has yet.
    async fn next_numbers(&mut self) -> Result<(RecordNumber, PersonNumber), StoreError>;
    /// Writes everything.
    async fn write(&mut self, changes: Changes) -> Result<(), StoreError>;
}

//! What ingest asks of a backend: a few reads in bulk, then one write with everything that changes.

use std::collections::{HashMap, HashSet};

use async_trait::async_trait;
use ciss_cards::card::{PersonCard, VehicleCard};
use ciss_cards::naming::Naming;
use ciss_contract::document::SourceDocument;
use ciss_contract::matter::WithdrawalReason;
use ciss_contract::source::Source;
use ciss_multiview::{BlockKey, Decision, Profile, RecordKey, Ways};
use jiff::Timestamp;

use super::StoreError;
use crate::RecordBody;

/// How a stored document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
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
    pub const fn is_shown(self) -> bool {
        match self {
            Standing::Current | Standing::Superseded => true,
            Standing::Withdrawn | Standing::Erased => false,
        }
    }
}

/// A version of a document, without its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    /// Names it, as `naming::document_name` does.
    pub name: u64,
    /// How its document is called.
    pub naming: Naming,
    /// When its source says it was so.
    pub as_of: Timestamp,
    /// How many people are in it.
    pub persons: usize,
    /// Why it takes the document back, if it does.
    pub withdrawal: Option<WithdrawalReason>,
    /// It says that a court lifted the seal on the document.
    pub lifts_seal: bool,
    /// Whether it counts.
    pub standing: Standing,
}

/// A document to append.
pub struct DocumentRow {
    /// Which version of which document.
    pub version: Version,
    /// Who sent it.
    pub source: Source,
    /// The source's own number.
    pub number: String,
    /// When it arrived.
    pub received: Timestamp,
    /// SHA-256 of what arrived.
    pub sha256: [u8; 32],
    /// `application/json` or `application/xml`.
    pub media_type: String,
    /// As received; a backend may pack them before it keeps them.
    pub bytes: Vec<u8>,
    /// The parsed form as JSON, where the received bytes are not that already.
    pub parsed: Option<Vec<u8>>,
}

/// The person rows are numbered by the backend; nobody outside sees the numbers.
pub type PersonNumber = i64;
/// As [`PersonNumber`], for records.
pub type RecordNumber = i64;

/// A record as stored.
#[derive(Clone)]
pub struct RecordRow {
    /// The backend's number.
    pub number: RecordNumber,
    /// Names the record through all versions of its document.
    pub key: RecordKey,
    /// The golden record it belongs to.
    pub person: PersonNumber,
    /// What it says: all records of a profile are in one golden record.
    pub profile: Profile,
    /// What it says.
    pub body: RecordBody,
}

/// A golden record as stored.
#[derive(Clone)]
pub struct PersonRow {
    /// The backend's number.
    pub number: PersonNumber,
    /// The card, encoded.
    pub card: Vec<u8>,
    /// 0 to 3, the gravest fact: orders the people of a crowded address.
    pub gravity: u8,
    /// Addresses it is tied to.
    pub residences: Vec<Residence>,
    /// Its fields as JSON, where merging them at each read would take long.
    pub merged: Option<String>,
}

/// A card to write in the place of another of the same golden record.
pub struct CardRow {
    /// Whose card.
    pub number: PersonNumber,
    /// The card, encoded.
    pub card: Vec<u8>,
    /// 0 to 3, the gravest fact.
    pub gravity: u8,
}

/// A want stands in records of one profile, and may be the person's of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NearRow {
    /// What the wanted one says.
    pub wanted: Profile,
    /// What the other says.
    pub other: Profile,
}

/// A record by where it belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holding {
    /// What it says.
    pub profile: Profile,
    /// The record.
    pub record: RecordNumber,
    /// The golden record it is in.
    pub person: PersonNumber,
}

/// Ties of a golden record to an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residence {
    /// The address.
    pub address: u64,
    /// When the newest tie was said.
    pub newest: Timestamp,
    /// Who places the person there.
    pub ties: Vec<TieRow>,
}

/// A source that places somebody at an address.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct TieRow {
    /// Who.
    pub source: Source,
    /// As of when, to the microsecond.
    #[serde(with = "jiff::fmt::serde::timestamp::microsecond::required")]
    pub as_of: Timestamp,
    /// Name of the document.
    pub document: u64,
}

/// A registered vehicle.
pub struct VehicleRow {
    /// Name of the document that registers it.
    pub document: u64,
    /// As a lookup shows it.
    pub card: VehicleCard,
    /// The registered address with its line.
    pub address: Option<(u64, String)>,
    /// Records of the owners, the first one first.
    pub owners: Vec<RecordNumber>,
}

/// What a person decided, and the document that says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DecisionRow {
    /// Name of the document.
    pub document: u64,
    /// One person or two.
    pub decision: Decision,
}

/// Everything that a batch changes.
#[derive(Default)]
pub struct Changes {
    /// Documents to append.
    pub documents: Vec<DocumentRow>,
    /// Stored documents whose standing changes.
    pub standings: Vec<(u64, Standing)>,
    /// Keys of [`Naming::order`]: what is erased by law, for ever.
    pub erasures: Vec<u64>,
    /// Documents, on file or among `documents`, whose bodies the journal no longer holds.
    pub blanked: Vec<u64>,
    /// New records.
    pub records: Vec<RecordRow>,
    /// Stored records with another body or age.
    pub bodies: Vec<RecordRow>,
    /// Stored records that moved to another golden record.
    pub moves: Vec<(RecordNumber, PersonNumber)>,
    /// Records that are gone.
    pub records_gone: Vec<RecordNumber>,
    /// Blocks that profiles enter.
    pub keys: Vec<(BlockKey, Profile)>,
    /// Blocks that profiles leave.
    pub keys_gone: Vec<(BlockKey, Profile)>,
    /// Written whole: an old row with the same number, and its residences, are replaced.
    pub persons: Vec<PersonRow>,
    /// Golden records that are gone.
    pub persons_gone: Vec<PersonNumber>,
    /// Cards that change while their golden records stay as they are.
    pub cards: Vec<CardRow>,
    /// Wants that may be somebody else's.
    pub near: Vec<NearRow>,
    /// Profiles whose rows of [`near`](Changes::near) are replaced, on either side.
    pub near_gone: Vec<Profile>,
    /// Profiles that one weak tie holds to the rest of their golden record.
    pub loose: Vec<Profile>,
    /// Profiles that are so no longer, unless they stand among [`loose`](Changes::loose).
    pub loose_gone: Vec<Profile>,
    /// The ways of golden records that are settled; none where one is so no longer.
    pub ways: Vec<(PersonNumber, Ways)>,
    /// Names of golden records whose oldest record is gone, with the record that now leads to them.
    pub redirects: Vec<(RecordKey, RecordKey)>,
    /// Vehicles that documents register.
    pub vehicles: Vec<VehicleRow>,
    /// Decisions that bind from here on.
    pub decisions: Vec<DecisionRow>,
    /// Documents whose decisions no longer bind.
    pub decisions_gone: Vec<u64>,
    /// Documents whose vehicles are gone.
    pub vehicles_gone: Vec<u64>,
    /// Documents that arrived per source, with the time of the last one.
    pub feeds: HashMap<Source, (u64, Timestamp)>,
}

/// The reads and the write of one batch, inside one transaction.
#[async_trait]
pub trait Tables: Send {
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
    /// What the records of a golden record say, in the same words once, with how many
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
    /// The ways of those of these golden records that are settled.
    async fn ways(&mut self, persons: &[PersonNumber]) -> Result<HashMap<PersonNumber, Ways>, StoreError>;
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

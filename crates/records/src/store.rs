//! What the rest of a hub asks of the golden records, by purpose. Every backend runs the same conformance suite.

use std::collections::HashMap;

use async_trait::async_trait;
use ciss_cards::card::{Chain, ChainPerson, PersonCard};
use ciss_cards::naming;
use ciss_contract::document::SourceDocument;
use ciss_contract::ids::{AddressId, DocumentId, GoldenId};
use ciss_contract::matter::RecordName;
use ciss_contract::query::Query;
use ciss_contract::record::{DecisionNote, GoldenField};
use ciss_contract::source::Source;
use ciss_identity::keyring::{DayKey, Revocation};
use ciss_journal::Bookmark;
use ciss_multiview::{Evidence, RecordKey};
use jiff::Timestamp;

use crate::document::{Arrival, ReceivedDocument};
use crate::error::StoreError;
use crate::ingest::{Batch, Blanking, Ingested};

/// How fresh a source is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    /// The source.
    pub source: Source,
    /// When it last sent anything.
    pub last_received: Timestamp,
    /// Documents it sent.
    pub documents: u64,
}

/// One line of the audit trail. It names records, and the plate or VIN that was looked up; never people.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditLine {
    /// When.
    pub at: Timestamp,
    /// Names the request, as `x-request-id` and `LookupAnswer::id` do.
    pub request: String,
    /// Who asked: GFIPM FederationId, or empty where nobody is signed in.
    pub operator: String,
    /// For whom.
    pub on_behalf_of: String,
    /// Why: `Purpose::code`, or empty where none is asked for.
    pub purpose: String,
    /// What was done: `lookup`, `record`, `document`, `photo`, `sign-in`; `lookup-later` is what a lookup told after its
    /// first frame.
    pub action: String,
    /// What it was done to: the interpreted query or an identifier.
    pub subject: String,
    /// `permit`, or with the error code `deny` (not entitled), `refuse` (nothing to answer) or `fail`.
    pub outcome: String,
    /// Golden records in the answer.
    pub golden: Vec<GoldenId>,
}

/// A person in a document, and the golden record that the person is in.
#[derive(Clone, Debug)]
pub struct InDocument {
    /// The document.
    pub document: DocumentId,
    /// Position of the person in it.
    pub position: usize,
    /// The golden record's card.
    pub card: PersonCard,
}

/// A golden record with everything behind it.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The card, with no ties.
    pub card: PersonCard,
    /// Every field with its provenance and what disagrees. Former addresses are the conflicts of the address.
    pub fields: Vec<GoldenField>,
    /// Other names, as their sources write them.
    pub aliases: Vec<String>,
    /// Members with the documents they stand in, newest first: those of the page that was asked for.
    pub members: Vec<Member>,
    /// Members in all, of the sources that were asked for.
    pub total: usize,
    /// Where the next page begins; none on the last.
    pub next: Option<Cursor>,
    /// Everyone else at the current address, as in a [`Chain`].
    pub household: Vec<ChainPerson>,
    /// Golden records that come near a member of the page and are not merged, the likeliest first. Only the first page
    /// looks for them.
    pub near: Vec<Near>,
    /// What people decided about the members, newest first.
    pub decisions: Vec<DecisionNote>,
}

/// A place among the members of a golden record, newest first: behind this one. It stays where it is whatever arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// As of when the member is.
    pub as_of: Timestamp,
    /// The member.
    pub record: RecordKey,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{:016x}", self.as_of.as_microsecond(), self.record.0)
    }
}

impl Cursor {
    /// Reads what [`Display`](std::fmt::Display) wrote.
    pub fn read(text: &str) -> Option<Cursor> {
        let (as_of, record) = text.rsplit_once('-')?;
        let as_of = Timestamp::from_microsecond(as_of.parse().ok()?).ok()?;
        Some(Cursor { as_of, record: RecordKey(naming::number(record)?) })
    }
}

/// Which members of a golden record are read.
#[derive(Clone, Debug)]
pub struct Page {
    /// Those behind this one; none for the first page.
    pub after: Option<Cursor>,
    /// So many at most.
    pub size: usize,
    /// Of these sources.
    pub sources: Vec<Source>,
}

impl Page {
    /// Members to a page, where nobody says otherwise.
    pub const USUAL: usize = 50;

    /// The first page, of all sources.
    pub fn first() -> Page {
        Page { after: None, size: Page::USUAL, sources: Source::ALL.to_vec() }
    }
}

/// A golden record that comes near another.
#[derive(Clone, Debug)]
pub struct Near {
    /// Its card.
    pub card: PersonCard,
    /// The member that comes nearest.
    pub mine: RecordName,
    /// The other's record.
    pub other: RecordName,
    /// What speaks for and against.
    pub evidence: Evidence,
}

/// A source record merged into a golden record.
#[derive(Clone, Debug)]
pub struct Member {
    /// The parsed document.
    pub document: SourceDocument,
    /// As the hub names it.
    pub id: DocumentId,
    /// Position of the person in the document.
    pub person: usize,
    /// A person decided that it belongs.
    pub decided: bool,
    /// The member that it agrees with best, and what speaks for and against.
    pub evidence: Option<(RecordName, Evidence)>,
}

impl Member {
    /// What decisions call it.
    pub fn record(&self) -> RecordName {
        self.document.record(self.person)
    }
}

/// Most plates and VINs that are offered for one that is not on file.
pub const MOST_OFFERED: usize = 4;

/// What a lookup reads.
#[async_trait]
pub trait Lookups: Send + Sync + 'static {
    /// Follows a plate or a VIN to everyone at the registered address.
    async fn chain(&self, query: &Query) -> Result<Option<Chain>, StoreError>;
    /// Which of these plates and VINs are on file, in their order, and VINs on file that end in these characters.
    async fn on_file(&self, queries: &[Query], ending: Option<&str>) -> Result<Vec<Query>, StoreError>;
    /// Everyone tied to an address, the gravest first, up to [`ciss_cards::card::MOST_PEOPLE_READ`].
    async fn household(&self, address: &AddressId) -> Result<Vec<ChainPerson>, StoreError>;
}

/// What stands behind golden records.
#[async_trait]
pub trait Dossiers: Send + Sync + 'static {
    /// A golden record with a page of what is behind it. Follows redirects of merged records.
    async fn dossier(&self, golden: &GoldenId, page: &Page) -> Result<Option<Dossier>, StoreError>;
    /// The golden record that a record is in, and what people decided about the record, newest first; none when the
    /// record is not on file.
    async fn holder(
        &self,
        record: &RecordName,
    ) -> Result<Option<(PersonCard, Vec<DecisionNote>)>, StoreError>;
    /// The people in these documents, in any order. Whoever is in no golden record is left out.
    async fn people(&self, documents: &[DocumentId]) -> Result<Vec<InDocument>, StoreError>;
}

/// Documents as they were received.
#[async_trait]
pub trait Documents: Send + Sync + 'static {
    /// A document as received; none when it is erased, withdrawn or was never here.
    async fn document(&self, id: &DocumentId) -> Result<Option<ReceivedDocument>, StoreError>;
}

/// When sources last sent.
#[async_trait]
pub trait FeedLog: Send + Sync + 'static {
    /// One entry per source that ever sent.
    async fn feeds(&self) -> Result<Vec<Feed>, StoreError>;
}

/// Who asked for what, and got it or not.
#[async_trait]
pub trait AuditLog: Send + Sync + 'static {
    /// Appends a line to the audit trail. Returns once it is on disk; lines of concurrent callers share one sync.
    async fn audit(&self, line: AuditLine) -> Result<(), StoreError>;
    /// The newest lines of the audit trail, newest first.
    async fn audit_tail(&self, limit: u32) -> Result<Vec<AuditLine>, StoreError>;
}

/// What a hub that answers asks of its store.
pub trait Store: Lookups + Dossiers + Documents + FeedLog + AuditLog {}

impl<S: Lookups + Dossiers + Documents + FeedLog + AuditLog> Store for S {}

/// Takes documents in that are in no journal: for tests and measurements. A hub follows its journal ([`Folded`]).
#[async_trait]
pub trait Ingest: Send + Sync + 'static {
    /// Takes a batch in, in one transaction: all of it is visible afterwards, or nothing of it.
    async fn ingest(&self, batch: Vec<Arrival>) -> Result<Ingested, StoreError>;
}

/// Everything that a backend is. All pass one conformance suite.
pub trait Backend: Store + Folded + Ingest {}

impl<S: Store + Folded + Ingest> Backend for S {}

/// From one place of the journal to a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where the fold must stand.
    pub from: Bookmark,
    /// Where it stands afterwards.
    pub upto: Bookmark,
}

/// Golden records as a fold of the journal.
#[async_trait]
pub trait Folded: Send + Sync + 'static {
    /// Up to where the journal is applied.
    async fn bookmark(&self) -> Result<Bookmark, StoreError>;
    /// Applies entries and moves the bookmark, in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Moved`] where the bookmark is not where the step begins: another program has applied them.
    async fn fold(&self, batch: Batch, step: Step) -> Result<Ingested, StoreError>;
    /// The keys and ended sessions that the journal told of and that are not over.
    async fn sessions(&self) -> Result<(Vec<DayKey>, Vec<Revocation>), StoreError>;
    /// Of these documents, named, those that count no longer because something else was said under their number, each with
    /// the last thing that was said instead. None is among them whose own words were said again since and count.
    async fn displaced(&self, documents: &[u64]) -> Result<HashMap<u64, u64>, StoreError>;
    /// Some of the erased documents whose bodies the journal still holds, as far as this fold knows.
    async fn unblanked(&self) -> Result<Vec<Blanking>, StoreError>;
    /// Notes that the journal no longer holds the bodies of these.
    async fn blanked(&self, documents: &[Blanking]) -> Result<(), StoreError>;
}

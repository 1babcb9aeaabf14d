//! The system of record, behind one trait. Every backend runs the same conformance suite.

mod dossier;
pub(crate) mod folded;
mod memory;
mod sqlite;
pub(crate) mod tables;

pub use folded::{Batch, Blanking, Folded, Step};
pub use memory::MemoryStore;
pub use sqlite::{Beside, Checked, Durability, Former, SqliteStore, check_audit};

use async_trait::async_trait;
use ciss_cards::card::{Chain, ChainPerson, PersonCard};
use ciss_cards::naming;
use ciss_contract::document::SourceDocument;
use ciss_contract::ids::{AddressId, DocumentId, GoldenId};
use ciss_contract::matter::RecordName;
use ciss_contract::query::Query;
use ciss_contract::record::{DecisionNote, GoldenField};
use ciss_contract::source::Source;
use ciss_multiview::{Evidence, RecordKey};
use jiff::Timestamp;

use crate::ingest::{Arrival, Ingested};

/// A document as it was received. Never edited.
#[derive(Clone, PartialEq)]
pub struct ReceivedDocument {
    /// As the hub names it.
    pub id: DocumentId,
    /// Who sent it.
    pub source: Source,
    /// The source's own number.
    pub number: String,
    /// When the source says it was so, and no later than when it arrived: a date that lies ahead would win over every
    /// later statement. The hub's own decisions are dated by itself, one after another, and stay as they are.
    pub as_of: Timestamp,
    /// When it arrived.
    pub received: Timestamp,
    /// SHA-256 of `bytes`.
    pub sha256: [u8; 32],
    /// `application/json` or `application/xml`.
    pub media_type: String,
    /// Byte for byte.
    pub bytes: Vec<u8>,
}

impl ReceivedDocument {
    /// The document `parsed`, that arrived as `bytes` at `received`.
    pub fn new(
        parsed: &SourceDocument,
        media_type: &str,
        bytes: Vec<u8>,
        received: Timestamp,
    ) -> ReceivedDocument {
        ReceivedDocument {
            id: naming::document_id(naming::document_name(parsed, &bytes)),
            source: parsed.source,
            number: parsed.number.clone(),
            as_of: if parsed.source == Source::Decisions { parsed.as_of } else { parsed.as_of.min(received) },
            received,
            sha256: naming::sha256(&bytes),
            media_type: media_type.to_owned(),
            bytes,
        }
    }

    /// Keeps less than what arrived, under the same name, so that it is known when it comes again.
    #[must_use]
    pub fn keeping(self, media_type: &str, bytes: Vec<u8>) -> ReceivedDocument {
        ReceivedDocument { sha256: naming::sha256(&bytes), media_type: media_type.to_owned(), bytes, ..self }
    }
}

impl std::fmt::Debug for ReceivedDocument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReceivedDocument")
            .field("id", &self.id)
            .field("source", &self.source)
            .finish_non_exhaustive()
    }
}

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

/// One line of the audit trail. It names records, never people or plates.
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
    /// What was done: `lookup`, `record`, `document`, `photo`, `sign-in`.
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
    /// Why it belongs, in words.
    pub because: String,
    /// The member that it agrees with best, and what speaks for and against.
    pub evidence: Option<(RecordName, Evidence)>,
}

impl Member {
    /// What decisions call it.
    pub fn record(&self) -> RecordName {
        self.document.record(self.person)
    }
}

/// What can go wrong in a store. None of it carries data.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The database's tables could not be brought up to date.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// The database names its documents as an earlier release did.
    #[error(
        "the documents were taken in by an earlier release, which named them otherwise; fill, load or import them into a \
         new folder"
    )]
    Former,
    /// A derived row cannot be read; rebuilding the cards mends it.
    #[error("a stored card cannot be read: {0}")]
    Card(#[from] postcard::Error),
    /// A file cannot be used, or a stored document not be unpacked.
    #[error("a file or a stored document cannot be read: {0}")]
    File(#[from] std::io::Error),
    /// A stored document cannot be read.
    #[error("a stored document cannot be read")]
    Document,
    /// The journal that the golden records are made from.
    #[error(transparent)]
    Journal(#[from] ciss_journal::JournalError),
    /// Another program has applied what was to be applied.
    #[error("another program has applied entries of the journal")]
    Moved,
    /// The golden records were made from another journal, or from more than there is in this one.
    #[error(
        "the golden records are of another journal, or it has lost entries; `ciss-hub rebuild` makes them anew from what it \
         has"
    )]
    OtherJournal,
    /// Another program has the database open, or is building it anew.
    #[error("another program uses the database")]
    InUse,
    /// The task that writes has ended.
    #[error("the writer has ended")]
    WriterGone,
    /// The task that reads has ended.
    #[error("the reader has ended")]
    ReaderGone,
}

/// What ingest, lookups, records and the audit trail need of a backend.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Takes a batch of documents in, in one transaction: all of it is visible afterwards, or nothing of it. The documents
    /// are in no journal then; a hub's own way in is [`Intake`](crate::intake::Intake).
    async fn ingest(&self, batch: Vec<Arrival>) -> Result<Ingested, StoreError>;
    /// Follows a plate or a VIN to everyone at the registered address.
    async fn chain(&self, query: &Query) -> Result<Option<Chain>, StoreError>;
    /// Everyone tied to an address, the gravest first, up to [`ciss_cards::card::MOST_PEOPLE_READ`].
    async fn household(&self, address: &AddressId) -> Result<Vec<ChainPerson>, StoreError>;
    /// A golden record with a page of what is behind it. Follows redirects of merged records.
    async fn dossier(&self, golden: &GoldenId, page: &Page) -> Result<Option<Dossier>, StoreError>;
    /// The golden record that a record is in, and what people decided about the record, newest first; none when the
    /// record is not on file.
    async fn holder(
        &self,
        record: &RecordName,
    ) -> Result<Option<(PersonCard, Vec<DecisionNote>)>, StoreError>;
    /// A document as received; none when it is erased, withdrawn or was never here.
    async fn document(&self, id: &DocumentId) -> Result<Option<ReceivedDocument>, StoreError>;
    /// The people in these documents, in any order. Whoever is in no golden record is left out.
    async fn people(&self, documents: &[DocumentId]) -> Result<Vec<InDocument>, StoreError>;
    /// One entry per source that ever sent.
    async fn feeds(&self) -> Result<Vec<Feed>, StoreError>;
    /// Appends a line to the audit trail. Returns once it is on disk; lines of concurrent callers share one sync.
    async fn audit(&self, line: AuditLine) -> Result<(), StoreError>;
    /// The newest lines of the audit trail, newest first.
    async fn audit_tail(&self, limit: u32) -> Result<Vec<AuditLine>, StoreError>;
}

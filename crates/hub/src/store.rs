//! The system of record, behind one trait. Every backend runs the same conformance suite.

use async_trait::async_trait;
use ciss_contract::ids::{DocumentId, GoldenId};
use ciss_contract::query::Query;
use ciss_contract::source::Source;
use jiff::Timestamp;

use crate::card::{Chain, ChainPerson, PersonCard};

/// A document as it was received. Never edited.
#[derive(Clone, Debug, PartialEq)]
pub struct ReceivedDocument {
    /// As the hub names it.
    pub id: DocumentId,
    /// Who sent it.
    pub source: Source,
    /// The source's own number.
    pub number: String,
    /// When the source says it was so.
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
    /// Who asked: GFIPM FederationId.
    pub operator: String,
    /// For whom.
    pub on_behalf_of: String,
    /// Why: `Purpose::code`, or empty where none is asked for.
    pub purpose: String,
    /// What was done: `lookup`, `record`, `document`, `photo`, `sign-in`.
    pub action: String,
    /// What it was done to: the interpreted query or an identifier.
    pub subject: String,
    /// Permit or deny, with the error code.
    pub outcome: String,
    /// Golden records in the answer.
    pub golden: Vec<GoldenId>,
}

/// A golden record with everything behind it.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// The card, with no ties.
    pub card: PersonCard,
    /// Members with the documents they stand in, newest first.
    pub members: Vec<Member>,
    /// Everyone else at the current address.
    pub household: Vec<ChainPerson>,
}

/// A source record merged into a golden record.
#[derive(Clone, Debug)]
pub struct Member {
    /// The parsed document.
    pub document: ciss_contract::document::SourceDocument,
    /// As the hub names it.
    pub id: DocumentId,
    /// Position of the person in the document.
    pub person: usize,
    /// Why it belongs, in words.
    pub because: String,
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
    /// A derived row cannot be read; rebuilding the cards mends it.
    #[error("a stored card cannot be read: {0}")]
    Card(#[from] postcard::Error),
    /// The task that writes has ended.
    #[error("the writer has ended")]
    WriterGone,
}

/// What lookups, records and the audit trail need of a backend.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// Follows a plate or a VIN to everyone at the registered address.
    async fn chain(&self, query: &Query) -> Result<Option<Chain>, StoreError>;
    /// A golden record with everything behind it. Follows redirects of merged records.
    async fn dossier(&self, golden: &GoldenId) -> Result<Option<Dossier>, StoreError>;
    /// A document as received; none when it is erased or was never here.
    async fn document(&self, id: &DocumentId) -> Result<Option<ReceivedDocument>, StoreError>;
    /// One entry per source that ever sent.
    async fn feeds(&self) -> Result<Vec<Feed>, StoreError>;
    /// Appends a line to the audit trail. Returns once it is on disk; lines of concurrent callers share one sync.
    async fn audit(&self, line: AuditLine) -> Result<(), StoreError>;
    /// The newest lines of the audit trail, newest first.
    async fn audit_tail(&self, limit: u32) -> Result<Vec<AuditLine>, StoreError>;
}

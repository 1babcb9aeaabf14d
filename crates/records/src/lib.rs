//! Golden records: documents in, cards out, and what a store of them must do. Backends are elsewhere; nothing here does I/O.

mod document;
pub mod dossier;
mod error;
pub mod ingest;
mod record;
pub mod rows;
mod store;

pub use document::{Arrival, ReceivedDocument};
pub use error::StoreError;
pub use ingest::{Batch, Blanking, Ingested};
pub use record::RecordBody;
pub use store::{
    AuditLine, AuditLog, Backend, Cursor, Documents, Dossier, Dossiers, Feed, FeedLog, Folded, InDocument,
    Ingest, Lookups, MOST_OFFERED, Member, Near, Page, Step, Store,
};

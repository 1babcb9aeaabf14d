//! What pipeline and endpoints share: the connection, the request's surroundings, the form in which answers leave.

pub(crate) mod connection;
pub(crate) mod context;
pub(crate) mod wire;

use ciss_contract::problem::{ErrorCode, Problem};
use ciss_intake::IntakeError;
use ciss_records::StoreError;

/// The store failed: the log has the cause, the asker has the request's number.
pub(crate) fn store_failed(error: StoreError) -> Problem {
    tracing::error!(%error, "store");
    Problem::new(ErrorCode::Internal)
}

/// What must be kept was not.
pub(crate) fn not_kept(error: IntakeError) -> Problem {
    tracing::error!(%error, "intake");
    Problem::new(if error.is_away() { ErrorCode::JournalAway } else { ErrorCode::Internal })
}

//! Imports NIEM documents that systems elsewhere wrote.

use std::path::PathBuf;

use ciss_exchange::{Limits, Report};
use ciss_intake::Intake;
use ciss_records::{Arrival, ReceivedDocument};
use jiff::Timestamp;

use super::feed::{Feed, Stopped, take_in};
use super::{CommandError, Progress};

/// Reads files and folders, and takes what they hold into a hub, where there is one. What cannot be read is in the
/// report and stops nothing.
///
/// # Errors
/// The hub's.
pub async fn import(
    intake: Option<&Intake>,
    paths: Vec<PathBuf>,
    received: Timestamp,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report, CommandError> {
    let limits = Limits::default();
    let Some(intake) = intake else {
        let read = move || {
            ciss_exchange::import(&paths, received, &limits, |_| Ok::<(), std::convert::Infallible>(()))
        };
        return match tokio::task::spawn_blocking(read).await {
            Ok(Ok(report)) => Ok(report),
            Ok(Err(never)) => match never {},
            Err(_) => Err(CommandError::Interrupted),
        };
    };
    let read = move |feed: &mut Feed| {
        ciss_exchange::import(&paths, received, &limits, |file| {
            file.reading.documents.iter().try_for_each(|document| {
                // Of a text with anything sealed in it, or with several records of which one may be erased or taken back
                // later, only what the record says is kept.
                let whole = file.content.to_vec();
                let mut arrived = ReceivedDocument::new(document, file.media_type, whole, received);
                if file.reading.documents.len() > 1 || file.reading.sealed > 0 {
                    let kept = serde_json::to_vec(document).map_err(|_| Stopped)?;
                    arrived = arrived.keeping("application/json", kept);
                }
                feed.add(Arrival { received: arrived, document: document.clone() })
            })
        })
    };
    take_in(intake, read, progress).await
}

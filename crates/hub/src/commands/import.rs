//! Imports NIEM documents that systems elsewhere wrote.

use std::path::PathBuf;

use ciss_exchange::{Limits, Report};
use jiff::Timestamp;

use super::feed::{Feed, take_in};
use super::{CommandError, Progress};
use crate::store::Store;

/// Reads files and folders, and takes what they hold into the store, where there is one. What cannot be read is in the
/// report and stops nothing.
///
/// # Errors
/// The store's.
pub async fn import(
    store: Option<&dyn Store>,
    paths: Vec<PathBuf>,
    received: Timestamp,
    progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Report, CommandError> {
    let limits = Limits::default();
    let Some(store) = store else {
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
                feed.push(document.clone(), file.media_type, file.content.to_vec(), received)
            })
        })
    };
    take_in(store, read, progress).await
}

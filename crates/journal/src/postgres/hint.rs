//! Telling other hubs that there is something new. Only a hint: whoever waits looks by himself as well, and nothing depends
//! on a notification that is late, lost, or not to be had.

use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::PgListener;
use tokio::sync::Notify;
use tokio::time::sleep;

use super::cluster::Cluster;
use crate::wake::Bell;

const CHANNEL: &str = "ciss_journal";

/// The pause after a notification. A transaction that notifies takes a lock that the whole database shares, so many appends
/// of one moment are one notification.
const BETWEEN: Duration = Duration::from_millis(5);

/// The pause before listening is tried again.
const AGAIN: Duration = Duration::from_secs(1);

/// Remembers that there is something to tell.
#[derive(Clone, Default)]
pub(super) struct Hint(Arc<Notify>);

impl Hint {
    pub(super) fn give(&self) {
        self.0.notify_one();
    }
}

/// Notifies others, outside of the transaction that appended.
pub(super) async fn notify(cluster: Arc<Cluster>, hint: Hint) {
    loop {
        hint.0.notified().await;
        let pool = cluster.present().pool.clone();
        // Where it fails, others look within their interval.
        sqlx::query("SELECT pg_notify($1, '')").bind(CHANNEL).execute(&pool).await.ok();
        sleep(BETWEEN).await;
    }
}

/// Rings the bell whenever another hub has notified.
pub(super) async fn listen(cluster: Arc<Cluster>, bell: Bell) {
    loop {
        // Ends when the connection or the pool does; until it listens again, those who wait look by themselves.
        hear(&cluster, &bell).await.ok();
        sleep(AGAIN).await;
    }
}

async fn hear(cluster: &Cluster, bell: &Bell) -> Result<(), sqlx::Error> {
    let pool = cluster.present().pool.clone();
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    // What was notified before it listened.
    bell.ring();
    while listener.try_recv().await?.is_some() {
        bell.ring();
    }
    Ok(())
}

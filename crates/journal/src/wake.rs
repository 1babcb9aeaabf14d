//! Waking those who wait. A hint: who is woken looks at the head, and who is not looks now and then.

use std::time::Duration;

use tokio::sync::watch;

use crate::entry::{Bookmark, Position};
use crate::error::JournalError;

/// Rung whenever there may be something new.
#[derive(Clone)]
pub(crate) struct Bell(watch::Sender<()>);

impl Default for Bell {
    fn default() -> Self {
        Bell(watch::channel(()).0)
    }
}

impl Bell {
    /// Wakes all who wait.
    pub(crate) fn ring(&self) {
        self.0.send_replace(());
    }

    /// Waits until the head is beyond the position. Looks when the bell rings, and every `interval`.
    pub(crate) async fn wait<F, R>(
        &self,
        position: Position,
        interval: Duration,
        head: F,
    ) -> Result<Bookmark, JournalError>
    where
        F: Fn() -> R + Send,
        R: Future<Output = Result<Bookmark, JournalError>> + Send,
    {
        // Subscribed before the first look: what rings between a look and the wait is not missed.
        let mut rung = self.0.subscribe();
        loop {
            rung.borrow_and_update();
            let head = head().await?;
            if head.position > position {
                return Ok(head);
            }
            // The sender is `self`, so it cannot have gone; either way the next thing is to look.
            let _ = tokio::time::timeout(interval, rung.changed()).await;
        }
    }
}

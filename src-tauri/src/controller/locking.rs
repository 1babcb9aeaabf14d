//! The lock: what is kept behind it, when it falls, and what opens it. While it is closed this program holds nothing of a
//! record, no session and no key.

use std::time::Duration;

use ciss_client::{Client, Recent};
use ciss_contract::ipc::{
    ChooseSecret, DeepLink, LockStatus, LockedBy, Resumed, Settings, SignedIn, SignedOut, Unlock,
};
use ciss_contract::lookup::{LookupAnswer, LookupRequest};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_keeping::{Keeping, Safe, Safes, Standing, TRIES, locked_by};
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;
use tokio::time::Instant;

use super::Controller;
use crate::console::{Console, Message, Reply};
use crate::desktop::Desktop;

/// How long nobody may do anything before the console locks. FBI CJIS Security Policy 6.0, AC-11, allows 30 minutes.
pub(super) const IDLE: Duration = Duration::from_secs(15 * 60);

/// How often it is looked whether anybody is there.
pub(super) const LOOK: Duration = Duration::from_secs(15);

/// The lock and what belongs to it.
pub(crate) struct Locking {
    status: LockStatus,
    /// Where vaults for this hub are, once it is known.
    safes: Option<Safes>,
    /// The vault that is open. Photos read it too.
    keeping: watch::Sender<Option<Keeping>>,
    /// What locks it.
    by: LockedBy,
    /// The lock is being tried.
    trying: bool,
    settings: Settings,
    /// A link that came while it was closed.
    link: Option<DeepLink>,
    seen: Seen,
    signed_in_at: Timestamp,
}

/// When somebody was last there, by two clocks: one stands still while the machine sleeps, the other can be set.
#[derive(Clone, Copy)]
struct Seen {
    running: Instant,
    at: Timestamp,
}

impl Seen {
    fn now() -> Seen {
        Seen { running: Instant::now(), at: Timestamp::now() }
    }

    fn is_long_ago(self) -> bool {
        let by_clock = Timestamp::now().duration_since(self.at);
        SignedDuration::try_from(IDLE).is_ok_and(|idle| by_clock >= idle) || self.running.elapsed() >= IDLE
    }
}

impl Locking {
    /// An open console that keeps nothing. `keeping` gets the vault while it is open.
    pub(crate) fn new(keeping: watch::Sender<Option<Keeping>>) -> Locking {
        Locking {
            status: LockStatus::Open { keeps: false },
            safes: None,
            keeping,
            by: LockedBy::Pin,
            trying: false,
            settings: Settings::default(),
            link: None,
            seen: Seen::now(),
            signed_in_at: Timestamp::now(),
        }
    }

    pub(super) fn status(&self) -> LockStatus {
        self.status
    }

    pub(super) fn is_open(&self) -> bool {
        matches!(self.status, LockStatus::Open { .. })
    }

    pub(super) fn is_locked(&self) -> bool {
        matches!(self.status, LockStatus::Locked { .. })
    }

    pub(super) fn is_signed_out(&self) -> bool {
        matches!(self.status, LockStatus::SignedOut { .. })
    }

    /// Somebody is there.
    pub(super) fn see(&mut self) {
        self.seen = Seen::now();
    }

    /// Keeps a lookup, where anything is kept.
    pub(super) fn keep(&self, request: &LookupRequest, answer: &LookupAnswer) {
        if let Some(keeping) = &*self.keeping.borrow() {
            keeping.lookup(request.clone(), answer.clone());
        }
    }

    /// Keeps how the person likes the console, where anything is kept.
    pub(super) fn like(&mut self, settings: Settings) {
        if let Some(keeping) = &*self.keeping.borrow() {
            keeping.settings(settings.clone());
        }
        self.settings = settings;
    }

    /// Holds a link back while the console is closed.
    pub(super) fn let_through(&mut self, link: DeepLink) -> Option<DeepLink> {
        if self.is_open() {
            return Some(link);
        }
        self.link = Some(link);
        None
    }
}

impl<D: Desktop> Controller<D> {
    pub(super) fn lock_is(&mut self, status: LockStatus) {
        if self.locking.status != status {
            self.locking.status = status;
            self.desktop.send(&status);
        }
    }

    /// There is a hub, and what is kept for it.
    pub(super) fn tied(&mut self, safes: Safes, standing: Standing) {
        self.locking.safes = Some(safes);
        match standing {
            Standing::Absent => {}
            Standing::Locked { by, left } => {
                self.locking.by = locked_by(by);
                self.lock_is(LockStatus::Locked { by: self.locking.by, tries_left: left });
            }
        }
    }

    /// Somebody signed in. A new session takes the place of the one that is kept.
    pub(super) fn welcome(&mut self, at: Timestamp) {
        self.locking.signed_in_at = at;
        if self.locking.is_signed_out() {
            self.lock_is(LockStatus::Open { keeps: false });
            self.opened();
        }
        let keeping = self.locking.keeping.borrow().clone();
        if let (Some(keeping), Some(client)) = (keeping, self.client()) {
            tokio::spawn(async move {
                if let Some(session) = client.session().await {
                    keeping.session(session);
                }
            });
        }
    }

    pub(super) fn choose_secret(&self, request: ChooseSecret, reply: Reply<()>, console: &Console) {
        let (Some((safe, client)), LockStatus::Open { keeps: false }) = (self.safe(), self.locking.status)
        else {
            return drop(reply.send(Err(ErrorCode::VaultUnusable.into())));
        };
        let (console, since) = (console.clone(), self.locking.signed_in_at);
        tokio::spawn(async move {
            let ChooseSecret { by, secret } = request;
            let begun = match client.session().await {
                Some(session) => safe.begin(by, secret, &session, since).await,
                None => Err(ErrorCode::NotSignedIn.into()),
            };
            match begun {
                Ok(keeping) => console.send(Message::Chosen(by, keeping, reply)).await,
                Err(problem) => drop(reply.send(Err(problem))),
            }
        });
    }

    /// What was looked up so far is kept as well.
    pub(super) fn chosen(&mut self, by: LockedBy, keeping: Keeping, reply: Reply<()>) {
        if self.locking.status != (LockStatus::Open { keeps: false }) {
            // Whoever chose it has left meanwhile.
            drop(reply.send(Err(ErrorCode::NotSignedIn.into())));
            return destroy(keeping);
        }
        for lookup in self.recent.iter().rev() {
            keeping.lookup(lookup.request.clone(), lookup.answer.clone());
        }
        keeping.settings(self.locking.settings.clone());
        self.locking.by = by;
        self.locking.keeping.send_replace(Some(keeping));
        self.lock_is(LockStatus::Open { keeps: true });
        let _ = reply.send(Ok(()));
    }

    pub(super) fn unlock(&mut self, request: Unlock, reply: Reply<Resumed>, console: &Console) {
        let (Some((safe, client)), true, false) =
            (self.safe(), self.locking.is_locked(), self.locking.trying)
        else {
            return drop(reply.send(Err(ErrorCode::NotSignedIn.into())));
        };
        self.locking.trying = true;
        let console = console.clone();
        tokio::spawn(async move {
            let message = match safe.unlock(request.secret).await {
                Ok((keeping, session, resumed)) => {
                    client.resume(session).await;
                    Message::Unlocked(keeping, Box::new(resumed), reply)
                }
                Err(problem) => {
                    let standing = safe.standing().await.unwrap_or(Standing::Absent);
                    Message::NotUnlocked(problem, standing, reply)
                }
            };
            console.send(message).await;
        });
    }

    pub(super) fn unlocked(&mut self, keeping: Keeping, resumed: Resumed, reply: Reply<Resumed>) {
        self.locking.trying = false;
        if !self.locking.is_locked() {
            // Somebody signed out meanwhile.
            drop(reply.send(Err(ErrorCode::NotSignedIn.into())));
            return destroy(keeping);
        }
        let Resumed { operator, demo, recent, settings } = &resumed;
        self.signed_in = Some(SignedIn { operator: operator.clone(), demo: *demo });
        self.recent = Recent::resumed(recent);
        self.locking.settings = settings.clone();
        self.locking.keeping.send_replace(Some(keeping));
        // The page that asked goes on with what it gets, and needs no other word.
        self.locking.status = LockStatus::Open { keeps: true };
        let _ = reply.send(Ok(resumed));
        self.opened();
    }

    pub(super) fn not_unlocked(
        &mut self,
        problem: Problem,
        standing: Standing,
        reply: Reply<Resumed>,
        console: &Console,
    ) {
        self.locking.trying = false;
        match (standing, self.locking.status) {
            (Standing::Locked { left, .. }, LockStatus::Locked { by, .. }) => {
                self.lock_is(LockStatus::Locked { by, tries_left: left });
            }
            (Standing::Absent, LockStatus::Locked { tries_left: 1, .. }) => {
                self.leave(SignedOut::TriesUsedUp, console);
            }
            (Standing::Absent, LockStatus::Locked { .. }) => self.leave(SignedOut::Ended, console),
            (_, LockStatus::Open { .. } | LockStatus::SignedOut { .. }) => {}
        }
        let _ = reply.send(Err(problem));
    }

    /// Closes the lock; where nothing is kept behind one there is nothing to come back to, and `why` is said.
    pub(super) fn lock(&mut self, why: SignedOut, console: &Console) {
        if !self.locking.is_open() {
            return;
        }
        if self.close_what_is_kept() {
            self.forget();
            self.lock_is(LockStatus::Locked { by: self.locking.by, tries_left: TRIES });
            if let Some(client) = self.client() {
                tokio::spawn(async move { client.put_session_away().await });
            }
        } else if self.signed_in.is_some() {
            self.leave(why, console);
        }
    }

    pub(super) fn lock_if_nobody_is_there(&mut self, console: &Console) {
        if self.locking.seen.is_long_ago() {
            self.lock(SignedOut::Idle, console);
        }
    }

    /// Answers whether anything was kept.
    pub(super) fn close_what_is_kept(&mut self) -> bool {
        self.locking.settings = Settings::default();
        let keeping = self.locking.keeping.send_replace(None);
        let kept = keeping.is_some();
        if let Some(keeping) = keeping {
            tokio::spawn(keeping.close());
        }
        if kept && self.locking.is_open() {
            self.locking.status = LockStatus::Open { keeps: false };
        }
        kept
    }

    /// What is kept for whoever is signed in, open or locked, is gone.
    pub(super) fn destroy_what_is_kept(&mut self) {
        self.locking.settings = Settings::default();
        match (self.locking.keeping.send_replace(None), self.safe()) {
            (Some(keeping), _) => destroy(keeping),
            (None, Some((safe, _))) => drop(tokio::spawn(async move { say(safe.destroy().await) })),
            (None, None) => {}
        }
    }

    /// What waited for the lock goes on.
    fn opened(&mut self) {
        self.locking.see();
        if let Some(link) = self.locking.link.take() {
            self.desktop.send(&link);
        }
    }

    /// Where the vault of the account is, and its client, once the hub is known.
    fn safe(&self) -> Option<(Safe, Client)> {
        let (safes, client) = (self.locking.safes.as_ref()?, self.client()?);
        Some((safes.of(&client.account_name()), client))
    }

    fn client(&self) -> Option<Client> {
        self.client.borrow().clone()
    }
}

fn destroy(keeping: Keeping) {
    tokio::spawn(async move { say(keeping.destroy().await) });
}

fn say(destroyed: Result<(), Problem>) {
    if let Err(problem) = destroyed {
        tracing::error!(%problem, "what was kept is still on the disk");
    }
}

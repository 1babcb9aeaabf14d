//! The way to the controller: what can be asked of it, and the mailbox it reads.

use ciss_client::meeting::Met;
use ciss_keeping::{Keeping, Safes, Standing};

use ciss_contract::ipc::{
    self, ConsoleState, DeepLink, HubStatus, LockedBy, MetHub, PhotoRefused, Resumed, Settings, SignedIn,
    SignedOut,
};
use ciss_contract::lookup::{LateRows, LookupAnswer};
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::record::{DecisionAnswer, DocumentAnswer, RecordAnswer};
use tokio::sync::{mpsc, oneshot};

/// Messages that may wait. One person and one hub send them.
const WAITING: usize = 64;

/// Where an answer goes. Dropping it says that the command was cancelled.
pub(crate) type Reply<T> = oneshot::Sender<Result<T, Problem>>;

/// Everything that the controller is told.
pub(crate) enum Message {
    /// The page starts.
    Start(Reply<ConsoleState>),
    /// The page asks for a lookup.
    Lookup(ipc::Lookup, Reply<LookupAnswer>),
    /// The page gives a lookup up.
    CancelLookup(ipc::CancelLookup),
    /// The page asks for a record.
    OpenRecord(ipc::OpenRecord, Reply<RecordAnswer>),
    /// The page asks for a document.
    OpenDocument(ipc::OpenDocument, Reply<DocumentAnswer>),
    /// The page decides about two records.
    Decide(ipc::Decide, Reply<DecisionAnswer>),
    /// Whoever is signed in signs out.
    SignOut(Reply<()>),
    /// Somebody signs in.
    SignIn(ipc::SignIn, Reply<()>),
    /// The page is to be shown larger or smaller.
    SizeText(ipc::SizeText),
    /// The page asks a hub who it is.
    MeetHub(ipc::MeetHub, Reply<MetHub>),
    /// A hub said who it is.
    Met(Box<Met>),
    /// The page says which hub it is.
    ChooseHub(ipc::ChooseHub, Reply<()>),
    /// There is a hub, and what is kept for it; nobody has asked it yet.
    Tied(Safes, Standing),
    /// The page chooses what is to lock the console.
    ChooseSecret(ipc::ChooseSecret, Reply<()>),
    /// What was chosen locks.
    Chosen(LockedBy, Keeping, Reply<()>),
    /// The page opens the lock.
    Unlock(ipc::Unlock, Reply<Resumed>),
    /// The lock is open.
    Unlocked(Keeping, Box<Resumed>, Reply<Resumed>),
    /// It is not, and so much is left of it.
    NotUnlocked(Problem, Standing, Reply<Resumed>),
    /// The lock is to fall; why nobody is signed in any more where nothing is kept.
    Lock(SignedOut),
    /// A key or the mouse was used.
    StillHere,
    /// The page says how the person likes the console.
    KeepSettings(Settings),
    /// A session that was resumed is over.
    Ended,
    /// The page has painted.
    Painted(ipc::Painted),
    /// A link was opened.
    Linked(DeepLink),
    /// The hub came or went.
    Hub(HubStatus),
    /// The session came up, or changed.
    SignedIn(SignedIn),
    /// A lookup's first frame came.
    Answered(u32, Box<LookupAnswer>),
    /// A lookup's late rows came.
    Late(u32, Box<LateRows>),
    /// A photo is not shown.
    PhotoRefused(PhotoRefused),
    /// A call failed.
    Failed(ErrorCode),
}

/// What the controller reads.
pub(crate) struct Mailbox {
    pub(crate) messages: mpsc::Receiver<Message>,
    /// For tasks of the controller's own.
    pub(crate) console: Console,
}

/// Sends messages to the controller. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Console(mpsc::Sender<Message>);

impl Console {
    pub(crate) fn open() -> (Console, Mailbox) {
        let (sender, messages) = mpsc::channel(WAITING);
        let console = Console(sender);
        (console.clone(), Mailbox { messages, console })
    }

    /// Asks and waits for the answer.
    pub(crate) async fn ask<T>(&self, message: impl FnOnce(Reply<T>) -> Message) -> Result<T, Problem> {
        let (reply, answer) = oneshot::channel();
        self.send(message(reply)).await;
        answer.await.unwrap_or_else(|_| Err(ErrorCode::Cancelled.into()))
    }

    /// Tells, waiting for room.
    pub(crate) async fn send(&self, message: Message) {
        // It is gone only when the console ends.
        let _ = self.0.send(message).await;
    }

    /// Tells without waiting; where there is no room, the message is dropped and the log says so.
    pub(crate) fn tell(&self, message: Message) {
        if self.0.try_send(message).is_err() {
            tracing::warn!("a message to the controller was dropped");
        }
    }
}

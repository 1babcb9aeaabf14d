//! The one task that owns the console's state. Commands, links and the hub's coming and going reach it as messages,
//! one at a time; what takes long runs in tasks that send their results back as messages.

mod calls;
mod choosing;
mod locking;
mod session;

use ciss_client::connection::Doubt;
use ciss_client::{Client, Recent};
use ciss_contract::ipc::{self, ConsoleState, DeepLink, HubStatus, LookupLate, SignedIn, SignedOut};
use ciss_contract::lookup::{LookupAnswer, LookupRequest};
use ciss_contract::problem::ErrorCode;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use crate::console::{Console, Mailbox, Message, Reply};
use crate::controller::calls::Calls;
pub(crate) use crate::controller::choosing::Choosing;
pub(crate) use crate::controller::locking::Locking;
use crate::desktop::Desktop;
use crate::milestones::Milestones;
use crate::photos::Photos;

/// All state of the console.
pub(crate) struct Controller<D: Desktop> {
    desktop: D,
    client: watch::Receiver<Option<Client>>,
    doubt: Doubt,
    milestones: Milestones,
    choosing: Choosing,
    hub: HubStatus,
    signed_in: Option<SignedIn>,
    locking: Locking,
    photos: Photos,
    recent: Recent,
    underway: Option<Underway>,
    page: Page,
}

/// The lookup under way, or the last one: its late rows still count.
struct Underway {
    ticket: u32,
    request: LookupRequest,
    answer: Option<LookupAnswer>,
    task: AbortHandle,
}

impl Drop for Underway {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Has the page asked for its state?
enum Page {
    /// Not yet; a link waits for it here.
    Loading(Option<DeepLink>),
    /// Yes; it follows events.
    Listening,
}

impl<D: Desktop> Controller<D> {
    pub(crate) fn new(
        desktop: D,
        client: watch::Receiver<Option<Client>>,
        doubt: Doubt,
        milestones: Milestones,
        choosing: Choosing,
        locking: Locking,
        photos: Photos,
    ) -> Controller<D> {
        Controller {
            desktop,
            client,
            doubt,
            milestones,
            choosing,
            hub: HubStatus::Connecting,
            signed_in: None,
            locking,
            photos,
            recent: Recent::default(),
            underway: None,
            page: Page::Loading(None),
        }
    }

    /// Takes messages until the console ends.
    pub(crate) async fn run(mut self, mailbox: Mailbox) {
        let Mailbox { mut messages, console } = mailbox;
        let mut looks = tokio::time::interval(locking::LOOK);
        loop {
            tokio::select! {
                message = messages.recv() => match message {
                    Some(message) => self.take(message, &console),
                    None => return,
                },
                _ = looks.tick() => self.lock_if_nobody_is_there(&console),
            }
        }
    }

    fn take(&mut self, message: Message, console: &Console) {
        match message {
            Message::Start(reply) => self.start(reply),
            Message::Lookup(_, reply) if !self.locking.is_open() => refuse(reply),
            Message::OpenRecord(_, reply) if !self.locking.is_open() => refuse(reply),
            Message::OpenDocument(_, reply) if !self.locking.is_open() => refuse(reply),
            Message::Decide(_, reply) if !self.locking.is_open() => refuse(reply),
            Message::Lookup(ipc::Lookup { ticket, request }, reply) => {
                // Ends the lookup before, so that two answers never race for the screen.
                self.underway = None;
                let task = self.calls(console).lookup(ticket, request.clone(), reply);
                self.underway = Some(Underway { ticket, request, answer: None, task });
            }
            Message::CancelLookup(ipc::CancelLookup { ticket }) => {
                self.underway.take_if(|underway| underway.ticket == ticket);
            }
            Message::OpenRecord(request, reply) => self.calls(console).record(request, reply),
            Message::OpenDocument(request, reply) => self.calls(console).document(request, reply),
            Message::Decide(request, reply) => self.calls(console).decide(request, reply),
            Message::MeetHub(request, reply) => Choosing::meet(console.clone(), request, reply),
            Message::Met(met) => self.choosing.met = Some(*met),
            Message::ChooseHub(request, reply) => self.choosing.choose(request, reply),
            Message::Painted(painted) => self.milestones.note(&painted),
            Message::Linked(link) => self.linked(link),
            Message::Hub(status) => self.hub(status, console),
            Message::SignOut(reply) => self.sign_out(console, reply),
            // What a lock keeps opens, or is destroyed first.
            Message::SignIn(_, reply) if self.locking.is_locked() => refuse(reply),
            Message::SignIn(request, reply) => self.calls(console).sign_in_as(request, reply),
            Message::Tied(safes, standing) => self.tied(safes, standing),
            Message::Ended => self.leave(SignedOut::Ended, console),
            Message::ChooseSecret(request, reply) => self.choose_secret(request, reply, console),
            Message::Chosen(by, keeping, reply) => self.chosen(by, keeping, reply),
            Message::Unlock(request, reply) => self.unlock(request, reply, console),
            Message::Unlocked(keeping, resumed, reply) => self.unlocked(keeping, *resumed, reply),
            Message::NotUnlocked(problem, standing, reply) => {
                self.not_unlocked(problem, standing, reply, console);
            }
            Message::Lock(why) => self.lock(why, console),
            Message::StillHere => self.locking.see(),
            Message::KeepSettings(settings) => self.locking.like(settings),
            Message::SignedIn(signed_in) => self.signed_in(signed_in),
            Message::SizeText(ipc::SizeText { percent }) => self.desktop.size_text(percent),
            Message::Answered(ticket, answer) => {
                if let Some(underway) = self.underway.as_mut().filter(|underway| underway.ticket == ticket) {
                    self.recent.note(&underway.request, &answer);
                    self.locking.keep(&underway.request, &answer);
                    underway.answer = Some(*answer);
                }
            }
            Message::Late(ticket, rows) => {
                let underway = self.underway.as_mut().filter(|underway| underway.ticket == ticket);
                if let Some(Underway { request, answer: Some(answer), .. }) = underway {
                    answer.apply((*rows).clone());
                    self.recent.note(request, answer);
                    self.locking.keep(request, answer);
                    self.desktop.send(&LookupLate { ticket, rows: *rows });
                }
            }
            Message::PhotoRefused(refused) => self.desktop.send(&refused),
            Message::Failed(code) => self.failed(code),
        }
    }

    fn start(&mut self, reply: Reply<ConsoleState>) {
        self.locking.see();
        let deep_link = match std::mem::replace(&mut self.page, Page::Listening) {
            Page::Loading(Some(link)) => self.locking.let_through(link),
            Page::Loading(None) | Page::Listening => None,
        };
        let state = ConsoleState {
            hub: self.hub.clone(),
            operator: self.signed_in.as_ref().map(|signed_in| signed_in.operator.clone()),
            demo: self.signed_in.as_ref().is_none_or(|signed_in| signed_in.demo),
            lock: self.locking.status(),
            recent: self.recent.list(),
            deep_link,
        };
        let _ = reply.send(Ok(state));
    }

    fn linked(&mut self, link: DeepLink) {
        match &mut self.page {
            Page::Loading(waiting) => *waiting = Some(link),
            Page::Listening => {
                if let Some(link) = self.locking.let_through(link) {
                    self.desktop.send(&link);
                }
            }
        }
        self.desktop.raise();
    }

    fn hub(&mut self, status: HubStatus, console: &Console) {
        if matches!(status, HubStatus::Live { .. }) && self.signed_in.is_none() && self.locking.is_open() {
            self.calls(console).sign_in();
        }
        self.desktop.send(&status);
        self.hub = status;
    }

    /// A call that did not reach the hub is the first sign that it is gone.
    fn failed(&self, code: ErrorCode) {
        if matches!(code, ErrorCode::HubUnreachable | ErrorCode::HubTimedOut | ErrorCode::HubNotTrusted) {
            self.doubt.raise();
        }
    }

    fn calls(&self, console: &Console) -> Calls {
        Calls { client: self.client.clone(), console: console.clone() }
    }
}

/// Nobody asks anything while the console is closed.
fn refuse<T>(reply: Reply<T>) {
    let _ = reply.send(Err(ErrorCode::NotSignedIn.into()));
}

#[cfg(test)]
mod tests;

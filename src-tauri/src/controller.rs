//! The one task that owns the console's state. Commands, links and the hub's coming and going reach it as messages,
//! one at a time; what takes long runs in tasks that send their results back as messages.

mod calls;
mod choosing;
mod session;

use ciss_client::connection::Doubt;
use ciss_client::{Client, Recent};
use ciss_contract::ipc::{self, ConsoleState, DeepLink, HubStatus, LookupLate, SignedIn};
use ciss_contract::lookup::LookupAnswer;
use ciss_contract::problem::ErrorCode;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use crate::console::{Console, Mailbox, Message, Reply};
use crate::controller::calls::Calls;
pub(crate) use crate::controller::choosing::Choosing;
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
    /// Somebody signed out, and nobody has signed in since.
    signed_out: bool,
    photos: Photos,
    recent: Recent,
    underway: Option<Underway>,
    page: Page,
}

/// The lookup under way, or the last one: its late rows still count.
struct Underway {
    ticket: u32,
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
            signed_out: false,
            photos,
            recent: Recent::default(),
            underway: None,
            page: Page::Loading(None),
        }
    }

    /// Takes messages until the console ends.
    pub(crate) async fn run(mut self, mailbox: Mailbox) {
        let Mailbox { mut messages, console } = mailbox;
        while let Some(message) = messages.recv().await {
            self.take(message, &console);
        }
    }

    fn take(&mut self, message: Message, console: &Console) {
        match message {
            Message::Start(reply) => self.start(reply),
            Message::Lookup(ipc::Lookup { ticket, request }, reply) => {
                // Ends the lookup before, so that two answers never race for the screen.
                self.underway = None;
                let task = self.calls(console).lookup(ticket, request, reply);
                self.underway = Some(Underway { ticket, answer: None, task });
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
            Message::SignIn(request, reply) => self.calls(console).sign_in_as(request, reply),
            Message::SignedIn(signed_in) => self.signed_in(signed_in),
            Message::SizeText(ipc::SizeText { percent }) => self.desktop.size_text(percent),
            Message::Answered(ticket, answer) => {
                if let Some(underway) = self.underway.as_mut().filter(|underway| underway.ticket == ticket) {
                    self.recent.note(&answer);
                    underway.answer = Some(*answer);
                }
            }
            Message::Late(ticket, rows) => {
                let underway = self.underway.as_mut().filter(|underway| underway.ticket == ticket);
                if let Some(answer) = underway.and_then(|underway| underway.answer.as_mut()) {
                    answer.apply((*rows).clone());
                    self.recent.note(answer);
                    self.desktop.send(&LookupLate { ticket, rows: *rows });
                }
            }
            Message::PhotoRefused(refused) => self.desktop.send(&refused),
            Message::Failed(code) => self.failed(code),
        }
    }

    fn start(&mut self, reply: Reply<ConsoleState>) {
        let deep_link = match std::mem::replace(&mut self.page, Page::Listening) {
            Page::Loading(link) => link,
            Page::Listening => None,
        };
        let state = ConsoleState {
            hub: self.hub.clone(),
            operator: self.signed_in.as_ref().map(|signed_in| signed_in.operator.clone()),
            demo: self.signed_in.as_ref().is_none_or(|signed_in| signed_in.demo),
            signed_out: self.signed_out,
            recent: self.recent.list(),
            deep_link,
        };
        let _ = reply.send(Ok(state));
    }

    fn linked(&mut self, link: DeepLink) {
        match &mut self.page {
            Page::Loading(waiting) => *waiting = Some(link),
            Page::Listening => self.desktop.send(&link),
        }
        self.desktop.raise();
    }

    fn hub(&mut self, status: HubStatus, console: &Console) {
        if matches!(status, HubStatus::Live { .. }) && self.signed_in.is_none() && !self.signed_out {
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

#[cfg(test)]
mod tests;

//! What the console's window says to its shell. Commands go down, events come up; nothing else crosses.
//!
//! Every command takes one argument named `request` and answers its `Output` or a [`Problem`](crate::problem::Problem).

mod lock;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::health::Rebuilding;
use crate::ids::{DocumentId, GoldenId, PhotoId};
use crate::lookup::{LateRows, LookupAnswer, LookupRequest};
use crate::recent::RecentLookup;
use crate::record::{DecisionAnswer, DecisionRequest, DocumentAnswer, RecordAnswer};
use crate::session::{Operator, Purpose};
pub use lock::{
    ChooseSecret, KeepSettings, KeptLookup, Lock, LockStatus, LockedBy, Resumed, Settings, SignedOut,
    StillHere, Unlock,
};

/// A command of the shell.
pub trait Command: Serialize + DeserializeOwned {
    /// What it answers.
    type Output: Serialize + DeserializeOwned;
    /// Its name over IPC.
    const NAME: &'static str;
}

/// An event that the shell sends to the window.
pub trait Event: Serialize + DeserializeOwned {
    /// Its name over IPC.
    const NAME: &'static str;
}

/// Asks for everything that the window must know at its start.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Start {}

impl Command for Start {
    type Output = ConsoleState;
    const NAME: &'static str = "start";
}

/// All that the window needs to draw itself. Changes come as events.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ConsoleState {
    /// Where the hub stands.
    pub hub: HubStatus,
    /// Who is signed in, once the hub said so.
    pub operator: Option<Operator>,
    /// The data is synthetic. True until a hub says otherwise: the label must never be missing by mistake.
    pub demo: bool,
    /// Is it open, and does it keep anything?
    pub lock: LockStatus,
    /// Lookups of this run, newest first. In memory only.
    pub recent: Vec<RecentLookup>,
    /// A lookup that a deep link asked for before the window was there.
    pub deep_link: Option<DeepLink>,
}

/// Where the hub stands, as the console sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum HubStatus {
    /// Nobody has said yet which hub it is.
    Unchosen,
    /// First contact is being made.
    Connecting,
    /// Answers.
    Live {
        /// Milliseconds for the last round trip.
        round_trip_ms: u32,
        /// Since when the hub hears nothing of what arrives, where it does not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stale_since: Option<Timestamp>,
        /// How far golden records are that it makes anew, where it does.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rebuilding: Option<Rebuilding>,
    },
    /// Does not answer; the console keeps trying.
    Gone {
        /// Why.
        code: crate::problem::ErrorCode,
        /// Since when.
        since: Timestamp,
    },
}

impl HubStatus {
    /// Answers, and nothing else is to be said.
    pub const fn live(round_trip_ms: u32) -> HubStatus {
        HubStatus::Live { round_trip_ms, stale_since: None, rebuilding: None }
    }
}

impl Event for HubStatus {
    const NAME: &'static str = "hub-status";
}

/// The session came up, or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedIn {
    /// Who.
    pub operator: Operator,
    /// The data is synthetic.
    pub demo: bool,
}

impl Event for SignedIn {
    const NAME: &'static str = "signed-in";
}

/// Ends the session at the hub. Until somebody signs in, nothing is asked; the shell keeps nothing of what was shown. The
/// problem of a hub that could not be told comes back: the person is signed out here all the same.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SignOut {}

impl Command for SignOut {
    type Output = ();
    const NAME: &'static str = "sign_out";
}

/// Opens a session once somebody signed out. [`SignedIn`] tells whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// A demo account, for example `reyes`.
    pub account: String,
}

impl Command for SignIn {
    type Output = ();
    const NAME: &'static str = "sign_in";
}

/// Shows the page larger or smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SizeText {
    /// Of the size in which it is drawn; 100 to 200.
    pub percent: u16,
}

impl Command for SizeText {
    type Output = ();
    const NAME: &'static str = "size_text";
}

/// Runs a lookup. A second one cancels the first.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Lookup {
    /// Chosen by the window; late rows carry it.
    pub ticket: u32,
    /// What to ask.
    pub request: LookupRequest,
}

impl Command for Lookup {
    type Output = LookupAnswer;
    const NAME: &'static str = "lookup";
}

/// Stops a lookup that is under way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CancelLookup {
    /// The lookup's ticket.
    pub ticket: u32,
}

impl Command for CancelLookup {
    type Output = ();
    const NAME: &'static str = "cancel_lookup";
}

/// Rows of a live source that came after the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LookupLate {
    /// The lookup's ticket.
    pub ticket: u32,
    /// The rows.
    pub rows: LateRows,
}

impl Event for LookupLate {
    const NAME: &'static str = "lookup-late";
}

/// Opens a golden record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenRecord {
    /// Which.
    pub golden: GoldenId,
    /// `RecordAnswer::next` of the page before; none for the first page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Why.
    pub purpose: Purpose,
    /// For whom.
    pub on_behalf_of: String,
}

impl Command for OpenRecord {
    type Output = RecordAnswer;
    const NAME: &'static str = "open_record";
}

/// Opens a document as its source sent it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenDocument {
    /// Which.
    pub document: DocumentId,
    /// Why.
    pub purpose: Purpose,
    /// For whom.
    pub on_behalf_of: String,
}

impl Command for OpenDocument {
    type Output = DocumentAnswer;
    const NAME: &'static str = "open_document";
}

/// Decides whether two records are of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decide {
    /// What is decided, and why.
    pub decision: DecisionRequest,
}

impl Command for Decide {
    type Output = DecisionAnswer;
    const NAME: &'static str = "decide";
}

/// A lookup asked for by a link, `ciss://lookup?plate=AB12345&purpose=traffic-stop&on-behalf-of=1142`. It is put into the
/// box and run, once a person follows it where something is on the screen; what the link does not say is as it was last, and
/// where nobody is named the window asks for whom.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeepLink {
    /// What to put into the box.
    pub query: String,
    /// Why, where the link says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// For whom, where the link says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<String>,
}

impl std::fmt::Debug for DeepLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeepLink(<redacted>)")
    }
}

impl Event for DeepLink {
    const NAME: &'static str = "deep-link";
}

/// A photo that the page asked for is not shown. The picture's own request has failed already; this says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoRefused {
    /// Which.
    pub photo: PhotoId,
    /// For the person who sees the placeholder: `picture damaged`, `the hub cannot be reached`.
    pub reason: String,
}

impl Event for PhotoRefused {
    const NAME: &'static str = "photo-refused";
}

/// Asks a hub that nobody has confirmed who it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetHub {
    /// As a person types it: `hub.example.org`, with a port or without.
    pub address: String,
}

impl Command for MeetHub {
    type Output = MetHub;
    const NAME: &'static str = "meet_hub";
}

/// A hub as it showed itself. What it showed is worth nothing until a person has compared the fingerprint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetHub {
    /// `https://host:port`.
    pub url: String,
    /// Of the certificate that the console is to trust, as [`crate::fingerprint::written`] writes it.
    pub fingerprint: String,
}

/// Says which hub this workstation talks to, from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "hub", rename_all = "snake_case")]
pub enum ChooseHub {
    /// The one that was met last, whose fingerprint a person has compared.
    Met {
        /// That fingerprint.
        fingerprint: String,
    },
    /// One in the console itself, with synthetic data.
    Demo,
}

impl Command for ChooseHub {
    type Output = ();
    const NAME: &'static str = "choose_hub";
}

/// Says that something was painted, for the benchmark: the shell logs the time between start, Enter and paint.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Painted {
    /// What is on the screen now.
    pub what: Milestone,
    /// Milliseconds from what the person did (or the window's start) to the paint, by the window's clock.
    pub milliseconds: f64,
}

/// Moments that the benchmark measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Milestone {
    /// The box takes keys.
    BoxUsable,
    /// The answer's text is painted; photos may follow.
    AnswerPainted,
}

impl Command for Painted {
    type Output = ();
    const NAME: &'static str = "painted";
}

//! The lock: choosing what locks the console, and the page that stands before all others while it is locked.

use ciss_contract::ipc::{
    ChooseSecret, KeptLookup, LockStatus, LockedBy, Resumed, Settings, SignedIn, SignedOut, Unlock,
};
use ciss_contract::problem::{ErrorCode, Problem};

use super::{
    Asked, Console, Effect, History, Known, Page, Place, Recent, Same, Signing, Target, TextSize, Theme,
};

/// The slice.
#[derive(Clone, PartialEq)]
pub(crate) struct Locking {
    /// How the shell says that it stands.
    pub(crate) status: LockStatus,
    /// What is being chosen, before anything is kept.
    pub(crate) by: LockedBy,
    /// As it is typed.
    pub(crate) secret: String,
    /// The same, typed again where it is chosen.
    pub(crate) again: String,
    /// The shell is at it.
    pub(crate) busy: bool,
    /// Why it did not open, or was not taken.
    pub(crate) refusal: Option<Refusal>,
}

/// Why a secret is not taken.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refusal {
    /// The two are not the same.
    TypedOtherwise,
    /// The shell says why.
    Problem(Problem),
}

impl Default for Locking {
    fn default() -> Locking {
        Locking {
            status: LockStatus::Open { keeps: false },
            by: LockedBy::Pin,
            secret: String::new(),
            again: String::new(),
            busy: false,
            refusal: None,
        }
    }
}

/// Something happened to the lock.
pub(crate) enum LockingAction {
    /// The shell says how it stands.
    Changed(LockStatus),
    /// Somebody leaves the desk: the console locks, or asks for a PIN where there is none.
    LockWanted,
    /// The secret changed.
    Typed(String),
    /// The secret that is typed again changed.
    TypedAgain(String),
    /// Enter: the lock is to open, or the secret is chosen.
    Entered,
    /// The lock opened, or did not.
    Opened(Result<Box<Resumed>, Problem>),
    /// A passphrase is to be chosen instead of a PIN, or a PIN after all.
    KindChosen(LockedBy),
    /// Nothing is to be kept.
    Dismissed,
    /// What was chosen locks, or does not.
    Chosen(Result<(), Problem>),
}

impl Console {
    pub(super) fn take_locking(&mut self, action: LockingAction) -> Vec<Effect> {
        let page = self.page();
        match (action, page) {
            (LockingAction::Changed(status), _) => self.lock_changed(status),
            (LockingAction::LockWanted, Page::Lookup | Page::Record) => self.want_lock(),
            (LockingAction::Typed(secret), Page::Lock | Page::Pin) if !self.locking.busy => {
                self.locking.secret = secret;
                self.locking.refusal = None;
                vec![]
            }
            (LockingAction::TypedAgain(secret), Page::Pin) if !self.locking.busy => {
                self.locking.again = secret;
                self.locking.refusal = None;
                vec![]
            }
            (LockingAction::Entered, Page::Lock) => self.open_lock(),
            (LockingAction::Entered, Page::Pin) => self.choose_secret(),
            (LockingAction::Opened(Ok(resumed)), Page::Lock) => self.resume(*resumed),
            (LockingAction::Opened(Err(problem)), Page::Lock)
            | (LockingAction::Chosen(Err(problem)), Page::Pin) => {
                self.clear_secret();
                self.locking.refusal = Some(Refusal::Problem(problem));
                vec![Effect::Focus(Target::Secret)]
            }
            (LockingAction::KindChosen(by), Page::Pin) => {
                self.clear_secret();
                self.locking.by = by;
                vec![Effect::Focus(Target::Secret)]
            }
            (LockingAction::Dismissed, Page::Pin) | (LockingAction::Chosen(Ok(())), Page::Pin) => {
                self.clear_secret();
                self.choose_page(Page::Lookup)
            }
            // It came too late for what is shown.
            (
                LockingAction::LockWanted
                | LockingAction::Typed(_)
                | LockingAction::TypedAgain(_)
                | LockingAction::Entered
                | LockingAction::Opened(_)
                | LockingAction::KindChosen(_)
                | LockingAction::Dismissed
                | LockingAction::Chosen(_),
                _,
            ) => vec![],
        }
    }

    /// Takes how the lock stands. Whatever was shown goes before the next frame where it is closed.
    pub(super) fn lock_changed(&mut self, status: LockStatus) -> Vec<Effect> {
        self.locking.status = status;
        match (status, self.page()) {
            (LockStatus::Open { .. }, _) | (LockStatus::Locked { .. }, Page::Lock) => vec![],
            (LockStatus::Locked { .. }, _) => {
                self.clear_secret();
                self.forget(Place::Lock);
                self.shell.announcement = "Locked.".into();
                vec![Effect::Focus(Target::Secret)]
            }
            // Who signed out by themselves is there already.
            (LockStatus::SignedOut { why: SignedOut::Asked }, Page::SignIn) => vec![],
            (LockStatus::SignedOut { why }, _) => {
                self.clear_secret();
                self.forget(Place::SignIn);
                self.shell.operator = None;
                self.shell.announcement = "Signed out.".into();
                self.signing = Signing { why: Some(why), ..Signing::default() }.into();
                vec![Effect::Focus(Target::Account)]
            }
        }
    }

    fn want_lock(&mut self) -> Vec<Effect> {
        match self.locking.status {
            LockStatus::Open { keeps: true } => vec![Effect::Lock],
            LockStatus::Open { keeps: false } => {
                self.clear_secret();
                self.locking.by = LockedBy::Pin;
                self.history.go(Place::Pin);
                self.shell.overlay = None;
                vec![Effect::Focus(Target::Secret)]
            }
            LockStatus::Locked { .. } | LockStatus::SignedOut { .. } => vec![],
        }
    }

    fn open_lock(&mut self) -> Vec<Effect> {
        if self.locking.busy || self.locking.secret.is_empty() {
            return vec![Effect::Focus(Target::Secret)];
        }
        self.locking.busy = true;
        vec![Effect::Unlock(Unlock { secret: self.locking.secret.clone() })]
    }

    fn choose_secret(&mut self) -> Vec<Effect> {
        if self.locking.busy || self.locking.secret.is_empty() {
            return vec![Effect::Focus(Target::Secret)];
        }
        if self.locking.again.is_empty() {
            return vec![Effect::Focus(Target::SecretAgain)];
        }
        if self.locking.secret != self.locking.again {
            self.locking.again = String::new();
            self.locking.refusal = Some(Refusal::TypedOtherwise);
            return vec![Effect::Focus(Target::SecretAgain)];
        }
        self.locking.busy = true;
        vec![Effect::ChooseSecret(ChooseSecret { by: self.locking.by, secret: self.locking.secret.clone() })]
    }

    /// Goes on where the person left.
    fn resume(&mut self, resumed: Resumed) -> Vec<Effect> {
        let Resumed { operator, demo, recent, settings } = resumed;
        self.clear_secret();
        self.locking.status = LockStatus::Open { keeps: true };
        self.history = History::at(Place::Box).into();
        let mut effects = self.signed_in(SignedIn { operator, demo });
        self.recent = Same::from(recent.into_iter().map(resumed_lookup).collect::<Vec<_>>());
        self.shell.announcement = "Open again.".into();
        let Settings { theme, text_percent } = settings;
        if let Some(theme) = theme {
            self.shell.theme = Theme::from_code(&theme);
            effects.push(Effect::Wear(self.shell.theme));
        }
        if let Some(percent) = text_percent {
            self.shell.size = TextSize::from_percent(&percent.to_string());
            effects.push(Effect::Size(self.shell.size));
        }
        effects.push(Effect::Focus(Target::Query));
        effects
    }

    /// No secret stays in the window once it was used.
    fn clear_secret(&mut self) {
        let Locking { status, by, .. } = *self.locking;
        self.locking = Locking { status, by, ..Locking::default() }.into();
    }

    /// How the person likes the console.
    pub(crate) fn settings(&self) -> Settings {
        let (theme, percent) = (self.shell.theme.code().to_owned(), self.shell.size.percent());
        Settings { theme: Some(theme), text_percent: Some(percent) }
    }
}

impl Refusal {
    /// For tests in a real window.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Refusal::TypedOtherwise => "typed_otherwise",
            Refusal::Problem(problem) => problem.code.as_str(),
        }
    }

    /// Might a passphrase be taken where a PIN is not?
    pub(crate) fn is_of_the_keyring(&self) -> bool {
        matches!(self, Refusal::Problem(problem) if problem.code == ErrorCode::KeyringAway)
    }
}

/// A lookup of before: it is known, and it is no answer of today.
fn resumed_lookup(kept: KeptLookup) -> Recent {
    let KeptLookup { request, line, answer } = kept;
    let asked = Asked { ticket: 0, query: answer.query.clone(), request, entered: None };
    Recent { line, known: Some(Known { asked, answer: answer.into() }) }
}

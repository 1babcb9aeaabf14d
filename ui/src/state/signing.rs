//! Signing out and in: the page that stands before all others while nobody is signed in.

use ciss_contract::ipc::{SignIn, SignedOut};
use ciss_contract::problem::Problem;

use super::{Console, Effect, Place, Same, Target};

/// The page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Signing {
    /// As it is typed.
    pub(crate) account: String,
    /// The hub is being asked.
    pub(crate) calling: bool,
    /// Why nobody was signed in.
    pub(crate) refusal: Option<Problem>,
    /// Why the hub does not know that somebody signed out.
    pub(crate) untold: Option<Problem>,
    /// Why nobody is signed in, where nobody asked for it.
    pub(crate) why: Option<SignedOut>,
}

/// Something happened on the page, or led to it.
pub(crate) enum SigningAction {
    /// Whoever is signed in signs out.
    OutWanted,
    /// The hub was told, or was not.
    Out(Result<(), Problem>),
    /// The account changed.
    Typed(String),
    /// Somebody signs in.
    InWanted,
    /// The hub took them, or did not.
    In(Result<(), Problem>),
}

impl Console {
    pub(super) fn sign(&mut self, action: SigningAction) -> Vec<Effect> {
        if let SigningAction::OutWanted = action {
            self.forget(Place::SignIn);
            self.shell.operator = None;
            self.shell.announcement = "Signed out.".into();
            self.signing = Same::default();
            return vec![Effect::SignOut, Effect::Focus(Target::Account)];
        }
        if *self.history.here() != Place::SignIn {
            return vec![];
        }
        let signing = &mut *self.signing;
        match (action, signing.calling) {
            (SigningAction::Out(Err(problem)), _) => {
                signing.untold = Some(problem);
                vec![]
            }
            (SigningAction::Typed(account), false) => {
                signing.account = account;
                signing.refusal = None;
                vec![]
            }
            (SigningAction::InWanted, false) if signing.account.trim().is_empty() => {
                vec![Effect::Focus(Target::Account)]
            }
            (SigningAction::InWanted, false) => {
                signing.calling = true;
                vec![Effect::SignIn(SignIn { account: signing.account.trim().to_owned() })]
            }
            (SigningAction::In(Err(problem)), true) => {
                (signing.calling, signing.refusal) = (false, Some(problem));
                vec![Effect::Focus(Target::Account)]
            }
            // The page goes when the shell says who it is. All else came too late, or twice.
            (
                SigningAction::OutWanted
                | SigningAction::Out(Ok(()))
                | SigningAction::Typed(_)
                | SigningAction::InWanted
                | SigningAction::In(_),
                _,
            ) => vec![],
        }
    }
}

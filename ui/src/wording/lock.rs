//! The lock, in words.

use ciss_contract::ipc::{LockedBy, SignedOut};

/// For tests in a real window.
pub(crate) const fn code(by: LockedBy) -> &'static str {
    match by {
        LockedBy::Pin => "pin",
        LockedBy::Passphrase => "passphrase",
    }
}

/// The field's name.
pub(crate) const fn name(by: LockedBy) -> &'static str {
    match by {
        LockedBy::Pin => "PIN",
        LockedBy::Passphrase => "Passphrase",
    }
}

/// The heading of the page on which it is chosen.
pub(crate) const fn choose(by: LockedBy) -> &'static str {
    match by {
        LockedBy::Pin => "Choose a PIN for this console",
        LockedBy::Passphrase => "Choose a passphrase for this console",
    }
}

/// What it must be.
pub(crate) const fn rule(by: LockedBy) -> &'static str {
    match by {
        LockedBy::Pin => {
            "At least 6 digits, neither all alike nor in a row. It opens nothing on another machine."
        }
        LockedBy::Passphrase => {
            "At least 15 characters, such as four words. This workstation has no keyring that helps to guard it: whoever takes \
             the disk can try as often as they like."
        }
    }
}

/// What opens the lock.
pub(crate) const fn opens(by: LockedBy) -> &'static str {
    match by {
        LockedBy::Pin => "Your PIN brings back what was on the screen.",
        LockedBy::Passphrase => "Your passphrase brings back what was on the screen.",
    }
}

/// How often one may still try.
pub(crate) fn tries_left(left: u8) -> String {
    match left {
        1 => "One try left, then all that is kept is destroyed.".to_owned(),
        left => format!("{left} tries left."),
    }
}

/// Why nobody is signed in, where that needs a word.
pub(crate) const fn signed_out(why: SignedOut) -> Option<&'static str> {
    match why {
        SignedOut::Asked => None,
        SignedOut::Idle => Some("Nobody was here for 15 minutes."),
        SignedOut::SystemLocked => Some("This workstation was locked, and no PIN kept the session."),
        SignedOut::TriesUsedUp => Some("The PIN was wrong five times."),
        SignedOut::Ended => Some("The session is over."),
    }
}

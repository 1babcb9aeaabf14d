//! Who somebody is: the demo's accounts, sessions, the keys that several hubs share, and pictures that open for one
//! operator only; with the clock and the randomness that they need.

mod accounts;
pub mod clock;
pub mod keyring;
mod photo_pass;
mod sessions;

use std::fmt::Write as _;

pub use accounts::{DemoAccounts, Identity, NoAccounts};
pub use photo_pass::PhotoPass;
pub use sessions::{Now, Open, SESSION_LASTS, Sessions};

/// Lower-case hexadecimal digits.
pub fn hexadecimal(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

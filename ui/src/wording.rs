//! Contract values in the words that a screen shows. Pure.

pub(crate) mod answer;
pub(crate) mod ask;
pub(crate) mod cases;
pub(crate) mod deciding;
pub(crate) mod document;
pub(crate) mod evidence;
pub(crate) mod lock;
pub(crate) mod look;
pub(crate) mod lookup;
pub(crate) mod matrix;
pub(crate) mod person;
pub(crate) mod record;
pub(crate) mod set_back;
pub(crate) mod time;

use crate::state::Clip;

#[cfg(test)]
mod tests;

/// What became of a copy. It names what was copied, never what it says.
pub(crate) fn copied(what: Clip, done: bool) -> String {
    let what = match what {
        Clip::ReadBack => "Radio text",
        Clip::Person => "Person",
        Clip::Field(name) => name,
    };
    if done { format!("{what} copied") } else { format!("{what} not copied") }
}

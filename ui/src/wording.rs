//! Contract values in the words that a screen shows. Pure.

pub(crate) mod answer;
pub(crate) mod ask;
pub(crate) mod document;
pub(crate) mod evidence;
pub(crate) mod look;
pub(crate) mod lookup;
pub(crate) mod matrix;
pub(crate) mod person;
pub(crate) mod record;
pub(crate) mod set_back;
pub(crate) mod time;

#[cfg(test)]
mod tests;

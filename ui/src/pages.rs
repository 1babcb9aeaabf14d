//! The pages of the window.

pub(crate) mod hub;
pub(crate) mod lock;
pub(crate) mod lookup;
pub(crate) mod pin;
pub(crate) mod record;
pub(crate) mod sign_in;

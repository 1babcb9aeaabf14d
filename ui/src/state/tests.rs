//! The reducer, driven as the window drives it: actions in, effects and state out.

mod asking;
mod comparing;
mod deciding;
mod going;
mod house;
mod hub;
mod keyboard;
mod locking;
mod meeting;
mod opening;
mod set_back;
mod shell;

//! Harness shared by the journeys: what starts, stops and watches the real programs.
//!
//! [`world`] is a synthetic Connecticut with the systems that serve it and a hub filled with it; [`network`] stands
//! between a client and that hub and can be cut; [`window`] is the real console on a real screen, driven by WebDriver,
//! and [`screen`] takes pictures of it; [`keyring`] is a real keyring for what it keeps.

pub mod keyring;
pub mod network;
pub mod screen;
pub mod window;
pub mod world;

mod driver;

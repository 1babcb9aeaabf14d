//! A synthetic Connecticut of any size, deterministic by seed, with ground truth.
//!
//! A [`World`] is a seed, a number of people and a day. It is never held in memory: every household has random streams
//! of its own, so households are generated one after the other, or any one alone. Reading order:
//!
//! - [`world`] is the door: documents, ground truth, entries of the Wanted File.
//! - `household` casts the people who live together; `people`, `names`, `places` and `vehicles` give them what they have.
//! - `life` decides what happens to them: arrests, cases, custody, orders.
//! - `standing` says what of it holds today, for comparing with what an answer says.
//! - `sources` writes it all down, each source with its own habits of error.
//! - [`mod@photo`] draws the portraits that documents refer to; [`server`] answers as the live Wanted File and as the
//!   archive of photos.
//!
//! Nobody here is real: social security numbers are from a range that is never issued, telephones end in 555-01xx.

mod dice;
mod household;
mod life;
mod names;
mod numbers;
mod people;
pub mod photo;
mod places;
pub mod server;
mod sources;
mod standing;
mod tables;
mod vehicles;
pub mod wanted;
pub mod world;

pub use photo::photo;
pub use standing::{Holds, TrueStanding};
pub use world::{TruePerson, Truth, World};

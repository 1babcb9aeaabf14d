//! Small parts of a page. Each draws what it is given.

pub(crate) mod answers;
pub(crate) mod ask;
pub(crate) mod document;
pub(crate) mod empty;
pub(crate) mod evidence;
pub(crate) mod frame;
pub(crate) mod headline;
pub(crate) mod icon;
pub(crate) mod inspector;
pub(crate) mod now;
pub(crate) mod overlay;
pub(crate) mod people;
pub(crate) mod photo;
pub(crate) mod plate;
pub(crate) mod problem;
pub(crate) mod rail;
pub(crate) mod read_back;
pub(crate) mod recent;
pub(crate) mod record_head;
pub(crate) mod record_side;
pub(crate) mod record_tables;
pub(crate) mod skeleton;
pub(crate) mod sources;
pub(crate) mod tag;
pub(crate) mod vehicle;

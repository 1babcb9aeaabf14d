//! What a golden record's records say, in as few words as they are.
//!
//! A person who is met often is described by hundreds of records in the same words. A golden record is merged from what
//! they say and how often, so that what a further one costs does not grow with their number.

use ciss_cards::naming::first_eight;
use ciss_cards::{HOME_STATE, SourceTrust};
use ciss_multiview::{Golden, RecordKey, merge_said};
use jiff::Timestamp;

use super::person_card::stated;
use crate::StoreError;
use crate::record::RecordBody;

/// What one or more records of a golden record say in the same words.
#[derive(Clone, Copy)]
pub(crate) struct Said<'a> {
    /// The newest of them, and of equally new ones the one with the lowest key.
    pub(crate) body: &'a RecordBody,
    /// How many they are.
    pub(crate) times: usize,
}

impl<'a> Said<'a> {
    /// Every record for itself.
    pub(crate) fn each(bodies: impl IntoIterator<Item = &'a RecordBody>) -> Vec<Said<'a>> {
        bodies.into_iter().map(|body| Said { body, times: 1 }).collect()
    }

    /// How many records they are all together.
    pub(crate) fn count(all: &[Said<'_>]) -> usize {
        all.iter().map(|said| said.times).sum()
    }
}

/// The golden record; none of no records.
pub(crate) fn golden(said: &[Said<'_>]) -> Option<Golden> {
    let records: Vec<_> = said
        .iter()
        .map(|Said { body, times }| ciss_multiview::Said { record: &body.record, times: *times })
        .collect();
    merge_said(&records, &SourceTrust, HOME_STATE)
}

/// Names what a record says of the person: equal for records that differ in nothing but when, under which key and in
/// which document they say it, which facts they state, what is over, and which dated photos they show. Of those only the newest
/// counts for the head of a card.
///
/// # Errors
/// [`StoreError::Card`] when it cannot be written down.
pub fn content(body: &RecordBody) -> Result<u64, StoreError> {
    let RecordBody {
        document: _,
        position: _,
        record,
        facts: _,
        past: _,
        permits,
        licence,
        photos,
        cautions,
    } = body;
    let mut record = record.clone();
    (record.key, record.as_of, record.since) = (RecordKey(0), Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
    let undated: Vec<_> = photos.iter().filter(|photo| photo.taken.is_none()).collect();
    // A date of birth after the document is no statement.
    let born = stated(body).is_some();
    Ok(first_eight(&[&postcard::to_stdvec(&(record, permits, licence, undated, cautions, born))?]))
}

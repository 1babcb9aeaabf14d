//! Documents are small and alike, so they are packed with a dictionary that holds what they share.

use std::io::Read;
use std::sync::LazyLock;

use zstd::bulk::Compressor;
use zstd::dict::{DecoderDictionary, EncoderDictionary};

use crate::store::StoreError;
use crate::store::tables::DocumentRow;

/// Part of the database format: documents packed with it cannot be read without it.
const DICTIONARY: &[u8] = include_bytes!("dictionary.ndjson");
const LEVEL: i32 = 1;

static ENCODER: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL));
static DECODER: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));

/// Packs the bytes and the parsed form of rows in place.
pub(super) fn pack<'a>(rows: impl Iterator<Item = &'a mut DocumentRow>) -> Result<(), StoreError> {
    let mut compressor = Compressor::with_prepared_dictionary(&ENCODER)?;
    for row in rows {
        row.bytes = compressor.compress(&row.bytes)?;
        if let Some(parsed) = &mut row.parsed {
            *parsed = compressor.compress(parsed)?;
        }
    }
    Ok(())
}

/// Unpacks what [`pack`] packed, byte for byte.
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    zstd::stream::read::Decoder::with_prepared_dictionary(packed, &DECODER)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

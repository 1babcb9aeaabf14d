//! Documents are small and alike, so they are packed with a dictionary that holds what they share.

use std::io::Read;
use std::sync::LazyLock;

use ciss_records::StoreError;
use ciss_records::rows::DocumentRow;
use zstd::bulk::Compressor;
use zstd::dict::{DecoderDictionary, EncoderDictionary};

/// Part of the format of journal and database: documents packed with it cannot be read without it.
const DICTIONARY: &[u8] = include_bytes!("packing/dictionary.ndjson");
const LEVEL: i32 = 1;

static ENCODER: LazyLock<EncoderDictionary<'static>> =
    LazyLock::new(|| EncoderDictionary::copy(DICTIONARY, LEVEL));
static DECODER: LazyLock<DecoderDictionary<'static>> = LazyLock::new(|| DecoderDictionary::copy(DICTIONARY));

/// Packs texts.
pub struct Packer(Compressor<'static>);

impl Packer {
    /// # Errors
    /// [`StoreError::Backend`] where there is no memory for it.
    pub fn new() -> Result<Packer, StoreError> {
        Ok(Packer(Compressor::with_prepared_dictionary(&ENCODER)?))
    }

    /// Packs a text.
    pub fn pack(&mut self, text: &[u8]) -> Result<Vec<u8>, StoreError> {
        Ok(self.0.compress(text)?)
    }
}

/// Packs the bytes and the parsed form of rows in place.
pub(crate) fn pack<'a>(rows: impl Iterator<Item = &'a mut DocumentRow>) -> Result<(), StoreError> {
    let mut packer = Packer::new()?;
    for row in rows {
        row.bytes = packer.pack(&row.bytes)?;
        if let Some(parsed) = &mut row.parsed {
            *parsed = packer.pack(parsed)?;
        }
    }
    Ok(())
}

/// Unpacks what was packed, byte for byte.
pub fn unpack(packed: &[u8]) -> Result<Vec<u8>, StoreError> {
    let mut bytes = Vec::new();
    zstd::stream::read::Decoder::with_prepared_dictionary(packed, &DECODER)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

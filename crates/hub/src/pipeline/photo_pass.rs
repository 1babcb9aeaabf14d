//! Photo identifiers as they leave the hub: only for whom they were shown to.
//!
//! A photo archive knows pictures by identifier and nothing of entitlements. So an answer names a photo by
//! `<identifier>.<source>.<seal>`, where the seal binds both to the operator. Whoever makes one up, or passes one on,
//! gets nothing; and the source is entitled again when the picture is fetched.

use ciss_contract::ids::PhotoId;
use ciss_contract::source::Source;
use ring::hmac::{HMAC_SHA256, Key, sign};

use super::hexadecimal;
use crate::clock::{Entropy, NoEntropy};

/// Bytes of the seal: 96 bits, because a seal can be tried only here, one request at a time.
const SEAL: usize = 12;

/// Seals photo identifiers for as long as the hub runs.
pub struct PhotoPass(Key);

impl PhotoPass {
    /// A new key.
    pub fn new(entropy: &dyn Entropy) -> Result<PhotoPass, NoEntropy> {
        Ok(PhotoPass(Key::new(HMAC_SHA256, &entropy.bytes()?)))
    }

    /// The identifier as this operator gets it.
    pub fn seal(&self, operator: &str, source: Source, photo: &str) -> PhotoId {
        PhotoId(format!("{photo}.{}.{}", source.code(), self.tag(operator, source, photo)))
    }

    /// What an identifier names, if it was sealed for this operator.
    pub fn open<'a>(&self, operator: &str, sealed: &'a str) -> Option<(&'a str, Source)> {
        let (rest, tag) = sealed.rsplit_once('.')?;
        let (photo, code) = rest.rsplit_once('.')?;
        let source = Source::from_code(code)?;
        let expected = self.tag(operator, source, photo);
        let differs = expected.bytes().zip(tag.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b));
        (expected.len() == tag.len() && differs == 0).then_some((photo, source))
    }

    fn tag(&self, operator: &str, source: Source, photo: &str) -> String {
        let text = format!("{operator}\n{}\n{photo}", source.code());
        hexadecimal(&sign(&self.0, text.as_bytes()).as_ref()[..SEAL])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemEntropy;

    #[test]
    fn only_the_operator_it_was_sealed_for_can_open_it() {
        let pass = PhotoPass::new(&SystemEntropy::default()).unwrap();
        let sealed = pass.seal("a", Source::Corrections, "p.17").0;
        assert_eq!(pass.open("a", &sealed), Some(("p.17", Source::Corrections)));
        let other_source = sealed.replace("DOC", "SOR");
        let other_photo = sealed.replace("17", "18");
        for (operator, text) in [
            ("b", sealed.as_str()),
            ("a", other_source.as_str()),
            ("a", other_photo.as_str()),
            ("a", "p.17"),
            ("a", "p.17.DOC."),
            ("a", ""),
            ("a", &sealed[..sealed.len() - 1]),
        ] {
            assert_eq!(pass.open(operator, text), None, "{text}");
        }
        let restarted = PhotoPass::new(&SystemEntropy::default()).unwrap();
        assert_eq!(restarted.open("a", &sealed), None);
    }
}

//! Photo identifiers as they leave the hub: only for whom they were shown to.
//!
//! A photo archive knows pictures by identifier and nothing of entitlements. So an answer names a photo by
//! `<identifier>.<source>.<seal>`, where the seal binds both to the operator. Whoever makes one up, or passes one on,
//! gets nothing; and the source is entitled again when the picture is fetched.

use std::sync::Arc;

use ciss_contract::ids::PhotoId;
use ciss_contract::source::Source;
use ring::hmac::{Key, sign};

use crate::hexadecimal;
use crate::keyring::Keyring;

/// Bytes of the seal: 96 bits, because a seal can be tried only here, one request at a time.
const SEAL: usize = 12;

/// Seals photo identifiers, for every hub of the journal.
pub struct PhotoPass(Arc<Keyring>);

impl PhotoPass {
    /// Seals under the keys of this ring.
    pub fn new(keyring: Arc<Keyring>) -> PhotoPass {
        PhotoPass(keyring)
    }

    /// The identifier as this operator gets it.
    pub fn seal(&self, operator: &str, source: Source, photo: &str) -> PhotoId {
        // Whoever is shown anything has a session, and so there is a key.
        let tag = self.0.keys().first().map(|key| tag(key, operator, source, photo)).unwrap_or_default();
        PhotoId(format!("{photo}.{}.{tag}", source.code()))
    }

    /// What an identifier names, if it was sealed for this operator.
    pub fn open<'a>(&self, operator: &str, sealed: &'a str) -> Option<(&'a str, Source)> {
        let (rest, sealed_with) = sealed.rsplit_once('.')?;
        let (photo, code) = rest.rsplit_once('.')?;
        let source = Source::from_code(code)?;
        let is_it = |key: &Arc<Key>| {
            let expected = tag(key, operator, source, photo);
            let differs = expected.bytes().zip(sealed_with.bytes()).fold(0, |seen, (a, b)| seen | (a ^ b));
            expected.len() == sealed_with.len() && differs == 0
        };
        self.0.keys().iter().any(is_it).then_some((photo, source))
    }
}

fn tag(key: &Key, operator: &str, source: Source, photo: &str) -> String {
    let text = format!("{operator}\n{}\n{photo}", source.code());
    hexadecimal(&sign(key, text.as_bytes()).as_ref()[..SEAL])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyring::{Day, DayKey};

    fn pass(secrets: &[u8]) -> PhotoPass {
        let keyring = Arc::new(Keyring::default());
        let keys = (0..).zip(secrets).map(|(day, secret)| DayKey { day: Day(day), secret: [*secret; 32] });
        keyring.add(&keys.collect::<Vec<_>>(), &[]);
        PhotoPass::new(keyring)
    }

    #[test]
    fn only_the_operator_it_was_sealed_for_can_open_it() {
        let pass = pass(&[1]);
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
        assert_eq!(
            self::pass(&[1, 2]).open("a", &sealed),
            Some(("p.17", Source::Corrections)),
            "the day after"
        );
        for secrets in [&[2][..], &[]] {
            assert_eq!(self::pass(secrets).open("a", &sealed), None);
        }
        assert_eq!(self::pass(&[]).open("a", &self::pass(&[]).seal("a", Source::Corrections, "p").0), None);
    }
}

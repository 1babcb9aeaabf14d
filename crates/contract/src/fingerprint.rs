//! How a certificate's fingerprint is written, so that two people can compare it.

use std::fmt::Write as _;

/// A SHA-256 in groups of eight digits, as the hub prints it and the console shows it: `3F0A11C2 9B…`.
pub fn written(hash: &[u8]) -> String {
    let mut written = String::with_capacity(hash.len() * 9 / 4);
    for (position, byte) in hash.iter().enumerate() {
        if position > 0 && position % 4 == 0 {
            written.push(' ');
        }
        // Writing to a string does not fail.
        let _ = write!(written, "{byte:02X}");
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_digits_stand_together() {
        assert_eq!(written(&[0x0a, 0xff, 0, 1, 0x20]), "0AFF0001 20");
        assert_eq!(written(&[]), "");
    }
}

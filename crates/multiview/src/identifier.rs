//! Identifying numbers, normalised for comparing.

use crate::record::{Identifier, IdentifierKind};

/// A number in the form in which numbers are compared.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NormalIdentifier {
    /// What kind of number it is.
    pub kind: IdentifierKind,
    /// Letters and digits only.
    pub value: String,
    /// The state for a licence or a state identification number; empty where the kind has one issuer only.
    pub issuer: String,
}

/// Normalises a number; none for what stands in for a missing one (`UNKNOWN`, `000000000`, `123456789`) or cannot be
/// of its kind. A licence or state identification number without an issuer is the home state's.
pub fn normal(identifier: &Identifier, home_state: &str) -> Option<NormalIdentifier> {
    let value: String = identifier
        .value
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let first = value.bytes().next()?;
    if digits < 4 || value.bytes().all(|byte| byte == first) || value == "123456789" {
        return None;
    }
    let issuer = match identifier.kind {
        IdentifierKind::OperatorLicence | IdentifierKind::StateIdentification => {
            let given = identifier.issuer.as_deref().unwrap_or(home_state);
            given.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase()).collect()
        }
        IdentifierKind::SocialSecurity if !plausible_social_security(&value) => return None,
        IdentifierKind::SocialSecurity | IdentifierKind::Fbi | IdentifierKind::Inmate => String::new(),
    };
    // A state number is written with and without the state in front of it.
    let value = match identifier.kind {
        IdentifierKind::OperatorLicence | IdentifierKind::StateIdentification => {
            value.strip_prefix(&issuer).map(str::to_owned).unwrap_or(value)
        }
        IdentifierKind::SocialSecurity | IdentifierKind::Fbi | IdentifierKind::Inmate => value,
    };
    Some(NormalIdentifier { kind: identifier.kind, value, issuer })
}

/// Area 000 and 666 and, before 2011, 9xx were never given out, nor group 00 and serial 0000 (20 CFR 422.103; SSA RM
/// 10201.035). Simulated people have numbers of the 9xx area, so that area is let through.
fn plausible_social_security(value: &str) -> bool {
    value.len() == 9
        && value.bytes().all(|byte| byte.is_ascii_digit())
        && !matches!(&value[..3], "000" | "666")
        && &value[3..5] != "00"
        && &value[5..] != "0000"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(kind: IdentifierKind, value: &str, expect: &str) {
        let identifier = Identifier { kind, value: value.into(), issuer: None, assigned: false };
        let found =
            normal(&identifier, "CT").map(|n| format!("{} {}", n.issuer, n.value)).unwrap_or_default();
        assert_eq!(found, expect, "{value:?}");
    }

    #[test]
    fn placeholders_are_not_numbers() {
        check(IdentifierKind::OperatorLicence, "104 882 217", "CT 104882217");
        check(IdentifierKind::StateIdentification, "CT00719345", "CT 00719345");
        check(IdentifierKind::StateIdentification, "00719345", "CT 00719345");
        check(IdentifierKind::SocialSecurity, "912-34-5678", " 912345678");
        for value in ["000-00-0000", "999999999", "123-45-6789", "666-12-3456", "UNKNOWN", "", "12"] {
            check(IdentifierKind::SocialSecurity, value, "");
        }
    }
}

//! Single values in the form in which they are compared; none where a value is not what its column holds.

use crate::command::roles::Role;
use crate::linkage::clean;
use crate::linkage::population::PlainKind;

/// House number, street and unit. Where the number has a column of its own, a street gets a number to be read with.
/// Elsewhere than in English the number stands behind the street.
pub(super) fn street(text: &str, number_apart: bool) -> Option<(String, String, String)> {
    let text = if number_apart { format!("1 {text}") } else { text.to_owned() };
    let (mut number, mut street, mut unit) = crate::address::parts(&text)?;
    if number_apart {
        number.clear();
    } else if number.is_empty()
        && let Some((name, behind)) = street.rsplit_once(' ')
        && behind.starts_with(|c: char| c.is_ascii_digit())
    {
        (number, street) = (behind.to_owned(), name.to_owned());
    } else if number.is_empty() && unit.starts_with(|c: char| c.is_ascii_digit()) {
        number = std::mem::take(&mut unit);
    }
    (!street.is_empty()).then_some((number, street, unit))
}

/// A flat or floor. Words alone are a building or a village, which files write in many ways.
pub(super) fn unit(text: &str) -> Option<String> {
    let unit = crate::address::unit(text);
    (unit.len() == 1 || unit.bytes().any(|byte| byte.is_ascii_digit())).then_some(unit)
}

/// A postal code: three letters or digits at least, and not all zero.
pub(super) fn postal(text: &str) -> Option<String> {
    let code: String =
        text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect();
    if code.len() < 2 || !code.bytes().any(|byte| matches!(byte, b'1'..=b'9')) {
        return None;
    }
    // Nine digits are a five-digit code and what stands behind it.
    if code.len() == 9 && code.bytes().all(|byte| byte.is_ascii_digit()) {
        Some(code[..5].to_owned())
    } else {
        Some(code)
    }
}

pub(super) fn sex(text: &str) -> Option<u8> {
    match text.to_ascii_uppercase().as_str() {
        "M" | "MALE" | "MAN" | "H" | "HOMBRE" | "HOMME" | "MAENNLICH" | "1" => Some(b'M'),
        "F" | "FEMALE" | "WOMAN" | "W" | "MUJER" | "FEMME" | "WEIBLICH" | "2" => Some(b'F'),
        _ => None,
    }
}

/// Words, where there are any.
pub(super) fn joined(text: &str) -> Option<String> {
    known(clean::words(text).join(" "))
}

pub(super) fn plain_kind(role: Role) -> Option<PlainKind> {
    let kinds = [
        (Role::Identifier, PlainKind::Identifier),
        (Role::Email, PlainKind::Email),
        (Role::Phone, PlainKind::Phone),
        (Role::Code, PlainKind::Code),
        (Role::Measure, PlainKind::Measure),
        (Role::Text, PlainKind::Text),
    ];
    kinds.into_iter().find(|(of, _)| *of == role).map(|(_, kind)| kind)
}

pub(super) fn plain(kind: PlainKind, text: &str) -> Option<String> {
    match kind {
        PlainKind::Identifier => known(clean::identifier(text)),
        PlainKind::Email => email(text),
        PlainKind::Phone => known(clean::phone(text)),
        PlainKind::Measure => text.trim().parse::<f32>().ok().map(|number| number.to_string()),
        PlainKind::Code | PlainKind::Text => joined(text),
    }
}

/// `none@none.example` has no mailbox. One without the sign may be mistyped.
fn email(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let (mailbox, domain) = text.split_once('@').or_else(|| text.split_once('.'))?;
    let named =
        !clean::is_placeholder(mailbox) && mailbox.chars().any(char::is_alphanumeric) && !domain.is_empty();
    (named && !matches!(mailbox, "noemail" | "nomail" | "noreply" | "no-reply")).then_some(text)
}

fn known(text: String) -> Option<String> {
    if text.is_empty() { None } else { Some(text) }
}

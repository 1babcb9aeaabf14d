//! What takes a document back: LEXS's publish instruction, and what NIEM's statuses say alike.

use ciss_contract::matter::WithdrawalReason;

use crate::intake::Intake;
use crate::tree::Node;

const INSTRUCTIONS: [&str; 6] = [
    "DataItemPublishInstruction",
    "PublishInstruction",
    "DataItemStatus",
    "DocumentStatus",
    "DocumentActionText",
    "TransactionActionText",
];
const STATUSES: [&str; 4] = ["StatusText", "StatusDescriptionText", "StatusCode", "StatusCategoryText"];

/// Why the part of a document takes back what was said under its number, if it does: by an instruction or a status that
/// stands in it, in its metadata, or around it.
pub(crate) fn withdrawn(intake: &Intake<'_>, part: Node<'_>) -> Option<WithdrawalReason> {
    let mut around = Some(part);
    while let Some(node) = around {
        let metadata = node.children().filter(|child| child.name().ends_with("Metadata"));
        for holder in std::iter::once(node).chain(metadata) {
            for stated in INSTRUCTIONS.iter().flat_map(|name| holder.every(name)) {
                if let Some(reason) = says(intake, stated) {
                    return Some(reason);
                }
            }
        }
        around = node.parent();
    }
    None
}

/// Why an activity (an arrest, a booking, an order) is taken back, if it is.
pub(crate) fn cancelled(intake: &Intake<'_>, activity: Node<'_>) -> Option<WithdrawalReason> {
    activity.every("ActivityStatus").into_iter().find_map(|status| says(intake, status))
}

fn says(intake: &Intake<'_>, stated: Node<'_>) -> Option<WithdrawalReason> {
    let inner = STATUSES.iter().flat_map(|name| stated.every(name));
    inner.chain([stated]).find_map(|node| reason(&intake.text(node)?))
}

/// Words behind a negation that it is about.
const NEGATED: usize = 3;

/// A word, or a few of which one says it. A negation before it says the contrary; one behind it, as in `deleted, do not use`,
/// does not.
fn reason(text: &str) -> Option<WithdrawalReason> {
    let text = text.to_uppercase();
    let words: Vec<&str> =
        text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let (at, reason) = words.iter().enumerate().find_map(|(at, word)| Some((at, of_word(word)?)))?;
    let before = &words[at.saturating_sub(NEGATED)..at];
    let negated = before.iter().any(|word| matches!(*word, "NOT" | "NO" | "NEVER"));
    (!negated).then_some(reason)
}

fn of_word(word: &str) -> Option<WithdrawalReason> {
    match word {
        "DELETE" | "DELETED" | "DELETION" | "REMOVE" | "REMOVED" | "UNPUBLISH" | "UNPUBLISHED" | "PURGE"
        | "PURGED" | "CANCEL" | "CANCELED" | "CANCELLED" | "CANCELLATION" | "WITHDRAW" | "WITHDRAWN"
        | "WITHDRAWAL" | "RETRACT" | "RETRACTED" | "RETRACTION" | "VOID" | "VOIDED" | "REVOKED"
        | "RESCINDED" | "NULLIFIED" => Some(WithdrawalReason::Deleted),
        "EXPUNGE" | "EXPUNGED" | "EXPUNGEMENT" | "ERASED" | "ERASURE" => Some(WithdrawalReason::Expunged),
        "SEALED" => Some(WithdrawalReason::Sealed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_take_back_and_words_that_do_not() {
        for (text, expect) in [
            ("Delete", Some(WithdrawalReason::Deleted)),
            ("CANCELLED BY COURT", Some(WithdrawalReason::Deleted)),
            ("Voided", Some(WithdrawalReason::Deleted)),
            ("Expunged", Some(WithdrawalReason::Expunged)),
            ("Insert", None),
            ("Replace", None),
            ("Update", None),
            ("Completed", None),
            ("not cancelled", None),
            ("to be not yet deleted", None),
            ("DELETED - DO NOT USE", Some(WithdrawalReason::Deleted)),
            ("Void, no longer valid", Some(WithdrawalReason::Deleted)),
            ("Cancellation", Some(WithdrawalReason::Deleted)),
            ("", None),
        ] {
            assert_eq!(reason(text), expect, "{text}");
        }
    }
}

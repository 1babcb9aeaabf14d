//! What takes a record back: an instruction of the message (LEXS's publish instruction, an NCIC message key), an indicator,
//! or a status that says so.
//!
//! Every record passes here, because no draft of one can be made otherwise. A word that is neither known to take back nor
//! known to state is said, so that no source's own word for *delete* goes by unseen.

mod said;

use ciss_contract::matter::WithdrawalReason;

use crate::intake::Intake;
use crate::phrase::{name_words, says_no, words};
use crate::refusal::RefusalReason;
use crate::tree::Node;
use said::{abbreviated, mentioned, mistaken, taken_back};
pub(crate) use said::{only_reason, reason};

/// Why the part of a document takes back what was said under its number, if it does: by what stands in it, in its metadata
/// and augmentations, or around it.
pub(crate) fn withdrawn(intake: &Intake<'_>, part: Node<'_>) -> Option<WithdrawalReason> {
    let mut around = Some(part);
    while let Some(node) = around {
        let inner = node.children().filter(|child| adds(*child));
        for holder in std::iter::once(node).chain(inner).chain(node.metadata()) {
            for child in holder.children() {
                if let Some(reason) = Role::of(child.name()).and_then(|role| role.says(intake, child)) {
                    return Some(reason);
                }
            }
        }
        around = node.parent();
    }
    let statuses = part.children().filter(|child| child.name().ends_with("Status"));
    statuses.flat_map(ends).find_map(|status| mistaken(&words(status.raw_text())))
}

/// Why an activity (an arrest, a booking, an order) is taken back, if it is.
pub(crate) fn cancelled(intake: &Intake<'_>, activity: Node<'_>) -> Option<WithdrawalReason> {
    let statuses = activity.every("ActivityStatus").into_iter().flat_map(ends);
    statuses.filter_map(|node| intake.text(node)).find_map(|text| reason(&text))
}

/// It adds to the element around it, and is not metadata of others that name it.
fn adds(node: Node<'_>) -> bool {
    let name = node.name();
    name.ends_with("Augmentation")
        || (name.ends_with("Metadata") && node.tree().identities().described_by(node).is_empty())
}

/// The element, or the elements in it that hold a text.
fn ends(node: Node<'_>) -> Vec<Node<'_>> {
    if node.has_children() { node.children().flat_map(ends).collect() } else { vec![node] }
}

/// What an element says of the message or record that it stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// What is to be done with it.
    Instruction,
    /// A message key of NCIC (NCIC Operating Manual): cancel and clear take back.
    Key,
    /// How it stands.
    Status,
    /// That it is deleted: yes or no.
    Indicator,
}

impl Role {
    fn of(name: &str) -> Option<Role> {
        let name = name_words(name);
        let has = |is: fn(&str) -> bool| name.iter().any(|word| is(word));
        let of_message = has(|word| {
            matches!(
                word,
                "DATA"
                    | "DOCUMENT"
                    | "RECORD"
                    | "TRANSACTION"
                    | "MESSAGE"
                    | "PUBLISH"
                    | "PUBLICATION"
                    | "REPORT"
                    | "PACKAGE"
                    | "SUBMISSION"
                    | "UPDATE"
                    | "ENTRY"
            )
        });
        let of_else = has(|word| {
            matches!(
                word,
                "LICENSE"
                    | "REGISTRATION"
                    | "PERMIT"
                    | "PERSON"
                    | "VEHICLE"
                    | "BAIL"
                    | "BOND"
                    | "FINE"
                    | "CHARGE"
                    | "RENDERING"
            )
        });
        let first = name.first().map_or("", String::as_str);
        if of_else {
            None
        } else if has(|word| matches!(word, "INDICATOR" | "IND" | "FLAG")) {
            let named = mistaken(&name).or_else(|| mentioned(&name).filter(|_| of_message));
            (named == Some(WithdrawalReason::Deleted)).then_some(Role::Indicator)
        } else if has(|word| word == "KEY") && of_message {
            Some(Role::Key)
        } else if has(|word| matches!(word, "INSTRUCTION" | "ACTION" | "OPERATION" | "DIRECTIVE"))
            && (of_message || first == "ACTION")
        {
            Some(Role::Instruction)
        } else {
            (of_message && has(|word| word == "STATUS")).then_some(Role::Status)
        }
    }

    fn says(self, intake: &Intake<'_>, stated: Node<'_>) -> Option<WithdrawalReason> {
        ends(stated).into_iter().find_map(|node| {
            let said = words(&intake.text(node)?);
            let found = self.reason(&said);
            if found.is_none() && !said.iter().any(|word| self.is_statement(word)) {
                intake.leave_out(node, RefusalReason::NotACode("instruction"));
            }
            found
        })
    }

    fn reason(self, said: &[String]) -> Option<WithdrawalReason> {
        let whole = match said {
            [word] => word.as_str(),
            _ => "",
        };
        match self {
            Role::Indicator => {
                matches!(whole, "TRUE" | "T" | "1" | "Y" | "YES").then_some(WithdrawalReason::Deleted)
            }
            Role::Key => {
                let takes_back = (2..=4).contains(&whole.len()) && whole.starts_with(['X', 'C']);
                takes_back.then_some(WithdrawalReason::Deleted).or_else(|| taken_back(said))
            }
            // Whoever sends one asks for it: a request to delete is an instruction to delete.
            Role::Instruction => {
                let code = matches!(whole, "D" | "X" | "CLEAR" | "CLR").then_some(WithdrawalReason::Deleted);
                code.or_else(|| abbreviated(whole)).or_else(|| mentioned(said))
            }
            Role::Status => {
                let code = matches!(whole, "D" | "X").then_some(WithdrawalReason::Deleted);
                code.or_else(|| abbreviated(whole)).or_else(|| taken_back(said))
            }
        }
    }

    /// Words by which a source says that what it sends is to be taken as it stands.
    fn is_statement(self, word: &str) -> bool {
        if self == Role::Indicator {
            return says_no(word);
        }
        matches!(
            word,
            "INSERT"
                | "INSERTED"
                | "ADD"
                | "ADDED"
                | "NEW"
                | "CREATE"
                | "CREATED"
                | "UPDATE"
                | "UPDATED"
                | "REPLACE"
                | "REPLACED"
                | "MODIFY"
                | "MODIFIED"
                | "AMEND"
                | "AMENDED"
                | "CORRECT"
                | "CORRECTED"
                | "SUPPLEMENT"
                | "SUPPLEMENTAL"
                | "ACTIVE"
                | "OPEN"
                | "REOPENED"
                | "CLOSED"
                | "CLEARED"
                | "FINAL"
                | "APPROVED"
                | "COMPLETE"
                | "COMPLETED"
                | "CURRENT"
                | "VALID"
                | "ISSUED"
                | "SERVED"
                | "PUBLISH"
                | "PUBLISHED"
                | "SUBMIT"
                | "SUBMITTED"
                | "ACCEPTED"
                | "RECEIVED"
                | "ENTER"
                | "ENTERED"
                | "INITIAL"
                | "ORIGINAL"
                | "PRELIMINARY"
                | "LOCATE"
                | "LOCATED"
                | "A"
                | "I"
                | "M"
                | "N"
                | "R"
                | "U"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DELETED: Option<WithdrawalReason> = Some(WithdrawalReason::Deleted);

    #[test]
    fn words_that_take_back_and_words_that_do_not() {
        for (text, expect) in [
            ("Delete", DELETED),
            ("CANCELLED BY COURT", DELETED),
            ("Voided", DELETED),
            ("Expunged", Some(WithdrawalReason::Expunged)),
            ("Insert", None),
            ("Replace", None),
            ("Update", None),
            ("Completed", None),
            ("not cancelled", None),
            ("to be not yet deleted", None),
            ("DELETED - DO NOT USE", DELETED),
            ("Void, no longer valid", DELETED),
            ("Cancellation", DELETED),
            ("Entered in error", DELETED),
            ("entered-in-error", DELETED),
            ("not entered in error", None),
            ("Unfounded", DELETED),
            ("Withdrawn", DELETED),
            ("Deletion requested", None),
            ("Deletion rejected", None),
            ("Rescinded, entered in error", DELETED),
            ("Cancellation pending", None),
            ("Request to delete denied", None),
            ("Released in error", None),
            ("Erroneous release", None),
            ("Release voided", None),
            ("Served in error, still active", None),
            ("Deleted in error", None),
            ("Un-delete", None),
            ("Delete and Insert", None),
            ("", None),
        ] {
            assert_eq!(reason(text), expect, "{text}");
        }
    }

    #[test]
    fn words_that_say_something_else_as_well() {
        for (text, expect) in [
            ("Cancelled by order of the court", DELETED),
            ("Entered in error", DELETED),
            ("Void 2026-11-01", DELETED),
            ("Vacated, entered in error", DELETED),
            ("Vacated in error", None),
            ("Cancelled, reissued", None),
            ("Cancelled - new warrant", None),
            ("Recall cancelled", None),
            ("Vacate order rescinded", None),
            ("Invalid service", None),
            ("Active", None),
            ("", None),
        ] {
            assert_eq!(only_reason(text), expect, "{text}");
        }
    }

    #[test]
    fn elements_that_speak_of_the_record_and_what_they_say() {
        for (name, text, expect) in [
            ("DataItemPublishInstruction", "D", DELETED),
            ("DataItemActionCode", "Del", DELETED),
            ("DataItemActionCode", "delete requested", DELETED),
            ("ActionCode", "D", DELETED),
            ("DataItemDeleteIndicator", "true", DELETED),
            ("RecordDeletedFlag", "Y", DELETED),
            ("DataItemDeleteIndicator", "false", None),
            ("DataItemStatus", "Entered in error", DELETED),
            ("DocumentStatusCode", "X", DELETED),
            ("RecordStatusText", "Unfounded", DELETED),
            ("RecordStatusText", "Active", None),
            ("MessageKeyCode", "XW", DELETED),
            ("MessageKeyCode", "CW", DELETED),
            ("MessageKeyCode", "LW", None),
            ("MessageKeyCode", "EW", None),
            ("TransactionActionText", "Clear", DELETED),
            ("SealedIndicator", "true", None),
            ("LicenseRevokedIndicator", "true", None),
            ("CourtActionText", "Withdrawn", None),
            ("PersonStatusText", "Deleted", None),
        ] {
            let found = Role::of(name).and_then(|role| role.reason(&words(text)));
            assert_eq!(found, expect, "{name} {text}");
        }
    }

    #[test]
    fn what_a_court_does_with_a_case_is_no_mistake() {
        for (status, expect) in [
            ("Entered in error", DELETED),
            ("Void", DELETED),
            ("Removed to Part A", None),
            ("Withdrawn", None),
            ("Cancelled", None),
        ] {
            assert_eq!(mistaken(&words(status)), expect, "{status}");
        }
    }
}

//! What a text says of taking back: words, what they are about, and whether it was done.

use ciss_contract::matter::WithdrawalReason;

use crate::phrase::{Outcome, is_asked, is_negated, outcome, words};

/// Why a text takes back what it stands for, if it does.
pub(crate) fn reason(text: &str) -> Option<WithdrawalReason> {
    taken_back(&words(text))
}

/// Why a text takes back what it stands for, where it says nothing else: another word may say that it stands, as in
/// `cancelled, reissued`.
pub(crate) fn only_reason(text: &str) -> Option<WithdrawalReason> {
    let said = words(text);
    let says_only_this = said.iter().all(|word| {
        mentioned(std::slice::from_ref(word)).is_some()
            || word.bytes().all(|byte| byte.is_ascii_digit())
            || matches!(
                word.as_str(),
                "IN" | "BY"
                    | "ON"
                    | "OF"
                    | "THE"
                    | "AND"
                    | "AS"
                    | "PER"
                    | "ERROR"
                    | "MISTAKE"
                    | "ENTERED"
                    | "ISSUED"
                    | "VACATED"
                    | "QUASHED"
                    | "COURT"
                    | "JUDGE"
                    | "CLERK"
                    | "ORDER"
                    | "STATE"
                    | "PROSECUTOR"
                    | "ATTORNEY"
                    | "AGENCY"
                    | "WARRANT"
                    | "ENTRY"
                    | "RECORD"
            )
    });
    if says_only_this { taken_back(&said) } else { None }
}

/// What words say was done; not what somebody asks for and has not got.
pub(super) fn taken_back(said: &[String]) -> Option<WithdrawalReason> {
    if is_done(said) { mentioned(said) } else { None }
}

fn is_done(said: &[String]) -> bool {
    // `withdrawn` and `rescinded` decide against what they stand for, not against taking it back.
    let denies = |word: &String| {
        matches!(
            word.as_str(),
            "DENIED" | "DENIAL" | "REJECTED" | "REFUSED" | "OVERRULED" | "DECLINED" | "DISALLOWED"
        )
    };
    match outcome(said) {
        None => !is_asked(said),
        Some(Outcome::Granted) => true,
        Some(Outcome::Pending) => false,
        Some(Outcome::Refused) => !is_asked(said) && !said.iter().any(denies),
    }
}

/// Words behind a negation that it is about.
const NEGATED: usize = 3;

/// A word that takes back, or two. A negation before it says the contrary; one behind it, as in `deleted, do not use`, does
/// not.
pub(super) fn mentioned(said: &[String]) -> Option<WithdrawalReason> {
    find(said, |word| match word {
        "REMOVE" | "REMOVED" | "REMOVAL" | "INVALID" | "INVALIDATED" | "CANCEL" | "CANCELED"
        | "CANCELLED" | "CANCELLATION" | "WITHDRAW" | "WITHDRAWN" | "WITHDRAWAL" | "REVOKED" | "RESCIND"
        | "RESCINDED" | "RECALLED" | "UNPUBLISH" | "UNPUBLISHED" => Some(WithdrawalReason::Deleted),
        _ => error_or_erasure(word),
    })
}

/// That a record should never have been, or is not to be any more: not what a court does, such as to withdraw a case.
pub(super) fn mistaken(said: &[String]) -> Option<WithdrawalReason> {
    if is_done(said) { find(said, error_or_erasure) } else { None }
}

fn find(said: &[String], of_word: fn(&str) -> Option<WithdrawalReason>) -> Option<WithdrawalReason> {
    let by_mistake = |at: usize| {
        said.get(at..at + 2).is_some_and(|two| {
            matches!(two[0].as_str(), "IN" | "BY") && matches!(two[1].as_str(), "ERROR" | "MISTAKE")
        })
    };
    let (at, reason) = said.iter().enumerate().find_map(|(at, word)| {
        let ended =
            || at.checked_sub(1).and_then(|before| said.get(before)).is_some_and(|word| has_ended(word));
        let in_error = || (by_mistake(at) && !ended()).then_some(WithdrawalReason::Deleted);
        Some((at, of_word(word).or_else(in_error)?))
    })?;
    // `Deleted in error` takes back the deletion, `release void` the release; what is deleted and inserted stands anew.
    let undone = at.checked_sub(1).is_some_and(|before| said[before] == "UN");
    let anew = said.iter().any(|word| matches!(word.as_str(), "INSERT" | "INSERTED" | "REINSERT"));
    let of_another_act = by_mistake(at + 1) || undone || anew || said.iter().any(|word| is_an_end(word));
    (!of_another_act && !is_negated(&said[..at], NEGATED)).then_some(reason)
}

/// What ends a warrant or a custody. Where this is void, the person is to be found.
fn is_an_end(word: &str) -> bool {
    matches!(word, "RELEASE" | "DISCHARGE" | "SERVICE" | "EXECUTION" | "RECALL" | "VACATE" | "CLEARANCE")
}

/// That it has ended. Where this was done in error, as in `released in error`, the record stands.
fn has_ended(word: &str) -> bool {
    matches!(
        word,
        "RELEASED"
            | "DISCHARGED"
            | "SERVED"
            | "EXECUTED"
            | "VACATED"
            | "QUASHED"
            | "CLEARED"
            | "CLOSED"
            | "DISMISSED"
    )
}

fn error_or_erasure(word: &str) -> Option<WithdrawalReason> {
    match word {
        "DELETE" | "DELETED" | "DELETES" | "DELETION" | "PURGE" | "PURGED" | "RETRACT" | "RETRACTED"
        | "RETRACTION" | "VOID" | "VOIDED" | "NULLIFY" | "NULLIFIED" | "ANNULLED" | "ERRONEOUS"
        | "UNFOUNDED" => Some(WithdrawalReason::Deleted),
        "EXPUNGE" | "EXPUNGED" | "EXPUNGEMENT" | "ERASE" | "ERASED" | "ERASURE" => {
            Some(WithdrawalReason::Expunged)
        }
        "SEALED" => Some(WithdrawalReason::Sealed),
        _ => None,
    }
}

/// Short forms, as codes have them.
pub(super) fn abbreviated(whole: &str) -> Option<WithdrawalReason> {
    let deletes =
        matches!(whole, "DEL" | "DELE" | "DLT" | "CXL" | "CAN" | "CANC" | "CNCL" | "VOI" | "RMV" | "EIE");
    deletes.then_some(WithdrawalReason::Deleted)
}

//! What marks a thing as sealed: the name of an element or an attribute, or what a status or a ruling says.

mod closed;

use super::Seal;
use crate::phrase::{Outcome, is_asked, is_negated, name_words, negates, outcome, says_no, words};
use crate::tree::Node;
use closed::{is_closed, is_named_closed, is_named_open};

/// A marker, and what it says.
pub(super) struct Marker {
    pub(super) at: usize,
    pub(super) seal: Seal,
    /// It is what a court decided, of the whole case, wherever in it that is told.
    pub(super) is_ruling: bool,
}

/// The seal that an attribute sets: `sealed="true"`, `recordStatus="sealed"`.
pub(in crate::tree) fn of_attribute(name: &str, value: &str) -> Option<Seal> {
    let (name, value) = (name_words(name), words(value));
    match seal_of(&name) {
        Some(_) if value.is_empty() => None,
        Some(seal) => named(&name, &value).then_some(seal),
        None if is_named_closed(&name) => named(&name, &value).then_some(Seal::Sealed),
        None if may_say_so(&name) => stated(&value).or_else(|| coded(&name, &value)),
        None => None,
    }
}

/// The seal that the element sets by its name, or by what it says.
pub(super) fn marked(node: Node<'_>) -> Option<Marker> {
    let name = name_words(node.name());
    let marker =
        |seal| Marker { at: node.key(), seal, is_ruling: name.iter().any(|word| is_of_a_ruling(word)) };
    if is_marker(&name) {
        let seal = seal_of(&name).unwrap_or(Seal::Sealed);
        return says_so(node, &name).then(|| marker(seal));
    }
    if is_named_open(&name) {
        let denies = words(node.glimpse()).first().is_some_and(|word| says_no(word));
        return denies.then(|| marker(Seal::Sealed));
    }
    if node.has_children() {
        return None;
    }
    let text = words(node.glimpse());
    if may_say_so(&name) || stands_for_status(node) {
        let closed = || is_closed(node, &name, &text).then_some(Seal::Sealed);
        return stated(&text).or_else(|| coded(&name, &text)).or_else(closed).map(marker);
    }
    // A clerk's entry is prose: it counts where it says that it was decided.
    let is_entry = tells_of_a_court(node, &name) && outcome(&text) == Some(Outcome::Granted);
    stated(&text).filter(|_| is_entry).map(|seal| Marker { is_ruling: true, ..marker(seal) })
}

/// The element says that a seal was lifted: `Unsealed`, `Motion to unseal granted`, `Sealing order vacated`.
pub(super) fn lifts(node: Node<'_>) -> bool {
    let name = name_words(node.name());
    if node.has_children() || !(may_say_so(&name) || stands_for_status(node) || tells_of_a_court(node, &name))
    {
        return false;
    }
    let text = words(node.glimpse());
    let has = |any: &[&str]| text.iter().position(|word| any.contains(&word.as_str()));
    let is_said = |at: usize| !is_negated(&text[..at], NEGATED);
    if stated(&text).is_some() {
        return false;
    }
    if let Some(at) = has(&["UNSEALED"]) {
        return is_said(at) && (!is_asked(&text) || outcome(&text) == Some(Outcome::Granted));
    }
    if let Some(at) = has(&["UNSEAL", "UNSEALING"]) {
        return is_said(at) && outcome(&text) == Some(Outcome::Granted);
    }
    let ended = ["VACATED", "LIFTED", "RESCINDED", "REVOKED", "REVERSED", "DISSOLVED"];
    has(&["SEAL", "SEALING"]).is_some() && !is_asked(&text) && has(&ended).is_some_and(is_said)
}

/// What an element says that is named so. An indicator that is there and says nothing is believed; a date or an order that
/// is empty is none.
fn says_so(node: Node<'_>, name: &[String]) -> bool {
    if node.has_children() {
        let leaves = leaves(node);
        let denies = |leaf: &Node<'_>| {
            let is_indicator = name_words(leaf.name()).iter().any(|word| is_indicator(word));
            is_indicator && words(leaf.glimpse()).first().is_some_and(|word| says_no(word))
        };
        let said: Vec<String> = leaves.iter().flat_map(|leaf| words(leaf.glimpse())).collect();
        return !said.is_empty() && !leaves.iter().any(denies) && named(name, &said);
    }
    let text = words(node.glimpse());
    if text.is_empty() {
        return name.last().is_some_and(|word| is_indicator(word)) && node.glimpse().trim().is_empty();
    }
    named(name, &text)
}

fn leaves(node: Node<'_>) -> Vec<Node<'_>> {
    node.children().flat_map(|child| if child.has_children() { leaves(child) } else { vec![child] }).collect()
}

/// A thing that is named so, and says this, is sealed: an answer comes first; a word more may say what is not.
fn named(name: &[String], text: &[String]) -> bool {
    let answer = text.first().map_or("", String::as_str);
    if says_no(answer) || answer == "UNSEALED" || (seal_of(text).is_some() && stated(text).is_none()) {
        return false;
    }
    is_named_closed(name) || stated(&[name, text].concat()).is_some()
}

/// Words behind a negation that it is about.
const NEGATED: usize = 4;

/// The seal that words state. One of the places in them where a seal is spoken of must say that there is one.
fn stated(words: &[String]) -> Option<Seal> {
    let mentions: Vec<(usize, usize, Mention)> = mentions(words);
    let mut begins = 0;
    let mut found = None;
    for (at, (first, behind, mention)) in mentions.iter().enumerate() {
        let ends = mentions.get(at + 1).map_or(words.len(), |(next, ..)| *next);
        if mention.stands(&words[begins..*first], &words[*behind..ends]) {
            found = found.max(Some(mention.seal));
        }
        begins = *behind;
    }
    found
}

/// A place in a text where a seal is spoken of.
#[derive(Clone, Copy)]
struct Mention {
    seal: Seal,
    form: Form,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `sealed`: it is done.
    Done,
    /// `seal`, `expungement`: an act that may be asked for and refused.
    Act,
    /// A standing by law, which holds until it is refused: while it is asked for, the file is closed (CGS 54-76c).
    Standing,
    /// `unseal`: whoever asks for it speaks of something sealed.
    Undone,
}

impl Mention {
    fn stands(self, before: &[String], behind: &[String]) -> bool {
        // A negation counts where it stands before: `sealed, do not disclose` is a seal. `sealed: no` is an answer.
        let answered = behind.len() == 1 && says_no(&behind[0]);
        if is_negated(before, NEGATED) || answered {
            return false;
        }
        let around = || [before, behind].concat();
        // `sealing request`, and not `sealed; a request to unseal`.
        let asked = is_asked(before) || (self.form != Form::Done && is_asked(&behind[..behind.len().min(1)]));
        match (self.form, outcome(&around())) {
            (Form::Undone, outcome) => asked && outcome != Some(Outcome::Granted),
            (Form::Standing, outcome) => outcome != Some(Outcome::Refused),
            (Form::Done | Form::Act, outcome) if asked => outcome == Some(Outcome::Granted),
            (Form::Done, _) => true,
            (Form::Act, outcome) => matches!(outcome, None | Some(Outcome::Granted)),
        }
    }
}

/// The mentions, each with where it begins and what is behind it.
fn mentions(words: &[String]) -> Vec<(usize, usize, Mention)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let two = words.get(at..at + 2).and_then(two_words);
        if let Some(mention) = two {
            found.push((at, at + 2, mention));
            at += 2;
            continue;
        }
        found.extend(one_word(&words[at]).map(|mention| (at, at + 1, mention)));
        at += 1;
    }
    found
}

fn one_word(word: &str) -> Option<Mention> {
    let (seal, form) = match word {
        "EXPUNGED" | "ERASED" => (Seal::Expunged, Form::Done),
        "EXPUNGE" | "EXPUNGEMENT" | "EXPUNCTION" | "ERASE" | "ERASURE" => (Seal::Expunged, Form::Act),
        "SEALED" => (Seal::Sealed, Form::Done),
        "SEAL" | "SEALING" => (Seal::Sealed, Form::Act),
        "UNSEAL" | "UNSEALING" => (Seal::Sealed, Form::Undone),
        _ => return None,
    };
    Some(Mention { seal, form })
}

fn two_words(two: &[String]) -> Option<Mention> {
    let seal = match (two[0].as_str(), two[1].as_str()) {
        ("YOUTHFUL" | "YOUTH", offender) if offender.starts_with("OFFENDER") => Seal::Sealed,
        // Chapter 961a of the General Statutes: erasure. Of youthful offenders, 54-76b to 54-76o, the last is erasure too.
        ("54", "142A" | "142D" | "76O") => Seal::Expunged,
        ("54", "76L") => Seal::Sealed,
        _ => return None,
    };
    Some(Mention { seal, form: Form::Standing })
}

/// The seal that a name is of.
fn seal_of(words: &[String]) -> Option<Seal> {
    mentions(words).into_iter().map(|(_, _, mention)| mention.seal).max()
}

/// `YO`, as courts code a youthful offender.
fn coded(name: &[String], text: &[String]) -> Option<Seal> {
    let is_of = |word: &String| {
        matches!(
            word.as_str(),
            "VEHICLE"
                | "CONVEYANCE"
                | "ITEM"
                | "PROPERTY"
                | "FIREARM"
                | "LOCATION"
                | "ADDRESS"
                | "COUNTRY"
                | "LANGUAGE"
                | "IDENTIFICATION"
                | "TELEPHONE"
        )
    };
    let plain: Vec<&str> = text.iter().map(String::as_str).collect();
    let is_youth = match plain.as_slice() {
        ["YO"] | ["Y", "O"] => true,
        // `YO granted`, `adjudicated YO`.
        [one, other] if [*one, *other].contains(&"YO") => {
            outcome(text) != Some(Outcome::Refused) && !text.iter().any(|word| negates(word))
        }
        _ => false,
    };
    (is_youth && !name.iter().any(is_of)).then_some(Seal::Sealed)
}

/// The name is one of something that may say that a record is sealed.
fn may_say_so(name: &[String]) -> bool {
    name.iter().any(|word| {
        is_of_a_ruling(word)
            || matches!(
                word.as_str(),
                "STATUS"
                    | "SECURITY"
                    | "ACCESS"
                    | "RESTRICTION"
                    | "RESTRICTED"
                    | "DISCLOSURE"
                    | "DISSEMINATION"
                    | "SENSITIVITY"
                    | "CLASSIFICATION"
                    | "CONFIDENTIALITY"
                    | "CATEGORY"
                    | "TYPE"
                    | "SENTENCE"
                    | "PLEA"
            )
    })
}

fn is_of_a_ruling(word: &str) -> bool {
    matches!(
        word,
        "ACTION"
            | "RULING"
            | "MOTION"
            | "PETITION"
            | "ORDER"
            | "DECISION"
            | "OUTCOME"
            | "RESULT"
            | "DISPOSITION"
            | "FINDING"
            | "ADJUDICATION"
            | "JUDGMENT"
            | "VERDICT"
    )
}

/// `CourtEventCommentsText`, `DocketEntryText`.
fn tells_of_a_court(node: Node<'_>, name: &[String]) -> bool {
    let is_prose = |word: &String| {
        let word = word.as_str();
        matches!(
            word,
            "COMMENT" | "COMMENTS" | "DESCRIPTION" | "REMARKS" | "NOTE" | "NOTES" | "ENTRY" | "MINUTES"
        )
    };
    let around = node.parent().map(|around| name_words(around.name())).unwrap_or_default();
    let is_court =
        |word: &String| matches!(word.as_str(), "COURT" | "CASE" | "DOCKET" | "HEARING" | "JUDICIAL");
    name.iter().any(is_prose) && name.iter().chain(&around).any(is_court)
}

/// `DispositionText` says its own; a `StatusText` says what the status around it is of.
fn stands_for_status(node: Node<'_>) -> bool {
    node.parent().is_some_and(|around| {
        name_words(around.name()).last().is_some_and(|word| word == "STATUS" || word == "DISPOSITION")
    })
}

/// The name is that of a marker: `CaseSealedIndicator`, `ExpungementDate`, `MotionToSeal`.
fn is_marker(name: &[String]) -> bool {
    let may_be = name.last().is_some_and(|word| {
        is_indicator(word)
            || is_of_a_ruling(word)
            || matches!(
                word.as_str(),
                "DATE"
                    | "TIME"
                    | "CODE"
                    | "TEXT"
                    | "TYPE"
                    | "STATUS"
                    | "REASON"
                    | "OFFENDER"
                    | "SEALED"
                    | "EXPUNGED"
                    | "ERASED"
            )
    });
    (may_be || is_asked(name)) && (seal_of(name).is_some() || is_named_closed(name))
}

pub(super) fn is_indicator(word: &str) -> bool {
    matches!(word, "INDICATOR" | "IND" | "FLAG")
}

//! How everything is said.

use super::*;

/// How every kind is said of one person and of many, so that a change of words is seen as one.
#[test]
fn phrases() {
    let kinds = Question::ALL.map(Kind::of).into_iter().chain([
        Kind::PossiblyWanted,
        Kind::Caution,
        Kind::Namesakes,
        Kind::Older,
        Kind::Named,
        Kind::Permit { in_force: true },
        Kind::Permit { in_force: false },
        Kind::Withheld,
    ]);
    let kinds = kinds.chain(LicenceStanding::ALL.map(Kind::Licence));
    let mut lines: Vec<String> = Vec::new();
    for kind in kinds {
        for severity in [Severity::Danger, Severity::Caution, Severity::Info] {
            let (one, many) = kind.phrases(severity);
            lines.push(format!("{one} / {many}"));
        }
    }
    lines.dedup();
    insta::assert_snapshot!(lines.join("\n"));
}

#[test]
fn a_source_does_not_say_again_what_is_said() {
    for (kind, detail, expect) in [
        (Kind::Police, "violence against police, 3 May 2026", "3 May 2026"),
        (Kind::Police, "assault on an officer, 3 May 2026", "assault on an officer, 3 May 2026"),
        (Kind::Order, "order against to 3 May 2027", "to 3 May 2027"),
        (Kind::Custody, "in custody, Osborn CI", "Osborn CI"),
        (Kind::Registrant, "registered sex offender", ""),
        (Kind::Supervision, "parole to 3 May 2027", "parole to 3 May 2027"),
    ] {
        assert_eq!(kind.adds(detail), expect);
    }
}

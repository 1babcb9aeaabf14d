//! Connecticut statutes that charges are brought under.

use std::sync::LazyLock;

use ciss_contract::matter::Grade;

use crate::dice::Dice;
use crate::tables::{Weighted, field, number, rows};

/// What a charge is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Violence,
    /// Against a police officer or other public safety personnel.
    Police,
    Property,
    Order,
    Drugs,
    Weapons,
    Motor,
    Sexual,
    Appearance,
    /// Paid by mail.
    Ticket,
}

/// A section of the General Statutes.
pub(crate) struct Statute {
    pub(crate) section: &'static str,
    pub(crate) description: &'static str,
    pub(crate) grade: Grade,
    pub(crate) kind: Kind,
    weight: u64,
}

static STATUTES: LazyLock<Weighted<Statute>> = LazyLock::new(|| {
    let statutes = rows(include_str!("../../data/statutes.csv"))
        .map(|row| Statute {
            section: field(&row, 0),
            description: field(&row, 1),
            grade: match field(&row, 2) {
                "felony" => Grade::Felony,
                "misdemeanor" => Grade::Misdemeanor,
                "violation" => Grade::Violation,
                _ => Grade::Infraction,
            },
            kind: match field(&row, 3) {
                "violence" => Kind::Violence,
                "police" => Kind::Police,
                "property" => Kind::Property,
                "drugs" => Kind::Drugs,
                "weapons" => Kind::Weapons,
                "motor" => Kind::Motor,
                "sexual" => Kind::Sexual,
                "appearance" => Kind::Appearance,
                "ticket" => Kind::Ticket,
                _ => Kind::Order,
            },
            weight: number(&row, 4),
        })
        .collect();
    Weighted::new(
        statutes,
        |_, statute: &Statute| if statute.kind == Kind::Ticket { 0 } else { statute.weight },
    )
});

static TICKETS: LazyLock<Weighted<&'static Statute>> = LazyLock::new(|| {
    let tickets = STATUTES.items().iter().filter(|statute| statute.kind == Kind::Ticket).collect();
    Weighted::new(tickets, |_, statute: &&Statute| statute.weight)
});

static FELONIES: LazyLock<Weighted<&'static Statute>> = LazyLock::new(|| {
    let felonies = STATUTES.items().iter().filter(|statute| statute.grade == Grade::Felony).collect();
    Weighted::new(felonies, |_, statute: &&Statute| statute.weight)
});

/// Draws a charge for an arrest, or for a ticket.
pub(super) fn draw(dice: &mut Dice, kind: Kind) -> &'static Statute {
    if kind == Kind::Ticket { TICKETS.draw(dice) } else { STATUTES.draw(dice) }
}

/// Draws a felony.
pub(super) fn draw_felony(dice: &mut Dice) -> &'static Statute {
    FELONIES.draw(dice)
}

/// The statute with this section, if the table has it.
pub(crate) fn statute(section: &str) -> Option<&'static Statute> {
    STATUTES.items().iter().find(|statute| statute.section == section)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_that_the_program_names_are_in_the_table() {
        for section in ["53a-103", "21a-277(a)", "53a-167c", "53a-172", "53a-173"] {
            assert!(statute(section).is_some(), "{section}");
        }
    }
}

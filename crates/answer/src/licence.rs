//! Driver licenses and permits in an answer.

use ciss_cards::adulthood::age;
use ciss_cards::card::{LicenceCard, PersonCard};
use ciss_contract::answer::Severity;
use ciss_contract::birth::Birth;
use ciss_contract::day::day;
use ciss_contract::lookup::{LicenceAnswer, LicenceStanding, PermitAnswer, Role};
use ciss_contract::source::Source;
use jiff::civil::Date;

use super::reach::Reach;
use super::words;

/// Years from which somebody can have a license (CGS 14-36).
const DRIVING_AGE: u16 = 16;

/// The person's license. None where DMV-LIC was not heard and nothing of it is on file, and for children.
pub(crate) fn answer(card: &PersonCard, role: Role, reach: &Reach<'_>, today: Date) -> Option<LicenceAnswer> {
    if let Some(licence) = &card.licence {
        return Some(granted(licence, role, today));
    }
    let years = card.born.and_then(|born| match born {
        Birth::Day(day) => age(day, today),
        // Whoever may be too young still, has a birthday yet to come.
        Birth::Year(year) => u16::try_from(today.year() - year - 1).ok(),
    });
    let child = years.is_some_and(|years| years < DRIVING_AGE);
    (reach.is_heard(Source::DmvLicence) && !child).then(|| LicenceAnswer {
        standing: LicenceStanding::NotOnFile,
        severity: severity(LicenceStanding::NotOnFile, role),
        words: format!("License {}", words::licence(LicenceStanding::NotOnFile)),
        number: None,
    })
}

fn granted(licence: &LicenceCard, role: Role, today: Date) -> LicenceAnswer {
    let expired = licence.expires.filter(|day| *day < today);
    let by_code = words::driving_status(&licence.status);
    let lapsed = by_code == LicenceStanding::Valid && expired.is_some();
    let standing = if lapsed { LicenceStanding::Expired } else { by_code };
    let said = if standing == LicenceStanding::Unknown {
        format!("status {} (not in the AAMVA table)", licence.status)
    } else {
        let last = expired.filter(|_| standing == LicenceStanding::Expired);
        let words = words::licence(standing);
        last.map_or_else(|| words.to_owned(), |last| format!("{words} {}", day(last)))
    };
    let words = match &licence.class {
        Some(class) => format!("License {said}, class {class}"),
        None => format!("License {said}"),
    };
    LicenceAnswer { standing, severity: severity(standing, role), words, number: licence.number.clone() }
}

/// Whoever owns a vehicle is taken to drive it; others at the address need no license to live there.
const fn severity(standing: LicenceStanding, role: Role) -> Severity {
    match (standing, role) {
        (LicenceStanding::Valid, _) => Severity::Info,
        (LicenceStanding::Eligible | LicenceStanding::NotOnFile, Role::AtAddress) => Severity::Info,
        (
            LicenceStanding::Revoked
            | LicenceStanding::Suspended
            | LicenceStanding::Withdrawn
            | LicenceStanding::Canceled
            | LicenceStanding::Deceased
            | LicenceStanding::Expired
            | LicenceStanding::Unknown
            | LicenceStanding::Eligible
            | LicenceStanding::NotOnFile,
            _,
        ) => Severity::Caution,
    }
}

/// The person's permits, those in force first.
pub(crate) fn permits(card: &PersonCard, today: Date) -> Vec<PermitAnswer> {
    let mut permits: Vec<PermitAnswer> = card
        .permits
        .iter()
        .map(|permit| {
            let what = permit.what.to_lowercase();
            let over = permit.expires.filter(|day| *day < today);
            let words = match (permit.revoked, over, permit.expires) {
                (true, _, _) => format!("{what}, revoked"),
                (false, Some(last), _) => format!("{what}, expired {}", day(last)),
                (false, None, Some(last)) => format!("{what}, to {}", day(last)),
                (false, None, None) => what,
            };
            PermitAnswer { in_force: !permit.revoked && over.is_none(), words }
        })
        .collect();
    permits.sort_by_key(|permit| !permit.in_force);
    permits
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn check(status: &str, class: Option<&str>, expires: Option<Date>, role: Role, expect: (&str, Severity)) {
        let licence =
            LicenceCard { number: None, class: class.map(str::to_owned), status: status.to_owned(), expires };
        let answer = granted(&licence, role, date(2026, 11, 18));
        assert_eq!((answer.words.as_str(), answer.severity), expect);
    }

    #[test]
    fn licenses_stand_by_code_and_day() {
        use Severity::{Caution, Info};
        let at_address = Role::AtAddress;
        check("LIC", Some("D"), Some(date(2029, 3, 1)), at_address, ("License valid, class D", Info));
        check("LIC", Some("D"), Some(date(2026, 11, 18)), at_address, ("License valid, class D", Info));
        let expired = "License expired 17 Nov 2026, class D";
        check("LIC", Some("D"), Some(date(2026, 11, 17)), at_address, (expired, Caution));
        check("SUS", None, Some(date(2020, 1, 1)), at_address, ("License suspended", Caution));
        check("NEN", Some("D"), Some(date(2029, 1, 1)), at_address, ("License withdrawn, class D", Caution));
        check("ELG", None, None, at_address, ("License none, eligible", Info));
        check("ELG", None, None, Role::CoOwner, ("License none, eligible", Caution));
        check("???", None, None, at_address, ("License status ??? (not in the AAMVA table)", Caution));
    }
}

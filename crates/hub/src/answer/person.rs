//! One person in an answer: the head of the golden record and the owed answers.

use ciss_contract::answer::Question;
use ciss_contract::birth::Birth;
use ciss_contract::ids::AddressId;
use ciss_contract::lookup::{PersonAnswer, PhotoRef};
use jiff::civil::Date;

use super::people::Found;
use super::reach::Reach;
use super::{Setting, words};
use crate::card::{LicenceCard, PersonCard};
use crate::pipeline::policy::age;

/// The person's answer. `registered` is the address that the answer is about.
pub(crate) fn answer(
    found: &Found,
    registered: Option<&AddressId>,
    reach: &Reach<'_>,
    setting: &Setting<'_>,
) -> PersonAnswer {
    let Found { role, card, ties, withheld } = found;
    let today = setting.permit.today();
    let elsewhere = card.address.as_ref().filter(|(id, _)| Some(id) != registered);
    let answers = match withheld {
        Some(_) => Vec::new(),
        None => Question::ALL.into_iter().map(|question| reach.owed(question, card)).collect(),
    };
    PersonAnswer {
        golden: card.golden.clone(),
        role: *role,
        name: card.name.clone().into(),
        nickname: card.nickname.clone(),
        sex: card.sex.clone(),
        born: card.born,
        age: card.born.and_then(Birth::day).and_then(|born| age(born, today)),
        description: description(card),
        licence: card.licence.as_ref().map(|licence| licence_words(licence, today)),
        address: elsewhere.map(|(_, line)| line.clone()),
        photo: card.photo.clone().map(|photo| {
            let sealed =
                setting.photo_pass.seal(&setting.permit.operator().federation_id, photo.source, &photo.id);
            PhotoRef { id: sealed, source: photo.source, taken: photo.taken }
        }),
        cautions: card
            .cautions
            .iter()
            .map(|code| words::caution(code).map_or_else(|| code.clone(), str::to_owned))
            .collect(),
        records: usize::try_from(card.records).unwrap_or(usize::MAX),
        sources: card.sources.clone(),
        ties: ties.clone(),
        withheld: withheld.map(str::to_owned),
        answers,
    }
}

/// `5′ 9″, 160 lb, brown hair, brown eyes`.
fn description(card: &PersonCard) -> String {
    let parts = [
        card.height.map(words::height),
        card.weight.map(|pounds| format!("{pounds} lb")),
        card.hair.as_ref().map(|colour| format!("{} hair", colour.to_lowercase())),
        card.eyes.as_ref().map(|colour| format!("{} eyes", colour.to_lowercase())),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// `Licence valid, class D`.
fn licence_words(licence: &LicenceCard, today: Date) -> String {
    let standing = match licence.expires {
        Some(day) if day < today && licence.status == "LIC" => format!("expired {}", words::month(day)),
        Some(_) | None => words::driving_status(&licence.status),
    };
    match &licence.class {
        Some(class) => format!("Licence {standing}, class {class}"),
        None => format!("Licence {standing}"),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn check(status: &str, class: Option<&str>, expires: Option<Date>, expect: &str) {
        let licence =
            LicenceCard { number: None, class: class.map(str::to_owned), status: status.to_owned(), expires };
        assert_eq!(licence_words(&licence, date(2026, 11, 18)), expect);
    }

    #[test]
    fn licences() {
        check("LIC", Some("D"), Some(date(2029, 3, 1)), "Licence valid, class D");
        check("LIC", Some("D"), Some(date(2026, 11, 18)), "Licence valid, class D");
        check("LIC", Some("D"), Some(date(2026, 11, 17)), "Licence expired 11/2026, class D");
        check("SUS", None, Some(date(2020, 1, 1)), "Licence suspended");
        check("???", None, None, "Licence status ??? (not in the AAMVA table)");
    }
}

//! One person in an answer: the head of the golden record and the owed answers.

use std::cmp::Reverse;

use ciss_cards::adulthood::age;
use ciss_cards::card::PersonCard;
use ciss_cards::codes;
use ciss_contract::answer::{Caution, Question};
use ciss_contract::birth::Birth;
use ciss_contract::ids::AddressId;
use ciss_contract::lookup::{LicenceAnswer, PersonAnswer, PhotoRef};

use super::people::Found;
use super::reach::Reach;
use super::{Setting, licence, words};

/// The person's answer. `registered` is the address that the answer is about.
pub(crate) fn answer(
    found: &Found,
    registered: Option<&AddressId>,
    reach: &Reach<'_>,
    setting: &Setting<'_>,
) -> PersonAnswer {
    let Found { role, card, ties, withheld } = found;
    let today = setting.grant.today();
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
        licence: licence::answer(card, *role, reach, today).map(|licence| LicenceAnswer {
            number: licence.number.filter(|_| withheld.is_none()),
            ..licence
        }),
        permits: licence::permits(card, today),
        address: elsewhere.map(|(_, line)| line.clone()),
        photo: card.photo.clone().map(|photo| {
            let sealed =
                setting.photo_pass.seal(&setting.grant.operator().federation_id, photo.source, &photo.id);
            PhotoRef { id: sealed, source: photo.source, taken: photo.taken }
        }),
        cautions: cautions(card),
        records: usize::try_from(card.records).unwrap_or(usize::MAX),
        sources: card.sources.clone(),
        ties: ties.clone(),
        withheld: withheld.map(str::to_owned),
        answers,
        possible: if withheld.is_some() { Vec::new() } else { reach.possible(card) },
        history: if withheld.is_some() { Vec::new() } else { reach.history(card) },
    }
}

fn cautions(card: &PersonCard) -> Vec<Caution> {
    let mut cautions: Vec<Caution> = card.cautions.iter().map(|code| codes::caution(code)).collect();
    cautions.sort_by_key(|caution| Reverse(caution.severity));
    cautions
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

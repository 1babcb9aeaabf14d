//! A want that may be somebody else's is said with its doubt, and never as a want.

use ciss_cards::adulthood::{Adulthood, Statement};
use ciss_cards::card::{Chain, PossibleWant};
use ciss_contract::ids::GoldenId;
use ciss_contract::source::Source;
use ciss_multiview::{ByNumber, IdentifierKind};

use crate::bench::NOW;
use crate::headlines::{DAY, card, check, house, lines, parole, state, want};

/// A want of another golden record, which may be the person's.
fn may_be(chain: &mut Chain, golden: &str, number: &str, summary: &str) {
    let want = PossibleWant {
        golden: GoldenId::from("somebody"),
        adulthood: None,
        fact: want(number, 60, summary, DAY),
        by_number: None,
    };
    card(chain, golden).possible.push(want);
}

#[tokio::test(start_paused = true)]
async fn a_want_that_may_be_anothers_is_said_with_its_doubt() {
    check(
        |chain| may_be(chain, "ana", "W-1", "burglary"),
        &["A person at this address is possibly wanted, verify identity"],
        "Caution: one person at the address is possibly wanted, verify identity, burglary.",
    )
    .await;
    // By way of a record that is only probably the person's own.
    check(
        |chain| {
            state(chain, "ana", want("W-1", 60, "burglary", DAY));
            let document = card(chain, "ana").facts[0].document.clone();
            card(chain, "ana").loose.push(document);
        },
        &["A person at this address is possibly wanted, verify identity"],
        "Caution: one person at the address is possibly wanted, verify identity, burglary.",
    )
    .await;
    // Whoever is wanted for sure is said to be wanted, and what is less grave comes after what may be a want.
    check(
        |chain| {
            state(chain, "luis", want("W-1", 60, "burglary", DAY));
            may_be(chain, "luis", "W-2", "larceny");
            state(chain, "ana", parole());
            may_be(chain, "maria", "W-3", "larceny");
        },
        &[
            "A person at this address is wanted",
            "The registered owner is possibly wanted, verify identity",
            "A person at this address is on probation or parole",
        ],
        "Caution: one person at the address is wanted, burglary, confirm first. Caution: the registered owner is \
         possibly wanted, verify identity, larceny. Another person at the address is on probation or parole.",
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_graver_want_that_may_be_theirs_is_said_of_the_wanted() {
    check(
        |chain| {
            state(chain, "luis", want("W-1", 20, "larceny", DAY));
            may_be(chain, "luis", "W-2", "murder");
        },
        &[
            "A person at this address is wanted",
            "A person at this address is possibly wanted, verify identity",
        ],
        "Caution: one person at the address is wanted, larceny, confirm first. Caution: the same person is possibly \
         wanted, verify identity, murder.",
    )
    .await;
}

#[tokio::test(start_paused = true)]
async fn a_want_that_may_be_anothers_is_a_caution_with_its_record() {
    let answer = house(|chain| may_be(chain, "ana", "W-1", "burglary")).await;
    assert_eq!(answer["headline"]["severity"], "caution");
    let people = answer["people"].as_array().unwrap();
    let ana = people.iter().find(|person| person["golden"] == "ana").unwrap();
    let possible = &ana["possible"][0];
    assert_eq!(possible["golden"], "somebody");
    assert_eq!(
        (&possible["evidence"]["severity"], &possible["evidence"]["verify"]),
        (&"caution".into(), &true.into())
    );
    assert_eq!(ana["answers"][0]["standing"], "no_record");
}

#[tokio::test(start_paused = true)]
async fn a_want_by_number_says_which_and_what_differs() {
    let because = async |numbers: &[IdentifierKind], other_name, other_born| {
        let by_number = ByNumber { numbers: numbers.to_vec(), other_name, other_born };
        let answer = house(|chain| {
            may_be(chain, "ana", "W-1", "burglary");
            card(chain, "ana").possible[0].by_number = Some(by_number);
        })
        .await;
        let people = answer["people"].as_array().unwrap();
        let ana = people.iter().find(|person| person["golden"] == "ana").unwrap();
        ana["possible"][0]["because"].as_str().unwrap().to_owned()
    };
    use IdentifierKind::{OperatorLicence, SocialSecurity};
    assert_eq!(because(&[OperatorLicence], true, false).await, "same license number, other name");
    let both = because(&[OperatorLicence, SocialSecurity], true, true).await;
    assert_eq!(both, "same license and social security number, other name and date of birth");
    assert_eq!(because(&[SocialSecurity], false, false).await, "same social security number");
}

#[tokio::test(start_paused = true)]
async fn a_juveniles_want_is_shown_beside_nobody() {
    let statement = Statement::read(Source::Rms, NOW.parse().unwrap(), Some("2011-04-02"));
    let answer = house(|chain| {
        may_be(chain, "ana", "W-1", "burglary");
        card(chain, "ana").possible[0].adulthood = Adulthood::voted(statement.as_slice());
    })
    .await;
    assert_eq!(lines(&answer), ["No record in 14 sources"]);
}

#[tokio::test(start_paused = true)]
async fn an_adults_number_outweighs_a_childs_date_of_birth_on_a_want() {
    let statement = Statement::read(Source::Rms, NOW.parse().unwrap(), Some("2011-04-02"));
    let numbers = vec![IdentifierKind::OperatorLicence];
    let answer = house(|chain| {
        may_be(chain, "ana", "W-1", "burglary");
        let want = &mut card(chain, "ana").possible[0];
        want.adulthood = Adulthood::voted(statement.as_slice());
        want.by_number = Some(ByNumber { numbers: numbers.clone(), other_name: false, other_born: true });
    })
    .await;
    let people = answer["people"].as_array().unwrap();
    let ana = people.iter().find(|person| person["golden"] == "ana").unwrap();
    assert_eq!(ana["possible"][0]["because"], "same license number, other date of birth");
}

//! Few columns, none of them a number of one's own, and some that say in part what others say.

use std::fmt::Write as _;

use ciss_multiview::command::evaluate_files;

use super::{GIVEN, SEXES, family, link};

/// Draws that have nothing to do with each other, the same at every run.
struct Draws(u64);

impl Draws {
    fn of(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }
}

/// Two censuses ten years apart. A parish lies in one county, but other counties have parishes of that name.
fn censuses(people: usize) -> String {
    let mut draws = Draws(7);
    let mut text = String::from("record_id,source,forename,surname,birth_year,birth_county,parish,truth\n");
    for person in 0..people {
        let (first, last) = (GIVEN[draws.of(8)], family(draws.of(64)));
        let (year, parish) = (1800 + draws.of(80), draws.of(120));
        let county = format!("{}shire", family(parish * 7 % 15 * 9));
        let sources: &[&str] = [&["1851", "1861"][..], &["1851", "1861"], &["1851"]][draws.of(3)];
        for source in sources {
            let said = match draws.of(16) {
                0 => year + 4,
                1..=3 => year - 1,
                _ => year,
            };
            let written = if draws.of(12) == 0 { last.replacen('a', "e", 1) } else { last.clone() };
            let parish = if draws.of(10) == 0 { draws.of(120) } else { parish };
            writeln!(
                text,
                "{source}-{person},{source},{first},{written},{said},{county},St {},{person}",
                family(parish % 90)
            )
            .unwrap();
        }
    }
    text
}

#[test]
fn records_of_one_parish_are_not_taken_for_one_person() {
    let folder = tempfile::tempdir().unwrap();
    link(folder.path(), &[("censuses.csv", &censuses(1_500))], |request| {
        request.ignore = vec!["truth".into()]
    })
    .unwrap();
    let clusters = folder.path().join("clusters.csv");
    let found = evaluate_files(&clusters, &[folder.path().join("censuses.csv")], "truth", None).unwrap();
    assert!(found.precision > 0.9 && found.recall > 0.9, "{found:?}");
}

/// One number is on the records of spouses, and twins and a father and son of one name live in one house.
#[test]
fn relatives_stay_apart_whatever_number_they_share() {
    let mut draws = Draws(11);
    let mut text = String::from(
        "record_id,source,first_name,middle_name,last_name,suffix,sex,dob,ssn,phone,address,truth\n",
    );
    for person in 0..500 {
        let (first, last, kin) = (draws.of(8), family(draws.of(64)), person % 25 == 0);
        let phone = format!("860-{:03}-{:04}", 200 + draws.of(700), draws.of(10_000));
        let born = |year: usize, draws: &mut Draws| {
            format!("{}-{:02}-{:02}", year, 1 + draws.of(12), 1 + draws.of(28))
        };
        let own = born(1940 + draws.of(30), &mut draws);
        let other = born(1972 + draws.of(20), &mut draws);
        let number = |draws: &mut Draws| {
            format!("{:03}-{:02}-{:04}", 100 + draws.of(700), 10 + draws.of(90), draws.of(10_000))
        };
        let (ssn, another) = (number(&mut draws), number(&mut draws));
        let home = format!("{} Elm St", 1 + person);
        let mut tell = |who: &str, first: &str, suffix: &str, sex: &str, born: &str, ssn: &str| {
            for copy in 0..2 {
                writeln!(
                    text,
                    "{person}{who}{copy},{copy},{first},Ann,{last},{suffix},{sex},{born},{ssn},{phone},{home},{person}{who}"
                )
                .unwrap();
            }
        };
        let name = GIVEN[first];
        let (sex, spouse) =
            (SEXES[first], (first + 1 + usize::from(SEXES[(first + 1) % 8] == SEXES[first])) % 8);
        tell("a", name, "", sex, &own, &ssn);
        match person / 25 % 3 {
            _ if !kin => {}
            // Spouses under one number.
            0 => tell("b", GIVEN[spouse], "", SEXES[spouse], &other, &ssn),
            // Twins whose names differ in a letter.
            1 => tell("b", &format!("{name}a"), "", "", &own, &another),
            _ => tell("b", name, "Jr", sex, &other, &another),
        }
    }
    let folder = tempfile::tempdir().unwrap();
    link(folder.path(), &[("kin.csv", &text)], |request| {
        request.ignore = vec!["truth".into()];
    })
    .unwrap();
    let clusters = folder.path().join("clusters.csv");
    let found = evaluate_files(&clusters, &[folder.path().join("kin.csv")], "truth", None).unwrap();
    assert_eq!(found.found_pairs, found.right_pairs, "{found:?}");
    assert!(found.recall > 0.99, "{found:?}");
}

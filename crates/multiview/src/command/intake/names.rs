//! The columns of names.

use rustc_hash::{FxHashMap, FxHashSet};

use super::born::{Tallied, tail};
use super::normal::Normal;
use super::values::joined;
use super::whole::Orders;
use crate::command::roles::{Decision, Role};
use crate::command::table::Table;
use crate::linkage::clean::{self, CleanName};

/// A first name, the initial behind it, and the suffix behind that.
type Given = (String, String, u8);

/// Columns of names.
pub(super) struct NameColumns<'a> {
    whole: Option<Normal<'a, CleanName>>,
    given: Option<Normal<'a, Given>>,
    middle: Option<Normal<'a, String>>,
    surnames: Vec<Normal<'a, (String, u8)>>,
    suffix: Option<Normal<'a, u8>>,
}

impl<'a> NameColumns<'a> {
    pub(super) fn of(
        table: &'a Table,
        decisions: &[Decision],
        source: Option<usize>,
        nothing: &FxHashSet<&str>,
    ) -> NameColumns<'a> {
        let columns =
            |role: Role| decisions.iter().enumerate().filter(move |(_, d)| d.role == role).map(|(at, _)| at);
        let whole = columns(Role::FullName).next().map(|at| {
            let pieces = Normal::of(table, at, nothing, |text| Some(clean::Pieces::of(text)));
            let orders = Orders::learn(table, at, source, &pieces.values);
            pieces.further(|value, pieces| {
                let name = pieces.name(orders.of(value, pieces)).known();
                (name != CleanName::default()).then_some(name)
            })
        });
        let given = |text: &str| {
            let (name, initial, suffix) = clean::given(text);
            let known = !name.is_empty() && !clean::is_unknown_given(&name);
            known.then_some((name, initial, suffix))
        };
        let surname = |text: &str| {
            let (name, suffix) = clean::surname(text);
            let known = !name.is_empty() && !clean::is_unknown_surname(&name);
            known.then_some((name, suffix))
        };
        let suffix = |text: &str| Some(clean::suffix(text)).filter(|suffix| *suffix != 0);
        let middle = |text: &str| joined(text).filter(|name| !clean::is_unknown_given(name));
        NameColumns {
            whole,
            given: columns(Role::GivenName).next().map(|at| Normal::of(table, at, nothing, given)),
            middle: columns(Role::MiddleName).next().map(|at| Normal::of(table, at, nothing, middle)),
            surnames: columns(Role::Surname).map(|at| Normal::of(table, at, nothing, surname)).collect(),
            suffix: columns(Role::Suffix).next().map(|at| Normal::of(table, at, nothing, suffix)),
        }
    }

    pub(super) fn get(&self, row: usize) -> CleanName {
        let mut name = self.whole.as_ref().and_then(|whole| whole.get(row)).cloned().unwrap_or_default();
        if let Some((first, initial, suffix)) = self.given.as_ref().and_then(|given| given.get(row)) {
            name = CleanName { given: first.clone(), middle: initial.clone(), suffix: *suffix, ..name };
        }
        for (family, suffix) in self.surnames.iter().filter_map(|surname| surname.get(row)) {
            if !name.surname.is_empty() {
                name.surname.push(' ');
            }
            name.surname.push_str(family);
            name.suffix = name.suffix.max(*suffix);
        }
        if let Some(middle) = self.middle.as_ref().and_then(|middle| middle.get(row)) {
            name.middle.clone_from(middle);
        }
        let own = self.suffix.as_ref().and_then(|suffix| suffix.get(row)).copied().unwrap_or_default();
        name.suffix = own.max(name.suffix);
        name.known()
    }

    pub(super) fn columns(&self) -> impl Iterator<Item = &dyn Tallied<'a>> {
        let whole = self.whole.iter().map(|column| column as &dyn Tallied<'a>);
        whole
            .chain(self.given.iter().map(|column| column as &dyn Tallied<'a>))
            .chain(self.middle.iter().map(|column| column as &dyn Tallied<'a>))
            .chain(self.surnames.iter().map(|column| column as &dyn Tallied<'a>))
            .chain(self.suffix.iter().map(|column| column as &dyn Tallied<'a>))
    }
}

/// Names that belong to nobody in these files: a family name whose records mostly have one first name, far oftener than
/// that name occurs elsewhere, and yet are of people born on many days or living in many places.
///
/// `people` gives for each record first and family name (0 where it is not known), and what tells people of one name
/// apart where that is known, all by hashes.
pub(super) fn shared_by_many(
    people: impl Iterator<Item = (u64, u64, Option<u64>)> + Clone,
) -> FxHashSet<(u64, u64)> {
    const RECORDS: u32 = 8;
    const PEOPLE: usize = 4;
    const NEVER: f64 = 1e-7;
    let people = people.filter(|(given, surname, _)| *given != 0 && *surname != 0);
    let mut families: FxHashMap<u64, u32> = FxHashMap::default();
    let mut givens: FxHashMap<u64, u32> = FxHashMap::default();
    let mut names: FxHashMap<(u64, u64), u32> = FxHashMap::default();
    let mut all = 1.0;
    for (given, surname, _) in people.clone() {
        all += 1.0;
        *families.entry(surname).or_default() += 1;
        *givens.entry(given).or_default() += 1;
        *names.entry((given, surname)).or_default() += 1;
    }
    names.retain(|(_, surname), records| *records >= RECORDS && 2 * *records > families[surname]);
    let mut apart: FxHashMap<(u64, u64), FxHashMap<u64, u32>> = FxHashMap::default();
    for (given, surname, person) in
        people.filter(|(given, surname, _)| names.contains_key(&(*given, *surname)))
    {
        if let Some(person) = person {
            *apart.entry((given, surname)).or_default().entry(person).or_default() += 1;
        }
    }
    apart.retain(|name, people| {
        let known: u32 = people.values().sum();
        let most = people.values().copied().max().unwrap_or_default();
        let many = people.len() >= PEOPLE && 3 * people.len() as u32 >= known && 2 * most < known;
        // Records of one person count once, here and in the family.
        let count = people.len() as u32;
        let family = f64::from(families[&name.1]) / f64::from(names[name]) * f64::from(count);
        let elsewhere = f64::from(givens[&name.0] - names[name] + 1) / all;
        many && tail(count, family * elsewhere) < NEVER
    });
    apart.into_keys().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_many_people_have_and_nobody_else_of_the_family_stands_in() {
        let check = |people: &[(u64, u64, u64, u64)], expect: &[(u64, u64)]| {
            let records = people.iter().flat_map(|(given, surname, born, records)| {
                let born = move |at: u64| born * 100 + if *born == 0 { at } else { 0 };
                (0..*records).map(move |at| (*given, *surname, Some(born(at))))
            });
            let records: Vec<(u64, u64, Option<u64>)> = records.collect();
            assert_eq!(shared_by_many(records.into_iter()), expect.iter().copied().collect(), "{people:?}");
        };
        let [nemo, niemand, ann, reed, jose, garcia]: [u64; 6] = [1, 2, 3, 4, 5, 6];
        // Zero: another day of birth in every record.
        check(&[(nemo, niemand, 0, 12), (ann, reed, 0, 4)], &[(nemo, niemand)]);
        // Four of five people of a family, of a name that many others have.
        let others = [(nemo, reed, 0, 40), (ann, reed, 0, 100), (jose, reed, 0, 100)];
        check(&[[(nemo, niemand, 0, 8), (ann, niemand, 0, 2)].as_slice(), &others].concat(), &[]);
        check(&[(ann, reed, 1, 40)], &[]);
        check(&[(ann, reed, 1, 10), (ann, reed, 2, 10)], &[]);
        check(&[(jose, garcia, 0, 30), (ann, garcia, 0, 30), (nemo, garcia, 0, 9)], &[]);
    }
}

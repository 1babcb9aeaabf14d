//! What columns hold.

use std::fmt::Write as _;

use ciss_multiview::command::Role;

use super::{GIVEN, SEXES, family, link};

#[test]
fn columns_are_understood_by_name_and_by_values() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from("key;c1;c2;c3;c4;c5\n");
    for at in 0..200 {
        let (given, sex, family) = (GIVEN[at % 8], SEXES[at % 8], family(at * 3));
        writeln!(
            text,
            "k{at};{given};{family};{}/{}/19{};{sex};u{at}@mail.example",
            1 + at % 28,
            1 + at % 12,
            40 + at % 50
        )
        .unwrap();
    }
    let report = link(folder.path(), &[("plain.csv", &text)], |_| {}).unwrap();
    let roles: Vec<Role> = report.columns.iter().map(|column| column.role).collect();
    assert_eq!(roles, [Role::Id, Role::GivenName, Role::Surname, Role::BirthDate, Role::Sex, Role::Email]);
}

/// What the names of columns say counts before what values look like, in other languages too; of columns without a
/// telling name, the dates that are spread most are those of birth, and the first words are names.
#[test]
fn other_columns_do_not_pass_for_those_of_a_person() {
    let check = |header: &str, expect: &[Role]| {
        let folder = tempfile::tempdir().unwrap();
        let mut text = format!("id,{header}\n");
        for at in 0..200 {
            let (family, town) = (family(at * 3), family(at * 7 + 5));
            let first = ["Zdzisław", "Bożena", "Wojciech", "Małgorzata"][at % 4];
            let (visited, born) = (1 + at % 28, 1930 + at % 70);
            let amount = at * 17 % 90;
            writeln!(text, "{at},2026-03-{visited:02},{amount}.50,{first},{family},{born}-04-07,{town}")
                .unwrap();
        }
        let report = link(folder.path(), &[("visits.csv", &text)], |_| {}).unwrap();
        let roles: Vec<Role> = report.columns.iter().skip(1).map(|column| column.role).collect();
        assert_eq!(roles, expect, "{header}");
    };
    let named =
        [Role::Code, Role::Measure, Role::GivenName, Role::Surname, Role::BirthDate, Role::Town].as_slice();
    check("visit_date,amount,first_name,last_name,dob,city", named);
    check("wizyta,kwota,imię,nazwisko,data_urodzenia,miejscowość", named);
    let unnamed = [Role::Code, Role::Measure, Role::GivenName, Role::Surname, Role::BirthDate, Role::Text];
    check("c1,c2,c3,c4,c5,c6", &unnamed);
    check("visit,sum,name,surname,c5,c6", &unnamed);
}

/// A row of [`with_column`].
struct Row<'a> {
    person: usize,
    given: &'a str,
    family: &'a str,
    year: usize,
    town: &'a str,
}

/// People of many names, each twice, with a column more.
fn with_column(name: &str, value: &dyn Fn(&Row<'_>) -> String) -> (String, Vec<Role>) {
    let towns = ["Harwick", "Norden", "Granton", "Westlow", "Eastmere", "Penfield", "Colebury"];
    let mut text = format!("id,first_name,last_name,dob,phone,city,{name}\n");
    for at in 0..256 {
        let person = at % 128;
        let (given, family) = (GIVEN[(person * 5 + person / 64) % 8], family(person * 11));
        let (year, month, day) = (1940 + person * 37 % 60, 1 + person * 7 % 12, 1 + person * 13 % 28);
        let town = towns[person * 3 % 7];
        let more = value(&Row { person, given, family: &family, year, town });
        let phone = 2_030_000 + person * 7_919 % 9_973;
        writeln!(text, "{at},{given},{family},{year}-{month:02}-{day:02},203{phone},{town},{more}").unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let report = link(folder.path(), &[("people.csv", &text)], |_| {}).unwrap();
    (report.columns[6].why.clone(), report.columns.iter().map(|column| column.role).collect())
}

#[test]
fn what_restates_another_column_is_found_in_the_data_and_left_out() {
    let born = |person: usize| (1 + person * 7 % 12, 1 + person * 13 % 28);
    let check = |name: &str, expect: &str, value: &dyn Fn(&Row<'_>) -> String| {
        let (why, roles) = with_column(name, value);
        assert_eq!(roles[6], Role::Ignored, "{name}: {why}");
        assert!(why.ends_with(expect), "{name}: {why}");
        let others = [Role::Id, Role::GivenName, Role::Surname, Role::BirthDate, Role::Phone, Role::Town];
        assert_eq!(roles[..6], others, "{name}");
    };
    check("x", "but it is the same in another form as dob", &|row| {
        format!("{}/{}/{}", born(row.person).0, born(row.person).1, row.year)
    });
    check("x", "but it is a part of last_name", &|row| row.family[..3].to_uppercase());
    check("x", "but it is a part of phone", &|row| {
        format!("{:04}", (2_030_000 + row.person * 7_919 % 9_973) % 10_000)
    });
    check("x", "but it is made of first_name, last_name, city", &|row| {
        format!("{}; {} ({})", row.family, row.given, row.town)
    });
    check("age", "but it is told by dob", &|row| (2026 - row.year - row.person % 2).to_string());
    check("precinct", "but it is told by city", &|row| row.town.replace(['a', 'e', 'o'], "x") + "shire");
    let sound = |name: &str| name.chars().filter(|letter| !"aeiou".contains(*letter)).collect::<String>();
    check("sound", "but it is told by last_name", &|row| sound(row.family).to_uppercase() + "Q");
}

#[test]
fn what_says_something_of_its_own_is_compared() {
    let check = |name: &str, expect: Role, value: &dyn Fn(&Row<'_>) -> String| {
        let (why, roles) = with_column(name, value);
        assert_eq!(roles[6], expect, "{name}: {why}");
    };
    let jobs = ["baker", "carpenter", "teacher", "nurse", "driver", "farmer", "clerk"];
    check("occupation", Role::Text, &|row| jobs[row.person / 7 % 7].to_owned());
    check("ssn", Role::Identifier, &|row| format!("{}", 300_000_000 + row.person * 1_234_567));
    check("height", Role::Measure, &|row| (150 + row.person * 17 % 43).to_string());
    // A mailbox made of the name is compared by what it says besides; any other by all of it.
    check("email", Role::Code, &|row| {
        format!("{}{}{}@mail.example", &row.given[..1], row.family, row.person % 90)
    });
    check("email", Role::Email, &|row| format!("m{}@mail.example", row.person * 7_919));
}

/// Names of columns may mislead; their values decide whether they are borne out.
#[test]
fn a_name_that_the_values_do_not_bear_is_given_up() {
    let check = |name: &str, expect: Role, value: &dyn Fn(&Row<'_>) -> String| {
        let (why, roles) = with_column(name, value);
        assert_eq!(roles[6], expect, "{name}: {why}");
    };
    let places = ["Rushden", "Millbrook", "Ashby Falls", "Stony Ridge", "Lowick"];
    let place = |person: usize| places[person * 31 % 5].to_owned();
    check("town_of_birth", Role::Text, &|row| place(row.person));
    check("birth_place", Role::Text, &|row| place(row.person));
    check("mother_last_name", Role::Text, &|row| family(row.person * row.person / 3));
    check("phone_type", Role::Code, &|row| ["home", "work", "cell"][row.person * 31 % 3].to_owned());
    check("email_allowed", Role::Code, &|row| ["yes", "no", "ask"][row.person * 17 % 3].to_owned());
}

/// Of more columns than are compared at a time the least telling are left out, and the report says which.
#[test]
fn a_wide_table_keeps_what_tells_most() {
    let folder = tempfile::tempdir().unwrap();
    let events: Vec<String> = (0..30).map(|at| format!("event_{at}")).collect();
    let mut text = format!("id,first_name,last_name,{},address,city,ssn\n", events.join(","));
    for at in 0..300 {
        let codes = (0..30).map(|event| format!("E{}", (at * (event + 3) / 7) % 4));
        let (given, family, codes) =
            (GIVEN[at * 5 % 8], family(at * 11), codes.collect::<Vec<_>>().join(","));
        let number = 300_000_000 + at * 1_234_567;
        writeln!(text, "{at},{given},{family},{codes},{} High St,Norden,{number}", at * 7 % 90).unwrap();
    }
    let report = link(folder.path(), &[("wide.csv", &text)], |_| {}).unwrap();
    let role = |name: &str| report.columns.iter().find(|column| column.column == name).unwrap().role;
    for (name, expect) in [
        ("first_name", Role::GivenName),
        ("last_name", Role::Surname),
        ("address", Role::Street),
        ("city", Role::Town),
        ("ssn", Role::Identifier),
    ] {
        assert_eq!(role(name), expect, "{name}");
    }
    let compared = events.iter().filter(|name| role(name) == Role::Code).count();
    assert!((10..24).contains(&compared), "{compared}");
    let left_out = report.columns.iter().find(|column| column.role == Role::Ignored).unwrap();
    assert!(
        left_out.why.ends_with("24 subjects are compared at most, and others tell more"),
        "{}",
        left_out.why
    );
}

/// Every column says how many of its values were read.
#[test]
fn the_report_counts_what_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::from("id,first_name,last_name,dob,phone\n");
    for at in 0..100 {
        let (given, family) = (GIVEN[at * 5 % 8], family(at * 11));
        let born = match at % 20 {
            0 => "REFUSED".to_owned(),
            1 => "not given".into(),
            2 => format!("1980-13-{}", 40 + at / 20),
            _ => (20_000 + at * 77).to_string(),
        };
        let (first, phone) =
            if at % 10 == 0 { ("REFUSED", "REFUSED".into()) } else { (given, format!("203555{at:04}")) };
        writeln!(text, "{at},{first},{family},{born},{phone}").unwrap();
    }
    let report = link(folder.path(), &[("people.csv", &text)], |_| {}).unwrap();
    let words = |at: usize| report.columns[at].values.as_ref().map(ciss_multiview::command::Tally::words);
    assert_eq!(words(0), None);
    assert_eq!(words(1).unwrap(), "90 read, 10 stand in for a missing value");
    assert_eq!(
        words(3).unwrap(),
        "85 read, 10 stand in for a missing value, 5 not understood, such as \"1980-13-40\", \"1980-13-41\", \"1980-13-42\""
    );
    assert_eq!(words(4).unwrap(), "90 read, 10 stand in for a missing value");
}

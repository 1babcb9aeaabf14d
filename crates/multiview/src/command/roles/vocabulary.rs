//! Words that column names are made of, in the languages of the registers we know.

use super::Role;

/// Role and the names and words that mean it. A whole name is looked for before a single word.
const WORDS: [(Role, &[&str]); 24] = [
    (
        Role::Ignored,
        &[
            "cluster",
            "cluster_id",
            "true_cluster",
            "true_id",
            "entity_id",
            "ent_id",
            "label",
            "truth",
            "match_id",
            "group_id",
            "person_id",
        ],
    ),
    (
        Role::BirthYear,
        &[
            "birth_year",
            "year_of_birth",
            "yob",
            "by",
            "dob_year",
            "dob_yr",
            "byear",
            "dob_y",
            "geburtsjahr",
            "annee_naissance",
            "ano_nacimiento",
            "geboortejaar",
            "year",
        ],
    ),
    (
        Role::BirthMonth,
        &[
            "birth_month",
            "month_of_birth",
            "bm",
            "dob_mon",
            "dob_month",
            "mob",
            "dob_m",
            "bmonth",
            "geburtsmonat",
            "month",
        ],
    ),
    (Role::BirthDay, &["birth_day", "day_of_birth", "bd", "dob_day", "dob_d", "bday", "geburtstag", "day"]),
    (
        Role::BirthDate,
        &[
            "dob",
            "date_of_birth",
            "birth_date",
            "birthdate",
            "birthday",
            "born",
            "geburtsdatum",
            "date_naissance",
            "fecha_nacimiento",
            "fecha_de_nacimiento",
            "geboortedatum",
            "data_nascita",
            "gebdat",
            "birth_dt",
        ],
    ),
    (
        Role::Text,
        &[
            "birth_place",
            "place_of_birth",
            "birthplace",
            "geburtsort",
            "lieu_naissance",
            "pob",
            "occupation",
            "job",
            "profession",
            "beruf",
            "employer",
            "relationship",
            "spouse",
            "father",
            "mother",
            "maiden_name",
        ],
    ),
    (
        Role::MiddleName,
        &[
            "middle_name",
            "middle",
            "mname",
            "middlename",
            "second_name",
            "middle_initial",
            "mi",
            "midl_name",
            "zweitname",
        ],
    ),
    (
        Role::GivenName,
        &[
            "given_name",
            "given",
            "givenname",
            "first_name",
            "firstname",
            "fname",
            "forename",
            "forename1",
            "christian_name",
            "vorname",
            "prenom",
            "nombre",
            "voornaam",
            "nome",
            "pername1",
            "first",
            "fn",
        ],
    ),
    (
        Role::Surname,
        &[
            "surname",
            "last_name",
            "lastname",
            "lname",
            "family_name",
            "familyname",
            "familienname",
            "nachname",
            "nom",
            "apellido",
            "apellidos",
            "achternaam",
            "cognome",
            "pername2",
            "last",
            "sname",
            "ln",
            "maiden",
        ],
    ),
    (Role::Suffix, &["suffix", "name_suffix", "generation", "name_sufx_cd"]),
    (Role::FullName, &["name", "full_name", "fullname", "person_name", "naam", "complete_name"]),
    (
        Role::Sex,
        &["sex", "gender", "geschlecht", "sexe", "sexo", "geslacht", "sesso", "gender_code", "sex_code"],
    ),
    (Role::Email, &["email", "e_mail", "mail", "email_address"]),
    (
        Role::Phone,
        &[
            "phone",
            "telephone",
            "tel",
            "mobile",
            "cell",
            "phone_number",
            "telefon",
            "telefono",
            "phone_num",
            "full_phone_num",
        ],
    ),
    (
        Role::Identifier,
        &[
            "ssn",
            "soc_sec_id",
            "social_security",
            "social_security_number",
            "nino",
            "nhs",
            "nhs_number",
            "passport",
            "licence",
            "license",
            "drivers_license",
            "driver_license",
            "driver_licence",
            "dl",
            "oln",
            "sid",
            "fbi",
            "medicare",
            "national_id",
            "tax_id",
            "nin",
            "voter_id",
            "inmate",
            "identity_number",
            "id_number",
            "bsn",
            "dni",
            "nie",
            "cpf",
            "insee",
        ],
    ),
    (
        Role::PostalCode,
        &[
            "postcode",
            "postal_code",
            "postalcode",
            "zip",
            "zip_code",
            "zipcode",
            "plz",
            "pc",
            "enumpc",
            "code_postal",
            "codigo_postal",
            "cap",
            "post_code",
            "res_zip",
            "postcode_fake",
        ],
    ),
    (
        Role::HouseNumber,
        &[
            "street_number",
            "house_number",
            "house_no",
            "housenumber",
            "hausnummer",
            "house_num",
            "huisnummer",
            "st_no",
        ],
    ),
    (
        Role::Unit,
        &[
            "unit",
            "apartment",
            "apt",
            "flat",
            "floor",
            "address_2",
            "address2",
            "addr_2",
            "addr2",
            "address_line_2",
        ],
    ),
    (
        Role::Street,
        &[
            "street",
            "address_1",
            "address1",
            "addr_1",
            "addr1",
            "address_line_1",
            "street_address",
            "street_name",
            "address",
            "addr",
            "strasse",
            "rue",
            "calle",
            "straat",
            "enumcap",
            "res_street_address",
            "residence",
        ],
    ),
    (
        Role::Town,
        &[
            "town",
            "suburb",
            "city",
            "locality",
            "ort",
            "ville",
            "stadt",
            "parish",
            "municipality",
            "plaats",
            "comune",
            "village",
            "ciudad",
            "wohnort",
            "res_city_desc",
            "city_name",
        ],
    ),
    (
        Role::Region,
        &[
            "state",
            "county",
            "region",
            "province",
            "canton",
            "district",
            "state_cd",
            "country",
            "bundesland",
            "land",
        ],
    ),
    (
        Role::Code,
        &[
            "race",
            "ethnicity",
            "ethnic",
            "marital_status",
            "marital",
            "eyes",
            "hair",
            "eye_color",
            "hair_color",
            "religion",
            "party",
            "nationality",
            "race_code",
            "title",
        ],
    ),
    (Role::Measure, &["height", "weight", "age", "alter", "edad"]),
    (Role::Ignored, &["rec_no", "row", "index", "timestamp", "updated", "created"]),
];

/// `givenName_2` as `given_name`.
fn normal(name: &str) -> String {
    let mut found = String::new();
    let mut before = ' ';
    for letter in deunicode::deunicode(name).chars() {
        if letter.is_ascii_uppercase() && before.is_ascii_lowercase() {
            found.push('_');
        }
        found.push(if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { '_' });
        before = letter;
    }
    found.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_")
}

/// What the name of a column says it holds, and the word that says so.
pub(super) fn role(name: &str) -> Option<(Role, &'static str)> {
    let name = normal(name);
    let whole = |wanted: &str| {
        WORDS.iter().find_map(|(role, words)| Some((*role, *words.iter().find(|word| **word == wanted)?)))
    };
    if let Some(found) = whole(&name) {
        return Some(found);
    }
    // Numbered columns: fname_c1, surname2, given_name_std.
    let mut parts: Vec<&str> = name.split('_').collect();
    while parts.len() > 1 {
        let last = parts.last().copied().unwrap_or_default();
        let numbered = last.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        let mark = last.len() <= 3
            && numbered.len() < 3
            && !numbered.is_empty()
            && numbered.bytes().all(|b| b.is_ascii_digit());
        if !mark && !matches!(last, "std" | "clean" | "norm" | "raw" | "orig" | "l" | "r" | "fake") {
            break;
        }
        parts.pop();
        if let Some(found) = whole(&parts.join("_")) {
            return Some(found);
        }
    }
    let bare = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if bare != name
        && let Some(found) = whole(bare)
    {
        return Some(found);
    }
    // The last word weighs most: "patient_first_name", "res_city", "owner_dob".
    let parts: Vec<&str> = name.split('_').collect();
    (1..parts.len())
        .find_map(|from| whole(&parts[from..].join("_")))
        .or_else(|| (1..parts.len()).rev().find_map(|to| whole(&parts[..to].join("_"))))
        .filter(|(role, _)| *role != Role::Ignored)
}

/// The column names the records.
pub(super) fn is_id(name: &str) -> bool {
    matches!(
        normal(name).as_str(),
        "record_id" | "id" | "rec_id" | "unique_id" | "recid" | "row_id" | "recordid" | "uid" | "rid"
    )
}

/// The column names the source.
pub(crate) fn is_source(name: &str) -> bool {
    matches!(
        normal(name).as_str(),
        "source"
            | "source_dataset"
            | "dataset"
            | "src"
            | "database"
            | "data_source"
            | "source_id"
            | "source_name"
            | "system"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_columns_hold() {
        let check =
            |name: &str, expect: Option<Role>| assert_eq!(role(name).map(|(role, _)| role), expect, "{name}");
        for name in [
            "given_name",
            "First Name",
            "fname_c1",
            "firstName",
            "VORNAME",
            "prénom",
            "pername1",
            "patient_first_name",
            "forename_std",
        ] {
            check(name, Some(Role::GivenName));
        }
        for name in ["surname", "Last_Name", "lname_c2", "familyName", "Nachname", "apellido1", "pername2"] {
            check(name, Some(Role::Surname));
        }
        for name in ["dob", "DateOfBirth", "birth_date", "Geburtsdatum"] {
            check(name, Some(Role::BirthDate));
        }
        check("dob_day", Some(Role::BirthDay));
        check("by", Some(Role::BirthYear));
        check("birth_place", Some(Role::Text));
        check("postcode_fake", Some(Role::PostalCode));
        check("soc_sec_id", Some(Role::Identifier));
        check("address_1", Some(Role::Street));
        check("res_city", Some(Role::Town));
        check("cluster_id", Some(Role::Ignored));
        check("c2", None);
        check("field_7", None);
    }
}

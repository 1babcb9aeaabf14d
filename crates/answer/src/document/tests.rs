//! What is read in a document.

use serde_json::json;

use super::*;

fn lines(document: serde_json::Value) -> Vec<String> {
    let document: SourceDocument = serde_json::from_value(document).unwrap();
    let line = |part: &DocumentPart, field: &DocumentField| {
        format!("{} | {} | {}", part.title, field.label, field.value)
    };
    let parts = parts(&document);
    parts.iter().flat_map(|part| part.fields.iter().map(|field| line(part, field))).collect()
}

#[test]
fn a_warrant_reads_in_words_and_keeps_a_social_security_number_to_itself() {
    let told = lines(json!({
        "source": "PRAWN", "number": "26-1", "as_of": "2026-02-01T12:00:00Z",
        "persons": [{ "name": { "surname": "VEGA", "given": "ANA" }, "born": "1985-02-03", "eyes": "BLU", "height": 66,
                      "cautions": ["00"], "identifiers": [
                          { "kind": "social_security", "value": "123456789" },
                          { "kind": "operator_licence", "value": "104882217", "issuer": "CT" }],
                      "addresses": [{ "street": "1 Main St", "town": "Derby", "state": "CT" }] }],
        "matters": [{ "kind": "warrant", "subject": 0, "number": "W1", "status": "ACTIVE", "extradition": "1",
                      "bail": "500", "charges": [{ "description": "Larceny", "grade": "felony", "counts": 2 }] }],
    }));
    assert_eq!(
        told,
        [
            "Warrant | Warrant | W1",
            "Warrant | Status | active",
            "Warrant | Charge | Larceny · felony · 2 counts",
            "Warrant | Extradition | full extradition",
            "Warrant | Bail | $500",
            "Person | Name | VEGA, Ana",
            "Person | Date of birth | 1985-02-03",
            "Person | Height | 5′ 6″",
            "Person | Eyes | blue",
            "Person | Social security number | stated, never shown",
            "Person | License number | CT 104882217",
            "Person | Address | 1 Main St, Derby, CT",
            "Person | Caution | Armed and dangerous",
        ]
    );
}

#[test]
fn of_several_people_each_matter_says_whom_it_is_about() {
    let person = |given: &str| json!({ "name": { "surname": "Roe", "given": given } });
    let told = lines(json!({
        "source": "RMS", "number": "1", "as_of": "2026-02-01T12:00:00Z",
        "persons": [person("Ana"), person("Bo")],
        "matters": [{ "kind": "arrest", "subject": 1, "charges": [], "violence_against_police": true }],
    }));
    assert_eq!(
        told,
        [
            "Arrest | Person | ROE, Bo",
            "Arrest | Violence against police | yes",
            "Person 1 | Name | ROE, Ana",
            "Person 2 | Name | ROE, Bo",
        ]
    );
}

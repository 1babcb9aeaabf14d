//! Codes in words.

use std::collections::HashMap;
use std::sync::LazyLock;

use ciss_contract::answer::{Caution, Severity};

/// A code table; a code may have several meanings.
struct Table(HashMap<&'static str, Vec<&'static str>>);

impl Table {
    /// Reads `code,description` lines. Descriptions with a comma stand in quotation marks.
    fn read(text: &'static str) -> Table {
        let mut meanings: HashMap<&'static str, Vec<&'static str>> = HashMap::new();
        for line in text.lines().skip(1) {
            if let Some((code, words)) = line.split_once(',') {
                meanings.entry(code.trim()).or_default().push(words.trim().trim_matches('"'));
            }
        }
        Table(meanings)
    }

    /// The shortest meaning, without what stands in parentheses. Of two that are as short the later line counts: the
    /// tables correct themselves so (`VOLK`).
    fn shortest(&self, code: &str) -> Option<String> {
        let meanings = self.0.get(code.trim().to_ascii_uppercase().as_str())?;
        meanings
            .iter()
            .rev()
            .map(|words| plain(words))
            .filter(|words| !words.is_empty())
            .min_by_key(String::len)
    }

    /// The meaning that begins with the letters of the code, if there is only one: a model code that stands for four
    /// models says none of them.
    fn unmistakable(&self, code: &str) -> Option<String> {
        let code = code.trim().to_ascii_uppercase();
        let meanings = self.0.get(code.as_str())?;
        let begins = |words: &&&str| words.to_ascii_uppercase().starts_with(&code);
        let mut alike: Vec<String> = meanings.iter().filter(begins).map(|words| plain(words)).collect();
        if alike.is_empty() {
            alike = meanings.iter().map(|words| plain(words)).collect();
        }
        alike.sort();
        alike.dedup();
        if alike.len() == 1 { alike.pop() } else { None }
    }
}

fn plain(words: &str) -> String {
    words.split('(').next().unwrap_or_default().trim().to_owned()
}

macro_rules! tables {
    ($($name:ident, $file:literal;)*) => {
        $(static $name: LazyLock<Table> =
            LazyLock::new(|| Table::read(include_str!(concat!("../../../assets/codes/", $file))));)*

        /// The tables as they are written.
        pub const fn tables() -> &'static [&'static str] {
            &[$(include_str!(concat!("../../../assets/codes/", $file))),*]
        }
    };
}

tables! {
    MAKES, "ncic_vma.csv";
    MODELS, "ncic_vmo.csv";
    STYLES, "ncic_vst.csv";
    COLOURS, "ncic_vco.csv";
    PLATE_TYPES, "ncic_lit.csv";
    EYES, "ncic_eye.csv";
    HAIR, "ncic_hai.csv";
}

/// Agencies of Connecticut by ORI.
static AGENCIES: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let table = include_str!("../../../assets/codes/ct_agencies_ori.csv");
    let line = |line: &'static str| {
        let mut columns = line.split(',');
        let ori = columns.next()?;
        // A name with a comma stands in quotation marks.
        Some((ori, line.rsplit('"').nth(1).or_else(|| columns.nth(2))?))
    };
    table.lines().skip(1).filter_map(line).collect()
});

/// An agency by its ORI: `New Haven Police Department, CT0009300`. What is no ORI of the table is given back as it is.
pub fn agency(ori: &str) -> String {
    let ori = ori.trim();
    match AGENCIES.get(ori.to_ascii_uppercase().as_str()) {
        Some(name) => format!("{name}, {ori}"),
        None => ori.to_owned(),
    }
}

/// A vehicle make in words: `HOND` is Honda. What is no code is given back as it is, as with all of these.
pub fn make(code: &str) -> String {
    MAKES.unmistakable(code).or_else(|| MAKES.shortest(code)).unwrap_or_else(|| code.trim().to_owned())
}

/// A vehicle model in words, where the code stands for one model only: `CIV` is Civic.
pub fn model(code: &str) -> String {
    MODELS.unmistakable(code).unwrap_or_else(|| code.trim().to_owned())
}

/// Make and model in words. A model that begins with its make says it only once: `RAM`, `Ram 1500` is `RAM`, `1500`.
pub fn make_and_model(make: Option<&str>, model: Option<&str>) -> (Option<String>, Option<String>) {
    // A model of the make's own name is no code either: `RAM` is a Rambler of others.
    let same = |model: &&str| make.is_some_and(|make| make.trim().eq_ignore_ascii_case(model.trim()));
    let model = model.filter(|model| !same(model));
    let (make, model) = (make.map(self::make), model.map(self::model));
    let model = model.and_then(|model| {
        let make = make.as_deref().unwrap_or_default();
        let rest = match model.get(..make.len()) {
            Some(beginning) if !make.is_empty() && beginning.eq_ignore_ascii_case(make) => {
                &model[make.len()..]
            }
            Some(_) | None => return Some(model),
        };
        if rest.starts_with(char::is_alphanumeric) {
            return Some(model);
        }
        Some(rest.trim().to_owned()).filter(|rest| !rest.is_empty())
    });
    (make, model)
}

/// A vehicle style in words: `4D` is 4-door.
pub fn style(code: &str) -> String {
    STYLES.shortest(code).map_or_else(|| code.trim().to_owned(), |words| words.to_lowercase())
}

/// A vehicle colour in words: `DBL` is dark blue. Two colours are written with a stroke: `BLU/WHI`.
pub fn colour(code: &str) -> String {
    let one = |code: &str| {
        COLOURS.shortest(code).map(|words| turned(&words)).unwrap_or_else(|| code.trim().to_owned())
    };
    code.split('/').map(one).collect::<Vec<_>>().join(" and ")
}

/// A plate type in words: `PC` is passenger.
pub fn plate_type(code: &str) -> String {
    match code.trim().to_ascii_uppercase().as_str() {
        "PC" => "passenger".to_owned(),
        other => {
            PLATE_TYPES.shortest(other).map_or_else(|| code.trim().to_owned(), |words| words.to_lowercase())
        }
    }
}

/// An eye colour in words; none for unknown.
pub fn eyes(code: &str) -> Option<String> {
    person_colour(&EYES, code)
}

/// A hair colour in words; none for unknown.
pub fn hair(code: &str) -> Option<String> {
    person_colour(&HAIR, code)
}

/// An NCIC caution code (CMC) in words, with what it means: danger where the person may harm others.
pub fn caution(code: &str) -> Caution {
    let code = code.trim();
    let (severity, words) = match code {
        "00" => (Severity::Danger, "Armed and dangerous"),
        "05" => (Severity::Danger, "Violent tendencies"),
        "10" => (Severity::Danger, "Martial arts expert"),
        "15" => (Severity::Danger, "Explosive expertise"),
        "25" => (Severity::Danger, "Escape risk"),
        "30" => (Severity::Danger, "Sexually violent predator"),
        "01" => (Severity::Caution, "Caution of another kind: ask the entering agency"),
        "20" => (Severity::Caution, "Known to abuse drugs"),
        "40" => (Severity::Caution, "International flight risk"),
        "50" => (Severity::Caution, "Heart condition"),
        "55" => (Severity::Caution, "Alcoholic"),
        "60" => (Severity::Caution, "Allergies"),
        "65" => (Severity::Caution, "Epilepsy"),
        "70" => (Severity::Caution, "Suicidal"),
        "80" => (Severity::Caution, "Medication required"),
        "85" => (Severity::Caution, "Hemophiliac"),
        "90" => (Severity::Caution, "Diabetic"),
        other => (Severity::Caution, other),
    };
    Caution { code: code.to_owned(), severity, words: words.to_owned() }
}

/// How far the entering agency will fetch somebody, NCIC EXL code in words: digits for felonies, letters for
/// misdemeanors.
pub fn extradition(code: &str) -> String {
    let code = code.trim().to_ascii_uppercase();
    let words = match code.trim_start_matches('0') {
        "1" | "A" => "full extradition",
        "2" | "B" => "limited extradition, ask the entering agency",
        "3" | "C" => "extradition from surrounding states only",
        "4" | "D" => "no extradition",
        "5" | "6" | "E" | "F" => "extradition pending, ask the entering agency",
        _ => return format!("extradition code {code}"),
    };
    words.to_owned()
}

fn person_colour(table: &Table, code: &str) -> Option<String> {
    let code = code.trim();
    let known = !code.is_empty() && !code.eq_ignore_ascii_case("XXX");
    known.then(|| table.shortest(code).map_or_else(|| code.to_lowercase(), |words| words.to_lowercase()))
}

/// `Blue, Dark` is dark blue.
fn turned(words: &str) -> String {
    match words.split_once(", ") {
        Some((noun, adjective)) => format!("{adjective} {noun}").to_lowercase(),
        None => words.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agencies_are_named_by_their_ori() {
        assert_eq!(agency("CT0009300"), "New Haven Police Department, CT0009300");
        assert_eq!(agency("Superior Court, GA 9"), "Superior Court, GA 9");
    }

    #[test]
    fn a_make_is_said_once() {
        for (make, model, expect) in [
            ("RAM", "Ram 1500", (Some("RAM"), Some("1500"))),
            ("RAM", "RAM", (Some("RAM"), None)),
            ("HOND", "CIV", (Some("Honda"), Some("Civic"))),
            ("FORD", "Fordson", (Some("Ford"), Some("Fordson"))),
        ] {
            let expect = (expect.0.map(str::to_owned), expect.1.map(str::to_owned));
            assert_eq!(make_and_model(Some(make), Some(model)), expect);
        }
        assert_eq!(make_and_model(None, Some("Ram 1500")), (None, Some("Ram 1500".to_owned())));
    }

    #[test]
    fn codes_become_words() {
        assert_eq!(make("HOND"), "Honda");
        assert_eq!(make("TOYT"), "Toyota");
        assert_eq!(make("FORD"), "Ford");
        assert_eq!(make("CHEV"), "Chevrolet");
        assert_eq!(make("VOLK"), "Volkswagen");
        assert_eq!(model("CIV"), "Civic");
        assert_eq!(model("CAM"), "CAM");
        assert_eq!(model("Corolla"), "Corolla");
        assert_eq!(style("4D"), "4-door");
        assert_eq!(colour("BLU"), "blue");
        assert_eq!(colour("DBL"), "dark blue");
        assert_eq!(colour("BLU/WHI"), "blue and white");
        assert_eq!(plate_type("PC"), "passenger");
        assert_eq!(plate_type("CO"), "commercial");
        assert_eq!(eyes("BRO").as_deref(), Some("brown"));
        assert_eq!(eyes("XXX"), None);
        assert_eq!(hair("GRY").as_deref(), Some("gray or partially gray"));
        assert_eq!(make("No code"), "No code");
    }
}

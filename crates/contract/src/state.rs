//! The states, in every way in which they are written.

/// Postal code, two digits (ANSI INCITS 38, formerly FIPS 5-2) and name of each state, the District and the territories.
const STATES: [(&str, &str, &str); 57] = [
    ("AL", "01", "ALABAMA"),
    ("AK", "02", "ALASKA"),
    ("AZ", "04", "ARIZONA"),
    ("AR", "05", "ARKANSAS"),
    ("CA", "06", "CALIFORNIA"),
    ("CO", "08", "COLORADO"),
    ("CT", "09", "CONNECTICUT"),
    ("DE", "10", "DELAWARE"),
    ("DC", "11", "DISTRICT OF COLUMBIA"),
    ("FL", "12", "FLORIDA"),
    ("GA", "13", "GEORGIA"),
    ("HI", "15", "HAWAII"),
    ("ID", "16", "IDAHO"),
    ("IL", "17", "ILLINOIS"),
    ("IN", "18", "INDIANA"),
    ("IA", "19", "IOWA"),
    ("KS", "20", "KANSAS"),
    ("KY", "21", "KENTUCKY"),
    ("LA", "22", "LOUISIANA"),
    ("ME", "23", "MAINE"),
    ("MD", "24", "MARYLAND"),
    ("MA", "25", "MASSACHUSETTS"),
    ("MI", "26", "MICHIGAN"),
    ("MN", "27", "MINNESOTA"),
    ("MS", "28", "MISSISSIPPI"),
    ("MO", "29", "MISSOURI"),
    ("MT", "30", "MONTANA"),
    ("NE", "31", "NEBRASKA"),
    ("NV", "32", "NEVADA"),
    ("NH", "33", "NEW HAMPSHIRE"),
    ("NJ", "34", "NEW JERSEY"),
    ("NM", "35", "NEW MEXICO"),
    ("NY", "36", "NEW YORK"),
    ("NC", "37", "NORTH CAROLINA"),
    ("ND", "38", "NORTH DAKOTA"),
    ("OH", "39", "OHIO"),
    ("OK", "40", "OKLAHOMA"),
    ("OR", "41", "OREGON"),
    ("PA", "42", "PENNSYLVANIA"),
    ("RI", "44", "RHODE ISLAND"),
    ("SC", "45", "SOUTH CAROLINA"),
    ("SD", "46", "SOUTH DAKOTA"),
    ("TN", "47", "TENNESSEE"),
    ("TX", "48", "TEXAS"),
    ("UT", "49", "UTAH"),
    ("VT", "50", "VERMONT"),
    ("VA", "51", "VIRGINIA"),
    ("WA", "53", "WASHINGTON"),
    ("WV", "54", "WEST VIRGINIA"),
    ("WI", "55", "WISCONSIN"),
    ("WY", "56", "WYOMING"),
    ("AS", "60", "AMERICAN SAMOA"),
    ("GU", "66", "GUAM"),
    ("MP", "69", "NORTHERN MARIANA ISLANDS"),
    ("PR", "72", "PUERTO RICO"),
    ("UM", "74", "UNITED STATES MINOR OUTLYING ISLANDS"),
    ("VI", "78", "VIRGIN ISLANDS"),
];

/// The postal code of the state that a text names: `NH`, `nh`, `N.H.`, `US-NH`, `33`, `New Hampshire`, `Conn.`, and `NB`, which is
/// Nebraska at NCIC. None where it names none.
pub fn postal_code(text: &str) -> Option<&'static str> {
    let words = text.replace('.', "").to_uppercase();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = words.strip_prefix("US-").unwrap_or(&words);
    match plain {
        "NB" => return Some("NE"),
        // The state's own traditional abbreviation: what is here must not be taken for elsewhere.
        "CONN" => return Some("CT"),
        _ => {}
    }
    let digits = if plain.len() == 1 { format!("0{plain}") } else { plain.to_owned() };
    let named =
        |(code, number, name): &&(&str, &str, &str)| *code == plain || *number == digits || *name == plain;
    STATES.iter().find(named).map(|(code, _, _)| *code)
}

/// The name of the state with this postal code, as people read it: `New Hampshire`.
pub fn name(code: &str) -> Option<String> {
    let (_, _, name) = STATES.iter().find(|(listed, _, _)| *listed == code)?;
    let words = name.split(' ').map(|word| match (word, word.split_at_checked(1)) {
        ("OF", _) | (_, None) => word.to_lowercase(),
        (_, Some((first, rest))) => format!("{first}{}", rest.to_lowercase()),
    });
    Some(words.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_in_every_writing() {
        for (text, expect) in [
            ("NH", Some("NH")),
            (" nh ", Some("NH")),
            ("N.H.", Some("NH")),
            ("33", Some("NH")),
            ("9", Some("CT")),
            ("US-CT", Some("CT")),
            ("new  hampshire", Some("NH")),
            ("NB", Some("NE")),
            ("Ontario", None),
            ("Conn.", Some("CT")),
            ("Mass.", None),
            ("", None),
        ] {
            assert_eq!(postal_code(text), expect, "{text}");
        }
    }

    #[test]
    fn names_as_people_read_them() {
        for (code, expect) in
            [("NH", Some("New Hampshire")), ("DC", Some("District of Columbia")), ("QQ", None), ("", None)]
        {
            assert_eq!(name(code).as_deref(), expect, "{code}");
        }
    }

    #[test]
    fn no_two_states_share_a_writing() {
        let mut writings: Vec<&str> =
            STATES.iter().flat_map(|(code, number, name)| [*code, *number, *name]).collect();
        let all = writings.len();
        writings.sort_unstable();
        writings.dedup();
        assert_eq!(writings.len(), all);
    }
}

//! Columns that say what others say. Agreement in them would count twice, so one of them is compared: the other is left
//! out, or what it says besides is compared. They are found in the data, whatever they are called.

mod parts;
mod strangers;
mod view;

use super::dates::Dates;
use super::roles::{Decision, Role};
use super::table::Table;
use crate::linkage::clean;
use crate::linkage::words::{MISSING, has};
use strangers::{People, Strangers};
use view::View;

/// Leaves out what restates another column, and says so in the decisions.
pub(crate) fn settle(table: &mut Table, decisions: &mut [Decision], this_year: i16) {
    // What names an e-mail's owner is taken out of it before anything else looks at it.
    for at in 0..decisions.len() {
        if decisions[at].role == Role::Email && !decisions[at].asked && mailbox_is_name(table, decisions, at)
        {
            keep_beside_name(table, at);
            decisions[at].role = Role::Code;
            decisions[at]
                .why
                .push_str(", but its mailboxes are made of the name; what is left of them is compared");
            decisions[at].distinct = table.columns[at].words.len();
        }
    }
    let view = View::of(table, decisions, this_year);
    let people = People::of(&view, decisions);
    for (at, decision) in decisions.iter_mut().enumerate() {
        let of_person = !matches!(decision.role, Role::Code | Role::Text | Role::Measure) || decision.asked;
        if !of_person && people.differ_as_others_do(&view, at) {
            decision.role = Role::Ignored;
            decision.why.push_str(", but records of one person agree in it no more than others do");
        }
    }
    let mut strangers: Vec<Option<Strangers>> = decisions.iter().map(|_| None).collect();
    for at in (0..decisions.len()).rev() {
        if !may_be_left_out(&decisions[at]) {
            continue;
        }
        let place = is_of_place(decisions[at].role);
        let is_other = |other: &usize| {
            let role = decisions[*other].role;
            *other != at && is_compared(role) && !(place && is_of_place(role))
        };
        let others = (0..decisions.len()).filter(is_other);
        let others: Vec<usize> = others.collect();
        let same = others.iter().copied().find(|other| view.are_same(at, *other));
        let said = if let Some(same) = same {
            fill(table, &decisions[same], same, at, this_year);
            Some((vec![same], "the same in another form as"))
        } else if let Some(whole) = others.iter().copied().find(|other| view.is_part(at, *other)) {
            Some((vec![whole], "a part of"))
        } else if let Some(parts) = view.is_made_of(at, &others) {
            Some((parts, "made of"))
        } else if is_own(decisions[at].role) {
            None
        } else if let Some(other) = others.iter().copied().find(|other| view.follows_in_size(at, *other)) {
            Some((vec![other], "told by"))
        } else {
            let mut tells = |other: &usize| {
                let strangers =
                    strangers[*other].get_or_insert_with(|| Strangers::of(&view, *other, decisions));
                strangers.tell(&view, at)
            };
            others.iter().copied().find(|other| tells(other)).map(|other| (vec![other], "told by"))
        };
        if let Some((others, how)) = said {
            let names: Vec<&str> = others.iter().map(|other| table.columns[*other].name.as_str()).collect();
            let names = names.join(", ");
            decisions[at].role = Role::Ignored;
            decisions[at].why.push_str(&format!(", but it is {how} {names}"));
        }
    }
}

/// Names, birth, sex and address are subjects of their own; what else there is may restate them. So may what only looks
/// like a part of an address.
fn may_be_left_out(decision: &Decision) -> bool {
    !decision.asked && (stands_alone(decision.role) || is_of_place(decision.role) && !decision.named)
}

fn stands_alone(role: Role) -> bool {
    matches!(role, Role::Identifier | Role::Email | Role::Phone | Role::Code | Role::Measure | Role::Text)
}

fn is_of_place(role: Role) -> bool {
    matches!(
        role,
        Role::HouseNumber | Role::Street | Role::Unit | Role::Town | Role::PostalCode | Role::Region
    )
}

/// Numbers and addresses of mail and telephone are people's own, and who shares them lives together: that strangers
/// agree in them together with something else shows nothing.
fn is_own(role: Role) -> bool {
    matches!(role, Role::Identifier | Role::Email | Role::Phone)
}

fn is_compared(role: Role) -> bool {
    !matches!(role, Role::Id | Role::Source | Role::Ignored)
}

/// Where the column that is compared has no value, the other one's is taken.
fn fill(table: &mut Table, decision: &Decision, into: usize, from: usize, this_year: i16) {
    let dates = (decision.role == Role::BirthDate)
        .then(|| Dates::of(table.columns[from].sample().into_iter().map(|(text, _)| text), this_year));
    for row in 0..table.len() {
        let value = table.columns[from].cells[row];
        if has(table.columns[into].cells[row]) || !has(value) {
            continue;
        }
        let text = table.columns[from].words.text(value);
        let text = match &dates {
            Some(dates) => {
                dates.read(text).map(|born| format!("{:04}-{:02}-{:02}", born.year, born.month, born.day))
            }
            None => Some(text.to_owned()),
        };
        if let Some(text) = text {
            table.columns[into].cells[row] = table.columns[into].words.add_whole(&text);
        }
    }
}

/// Whether most mailboxes are first and family name, whole or abbreviated.
fn mailbox_is_name(table: &Table, decisions: &[Decision], email: usize) -> bool {
    let names =
        |decision: &Decision| matches!(decision.role, Role::GivenName | Role::Surname | Role::FullName);
    let names: Vec<usize> = (0..decisions.len()).filter(|at| names(&decisions[*at])).collect();
    let (mut made, mut all) = (0, 0);
    for row in view::rows(table, decisions) {
        let address = table.columns[email].cells[row];
        let words = names.iter().map(|at| &table.columns[*at]).filter(|column| has(column.cells[row]));
        let words: Vec<String> =
            words.flat_map(|column| clean::words(column.words.text(column.cells[row]))).collect();
        if !has(address) || words.is_empty() {
            continue;
        }
        all += 1;
        made += usize::from(is_name(table.columns[email].words.text(address), &words));
    }
    all >= 20 && 2 * made > all
}

/// A mailbox that holds a word of the name of its owner, and little besides what the other words begin with.
fn is_name(address: &str, name: &[String]) -> bool {
    let mailbox = address.split('@').next().unwrap_or_default();
    let letters: String =
        mailbox.chars().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_uppercase()).collect();
    let mut rest = letters.clone();
    for word in name.iter().filter(|word| word.len() > 2) {
        if let Some(at) = rest.find(word.as_str()) {
            rest.replace_range(at..at + word.len(), "");
        }
    }
    rest.len() < letters.len() && rest.len() <= 2
}

/// Takes the letters out of every mailbox: what is left tells people of one name apart, and nothing twice.
fn keep_beside_name(table: &mut Table, email: usize) {
    let column = &mut table.columns[email];
    let words = std::mem::take(&mut column.words);
    for cell in column.cells.iter_mut().filter(|cell| **cell != MISSING) {
        let text = words.text(*cell);
        let rest = match text.split_once('@') {
            Some((mailbox, domain)) => {
                let left: String = mailbox.chars().filter(char::is_ascii_digit).collect();
                format!("{left} {domain}")
            }
            None => text.to_owned(),
        };
        *cell = column.words.add_whole(rest.trim());
    }
}

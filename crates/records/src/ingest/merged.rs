//! The fields of a golden record as a table shows them.

use std::collections::HashMap;

use ciss_cards::codes;
use ciss_cards::naming::{document_id, source_of};
use ciss_contract::person::Name;
use ciss_contract::record::{Conflict, Field, GoldenField, Provenance};
use ciss_multiview::{Golden, IdentifierKind, PersonName, RecordKey, Surviving, birth};
use serde::{Deserialize, Serialize};

use super::said::Said;

/// Values that disagree with a field, and other names, those that are kept.
const KEPT: usize = 50;
/// Records from which on a golden record is kept merged, because merging takes longer than a read may.
const MANY: usize = 200;

/// What the page of a golden record shows of all its records together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Merged {
    /// Fields with provenance.
    pub(crate) fields: Vec<GoldenField>,
    /// Other names.
    pub(crate) aliases: Vec<String>,
}

/// The golden record as JSON, where it is kept merged.
pub(super) fn kept(golden: &Golden, said: &[Said<'_>]) -> Option<String> {
    (Said::count(said) > MANY).then(|| serde_json::to_string(&merged(golden, said)).ok()).flatten()
}

/// Fields with provenance, and the aliases. A social security number matches and is never shown.
pub(crate) fn merged(golden: &Golden, said: &[Said<'_>]) -> Merged {
    let from = said.iter().filter_map(|Said { body, .. }| {
        let from = Provenance {
            source: source_of(i64::from(body.record.source))?,
            document: document_id(body.document),
            as_of: body.record.as_of,
        };
        Some((body.record.key, from))
    });
    let table = Table { from: from.collect() };
    let mut fields = vec![
        table.field(Field::Name, golden.name.as_ref(), spoken),
        table.field(Field::Born, golden.born.as_ref(), |text| born(text)),
        table.field(Field::Sex, golden.sex.as_ref(), String::clone),
        table.field(Field::Race, golden.race.as_ref(), String::clone),
        table.field(Field::Height, golden.height.as_ref(), |inches| {
            format!("{}′ {}″", inches / 12, inches % 12)
        }),
        table.field(Field::Weight, golden.weight.as_ref(), |pounds| format!("{pounds} lb")),
        table.field(Field::Eyes, golden.eyes.as_ref(), |code| {
            codes::eyes(code).unwrap_or_else(|| code.clone())
        }),
        table.field(Field::Hair, golden.hair.as_ref(), |code| {
            codes::hair(code).unwrap_or_else(|| code.clone())
        }),
    ];
    for (kind, number) in &golden.numbers {
        let field = match kind {
            IdentifierKind::SocialSecurity => continue,
            IdentifierKind::OperatorLicence => Field::Licence,
            IdentifierKind::StateIdentification => Field::StateIdentification,
            IdentifierKind::Fbi => Field::Fbi,
            IdentifierKind::Inmate => Field::Inmate,
        };
        fields.push(table.field(field, Some(number), String::clone));
    }
    fields.push(table.field(Field::Address, golden.address.as_ref(), |address| address.line()));
    fields.push(table.field(Field::Phone, golden.phone.as_ref(), String::clone));
    Merged {
        fields: fields.into_iter().flatten().collect(),
        aliases: golden.aliases.iter().take(KEPT).map(spoken).collect(),
    }
}

struct Table {
    from: HashMap<RecordKey, Provenance>,
}

impl Table {
    fn field<T>(
        &self,
        field: Field,
        surviving: Option<&Surviving<T>>,
        shown: impl Fn(&T) -> String,
    ) -> Option<GoldenField> {
        let surviving = surviving?;
        let conflict = |conflict: &ciss_multiview::Conflict<T>| {
            Some(Conflict { value: shown(&conflict.value), from: self.from.get(&conflict.from)?.clone() })
        };
        Some(GoldenField {
            field,
            value: shown(&surviving.value),
            from: self.from.get(&surviving.from)?.clone(),
            agreeing: surviving.agreeing,
            of: surviving.of,
            conflicts: surviving.conflicts.iter().take(KEPT).filter_map(conflict).collect(),
        })
    }
}

fn spoken(name: &PersonName) -> String {
    let PersonName { surname, given, middle, suffix } = name.clone();
    Name { surname, given, middle, suffix }.spoken()
}

/// `14 Mar 2007`; what cannot be read stays as written.
fn born(text: &str) -> String {
    match birth::read(text) {
        Some(birth::Birth::Full(date)) => date.strftime("%-d %b %Y").to_string(),
        Some(birth::Birth::Year(year)) => year.to_string(),
        None => text.to_owned(),
    }
}

//! The fields of a golden record as a table shows them.

use std::collections::HashMap;

use ciss_contract::record::{Conflict, Field, GoldenField, Provenance};
use ciss_multiview::{Golden, IdentifierKind, PersonName, RecordKey, Surviving, birth};

use super::Behind;
use crate::codes;
use crate::store::identity::document_id;

/// Fields with provenance, and the aliases. A social security number matches and is never shown.
pub(super) fn fields(golden: &Golden, behind: &[Behind]) -> (Vec<GoldenField>, Vec<String>) {
    let table = Table {
        from: behind
            .iter()
            .map(|behind| {
                let from = Provenance {
                    source: behind.document.source,
                    document: document_id(behind.record.body.document),
                    as_of: behind.document.as_of,
                };
                (behind.record.key, from)
            })
            .collect(),
    };
    let mut fields = vec![
        table.field(Field::Name, golden.name.as_ref(), full_name),
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
    (fields.into_iter().flatten().collect(), golden.aliases.iter().map(full_name).collect())
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
            conflicts: surviving.conflicts.iter().filter_map(conflict).collect(),
        })
    }
}

/// `Luis Alberto Ortiz Jr`, in the order in which a name is spoken.
fn full_name(name: &PersonName) -> String {
    let parts = [
        Some(name.given.as_str()),
        name.middle.as_deref(),
        Some(name.surname.as_str()),
        name.suffix.as_deref(),
    ];
    parts.into_iter().flatten().map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `14 Mar 2007`; what cannot be read stays as written.
fn born(text: &str) -> String {
    match birth::read(text) {
        Some(birth::Birth::Full(date)) => date.strftime("%-d %b %Y").to_string(),
        Some(birth::Birth::Year(year)) => year.to_string(),
        None => text.to_owned(),
    }
}

//! What is behind a golden record, on every backend.

use ciss_contract::document::SourceDocument;
use ciss_contract::record::Field;
use ciss_contract::source::Source;
use ciss_records::Page;

use crate::conformance::{chain, every_backend, golden, send};
use crate::documents::{arrest, licence, person, registration, resend};

#[tokio::test]
async fn a_dossier_tells_where_every_field_comes_from_and_what_disagrees() {
    every_backend(|store| async move {
        let licensed = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("12 Silver St Apt 4");
        let booked = person("Ortiz", "Louis", "03/14/2001", "104882218").lives("88 Oak St");
        let document = licence("L1", &licensed);
        send(&store, &[document.clone(), resend(arrest("A1", &booked, "53a-103"), "2025-01-01T00:00:00Z")])
            .await;
        send(&store, &[registration("R1", "AA11111", &[&licensed])]).await;
        let found = golden(&chain(&store, "AA11111").await.unwrap(), "Luis");
        let dossier = store.dossier(&found, &Page::first()).await.unwrap().unwrap();
        let field = |field| dossier.fields.iter().find(|entry| entry.field == field).unwrap();
        assert_eq!(field(Field::Born).value, "14 Mar 2007");
        assert_eq!((field(Field::Born).agreeing, field(Field::Born).of), (2, 3));
        assert_eq!(field(Field::Born).conflicts[0].value, "14 Mar 2001");
        assert_eq!(field(Field::Born).conflicts[0].from.source, Source::Rms);
        assert_eq!(field(Field::Name).value, "Luis Ortiz");
        assert_eq!(field(Field::Licence).value, "CT 104882218");
        assert_eq!(field(Field::Address).conflicts.len(), 1);
        assert_eq!(dossier.aliases, ["Louis Ortiz"]);
        assert_eq!(dossier.members.len(), 3);
        assert!(dossier.household.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_dossier_is_read_page_by_page() {
    every_backend(|store| async move {
        let luis = person("Ortiz", "Luis", "2007-03-14", "104882218").lives("1 Main St");
        let day = |n: usize| format!("2026-{:02}-{:02}T00:00:00Z", 1 + n / 28, 1 + n % 28);
        let arrests = (0..70).map(|n| resend(arrest(&format!("A{n}"), &luis, "53a-103"), &day(n)));
        let documents: Vec<SourceDocument> =
            arrests.chain([registration("R1", "AA11111", &[&luis])]).collect();
        send(&store, &documents).await;
        let found = golden(&chain(&store, "AA11111").await.unwrap(), "Luis");
        let first = store.dossier(&found, &Page::first()).await.unwrap().unwrap();
        assert_eq!((first.members.len(), first.total), (50, 71));
        // What arrives in between moves no page.
        let newest = resend(arrest("A99", &luis, "53a-103"), "2026-09-01T00:00:00Z");
        send(&store, &[newest]).await;
        let page = Page { after: first.next, ..Page::first() };
        let second = store.dossier(&found, &page).await.unwrap().unwrap();
        assert_eq!((second.members.len(), second.total, second.next), (21, 72, None));
        let mut numbers: Vec<&str> = first
            .members
            .iter()
            .chain(&second.members)
            .map(|member| member.document.number.as_str())
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        assert_eq!(numbers.len(), 71);
        let police = Page { sources: vec![Source::Rms], size: 100, ..Page::first() };
        let of_police = store.dossier(&found, &police).await.unwrap().unwrap();
        assert_eq!((of_police.members.len(), of_police.total), (71, 71));
    })
    .await;
}

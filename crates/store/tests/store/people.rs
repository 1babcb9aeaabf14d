//! Who the people in a document are.

use ciss_contract::source::Source;

use crate::conformance::{every_backend, send};
use crate::documents::{arrival, erasure, person, registration};

#[tokio::test]
async fn the_people_of_a_document_are_known_by_their_positions() {
    every_backend(|store| async move {
        let luis = person("Ortiz", "Luis", "2007-03-14", "104882218");
        let ana = person("Ortiz", "Ana", "1959", "104882219");
        let registered = registration("R1", "AB12345", &[&luis, &ana]);
        let id = arrival(registered.clone()).received.id;
        send(&store, &[registered]).await;
        let mut people = store.people(&[id.clone(), "0000000000000000".into(), "none".into()]).await.unwrap();
        people.sort_by_key(|person| person.position);
        let born = people.iter().map(|person| (person.position, person.card.born.unwrap().to_string()));
        assert_eq!(born.collect::<Vec<_>>(), [(0, "2007-03-14".to_owned()), (1, "1959".to_owned())]);
        assert!(people.iter().all(|person| person.document == id));
        send(&store, &[erasure(Source::DmvRegistration, "E1", "R1")]).await;
        assert!(store.people(&[id]).await.unwrap().is_empty());
    })
    .await;
}

//! The live side: the Wanted File matches as NCIC would, photos decode, switches work.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use ciss_contract::document::SourceDocument;
use ciss_contract::matter::Matter;
use ciss_contract::person::IdentifierKind;
use ciss_contract::source::Source;
use ciss_contract::switch::{SwitchAnswer, SwitchPerson, SwitchQuery};
use ciss_simulator::server::{Running, ServerConfig, start};
use ciss_simulator::wanted::WantedFile;
use ciss_simulator::{World, photo};
use jiff::civil::date;

fn world() -> World {
    World { people: 3_000, seed: 2, today: date(2026, 11, 22) }
}

async fn server() -> Running {
    start(ServerConfig { world: world(), listen: SocketAddr::from(([127, 0, 0, 1], 0)) }).await.unwrap()
}

/// A request over a plain socket: status and body. None when nothing came within the time.
async fn ask(url: &str, method: &str, path: &str, body: &str, patience: Duration) -> Option<(u16, Vec<u8>)> {
    let address: SocketAddr = url.strip_prefix("http://").unwrap().parse().unwrap();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let answer = tokio::task::spawn_blocking(move || {
        let mut socket = TcpStream::connect(address).unwrap();
        socket.set_read_timeout(Some(patience)).unwrap();
        socket.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        socket.read_to_end(&mut answer).ok().map(|_| answer)
    });
    let answer = answer.await.unwrap()?;
    let head = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let status = std::str::from_utf8(&answer[9..12]).unwrap().parse().unwrap();
    Some((status, answer[head + 4..].to_vec()))
}

const PATIENCE: Duration = Duration::from_secs(20);

async fn throw(url: &str, switches: &str) {
    assert_eq!(ask(url, "POST", "/control", switches, PATIENCE).await.unwrap().0, 204, "{switches}");
}

fn entry(with_licence: bool) -> SourceDocument {
    let licensed = |document: &SourceDocument| {
        let identifiers = &document.persons[0].identifiers;
        identifiers.iter().any(|identifier| identifier.kind == IdentifierKind::OperatorLicence)
    };
    let warrant = |document: &SourceDocument| matches!(document.matters[0], Matter::Warrant { .. });
    world().wanted_entries().find(|document| warrant(document) && licensed(document) == with_licence).unwrap()
}

fn check(file: &WantedFile, asked: SwitchPerson, expect: Option<&str>) {
    let answer = file.answer(&SwitchQuery { persons: vec![asked], ..SwitchQuery::default() });
    let numbers: Vec<_> = answer.hits.iter().map(|hit| hit.document.number.as_str()).collect();
    match expect {
        Some(number) => assert!(numbers.contains(&number), "{number} not in {numbers:?}"),
        None => assert!(numbers.is_empty(), "{numbers:?}"),
    }
}

#[test]
fn people_are_found_as_ncic_finds_them() {
    let file = WantedFile::new(world().wanted_entries());
    assert!(file.len() > 10);
    let entry = entry(true);
    let (person, number) = (&entry.persons[0], Some(entry.number.as_str()));
    let born = person.born.clone().unwrap();
    let iso = format!("{}-{}-{}", &born[..4], &born[4..6], &born[6..]);
    let licence = person.identifiers.iter().find(|i| i.kind == IdentifierKind::OperatorLicence);
    let asked = |surname: &str, given: &str, born: Option<&str>, licence: Option<&str>| SwitchPerson {
        surname: surname.to_owned(),
        given: given.to_owned(),
        born: born.map(str::to_owned),
        licence: licence.map(str::to_owned),
    };
    let name = &person.name;
    let small = name.surname.to_lowercase();
    check(&file, asked(&small, &name.given, Some(&iso), None), number);
    check(&file, asked(&small, &name.given[..1], Some(&iso), None), number);
    check(&file, asked(&format!("{small}h"), &name.given, Some(&iso), None), number);
    check(&file, asked("nobody", "at all", None, licence.map(|licence| licence.value.as_str())), number);
    check(&file, asked(&small, "Zzyzx", Some(&iso), None), None);
    check(&file, asked(&small, &name.given, None, None), None);
    check(&file, asked(&small, &name.given, Some("1901-01-01"), None), None);
}

#[test]
fn stolen_vehicles_are_found_by_plate_and_by_the_end_of_the_vin() {
    let world = World { people: 30_000, ..world() };
    let stolen: Vec<_> = world.wanted_entries().filter(|entry| !entry.vehicles.is_empty()).collect();
    let vehicle = &stolen[0].vehicles[0];
    let vin = vehicle.vin.clone().unwrap();
    let number = stolen[0].number.clone();
    let file = WantedFile::new(stolen.clone());
    for query in [
        SwitchQuery { plate: vehicle.plate.clone(), ..SwitchQuery::default() },
        SwitchQuery { vin: Some(vin.clone()), ..SwitchQuery::default() },
        SwitchQuery { vin: Some(vin[9..].to_owned()), ..SwitchQuery::default() },
        SwitchQuery { plate: vehicle.plate.clone(), vin: Some(vin), ..SwitchQuery::default() },
    ] {
        let hits = file.answer(&query).hits;
        assert_eq!(hits.len(), 1);
        assert_eq!((hits[0].person, hits[0].document.number.as_str()), (None, number.as_str()));
    }
    let unknown = SwitchQuery {
        plate: Some("NOSUCH1".to_owned()),
        vin: Some("SHORT".to_owned()),
        ..SwitchQuery::default()
    };
    assert!(file.answer(&unknown).hits.is_empty());
}

#[tokio::test]
async fn the_wanted_file_answers_fails_and_hangs_by_switch() {
    let running = server().await;
    let url = running.url();
    let person = &entry(true).persons[0];
    let licence = person.identifiers.iter().find(|i| i.kind == IdentifierKind::OperatorLicence).unwrap();
    let query =
        serde_json::json!([{"persons": [{"surname": "X", "given": "Y", "licence": licence.value}]}, {}])
            .to_string();
    let (status, body) = ask(url, "POST", "/query", &query, PATIENCE).await.unwrap();
    let answers: Vec<SwitchAnswer> = serde_json::from_slice(&body).unwrap();
    let answer = &answers[0];
    assert_eq!((status, answer.hits.len(), answer.hits[0].person), (200, 1, Some(0)));
    assert_eq!((answers.len(), answers[1].hits.len()), (2, 0));
    assert_eq!(answer.hits[0].document.source, Source::WantedFile);

    throw(url, r#"{"wanted": "fail"}"#).await;
    assert_eq!(ask(url, "POST", "/query", &query, PATIENCE).await.unwrap().0, 503);
    throw(url, r#"{"wanted": {"slow_ms": 5}, "photos": "fail"}"#).await;
    assert_eq!(ask(url, "POST", "/query", &query, PATIENCE).await.unwrap().0, 200);
    throw(url, r#"{"wanted": "hang"}"#).await;
    assert_eq!(ask(url, "POST", "/query", &query, Duration::from_millis(50)).await, None);
    throw(url, r#"{"wanted": "ok"}"#).await;
    assert_eq!(ask(url, "POST", "/query", &query, PATIENCE).await.unwrap().0, 200);
    assert_eq!(ask(url, "POST", "/query", "[", PATIENCE).await.unwrap().0, 400);
    assert_eq!(ask(url, "POST", "/control", r#"{"wanted": "sing"}"#, PATIENCE).await.unwrap().0, 422);
    running.stop().await;
}

#[tokio::test]
async fn photos_come_whole_broken_or_as_a_bomb_by_switch() {
    let running = server().await;
    let url = running.url();
    let id = world().documents().flat_map(|d| d.persons).flat_map(|p| p.photos).next().unwrap().id;
    let path = format!("/photos/{id}");
    let get = || ask(url, "GET", &path, "", PATIENCE);
    let (status, bytes) = get().await.unwrap();
    assert_eq!(status, 200);
    let picture = image::load_from_memory(&bytes).unwrap();
    assert_eq!((picture.width(), picture.height()), (480, 600));
    assert_eq!(ask(url, "GET", "/photos/0000000000000000", "", PATIENCE).await.unwrap().0, 404);
    throw(url, r#"{"photos": "broken"}"#).await;
    assert!(image::load_from_memory(&get().await.unwrap().1).is_err());
    throw(url, r#"{"photos": "bomb"}"#).await;
    let bomb = get().await.unwrap().1;
    let size =
        image::ImageReader::new(std::io::Cursor::new(&bomb)).with_guessed_format().unwrap().into_dimensions();
    assert_eq!(size.unwrap(), (30_000, 30_000));
    throw(url, r#"{"photos": "fail"}"#).await;
    assert_eq!(get().await.unwrap().0, 503);
    running.stop().await;
}

#[test]
fn every_photo_of_a_world_can_be_drawn_and_no_two_people_look_the_same() {
    let photos: Vec<_> =
        world().documents().flat_map(|d| d.persons).flat_map(|p| p.photos).step_by(97).collect();
    assert!(photos.len() > 30);
    let mut drawn = std::collections::HashSet::new();
    for taken in &photos {
        let bytes = photo(taken.id.as_str()).unwrap();
        assert_eq!(image::guess_format(&bytes).unwrap(), image::ImageFormat::Jpeg);
        drawn.insert(bytes);
    }
    assert_eq!(drawn.len(), photos.len());
    assert!(drawn.contains(&photo(photos[0].id.as_str()).unwrap()));
    assert_eq!(photo("ORTIZ"), None);
}

#[tokio::test]
async fn nothing_is_served_to_the_outside() {
    let config = ServerConfig { world: world(), listen: SocketAddr::from(([0, 0, 0, 0], 0)) };
    assert_eq!(start(config).await.unwrap_err().kind(), std::io::ErrorKind::InvalidInput);
}

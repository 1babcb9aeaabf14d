//! A live source that slows down, fails or hangs costs its own rows only.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use ciss_contract::document::SourceDocument;
use ciss_contract::lookup::{LookupAnswer, LookupFrame};
use ciss_contract::matter::{Charge, Grade, Matter, WarrantStatus};
use ciss_contract::person::Person;
use ciss_contract::source::Source;
use ciss_contract::switch::{SwitchAnswer, SwitchHit, SwitchQuery};
use ciss_live::{LiveFailure, LiveSystem};
use futures_util::StreamExt as _;
use jiff::civil::date;
use serde_json::Value;

use crate::bench::{Bench, lookup, post};

/// How long it may take.
pub(crate) const DEADLINE: Duration = Duration::from_secs(2);

/// What the switch does.
#[derive(Clone, Copy)]
pub(crate) enum Mood {
    Answers,
    SlowBy(Duration),
    Fails,
    Hangs,
    Panics,
    /// Fails for every question with somebody of this given name in it.
    FailsFor(&'static str),
}

/// A Wanted File that has an entry for everybody of these given names, and for these plates.
pub(crate) struct WantedFile {
    mood: Mutex<Mood>,
    wanted: Vec<&'static str>,
    stolen: Vec<&'static str>,
    pub(crate) asked: AtomicUsize,
    pub(crate) heard: Mutex<Vec<String>>,
}

impl WantedFile {
    pub(crate) fn new(mood: Mood, wanted: &[&'static str], stolen: &[&'static str]) -> Arc<WantedFile> {
        Arc::new(WantedFile {
            mood: Mutex::new(mood),
            wanted: wanted.to_vec(),
            stolen: stolen.to_vec(),
            asked: AtomicUsize::new(0),
            heard: Mutex::default(),
        })
    }

    fn set(&self, mood: Mood) {
        *self.mood.lock().unwrap() = mood;
    }

    fn answer(&self, query: &SwitchQuery) -> SwitchAnswer {
        let wanted = query
            .persons
            .iter()
            .enumerate()
            .filter(|(_, person)| self.wanted.contains(&person.given.as_str()));
        let mut hits: Vec<SwitchHit> =
            wanted.map(|(position, _)| SwitchHit { person: Some(position), document: warrant() }).collect();
        if query.plate.as_deref().is_some_and(|plate| self.stolen.contains(&plate)) {
            hits.push(SwitchHit { person: None, document: theft() });
        }
        SwitchAnswer { hits }
    }
}

fn document(number: &str) -> SourceDocument {
    SourceDocument {
        source: Source::WantedFile,
        number: number.to_owned(),
        as_of: "2026-11-17T09:30:00Z".parse().unwrap(),
        originator: Some("CT0009300".to_owned()),
        persons: vec![],
        vehicles: vec![],
        matters: vec![],
    }
}

pub(crate) fn warrant() -> SourceDocument {
    let charge = |description: &str, grade| Charge {
        description: description.to_owned(),
        grade: Some(grade),
        ..Charge::default()
    };
    let warrant = |number: &str, status| Matter::Warrant {
        subject: 0,
        number: number.to_owned(),
        status,
        issued: Some(date(2026, 11, 16)),
        court: None,
        charges: vec![charge("Threatening 2nd", Grade::Misdemeanor), charge("Robbery 1st", Grade::Felony)],
        extradition: None,
        bail: None,
    };
    SourceDocument {
        persons: vec![Person { cautions: vec!["00".to_owned()], ..Person::default() }],
        matters: vec![warrant("W-1", WarrantStatus::Active), warrant("W-0", WarrantStatus::Served)],
        ..document("NIC-1")
    }
}

fn theft() -> SourceDocument {
    let matters = vec![Matter::StolenVehicle {
        vehicle: 0,
        entered: Some(date(2026, 11, 15)),
        what: "Stolen plate".to_owned(),
    }];
    SourceDocument { matters, ..document("NIC-2") }
}

#[async_trait]
impl LiveSystem for WantedFile {
    fn source(&self) -> Source {
        Source::WantedFile
    }

    fn deadline(&self) -> Duration {
        DEADLINE
    }

    async fn ask(&self, query: &SwitchQuery) -> Result<SwitchAnswer, LiveFailure> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.heard.lock().unwrap().extend(query.persons.iter().map(|person| person.given.clone()));
        let mood = *self.mood.lock().unwrap();
        match mood {
            Mood::Answers => {}
            Mood::SlowBy(delay) => tokio::time::sleep(delay).await,
            Mood::Fails => return Err(LiveFailure::Status(500)),
            Mood::Hangs => std::future::pending().await,
            Mood::Panics => panic!("a fault in the adapter"),
            Mood::FailsFor(given) if query.persons.iter().any(|person| person.given == given) => {
                return Err(LiveFailure::Status(500));
            }
            Mood::FailsFor(_) => {}
        }
        Ok(self.answer(query))
    }
}

pub(crate) fn streamed(token: &str, query: &str) -> Request<Body> {
    let mut request = post("/v1/lookups", Some(token), &lookup(query));
    request.headers_mut().insert(header::ACCEPT, "application/x-ndjson".parse().unwrap());
    request
}

/// All frames of a lookup, and the time at which each arrived.
pub(crate) async fn frames(bench: &Bench, query: &str) -> Vec<(Duration, LookupFrame)> {
    let token = bench.sign_in("reyes").await;
    let started = tokio::time::Instant::now();
    let response = bench.open(streamed(&token, query)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(response.headers()[header::CONTENT_TYPE], "application/x-ndjson");
    let mut chunks = response.into_body().into_data_stream();
    let mut frames = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.unwrap();
        for line in chunk.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            frames.push((started.elapsed(), serde_json::from_slice(line).unwrap()));
        }
    }
    frames
}

pub(crate) fn first(frames: &[(Duration, LookupFrame)]) -> LookupAnswer {
    match &frames[0].1 {
        LookupFrame::Answer(answer) => answer.as_ref().clone(),
        LookupFrame::Late(_) => panic!("the answer comes first"),
    }
}

fn of<'a>(answer: &'a Value, golden: &str, question: &str) -> &'a Value {
    let person =
        answer["people"].as_array().unwrap().iter().find(|person| person["golden"] == golden).unwrap();
    person["answers"].as_array().unwrap().iter().find(|answer| answer["question"] == question).unwrap()
}

fn source<'a>(answer: &'a Value, code: &str) -> &'a str {
    let lines = answer["sources"].as_array().unwrap();
    lines.iter().find(|line| line["source"] == code).unwrap()["outcome"].as_str().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_healthy_source_is_in_the_first_frame() {
    let bench = Bench::new(vec![WantedFile::new(Mood::Answers, &["Ana"], &[])]);
    let frames = frames(&bench, "ab-12345").await;
    assert_eq!(frames.len(), 1);
    let answer = serde_json::to_value(first(&frames)).unwrap();
    assert_eq!(source(&answer, "COLLECT"), "answered");
    let wanted = of(&answer, "ana", "wanted");
    assert_eq!(wanted["standing"], "yes");
    assert_eq!(wanted["evidence"].as_array().unwrap().len(), 1, "the served warrant is no want");
    assert_eq!(wanted["evidence"][0]["number"], "W-1");
    assert_eq!(wanted["evidence"][0]["summary"], "robbery 1st, felony · armed and dangerous");
    assert_eq!(answer["headline"]["text"], "2 people at this address are wanted");
}

#[tokio::test(start_paused = true)]
async fn a_slow_source_fills_in_late_and_the_whole_is_the_same() {
    let slow = WantedFile::new(Mood::SlowBy(Duration::from_millis(700)), &["Ana"], &["AB12345"]);
    let frames = frames(&Bench::new(vec![slow]), "AB12345").await;
    assert_eq!(frames.len(), 2);
    assert!(frames[0].0 < Duration::from_millis(200), "the first frame does not wait: {:?}", frames[0].0);
    assert!(frames[1].0 >= Duration::from_millis(700));

    let mut answer = first(&frames);
    assert_eq!(answer.pending().collect::<Vec<_>>(), [Source::WantedFile]);
    let LookupFrame::Late(rows) = frames[1].1.clone() else { panic!("late rows come second") };
    answer.apply(*rows);
    assert_eq!(answer.headline.text, "Stolen plate, and 2 people at this address are wanted");
    assert!(answer.read_back.contains("stolen plate, confirm first"), "{}", answer.read_back);

    let healthy = Bench::new(vec![WantedFile::new(Mood::Answers, &["Ana"], &["AB12345"])]);
    let whole = healthy.lookup("reyes", "AB12345").await.json();
    let late = serde_json::to_value(&answer).unwrap();
    assert_eq!(of(&late, "ana", "wanted"), of(&whole, "ana", "wanted"));
    assert_eq!(late["vehicle"]["theft"], whole["vehicle"]["theft"]);
    assert_eq!(late["sources"], whole["sources"]);
    assert_eq!(late["read_back"], whole["read_back"]);
}

#[tokio::test(start_paused = true)]
async fn a_hanging_source_is_given_up_at_its_deadline() {
    let bench = Bench::new(vec![WantedFile::new(Mood::Hangs, &[], &[])]);
    let frames = frames(&bench, "AB12345").await;
    assert_eq!(frames.len(), 2);
    assert_eq!(frames[1].0.as_secs(), 2);
    let answer = bench.lookup("reyes", "AB12345").await.json();
    assert_eq!(source(&answer, "COLLECT"), "timed_out");
    assert_eq!(source(&answer, "PRAWN"), "answered");
    assert_eq!(of(&answer, "luis", "wanted")["standing"], "yes", "another source says so");
    assert_eq!(of(&answer, "ana", "wanted")["standing"], "not_available");
    assert_eq!(of(&answer, "ana", "recent_arrest")["standing"], "no_record");
    assert_eq!(answer["vehicle"]["theft"]["gap"], "timed_out");
}

#[tokio::test(start_paused = true)]
async fn a_failing_source_is_said_at_once_and_left_alone_after_a_while() {
    let failing = WantedFile::new(Mood::Fails, &[], &[]);
    let bench = Bench::new(vec![Arc::clone(&failing) as _]);
    for _ in 0..5 {
        let answer = bench.lookup("reyes", "AB12345").await.json();
        assert_eq!(source(&answer, "COLLECT"), "failed");
    }
    assert_eq!(failing.asked.load(Ordering::Relaxed), 3);
    let state = |feeds: Value| {
        feeds.as_array().unwrap().iter().find(|f| f["source"] == "COLLECT").unwrap()["state"].clone()
    };
    assert_eq!(state(bench.get("reyes", "/v1/feeds").await.json()), "failing");

    failing.set(Mood::Answers);
    tokio::time::advance(Duration::from_secs(1)).await;
    let answer = bench.lookup("reyes", "AB12345").await.json();
    assert_eq!(source(&answer, "COLLECT"), "no_record");
    assert_eq!(state(bench.get("reyes", "/v1/feeds").await.json()), "live");
}

#[tokio::test(start_paused = true)]
async fn a_source_whose_adapter_panics_has_failed() {
    let bench = Bench::new(vec![WantedFile::new(Mood::Panics, &[], &[])]);
    let answer = bench.lookup("reyes", "AB12345").await.json();
    assert_eq!(source(&answer, "COLLECT"), "failed");
    assert_eq!(answer["people"].as_array().unwrap().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn a_plate_that_is_on_no_file_may_still_be_stolen() {
    let bench = Bench::new(vec![WantedFile::new(Mood::Answers, &[], &["ZZ99999"])]);
    let answer = bench.lookup("reyes", "ZZ-99999").await.json();
    assert_eq!(answer["vehicle"], Value::Null);
    assert_eq!(answer["headline"]["severity"], "danger");
    assert_eq!(answer["headline"]["text"], "Stolen plate");
    assert_eq!(
        answer["headline"]["detail"],
        "COLLECT NIC-2 · entered 15 Nov 2026 · not on file in DMV-REG · confirm first"
    );
    assert_eq!(source(&answer, "COLLECT"), "answered");
}

#[tokio::test(start_paused = true)]
async fn live_sources_are_not_told_of_juveniles_and_not_asked_for_whom_they_are_closed() {
    let file = WantedFile::new(Mood::Answers, &["Sofia", "Ana"], &["AB12345"]);
    let bench = Bench::new(vec![Arc::clone(&file) as _]);
    bench.lookup("reyes", "AB12345").await;
    assert!(!file.heard.lock().unwrap().contains(&"Sofia".to_owned()));
    bench.lookup("nowak", "AB12345").await;
    assert!(file.heard.lock().unwrap().contains(&"Sofia".to_owned()));

    let before = file.asked.load(Ordering::Relaxed);
    let answer = bench.lookup("abara", "AB12345").await.json();
    assert_eq!(file.asked.load(Ordering::Relaxed), before);
    assert_eq!(source(&answer, "COLLECT"), "denied");
    assert_eq!(answer["vehicle"]["theft"]["gap"], "denied");
}

//! The real client and the real hub in one process, with a network between them that can be cut.

use std::time::{Duration, Instant};

use anyhow::Result;
use ciss_client::connection::{Doubt, watch};
use ciss_client::portrait::portrait;
use ciss_client::{Client, Deadlines, Hub};
use ciss_contract::answer::{GapReason, Question, Standing};
use ciss_contract::ipc::HubStatus;
use ciss_contract::lookup::{LookupAnswer, Outcome};
use ciss_contract::problem::ErrorCode;
use ciss_contract::record::DecisionRequest;
use ciss_contract::session::Purpose;
use ciss_contract::source::Source;
use ciss_journeys::network::Weather;
use ciss_journeys::world::{PATIENT, World};
use ciss_simulator::server::{Control, WantedState};
use jiff::Timestamp;

/// For the time that a silent network costs.
const IMPATIENT: Deadlines =
    Deadlines { answer: Duration::from_millis(300), probe: Duration::from_millis(300), ..PATIENT };

fn outcome(answer: &LookupAnswer, source: Source) -> Option<Outcome> {
    answer.sources.iter().find(|line| line.source == source).map(|line| line.outcome)
}

fn wants(answer: &LookupAnswer) -> impl Iterator<Item = &ciss_contract::answer::Answer> {
    answer
        .people
        .iter()
        .flat_map(|person| &person.answers)
        .filter(|answer| answer.question == Question::Wanted)
}

async fn refusal(client: &Client, query: &str) -> Option<ErrorCode> {
    client.lookup(&World::request(query)).await.err().map(|problem| problem.code)
}

#[tokio::test]
async fn a_plate_leads_to_people_their_records_and_their_photos() -> Result<()> {
    let world = World::start().await?;
    let client = world.client(PATIENT)?;
    let answer = client.lookup(&World::request(&world.plate)).await?.whole().await;

    assert_eq!(answer.vehicle.as_ref().map(|vehicle| &vehicle.plate), Some(&world.plate));
    assert!(
        wants(&answer).any(|answer| answer.standing == Standing::Yes),
        "somebody at the address is wanted"
    );
    assert!(answer.pending().next().is_none());
    assert!(matches!(outcome(&answer, Source::WantedFile), Some(Outcome::Answered | Outcome::NoRecord)));

    let first = answer.people.first().expect("there are people");
    let record = client.record(&first.golden, None, Purpose::TrafficStop, "1142").await?;
    assert_eq!(record.person.golden, first.golden);
    let source_document = &record.members.first().expect("a golden record has members").from.document;
    assert_eq!(client.document(source_document, Purpose::TrafficStop, "1142").await?.id, *source_document);

    let photo = answer.people.iter().find_map(|person| person.photo.as_ref()).expect("somebody has a photo");
    let picture = portrait(client.photo(&photo.id).await?, 96).await?;
    assert!(picture.jpeg.starts_with(&[0xff, 0xd8]));
    world.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_detective_takes_a_record_out_and_puts_it_back() -> Result<()> {
    let world = World::start().await?;
    let client = world.client_of("nowak", PATIENT)?;
    let answer = client.lookup(&World::request(&world.plate)).await?.whole().await;
    let merged = answer.people.iter().max_by_key(|person| person.records).expect("there are people");
    let before = client.record(&merged.golden, None, Purpose::Investigation, "412").await?;
    let member = before.members.iter().find(|member| member.evidence.is_some()).expect("several records");
    let with = member.evidence.as_ref().expect("it has evidence").with.clone();
    let decide = |same| DecisionRequest {
        withdrawn: false,
        left: member.record(),
        right: with.clone(),
        same,
        reason: "seen both".to_owned(),
        purpose: Purpose::Investigation,
        on_behalf_of: "412".to_owned(),
    };
    let apart = client.decide(&decide(false)).await?;
    assert_ne!(apart.left, apart.right);
    let together = client.decide(&decide(true)).await?;
    assert_eq!(together.left, together.right);
    let after = client.record(&together.left, None, Purpose::Investigation, "412").await?;
    assert_eq!(after.members.len(), before.members.len());
    assert!(after.decisions.iter().any(|note| note.same && note.reason == "seen both"));

    let refused = world.client(PATIENT)?.decide(&decide(false)).await;
    assert_eq!(refused.err().map(|problem| problem.code), Some(ErrorCode::NotEntitled));
    world.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_cut_is_said_at_once_and_the_same_client_goes_on_after_it() -> Result<()> {
    let world = World::start().await?;
    let client = world.client(PATIENT)?;
    assert_eq!(refusal(&client, &world.plate).await, None);

    world.network.turn(Weather::Cut).await;
    let start = Instant::now();
    assert_eq!(refusal(&client, &world.plate).await, Some(ErrorCode::HubUnreachable));
    assert!(start.elapsed() < PATIENT.answer, "a refused connection is no time-out");

    world.network.turn(Weather::Fair).await;
    assert_eq!(refusal(&client, &world.plate).await, None);
    world.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_silent_network_is_a_time_out_and_a_slow_one_is_an_answer() -> Result<()> {
    let world = World::start().await?;
    let patient = world.client(PATIENT)?;
    assert_eq!(refusal(&patient, &world.plate).await, None);
    let impatient = world.client(IMPATIENT)?;

    world.network.turn(Weather::Silent).await;
    assert_eq!(refusal(&impatient, &world.plate).await, Some(ErrorCode::HubTimedOut));

    world.network.turn(Weather::Slow(Duration::from_millis(50))).await;
    assert_eq!(refusal(&patient, &world.plate).await, None);
    world.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_cut_in_the_middle_leaves_the_answer_that_was_there() -> Result<()> {
    let world = World::start().await?;
    world.control(Control { wanted: Some(WantedState::Hang), photos: None }).await?;
    let client = world.client(PATIENT)?;
    let mut lookup = client.lookup(&World::request(&world.plate)).await?;
    assert_eq!(outcome(lookup.answer(), Source::WantedFile), Some(Outcome::Pending));
    let people = lookup.answer().people.len();

    world.network.turn(Weather::Cut).await;
    while lookup.late().await.is_some() {}
    assert_eq!(outcome(lookup.answer(), Source::WantedFile), Some(Outcome::Failed));
    assert_eq!(lookup.answer().people.len(), people);
    assert!(wants(lookup.answer()).all(|answer| answer.standing != Standing::Pending));
    world.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_source_that_is_slow_failing_or_hanging_costs_its_own_rows() -> Result<()> {
    let world = World::start().await?;
    let client = world.client(PATIENT)?;
    let expectations = [
        (WantedState::SlowMs(200), None),
        (WantedState::Fail, Some((Outcome::Failed, GapReason::Failed))),
        (WantedState::Hang, Some((Outcome::TimedOut, GapReason::TimedOut))),
    ];
    for (state, gap) in expectations {
        world.control(Control { wanted: Some(state), photos: None }).await?;
        let answer = client.lookup(&World::request(&world.plate)).await?.whole().await;
        assert!(answer.vehicle.is_some() && !answer.people.is_empty(), "{state:?}: the rest is there");
        let Some((expect, reason)) = gap else {
            assert!(matches!(
                outcome(&answer, Source::WantedFile),
                Some(Outcome::Answered | Outcome::NoRecord)
            ));
            continue;
        };
        assert_eq!(outcome(&answer, Source::WantedFile), Some(expect));
        for answer in wants(&answer) {
            assert!(answer.gaps.iter().any(|gap| gap.source == Source::WantedFile && gap.reason == reason));
            assert!(
                matches!(answer.standing, Standing::Yes | Standing::NotAvailable),
                "silence is not no record"
            );
        }
    }
    world.stop().await;
    Ok(())
}

#[tokio::test]
async fn the_watch_sees_the_hub_go_and_come_back() -> Result<()> {
    let world = World::start().await?;
    let client = world.client(IMPATIENT)?;
    let status = tokio::sync::watch::Sender::new(HubStatus::Connecting);
    let mut seen = status.subscribe();
    let doubt = Doubt::default();
    let watching = tokio::spawn(watch(client, Timestamp::now, doubt.clone(), status));
    let live = |status: &HubStatus| matches!(status, HubStatus::Live { .. });

    seen.wait_for(live).await?;
    world.network.turn(Weather::Cut).await;
    doubt.raise();
    seen.wait_for(|status| matches!(status, HubStatus::Gone { code: ErrorCode::HubUnreachable, .. })).await?;
    world.network.turn(Weather::Fair).await;
    seen.wait_for(live).await?;
    watching.abort();
    world.stop().await;
    Ok(())
}

#[tokio::test]
async fn a_hub_of_another_authority_is_not_trusted() -> Result<()> {
    let (world, other) = (World::start().await?, World::start().await?);
    let authority_pem = std::fs::read_to_string(other.authority())?;
    let stranger = Client::new(&Hub { url: world.network.url(), authority_pem }, "reyes", PATIENT)?;
    assert_eq!(refusal(&stranger, &world.plate).await, Some(ErrorCode::HubNotTrusted));
    assert_eq!(world.lookups_audited().await?, 0);
    world.stop().await;
    other.stop().await;
    Ok(())
}

#[tokio::test]
async fn what_is_no_plate_is_refused_before_anything_is_sent() -> Result<()> {
    let world = World::start().await?;
    let client = world.client(PATIENT)?;
    // Cut: what would be sent would be unreachable, not refused.
    world.network.turn(Weather::Cut).await;
    let long = "A".repeat(10_000_000);
    let checks = [
        ("", ErrorCode::QueryEmpty),
        ("  -  ", ErrorCode::QueryEmpty),
        (long.as_str(), ErrorCode::QueryTooLong),
        ("🚗🚓", ErrorCode::QueryNotUnderstood),
        ("AB\u{0}12345", ErrorCode::QueryNotUnderstood),
        ("'; DROP TABLE vehicle; --", ErrorCode::QueryNotUnderstood),
        ("plate:[A TO Z]~2", ErrorCode::QueryNotUnderstood),
        ("AB1*", ErrorCode::QueryPartialPlate),
    ];
    for (query, expect) in checks {
        assert_eq!(refusal(&client, query).await, Some(expect), "{:.20}", query);
    }
    world.stop().await;
    Ok(())
}

//! One suite for every backend: what a journal promises.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![allow(clippy::print_stdout, reason = "a test says which rule it was at")]

mod backend;
mod concurrent;
mod damage;
mod erasure;
mod follow;
mod order;
mod postgres;
#[allow(dead_code, reason = "each program uses a part of it")]
#[path = "../support/server.rs"]
mod server;
mod sqlite;
mod tls;

use std::pin::Pin;

use backend::{Backend, Memory, Postgres, Sqlite};
use server::Server;

type Rule = (&'static str, fn(Box<dyn Backend>) -> Pin<Box<dyn Future<Output = ()>>>);

/// Everything that holds for all of them. Each rule gets an empty journal.
macro_rules! rules {
    ($($module:ident :: $rule:ident,)*) => {
        const RULES: &[Rule] = &[$((stringify!($rule), |backend| Box::pin($module::$rule(backend)))),*];
    };
}

rules![
    order::an_empty_shard_is_empty,
    order::entries_come_back_as_they_were_appended,
    order::positions_are_gapless_and_pages_join,
    order::the_same_name_is_one_entry,
    order::a_name_belongs_to_what_it_was_first_given_to,
    order::a_batch_is_whole_or_not_there,
    order::what_is_too_much_is_refused,
    order::a_page_is_bounded_in_bytes,
    order::shards_have_positions_of_their_own,
    order::a_position_beyond_the_head_is_of_another_history,
    order::what_was_appended_is_there_after_a_restart,
    order::a_closed_journal_is_not_available,
    concurrent::twenty_writers_leave_no_gap_and_a_reader_misses_nothing,
    concurrent::the_same_names_from_many_writers_are_one_entry_each,
    concurrent::waiting_ends_with_what_was_waited_for,
    erasure::an_erased_body_is_gone_and_its_place_stays,
    erasure::what_is_erased_does_not_come_back,
    erasure::entries_of_a_batch_count_in_their_order,
    erasure::bytes_of_an_erased_body_are_gone_from_the_disk,
    damage::every_change_to_what_is_stored_is_noticed,
    damage::what_is_missing_is_damage_not_absence,
    follow::a_fold_follows_and_goes_on_where_it_was,
    follow::a_fold_of_another_history_is_not_followed,
];

async fn check(backend: impl AsyncFn() -> Box<dyn Backend>) {
    for (rule, check) in RULES {
        let started = std::time::Instant::now();
        check(backend().await).await;
        println!("{rule}: {:?}", started.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn memory() {
    check(async || Box::new(Memory::default()) as Box<dyn Backend>).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_sqlite() {
    check(async || Box::new(Sqlite::default()) as Box<dyn Backend>).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_postgres() {
    let Some(server) = Server::start(&[]) else { return };
    let server = std::sync::Arc::new(server);
    check(async || Box::new(Postgres::new(&server)) as Box<dyn Backend>).await;
}

//! Many rows to a statement: a round trip to the database's thread costs more than a row.

use ciss_records::StoreError;
use sqlx::query_builder::Separated;
use sqlx::sqlite::SqliteConnection;
use sqlx::{QueryBuilder, Sqlite};

/// Rows to a statement. Full statements are alike and stay prepared.
const ROWS: usize = 128;

/// Inserts rows: `head` is the statement up to `VALUES`, `tail` what follows the rows, `bind` binds one row's columns.
pub(super) async fn insert<T: Send>(
    connection: &mut SqliteConnection,
    head: &'static str,
    tail: &'static str,
    rows: Vec<T>,
    bind: impl Fn(&mut Separated<'_, Sqlite, &'static str>, T) + Send + Sync,
) -> Result<(), StoreError> {
    let mut rows = rows.into_iter();
    loop {
        let some: Vec<T> = rows.by_ref().take(ROWS).collect();
        if some.is_empty() {
            return Ok(());
        }
        let full = some.len() == ROWS;
        let mut statement = QueryBuilder::new(head);
        statement.push_values(some, |mut columns, row| bind(&mut columns, row));
        statement.push(tail);
        statement.build().persistent(full).execute(&mut *connection).await?;
    }
}

/// A list of numbers as SQLite's `json_each` reads it.
pub(super) fn list(numbers: impl IntoIterator<Item = i64>) -> String {
    listed(numbers.into_iter().map(|number| number.to_string()))
}

/// A list of pairs.
pub(super) fn pairs(pairs: impl IntoIterator<Item = (i64, i64)>) -> String {
    listed(pairs.into_iter().map(|(left, right)| format!("[{left},{right}]")))
}

fn listed(values: impl Iterator<Item = String>) -> String {
    let mut text = String::from("[");
    for value in values {
        if text.len() > 1 {
            text.push(',');
        }
        text.push_str(&value);
    }
    text.push(']');
    text
}

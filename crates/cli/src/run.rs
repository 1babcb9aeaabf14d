//! Runs a command: from its arguments to what is printed.

use std::io::BufRead;
use std::path::PathBuf;

use ciss_client::chosen::{self, Chosen};
use ciss_client::hub::{data_directory, demo_directory};
use ciss_client::{Client, Deadlines, Hub};
use ciss_contract::lookup::{LookupAnswer, LookupRequest};
use ciss_contract::problem::Problem;
use ciss_contract::query::LONGEST_QUERY;
use ciss_contract::record::RecordAnswer;

use crate::arguments::{Arguments, Command, How};

/// What is printed.
pub(crate) struct Report {
    pub(crate) answer: Reported,
    pub(crate) json: bool,
}

/// What was answered.
pub(crate) enum Reported {
    Lookup(Box<LookupAnswer>),
    Record(Box<RecordAnswer>),
}

/// Why there is no answer.
pub(crate) enum Failure {
    /// The hub's refusal, or why it could not be asked.
    Problem(Problem),
    /// No hub is named and none is found on this machine.
    NoHub(String),
    /// This machine does not do its part.
    Machine(String),
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Failure {
        Failure::Problem(problem)
    }
}

pub(crate) async fn run(arguments: Arguments) -> Result<Report, Failure> {
    match arguments.command {
        Command::Lookup { query, why, how } => {
            let query = if query == "-" { read_query(std::io::stdin().lock())? } else { query };
            let request = LookupRequest { query, purpose: why.purpose, on_behalf_of: why.on_behalf_of };
            let answer = client(&how)?.lookup(&request).await?.whole().await;
            Ok(Report { answer: Reported::Lookup(Box::new(answer)), json: how.json })
        }
        Command::Record { golden, why, how } => {
            let record =
                client(&how)?.record(&golden.as_str().into(), None, why.purpose, &why.on_behalf_of).await?;
            Ok(Report { answer: Reported::Record(Box::new(record)), json: how.json })
        }
    }
}

fn client(how: &How) -> Result<Client, Failure> {
    let hub = match (&how.hub, &how.authority) {
        (Some(url), Some(authority)) => Hub::with_authority_file(url.as_str(), authority).map_err(no_hub),
        _ => match chosen(how)? {
            Some(Chosen::Hub(hub)) => Ok(hub),
            Some(Chosen::Demo) => on_this_machine(demo_directory()),
            None => on_this_machine(how.data.clone().or_else(data_directory)),
        },
    };
    Ok(Client::new(&hub?, how.account.as_str(), Deadlines::default())?)
}

fn on_this_machine(data: Option<PathBuf>) -> Result<Hub, Failure> {
    let data = data.ok_or_else(|| no_hub("there is no home directory. Give --data"))?;
    Hub::on_this_machine(&data).map_err(no_hub)
}

fn no_hub(why: impl std::fmt::Display) -> Failure {
    Failure::NoHub(why.to_string())
}

/// Which hub this workstation was told to talk to. A folder on the command line counts before it.
fn chosen(how: &How) -> Result<Option<Chosen>, Failure> {
    match how.data {
        Some(_) => Ok(None),
        None => chosen::read(&chosen::files()).map_err(no_hub),
    }
}

/// The first line, and of an endless one no more than shows that it is too long.
fn read_query(input: impl BufRead) -> Result<String, Failure> {
    let mut line = Vec::new();
    let longest = LONGEST_QUERY as u64 + 2;
    input
        .take(longest)
        .read_until(b'\n', &mut line)
        .map_err(|error| Failure::Machine(format!("standard input: {error}")))?;
    Ok(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned())
}

#[cfg(test)]
mod tests {
    use ciss_contract::problem::ErrorCode;
    use ciss_contract::query::Query;

    use super::*;

    fn check(input: &[u8], expect: Result<&str, ErrorCode>) {
        let line = read_query(input).ok().unwrap();
        assert_eq!(Query::interpret(&line).map(|query| query.shown()), expect.map(str::to_owned));
    }

    #[test]
    fn the_query_is_the_first_line_of_standard_input() {
        check(b"ab-12345\n", Ok("AB·12345"));
        check(b"ab-12345\r\nCD-12345\n", Ok("AB·12345"));
        check(b"ab-12345", Ok("AB·12345"));
        check(b"", Err(ErrorCode::QueryEmpty));
        check(&b"A".repeat(10_000_000), Err(ErrorCode::QueryTooLong));
        check(b"AB\xff12345\n", Err(ErrorCode::QueryNotUnderstood));
    }
}

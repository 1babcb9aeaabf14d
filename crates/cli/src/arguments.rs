//! The command line.

use std::path::PathBuf;

use ciss_contract::session::Purpose;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Parser, Subcommand};

/// What each exit code means. `exit.rs` gives them.
const EXIT_CODES: &str = "\
Exit codes:
  0  answered: no want, danger or caution on file (which does not mean safe)
  2  the command line is wrong
  3  answered: a want, a danger or a caution code for officer safety is on file
  4  answered in part: a source gave no fresh answer, somebody's answers are withheld, or the address has more people
     than are listed; the rest is as for 0
  5  not found
  6  the plate, VIN, purpose or badge is refused
  7  the hub is unreachable, late, not trusted, or does not speak this version
  8  not signed in, or not entitled
  9  the hub failed
 10  answered: another caution is on file (possible want, registration, license, supervision, order, bail, custody, registry,
     arrest); a source may be missing as well

Answers go to standard output, errors to standard error.";

/// Looks up plates and records at the CISS Hub.
#[derive(Debug, Parser)]
#[command(name = "ciss", version, after_help = EXIT_CODES, max_term_width = 110)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Looks up a plate or a VIN: vehicle, owner, and everyone at the registered address.
    #[command(after_help = EXIT_CODES)]
    Lookup {
        /// Plate or VIN; `-` reads it from standard input, where no process list shows it.
        query: String,
        #[command(flatten)]
        why: Why,
        #[command(flatten)]
        how: How,
    },
    /// Shows a golden record with where each field comes from.
    #[command(after_help = EXIT_CODES)]
    Record {
        /// The golden record, as a lookup names it.
        golden: String,
        #[command(flatten)]
        why: Why,
        #[command(flatten)]
        how: How,
    },
}

/// Why it is asked, for the audit trail.
#[derive(Debug, Args)]
pub(crate) struct Why {
    /// Purpose of the search.
    #[arg(long, value_parser = purpose())]
    pub(crate) purpose: Purpose,
    /// Badge or name of the person for whom it is run.
    #[arg(long, value_name = "BADGE")]
    pub(crate) on_behalf_of: String,
}

/// Whom to ask, and how to answer.
#[derive(Debug, Args)]
pub(crate) struct How {
    /// Print the hub's answer as JSON.
    #[arg(long)]
    pub(crate) json: bool,
    /// Demo account to sign in as.
    #[arg(long, env = "CISS_ACCOUNT", default_value = "reyes", value_name = "NAME")]
    pub(crate) account: String,
    /// The hub, `https://host:port`. Without it, the one that this workstation was told of, else the hub on this machine.
    #[arg(long, env = "CISS_HUB_URL", requires = "authority", value_name = "URL")]
    pub(crate) hub: Option<String>,
    /// PEM file of the authority that the hub's certificate must come from.
    #[arg(long, env = "CISS_HUB_AUTHORITY", requires = "hub", value_name = "PEM")]
    pub(crate) authority: Option<PathBuf>,
    /// Data directory of the hub on this machine.
    #[arg(long, env = "CISS_DATA", value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
}

fn purpose() -> impl TypedValueParser<Value = Purpose> {
    PossibleValuesParser::new(Purpose::ALL.map(Purpose::code))
        .try_map(|code| Purpose::from_code(&code).ok_or("not a purpose"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Arguments::command().debug_assert();
    }

    fn check(line: &str, expect: bool) {
        let parsed = Arguments::try_parse_from(line.split(' '));
        assert_eq!(parsed.is_ok(), expect, "{line}: {parsed:?}");
    }

    #[test]
    fn purpose_and_person_are_required() {
        check("ciss lookup AB12345 --purpose traffic-stop --on-behalf-of 412", true);
        check("ciss lookup - --purpose booking --on-behalf-of 412 --json", true);
        check("ciss record g1 --purpose investigation --on-behalf-of 412", true);
        check("ciss lookup AB12345 --purpose traffic-stop", false);
        check("ciss lookup AB12345 --on-behalf-of 412", false);
        check("ciss lookup AB12345 --purpose curiosity --on-behalf-of 412", false);
        check("ciss lookup --purpose booking --on-behalf-of 412", false);
        check("ciss lookup A --purpose booking --on-behalf-of 4 --hub https://h", false);
    }
}

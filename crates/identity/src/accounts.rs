//! Who has an account. Demo accounts exist only in a hub that was started with synthetic data.

use ciss_contract::session::{Assignment, Operator};

/// Knows accounts, and vouches for whoever has one. An identity provider takes the place of the demo's accounts without
/// touching an endpoint.
pub trait Identity: Send + Sync + 'static {
    /// The claims of whoever has this account now; none where there is no such account, or no longer.
    fn claims(&self, account: &str) -> Option<Operator>;
}

/// Nobody has an account: a hub with real data refuses everybody until an identity provider is set up.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoAccounts;

impl Identity for NoAccounts {
    fn claims(&self, _: &str) -> Option<Operator> {
        None
    }
}

/// The demo's accounts, which sign in by their names alone.
#[derive(Clone, Copy, Debug, Default)]
pub struct DemoAccounts;

impl Identity for DemoAccounts {
    fn claims(&self, account: &str) -> Option<Operator> {
        let account = ACCOUNTS.iter().find(|known| known.name == account)?;
        Some(Operator {
            federation_id: format!("CISS:IDP:DEMO:USER:{}", account.name),
            name: account.shown.to_owned(),
            assignment: account.assignment,
            agency: account.agency.to_owned(),
            ori: account.ori.to_owned(),
        })
    }
}

/// An account that signs in by its name alone.
struct Account {
    name: &'static str,
    shown: &'static str,
    assignment: Assignment,
    agency: &'static str,
    ori: &'static str,
}

static ACCOUNTS: [Account; 6] = [
    Account {
        name: "reyes",
        shown: "D. Reyes",
        assignment: Assignment::Dispatcher,
        agency: "Middletown PD",
        ori: "CT0008300",
    },
    Account {
        name: "nowak",
        shown: "Det. K. Nowak",
        assignment: Assignment::Detective,
        agency: "Middletown PD",
        ori: "CT0008300",
    },
    Account {
        name: "okafor",
        shown: "Sgt. T. Okafor",
        assignment: Assignment::Officer,
        agency: "Middletown PD",
        ori: "CT0008300",
    },
    Account {
        name: "lindqvist",
        shown: "P. Lindqvist",
        assignment: Assignment::Records,
        agency: "Hartford PD",
        ori: "CT0006400",
    },
    Account {
        name: "abara",
        shown: "N. Abara",
        assignment: Assignment::PublicDefender,
        agency: "Public Defender Services",
        ori: "CT064013A",
    },
    Account {
        name: "marsh",
        shown: "E. Marsh",
        assignment: Assignment::VictimAdvocate,
        agency: "Office of the Victim Advocate",
        ori: "CT064023A",
    },
];

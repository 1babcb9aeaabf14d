//! Who asks, for whom and why.

use serde::{Deserialize, Serialize};

/// Why a search is run. A closed list: CJIS policy wants a reason with every query, and free text hides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// A vehicle stopped or about to be stopped.
    TrafficStop,
    /// A call for service.
    CallForService,
    /// A criminal investigation with a case number.
    Investigation,
    /// Serving a warrant or an order.
    WarrantService,
    /// A crash on the road.
    Collision,
    /// Booking an arrested person.
    Booking,
    /// Hit confirmation for another agency.
    HitConfirmation,
}

/// Header in which a read of a record or document carries its purpose. Not in the address: addresses end up in logs.
pub const PURPOSE_HEADER: &str = "ciss-purpose";

/// Header with the badge or name of the person for whom a record or document is read, in UTF-8.
pub const BEHALF_HEADER: &str = "ciss-on-behalf-of";

impl Purpose {
    /// Every purpose, in the order of the menu.
    pub const ALL: [Purpose; 7] = [
        Purpose::TrafficStop,
        Purpose::CallForService,
        Purpose::Investigation,
        Purpose::WarrantService,
        Purpose::Collision,
        Purpose::Booking,
        Purpose::HitConfirmation,
    ];

    /// The wire form, as the command line takes it.
    pub const fn code(self) -> &'static str {
        match self {
            Purpose::TrafficStop => "traffic-stop",
            Purpose::CallForService => "call-for-service",
            Purpose::Investigation => "investigation",
            Purpose::WarrantService => "warrant-service",
            Purpose::Collision => "collision",
            Purpose::Booking => "booking",
            Purpose::HitConfirmation => "hit-confirmation",
        }
    }

    /// As a menu shows it.
    pub const fn label(self) -> &'static str {
        match self {
            Purpose::TrafficStop => "traffic stop",
            Purpose::CallForService => "call for service",
            Purpose::Investigation => "investigation",
            Purpose::WarrantService => "warrant service",
            Purpose::Collision => "collision",
            Purpose::Booking => "booking",
            Purpose::HitConfirmation => "hit confirmation",
        }
    }

    /// The purpose with this wire form.
    pub fn from_code(code: &str) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|purpose| purpose.code() == code)
    }
}

/// What a person's access form says they do (CISS access form; GFIPM `EmployeePositionName`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Assignment {
    /// Relays answers to officers by radio.
    Dispatcher,
    /// Investigates.
    Detective,
    /// Patrols.
    Officer,
    /// Keeps an agency's records.
    Records,
    /// Works in a court.
    Clerk,
    /// Defends; sees what a court file holds.
    PublicDefender,
    /// Speaks for victims.
    VictimAdvocate,
}

impl Assignment {
    /// As screens show it.
    pub const fn label(self) -> &'static str {
        match self {
            Assignment::Dispatcher => "Dispatcher",
            Assignment::Detective => "Detective",
            Assignment::Officer => "Officer",
            Assignment::Records => "Records",
            Assignment::Clerk => "Clerk",
            Assignment::PublicDefender => "Public defender",
            Assignment::VictimAdvocate => "Victim advocate",
        }
    }
}

/// The person signed in, as the identity provider's claims describe them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Operator {
    /// GFIPM FederationId, `CISS:IDP:<idp>:USER:<id>`.
    pub federation_id: String,
    /// As shown: `D. Reyes`.
    pub name: String,
    /// What they do.
    pub assignment: Assignment,
    /// Agency, in words.
    pub agency: String,
    /// Agency's ORI.
    pub ori: String,
}

/// Asks the hub for a session as one of its demo accounts. A hub that has an identity provider refuses it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DemoSignIn {
    /// Account name, for example `reyes`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1))]
    pub account: String,
}

/// A session as the hub grants it.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Bearer token for later requests. Never logged, never in a URL.
    pub token: String,
    /// Who is signed in.
    pub operator: Operator,
    /// The hub's data is synthetic, and every screen must say so.
    pub demo: bool,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session")
            .field("token", &"<redacted>")
            .field("operator", &self.operator.federation_id)
            .finish()
    }
}

//! Leave to answer a request.

use std::sync::Arc;

use ciss_contract::day::connecticut_day;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::session::Operator;
use ciss_contract::source::Source;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::action::Action;
use crate::entitlement::Entitlement;

/// Leave to answer one request: who asks, and what they are entitled to.
#[derive(Clone)]
pub struct Permit {
    operator: Arc<Operator>,
    entitlement: &'static Entitlement,
    at: Timestamp,
    today: Date,
}

impl Permit {
    /// Who asks.
    pub fn operator(&self) -> &Operator {
        &self.operator
    }

    /// Their row of the policy table.
    pub fn entitlement(&self) -> &'static Entitlement {
        self.entitlement
    }

    /// When they asked.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The day in Connecticut on which they asked.
    pub fn today(&self) -> Date {
        self.today
    }

    /// Is the source covered?
    pub fn covers(&self, source: Source) -> bool {
        self.entitlement.covers(source)
    }

    /// # Errors
    /// [`ErrorCode::NotEntitled`] when the source is not covered.
    pub fn require(&self, source: Source) -> Result<(), Problem> {
        if self.covers(source) { Ok(()) } else { Err(Problem::new(ErrorCode::NotEntitled)) }
    }
}

/// Leave for the operator to do this.
///
/// # Errors
/// [`ErrorCode::NotEntitled`] where the action makes no sense without a source that is not covered.
pub fn authorize(operator: Arc<Operator>, action: Action, at: Timestamp) -> Result<Permit, Problem> {
    let entitlement = Entitlement::of(operator.assignment);
    let permit = Permit { operator, entitlement, at, today: connecticut_day(at) };
    if let Some(source) = action.needs() {
        permit.require(source)?;
    }
    Ok(permit)
}

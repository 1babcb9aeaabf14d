//! Deciding whose records are whose: a reason first, then the hub, then the record as it is after it.

use ciss_contract::ipc::{Decide, OpenRecord};
use ciss_contract::matter::RecordName;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::reason::reason;
use ciss_contract::record::{DecisionAnswer, DecisionRequest, MemberRecord};

use crate::state::{Console, Deciding, Effect, Place, Target};

impl Console {
    /// Goes through the near misses and the members, and comes back to none.
    pub(super) fn explain_next(&mut self) -> Vec<Effect> {
        let Some(record) = self.record.record() else {
            return vec![];
        };
        let near = record.near.iter().map(|near| near.other.clone());
        let members = record.members.iter().filter(|member| member.evidence.is_some());
        let mut all = near.chain(members.map(MemberRecord::record));
        let next = match &self.record.explained {
            None => all.next(),
            Some(open) => all.skip_while(|name| name != open).nth(1),
        };
        self.record.deciding = None;
        self.record.explained = next;
        let target = if self.record.explained.is_some() { Target::Evidence } else { Target::Record };
        vec![Effect::Focus(target)]
    }

    pub(super) fn begin_decision(&mut self, mine: RecordName, other: RecordName, same: bool) -> Vec<Effect> {
        if !self.record.record().is_some_and(|record| record.may_decide) {
            return vec![];
        }
        let reason = String::new();
        self.record.deciding = Some(Deciding { mine, other, same, reason, sent: false, refusal: None });
        vec![Effect::Focus(Target::Reason)]
    }

    pub(super) fn send_decision(&mut self) -> Vec<Effect> {
        let record = &mut *self.record;
        let (Some(deciding), Some(opened)) = (&mut record.deciding, &record.opened) else {
            return vec![];
        };
        if deciding.sent {
            return vec![];
        }
        let Some(given) = reason(&deciding.reason).map(str::to_owned) else {
            deciding.refusal = Some(Problem::new(ErrorCode::ReasonMissing));
            return vec![Effect::Focus(Target::Reason)];
        };
        deciding.sent = true;
        deciding.refusal = None;
        let OpenRecord { purpose, on_behalf_of, .. } = opened.request.clone();
        let decision = DecisionRequest {
            left: deciding.mine.clone(),
            right: deciding.other.clone(),
            same: deciding.same,
            reason: given,
            purpose,
            on_behalf_of,
        };
        vec![Effect::Decide(Decide { decision })]
    }

    /// Shows the golden record in which the record on the screen is now. What was typed stays where it failed.
    pub(super) fn decided(&mut self, result: Result<DecisionAnswer, Problem>) -> Vec<Effect> {
        let record = &mut *self.record;
        let Some(deciding) = record.deciding.as_mut().filter(|deciding| deciding.sent) else {
            return vec![];
        };
        deciding.sent = false;
        match (result, &record.opened) {
            (Ok(answer), Some(opened)) => {
                let words = if deciding.same { "Merged." } else { "Kept apart." };
                let request = OpenRecord { golden: answer.left, after: None, ..opened.request.clone() };
                self.history.correct(Place::Record(Some(request.clone())));
                let effects = self.open(request, None);
                self.shell.announcement = words.into();
                effects
            }
            (Ok(_), None) => vec![],
            (Err(problem), _) => {
                deciding.refusal = Some(problem);
                vec![Effect::Focus(Target::Reason)]
            }
        }
    }
}

//! Deciding whose records are whose: a reason first, then the hub, then the record as it is after it.

use ciss_contract::ipc::{Decide, OpenRecord};
use ciss_contract::matter::RecordName;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::reason::reason;
use ciss_contract::record::{DecisionAnswer, DecisionRequest, MemberRecord};

use crate::state::{Compared, Console, Decided, Deciding, Effect, Overlay, Place, Shown, Target};
use crate::wording::deciding::Choice;

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
        if reason(&deciding.reason).is_none() {
            deciding.refusal = Some(Problem::new(ErrorCode::ReasonMissing));
            return vec![Effect::Focus(Target::Reason)];
        }
        deciding.sent = true;
        deciding.refusal = None;
        vec![Effect::Decide(Decide { decision: deciding.request(&opened.request) })]
    }

    /// Lays a near miss beside the record. Its own record is read for it, which is on record as any reading is.
    pub(super) fn compare(&mut self, position: usize) -> Vec<Effect> {
        let record = &mut *self.record;
        let near = record.shown.record().and_then(|answer| answer.near.get(position)).cloned();
        let (Some(near), Some(opened)) = (near, &record.opened) else {
            return vec![];
        };
        let request = OpenRecord { golden: near.golden.clone(), after: None, ..opened.request.clone() };
        record.deciding = None;
        record.compared = Some(Compared { near, shown: Shown::Opening });
        self.shell.overlay = Some(Overlay::Compare);
        vec![Effect::Open(request), Effect::Focus(Target::Overlay)]
    }

    /// The near miss after the one that lies beside the record; behind the last one the first.
    pub(super) fn compare_next(&mut self) -> Vec<Effect> {
        let Some(answer) = self.record.record() else {
            return vec![];
        };
        let at = self
            .record
            .compared
            .as_ref()
            .and_then(|compared| answer.near.iter().position(|near| near.golden == compared.near.golden));
        let next = at.map_or(0, |at| (at + 1) % answer.near.len());
        self.compare(next)
    }

    /// Takes the decision back that led to what is shown: evidence decides again.
    pub(super) fn undo_decision(&mut self) -> Vec<Effect> {
        let Some(decided) = self.record.decided.as_mut().filter(|decided| !decided.sent) else {
            return vec![];
        };
        decided.sent = true;
        decided.refusal = None;
        vec![Effect::Decide(Decide { decision: decided.undo.clone() })]
    }

    fn undone(&mut self, result: Result<DecisionAnswer, Problem>) -> Vec<Effect> {
        let record = &mut *self.record;
        match (result, &record.opened, &mut record.decided) {
            (Ok(answer), Some(opened), _) => {
                let request = OpenRecord { golden: answer.left, after: None, ..opened.request.clone() };
                self.history.correct(Place::Record(Some(request.clone())));
                let effects = self.open(request, None);
                self.shell.announcement = "Taken back.".into();
                effects
            }
            (Err(problem), _, Some(decided)) => {
                decided.sent = false;
                decided.refusal = Some(problem);
                vec![]
            }
            (Ok(_), None, _) | (Err(_), _, None) => vec![],
        }
    }

    /// Shows the golden record in which the record on the screen is now. What was typed stays where it failed.
    pub(super) fn decided(&mut self, result: Result<DecisionAnswer, Problem>) -> Vec<Effect> {
        if self.record.decided.as_ref().is_some_and(|decided| decided.sent) {
            return self.undone(result);
        }
        let inside = self.record.compared.is_none();
        let record = &mut *self.record;
        let Some(deciding) = record.deciding.as_mut().filter(|deciding| deciding.sent) else {
            return vec![];
        };
        deciding.sent = false;
        match (result, &record.opened) {
            (Ok(answer), Some(opened)) => {
                let choice = Choice::of(deciding.same, inside);
                let undo = DecisionRequest { withdrawn: true, ..deciding.request(&opened.request) };
                let request = OpenRecord { golden: answer.left, after: None, ..opened.request.clone() };
                self.history.correct(Place::Record(Some(request.clone())));
                let effects = self.open(request, None);
                self.record.decided = Some(Decided { choice, undo, sent: false, refusal: None });
                self.shell.announcement = choice.done().into();
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

impl Deciding {
    /// As it is sent, for the purpose and the person for whom the record was opened.
    fn request(&self, opened: &OpenRecord) -> DecisionRequest {
        let OpenRecord { purpose, on_behalf_of, .. } = opened.clone();
        DecisionRequest {
            left: self.mine.clone(),
            right: self.other.clone(),
            same: self.same,
            withdrawn: false,
            reason: reason(&self.reason).unwrap_or_default().to_owned(),
            purpose,
            on_behalf_of,
        }
    }
}

//! The record page.

use crate::state::{Console, Effect, RecordAction};

impl Console {
    pub(super) fn take_record(&mut self, action: RecordAction) -> Vec<Effect> {
        match action {
            RecordAction::Recorded(golden, result) => self.recorded(&golden, result.map(|record| *record)),
            RecordAction::MoreWanted => self.more_wanted(),
            RecordAction::TiedOpened(position) => self.open_tied(position),
            RecordAction::NearOpened(position) => self.open_near(position),
            RecordAction::NextExplained => self.explain_next(),
            RecordAction::Explained(name) => {
                let record = &mut *self.record;
                let open = record.explained.as_ref() == Some(&name);
                record.explained = (!open).then_some(name);
                record.deciding = None;
                vec![]
            }
            RecordAction::DecisionBegun { mine, other, same } => self.begin_decision(mine, other, same),
            RecordAction::ReasonTyped(reason) => {
                if let Some(deciding) = &mut self.record.deciding {
                    deciding.reason = reason;
                    deciding.refusal = None;
                }
                vec![]
            }
            RecordAction::DecisionSent => self.send_decision(),
            RecordAction::DecisionUndone => self.undo_decision(),
            RecordAction::Compared(position) => self.compare(position),
            RecordAction::NextCompared => self.compare_next(),
            RecordAction::Decided(result) => self.decided(result),
            RecordAction::DocumentOpened(document) => self.open_document(document),
            RecordAction::RawToggled => {
                if let Some(document) = &mut self.record.document {
                    document.raw ^= true;
                }
                vec![]
            }
            RecordAction::DocumentRead(document, result) => {
                self.document_read(&document, result.map(|answer| *answer));
                vec![]
            }
        }
    }
}

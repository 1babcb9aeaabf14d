//! Golden records: opening one, walking on from it, coming back.

use std::rc::Rc;

use ciss_contract::ids::{DocumentId, GoldenId};
use ciss_contract::ipc::{OpenDocument, OpenRecord};
use ciss_contract::lookup::PersonAnswer;
use ciss_contract::problem::{ErrorCode, Problem};
use ciss_contract::record::{DocumentAnswer, RecordAnswer};

use crate::state::{
    Console, Effect, OpenedDocument, OpenedRecord, Overlay, Place, RecordState, Shown, Target,
};
use crate::wording;

impl Console {
    pub(super) fn open_person(&mut self, position: usize) -> Vec<Effect> {
        let (Some(answer), Some(asked)) = (self.lit(), &self.lookup.asked) else {
            return vec![];
        };
        let Some(person) = answer.people.get(position).cloned() else {
            return vec![];
        };
        let request = OpenRecord {
            golden: person.golden.clone(),
            after: None,
            purpose: asked.request.purpose,
            on_behalf_of: asked.request.on_behalf_of.clone(),
        };
        self.lookup.selected = Some(position);
        self.open(request, Some(person))
    }

    pub(super) fn open_tied(&mut self, position: usize) -> Vec<Effect> {
        let tied = self.record.record().and_then(|record| record.tied.get(position));
        self.walk_on(tied.map(|tied| tied.golden.clone()))
    }

    pub(super) fn open_near(&mut self, position: usize) -> Vec<Effect> {
        let near = self.record.record().and_then(|record| record.near.get(position));
        self.walk_on(near.map(|near| near.golden.clone()))
    }

    /// Opens another record from this one, to which there is a way back.
    fn walk_on(&mut self, golden: Option<GoldenId>) -> Vec<Effect> {
        let (Some(golden), Some(opened)) = (golden, &self.record.opened) else {
            return vec![];
        };
        let request = OpenRecord { golden, after: None, ..opened.request.clone() };
        self.open(request, None)
    }

    pub(super) fn open_document(&mut self, document: DocumentId) -> Vec<Effect> {
        let Some(opened) = &self.record.opened else {
            return vec![];
        };
        let OpenRecord { purpose, on_behalf_of, .. } = opened.request.clone();
        let request = OpenDocument { document, purpose, on_behalf_of };
        self.record.document = Some(OpenedDocument { request: request.clone(), answer: None, raw: false });
        self.shell.overlay = Some(Overlay::Document);
        vec![Effect::Read(request), Effect::Focus(Target::Overlay)]
    }

    pub(super) fn document_read(&mut self, document: &DocumentId, result: Result<DocumentAnswer, Problem>) {
        if let Some(opened) =
            self.record.document.as_mut().filter(|opened| opened.request.document == *document)
        {
            opened.answer = Some(result.map(Rc::new));
        }
    }

    pub(super) fn open(&mut self, request: OpenRecord, head: Option<PersonAnswer>) -> Vec<Effect> {
        self.history.go(Place::Record(Some(request.clone())));
        vec![self.fetch(request, head), Effect::Focus(Target::Record)]
    }

    /// Shows a record that somebody comes back to. It is asked for again where another took its place meanwhile: what is on
    /// file may have changed, and whoever opens it is on record.
    pub(super) fn reopen(&mut self, request: OpenRecord) -> Vec<Effect> {
        if self.record.golden() == Some(&request.golden) {
            return vec![];
        }
        vec![self.fetch(request, None)]
    }

    fn fetch(&mut self, request: OpenRecord, head: Option<PersonAnswer>) -> Effect {
        self.shell.overlay = None;
        let opened = Some(OpenedRecord { request: request.clone(), head });
        self.record = RecordState { opened, shown: Shown::Opening, ..RecordState::default() }.into();
        Effect::Open(request)
    }

    /// Asks for the records that follow those on the screen.
    pub(super) fn more_wanted(&mut self) -> Vec<Effect> {
        let next = self.record.record().and_then(|record| record.next.clone());
        let (Some(after), Some(opened), false) = (next, &self.record.opened, self.record.more) else {
            return vec![];
        };
        let request = OpenRecord { after: Some(after), ..opened.request.clone() };
        self.record.more = true;
        vec![Effect::Open(request)]
    }

    /// The next page came, or it can be asked for again.
    fn more_recorded(&mut self, golden: &GoldenId, result: Result<RecordAnswer, Problem>) {
        let here = self.record.golden() == Some(golden);
        let state = &mut *self.record;
        let Shown::Opened(record) = &mut state.shown else { return };
        if !here || !std::mem::take(&mut state.more) {
            return;
        }
        match result {
            Ok(page) => {
                Rc::make_mut(record).append(page);
                self.shell.announcement =
                    format!("{} of {} records.", record.members.len(), record.total).into();
            }
            Err(_) => self.shell.announcement = "No more records came. Try again.".to_owned().into(),
        }
    }

    pub(super) fn recorded(
        &mut self,
        golden: &GoldenId,
        result: Result<RecordAnswer, Problem>,
    ) -> Vec<Effect> {
        let beside = self.record.compared.as_mut();
        let beside = beside
            .filter(|compared| compared.near.golden == *golden && matches!(compared.shown, Shown::Opening));
        if let Some(compared) = beside {
            compared.shown = match result {
                Ok(record) => Shown::Opened(Rc::new(record)),
                Err(problem) => Shown::Failed(problem),
            };
            return vec![];
        }
        let awaited = match self.record.shown {
            Shown::Opening | Shown::Waiting => self.record.golden() == Some(golden),
            Shown::Nothing | Shown::Opened(_) | Shown::Failed(_) => false,
        };
        if !awaited {
            self.more_recorded(golden, result);
            return vec![];
        }
        match result {
            Ok(record) => {
                self.shell.demo |= record.demo;
                self.shell.announcement =
                    format!("Record of {}.", wording::person::surname_first(&record.person.name)).into();
                self.record.shown = Shown::Opened(Rc::new(record));
                vec![]
            }
            Err(problem) if problem.code == ErrorCode::HubUnreachable => {
                self.record.shown = Shown::Waiting;
                self.retry_later()
            }
            Err(problem) => {
                self.record.shown = Shown::Failed(problem);
                vec![]
            }
        }
    }

    pub(super) fn open_again(&self) -> Vec<Effect> {
        match (&self.record.shown, &self.record.opened) {
            (Shown::Waiting, Some(opened)) => vec![Effect::Open(opened.request.clone())],
            _ => vec![],
        }
    }
}

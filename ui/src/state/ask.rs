//! What is typed and chosen before anything is sent.

use std::rc::Rc;

use ciss_contract::behalf;
use ciss_contract::lookup::LookupRequest;
use ciss_contract::problem::ErrorCode;
use ciss_contract::query::Query;
use ciss_contract::session::Purpose;

/// The box, the purpose and the person for whom it is run.
#[derive(Clone)]
pub(crate) struct Ask {
    /// As typed. Shared, because somebody may paste ten megabytes.
    pub(crate) text: Rc<str>,
    /// Kept between lookups.
    pub(crate) purpose: Purpose,
    /// Badge or name as typed; kept between lookups.
    pub(crate) behalf: String,
    /// Why the last Enter sent nothing.
    pub(crate) refusal: Option<ErrorCode>,
}

impl Default for Ask {
    fn default() -> Ask {
        Ask { text: Rc::from(""), purpose: Purpose::TrafficStop, behalf: String::new(), refusal: None }
    }
}

impl Ask {
    /// How the typed line is understood so far; `None` while nothing is typed.
    pub(crate) fn understood(&self) -> Option<Result<Query, ErrorCode>> {
        match Query::interpret(&self.text) {
            Err(ErrorCode::QueryEmpty) => None,
            understood => Some(understood),
        }
    }

    /// Checks what is typed by the hub's own rules, so that nothing is sent that it would refuse.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub(crate) fn request(&self) -> Result<(Query, LookupRequest), ErrorCode> {
        let query = Query::interpret(&self.text)?;
        let behalf = behalf::on_behalf_of(&self.behalf).ok_or(ErrorCode::BehalfMissing)?;
        let request = LookupRequest {
            query: self.text.trim().to_owned(),
            purpose: self.purpose,
            on_behalf_of: behalf.to_owned(),
        };
        Ok((query, request))
    }
}

//! Links into the console: `ciss://lookup?plate=AB12345&purpose=traffic-stop&on-behalf-of=1142`, the same as `ciss lookup`.
//! Anything may send one, so nothing but that form is taken; the audit trail has the lookup as it has any other.

use ciss_contract::behalf;
use ciss_contract::ipc::DeepLink;
use ciss_contract::query::Query;
use ciss_contract::session::Purpose;
use tauri::{App, Runtime, Url};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::console::{Console, Message};

/// Longest link that is looked at, in bytes.
const LONGEST: usize = 512;

/// Sends links to the controller: the one that started the console, and those that further starts hand over.
pub(crate) fn listen<R: Runtime>(app: &App<R>, console: Console) {
    let take = move |urls: Vec<Url>| match urls.iter().find_map(parse) {
        Some(link) => console.tell(Message::Linked(link)),
        None => tracing::warn!("a link was not understood and is ignored"),
    };
    if let Ok(Some(urls)) = app.deep_link().get_current() {
        take(urls);
    }
    app.deep_link().on_open_url(move |event| take(event.urls()));
}

/// The lookup that a link asks for.
fn parse(url: &Url) -> Option<DeepLink> {
    let plain = url.as_str().len() <= LONGEST
        && url.scheme() == "ciss"
        && url.host_str() == Some("lookup")
        && matches!(url.path(), "" | "/")
        && url.username().is_empty()
        && url.password().is_none()
        && url.port().is_none()
        && url.fragment().is_none();
    if !plain {
        return None;
    }
    let (mut query, mut purpose, mut on_behalf_of) = (None, None, None);
    for (key, value) in url.query_pairs() {
        match key.as_ref() {
            "plate" if query.is_none() => match Query::interpret(&value).ok()? {
                Query::Plate { plate, .. } => query = Some(plate),
                Query::Vin { .. } => return None,
            },
            "vin" if query.is_none() => match Query::interpret(&value).ok()? {
                Query::Vin { vin, .. } => query = Some(vin),
                Query::Plate { .. } => return None,
            },
            "purpose" if purpose.is_none() => purpose = Some(Purpose::from_code(&value)?),
            "on-behalf-of" if on_behalf_of.is_none() => on_behalf_of = Some(behalf(&value)?),
            _ => return None,
        }
    }
    Some(DeepLink { query: query?, purpose, on_behalf_of })
}

/// A badge or a name, as the hub takes it.
fn behalf(value: &str) -> Option<String> {
    behalf::on_behalf_of(value).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: Option<&str>) {
        let link = Url::parse(text).ok().as_ref().and_then(parse);
        assert_eq!(link.map(|link| link.query).as_deref(), expect, "{text}");
    }

    #[test]
    fn a_plate_or_a_vin() {
        check("ciss://lookup?plate=AB12345", Some("AB12345"));
        check("CISS://lookup/?plate=ab-12345", Some("AB12345"));
        check("ciss://lookup?plate=AB%2012345", Some("AB12345"));
        check("ciss://lookup?vin=1HGCM82633A004352", Some("1HGCM82633A004352"));
    }

    #[test]
    fn a_purpose_and_a_person_as_on_the_command_line() {
        let url =
            Url::parse("ciss://lookup?purpose=traffic-stop&plate=AB12345&on-behalf-of=Ofc.%20Lund").unwrap();
        let link = parse(&url).unwrap();
        assert_eq!((link.query.as_str(), link.purpose), ("AB12345", Some(Purpose::TrafficStop)));
        assert_eq!(link.on_behalf_of.as_deref(), Some("Ofc. Lund"));
    }

    #[test]
    fn nothing_else() {
        check("ciss://lookup", None);
        check("ciss://lookup?", None);
        check("ciss://lookup?plate=", None);
        check("ciss://lookup?plate=AB*", None);
        check("ciss://lookup?vin=AB12345", None);
        check("ciss://lookup?plate=AB12345&plate=CD12345", None);
        check("ciss://lookup?plate=AB12345&purpose=curiosity", None);
        check("ciss://lookup?purpose=booking&on-behalf-of=1142", None);
        check("ciss://lookup?plate=AB12345&on-behalf-of=", None);
        check("ciss://lookup?plate=AB12345&vin=1HGCM82633A004352", None);
        check("ciss://lookup?plate=AB12345&for=1142", None);
        check("ciss://lookup?plate=AB12345#x", None);
        check("ciss://lookup/../record?plate=AB12345", None);
        check("ciss://record?plate=AB12345", None);
        check("ciss://a:b@lookup?plate=AB12345", None);
        check("ciss://lookup:80?plate=AB12345", None);
        check("https://lookup?plate=AB12345", None);
        check("ciss:lookup?plate=AB12345", None);
        check(&format!("ciss://lookup?plate=AB12345{}", "-".repeat(600)), None);
    }
}

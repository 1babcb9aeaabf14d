//! Links into the console: `ciss://lookup?plate=AB12345`. Anything may send one, so nothing but that form is taken,
//! and a link never runs with a purpose of its own.

use ciss_contract::ipc::DeepLink;
use ciss_contract::query::Query;
use tauri::{App, Runtime, Url};
use tauri_plugin_deep_link::DeepLinkExt;

use crate::console::{Console, Message};

/// Longest link that is looked at, in bytes.
const LONGEST: usize = 256;

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
    let mut pairs = url.query_pairs();
    match (plain, pairs.next(), pairs.next()) {
        (true, Some((key, value)), None) if key == "plate" || key == "vin" => {
            let query = match (Query::interpret(&value).ok()?, key.as_ref()) {
                (Query::Plate { plate, .. }, "plate") => plate,
                (Query::Vin { vin, .. }, "vin") => vin,
                (Query::Plate { .. } | Query::Vin { .. }, _) => return None,
            };
            Some(DeepLink { query })
        }
        _ => None,
    }
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
    fn nothing_else() {
        check("ciss://lookup", None);
        check("ciss://lookup?", None);
        check("ciss://lookup?plate=", None);
        check("ciss://lookup?plate=AB*", None);
        check("ciss://lookup?vin=AB12345", None);
        check("ciss://lookup?plate=AB12345&plate=CD12345", None);
        check("ciss://lookup?plate=AB12345&purpose=booking", None);
        check("ciss://lookup?plate=AB12345#x", None);
        check("ciss://lookup/../record?plate=AB12345", None);
        check("ciss://record?plate=AB12345", None);
        check("ciss://a:b@lookup?plate=AB12345", None);
        check("ciss://lookup:80?plate=AB12345", None);
        check("https://lookup?plate=AB12345", None);
        check("ciss:lookup?plate=AB12345", None);
        check(&format!("ciss://lookup?plate=AB12345{}", "-".repeat(300)), None);
    }
}

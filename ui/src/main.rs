//! The console's front end: two pages, Lookup and Record, over one state.
//!
//! Data flows one way. A key, a click or a word from the shell becomes an [`Action`](state::Action) of one slice of the
//! state; the pure [`Console::update`](state::Console::update) turns it into the next state and a list of
//! [`Effect`](state::Effect)s; the [`app`] draws the page and carries the effects out. A page is drawn again where a slice
//! that it is drawn of was changed ([`Same`](state::Same)). Where the window is, is a [`Place`](state::Place) in one
//! [`History`](state::History). Nothing below `state` and `wording` touches a browser, so
//! both are tested on the host with plain `cargo test`. The shell is reached in [`ipc`] alone, the browser in
//! [`browser`] alone.
//!
//! # What tests in a real window may hold on to
//! | selector | what |
//! |---|---|
//! | `#query`, `#purpose`, `#behalf` | the box, the purpose menu, the field for whom it is run |
//! | `#chip` | how the line in the box is understood; `data-understood` is `true` or `false` |
//! | `#problem` | why nothing was sent, or what went wrong; `data-code` is the stable code |
//! | `#answer` | the answer; `data-state` is `empty`, `asking`, `waiting`, `answered`, `failed`, `cancelled` |
//! | `#answer` | `data-lit` is `true` while the answer on the screen is that of the line in the box |
//! | `#set-back` | whose answer it is, and from when, while it is not |
//! | `#returned` | from when the answer is, where somebody came back to it |
//! | `#link` | a link that waits until a person follows it |
//! | `#headline` | the banner; `data-severity` is `info`, `caution`, `danger` |
//! | `[data-person="1"]` | a person in the answer, by position, owners first; `data-golden` is the golden record |
//! | `.matrix [data-column="1"]` | a cell of a person's row from 1600 px on; 0 is the person's own |
//! | `#beside` | the person whose row is selected, beside the matrix; `data-beside` is the position |
//! | `[data-answer="wanted"]` | an answer; `data-standing` is `yes`, `no_record`, `not_available`, `stale`, `pending` |
//! | `.photo` | a portrait; `data-photo` is `loading`, `shown`, `unavailable`, `none`; `.photo img` is the picture |
//! | `[data-source="COLLECT"]` | a source's line; `data-outcome` as in the contract |
//! | `#read-back`, `#read-aloud` | the radio text, and the same in large letters |
//! | `#record` | the record page's content; `data-state` is `empty`, `opening`, `waiting`, `opened`, `failed` |
//! | `#hub-status` | the footer's first word; `data-state` is `connecting`, `live`, `gone` |
//! | `#theft`, `#registration` | the vehicle's standing; `#registration` has `data-current` |
//! | `#inspector` | provenance of one person's answers; `data-inspected` is the position |
//! | `#missing` | the sources that owe an answer and gave none |
//! | `#not-confirmed` | the reminder on a wanted person's record |
//! | `#compare`, `#decided` | two golden records side by side; what was decided a moment ago, with the key that takes it back |
//! | `#sign-out`, `#signed-out`, `#account` | the button that ends the session, the page after it, the account that signs in |
//! | `#size`, `#copied` | the text size; what was put on the clipboard last |
//! | `#locked` | the lock; `data-tries-left` says how often one may try. Nothing of a record is in the window |
//! | `#pin` | the page on which a PIN or passphrase is chosen; `data-by` is `pin` or `passphrase` |
//! | `#secret`, `#secret-again`, `#lock` | the fields of both pages, and the button that leads to them |
//! | `#meanwhile` | what was asked while the hub was gone, and not answered |
//! | `#hub-gone`, `#demo`, `#keys`, `#theme` | the banner while the hub is gone, the demo label, the keyboard map, the switch of colours |

mod app;
mod browser;
mod components;
mod ipc;
mod pages;
mod state;
mod wording;

fn main() {
    app::start();
}

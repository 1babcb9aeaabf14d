//! Documents in real exchange formats, written by others: what is read and refused of them, in numbers only.

use std::convert::Infallible;
use std::path::Path;

use ciss_exchange::{Limits, import};
use jiff::Timestamp;

#[test]
fn the_shared_samples_read_as_counted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/niem-samples");
    if !folder.is_dir() {
        eprintln!("skipped: ../shared/niem-samples is absent");
        return;
    }
    let received: Timestamp = "2026-11-28T12:00:00Z".parse().unwrap();
    let report = import(&[folder], received, &Limits::default(), |_| Ok::<_, Infallible>(())).unwrap();
    insta::assert_json_snapshot!(report.kinds);
    // A value that is read no more, or a new one that nothing reads, shows as a difference. Paths hold no content.
    let unread: Vec<String> =
        report.unread.iter().map(|(path, values)| format!("{values:>5} {path}")).collect();
    insta::assert_snapshot!("what_is_not_read", unread.join("\n"));
    let report = report.to_string();
    let said = unread
        .iter()
        .filter(|line| !report.contains(line.trim_start().split(' ').next_back().unwrap_or_default()));
    assert_eq!(said.count(), 0, "the text tells every path");
}

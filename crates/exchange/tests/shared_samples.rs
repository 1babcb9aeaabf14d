//! Documents in real exchange formats, written by others: what is read and refused of them, in numbers only.

use std::collections::BTreeMap;
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
    // By name: a value that is read no more, or a new one that nothing reads, shows as a difference.
    let mut unread: BTreeMap<&str, usize> = BTreeMap::new();
    for (path, values) in &report.unread {
        *unread.entry(path.rsplit('/').next().unwrap_or_default()).or_default() += values;
    }
    insta::assert_json_snapshot!("what_is_not_read", unread);
}

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
    let report =
        import(&[folder], Timestamp::UNIX_EPOCH, &Limits::default(), |_| Ok::<_, Infallible>(())).unwrap();
    insta::assert_json_snapshot!(report.kinds);
}

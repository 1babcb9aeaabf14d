//! The chain that runs through a shard: each link covers one entry and the link before it.

use jiff::Timestamp;
use ring::digest::{Context, SHA256};

use crate::entry::{Digest, Entry, Kind, Name, Position, Shard};

/// What a link says of an entry. Its body counts by its hash, so that an erased entry keeps its link.
pub(crate) struct Linked<'a> {
    pub(crate) shard: Shard,
    pub(crate) position: Position,
    pub(crate) kind: &'a Kind,
    pub(crate) name: &'a Name,
    pub(crate) time: Timestamp,
    pub(crate) sha256: &'a Digest,
}

impl Linked<'_> {
    /// The link of this entry after the one that ends with `before`. Part of the format: stored links are checked with it.
    pub(crate) fn after(&self, before: &Digest) -> Digest {
        let mut context = Context::new(&SHA256);
        context.update(&before.0);
        context.update(&self.shard.0.to_be_bytes());
        context.update(&self.position.0.to_be_bytes());
        context.update(&self.time.as_microsecond().to_be_bytes());
        context.update(&self.name.0);
        context.update(&self.sha256.0);
        context.update(self.kind.as_str().as_bytes());
        Digest::from_ring(context.finish())
    }
}

impl<'a> From<&'a Entry> for Linked<'a> {
    fn from(entry: &'a Entry) -> Linked<'a> {
        let Entry { shard, position, kind, name, time, sha256, .. } = entry;
        Linked { shard: *shard, position: *position, kind, name, time: *time, sha256 }
    }
}

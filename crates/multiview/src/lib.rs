//! Match and merge: records in, golden records out

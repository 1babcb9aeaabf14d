//! NIEM documents to source records, and a path for everything that cannot be read

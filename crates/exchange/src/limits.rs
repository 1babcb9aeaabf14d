//! What a document may cost.

/// Bounds on one document. The defaults hold the largest message seen (a charge referral with its scanned papers)
/// several times over, and keep a hostile one under some 200 MB of memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the whole document. Nothing beyond them is read.
    pub bytes: usize,
    /// Elements inside each other.
    pub depth: usize,
    /// Elements in the document.
    pub elements: usize,
    /// Attributes of one element.
    pub attributes: usize,
    /// Bytes of text in one element; scanned papers come as base64.
    pub text: usize,
    /// Source records in one document: search results hold several.
    pub records: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { bytes: 32 << 20, depth: 64, elements: 200_000, attributes: 64, text: 16 << 20, records: 500 }
    }
}

/// Longest value that a record takes, in bytes. Longer ones are left out.
pub(crate) const LONGEST_VALUE: usize = 512;

/// Longest element name, in bytes. NIEM's longest is under 100.
pub(crate) const LONGEST_NAME: usize = 128;

/// Most ends of one association that are followed, and most addresses, aliases or numbers of one person.
pub(crate) const MOST_ENDS: usize = 32;

/// Most people that one matter of a document may be about, each with all of its charges.
pub(crate) const MOST_SUBJECTS: usize = 64;

/// Most charges of one matter.
pub(crate) const MOST_CHARGES: usize = 500;

/// Most left-out values that are listed for one document; the last one says that there are more.
pub(crate) const MOST_LEFT_OUT: usize = 256;

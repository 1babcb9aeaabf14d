//! Opaque identifiers. None of them carries a name, a plate or a document number, so all may stand in a URL or a log.

use serde::{Deserialize, Serialize};

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The identifier as it stands in a URL.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

identifier!(
    /// A document as the hub keeps it: 16 lower-case hexadecimal digits of the SHA-256 of source and content.
    DocumentId
);
identifier!(
    /// A golden record. Stays the same while its oldest member record stays in it.
    GoldenId
);
identifier!(
    /// A resolved address: number, street, unit and town after normalisation.
    AddressId
);
identifier!(
    /// A photo at its source.
    PhotoId
);
identifier!(
    /// One lookup, as the audit trail names it.
    LookupId
);

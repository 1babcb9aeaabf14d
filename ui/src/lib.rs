//! The CISS Console's front end

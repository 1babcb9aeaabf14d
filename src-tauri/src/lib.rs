//! The CISS Console: the desktop shell

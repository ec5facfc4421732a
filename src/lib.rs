//! atlas-certs: browse the X.509 certificates that MongoDB Atlas issues to database users.
//!
//! Read it from the ground up; every floor knows only the floors below it:
//!
//! | floor | what it is |
//! | --- | --- |
//! | [`domain`] | the nouns and their rules: certificates, serials, subjects, expiry |
//! | [`atlas`] | the Administration API, the only place that knows HTTP |

pub mod atlas;
pub mod domain;

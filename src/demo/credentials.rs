//! The keys of the simulated Atlas. They open nothing but a server on this machine, so they are public.

/// The user name of HTTP Digest: eight letters, as Atlas's public keys are.
pub const PUBLIC_KEY: &str = "demodemo";
/// The password of HTTP Digest: a UUID, as Atlas's private keys are.
pub const PRIVATE_KEY: &str = "de300000-0000-4000-8000-00000000de30";
/// The id of the service account.
pub const CLIENT_ID: &str = "mdb_sa_id_de30000000000000000000de";
/// The secret of the service account.
pub const CLIENT_SECRET: &str = "mdb_sa_sk_this-demo-secret-is-public";

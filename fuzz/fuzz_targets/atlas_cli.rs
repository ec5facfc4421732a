//! The Atlas CLI's file: read or refused at a place in it, the same when it is read again; a profile that has all it needs
//! is taken as it is, and no other is without a reason.
#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use atlas_certs::config::atlas_cli::AtlasCli;
use atlas_certs::config::keyring::Keyring;
use atlas_certs_fuzz::{File, is_well_told};
use libfuzzer_sys::fuzz_target;

static FILE: LazyLock<File> = LazyLock::new(File::new);

fuzz_target!(|octets: &[u8]| {
    let path = FILE.holding(octets);
    let read = match AtlasCli::read(Some(path.clone())) {
        Ok(read) => read,
        Err(why) => return is_well_told(&why, octets),
    };
    assert!(read.profiles.len() <= octets.len());
    assert_eq!(format!("{:?}", AtlasCli::read(Some(path)).unwrap()), format!("{read:?}"));
    let nowhere = Keyring::through("/nonexistent/secret-tool", Duration::ZERO);
    for (name, found) in read.profiles.iter().take(4) {
        assert_eq!(name.to_lowercase(), *name);
        let is_whole = found.profile.can_sign_in() && found.unusable().is_none();
        match read.complete(name, found, &nowhere) {
            Ok(profile) => assert!(profile.has_credentials()),
            Err(why) => assert!(!is_whole, "{why}"),
        }
    }
});

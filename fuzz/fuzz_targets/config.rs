//! Our own file: read or refused at a place in it; a profile that is written into it leaves all else as it was.
#![no_main]

use std::sync::LazyLock;

use atlas_certs::config::edit::{NewProfile, with_profile};
use atlas_certs::config::file::File as Config;
use atlas_certs_fuzz::{File, is_well_told};
use libfuzzer_sys::fuzz_target;

static FILE: LazyLock<File> = LazyLock::new(File::new);

fuzz_target!(|octets: &[u8]| {
    let path = FILE.holding(octets);
    let read = match Config::read(path.clone(), true) {
        Ok(read) => read,
        Err(why) => return is_well_told(&why, octets),
    };
    for (name, keys) in read.keys() {
        assert!(keys.len() <= octets.len());
        is_well_told(&read.wrong_keys(name, "no"), octets);
    }
    if let Ok(limits) = read.limits() {
        assert!(limits.critical() <= limits.soon());
    }
    let text = std::str::from_utf8(octets).expect("it was read");
    let new = NewProfile { name: "new one", values: &[("public_key", "abcdefgh".into())] };
    let Ok(edited) = with_profile(&path, text, new) else { return };
    assert!(!read.said.profiles.contains_key("new one"), "two of a name");
    let again = Config::read(FILE.holding(edited.as_bytes()), true).unwrap_or_else(|why| panic!("{why}\n{edited}"));
    let mut said = again.said.clone();
    let added = said.profiles.remove("new one").expect("what was written");
    assert_eq!(added.public_key.as_deref(), Some("abcdefgh"));
    assert_eq!(format!("{:?}", Spanless(&said)), format!("{:?}", Spanless(&read.said)), "{edited}");
    with_profile(&path, &edited, new).expect_err("it is there already");
});

/// What a file says, without where it says it.
struct Spanless<'said>(&'said atlas_certs::config::file::Said);

impl std::fmt::Debug for Spanless<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let said = self.0;
        let keys: Vec<_> = said.keys.iter().map(|(name, keys)| (name.get_ref(), keys)).collect();
        let usual = (&said.profile, &said.page_size, &said.clipboard_command, &said.theme, &said.severity);
        (usual, keys, &said.themes, &said.profiles).fmt(out)
    }
}

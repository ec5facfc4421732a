//! Subjects that try to break whoever reads or draws them. Every one of them is a text that an API can send.

use std::iter;

/// The subjects of `dn-museum`, in the order of the list.
pub(super) fn subjects() -> impl Iterator<Item = String> {
    SUBJECTS.iter().map(|subject| (*subject).to_owned()).chain(iter::once(very_long()))
}

const SUBJECTS: &[&str] = &[
    // What RFC 2253 can say.
    "CN=dn-museum,OU=compliance,O=Acme Retail,L=Lyon,C=FR",
    r"CN=Sue\, Grabbit and Runn,O=Acme \+ Sons,C=GB",
    r#"CN="Quoted, with; separators",O="Acme \"Retail\"""#,
    "CN=two values+UID=4711+OU=one RDN,O=Acme Retail",
    r"CN=\ blanks at both ends\ ,O=a\\b\=c\<d\>\;e\#f",
    r"CN=\#not hex,O=Acme Retail",
    "1.3.6.1.4.1.1466.0=#04024869,CN=#0C0548656C6C6F,O=Acme Retail",
    "OID.2.5.4.3=by its number;O=semicolons;C=FR",
    r"CN=Lu\C4\8Di\C4\87,O=octets become letters",
    r"CN=no UTF-8 \FF\FE,O=Acme Retail",
    "CN=a=b/c#d,emailAddress=ops@acme.example,O=Acme Retail",
    "CN=,O=empty common name",
    "",
    // Other alphabets.
    "CN=株式会社アクメ,O=東京支店,C=JP",
    "CN=ООО Акме Платежи,L=София,C=BG",
    "CN=שירות חיוב,O=אקמי בע״מ,C=IL",
    "CN=خدمة الدفع,O=أكمي,C=AE",
    "CN=e\u{301}te\u{301} combining,O=Z\u{335}\u{321}\u{489}a\u{334}l\u{338}g\u{322}o",
    "CN=👩\u{200D}💻 deploy bot 🇫🇷,O=🚀",
    "CN=ｆｕｌｌｗｉｄｔｈ,O=ﬁne ligature",
    // What a terminal would obey or hide.
    "CN=\u{1B}[31mred\u{1B}[0m\u{1B}[2J,O=escape sequences",
    "CN=\u{1B}]0;owned\u{7}title,O=\u{9B}31mC1\u{9D}",
    "CN=\u{1B}]52;c;cm0gLXJmIC8=\u{7}clipboard,O=Acme Retail",
    "CN=nimda\u{202E}admin\u{202C},O=bidirectional override",
    "CN=ad\u{200B}min\u{FEFF},O=zero\u{2060}width",
    "CN=two\nlines\r\nand a\ttab,O=Acme Retail",
    "CN=raw\u{0}NUL,O=Acme Retail",
    r"CN=escaped\00NUL\1B[7m,O=Acme Retail",
    "CN=back\u{8}\u{8}\u{8}\u{8}space\u{7F},O=Acme Retail",
    "CN=\u{A0}no-break\u{3000}ideographic\u{2003}em,O=blank looks",
    "CN=⟨1B⟩,O=looks like an escape already",
    // What is no DN.
    "CN=ends in a comma,",
    r"CN=bad pair \zz,O=Acme Retail",
    "not a distinguished name at all",
];

/// About 2 kB in 60 RDNs.
fn very_long() -> String {
    let units = (1..60).map(|unit| format!("OU=unit {unit:02} of a very deep organisation"));
    iter::once("CN=very-long".to_owned()).chain(units).collect::<Vec<_>>().join(",")
}

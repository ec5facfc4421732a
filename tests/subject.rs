//! Subjects: every rule of RFC 2253 on which careful implementations agree, the mistakes of careless ones, and any text
//! at all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs)]

use atlas_certs::domain::subject::{self, Reason, Value, parse, write};
use proptest::prelude::*;

/// Type and value as they are read, by relative distinguished name.
type Read = Vec<Vec<(String, String)>>;

/// The subject as types and values, or where and why not.
fn read(raw: &str) -> Result<Read, (usize, Reason)> {
    let parsed = parse(raw).map_err(|why| (why.at, why.reason))?;
    let pair = |one: &subject::Attribute<'_>| (one.written().to_owned(), one.value().text().into_owned());
    Ok(parsed.rdns().map(|rdn| rdn.iter().map(pair).collect()).collect())
}

/// The one value of `CN=…`.
fn value(text: &str) -> String {
    let raw = format!("CN={text}");
    match read(&raw).as_deref() {
        Ok([rdn]) if rdn.len() == 1 => rdn[0].1.clone(),
        other => panic!("{raw:?} is not one value: {other:?}"),
    }
}

fn rdns(list: &[&[(&str, &str)]]) -> Vec<Vec<(String, String)>> {
    let owned = |(left, right): &(&str, &str)| ((*left).to_owned(), (*right).to_owned());
    list.iter().map(|rdn| rdn.iter().map(owned).collect()).collect()
}

#[test]
fn names_in_written_order() {
    assert_eq!(read(""), Ok(vec![]));
    assert_eq!(read("CN=x,OU=y,C=US"), Ok(rdns(&[&[("CN", "x")], &[("OU", "y")], &[("C", "US")]])));
    assert_eq!(read("OU=Sales+CN=J. Smith,O=W"), Ok(rdns(&[&[("OU", "Sales"), ("CN", "J. Smith")], &[("O", "W")]])));
    assert_eq!(read("CN=a+CN=a"), Ok(rdns(&[&[("CN", "a"), ("CN", "a")]])));
    assert_eq!(read("CN=a; O=b"), Ok(rdns(&[&[("CN", "a")], &[("O", "b")]])));
    assert_eq!(read("CN = a + OU = b ,\r\n\tO = c"), Ok(rdns(&[&[("CN", "a"), ("OU", "b")], &[("O", "c")]])));
}

#[test]
fn escapes() {
    for text in ["Sue\\, Grabbit", "Sue\\2C Grabbit", "Sue\\2c Grabbit"] {
        assert_eq!(value(text), "Sue, Grabbit");
    }
    assert_eq!(value("\\ \\\"\\#\\+\\,\\;\\<\\=\\>\\\\"), " \"#+,;<=>\\");
    assert_eq!(value("Lu\\C4\\8Di\\C4\\87"), "Lučić");
    assert_eq!(value("Lu\\C4\\8Dić"), "Lučić");
    assert_eq!(value("\\00\\1B"), "\0\u{1b}");
    assert_eq!(value("\\20x"), " x");
}

#[test]
fn blanks_go_unless_they_are_escaped() {
    assert_eq!(value(" a  "), "a");
    assert_eq!(value("a  b"), "a  b");
    for text in ["\\ a\\ ", "\\20a\\20", "\\ a\\20  "] {
        assert_eq!(value(text), " a ");
    }
    assert_eq!(value("a\\\\ "), "a\\", "an escaped backslash does not escape the blank behind it");
    assert_eq!(value("a\\\\\\ "), "a\\ ");
    assert_eq!(value("\\ "), " ");
    assert_eq!(value("\u{a0}a\u{3000}"), "\u{a0}a\u{3000}", "only U+0020 is a blank");
    assert_eq!(value("\ta\n"), "\ta\n");
}

#[test]
fn values_that_careless_parsers_cut() {
    for text in ["", "a=b", "a#b", "a/b", "a=", "株式会社", "😀"] {
        assert_eq!(value(text), text);
    }
    assert_eq!(value("\\#a"), "#a");
    assert_eq!(read("CN=,O=b"), Ok(rdns(&[&[("CN", "")], &[("O", "b")]])));
}

#[test]
fn quotations() {
    assert_eq!(value("\"a, b\""), "a, b");
    assert_eq!(value("\"a\\\"b\""), "a\"b");
    assert_eq!(value("\"\""), "");
    assert_eq!(value("\" a \"  "), " a ");
    assert_eq!(value("\"a\\2Cb\""), "a,b");
    assert_eq!(value("\"+<>#;=\""), "+<>#;=");
    assert_eq!(read("CN=\"a\",O=b"), Ok(rdns(&[&[("CN", "a")], &[("O", "b")]])));
}

#[test]
fn hex_values() {
    assert_eq!(value("#0c0161"), "a");
    assert_eq!(value("#04024869 "), "Hi");
    assert_eq!(value("#13024869"), "Hi");
    assert_eq!(value("#1e0400480069"), "Hi");
    assert_eq!(value("#1c080000004800000069"), "Hi");
    assert_eq!(value("#0c810161"), "a");
    for undecodable in ["#04FF", "#0C02FFFE", "#3000", "#0C0161FF", "#1404E4F6FCDF"] {
        assert_eq!(value(undecodable), undecodable, "shown as it is written");
    }
}

#[test]
fn octets_that_are_not_text_are_kept() {
    assert_eq!(value("a\\FFb"), "a\\FFb");
    let parsed = parse("CN=\\FF").unwrap();
    assert_eq!(parsed.common_name(), Some(&Value::Octets(vec![0xFF])));
}

#[test]
fn types() {
    for raw in ["OID.2.5.4.3=x", "oid.2.5.4.3=x", "2.5.4.3=x"] {
        let parsed = parse(raw).unwrap();
        let attribute = &parsed.rdns().next().unwrap()[0];
        assert_eq!(
            (attribute.written(), attribute.oid(), attribute.label()),
            ("2.5.4.3", Some("2.5.4.3"), "common name")
        );
    }
    let known =
        [("cn", "commonName"), ("Ou", "organizationalUnitName"), ("SN", "surname"), ("serialnumber", "serialNumber")];
    for (written, long) in
        known.into_iter().chain([("S", "stateOrProvinceName"), ("E", "emailAddress"), ("DC", "domainComponent")])
    {
        let raw = format!("{written}=x");
        let parsed = parse(&raw).unwrap();
        let attribute = &parsed.rdns().next().unwrap()[0];
        assert_eq!(attribute.name().map(|name| name.long), Some(long));
        assert_eq!(attribute.written(), written, "the case stays");
    }
    let parsed = parse("Foo-9=x").unwrap();
    let attribute = &parsed.rdns().next().unwrap()[0];
    assert_eq!((attribute.label(), attribute.oid(), attribute.name()), ("Foo-9", None, None));
    assert_eq!(parse("1.2.3=x").unwrap().rdns().next().unwrap()[0].oid(), Some("1.2.3"));
}

#[test]
fn what_is_no_name_says_where_and_why() {
    use Reason::{
        BrokenEscape, BrokenHex, BrokenOid, EqualsExpected, OpenQuote, SeparatorExpected, TypeExpected, Unescaped,
    };
    let table = [
        ("CN=#", 4, BrokenHex),
        ("CN=#0", 5, BrokenHex),
        ("CN=#0G", 5, BrokenHex),
        ("CN=#0c 01", 7, SeparatorExpected),
        ("CN=#0cx", 6, BrokenHex),
        ("CN=\"a\"b", 6, SeparatorExpected),
        ("CN=\"a", 5, OpenQuote),
        ("CN=a\"b", 4, Unescaped),
        ("CN=a,", 5, TypeExpected),
        ("CN=a+", 5, TypeExpected),
        (",CN=a", 0, TypeExpected),
        (",,", 0, TypeExpected),
        ("+", 0, TypeExpected),
        ("   ", 3, TypeExpected),
        ("CN", 2, EqualsExpected),
        ("=a", 0, TypeExpected),
        ("C N=a", 2, EqualsExpected),
        ("-a=b", 0, TypeExpected),
        ("1a=b", 1, BrokenOid),
        ("2..5=b", 2, BrokenOid),
        ("2.5.=b", 4, BrokenOid),
        ("OID.=b", 4, BrokenOid),
        ("CN=a\\", 4, BrokenEscape),
        ("CN=\\4", 3, BrokenEscape),
        ("CN=\\4g", 3, BrokenEscape),
        ("CN=\\z", 3, BrokenEscape),
        ("CN=\\é", 3, BrokenEscape),
        ("CN=\\?", 3, BrokenEscape),
        ("CN=a\0", 4, Unescaped),
        ("CN=a<b", 4, Unescaped),
        ("CN=a>b", 4, Unescaped),
        ("foo_bar=a", 3, EqualsExpected),
        ("cn;lang-en=a", 2, EqualsExpected),
        ("é=a", 0, TypeExpected),
        ("CN=a,\u{a0}O=b", 5, TypeExpected),
    ];
    for (raw, at, reason) in table {
        assert_eq!(read(raw), Err((at, reason)), "{raw:?}");
        assert!(parse(raw).unwrap_err().to_string().starts_with(&format!("byte {at}: ")));
    }
}

#[test]
fn hostile_characters_are_exact_in_the_value_and_visible_on_the_screen() {
    let raw = "CN=a\u{1b}[2J\u{202e}b\u{200b}";
    let parsed = parse(raw).unwrap();
    let value = parsed.common_name().unwrap();
    assert_eq!(value.text(), &raw[3..]);
    assert_eq!(value.printable().as_str(), "a⟨1B⟩[2J⟨202E⟩b⟨200B⟩");
}

#[test]
fn long_names_take_no_recursion() {
    let many = vec!["CN=a"; 1_200].join(",");
    assert_eq!(read(&many).map(|rdns| rdns.len()), Ok(1_200));
    let long = "x\\,".repeat(10_000);
    assert_eq!(value(&long).len(), 20_000);
    let backslashes = "\\".repeat(4_001);
    assert_eq!(read(&format!("CN={backslashes}")), Err((3 + 4_000, Reason::BrokenEscape)));
}

/// Texts that look like names more often than chance would have it.
fn namelike() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("CN".to_owned()),
        Just("=".to_owned()),
        Just(",".to_owned()),
        Just("+".to_owned()),
        Just(" ".to_owned()),
        Just("\\".to_owned()),
        Just("\\2C".to_owned()),
        Just("\"".to_owned()),
        Just("#".to_owned()),
        Just("0c".to_owned()),
        Just("OID.2.5".to_owned()),
        ".{0,3}",
    ];
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_a_name_or_an_error_inside_it(text in prop_oneof![any::<String>(), namelike()]) {
        match parse(&text) {
            Ok(parsed) => {
                for attribute in parsed.rdns().flatten() {
                    let span = text.get(attribute.span());
                    prop_assert!(span.is_some_and(|span| span.contains(attribute.written())));
                }
            }
            Err(why) => prop_assert!(text.is_char_boundary(why.at)),
        }
    }

    #[test]
    fn what_is_written_reads_the_same(text in namelike()) {
        if let Ok(parsed) = parse(&text) {
            let written = write(&parsed);
            prop_assert_eq!(parse(&written), Ok(parsed), "{}", written);
        }
    }

    #[test]
    fn every_value_survives_being_written(values in proptest::collection::vec(any::<String>(), 1..4)) {
        let escaped: Vec<String> = values
            .iter()
            .map(|value| value.bytes().map(|octet| format!("\\{octet:02x}")).collect::<String>())
            .map(|value| format!("CN={value}"))
            .collect();
        let raw = escaped.join(",");
        let parsed = parse(&raw).unwrap();
        let written = write(&parsed);
        let read: Vec<String> = parse(&written).unwrap().rdns().map(|rdn| rdn[0].value().text().into_owned()).collect();
        prop_assert_eq!(read, values);
    }
}

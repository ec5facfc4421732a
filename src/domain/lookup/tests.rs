//! What people really have in the clipboard, and any text at all.

use proptest::prelude::*;

use super::*;

/// Made for this test: serial 0x4B65FD71ED0F8156, a comma, a plus and an umlaut in the subject.
const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----
MIICJzCCAc2gAwIBAgIIS2X9ce0PgVYwCgYIKoZIzj0EAwIwbzELMAkGA1UEBhMC
REUxHjAcBgNVBAoMFUxhbnRlcm4gRnJlaWdodCwgR21iSDEjMA4GA1UECwwHbmln
aHRseTARBgNVBAsMCnNldHRsZW1lbnQxGzAZBgNVBAMMEnN2Yy1zZXR0bGUgSsO8
cmdlbjAeFw0yNjExMjUxOTI4MzJaFw0zNjExMjIxOTI4MzJaMG8xCzAJBgNVBAYT
AkRFMR4wHAYDVQQKDBVMYW50ZXJuIEZyZWlnaHQsIEdtYkgxIzAOBgNVBAsMB25p
Z2h0bHkwEQYDVQQLDApzZXR0bGVtZW50MRswGQYDVQQDDBJzdmMtc2V0dGxlIErD
vHJnZW4wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAT2BdM0Rs442r0NcoBytI4z
GxhuuR8XNZgi3jPKlgdyQ4BuZNecK6PXxVdBB8PunbFgichfiqESW1hvArri8g4K
o1MwUTAdBgNVHQ4EFgQUGEDaF9QEXTx1f6JM/n/5cEeBhdwwHwYDVR0jBBgwFoAU
GEDaF9QEXTx1f6JM/n/5cEeBhdwwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQD
AgNIADBFAiBcdp+3lGr6hT8m2j/Z/9PT4TlSjQvHEFh8EuCmNX768wIhAPdCmhii
PEpFvPIIy1Mj/v/wzH7Gq8DSlt+vs3z8gr1c
-----END CERTIFICATE-----
";

/// Made for this test: serial -129, an e-mail address as an `IA5String`.
const NEGATIVE: &str = "\
-----BEGIN CERTIFICATE-----
MIIBpzCCAU2gAwIBAgIC/38wCgYIKoZIzj0EAwIwMjEiMCAGCSqGSIb3DQEJARYT
b3BzQGxhbnRlcm4uZXhhbXBsZTEMMAoGA1UEAwwDbmVnMB4XDTI2MTEyNTE5Mjgy
NFoXDTI2MTIwNTE5MjgyNFowMjEiMCAGCSqGSIb3DQEJARYTb3BzQGxhbnRlcm4u
ZXhhbXBsZTEMMAoGA1UEAwwDbmVnMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
PDZEjUqKFaJtiyECuZkpbV/uQXPMIEDsrTfH3A7S3ByTNAoUtTnvnjts3lSO514J
G4DYM/PLidITChHtT4dKB6NTMFEwHQYDVR0OBBYEFC4wcy6zKrA3hZi+6DyUkPRN
3UZ9MB8GA1UdIwQYMBaAFC4wcy6zKrA3hZi+6DyUkPRN3UZ9MA8GA1UdEwEB/wQF
MAMBAf8wCgYIKoZIzj0EAwIDSAAwRQIgWku5FwysAGtiOzsUKYpOVA3hOt12FtEC
36ipc2uT5+UCIQDLUlvILes/waJKJ8LVBSwqtUGGcljhUvruaDijml0ptQ==
-----END CERTIFICATE-----
";

/// Serials in decimal, subjects as `raw => text` or as one where both are the same.
fn clues(text: &str) -> Vec<String> {
    let told = |clue: Clue| match clue {
        Clue::Serial(serial) => serial.to_string(),
        Clue::Subject(pasted) if pasted.raw() == pasted.text() => pasted.raw().to_owned(),
        Clue::Subject(pasted) => format!("{} => {}", pasted.raw(), pasted.text()),
        Clue::Certificate(Presented { serial, subject, not_after, .. }) => {
            format!("{serial} {subject} {}", not_after.map(|end| end.to_rfc3339()).unwrap_or_default())
        }
    };
    recognise(text).into_iter().map(told).collect()
}

#[test]
fn a_serial_in_every_spelling() {
    for text in [
        "5433027191242719574 (0x4b65fd71ed0f8156)",
        "4B65FD71ED0F8156",
        "0x4b65fd71ed0f8156",
        "4b:65:fd:71:ed:0f:81:56",
        "00:4B:65:FD:71:ED:0F:81:56",
        "4B-65-FD-71-ED-0F-81-56",
        "4b 65 fd 71 ed 0f 81 56",
        " “4B65FD71ED0F8156”\n",
        "serial=4B65FD71ED0F8156",
        "Serial Number: 5433027191242719574 (0x4b65fd71ed0f8156)",
        "        Serial Number:\n            4b:65:fd:71:ed:0f:81:56\n        Signature Algorithm: sha256WithRSAEncryption",
        "SerialNumber: 4B65FD71ED0F8156",
        "serial no. 4B65FD71ED0F8156 was refused",
        r#"{"serialNumber": "4b65fd71ed0f8156", "port": 27017}"#,
        r#"{\"serial\":\"4B:65:FD:71:ED:0F:81:56\"}"#,
        r#"{ "_id" : 5433027191242719574, "createdAt" : "2026-08-26T13:03:00Z" }"#,
        r#"{"_id":{"$numberLong":"5433027191242719574"}}"#,
        r#"_id: NumberLong("5433027191242719574")"#,
        "peer (4B:65:FD:71:ED:0F:81:56) refused after 12:34:56 on 00:1B:63",
        "cert 4b65fd71ed0f8156 refused by 10.0.0.7:27017",
        "no certificate 5433027191242719574 in project 5f1b7c2e9d3a4b6c8e0f1a2b",
    ] {
        assert_eq!(clues(text).first().map(String::as_str), Some("5433027191242719574"), "{text}");
    }
}

#[test]
fn digits_alone_may_be_of_either_kind() {
    assert_eq!(clues("5433027191242719574"), ["5433027191242719574", "24851234036890893129076"]);
    assert_eq!(clues("0123456789012345"), ["81985529205302085", "123456789012345"]);
    assert_eq!(clues("serial=1234567890"), ["78187493520", "1234567890"]);
    assert_eq!(clues("7"), ["7"]);
    assert_eq!(clues("-129"), ["-129", "-297"]);
}

#[test]
fn what_is_no_clue_gives_none() {
    for text in [
        "",
        "svc-ledger",
        "2026-11-24 14:03:00",
        "12:34:56",
        "127.0.0.1:27017",
        "a:b:c:d",
        "serialized as text",
        "facade",
        "id=5f1b7c2e9d3a4b6c8e0f1a2b",
        "SHA1 Fingerprint=AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD",
        "SSL peer certificate validation failed: certificate has expired",
        "No certificate subject was provided by the peer",
        "https://cloud.mongodb.com/v2/1?c=3&o=4",
        "t=12ms s=ok e=none",
        "issuer=CN = Atlas CA, O = Lantern",
        r#"{"peerIssuer":"CN=Atlas CA,O=Lantern"}"#,
    ] {
        assert_eq!(clues(text), [""; 0], "{text}");
    }
}

#[test]
fn a_subject_in_every_spelling() {
    for text in [
        "CN=svc,OU=pay,O=Lantern\\, Inc.",
        "O=Lantern\\, Inc.,OU=pay,CN=svc",
        "CN=svc, OU=pay, O=\"Lantern, Inc.\"",
        "C = DE, O = \"Lantern, Inc.\", CN = svc",
        "cn=svc;ou=pay",
        "OID.2.5.4.3=svc,2.5.4.11=pay",
        "CN=svc,\n    OU=pay",
        "CN=svc,Foo-9=x",
        "UID=svc",
    ] {
        assert_eq!(clues(text), [text], "{text}");
        assert_eq!(clues(&format!("  '{text}'\n")), [text], "{text}");
    }
    let openssl = "C = DE, O = \"Lantern, Inc.\", CN = svc J\\C3\\BCrgen";
    for text in
        [format!("subject={openssl}"), format!("        Subject: {openssl}\n"), format!(" 0 s:{openssl}\n   i:CN = CA")]
    {
        assert_eq!(clues(&text), [openssl], "{text}");
    }
    let slashes = r"/C=DE/O=Lantern, Inc./a division/OU=nightly+OU=pay/CN=svc J\xC3\xBCrgen";
    let meant = format!(r"{slashes} => C=DE,O=Lantern\, Inc./a division,OU=nightly+OU=pay,CN=svc Jürgen");
    for text in [slashes.to_owned(), format!("subject= {slashes}\nissuer= /CN=CA"), format!("DN \"{slashes}\" refused")]
    {
        assert_eq!(clues(&text), [meant.as_str()], "{text}");
    }
}

#[test]
fn a_subject_on_many_lines() {
    let lines = "\
subject=
    countryName               = DE
    organizationName          = Lantern, GmbH
    organizationalUnitName    = nightly + organizationalUnitName    = pay
    commonName                = svc J\\FCrgen
issuer=
    countryName               = DE
    commonName                = CA
";
    let found = clues(lines);
    assert!(found[0].ends_with(r"=> C=DE,O=Lantern\, GmbH,OU=nightly+OU=pay,CN=svc Jürgen"), "{found:?}");
    assert_eq!(found.len(), 1, "{found:?}");
    let text = "\
        Serial Number: 5433027191242719574 (0x4b65fd71ed0f8156)
        Issuer: C = DE, CN = CA
            Not After : Nov 22 19:28:32 2036 GMT
        Subject: C = DE, CN = svc
        X509v3 extensions:
            X509v3 Subject Key Identifier:
                18:40:DA:17:D4:04:5D:3C:75:7F:A2:4C:FE:7F:F9:70:47:81:85:DC
";
    assert_eq!(clues(text), ["5433027191242719574", "C = DE, CN = svc"]);
}

#[test]
fn log_lines_of_servers_and_drivers() {
    let subject = r"CN=svc,OU=pay,O=Lantern\, Inc.";
    for line in [
        r#"{"t":{"$date":"2026-11-24T14:03:00.123+00:00"},"s":"I","c":"ACCESS","id":20429,"ctx":"conn81","msg":"Successfully authenticated","attr":{"client":"10.0.0.7:5","mechanism":"MONGODB-X509","user":"CN=svc,OU=pay,O=Lantern\\, Inc.","db":"$external"}}"#,
        r#"Nov 24 14:03:00 db1 mongod[812]: {"id":5286307,"msg":"Failed to authenticate","attr":{"error":"UserNotFound: Could not find user \"CN=svc,OU=pay,O=Lantern\\, Inc.\" for db \"$external\""}}"#,
        r#"... "attr":{"peerSubject":"CN=svc,OU=pay,O=Lantern\\, Inc."#,
        r"2018-01-02T10:00:00.000+0000 I ACCESS [conn81] authentication failed for CN=svc,OU=pay,O=Lantern\, Inc.@$external from client 10.0.0.7:5 ; AuthenticationFailed",
        r"Exception authenticating MongoCredential{mechanism=MONGODB-X509, userName='CN=svc,OU=pay,O=Lantern\, Inc.', source='$external'}",
        r#"MongoServerError: Could not find user "CN=svc,OU=pay,O=Lantern\, Inc." for db "$external""#,
        r"OperationFailure: authentication failed (CN=svc,OU=pay,O=Lantern\, Inc.), full error: {'ok': 0.0, 'code': 18}",
    ] {
        assert_eq!(clues(line), [subject], "{line}");
    }
    let said = "client certificate CN=svc,OU=pay,O=Lantern has expired, serial=4B65FD71ED0F8156, closing";
    assert_eq!(clues(said), ["5433027191242719574", "CN=svc,OU=pay,O=Lantern", "CN=svc,OU=pay,O=Lantern has expired"]);
    assert_eq!(clues("refused CN=a,serialNumber=12345678,O=b"), ["CN=a,serialNumber=12345678,O=b"]);
}

#[test]
fn a_certificate_in_pem_form() {
    let told = "5433027191242719574 CN=svc-settle Jürgen,OU=nightly+OU=settlement,O=Lantern Freight\\, GmbH,C=DE \
                2036-11-22T19:28:32+00:00";
    let escaped = CERTIFICATE.replace('\n', "\\n");
    let windows = CERTIFICATE.replace('\n', "\r\n");
    let quoted = CERTIFICATE.replace('\n', "\n> ");
    let with_key =
        format!("-----BEGIN PRIVATE KEY-----\nQ049c2VjcmV0LE89YQ==CN=secret\n-----END PRIVATE KEY-----\n{CERTIFICATE}");
    let cut = &CERTIFICATE[..460];
    for text in [CERTIFICATE, &escaped, &format!("{{\"pem\":\"{escaped}\"}}"), &windows, &quoted, &with_key, cut] {
        assert_eq!(clues(text), [told], "{text}");
    }
    let two = clues(&format!("{CERTIFICATE}{NEGATIVE}"));
    assert_eq!(two, [told, "-129 CN=neg,emailAddress=ops@lantern.example 2026-12-05T19:28:24+00:00"]);
}

#[test]
fn a_serial_that_can_hardly_be_anything_else() {
    let hex = |text: &str| certain_serial(text).map(|serial| serial.hex_plain());
    for text in [
        "3c:24:e1:f8:1a:90:bc:77",
        "00:3C:24:E1:F8:1A:90:BC:77",
        "            Serial Number: 3c:24:e1:f8:1a:90:bc:77",
        "error: serial=3c:24:e1:f8:1a:90:bc:77 client cert expired",
        "SSL: peer (3C:24:E1:F8:1A:90:BC:77), refused",
    ] {
        assert_eq!(hex(text).as_deref(), Some("3C24E1F81A90BC77"), "{text}");
    }
    assert_eq!(hex(CERTIFICATE).as_deref(), Some("4B65FD71ED0F8156"));
    for text in ["CN=a,O=b", "2026-11-24 14:03:00", "5433027191242719574", "4B65FD71ED0F8156", "127.0.0.1", ""] {
        assert_eq!(hex(text), None, "{text}");
    }
}

/// Only the beginning of what is pasted is read, and nothing in it takes the square of its length.
#[test]
fn long_texts_are_cut() {
    let repeated = [
        "CN=",
        "CN=a,",
        "CN= ",
        "(",
        "serial=1,",
        "serialNumber=1,",
        "/CN=",
        "/CN=a/ ",
        "-----BEGIN ",
        "aa:aa:aa:aa ",
        " ",
        "-----BEGIN CERTIFICATE-----",
        "\\\"",
        "\"",
        "{\"a\":\"",
        "= ",
        "CN=a\n",
        "CN=a\nO=b\n\n",
        "issuer=CN=a ",
        "é",
        "9",
        "a",
    ];
    for part in repeated {
        let text = part.repeat(1_000_000 / part.len());
        assert!(recognise(&text).len() <= MOST, "{part}");
    }
    assert_eq!(clues(&format!("{}CN=a", " ".repeat(LONGEST))), [""; 0]);
}

proptest! {
    #[test]
    fn any_text_gives_clues_that_can_be_used(text in r#"(?s)(CN ?= ?|,|\+|/|"|\\|serial|:|0x|[0-9A-F]{2}|O=|-----BEGIN CERTIFICATE-----|.){0,60}"#) {
        for clue in recognise(&text) {
            if let Clue::Subject(pasted) = clue {
                prop_assert!(pasted.parsed().is_some(), "{pasted:?}");
            }
        }
        let _ = certain_serial(&text);
    }

    #[test]
    fn any_octets_are_a_certificate_or_none(octets in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = der::certificate(&octets);
    }

    #[test]
    fn a_certificate_with_any_octet_changed_or_lost_is_read_or_refused(at in 0_usize..500, octet in any::<u8>(), length in 0_usize..600) {
        let body: String = CERTIFICATE.lines().filter(|line| !line.starts_with('-')).collect();
        let mut octets = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, body).expect("base64");
        if let Some(place) = octets.get_mut(at) {
            *place = octet;
        }
        octets.truncate(length);
        if let Some(presented) = der::certificate(&octets) {
            prop_assert!(subject::parse(&presented.subject).is_ok(), "{presented:?}");
        }
    }
}

//! Attribute types by keyword and by OID: RFC 4514 §3, RFC 4519, and what OpenSSL, Microsoft and CAs really write.

/// What is known of an attribute type.
#[derive(Debug, PartialEq, Eq)]
pub struct Name {
    /// Spellings, the usual one first; case does not count.
    pub keywords: &'static [&'static str],
    /// Dotted.
    pub oid: &'static str,
    /// As in X.520, for programs: `organizationalUnitName`.
    pub long: &'static str,
    /// For people: `organizational unit`.
    pub label: &'static str,
}

/// The OID of the common name.
pub(super) const COMMON_NAME: &str = "2.5.4.3";
/// The OID of the e-mail address.
pub(super) const EMAIL: &str = "1.2.840.113549.1.9.1";
/// The OID of the user id.
pub(super) const USER_ID: &str = "0.9.2342.19200300.100.1.1";

const fn name(keywords: &'static [&'static str], oid: &'static str, long: &'static str, label: &'static str) -> Name {
    Name { keywords, oid, long, label }
}

/// The most frequent first.
///
/// `SN` is the surname, as in RFC 4519 and OpenSSL (some Java libraries take it for the serial number); `S` for `ST` and
/// `E` for the e-mail address are Microsoft's.
const NAMES: &[Name] = &[
    name(&["CN", "commonName"], COMMON_NAME, "commonName", "common name"),
    name(&["OU", "organizationalUnitName"], "2.5.4.11", "organizationalUnitName", "organizational unit"),
    name(&["O", "organizationName"], "2.5.4.10", "organizationName", "organization"),
    name(&["C", "countryName"], "2.5.4.6", "countryName", "country"),
    name(&["ST", "S", "stateOrProvinceName"], "2.5.4.8", "stateOrProvinceName", "state or province"),
    name(&["L", "localityName"], "2.5.4.7", "localityName", "locality"),
    name(&["DC", "domainComponent"], "0.9.2342.19200300.100.1.25", "domainComponent", "domain component"),
    name(&["UID", "userId"], USER_ID, "userId", "user id"),
    name(&["emailAddress", "E", "EMAIL"], EMAIL, "emailAddress", "e-mail address"),
    name(&["STREET", "streetAddress"], "2.5.4.9", "streetAddress", "street"),
    name(&["serialNumber"], "2.5.4.5", "serialNumber", "serial number"),
    name(&["SN", "surname"], "2.5.4.4", "surname", "surname"),
    name(&["GN", "givenName"], "2.5.4.42", "givenName", "given name"),
    name(&["title", "T"], "2.5.4.12", "title", "title"),
    name(&["initials"], "2.5.4.43", "initials", "initials"),
    name(&["generationQualifier"], "2.5.4.44", "generationQualifier", "generation"),
    name(&["dnQualifier"], "2.5.4.46", "dnQualifier", "DN qualifier"),
    name(&["pseudonym"], "2.5.4.65", "pseudonym", "pseudonym"),
    name(&["postalCode"], "2.5.4.17", "postalCode", "postal code"),
    name(&["description"], "2.5.4.13", "description", "description"),
    name(&["businessCategory"], "2.5.4.15", "businessCategory", "business category"),
    name(&["organizationIdentifier"], "2.5.4.97", "organizationIdentifier", "organization id"),
    name(
        &["jurisdictionC", "jurisdictionCountryName"],
        "1.3.6.1.4.1.311.60.2.1.3",
        "jurisdictionCountryName",
        "jurisdiction country",
    ),
    name(
        &["jurisdictionST", "jurisdictionStateOrProvinceName"],
        "1.3.6.1.4.1.311.60.2.1.2",
        "jurisdictionStateOrProvinceName",
        "jurisdiction state",
    ),
    name(
        &["jurisdictionL", "jurisdictionLocalityName"],
        "1.3.6.1.4.1.311.60.2.1.1",
        "jurisdictionLocalityName",
        "jurisdiction locality",
    ),
];

/// What is known of a type, written as a keyword in any case (`ou`) or as a dotted OID (`2.5.4.11`).
#[must_use]
pub fn find(written: &str) -> Option<&'static Name> {
    let same =
        |name: &&Name| name.oid == written || name.keywords.iter().any(|keyword| keyword.eq_ignore_ascii_case(written));
    NAMES.iter().find(same)
}

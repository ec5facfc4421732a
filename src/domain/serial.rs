//! Serial numbers of certificates: integers of any size and sign, kept exactly.
//!
//! Atlas writes them as JSON numbers beyond 2^53, so they never pass through a float.

use std::cmp::Ordering;
use std::fmt;
use std::num::IntErrorKind;
use std::str::FromStr;

/// An X.509 serial number, exact. RFC 5280 §4.1.2.2 asks for at most 20 positive octets; what the world issues is
/// accepted beyond that.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Serial(Repr);

/// One spelling a number, so that equality is that of the numbers: `Wide` holds only what `Word` can't, with no leading
/// zero.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Repr {
    Word(i64),
    Wide(Box<str>),
}

/// More digits than any serial has: 20 octets are 49. A number as long as a body may be would take hours to be written in
/// hexadecimal.
const MOST_DIGITS: usize = 1000;

/// Why a text is no serial.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a decimal integer of at most {MOST_DIGITS} digits")]
pub struct NotASerial;

impl FromStr for Serial {
    type Err = NotASerial;

    /// Reads a decimal integer, with leading zeros and a sign if it has them; beside the zeros, of 1000 digits at most.
    fn from_str(text: &str) -> Result<Self, NotASerial> {
        match text.parse::<i64>() {
            Ok(word) => Ok(Self(Repr::Word(word))),
            Err(why) => match why.kind() {
                IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => Self::wide(text),
                _ => Err(NotASerial),
            },
        }
    }
}

impl From<i64> for Serial {
    fn from(word: i64) -> Self {
        Self(Repr::Word(word))
    }
}

impl Serial {
    /// A number by its magnitude in octets, most significant first, as it stands in a certificate or in hexadecimal.
    #[must_use]
    pub fn from_octets(is_negative: bool, octets: &[u8]) -> Self {
        let magnitude = octets.iter().try_fold(0_i64, |sum, octet| sum.checked_mul(256)?.checked_add((*octet).into()));
        if let Some(word) = magnitude {
            return Self(Repr::Word(if is_negative { -word } else { word }));
        }
        let text = format!("{}{}", if is_negative { "-" } else { "" }, digits_of(octets));
        // The lowest word, whose magnitude is none, is read as one.
        text.parse().unwrap_or(Self(Repr::Wide(text.into())))
    }

    /// A number in hexadecimal digits of either case, whole octets or not, with a leading `-` where it is negative.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        let (is_negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
        let nibble = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        let nibbles: Vec<u8> = digits.bytes().map(nibble).collect::<Option<_>>()?;
        if nibbles.is_empty() {
            return None;
        }
        let (odd, pairs) = nibbles.split_at(nibbles.len() % 2);
        let pairs = pairs.as_chunks::<2>().0.iter().map(|[high, low]| high << 4 | low);
        let octets: Vec<u8> = odd.iter().copied().chain(pairs).collect();
        Some(Self::from_octets(is_negative, &octets))
    }

    /// A number whose beginning `i64` refused for its size.
    fn wide(text: &str) -> Result<Self, NotASerial> {
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => ("-", digits),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let significant = digits.trim_start_matches('0');
        if significant.len() <= MOST_DIGITS && significant.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(Repr::Wide(format!("{sign}{significant}").into())))
        } else {
            Err(NotASerial)
        }
    }

    fn is_negative(&self) -> bool {
        match &self.0 {
            Repr::Word(word) => *word < 0,
            Repr::Wide(text) => text.starts_with('-'),
        }
    }

    /// Hexadecimal with colons, `4B:65:FD`, a negative number with a leading `-`: what `openssl x509 -text` prints,
    /// in the upper case of `openssl x509 -serial`.
    #[must_use]
    pub fn hex(&self) -> String {
        let mut text = String::new();
        self.push_octets(Some(':'), &mut text);
        text
    }

    /// Hexadecimal as `openssl x509 -serial` prints it behind `serial=`: upper case, whole octets, no colons.
    #[must_use]
    pub fn hex_plain(&self) -> String {
        let mut text = String::new();
        self.push_hex_plain(&mut text);
        text
    }

    /// Adds [`Self::hex_plain`] to a text, for those who spell out a long list and reuse one text.
    pub fn push_hex_plain(&self, text: &mut String) {
        self.push_octets(None, text);
    }

    fn push_octets(&self, separator: Option<char>, text: &mut String) {
        if self.is_negative() {
            text.push('-');
        }
        match &self.0 {
            Repr::Word(word) => {
                let octets = word.unsigned_abs().to_be_bytes();
                let zeros = octets.iter().take_while(|octet| **octet == 0).count().min(octets.len() - 1);
                push_hex(octets.into_iter().skip(zeros), separator, text);
            }
            Repr::Wide(digits) => push_hex(octets_of(digits.trim_start_matches('-')).into_iter(), separator, text),
        }
    }
}

/// Octets in upper case hexadecimal, most significant first.
fn push_hex(octets: impl Iterator<Item = u8>, separator: Option<char>, text: &mut String) {
    let digit = |nibble: u8| char::from(if nibble < 10 { b'0' + nibble } else { b'A' - 10 + nibble });
    for (place, octet) in octets.enumerate() {
        if let Some(separator) = separator.filter(|_| place > 0) {
            text.push(separator);
        }
        text.push(digit(octet >> 4));
        text.push(digit(octet & 0xF));
    }
}

/// Decimal digits in base 256, most significant first, by long multiplication: serials have a few dozen digits at most.
fn octets_of(digits: &str) -> Vec<u8> {
    let mut little_endian: Vec<u8> = Vec::new();
    for digit in digits.bytes() {
        let mut carry = digit.wrapping_sub(b'0');
        for octet in &mut little_endian {
            [*octet, carry] = (u16::from(*octet) * 10 + u16::from(carry)).to_le_bytes();
        }
        if carry > 0 {
            little_endian.push(carry);
        }
    }
    little_endian.reverse();
    little_endian
}

/// The other way: octets, most significant first, as decimal digits without leading zeros.
fn digits_of(octets: &[u8]) -> String {
    let mut little_endian: Vec<u8> = Vec::new();
    for octet in octets {
        let mut carry = u16::from(*octet);
        for digit in &mut little_endian {
            let sum = u16::from(*digit) * 256 + carry;
            [*digit, _] = (sum % 10).to_le_bytes();
            carry = sum / 10;
        }
        while carry > 0 {
            let [digit, _] = (carry % 10).to_le_bytes();
            little_endian.push(digit);
            carry /= 10;
        }
    }
    little_endian.iter().rev().map(|digit| char::from(b'0' + digit)).collect()
}

/// By value, as numbers.
impl Ord for Serial {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Repr::Word(left), Repr::Word(right)) => left.cmp(right),
            // A wide number lies beyond every word, on its sign's side.
            (Repr::Word(_), Repr::Wide(_)) => {
                if other.is_negative() {
                    Ordering::Greater
                } else {
                    Ordering::Less
                }
            }
            (Repr::Wide(_), Repr::Word(_)) => other.cmp(self).reverse(),
            (Repr::Wide(left), Repr::Wide(right)) => match (self.is_negative(), other.is_negative()) {
                (false, false) => (left.len(), left).cmp(&(right.len(), right)),
                (true, true) => (right.len(), right).cmp(&(left.len(), left)),
                (false, true) => Ordering::Greater,
                (true, false) => Ordering::Less,
            },
        }
    }
}

impl PartialOrd for Serial {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Decimal, exact.
impl fmt::Display for Serial {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Word(word) => word.fmt(formatter),
            Repr::Wide(text) => formatter.pad(text),
        }
    }
}

impl fmt::Debug for Serial {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Serial({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn serial(text: &str) -> Serial {
        text.parse().expect(text)
    }

    #[test]
    fn leading_zeros_and_signs_do_not_make_another_number() {
        assert_eq!(serial("0946028664465903704"), serial("946028664465903704"));
        assert_eq!(serial("+7"), serial("7"));
        assert_eq!(serial("00099999999999999999999").to_string(), "99999999999999999999");
        assert_eq!(serial("-00099999999999999999999").to_string(), "-99999999999999999999");
    }

    #[test]
    fn hex_is_what_openssl_prints() {
        // Recorded: Atlas's 1976722359483124370 is `serial=1B6EBA8348904A92` in openssl (ATLAS-API, section 9).
        assert_eq!(serial("1976722359483124370").hex_plain(), "1B6EBA8348904A92");
        assert_eq!(serial("5433027191242719574").hex(), "4B:65:FD:71:ED:0F:81:56");
        assert_eq!(serial("0").hex(), "00");
        assert_eq!(serial("-255").hex(), "-FF");
        assert_eq!(serial("1461501637330902918203684832716283019655932542975").hex_plain(), "F".repeat(40));
    }

    #[test]
    fn hex_is_read_as_it_is_printed() {
        let read = |text: &str| Serial::from_hex(text).map(|serial| serial.to_string());
        assert_eq!(read("4B65fd71ed0f8156").as_deref(), Some("5433027191242719574"));
        assert_eq!(read("0001").as_deref(), Some("1"));
        assert_eq!(read("-FFF").as_deref(), Some("-4095"));
        assert_eq!(Serial::from_hex("-8000000000000000"), Some(i64::MIN.into()));
        assert_eq!(read(&"f".repeat(40)).as_deref(), Some("1461501637330902918203684832716283019655932542975"));
        assert_eq!([read(""), read("-"), read("4g"), read("4B:65"), read("--1")], [const { None }; 5]);
    }

    #[test]
    fn what_is_no_integer_is_refused() {
        for text in ["", "-", "+", "1.0", "1e3", "0x1", "12 ", "١٢", "99999999999999999999x"] {
            assert_eq!(text.parse::<Serial>(), Err(NotASerial), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_i128_is_exact_and_ordered_as_a_number(left in any::<i128>(), right in any::<i128>()) {
            prop_assert_eq!(serial(&left.to_string()).to_string(), left.to_string());
            prop_assert_eq!(serial(&left.to_string()).cmp(&serial(&right.to_string())), left.cmp(&right));
            let hex = serial(&left.to_string()).hex_plain();
            prop_assert_eq!(u128::from_str_radix(hex.trim_start_matches('-'), 16).ok(), Some(left.unsigned_abs()));
            prop_assert_eq!(Serial::from_hex(&hex), Some(serial(&left.to_string())));
        }

        #[test]
        fn any_text_is_a_serial_or_refused(text in ".{0,40}") {
            let _ = text.parse::<Serial>();
        }
    }
}

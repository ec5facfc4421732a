//! Values as they look: letters that are drawn alike become one, so that a look-alike can be told from another value.

/// Characters that a person takes for an ASCII one. What a keyboard, a word processor or an attacker really puts there:
/// letters of Cyrillic and Greek, dashes, quotation marks, and `0`, `1` and `I` for the letters that they resemble.
fn drawn_as(character: char) -> char {
    match character {
        'а' | 'α' | 'ɑ' => 'a',
        'Α' | 'А' => 'A',
        'В' | 'Β' => 'B',
        'с' | 'ϲ' => 'c',
        'С' | 'Ϲ' => 'C',
        'ԁ' => 'd',
        'е' => 'e',
        'Е' | 'Ε' => 'E',
        'һ' => 'h',
        'Н' | 'Η' => 'H',
        'і' | 'ι' | 'ı' => 'i',
        'ј' => 'j',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'ո' => 'n',
        'Ν' => 'N',
        'о' | 'ο' | 'О' | 'Ο' | 'O' | '0' => 'o',
        'р' | 'ρ' => 'p',
        'Р' | 'Ρ' => 'P',
        'ѕ' => 's',
        'Т' | 'Τ' => 'T',
        'ν' => 'v',
        'х' => 'x',
        'Х' | 'Χ' => 'X',
        'у' => 'y',
        'У' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        '1' | 'I' | 'І' | 'Ι' | '|' => 'l',
        '‐' | '‑' | '‒' | '–' | '—' | '−' | '\u{AD}' => '-',
        '‘' | '’' | '′' => '\'',
        '“' | '”' => '"',
        // The full-width forms of ASCII.
        '！'..='～' => u32::from(character).checked_sub(0xFEE0).and_then(char::from_u32).unwrap_or(character),
        other => other,
    }
}

/// How a value looks.
pub(super) fn skeleton(value: &str) -> String {
    value.chars().filter(|character| !is_unseen(*character)).map(drawn_as).collect()
}

/// A value without blanks of any kind.
pub(super) fn without_blanks(value: &str) -> String {
    value.chars().filter(|character| !character.is_whitespace()).collect()
}

/// Characters without a width, which nobody sees.
fn is_unseen(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{202A}'..='\u{202E}')
}

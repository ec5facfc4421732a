//! The terminal's background: how to ask for it, and how to find the answer among the keys.
//!
//! ```text
//! asked     ESC ]  1  1  ;  ?  ESC \
//! answered  ESC ]  1  1  ;  r  g  b  :  f  d  f  d  /  f  6  f  6  /  e  3  e  3  ESC \
//! read as   Alt-]  1  1  ;  r  g  b  :  f  d  f  d  /  f  6  f  6  /  e  3  e  3  Alt-\
//! ```
//!
//! The question is xterm's (“Control Sequences”, Operating System Commands, 11), the colour is written as `XParseColor`
//! reads it: one to four hex digits a channel, of which rxvt has a fourth (`rgba:`). The answer may end in BEL instead,
//! which is Ctrl-G. crossterm 0.29 does not know such answers and takes them for keys: ESC and a character for Alt and
//! that character, and an ESC that came as the last of what could be read for Esc.

mod answer;

use std::time::Duration;

use crossterm::event::{Event, KeyCode, KeyModifiers};

use crate::runtime::background::answer::{BELL, Judgement, OPENING, judge};
use crate::ui::theme::Background;

/// The question. A terminal that does not know it says nothing.
pub(super) const QUESTION: &[u8] = b"\x1b]11;?\x1b\\";

/// How long the next of what a person may have typed (Esc, Alt-]) waits for an answer to go on. The bytes of an answer
/// come in one piece or nearly so, and nobody notices a key that is this late.
const BRIEFLY: Duration = Duration::from_millis(20);
/// The same once the whole opening has been read, which nobody types at that speed.
const LONGER: Duration = Duration::from_millis(250);

/// What was read: an event, or an answer in place of its events.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Heard {
    /// What a person did.
    Event(Event),
    /// What the terminal answered.
    Background(Background),
}

/// Holds back what may be an answer, until it is one or is not.
#[derive(Debug, Default)]
pub(super) struct Listener {
    held: Vec<Event>,
    /// What the keys held back were before they were read as keys.
    text: String,
}

impl Listener {
    /// Takes in an event, and gives back all that is decided, in its order.
    pub(super) fn take(&mut self, event: Event) -> Vec<Heard> {
        // A new size or the mouse may come at any moment, and says nothing of the keys around it.
        if !is_typed(&event) && !self.held.is_empty() {
            self.held.push(event);
            return Vec::new();
        }
        let Some(text) = text_of(&event) else {
            let mut decided = self.let_go();
            decided.push(Heard::Event(event));
            return decided;
        };
        self.text += &text;
        match judge(&self.text) {
            Judgement::Unfinished => {
                self.held.push(event);
                Vec::new()
            }
            Judgement::Answer(background) => {
                self.held.retain(|event| !is_typed(event));
                let mut decided = self.let_go();
                decided.push(Heard::Background(background));
                decided
            }
            Judgement::Typed if self.held.is_empty() => {
                self.text.clear();
                vec![Heard::Event(event)]
            }
            Judgement::Typed => {
                // It may be the beginning of an answer itself.
                let mut decided = self.let_go();
                decided.extend(self.take(event));
                decided
            }
        }
    }

    /// How long to wait for more before [`Self::let_go`]; `None` where nothing is held back.
    pub(super) fn patience(&self) -> Option<Duration> {
        let patience = if self.text.starts_with(OPENING) { LONGER } else { BRIEFLY };
        (!self.held.is_empty()).then_some(patience)
    }

    /// Gives back all that is held back.
    pub(super) fn let_go(&mut self) -> Vec<Heard> {
        self.text.clear();
        self.held.drain(..).map(Heard::Event).collect()
    }
}

fn is_typed(event: &Event) -> bool {
    matches!(event, Event::Key(_) | Event::Paste(_))
}

/// The bytes that crossterm read an event from, as far as an answer can hold them.
fn text_of(event: &Event) -> Option<String> {
    let Event::Key(key) = event else { return None };
    match (key.code, key.modifiers) {
        (KeyCode::Esc, KeyModifiers::NONE) => Some("\x1b".to_owned()),
        (KeyCode::Char('g'), KeyModifiers::CONTROL) => Some(BELL.to_owned()),
        (KeyCode::Char(character), KeyModifiers::ALT) => Some(format!("\x1b{character}")),
        // An upper-case digit carries the Shift that would have written it.
        (KeyCode::Char(character), KeyModifiers::NONE | KeyModifiers::SHIFT) => Some(character.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyEvent;

    /// The events that crossterm reads bytes as, when an ESC is followed by more at once.
    fn read(bytes: &str) -> Vec<Event> {
        let mut events = Vec::new();
        let mut characters = bytes.chars();
        while let Some(character) = characters.next() {
            let (code, modifiers) = match character {
                '\x1b' => match characters.next() {
                    Some(after) => (KeyCode::Char(after), KeyModifiers::ALT),
                    None => (KeyCode::Esc, KeyModifiers::NONE),
                },
                '\x07' => (KeyCode::Char('g'), KeyModifiers::CONTROL),
                upper if upper.is_uppercase() => (KeyCode::Char(upper), KeyModifiers::SHIFT),
                other => (KeyCode::Char(other), KeyModifiers::NONE),
            };
            events.push(Event::Key(KeyEvent::new(code, modifiers)));
        }
        events
    }

    fn heard(listener: &mut Listener, events: impl IntoIterator<Item = Event>) -> Vec<Heard> {
        events.into_iter().flat_map(|event| listener.take(event)).collect()
    }

    /// What becomes of bytes, the last of which are waited for in vain.
    fn all(bytes: &str) -> Vec<Heard> {
        let mut listener = Listener::default();
        let mut all = heard(&mut listener, read(bytes));
        all.extend(listener.let_go());
        all
    }

    fn typed(bytes: &str) -> Vec<Heard> {
        read(bytes).into_iter().map(Heard::Event).collect()
    }

    const LIGHT: Heard = Heard::Background(Background::Light);
    const DARK: Heard = Heard::Background(Background::Dark);

    #[test]
    fn an_answer_is_taken_out_of_what_is_typed() {
        assert_eq!(all("\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\"), [LIGHT]);
        assert_eq!(all("\x1b]11;rgb:0000/2b2b/3636\x07"), [DARK]);
        assert_eq!(all("\x1b]11;rgb:FF/FF/Ff\x07"), [LIGHT]);
        assert_eq!(all("\x1b]11;rgb:0/1/2\x07"), [DARK]);
        assert_eq!(all("\x1b]11;rgb:fff/FFF/eee\x07"), [LIGHT]);
        assert_eq!(all("\x1b]11;rgba:0000/0000/0000/ffff\x1b\\"), [DARK]);
        let around = all("j\x1b]11;rgb:00/00/00\x1b\\k");
        assert_eq!(around, [typed("j"), vec![DARK], typed("k")].concat());
        assert_eq!(all("\x1b]11;rgb:0/0/0\x07\x1b]11;rgb:f/f/f\x07"), [DARK, LIGHT]);
    }

    /// Read in two pieces, an ESC at the end of the first is a key of its own.
    #[test]
    fn an_answer_may_come_in_pieces() {
        let answer = "\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\";
        for at in 1..answer.len() {
            let (before, after) = answer.split_at(at);
            let mut listener = Listener::default();
            assert_eq!(heard(&mut listener, read(before)), [], "{at}");
            assert!(listener.patience().is_some());
            assert_eq!(heard(&mut listener, read(after)), [LIGHT], "{at}");
            assert_eq!(listener.patience(), None);
        }
    }

    #[test]
    fn what_is_no_answer_comes_through_in_its_order() {
        for bytes in [
            "\x1b]",
            "\x1b",
            "\x1b]x",
            "\x1b]\x1b]1",
            "\x1b]11;?",
            "\x1b]12;rgb:00/00/00\x07",
            "\x1b]11;rgb:00/00\x07",
            "\x1b]11;rgb:00/00/\x07",
            "\x1b]11;rgb://\x07",
            "\x1b]11;rgb:00/00/00/00\x07",
            "\x1b]11;rgb:00000/00/00\x07",
            "\x1b]11;rgb:+0/00/00\x07",
            "\x1b]11;rgb:00/00/00\x1bx",
            "\x1b]11;rgb:00/00/00\x1b]",
            "\x1b]11;rgba:00/00/00\x07",
            "\x1b]11;rgbi:00/00/00\x07",
            "\x1b]11;rgb:00/00/00",
            "]11;rgb:00/00/00\x07",
            "jjjG\x07",
        ] {
            assert_eq!(all(bytes), typed(bytes), "{bytes:?}");
        }
    }

    #[test]
    fn what_only_begins_like_an_answer_hides_none() {
        let mut expected = typed("\x1b]11;rgb:0");
        expected.push(LIGHT);
        assert_eq!(all("\x1b]11;rgb:0\x1b]11;rgb:f/f/f\x07"), expected);
        let mut listener = Listener::default();
        let escape = Event::Key(KeyCode::Esc.into());
        let mut events = vec![escape.clone()];
        events.extend(read("\x1b]11;rgb:f/f/f\x07"));
        assert_eq!(heard(&mut listener, events), [Heard::Event(escape), LIGHT]);
    }

    #[test]
    fn a_key_is_held_back_no_longer_than_nobody_notices() {
        let mut listener = Listener::default();
        assert_eq!(heard(&mut listener, read("j")), typed("j"));
        assert_eq!(listener.patience(), None);
        assert_eq!(heard(&mut listener, read("\x1b]")), []);
        assert_eq!(listener.patience(), Some(BRIEFLY));
        assert_eq!(listener.let_go(), typed("\x1b]"));
        assert_eq!(listener.patience(), None);
        assert_eq!(heard(&mut listener, read("\x1b]11;")), []);
        assert_eq!(listener.patience(), Some(LONGER));
    }

    #[test]
    fn a_new_size_and_a_paste_are_no_keys() {
        let mut listener = Listener::default();
        let size = Event::Resize(80, 24);
        assert_eq!(listener.take(size.clone()), [Heard::Event(size.clone())]);
        let mut events = read("\x1b]11;rgb:f/f");
        events.push(size.clone());
        events.extend(read("/f\x07"));
        assert_eq!(heard(&mut listener, events), [Heard::Event(size), LIGHT]);
        let paste = Event::Paste("11;".to_owned());
        let mut events = read("\x1b]");
        events.push(paste.clone());
        let mut expected = typed("\x1b]");
        expected.push(Heard::Event(paste));
        assert_eq!(heard(&mut listener, events), expected);
    }
}

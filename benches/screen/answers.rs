//! What a terminal answers when a program asks it something.

use vt100::{Callbacks, Screen};

/// Answers not sent yet, in the order in which they were asked for: csvlens takes one that is out of turn for typed text.
#[derive(Default)]
pub struct Answers(Vec<u8>);

impl Answers {
    pub fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.0)
    }
}

impl Callbacks for Answers {
    fn unhandled_csi(&mut self, screen: &mut Screen, mark: Option<u8>, _: Option<u8>, numbers: &[&[u16]], what: char) {
        let answer = match (mark, numbers, what) {
            (None, [[6]], 'n') => {
                let (row, column) = screen.cursor_position();
                format!("\x1b[{};{}R", row + 1, column + 1)
            }
            (None, _, 'c') => "\x1b[?62;c".to_owned(),
            (Some(b'>'), _, 'c') => "\x1b[>0;0;0c".to_owned(),
            _ => return,
        };
        self.0.extend(answer.into_bytes());
    }

    fn unhandled_osc(&mut self, _: &mut Screen, words: &[&[u8]]) {
        let answer: &[u8] = match words {
            [b"10", b"?"] => b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
            [b"11", b"?"] => b"\x1b]11;rgb:0000/0000/0000\x1b\\",
            _ => return,
        };
        self.0.extend(answer);
    }
}

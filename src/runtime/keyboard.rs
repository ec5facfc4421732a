//! What the terminal sends, as whole events. Where a read of the kernel's ends right after an ESC, crossterm takes that for
//! the Esc key and the rest of the sequence for typing; it is put together again here.

use std::io;
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseEventKind};

/// Longer than this the rest of a sequence does not take, and no person types that fast after Esc.
const CUT: Duration = Duration::from_millis(10);

/// Waits for what comes next; empty where it is nothing that matters.
///
/// # Errors
/// Where the terminal cannot be read.
pub(super) fn read() -> io::Result<Vec<Event>> {
    let mut events = whole()?;
    events.retain(matters);
    Ok(events)
}

fn whole() -> io::Result<Vec<Event>> {
    let mut events = vec![event::read()?];
    if events != [plain(KeyCode::Esc)] {
        return Ok(events);
    }
    let mut rest = String::new();
    while event::poll(CUT)? {
        let next = event::read()?;
        events.push(next.clone());
        let Event::Key(KeyEvent { code: KeyCode::Char(one), .. }) = next else { return Ok(events) };
        rest.push(one);
        match (rest.chars().count(), one) {
            (1, '[' | 'O') => {}
            (1, _) => return Ok(events),
            (_, 'a'..='z' | 'A'..='Z' | '~') => return Ok(key_of(&rest).map_or(events, |code| vec![plain(code)])),
            _ => {}
        }
    }
    Ok(events)
}

/// The key of a sequence without its ESC (ECMA-48, and DEC's for the editing keys).
fn key_of(rest: &str) -> Option<KeyCode> {
    Some(match rest.get(1..)? {
        "A" => KeyCode::Up,
        "B" => KeyCode::Down,
        "C" => KeyCode::Right,
        "D" => KeyCode::Left,
        "H" | "1~" => KeyCode::Home,
        "F" | "4~" => KeyCode::End,
        "3~" => KeyCode::Delete,
        "5~" => KeyCode::PageUp,
        "6~" => KeyCode::PageDown,
        "Z" => KeyCode::BackTab,
        _ => return None,
    })
}

fn plain(code: KeyCode) -> Event {
    Event::Key(KeyEvent::new(code, KeyModifiers::NONE))
}

/// Some terminals also tell when a key is let go; nothing here waits for that. Sizes come with their signal.
fn matters(event: &Event) -> bool {
    match event {
        Event::Key(key) => key.kind != KeyEventKind::Release,
        Event::Mouse(mouse) => !matches!(mouse.kind, MouseEventKind::Moved | MouseEventKind::Drag(_)),
        Event::Paste(_) => true,
        Event::Resize(..) | Event::FocusGained | Event::FocusLost => false,
    }
}

//! As little as a ratatui program can be: a table of rows, a thread that reads keys, one draw for all that came.

use std::sync::mpsc;

use crossterm::event::{self, Event, KeyCode};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Constraint;
use ratatui::widgets::{Row, Table, TableState};

/// What is given to this bench so that it becomes that program.
pub const NAME: &str = "empty-ratatui";

const ROWS: usize = 100_000;

/// What a row begins with.
pub fn name(row: usize) -> String {
    format!("row {row:07}")
}

pub fn run() {
    crossterm::terminal::enable_raw_mode().unwrap();
    let mut out = std::io::stdout();
    crossterm::execute!(out, crossterm::terminal::EnterAlternateScreen).unwrap();
    let mut terminal = Terminal::new(CrosstermBackend::new(out)).unwrap();
    let (sender, keys) = mpsc::channel();
    std::thread::spawn(move || {
        while let Ok(event) = event::read() {
            if sender.send(event).is_err() {
                break;
            }
        }
    });
    let mut at = 0_usize;
    loop {
        terminal.draw(|frame| draw(at, frame)).unwrap();
        let Ok(first) = keys.recv() else { break };
        for event in std::iter::once(first).chain(keys.try_iter()) {
            let Event::Key(key) = event else { continue };
            at = match key.code {
                KeyCode::Char('q') => return leave(),
                KeyCode::Down => (at + 1).min(ROWS - 1),
                KeyCode::Up => at.saturating_sub(1),
                KeyCode::PageDown => (at + 37).min(ROWS - 1),
                KeyCode::Home => 0,
                KeyCode::End => ROWS - 1,
                _ => at,
            };
        }
    }
}

fn draw(at: usize, frame: &mut ratatui::Frame<'_>) {
    let height = usize::from(frame.area().height).saturating_sub(1);
    let first = (at + 1).saturating_sub(height);
    let rows = (first..(first + height).min(ROWS)).map(|row| {
        Row::new([
            name(row),
            format!("2026-{:02}-{:02}", row % 12 + 1, row % 28 + 1),
            format!("CN=app-{row:07},OU=payments,O=Acme"),
            format!("{:X}", row * 7_919),
        ])
    });
    let widths = [12, 12, 60, 20].map(Constraint::Length);
    let mut state = TableState::default().with_selected(at - first);
    let bar = ratatui::style::Style::new().add_modifier(ratatui::style::Modifier::REVERSED);
    frame.render_stateful_widget(Table::new(rows, widths).row_highlight_style(bar), frame.area(), &mut state);
}

fn leave() {
    crossterm::execute!(std::io::stdout(), crossterm::terminal::LeaveAlternateScreen).unwrap();
    crossterm::terminal::disable_raw_mode().unwrap();
}

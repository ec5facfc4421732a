//! A screen as an SVG: a text for each run of cells of one style.

use std::fmt::Write as _;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// The size of a cell, in the picture's units.
const WIDTH: u16 = 8;
const HEIGHT: u16 = 18;
const MARGIN: u16 = 12;
const BASELINE: u16 = 13;

const BACKGROUND: &str = "#16181d";
const FOREGROUND: &str = "#d5d9e0";

/// The picture of a screen, on a dark background.
pub fn drawn(buffer: &Buffer) -> String {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let (width, height) = (columns * WIDTH + 2 * MARGIN, rows * HEIGHT + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"13.29\">\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{BACKGROUND}\"/>\n"
    );
    for row in 0..rows {
        let mut from = 0;
        while from < columns {
            let look = look(&buffer[(from, row)]);
            let to = (from..columns).find(|column| self::look(&buffer[(*column, row)]) != look).unwrap_or(columns);
            let text: String = (from..to).map(|column| buffer[(column, row)].symbol()).collect();
            run(&mut svg, from, row, &text, &look);
            from = to;
        }
    }
    svg + "</svg>\n"
}

#[derive(PartialEq)]
struct Look {
    colour: &'static str,
    bold: bool,
    dim: bool,
    reversed: bool,
}

fn look(cell: &Cell) -> Look {
    let colour = match cell.fg {
        Color::Cyan => "#56c8d8",
        Color::LightRed => "#ff6b6b",
        Color::Yellow => "#e5c07b",
        Color::Reset => FOREGROUND,
        other => panic!("the picture has no colour for {other}"),
    };
    let is = |modifier| cell.modifier.contains(modifier);
    Look { colour, bold: is(Modifier::BOLD), dim: is(Modifier::DIM), reversed: is(Modifier::REVERSED) }
}

fn run(svg: &mut String, column: u16, row: u16, text: &str, look: &Look) {
    let cells = u16::try_from(text.chars().count()).unwrap();
    let (x, y) = (MARGIN + column * WIDTH, MARGIN + row * HEIGHT);
    if look.reversed {
        let width = cells * WIDTH;
        let _ =
            writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{HEIGHT}\" fill=\"{}\"/>", look.colour);
    }
    let indent = u16::try_from(text.chars().take_while(|character| *character == ' ').count()).unwrap();
    let text = text.trim();
    if text.is_empty() {
        return;
    }
    let colour = if look.reversed { BACKGROUND } else { look.colour };
    let weight = if look.bold { " font-weight=\"bold\"" } else { "" };
    let opacity = if look.dim { " opacity=\"0.6\"" } else { "" };
    let length = u16::try_from(text.chars().count()).unwrap() * WIDTH;
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\" textLength=\"{length}\" fill=\"{colour}\"{weight}{opacity} xml:space=\"preserve\">{}</text>",
        x + indent * WIDTH,
        y + BASELINE,
        text.replace('&', "&amp;").replace('<', "&lt;")
    );
}

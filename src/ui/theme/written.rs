//! A style as a person writes it: `red bold`, `#ff8800`, `bright-yellow on black`, `reverse`.

use std::str::FromStr as _;

use ratatui::style::{Color, Modifier, Style};

use crate::domain::naming::nearest;
use crate::domain::printable::Printable;

/// What can be said of letters beside their colour. Nothing blinks here.
const ATTRIBUTES: [(&str, Modifier); 5] = [
    ("bold", Modifier::BOLD),
    ("dim", Modifier::DIM),
    ("italic", Modifier::ITALIC),
    ("underline", Modifier::UNDERLINED),
    ("reverse", Modifier::REVERSED),
];

/// The colours that have a name. `default` is the terminal's own.
const COLOURS: [&str; 17] = [
    "default",
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "gray",
    "dark-gray",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "white",
];

/// No style at all.
const PLAIN: &str = "plain";
/// Before the background's colour.
const ON: &str = "on";

const HOW_TO: &str = "write colours (red, bright-red, #ff8800, or a number up to 255; a second one after “on”), bold, dim, italic, underline, reverse, or plain";

/// Reads a style.
///
/// # Errors
/// What is wrong with it, what can be written, and the nearest to what was, in words.
pub(super) fn style(text: &str) -> Result<Style, String> {
    let mut style = Style::new();
    let mut words = text.split_whitespace().peekable();
    if words.peek().is_none() {
        return Err(format!("this says nothing: {HOW_TO}"));
    }
    while let Some(word) = words.next() {
        if let Some((_, modifier)) = ATTRIBUTES.iter().find(|(name, _)| *name == word) {
            style = style.add_modifier(*modifier);
        } else if word == ON {
            let name = words.next().ok_or_else(|| format!("a colour belongs after “{ON}”: {HOW_TO}"))?;
            let colour = colour(name).ok_or_else(|| unknown(name))?;
            style.bg = only_one(style.bg, colour, "backgrounds")?;
        } else if word != PLAIN {
            let colour = colour(word).ok_or_else(|| unknown(word))?;
            style.fg = only_one(style.fg, colour, "colours")?;
        }
    }
    Ok(style)
}

fn colour(word: &str) -> Option<Color> {
    if word == "default" { Some(Color::Reset) } else { Color::from_str(word).ok() }
}

fn only_one(before: Option<Color>, colour: Color, what: &str) -> Result<Option<Color>, String> {
    match before {
        None => Ok(Some(colour)),
        Some(_) => Err(format!("this names two {what}: {HOW_TO}")),
    }
}

fn unknown(word: &str) -> String {
    let known = ATTRIBUTES.iter().map(|(name, _)| *name).chain(COLOURS).chain([PLAIN, ON]);
    let near = nearest(known, word);
    let near = if near.is_empty() { String::new() } else { format!("; nearest: {}", near.join(", ")) };
    format!("“{}” is no word for a style: {HOW_TO}{near}", Printable::new(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_read_as_it_is_meant() {
        let red = Style::new().fg(Color::Red);
        assert_eq!(style("red bold"), Ok(red.add_modifier(Modifier::BOLD)));
        assert_eq!(style("bold  red"), Ok(red.add_modifier(Modifier::BOLD)));
        assert_eq!(style("#ff8800"), Ok(Style::new().fg(Color::Rgb(0xff, 0x88, 0))));
        assert_eq!(style("208"), Ok(Style::new().fg(Color::Indexed(208))));
        assert_eq!(style("bright-yellow on black"), Ok(Style::new().fg(Color::LightYellow).bg(Color::Black)));
        assert_eq!(
            style("on bright-black reverse"),
            Ok(Style::new().bg(Color::DarkGray).add_modifier(Modifier::REVERSED))
        );
        assert_eq!(style("default underline"), Ok(Style::new().fg(Color::Reset).add_modifier(Modifier::UNDERLINED)));
        assert_eq!(style("plain"), Ok(Style::new()));
    }

    #[test]
    fn what_is_no_style_says_why_and_what_could_be_meant() {
        let why = |text: &str| style(text).expect_err(text);
        assert!(why("purpel").starts_with("“purpel” is no word for a style: write colours"));
        assert!(why("yelow bold").ends_with("; nearest: yellow"), "{}", why("yelow bold"));
        assert!(why("red underlined").contains("nearest: underline"));
        assert!(why("red blue").starts_with("this names two colours"));
        assert!(why("on red on blue").starts_with("this names two backgrounds"));
        assert!(why("red on").starts_with("a colour belongs after “on”"));
        assert!(why("  ").starts_with("this says nothing"));
        assert!(why("#ff88").contains("no word for a style"));
        assert!(why("256").contains("no word for a style"));
        assert!(why("blink").contains("no word for a style"));
    }

    #[test]
    fn every_word_that_is_suggested_is_known() {
        for word in ATTRIBUTES.iter().map(|(name, _)| *name).chain(COLOURS).chain([PLAIN]) {
            assert!(style(word).is_ok(), "{word}");
        }
    }
}

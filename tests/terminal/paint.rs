//! What is written to the terminal: no more than what changes, and no colour where none is wanted.

use crate::atlas::{Atlas, KEYS, USUAL_SIZE, frames, leave, on_projects, row_of};
use crate::pty::{DOWN, FRAME_BEGINS, FRAME_ENDS, Terminal, UP};

/// The SGR sequences that set a colour; one that only takes it away does not.
fn colours(output: &str) -> Vec<&str> {
    let sequences = output.split("\x1b[").skip(1).filter_map(|rest| {
        let end = rest.find(|one: char| !one.is_ascii_digit() && one != ';' && one != ':')?;
        rest[end..].starts_with('m').then(|| &rest[..end])
    });
    let is_colour = |number: &str| matches!(number.parse(), Ok(30..=38 | 40..=48 | 90..=97 | 100..=107));
    sequences.filter(|sequence| sequence.split([';', ':']).any(is_colour)).collect()
}

/// Shows every severity on one screen.
async fn severities(atlas: &Atlas, arguments: &str, environment: &[(&str, &str)]) -> Terminal {
    let arguments = format!("--project payments --user svc-ledger {arguments}");
    let environment = [&KEYS, environment].concat();
    let mut terminal = Terminal::start(&atlas.command(&arguments), &environment, USUAL_SIZE);
    terminal.wait_for_text("row 1 of 11").await;
    for word in ["✗ expired", "! critical", "~ soon", "  ok "] {
        assert!(terminal.shows(word), "{word}\n{}", terminal.screen());
    }
    terminal
}

#[tokio::test]
async fn no_colour_means_none_at_all() {
    let atlas = Atlas::start().await;
    let plain: [(&str, &[(&str, &str)]); 3] =
        [("--no-color --theme dark", &[]), ("--theme dark", &[("NO_COLOR", "1")]), ("--theme none", &[])];
    for (arguments, environment) in plain {
        let mut terminal = severities(&atlas, arguments, environment).await;
        assert!(terminal.is_bold("! critical"), "what is urgent stands out all the same: {environment:?}");
        leave(&mut terminal).await;
        let output = terminal.output();
        assert!(colours(&output).is_empty(), "{arguments:?} {environment:?}: {:?}", colours(&output));
    }
    let coloured: [&[(&str, &str)]; 2] = [&[], &[("NO_COLOR", "")]];
    for environment in coloured {
        let mut terminal = severities(&atlas, "--theme dark", environment).await;
        leave(&mut terminal).await;
        let output = terminal.output();
        // Bright red, yellow and cyan of the person's own palette.
        for colour in ["38;5;9;", "38;5;3;", "38;5;6;"] {
            assert!(colours(&output).iter().any(|set| set.starts_with(colour)), "{colour}: {:?}", colours(&output));
        }
    }
}

#[tokio::test]
async fn nothing_is_written_where_nothing_changes() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run("");
    on_projects(&mut terminal).await;
    let mark = terminal.bytes().len();
    // Keys that mean nothing, each on its own, a motion that is not possible, and then one that is.
    for _ in 0..200 {
        terminal.send("Z");
    }
    terminal.send(&[UP, DOWN].concat());
    terminal.wait_for_text("› Data Science Sandbox").await;
    let written = terminal.output_since(mark);
    assert!(written.starts_with(FRAME_BEGINS) && written.ends_with(FRAME_ENDS), "{written:?}");
    assert_eq!(frames(&written), 1, "{written:?}");
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_burst_of_keys_is_drawn_in_a_few_frames() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run("--project payments --user hourly-rotation");
    terminal.wait_for_text("row 1 of about 17,500").await;
    let mark = terminal.bytes().len();
    terminal.send(&"j".repeat(2_000));
    terminal.wait_for_text("row 2,001 of about 17,500").await;
    let count = frames(&terminal.output_since(mark));
    assert!(count < 100, "{count} frames");
    leave(&mut terminal).await;
}

/// The beginning of a sequence that never comes whole: of a key, of a paste.
#[tokio::test]
async fn what_was_pressed_before_the_beginning_of_a_sequence_is_not_held_back() {
    let atlas = Atlas::start().await;
    for beginning in ["\x1b[", "\x1b[200~half a paste"] {
        let mut terminal = atlas.run("--project payments --user hourly-rotation");
        terminal.wait_for_text("row 1 of about 17,500").await;
        // As many bytes as are read at once, so that the beginning comes alone.
        terminal.send(&("j".repeat(1_023) + "?" + beginning));
        terminal.wait_for_text("Keys ●").await;
    }
}

/// Lines that only moved are moved by the terminal: what is on the screen then is what a whole repaint shows, and a line
/// costs less than it did.
#[tokio::test]
async fn a_list_that_scrolls_is_on_the_screen_as_if_it_were_painted_anew() {
    const CTRL_L: &str = "\x0c";
    let atlas = Atlas::start().await;
    for size in [(80, 24), (120, 40)] {
        let words = atlas.command("--project payments --user hourly-rotation");
        let mut terminal = Terminal::start(&words, &KEYS, size);
        terminal.wait_for_text("row 1 of").await;
        let mut row = 1_usize;
        for keys in [DOWN.repeat(60), DOWN.to_owned(), DOWN.repeat(3), UP.repeat(70), UP.to_owned(), DOWN.repeat(80)] {
            row = row.saturating_add(keys.matches(DOWN).count()).saturating_sub(keys.matches(UP).count()).max(1);
            terminal.send(&keys);
            terminal.wait_for("the row", |screen| row_of(screen) == Some(row)).await;
        }
        let mark = terminal.bytes().len();
        terminal.send(DOWN);
        terminal.wait_for("the next row", |screen| row_of(screen) == Some(row + 1)).await;
        let moved = terminal.output_since(mark);
        assert!(size.0 > 80 || moved.contains("\x1b[1M"), "the terminal was not asked to move anything: {moved:?}");
        let shown = terminal.screen();
        // Painted anew, one row further up; back there is no more than the bar of the cursor to draw.
        terminal.send(&[CTRL_L, UP].concat());
        terminal.wait_for("the row before", |screen| row_of(screen) == Some(row)).await;
        terminal.send(DOWN);
        terminal.wait_for("the row again", |screen| row_of(screen) == Some(row + 1)).await;
        assert_eq!(terminal.screen(), shown);
        leave(&mut terminal).await;
    }
}

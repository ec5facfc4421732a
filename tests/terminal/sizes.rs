//! Terminals of every size, and sizes that change at any moment.

use crate::atlas::{Atlas, answers_keys, leave, on_projects};
use crate::dice::Dice;
use crate::pty::{DOWN, END, ESC, HOME, PAGE_DOWN, Size, UP};

/// Whether a screen says that it is too small, and nothing else.
fn is_too_small(screen: &str) -> bool {
    screen.trim().starts_with("needs 30×6") && !screen.trim().contains('\n')
}

/// Whether a screen is drawn for a size: one cell, a few, or very many.
fn is_drawn_for(size: Size, screen: &str) -> bool {
    match size {
        (1, 1) => screen == "n",
        (20, 4) => is_too_small(screen),
        (width, _) => screen.lines().next().is_some_and(|line| line.chars().count() > usize::from(width) - 5),
    }
}

#[tokio::test]
async fn a_storm_of_sizes_does_no_harm() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run_in((80, 24));
    on_projects(&mut terminal).await;
    answers_keys(&mut terminal).await;
    let shown = terminal.screen();
    let mut dice = Dice::thrown(7);
    for turn in 0..21 {
        for _ in 0..10 {
            terminal.resize((1 + dice.below(500), 1 + dice.below(200)));
            let key = [DOWN, UP, PAGE_DOWN, END, HOME, "?"][usize::from(dice.below(6))];
            // Some are held.
            terminal.send(&key.repeat([1, 1, 40][usize::from(dice.below(3))]));
        }
        // Sizes that come too fast are passed over; these are waited for.
        let size = [(1, 1), (20, 4), (500, 200)][turn % 3];
        terminal.resize(size);
        terminal.wait_for(&format!("a screen for {size:?}"), |screen| is_drawn_for(size, screen)).await;
    }
    terminal.resize((80, 24));
    // It closes the list of keys, if that is open; here it does nothing else.
    terminal.send(ESC);
    terminal.wait_for_text("Projects ●").await;
    terminal.send(HOME);
    terminal.wait_for("the screen of before", |screen| screen == shown).await;
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_terminal_that_is_too_small_is_told_so() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run_in((20, 4));
    terminal.wait_for("the word alone", is_too_small).await;
    leave(&mut terminal).await;

    let mut terminal = atlas.run_in((80, 24));
    on_projects(&mut terminal).await;
    answers_keys(&mut terminal).await;
    let shown = terminal.screen();
    terminal.resize((20, 4));
    terminal.wait_for("the word alone", is_too_small).await;
    terminal.resize((80, 24));
    terminal.wait_for("the screen of before", |screen| screen == shown).await;
    leave(&mut terminal).await;
}

#[tokio::test]
async fn a_size_that_changes_at_the_start_counts() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run_in((20, 4));
    terminal.wait_for("the word alone", is_too_small).await;
    terminal.resize((80, 24));
    on_projects(&mut terminal).await;
    leave(&mut terminal).await;
}

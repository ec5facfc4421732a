//! Ctrl-Z, and back: the shell has its terminal meanwhile, and the person the same screen afterwards.

use crate::atlas::{Atlas, on_projects};
use crate::moments::MOMENTS;
use crate::pty::{CTRL_C, CTRL_Z, DOWN, Modes};

/// A shell with job control that lets its job go on whenever a line is typed.
const STOPPED_TWICE: &str = r#"
    set -m
    stty -g
    "$@"
    echo "stopped once: $(stty -g)"
    read line; fg
    echo "stopped twice: $(stty -g)"
    read line; fg
    echo "status $?"
"#;

#[tokio::test]
async fn it_stops_for_the_shell_and_comes_back_whole() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run_by_shell(STOPPED_TWICE);
    on_projects(&mut terminal).await;
    let (shown, settings) = (terminal.screen(), terminal.output().lines().next().unwrap().to_owned());

    terminal.send(CTRL_Z);
    terminal.wait_for_text(&format!("stopped once: {settings}")).await;
    assert_eq!(terminal.modes(), Modes::USUAL);
    terminal.send("\n");
    terminal.wait_for("the same screen", |screen| screen == shown).await;
    assert_eq!(terminal.modes(), Modes::TAKEN);

    terminal.signal("TSTP");
    terminal.wait_for_text(&format!("stopped twice: {settings}")).await;
    assert_eq!(terminal.modes(), Modes::USUAL);
    terminal.send("\n");
    terminal.wait_for("the same screen", |screen| screen == shown).await;
    assert_eq!(terminal.modes(), Modes::TAKEN);

    terminal.send(DOWN);
    terminal.wait_for_text("› Data Science Sandbox").await;
    terminal.send("q");
    terminal.wait_for_text("status 0").await;
    assert!(terminal.wait_exit().await.success());
    let output = terminal.output();
    let (kept, given_back) = (output.matches("\x1b[22;0t").count(), output.matches("\x1b[23;0t").count());
    assert_eq!(kept, given_back, "the window has its own title again");
}

#[tokio::test]
async fn a_size_that_changes_while_stopped_counts() {
    let atlas = Atlas::start().await;
    let mut terminal = atlas.run_by_shell(STOPPED_TWICE);
    on_projects(&mut terminal).await;
    terminal.send(CTRL_Z);
    terminal.wait_for_text("stopped once").await;
    terminal.resize((80, 24));
    terminal.send("\n");
    // At this width nothing has a box.
    terminal.wait_for("80 columns", |screen| screen.contains("Acme Data Platform ▸") && !screen.contains('┌')).await;
}

/// A shell with job control that lets its job go on when a line is typed.
const STOPPED: &str = r#"set -m; stty -g; "$@"; echo "stopped: $(stty -g)"; read line; fg; echo "status $?""#;

#[tokio::test]
async fn whatever_is_under_way_it_stops_and_goes_on() {
    for moment in MOMENTS {
        let atlas = moment.atlas().await;
        let mut terminal = moment.reached(&atlas, &["sh", "-c", STOPPED, "sh"]).await;
        let (settings, taken) = (terminal.output().lines().next().unwrap().to_owned(), terminal.modes());
        terminal.signal("TSTP");
        terminal.wait_for_text(&format!("stopped: {settings}")).await;
        assert_eq!(terminal.modes(), Modes::USUAL, "{}", moment.name);
        terminal.send("\n");
        terminal.wait_for(moment.name, |screen| screen.contains(moment.text()) && !screen.contains("stopped")).await;
        assert_eq!(terminal.modes(), taken, "{}", moment.name);
        terminal.send(CTRL_C);
        terminal.wait_for_text("status 0").await;
        assert!(terminal.wait_exit().await.success(), "{}", moment.name);
        assert_eq!(terminal.modes(), Modes::USUAL, "{}", moment.name);
        assert!(terminal.has_its_line_settings(), "{}", moment.name);
    }
}

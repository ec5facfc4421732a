//! The moments at which a program may be ended or stopped, and the keys that lead there.

use atlas_certs::demo::faults::Gate;
use atlas_certs::demo::{Fault, Rule};

use crate::atlas::{Atlas, KEYS, USUAL_SIZE};
use crate::pty::{ENTER, Terminal};

/// Keys that were typed, shown to a server that does not answer, and not kept yet.
const TYPED: &str = "demodemo\tbad00000-0000-4000-8000-000000000bad\t\t\t\r";

/// What a person was doing.
pub struct Moment {
    pub name: &'static str,
    arguments: &'static str,
    /// Whether the keys are in the environment.
    has_keys: bool,
    /// Whether the server keeps everybody waiting.
    waits: bool,
    /// Keys, and the text that then comes.
    steps: &'static [(&'static str, &'static str)],
}

/// In the order in which a person may come upon them.
pub const MOMENTS: [Moment; 7] = [
    Moment {
        name: "during a request",
        arguments: "",
        has_keys: true,
        waits: true,
        steps: &[("", "Loading projects …")],
    },
    Moment {
        name: "in a prompt",
        arguments: "--project payments --user svc-ledger",
        has_keys: true,
        waits: false,
        steps: &[("", "row 1 of 11"), ("/critical", "4 of 11 match · /critical")],
    },
    Moment {
        name: "after a key that offers others",
        arguments: "--project payments --user svc-ledger",
        has_keys: true,
        waits: false,
        steps: &[("", "row 1 of 11"), ("y", "m note")],
    },
    Moment {
        name: "while a chooser is open",
        arguments: "",
        has_keys: true,
        waits: false,
        steps: &[("", "Acme Data Platform ▸"), (":", "Actions")],
    },
    Moment {
        name: "while the mouse points",
        arguments: "",
        has_keys: true,
        waits: false,
        steps: &[("", "Acme Data Platform ▸"), ("m", "The mouse")],
    },
    Moment {
        name: "in the form to sign in",
        arguments: "",
        has_keys: false,
        waits: false,
        steps: &[("", "new keys"), (ENTER, "Private key"), ("demodemo", "demodemo")],
    },
    Moment {
        name: "while keys are to be kept",
        arguments: "",
        has_keys: false,
        waits: true,
        steps: &[("", "new keys"), (ENTER, "Private key"), (TYPED, "esc stops that")],
    },
];

impl Moment {
    /// A server as it is at that moment.
    pub async fn atlas(&self) -> Atlas {
        let atlas = Atlas::start().await;
        if self.waits {
            atlas.server.faults().push(Rule::new(Fault::Hold(Gate::closed())).unsigned_too());
        }
        atlas
    }

    /// The program at that moment, started by these words if by any.
    pub async fn reached(&self, atlas: &Atlas, by: &[&str]) -> Terminal {
        let words = by.iter().map(|&word| word.to_owned()).chain(atlas.command(self.arguments));
        let keys: &[(&str, &str)] = if self.has_keys { &KEYS } else { &[] };
        let mut terminal = Terminal::start(&words.collect::<Vec<_>>(), keys, USUAL_SIZE);
        for (keys, text) in self.steps {
            terminal.send(keys);
            terminal.wait_for_text(text).await;
        }
        terminal
    }

    /// The text by which a person knows the place.
    pub fn text(&self) -> &'static str {
        self.steps.last().unwrap().1
    }
}

//! Lines to copy, by page.

/// A line of a shell, and what it does.
type Example = (&'static str, &'static str);

/// The examples on the page with this title.
pub(super) fn examples(title: &str) -> &'static [Example] {
    PAGES.iter().find(|(page, _)| *page == title).map_or(&[], |(_, examples)| examples)
}

const PAGES: &[(&str, &[Example])] = &[
    (
        "atlas-certs",
        &[
            ("atlas-certs --demo", "Browse a simulated Atlas: no account, no network."),
            ("atlas-certs --project payments --user svc-ledger", "Begin at the certificates of a user."),
            ("atlas-certs --profile prod --ca-file proxy.pem", "With a profile, behind a proxy that looks into TLS."),
        ],
    ),
    (
        "atlas-certs-list",
        &[
            ("atlas-certs list --project payments --user svc-ledger", "The certificates of a user."),
            (
                "atlas-certs list --project payments --all-users --expiring 30d --output csv",
                "What ends within 30 days, of all users of a project.",
            ),
            ("atlas-certs list --all-projects --since 1d", "What vanished since yesterday, anywhere."),
            (
                "atlas-certs list --project payments --user svc-settlement --offline --since 7d",
                "The last known state, with what vanished in a week, while Atlas is away.",
            ),
            (
                "atlas-certs list --all-projects --output prometheus --output-file certs.prom",
                "For node_exporter, whole or not at all.",
            ),
        ],
    ),
    (
        "atlas-certs-find",
        &[
            ("atlas-certs find 4B:65:E6:5A:2F:0C:11:D6", "Whose is this serial?"),
            ("atlas-certs find 'CN=svc-ledger,OU=payments'", "Whose is this subject, in any spelling?"),
            ("tail -1 mongod.log | atlas-certs find -", "Whose is what stands in this log line?"),
        ],
    ),
    (
        "atlas-certs-check",
        &[
            ("atlas-certs check --project payments", "One line for a monitoring system, and its exit status."),
            (
                "atlas-certs check --project payments --warning 30d --critical 7d --latest-only",
                "With limits of one's own, by the certificate of each user that ends last.",
            ),
        ],
    ),
    ("atlas-certs-projects", &[("atlas-certs projects --output json", "Every project that the credentials can see.")]),
    ("atlas-certs-users", &[("atlas-certs users --project payments", "Who has certificates, and who cannot.")]),
    ("atlas-certs-memory", &[("atlas-certs memory stats", "How much is remembered.")]),
    (
        "atlas-certs-memory-path",
        &[(
            "sqlite3 -readonly -box \"$(atlas-certs memory path)\" 'SELECT user, not_after, standing FROM board'",
            "Ask the file itself.",
        )],
    ),
    ("atlas-certs-memory-stats", &[("atlas-certs memory stats --output json", "The same as one object.")]),
    (
        "atlas-certs-memory-prune",
        &[("atlas-certs memory prune --older-than 400d", "Forget what was over more than 400 days ago.")],
    ),
    ("atlas-certs-memory-forget", &[("atlas-certs memory forget --project payments", "Forget all of a project.")]),
    (
        "atlas-certs-doctor",
        &[
            ("atlas-certs doctor --project payments", "Every step to the users of a project."),
            ("atlas-certs doctor --profile prod --output json", "For a ticket: nothing secret is in it."),
        ],
    ),
    ("atlas-certs-config", &[("atlas-certs config show", "Every setting, and where it comes from.")]),
    ("atlas-certs-config-path", &[("\"$EDITOR\" \"$(atlas-certs config path)\"", "Edit the file.")]),
    (
        "atlas-certs-config-show",
        &[("atlas-certs config show --profile prod --output json", "What all settings come to with a profile.")],
    ),
    ("atlas-certs-config-init", &[("atlas-certs config init", "Write a file to start from.")]),
    (
        "atlas-certs-completions",
        &[
            ("source <(atlas-certs completions bash)", "In ~/.bashrc. For zsh the like, behind compinit."),
            ("atlas-certs completions fish > ~/.config/fish/completions/atlas-certs.fish", "For fish, once."),
        ],
    ),
    (
        "atlas-certs-man",
        &[
            ("atlas-certs man list | man -l -", "Read the page of a command."),
            ("atlas-certs man --all ~/.local/share/man/man1", "Have man(1) find all of them."),
        ],
    ),
    (
        "atlas-certs-demo-server",
        &[("atlas-certs demo-server --port 8080 --latency 150ms --troubled", "A far Atlas that has a bad day.")],
    ),
];

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::*;
    use crate::cli::arguments::Arguments;

    /// The words of every call in a line, each beginning with the program's name.
    fn calls(line: &str) -> Vec<Vec<String>> {
        let calls = line.match_indices("atlas-certs ").filter(|(at, _)| !line[..*at].ends_with('/'));
        calls
            .map(|(at, _)| line[at..].split(['|', '>', '<', ')']).next().unwrap_or_default())
            .map(|call| shlex::split(call).expect("words"))
            .collect()
    }

    #[test]
    fn every_command_has_an_example_and_every_example_is_understood() {
        let mut program = Arguments::command().disable_help_subcommand(true);
        program.build();
        let mut titles = vec!["atlas-certs".to_owned()];
        for command in program.get_subcommands() {
            titles.push(format!("atlas-certs-{}", command.get_name()));
            let below = command
                .get_subcommands()
                .map(|below| format!("atlas-certs-{}-{}", command.get_name(), below.get_name()));
            titles.extend(below);
        }
        let mut with_examples: Vec<String> = PAGES.iter().map(|(title, _)| (*title).to_owned()).collect();
        titles.sort();
        with_examples.sort();
        assert_eq!(with_examples, titles);
        for (title, examples) in PAGES {
            for (line, _) in *examples {
                let calls = calls(line);
                assert!(!calls.is_empty(), "{line}");
                for call in calls {
                    let understood = Arguments::try_parse_from(&call);
                    assert!(understood.is_ok(), "{title}: {line}: {understood:?}");
                }
            }
        }
    }
}

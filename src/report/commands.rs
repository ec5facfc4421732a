//! The same question as a command line for other programs, without any secret: what only ever is shown and copied.
//!
//! Whoever runs a command may be watched by `ps`, so no secret stands among its arguments either: curl reads the key from
//! the environment through its standard input, and the Atlas CLI from its own profile or the environment.

use crate::atlas::endpoint::{Api, BaseUrl, certificates_url};
use crate::atlas::page::{PageNumber, PageSize};
use crate::domain::printable::is_hidden;
use crate::domain::project::Project;

/// How long a successor is to be valid; Atlas's own default, and at most 24 months.
const MONTHS: u8 = 3;

/// Where Atlas is, and how one signs in there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// The root of the API.
    pub base_url: BaseUrl,
    /// What signs in.
    pub sign_in: SignIn,
    /// The profile of the Atlas CLI that the credentials are from, where they are.
    pub cli_profile: Option<String>,
}

/// What signs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignIn {
    /// An API key, by HTTP Digest.
    ApiKey,
    /// A service account, which needs a token first: more than one command of curl.
    ServiceAccount,
    /// Several profiles, which differ in that, or in where Atlas is.
    Several,
}

/// A user's certificates, and where they are.
#[derive(Debug, Clone, Copy)]
pub struct Commands<'model> {
    /// Where Atlas is.
    pub reach: &'model Reach,
    /// The version of the API.
    pub api: Api,
    /// The project.
    pub project: &'model Project,
    /// The user's name.
    pub user: &'model str,
}

impl Commands<'_> {
    /// The list of certificates by the Atlas CLI.
    #[must_use]
    pub fn list(&self) -> String {
        // A name that looks like an option is none behind `--`.
        let end_of_options = if self.user.starts_with('-') { "-- " } else { "" };
        let (project, user) = (quoted(self.project.id.as_str()), quoted(self.user));
        format!("{} certs list --projectId {project} --output json {end_of_options}{user}", self.cli())
    }

    /// What would issue a successor by the Atlas CLI: this program never runs it.
    #[must_use]
    pub fn create(&self) -> String {
        let (project, user) = (quoted(self.project.id.as_str()), quoted(self.user));
        format!("{} certs create --username {user} --monthsUntilExpiration {MONTHS} --projectId {project}", self.cli())
    }

    /// The first page of the list by curl. `None` for what is no API key, and for a name that cannot be put into a URL.
    #[must_use]
    pub fn curl(&self) -> Option<String> {
        let Self { reach, api, project, user } = *self;
        if reach.sign_in != SignIn::ApiKey {
            return None;
        }
        let url = certificates_url(&reach.base_url, api, (&project.id, user), PageNumber::MIN, PageSize::MAX)?;
        let key = r#"printf 'user = "%s:%s"\n' "$MONGODB_ATLAS_PUBLIC_API_KEY" "$MONGODB_ATLAS_PRIVATE_API_KEY""#;
        let accept = quoted(&format!("Accept: {}", api.accept()));
        Some(format!("{key} | curl --digest --config - --header {accept} {}", quoted(&url)))
    }

    /// `atlas dbusers`, told which Atlas it is, and as whom.
    fn cli(&self) -> String {
        let Reach { base_url, cli_profile, .. } = self.reach;
        let base_url = base_url.to_string();
        // A profile says where its Atlas is; the variables are those that this program reads as well.
        let place = match (cli_profile, base_url.as_str()) {
            (Some(_), _) | (None, BaseUrl::ATLAS) => String::new(),
            _ if self.reach.sign_in == SignIn::Several => String::new(),
            (None, BaseUrl::GOVERNMENT) => "MONGODB_ATLAS_SERVICE=cloudgov ".to_owned(),
            (None, other) => format!("MONGODB_ATLAS_OPS_MANAGER_URL={} ", quoted(&format!("{other}/"))),
        };
        let profile = cli_profile.as_ref().map(|name| format!(" --profile {}", quoted(name))).unwrap_or_default();
        format!("{place}atlas{profile} dbusers")
    }
}

/// One word of a shell, whatever is in it. What a terminal would obey or hide is spelled in octal within `$'…'`, which
/// POSIX has since 2024, and bash, zsh and ksh for decades.
fn quoted(word: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:@%+,".contains(&byte);
    if !word.is_empty() && word.bytes().all(is_plain) {
        return word.to_owned();
    }
    if !word.contains(is_hidden) {
        return format!("'{}'", word.replace('\'', r"'\''"));
    }
    let spelled = |character: char| match character {
        '\'' | '\\' => format!("\\{character}"),
        hidden if is_hidden(hidden) => {
            hidden.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("\\{byte:03o}")).collect()
        }
        other => other.to_string(),
    };
    format!("$'{}'", word.chars().map(spelled).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::project::ProjectId;

    fn project() -> Project {
        Project {
            id: ProjectId::new("5f1b7c2e9d3a4b6c8e0f1a2b"),
            name: "payments".into(),
            organisation: None,
            clusters: None,
            created_at: None,
        }
    }

    fn reach(base_url: &str) -> Reach {
        let base_url = BaseUrl::parse(base_url, false).expect("a base URL");
        Reach { base_url, sign_in: SignIn::ApiKey, cli_profile: None }
    }

    /// To list, to create, to list by curl.
    fn of(reach: &Reach, api: Api, user: &str) -> (String, String, Option<String>) {
        let commands = Commands { reach, api, project: &project(), user };
        (commands.list(), commands.create(), commands.curl())
    }

    #[test]
    fn the_atlas_cli_is_told_where_and_as_whom() {
        let list = |reach: &Reach, user: &str| of(reach, Api::V2, user).0;
        let atlas = reach(BaseUrl::ATLAS);
        let usual = "atlas dbusers certs list --projectId 5f1b7c2e9d3a4b6c8e0f1a2b --output json";
        assert_eq!(list(&atlas, "svc-ledger"), format!("{usual} svc-ledger"));
        assert_eq!(list(&atlas, "-svc"), format!("{usual} -- -svc"));
        assert_eq!(list(&reach(BaseUrl::GOVERNMENT), "a"), format!("MONGODB_ATLAS_SERVICE=cloudgov {usual} a"));
        let other = list(&reach("http://127.0.0.1:8080/"), "a");
        assert_eq!(other, format!("MONGODB_ATLAS_OPS_MANAGER_URL=http://127.0.0.1:8080/ {usual} a"));
        let profile = Reach { cli_profile: Some("my team".to_owned()), ..reach(BaseUrl::GOVERNMENT) };
        assert!(list(&profile, "a").starts_with("atlas --profile 'my team' dbusers certs list"));
        assert_eq!(
            of(&atlas, Api::V2, "CN=a b,O=c").1,
            "atlas dbusers certs create --username 'CN=a b,O=c' --monthsUntilExpiration 3 --projectId 5f1b7c2e9d3a4b6c8e0f1a2b"
        );
    }

    #[test]
    fn curl_gets_the_key_on_its_standard_input() {
        let curl = |api, user: &str| of(&reach(BaseUrl::ATLAS), api, user).2;
        let command = curl(Api::V2, "CN=a/b,O=c").expect("a command");
        assert_eq!(
            command,
            "printf 'user = \"%s:%s\"\\n' \"$MONGODB_ATLAS_PUBLIC_API_KEY\" \"$MONGODB_ATLAS_PRIVATE_API_KEY\" | \
             curl --digest --config - --header 'Accept: application/vnd.atlas.2023-01-01+json' \
             'https://cloud.mongodb.com/api/atlas/v2/groups/5f1b7c2e9d3a4b6c8e0f1a2b/databaseUsers/CN%3Da%2Fb%2CO%3Dc/certs\
             ?includeCount=true&pageNum=1&itemsPerPage=500'"
        );
        let old = curl(Api::V1, "a").expect("a command");
        assert!(old.contains("'Accept: application/json'") && old.contains("/api/atlas/v1.0/groups/"), "{old}");
        assert_eq!(curl(Api::V2, ".."), None);
        let account = Reach { sign_in: SignIn::ServiceAccount, ..reach(BaseUrl::ATLAS) };
        assert_eq!(of(&account, Api::V2, "a").2, None);
    }

    #[test]
    fn a_word_stays_one_word() {
        assert_eq!(quoted("svc-ledger@example.org"), "svc-ledger@example.org");
        assert_eq!(quoted(""), "''");
        assert_eq!(quoted("$(id) `id` \"!\""), "'$(id) `id` \"!\"'");
        assert_eq!(quoted("O'Brien~"), r"'O'\''Brien~'");
        assert_eq!(quoted("a\u{1b}\\'\u{202e}b"), r"$'a\033\\\'\342\200\256b'");
    }

    /// What the shell makes of a word is the word.
    #[cfg(unix)]
    #[test]
    fn the_shell_reads_what_was_meant() {
        for word in ["CN=a b,O='c'", "$HOME\\n*", "~", "-n", "é\"", "a=b", "#"] {
            let line = format!("printf %s {}", quoted(word));
            let output = std::process::Command::new("sh").args(["-c", &line]).output().expect("a shell");
            assert_eq!(String::from_utf8_lossy(&output.stdout), word);
        }
    }
}

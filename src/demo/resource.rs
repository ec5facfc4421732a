//! Which resource a path names, and how a name is written into a path.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::rate::Set;
use super::trouble::Trouble;

/// Which generation of the API is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Generation {
    /// `/api/atlas/v1.0`.
    V1,
    /// `/api/atlas/v2`.
    V2,
}

impl Generation {
    const ALL: [Self; 2] = [Self::V1, Self::V2];

    /// What every path of it begins with.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::V1 => "/api/atlas/v1.0",
            Self::V2 => "/api/atlas/v2",
        }
    }

    /// The generation of a path, and the rest of it.
    pub fn of(path: &str) -> Option<(Self, &str)> {
        Self::ALL.into_iter().find_map(|generation| {
            let rest = path.strip_prefix(generation.prefix())?;
            rest.starts_with('/').then_some((generation, rest))
        })
    }
}

/// What can be asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Resource {
    Organisations,
    Organisation(String),
    ProjectsOf(String),
    Projects,
    Project(String),
    Users(String),
    Certificates { project: String, user: String },
}

impl Resource {
    /// The resource of a path behind [`Generation::prefix`].
    ///
    /// # Errors
    /// 404 where there is none, 400 where an id or a name is not as it must be.
    pub fn of(path: &str) -> Result<Self, Trouble> {
        let segments: Vec<&str> = path.split('/').skip(1).collect();
        match segments.as_slice() {
            ["orgs"] => Ok(Self::Organisations),
            ["orgs", id] => Ok(Self::Organisation(object_id("orgId", id)?)),
            ["orgs", id, "groups"] => Ok(Self::ProjectsOf(object_id("orgId", id)?)),
            ["groups"] => Ok(Self::Projects),
            ["groups", id] => Ok(Self::Project(object_id("groupId", id)?)),
            ["groups", id, "databaseUsers"] => Ok(Self::Users(object_id("groupId", id)?)),
            ["groups", id, "databaseUsers", user, "certs"] => {
                Ok(Self::Certificates { project: object_id("groupId", id)?, user: user_name(user)? })
            }
            _ => Err(Trouble::unknown_resource(path)),
        }
    }

    /// Its path behind [`Generation::prefix`], in the server's own encoding.
    pub fn path(&self) -> String {
        match self {
            Self::Organisations => "/orgs".to_owned(),
            Self::Organisation(id) => format!("/orgs/{id}"),
            Self::ProjectsOf(id) => format!("/orgs/{id}/groups"),
            Self::Projects => "/groups".to_owned(),
            Self::Project(id) => format!("/groups/{id}"),
            Self::Users(id) => format!("/groups/{id}/databaseUsers"),
            Self::Certificates { project, user } => format!("/groups/{project}/databaseUsers/{}/certs", segment(user)),
        }
    }

    /// The bucket that a request for it is taken from, and whose bucket: a project's, or the caller's.
    pub fn bucket(&self) -> (Set, &str) {
        match self {
            Self::Organisations => (Set::Organisations, ""),
            Self::Organisation(_) => (Set::Organisation, ""),
            Self::ProjectsOf(_) | Self::Projects | Self::Project(_) => (Set::Projects, ""),
            Self::Users(project) => (Set::Users, project),
            Self::Certificates { project, .. } => (Set::Certificates, project),
        }
    }

    /// `X-Java-Method`, as recorded; of the list of an organisation's projects there is no recording.
    pub const fn java_method(&self) -> &'static str {
        match self {
            Self::Organisations => "ApiOrganizationsResource::getAllOrgs",
            Self::Organisation(_) => "ApiOrganizationsResource::getOrg",
            Self::ProjectsOf(_) => "ApiOrganizationsResource::getGroups",
            Self::Projects => "ApiAtlasGroupsResource::getAllGroups",
            Self::Project(_) => "ApiAtlasGroupsResource::getGroup",
            Self::Users(_) => "ApiAtlasV2DatabaseUsersResource::getUsers",
            Self::Certificates { .. } => "ApiAtlasV2DatabaseUsersResource::getValidCertsByUsername",
        }
    }
}

/// `^([a-f0-9]{24})$`, as the specification has it.
fn object_id(name: &'static str, segment: &str) -> Result<String, Trouble> {
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if segment.len() == 24 && segment.bytes().all(is_digit) {
        Ok(segment.to_owned())
    } else {
        Err(Trouble::path(name, segment, "must be 24 hexadecimal digits"))
    }
}

/// A user name, decoded byte by byte: every `%` needs two digits, the bytes must be UTF-8, 1 to 1,024 characters.
fn user_name(segment: &str) -> Result<String, Trouble> {
    let refused = |why| Trouble::path("username", segment, why);
    let complete = segment
        .split('%')
        .skip(1)
        .all(|after| after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit()));
    if !complete {
        return Err(refused("has a % that two hexadecimal digits do not follow"));
    }
    let name = percent_decode_str(segment).decode_utf8().map_err(|_| refused("is not UTF-8"))?;
    match name.chars().count() {
        1..=1024 => Ok(name.into_owned()),
        _ => Err(refused("must have 1 to 1024 characters")),
    }
}

/// All but RFC 3986's unreserved characters.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A name as one segment of a path.
pub(super) fn segment(name: &str) -> String {
    utf8_percent_encode(name, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef01234567";

    #[test]
    fn a_user_name_is_decoded_once_and_byte_by_byte() {
        let of = |name: &str| match Resource::of(&format!("/groups/{ID}/databaseUsers/{name}/certs")) {
            Ok(Resource::Certificates { user, .. }) => user,
            other => format!("{other:?}"),
        };
        assert_eq!(of("CN%3Dfoo%2COU%3Dbar%20baz"), "CN=foo,OU=bar baz");
        assert_eq!(of("a%2Fb%252F"), "a/b%2F");
        assert_eq!(of("a+b"), "a+b");
        assert_eq!(of("%E6%A0%AA"), "株");
        for wrong in ["a%2", "a%zz", "%FF", "", "%"] {
            let found = of(wrong);
            assert!(found.contains("VALIDATION_ERROR"), "{wrong:?} gave {found}");
        }
    }

    #[test]
    fn only_known_paths_and_well_formed_ids_lead_somewhere() {
        let status = |path: &str| Resource::of(path).map_err(|trouble| trouble.status.as_u16());
        assert_eq!(status("/groups"), Ok(Resource::Projects));
        assert_eq!(status("/groups/"), Err(400));
        assert_eq!(status("/groups/payments"), Err(400));
        assert_eq!(status(&format!("/groups/{}", ID.to_uppercase())), Err(400));
        assert_eq!(status(&format!("/groups/{ID}/clusters")), Err(404));
        assert_eq!(status("/"), Err(404));
        assert_eq!(Generation::of("/api/atlas/v2beta/groups"), None);
        assert_eq!(Generation::of("/api/atlas/v1.0/groups"), Some((Generation::V1, "/groups")));
    }
}

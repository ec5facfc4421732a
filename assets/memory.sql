-- What atlas-certs remembers: every project, database user and certificate that it has ever seen.
--
-- Made to be asked with the sqlite3 shell as well, while the program runs or not:
--
--     sqlite3 -readonly -box "$(atlas-certs memory path)" \
--         "SELECT project, user, serial_hex, not_after, standing FROM board WHERE standing = 'gone early'"
--
-- Every time is in whole seconds since 1970-01-01T00:00:00Z, by the clock of Atlas's servers and never by that of this
-- machine. The view `board` has them as text. The version of this schema is PRAGMA user_version.

CREATE TABLE projects (
    key           INTEGER PRIMARY KEY, -- what the other tables call it by
    id            TEXT NOT NULL UNIQUE, -- Atlas's id: 24 hexadecimal digits
    name          TEXT NOT NULL, -- unique within its organisation only
    organisation  TEXT, -- the organisation's id
    clusters      INTEGER, -- how many it has
    created_at    INTEGER, -- when it was made
    first_seen    INTEGER NOT NULL, -- the first answer with it
    last_seen     INTEGER NOT NULL, -- the latest answer with it; grows only
    users_read_at INTEGER -- when its list of users was last read to the end
) STRICT;

-- When lists that belong to no project were last read to the end: so far only the one called 'projects'.
CREATE TABLE lists (
    name    TEXT PRIMARY KEY, -- which
    read_at INTEGER NOT NULL -- when
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    project        INTEGER NOT NULL REFERENCES projects (key) ON DELETE CASCADE,
    name           TEXT NOT NULL, -- the user name, as Atlas has it
    database       TEXT NOT NULL, -- what authenticates the user: $external for X.509
    authentication TEXT NOT NULL, -- MANAGED, CUSTOMER, AWS_IAM, OIDC, LDAP, SCRAM, or x509: and a type not known yet
    roles          TEXT NOT NULL, -- a JSON array of [role, database, collection or null]
    description    TEXT, -- a note
    delete_after   INTEGER, -- when Atlas deletes a temporary user
    first_seen     INTEGER NOT NULL, -- the first list with the user
    last_seen      INTEGER NOT NULL, -- the latest list with the user; grows only
    gone_since     INTEGER, -- the first complete list without the user; NULL while there is none
    left_at        INTEGER, -- where the name came back: the complete list without it before that
    recreated_at   INTEGER, -- where the name came back: the first list with it again
    PRIMARY KEY (project, name, database)
) STRICT, WITHOUT ROWID;

-- Whose certificates were listed. Atlas lists them by name, those of deleted users too: an owner need not be in `users`.
CREATE TABLE owners (
    project INTEGER NOT NULL REFERENCES projects (key) ON DELETE CASCADE,
    user    TEXT NOT NULL, -- the user name
    read_at INTEGER, -- when the list was last read to its end; NULL where only parts of it were seen
    listed  INTEGER NOT NULL, -- how many certificates are listed, so that a million need not be counted
    PRIMARY KEY (project, user)
) STRICT, WITHOUT ROWID;

CREATE TABLE certificates (
    key        INTEGER PRIMARY KEY, -- in the order in which they were first seen
    project    INTEGER NOT NULL REFERENCES projects (key) ON DELETE CASCADE,
    user       TEXT NOT NULL, -- the owner's name
    serial     TEXT, -- decimal: it exceeds what an INTEGER holds; NULL where the server left it out
    serial_hex TEXT, -- as `openssl x509 -serial` prints it: upper case, whole octets, no colons
    subject    TEXT, -- the distinguished name, byte for byte as the server wrote it
    created_at INTEGER, -- Atlas's createdAt, the certificate's notBefore: one hour before it was issued
    not_after  INTEGER, -- the last second in which it is valid
    first_seen INTEGER NOT NULL, -- the first list with it
    last_seen  INTEGER NOT NULL, -- the latest list with it; grows only
    missed_at  INTEGER, -- the first complete list without it since then; NULL while it is listed
    UNIQUE (project, user, serial)
) STRICT;

-- For the lookup of what a log line names.
CREATE INDEX by_serial ON certificates (serial_hex) WHERE serial_hex IS NOT NULL;
CREATE INDEX by_subject ON certificates (subject) WHERE subject IS NOT NULL;
-- What is listed by when it ends: of everybody, of a project, of a user.
CREATE INDEX by_end ON certificates (not_after) WHERE missed_at IS NULL;
CREATE INDEX by_end_of_project ON certificates (project, not_after) WHERE missed_at IS NULL;
CREATE INDEX by_end_of_user ON certificates (project, user, not_after) WHERE missed_at IS NULL;
-- What was listed even after its end, which Atlas should not do: hardly ever anything.
CREATE INDEX overdue ON certificates (not_after) WHERE missed_at IS NULL AND last_seen >= not_after;
-- What is no longer listed by when that was noticed.
CREATE INDEX vanished ON certificates (missed_at, not_after, key, project, user) WHERE missed_at IS NOT NULL;

-- Everything for people: one row a certificate, times as text in UTC. A certificate that was missed less than a minute
-- before its end is taken for expired: the clocks of servers differ by a little.
CREATE VIEW board AS
SELECT
    projects.name AS project,
    projects.id AS project_id,
    certificates.user AS user,
    certificates.serial AS serial,
    certificates.serial_hex AS serial_hex,
    certificates.subject AS subject,
    strftime('%Y-%m-%dT%H:%M:%SZ', certificates.created_at, 'unixepoch') AS created_at,
    strftime('%Y-%m-%dT%H:%M:%SZ', certificates.not_after, 'unixepoch') AS not_after,
    CASE
        WHEN certificates.missed_at IS NULL THEN 'listed'
        WHEN certificates.not_after IS NULL THEN 'no longer listed'
        WHEN certificates.not_after <= certificates.missed_at + 60 THEN 'expired (no longer listed)'
        ELSE 'gone early'
    END AS standing,
    strftime('%Y-%m-%dT%H:%M:%SZ', certificates.first_seen, 'unixepoch') AS first_seen,
    strftime('%Y-%m-%dT%H:%M:%SZ', certificates.last_seen, 'unixepoch') AS last_seen,
    strftime('%Y-%m-%dT%H:%M:%SZ', certificates.missed_at, 'unixepoch') AS missed_at
FROM certificates
JOIN projects ON projects.key = certificates.project;

-- Who may do what, how they prove who they are, and what they did. Times are milliseconds since 1970
-- (UTC), days are YYYY-MM-DD. Columns called *_hash are keyed hashes, columns called *_sealed are
-- encrypted; the keys are in a file of their own.

-- Ties the file to its keys: both columns are of a known text.
CREATE TABLE key_check (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  sealed BLOB NOT NULL,
  lookup_hash BLOB NOT NULL
) STRICT;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL, -- JSON
  version INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  changed_by TEXT NOT NULL
) STRICT;

-- Staff.
CREATE TABLE account (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  display_name TEXT NOT NULL,
  roles TEXT NOT NULL, -- names, separated by spaces
  state TEXT NOT NULL CHECK (state IN ('active', 'locked')),
  password TEXT NOT NULL, -- argon2id, with its salt and cost
  must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  signed_in_at INTEGER
) STRICT;

-- Patients' sign-ins: one per phone.
CREATE TABLE member (
  id INTEGER PRIMARY KEY,
  phone_hash BLOB NOT NULL UNIQUE,
  phone_sealed BLOB NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE sign_in (
  token_hash BLOB PRIMARY KEY,
  account_id INTEGER REFERENCES account (id),
  member_id INTEGER REFERENCES member (id),
  created_at INTEGER NOT NULL,
  seen_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  CHECK ((account_id IS NULL) <> (member_id IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX sign_in_account ON sign_in (account_id) WHERE account_id IS NOT NULL;
CREATE INDEX sign_in_member ON sign_in (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX sign_in_expires ON sign_in (expires_at);

-- Failed attempts per account name (known or not) and per remote address.
CREATE TABLE failure_count (
  subject_hash BLOB PRIMARY KEY,
  failures INTEGER NOT NULL,
  last_at INTEGER NOT NULL,
  blocked_until INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX failure_count_last ON failure_count (last_at);

CREATE TABLE one_time_code (
  id INTEGER PRIMARY KEY,
  phone_hash BLOB NOT NULL,
  remote_hash BLOB NOT NULL,
  code_hash BLOB NOT NULL,
  tries_left INTEGER NOT NULL CHECK (tries_left >= 0), -- 0: used, used up, or replaced
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX one_time_code_phone ON one_time_code (phone_hash, created_at);
CREATE INDEX one_time_code_remote ON one_time_code (remote_hash, created_at);
CREATE INDEX one_time_code_created ON one_time_code (created_at);

-- Kiosks and other systems.
CREATE TABLE api_key (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  secret_hash BLOB NOT NULL UNIQUE,
  permissions TEXT NOT NULL, -- names, separated by spaces
  created_at INTEGER NOT NULL,
  last_used TEXT,
  revoked_at INTEGER
) STRICT;

-- Answers of creating requests, for 24 hours. A table with row ids, so that answers are written one
-- after another and only the small index of hashes is written at random.
CREATE TABLE idempotency (
  key_hash BLOB NOT NULL PRIMARY KEY,
  body_hash BLOB NOT NULL,
  status INTEGER NOT NULL,
  answer_sealed BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX idempotency_at ON idempotency (at);

-- A chain: hash is keyed, over prev and the whole row. Nothing personal in clear.
CREATE TABLE audit_entry (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  action TEXT NOT NULL,
  subject_kind TEXT NOT NULL,
  subject_id INTEGER NOT NULL,
  request_id TEXT NOT NULL,
  details TEXT NOT NULL, -- JSON object
  note_sealed BLOB NOT NULL, -- empty: none
  key_generation INTEGER NOT NULL,
  prev BLOB NOT NULL,
  hash BLOB NOT NULL
) STRICT;
CREATE INDEX audit_entry_subject ON audit_entry (subject_kind, subject_id, seq);
CREATE INDEX audit_entry_actor ON audit_entry (actor_kind, actor_id, seq);
CREATE INDEX audit_entry_at ON audit_entry (at);

-- Against mistakes; against intent there is the chain.
CREATE TRIGGER audit_entry_is_not_changed BEFORE UPDATE ON audit_entry
BEGIN
  SELECT RAISE(ABORT, 'the audit is only added to');
END;
CREATE TRIGGER audit_entry_is_not_removed BEFORE DELETE ON audit_entry
BEGIN
  SELECT RAISE(ABORT, 'the audit is only added to');
END;

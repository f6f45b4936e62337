-- People who are treated, what they are known by, and who may act for them. Columns called *_hash are
-- keyed hashes to search by, columns called *_sealed are encrypted (see 0001_access.sql).
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  name_sealed BLOB NOT NULL,
  name_hash BLOB NOT NULL,
  pinyin_hash BLOB NOT NULL,
  initials_hash BLOB NOT NULL,
  phone_sealed BLOB,
  phone_hash BLOB,
  phone_tail_hash BLOB, -- its last four digits
  birth_date_sealed BLOB,
  sex TEXT NOT NULL CHECK (sex IN ('unknown', 'male', 'female')),
  needs TEXT NOT NULL, -- JSON array of names
  guardian_person_id INTEGER REFERENCES person (id),
  state TEXT NOT NULL CHECK (state IN ('active', 'merged')),
  merged_into INTEGER REFERENCES person (id),
  version INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  CHECK ((state = 'merged') = (merged_into IS NOT NULL)),
  CHECK (guardian_person_id IS NULL OR guardian_person_id <> id),
  CHECK ((phone_sealed IS NULL) = (phone_hash IS NULL)),
  CHECK ((phone_sealed IS NULL) = (phone_tail_hash IS NULL))
) STRICT;
CREATE INDEX person_name ON person (name_hash, changed_at);
CREATE INDEX person_pinyin ON person (pinyin_hash, changed_at);
CREATE INDEX person_initials ON person (initials_hash, changed_at);
CREATE INDEX person_phone ON person (phone_hash, changed_at) WHERE phone_hash IS NOT NULL;
CREATE INDEX person_phone_tail ON person (phone_tail_hash, name_hash)
  WHERE phone_tail_hash IS NOT NULL;
CREATE INDEX person_guardian ON person (guardian_person_id) WHERE guardian_person_id IS NOT NULL;
CREATE INDEX person_merged ON person (merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE identifier (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  type TEXT NOT NULL,
  number_sealed BLOB NOT NULL,
  number_hash BLOB NOT NULL, -- of the number and its number space (all 18-digit forms share one)
  issuer TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('active', 'removed')),
  created_at INTEGER NOT NULL,
  removed_at INTEGER
) STRICT;
-- One number, one person.
CREATE UNIQUE INDEX identifier_number ON identifier (number_hash, issuer) WHERE state = 'active';
CREATE INDEX identifier_person ON identifier (person_id);

-- Who a member acts for, now (until IS NULL) and before.
CREATE TABLE member_person (
  member_id INTEGER NOT NULL REFERENCES member (id),
  person_id INTEGER NOT NULL REFERENCES person (id),
  relation TEXT NOT NULL CHECK (relation IN ('self', 'child', 'parent', 'spouse', 'other')),
  is_guardian INTEGER NOT NULL CHECK (is_guardian IN (0, 1)),
  since INTEGER NOT NULL,
  until INTEGER
) STRICT;
CREATE UNIQUE INDEX member_person_now ON member_person (member_id, person_id) WHERE until IS NULL;
CREATE UNIQUE INDEX member_person_self ON member_person (member_id)
  WHERE until IS NULL AND relation = 'self';
CREATE INDEX member_person_since ON member_person (member_id, since);
CREATE INDEX member_person_person ON member_person (person_id);

-- The trace of people found to be one.
CREATE TABLE person_merge (
  id INTEGER PRIMARY KEY,
  from_id INTEGER NOT NULL REFERENCES person (id),
  into_id INTEGER NOT NULL REFERENCES person (id),
  at INTEGER NOT NULL,
  by_kind TEXT NOT NULL,
  by_id INTEGER NOT NULL,
  reason_sealed BLOB NOT NULL,
  moved TEXT NOT NULL -- JSON: {"identifiers": [ids], "members": [ids], "children": [ids]}
) STRICT;
CREATE INDEX person_merge_into ON person_merge (into_id);
CREATE INDEX person_merge_from ON person_merge (from_id);

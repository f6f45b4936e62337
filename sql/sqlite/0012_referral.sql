-- Partner institutions (医联体、医共体) and referrals up and down between them and the hospital.
-- Columns called *_sealed are encrypted.

CREATE TABLE institution (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  name_en TEXT NOT NULL,
  phone TEXT NOT NULL,
  address TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

-- Whose account or key acts for an institution; each for one at most.
CREATE TABLE institution_user (
  kind TEXT NOT NULL CHECK (kind IN ('staff', 'key')),
  principal_id INTEGER NOT NULL,
  institution_id INTEGER NOT NULL REFERENCES institution (id),
  PRIMARY KEY (kind, principal_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX institution_user_institution ON institution_user (institution_id);

-- `up`: from the institution to a department of the hospital; `down`: back to the institution.
CREATE TABLE referral (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  institution_id INTEGER NOT NULL REFERENCES institution (id),
  direction TEXT NOT NULL CHECK (direction IN ('up', 'down')),
  department_id INTEGER NOT NULL REFERENCES department (id),
  person_id INTEGER NOT NULL REFERENCES person (id),
  urgent INTEGER NOT NULL CHECK (urgent IN (0, 1)),
  state TEXT NOT NULL
    CHECK (state IN ('sent', 'accepted', 'booked', 'refused', 'withdrawn', 'reported')),
  open INTEGER NOT NULL CHECK (open = (state IN ('sent', 'accepted', 'booked'))),
  reason_sealed BLOB NOT NULL,
  papers_sealed BLOB NOT NULL, -- JSON array of texts
  report_sealed BLOB,
  appointment_id INTEGER REFERENCES appointment (id),
  created_at INTEGER NOT NULL,
  created_by_kind TEXT NOT NULL,
  created_by_id INTEGER NOT NULL,
  ended_at INTEGER,
  CHECK ((ended_at IS NOT NULL) = (open = 0)),
  CHECK (direction = 'up' OR appointment_id IS NULL),
  CHECK (state <> 'booked' OR appointment_id IS NOT NULL),
  CHECK ((report_sealed IS NOT NULL) = (state = 'reported'))
) STRICT;
-- Urgent ones first, then as they came.
CREATE INDEX referral_inbox ON referral (urgent DESC, created_at, id) WHERE open = 1;
CREATE INDEX referral_institution ON referral (institution_id, created_at);
CREATE INDEX referral_department ON referral (department_id, created_at);
CREATE INDEX referral_person ON referral (person_id);
CREATE INDEX referral_appointment ON referral (appointment_id);

CREATE TABLE referral_event (
  id INTEGER PRIMARY KEY,
  referral_id INTEGER NOT NULL REFERENCES referral (id),
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  from_department INTEGER,
  to_department INTEGER,
  note_sealed BLOB
) STRICT;
CREATE INDEX referral_event_referral ON referral_event (referral_id);

-- Complaints and suggestions, and the one question after a visit.

-- Who answers for a part of the hospital, and whose accounts act for it.
CREATE TABLE voice_office (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  name TEXT NOT NULL UNIQUE,
  name_en TEXT NOT NULL,
  phone TEXT NOT NULL,            -- told of deadlines; empty: only its list shows them
  handles INTEGER NOT NULL CHECK (handles IN (0, 1)),  -- receives and assigns, too
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE TABLE voice_office_account (
  office_id INTEGER NOT NULL REFERENCES voice_office (id),
  account_id INTEGER NOT NULL REFERENCES account (id),
  PRIMARY KEY (office_id, account_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX voice_office_account_of ON voice_office_account (account_id);

-- Deadlines, and what the hospital posts about complaints. No row: as the program has it.
CREATE TABLE voice_settings (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
  days INTEGER NOT NULL,          -- working days
  days_several INTEGER NOT NULL,  -- when several offices are involved
  remind_days INTEGER NOT NULL,
  reopen_days INTEGER NOT NULL,
  ask_days INTEGER NOT NULL,      -- so long after a visit its question may be answered
  duties TEXT NOT NULL,
  duties_en TEXT NOT NULL,
  place TEXT NOT NULL,
  place_en TEXT NOT NULL,
  phone TEXT NOT NULL,
  hours TEXT NOT NULL,
  hours_en TEXT NOT NULL
) STRICT;

-- The last number of a year.
CREATE TABLE complaint_number (
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT;

CREATE TABLE complaint (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,    -- "2026-0012"
  kind TEXT NOT NULL CHECK (kind IN ('complaint', 'suggestion', 'praise')),
  way TEXT NOT NULL CHECK (way IN ('page', 'desk', 'phone', 'letter')),
  state TEXT NOT NULL CHECK (state IN ('received', 'assigned', 'reviewed', 'answered', 'closed')),
  received_at INTEGER NOT NULL,
  counts_from TEXT NOT NULL,      -- the day from which its deadlines count
  due_on TEXT NOT NULL,
  charge_id INTEGER,              -- the account in charge (首诉负责); null: nobody yet
  member_id INTEGER,              -- sent it and follows it
  person_id INTEGER REFERENCES person (id),
  may_show INTEGER NOT NULL CHECK (may_show IN (0, 1)),  -- who complains, to the offices
  text_sealed BLOB NOT NULL,
  name_sealed BLOB,
  phone_sealed BLOB,
  code_hash BLOB NOT NULL,        -- of the code with which it is looked up
  answer_sealed BLOB,
  answered_at INTEGER,
  closed_at INTEGER,
  rating INTEGER CHECK (rating BETWEEN 1 AND 5),
  reopened INTEGER NOT NULL
) STRICT;
CREATE INDEX complaint_open ON complaint (due_on, id) WHERE state <> 'closed';
CREATE INDEX complaint_member ON complaint (member_id) WHERE member_id IS NOT NULL;
CREATE INDEX complaint_person ON complaint (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE complaint_assignment (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  complaint_id INTEGER NOT NULL REFERENCES complaint (id),
  office_id INTEGER NOT NULL REFERENCES voice_office (id),
  state TEXT NOT NULL CHECK (state IN ('open', 'answered', 'accepted', 'withdrawn')),
  brief_sealed BLOB NOT NULL,     -- what the office reads
  due_on TEXT NOT NULL,
  assigned_at INTEGER NOT NULL,
  reminded_at INTEGER,
  overdue_at INTEGER,             -- when it was told that the deadline has passed
  answer_sealed BLOB,
  answered_at INTEGER,
  returned_sealed BLOB            -- why the answer was sent back
) STRICT;
CREATE UNIQUE INDEX complaint_assignment_once ON complaint_assignment (complaint_id, office_id)
  WHERE state <> 'withdrawn';
CREATE INDEX complaint_assignment_office ON complaint_assignment (office_id, due_on);
CREATE INDEX complaint_assignment_open ON complaint_assignment (due_on) WHERE state = 'open';

CREATE TABLE complaint_event (
  id INTEGER PRIMARY KEY,
  complaint_id INTEGER NOT NULL REFERENCES complaint (id),
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  office_id INTEGER REFERENCES voice_office (id),
  note_sealed BLOB
) STRICT;
CREATE INDEX complaint_event_of ON complaint_event (complaint_id, id);

-- Five faces: 1 (very bad) … 5 (very good), once a visit.
CREATE TABLE satisfaction (
  id INTEGER PRIMARY KEY,
  subject_kind TEXT NOT NULL CHECK (subject_kind IN ('apt', 'vis')),
  subject_id INTEGER NOT NULL,
  day TEXT NOT NULL,              -- of the visit
  mark INTEGER NOT NULL CHECK (mark BETWEEN 1 AND 5),
  remark_sealed BLOB,
  how TEXT NOT NULL CHECK (how IN ('phone', 'kiosk', 'desk')),
  given_at INTEGER NOT NULL,
  complaint_id INTEGER UNIQUE REFERENCES complaint (id),
  UNIQUE (subject_kind, subject_id)
) STRICT;
CREATE INDEX satisfaction_day ON satisfaction (day, mark);

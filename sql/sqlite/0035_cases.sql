-- Cases: the centre's paperwork that goes from hand to hand (R22, R23). Columns called *_sealed are
-- encrypted.

-- How paperwork of a service goes; case_days empty: it is done at the window at once.
ALTER TABLE service ADD COLUMN case_days INTEGER CHECK (case_days BETWEEN 0 AND 90);
ALTER TABLE service ADD COLUMN case_review INTEGER NOT NULL DEFAULT 0
  CHECK (case_review IN (0, 1));
ALTER TABLE service ADD COLUMN case_signature INTEGER NOT NULL DEFAULT 0
  CHECK (case_signature IN (0, 1));

-- The last number given out in a year.
CREATE TABLE case_number (
  year INTEGER PRIMARY KEY,
  last INTEGER NOT NULL
) STRICT;

-- What goes with it is as the service had it when the case was received.
CREATE TABLE paper_case (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  number TEXT NOT NULL UNIQUE,       -- "2026-00017"
  service_id INTEGER NOT NULL REFERENCES service (id),
  person_id INTEGER NOT NULL REFERENCES person (id),
  visit_id INTEGER REFERENCES visit (id),  -- from which it was opened; empty: without one
  asker_sealed BLOB,                 -- JSON: who asks for them; NULL: they themselves
  review INTEGER NOT NULL CHECK (review IN (0, 1)),
  signature INTEGER NOT NULL CHECK (signature IN (0, 1)),
  working_days INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('received', 'waiting-for-papers', 'in-review', 'returned',
    'to-sign', 'ready', 'handed-over', 'refused', 'withdrawn')),
  open INTEGER NOT NULL CHECK (open = (state NOT IN ('handed-over', 'refused', 'withdrawn'))),
  due TEXT NOT NULL,
  received_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX paper_case_open ON paper_case (due, id) WHERE open = 1;
CREATE INDEX paper_case_ended ON paper_case (changed_at) WHERE open = 0;
CREATE INDEX paper_case_person ON paper_case (person_id, received_at);
CREATE INDEX paper_case_visit ON paper_case (visit_id) WHERE visit_id IS NOT NULL;
CREATE INDEX paper_case_service ON paper_case (service_id);

-- The papers that were asked for, as the service lists them on the day of receipt.
CREATE TABLE paper_case_item (
  case_id INTEGER NOT NULL REFERENCES paper_case (id),
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  text_en TEXT NOT NULL,
  condition TEXT NOT NULL,           -- empty: always needed
  condition_en TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('missing', 'there', 'not-needed')),
  PRIMARY KEY (case_id, position)
) STRICT, WITHOUT ROWID;

-- Every step, oldest first. from_state is empty at the beginning.
CREATE TABLE paper_case_event (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES paper_case (id),
  seq INTEGER NOT NULL,              -- 1, 2, 3 … without gaps
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  from_state TEXT NOT NULL,
  to_state TEXT NOT NULL,
  from_due TEXT,
  visit_id INTEGER REFERENCES visit (id),
  actor_kind TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  note_sealed BLOB,                  -- a person's words
  taker_sealed BLOB,                 -- JSON: to whom it was handed over
  UNIQUE (case_id, seq),
  CHECK ((taker_sealed IS NOT NULL) = (what = 'handed-over'))
) STRICT;
CREATE INDEX paper_case_event_visit ON paper_case_event (visit_id) WHERE visit_id IS NOT NULL;

-- Scans. The bytes are in a file beside the database, under the keyed hash of their content and
-- encrypted with a key of their own, so that a change of the hospital's key leaves files as they are.
CREATE TABLE attachment (
  id INTEGER PRIMARY KEY,
  case_id INTEGER NOT NULL REFERENCES paper_case (id),
  item INTEGER,                      -- position of the paper that it shows; empty: none of them
  file TEXT NOT NULL,                -- name of the file
  file_hash BLOB NOT NULL,           -- of the file as it is on the disk
  key_sealed BLOB NOT NULL,
  type TEXT NOT NULL CHECK (type IN ('application/pdf', 'image/jpeg', 'image/png')),
  bytes INTEGER NOT NULL,
  name_sealed BLOB NOT NULL,         -- as it was called where it came from
  added_at INTEGER NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  UNIQUE (case_id, file)
) STRICT;
CREATE INDEX attachment_file ON attachment (file);

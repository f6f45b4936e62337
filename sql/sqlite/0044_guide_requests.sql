-- Guides asked for at the entrance or in the service centre, without an appointment.
CREATE TABLE guide_request (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  day TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'assigned', 'met', 'done', 'cancelled')),
  guide_id INTEGER REFERENCES guide (id),
  person_id INTEGER REFERENCES person (id),
  member_id INTEGER,              -- asked by phone
  needs TEXT NOT NULL,            -- words, separated by spaces
  place TEXT NOT NULL,            -- where they wait
  note_sealed BLOB,
  how TEXT NOT NULL CHECK (how IN ('desk', 'kiosk', 'phone')),
  asked_at INTEGER NOT NULL,
  assigned_at INTEGER,
  met_at INTEGER,
  ended_at INTEGER,
  CHECK (state <> 'waiting' OR guide_id IS NULL),
  CHECK (state NOT IN ('assigned', 'met', 'done') OR guide_id IS NOT NULL)
) STRICT;
-- A guide is with one of them at a time.
CREATE UNIQUE INDEX guide_request_guide ON guide_request (guide_id)
  WHERE state IN ('assigned', 'met');
CREATE INDEX guide_request_day ON guide_request (day, asked_at);
CREATE INDEX guide_request_person ON guide_request (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX guide_request_member ON guide_request (member_id) WHERE member_id IS NOT NULL;

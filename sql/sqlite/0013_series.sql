-- Courses of appointments: infusions, rehabilitation, follow-ups of long prescriptions. Columns called
-- *_sealed are encrypted.

CREATE TABLE series (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person (id),
  title_sealed BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  created_by_kind TEXT NOT NULL,
  created_by_id INTEGER NOT NULL
) STRICT;
CREATE INDEX series_person ON series (person_id, created_at);

-- Its appointments in their order; each belongs to one series at most.
CREATE TABLE series_visit (
  series_id INTEGER NOT NULL REFERENCES series (id),
  position INTEGER NOT NULL,
  appointment_id INTEGER NOT NULL UNIQUE REFERENCES appointment (id),
  PRIMARY KEY (series_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE series_event (
  id INTEGER PRIMARY KEY,
  series_id INTEGER NOT NULL REFERENCES series (id),
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  visits INTEGER NOT NULL
) STRICT;
CREATE INDEX series_event_series ON series_event (series_id);

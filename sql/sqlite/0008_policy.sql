-- The hospital's booking rules in their versions, and what follows from them for people: what counts
-- for or against them, and for how long they cannot book.

-- In force: of those with effective_from <= now the latest; none: the program's defaults.
CREATE TABLE policy_version (
  id INTEGER PRIMARY KEY,
  effective_from INTEGER NOT NULL,
  document TEXT NOT NULL, -- JSON
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL
) STRICT;
CREATE INDEX policy_version_effective ON policy_version (effective_from, id);

-- A cancellation by the patient, or an appointment missed. Of one appointment both at most once (a
-- missed one may be reinstated and then cancelled). excused: why it does not count; empty: it does.
CREATE TABLE conduct (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  appointment_id INTEGER NOT NULL REFERENCES appointment (id),
  kind TEXT NOT NULL CHECK (kind IN ('cancellation', 'no-show')),
  at INTEGER NOT NULL,      -- when it was cancelled; when the slot missed began
  visit_day TEXT NOT NULL,
  campus_id INTEGER NOT NULL REFERENCES campus (id),
  excused TEXT NOT NULL CHECK (excused IN ('', 'seen', 'session-stopped', 'appeal'))
) STRICT;
CREATE INDEX conduct_person ON conduct (person_id, at);
CREATE INDEX conduct_appointment ON conduct (appointment_id);
CREATE INDEX conduct_campus ON conduct (campus_id);
CREATE INDEX conduct_at ON conduct (at);

CREATE TABLE bar (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  because TEXT NOT NULL CHECK (because IN ('cancellation', 'no-show')),
  from_at INTEGER NOT NULL,
  until_at INTEGER NOT NULL,
  campus_id INTEGER REFERENCES campus (id), -- NULL: all
  channels TEXT NOT NULL,                   -- names, separated by spaces
  walk_in INTEGER NOT NULL CHECK (walk_in IN (0, 1)),
  needed INTEGER NOT NULL,                  -- how many entries it takes
  lifted_at INTEGER,
  lifted_because TEXT CHECK (lifted_because IN ('appeal', 'excused', 'outage')),
  CHECK ((lifted_at IS NULL) = (lifted_because IS NULL))
) STRICT;
CREATE INDEX bar_person ON bar (person_id, until_at);
CREATE INDEX bar_campus ON bar (campus_id);

-- What led to a bar.
CREATE TABLE bar_conduct (
  bar_id INTEGER NOT NULL REFERENCES bar (id),
  conduct_id INTEGER NOT NULL REFERENCES conduct (id),
  PRIMARY KEY (bar_id, conduct_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bar_conduct_conduct ON bar_conduct (conduct_id);

CREATE TABLE outage (
  id INTEGER PRIMARY KEY,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  campus_id INTEGER REFERENCES campus (id), -- NULL: all
  reason TEXT NOT NULL,
  declared_at INTEGER NOT NULL,
  declared_by TEXT NOT NULL,
  CHECK (from_at < to_at)
) STRICT;
CREATE INDEX outage_from ON outage (from_at);
CREATE INDEX outage_campus ON outage (campus_id);

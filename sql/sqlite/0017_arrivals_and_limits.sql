-- Arriving in one or two steps, each on time, late, or taken in by staff though it was too late.
ALTER TABLE appointment ADD COLUMN collected_at INTEGER;
ALTER TABLE appointment ADD COLUMN collected_how TEXT
  CHECK (collected_how IN ('on-time', 'late', 'admitted'));
ALTER TABLE appointment ADD COLUMN arrived_how TEXT
  CHECK (arrived_how IN ('on-time', 'late', 'admitted'));

-- For whom a place is held, where that is known.
ALTER TABLE place_claim ADD COLUMN person_id INTEGER REFERENCES person (id);
CREATE INDEX place_claim_person ON place_claim (person_id) WHERE person_id IS NOT NULL;

-- How many bookings each account has made today; rows of days gone by are removed. In order of the
-- day, so that all that is written lies together.
CREATE TABLE account_bookings (
  day TEXT NOT NULL,
  member_id INTEGER NOT NULL,
  made INTEGER NOT NULL CHECK (made > 0),
  PRIMARY KEY (day, member_id)
) STRICT, WITHOUT ROWID;

-- An account's appointments that are still to be paid for.
CREATE INDEX appointment_unpaid_member ON appointment (member_id) WHERE pay_until IS NOT NULL;

-- A place that was held for somebody and not paid for in time counts as conduct, too. A CHECK
-- cannot be altered: the tables are made anew.
CREATE TABLE conduct_next (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  appointment_id INTEGER NOT NULL REFERENCES appointment (id),
  kind TEXT NOT NULL CHECK (kind IN ('cancellation', 'no-show', 'unpaid')),
  at INTEGER NOT NULL,      -- when it was cancelled; when the slot missed began
  visit_day TEXT NOT NULL,
  campus_id INTEGER NOT NULL REFERENCES campus (id),
  excused TEXT NOT NULL CHECK (excused IN ('', 'seen', 'session-stopped', 'appeal'))
) STRICT;
INSERT INTO conduct_next SELECT * FROM conduct;

CREATE TABLE bar_next (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  because TEXT NOT NULL CHECK (because IN ('cancellation', 'no-show', 'unpaid')),
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
INSERT INTO bar_next SELECT * FROM bar;

CREATE TABLE bar_conduct_next (
  bar_id INTEGER NOT NULL REFERENCES bar_next (id),
  conduct_id INTEGER NOT NULL REFERENCES conduct_next (id),
  PRIMARY KEY (bar_id, conduct_id)
) STRICT, WITHOUT ROWID;
INSERT INTO bar_conduct_next SELECT * FROM bar_conduct;

DROP TABLE bar_conduct;
DROP TABLE bar;
DROP TABLE conduct;
ALTER TABLE conduct_next RENAME TO conduct;
ALTER TABLE bar_next RENAME TO bar;
ALTER TABLE bar_conduct_next RENAME TO bar_conduct;
CREATE INDEX conduct_person ON conduct (person_id, at);
CREATE INDEX conduct_appointment ON conduct (appointment_id);
CREATE INDEX conduct_campus ON conduct (campus_id);
CREATE INDEX conduct_at ON conduct (at);
CREATE INDEX bar_person ON bar (person_id, until_at);
CREATE INDEX bar_campus ON bar (campus_id);
CREATE INDEX bar_conduct_conduct ON bar_conduct (conduct_id);

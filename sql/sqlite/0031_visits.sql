-- Visits to the service centre: one number each, for one errand or several. Nothing personal but a
-- reference; what happened to a visit's tickets is in line_event.

-- A service's line of one day (line.owner_kind 'service').
CREATE TABLE service_day (
  id INTEGER PRIMARY KEY,
  service_id INTEGER NOT NULL REFERENCES service (id),
  day TEXT NOT NULL,
  UNIQUE (service_id, day)
) STRICT;

-- The last number given out under a letter; each day begins anew.
CREATE TABLE visit_number (
  group_id INTEGER NOT NULL REFERENCES service_group (id),
  day TEXT NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (group_id, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE visit (
  id INTEGER PRIMARY KEY,
  day TEXT NOT NULL,
  number TEXT NOT NULL,           -- "A012"
  person_id INTEGER REFERENCES person (id),
  appointment_id INTEGER,         -- they were booked
  priority TEXT NOT NULL,         -- class
  proof TEXT NOT NULL,            -- what shows the class; empty: nothing was needed
  how TEXT NOT NULL CHECK (how IN ('kiosk', 'desk', 'phone', 'appointment')),
  taken_at INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'left')),
  UNIQUE (day, number)
) STRICT;
CREATE INDEX visit_person ON visit (person_id, day) WHERE person_id IS NOT NULL;
CREATE UNIQUE INDEX visit_appointment ON visit (appointment_id) WHERE appointment_id IS NOT NULL;

CREATE TABLE errand (
  visit_id INTEGER NOT NULL REFERENCES visit (id),
  position INTEGER NOT NULL,
  service_id INTEGER NOT NULL REFERENCES service (id),
  state TEXT NOT NULL CHECK (state IN ('to-do', 'now', 'done', 'given-up')),
  outcome TEXT NOT NULL,          -- how it ended at the window; empty: not yet
  PRIMARY KEY (visit_id, position)
) STRICT, WITHOUT ROWID;

-- Who sits at a window, and whether it pauses.
CREATE TABLE window_post (
  window_id INTEGER PRIMARY KEY REFERENCES service_window (id),
  account_id INTEGER,             -- null: nobody
  sat_at INTEGER,
  paused_at INTEGER,
  pause_reason TEXT NOT NULL,
  paused_until INTEGER,           -- expected
  calls_next INTEGER NOT NULL CHECK (calls_next IN (0, 1))  -- by itself, after each visit
) STRICT;
CREATE UNIQUE INDEX window_post_account ON window_post (account_id) WHERE account_id IS NOT NULL;

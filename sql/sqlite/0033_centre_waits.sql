-- What people who joined a line of the service centre were told about when they would be called, and
-- how it held. Nothing personal.

CREATE TABLE visit_forecast (
  ticket_id INTEGER PRIMARY KEY REFERENCES ticket (id),
  day TEXT NOT NULL,
  service_id INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  ahead INTEGER NOT NULL,
  middle INTEGER NOT NULL,
  half_from INTEGER NOT NULL,     -- half of the cases
  half_to INTEGER NOT NULL,
  most_from INTEGER NOT NULL,     -- nine in ten
  most_to INTEGER NOT NULL,
  called_at INTEGER,              -- first; NULL: not yet
  set_aside INTEGER NOT NULL CHECK (set_aside IN (0, 1)) -- moved since by a decision
) STRICT;

CREATE TABLE service_wait_score (
  day TEXT NOT NULL,
  service_id INTEGER NOT NULL,
  called INTEGER NOT NULL,
  within_half INTEGER NOT NULL,
  within_most INTEGER NOT NULL,
  seconds_off INTEGER NOT NULL,   -- sum of the distances
  seconds_late INTEGER NOT NULL,  -- sum; below zero: called earlier than said
  set_aside INTEGER NOT NULL,
  PRIMARY KEY (day, service_id)
) STRICT, WITHOUT ROWID;

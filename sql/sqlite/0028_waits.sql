-- What people who joined a waiting line were told about when they would be called, and how it held.
-- Nothing personal.

CREATE TABLE wait_forecast (
  ticket_id INTEGER PRIMARY KEY REFERENCES ticket (id),
  day TEXT NOT NULL,              -- of the session
  department_id INTEGER NOT NULL,
  kind_id INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  ahead INTEGER NOT NULL,
  middle INTEGER NOT NULL,
  half_from INTEGER NOT NULL,     -- half of the cases
  half_to INTEGER NOT NULL,
  most_from INTEGER NOT NULL,     -- nine in ten
  most_to INTEGER NOT NULL,
  called_at INTEGER,              -- first; NULL: not yet
  set_aside INTEGER NOT NULL CHECK (set_aside IN (0, 1)) -- moved since, by themselves or by staff
) STRICT;

CREATE TABLE wait_score (
  day TEXT NOT NULL,
  department_id INTEGER NOT NULL,
  kind_id INTEGER NOT NULL,
  called INTEGER NOT NULL,
  within_half INTEGER NOT NULL,
  within_most INTEGER NOT NULL,
  seconds_off INTEGER NOT NULL,   -- sum of the distances
  seconds_late INTEGER NOT NULL,  -- sum; below zero: called earlier than said
  set_aside INTEGER NOT NULL,
  PRIMARY KEY (day, department_id, kind_id)
) STRICT, WITHOUT ROWID;

-- Who has been sent the message that few are ahead of them: nobody gets it twice.
CREATE TABLE wait_nearing (
  ticket_id INTEGER PRIMARY KEY REFERENCES ticket (id),
  at INTEGER NOT NULL
) STRICT;

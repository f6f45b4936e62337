-- Walk-ins, transfers and closing.

ALTER TABLE ticket ADD COLUMN extra_calls INTEGER NOT NULL DEFAULT 0;
ALTER TABLE ticket ADD COLUMN transferred INTEGER NOT NULL DEFAULT 0 CHECK (transferred IN (0, 1));
-- Numbers are called; in one line none is given twice.
CREATE INDEX ticket_number ON ticket (line_id, number);

-- What happens to a whole line has no ticket.
CREATE TABLE line_event_new (
  line_id INTEGER NOT NULL REFERENCES line (id),
  seq INTEGER NOT NULL,           -- from 1, without a gap
  ticket_id INTEGER REFERENCES ticket (id),
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  station INTEGER,
  due INTEGER,                    -- with sequence and since: the new rank
  sequence INTEGER,
  since INTEGER,
  to_returners INTEGER NOT NULL,
  decision INTEGER NOT NULL,      -- against the rule; then there is a reason
  reason TEXT NOT NULL,
  ticket TEXT,                    -- JSON object: as they joined
  actor_kind TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  PRIMARY KEY (line_id, seq)
) STRICT, WITHOUT ROWID;
INSERT INTO line_event_new SELECT * FROM line_event;
DROP TABLE line_event;
ALTER TABLE line_event_new RENAME TO line_event;
CREATE INDEX line_event_ticket ON line_event (ticket_id);

-- Who came without an appointment and was given one on the spot. The number is called ("W3"), and
-- given once a day in each department, whose lines patients are handed between.
CREATE TABLE walk_in (
  appointment_id INTEGER PRIMARY KEY REFERENCES appointment (id),
  department_id INTEGER NOT NULL REFERENCES department (id),
  day TEXT NOT NULL,
  number INTEGER NOT NULL,
  priority TEXT NOT NULL          -- class that the desk has set; empty: as the rules find
) STRICT;
CREATE UNIQUE INDEX walk_in_number ON walk_in (department_id, day, number);

-- Who had come and was not seen, and is not to answer for it.
CREATE TABLE not_seen (
  appointment_id INTEGER PRIMARY KEY REFERENCES appointment (id),
  session_id INTEGER NOT NULL REFERENCES session (id),  -- in whose line they last stood
  why TEXT NOT NULL CHECK (why IN ('went-home', 'day-over')),
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX not_seen_session ON not_seen (session_id);

-- Waiting lines, their tickets, and what happened to each. Everything that is shown or counted can
-- be rebuilt from line_event alone; ticket is where it has led. Nothing personal: a ticket refers to
-- what it is for.

CREATE TABLE line (
  id INTEGER PRIMARY KEY,
  owner_kind TEXT NOT NULL,       -- 'session'
  owner_id INTEGER NOT NULL,
  day TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'closing', 'closed')),
  rules TEXT NOT NULL,            -- JSON object; fixed when the line opens
  last_event INTEGER NOT NULL,    -- seq
  firsts_since_returner INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX line_owner ON line (owner_kind, owner_id);
CREATE INDEX line_day ON line (day);

CREATE TABLE ticket (
  id INTEGER PRIMARY KEY,
  line_id INTEGER NOT NULL REFERENCES line (id),
  subject_kind TEXT NOT NULL,     -- 'appointment'
  subject_id INTEGER NOT NULL,
  number TEXT NOT NULL,
  priority TEXT NOT NULL,
  slot_start INTEGER,
  arrived_at INTEGER NOT NULL,
  entered_at INTEGER NOT NULL,
  due INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  since INTEGER NOT NULL,
  why TEXT NOT NULL,
  returner INTEGER NOT NULL CHECK (returner IN (0, 1)),
  state TEXT NOT NULL,
  open INTEGER NOT NULL CHECK (open = (state NOT IN ('done', 'left'))),
  assigned INTEGER,
  station INTEGER,
  called_at INTEGER NOT NULL,     -- 0: not yet
  calls INTEGER NOT NULL
) STRICT;
CREATE INDEX ticket_open ON ticket (line_id) WHERE open = 1;
CREATE INDEX ticket_subject ON ticket (subject_kind, subject_id);
-- Nobody stands twice in one line, and one station calls one at a time.
CREATE UNIQUE INDEX ticket_once ON ticket (line_id, subject_kind, subject_id) WHERE open = 1;
CREATE UNIQUE INDEX ticket_called ON ticket (line_id, station) WHERE state = 'called';

CREATE TABLE line_event (
  line_id INTEGER NOT NULL REFERENCES line (id),
  seq INTEGER NOT NULL,           -- from 1, without a gap
  ticket_id INTEGER NOT NULL REFERENCES ticket (id),
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
CREATE INDEX line_event_ticket ON line_event (ticket_id);

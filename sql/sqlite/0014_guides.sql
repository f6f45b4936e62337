-- Guides (专人导医) who accompany people that need it, half an hour at a time, with an appointment.

CREATE TABLE guide (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  name TEXT NOT NULL UNIQUE,
  monday INTEGER NOT NULL CHECK (monday IN (0, 1)),
  tuesday INTEGER NOT NULL CHECK (tuesday IN (0, 1)),
  wednesday INTEGER NOT NULL CHECK (wednesday IN (0, 1)),
  thursday INTEGER NOT NULL CHECK (thursday IN (0, 1)),
  friday INTEGER NOT NULL CHECK (friday IN (0, 1)),
  saturday INTEGER NOT NULL CHECK (saturday IN (0, 1)),
  sunday INTEGER NOT NULL CHECK (sunday IN (0, 1)),
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  CHECK (starts >= 0 AND starts < ends AND ends <= 1440)
) STRICT;

-- Asked for with an appointment, whose times are repeated here.
CREATE TABLE guide_visit (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  appointment_id INTEGER NOT NULL REFERENCES appointment (id),
  state TEXT NOT NULL CHECK (state IN ('waiting', 'assigned', 'cancelled')),
  guide_id INTEGER REFERENCES guide (id),
  day TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  CHECK ((guide_id IS NOT NULL) = (state = 'assigned'))
) STRICT;
-- One guide is in one place at a time; an appointment has one guide.
CREATE UNIQUE INDEX guide_visit_guide ON guide_visit (guide_id, starts_at)
  WHERE state = 'assigned';
CREATE UNIQUE INDEX guide_visit_appointment ON guide_visit (appointment_id)
  WHERE state <> 'cancelled';
CREATE INDEX guide_visit_waiting ON guide_visit (starts_at, asked_at, id) WHERE state = 'waiting';
CREATE INDEX guide_visit_day ON guide_visit (day);
CREATE INDEX guide_visit_history ON guide_visit (appointment_id);

-- Several clinicians for one patient at one time (多学科会诊): an appointment in the first one's session,
-- a place kept in each of the others' (place_claim), and a room.

CREATE TABLE team_visit (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  appointment_id INTEGER NOT NULL UNIQUE REFERENCES appointment (id),
  state TEXT NOT NULL CHECK (state IN ('booked', 'released')),
  room_id INTEGER REFERENCES room (id),
  day TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX team_visit_day ON team_visit (day, starts_at);
CREATE UNIQUE INDEX team_visit_room ON team_visit (room_id, starts_at)
  WHERE state = 'booked' AND room_id IS NOT NULL;

-- The claim is gone once its time is over; the slot says where it was.
CREATE TABLE team_place (
  team_id INTEGER NOT NULL REFERENCES team_visit (id),
  position INTEGER NOT NULL,
  slot_id INTEGER NOT NULL REFERENCES slot (id),
  claim_id INTEGER NOT NULL,
  PRIMARY KEY (team_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_place_slot ON team_place (slot_id);

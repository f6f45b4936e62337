-- What a clinic lets those who wait know: how late it runs, and which of its rooms pause. Nothing
-- personal; the reasons are for everybody's eyes.

CREATE TABLE session_notice (
  session_id INTEGER PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
  seq INTEGER NOT NULL,           -- rises with every change, of the rooms' pauses too
  delay_minutes INTEGER,          -- NULL: on time
  delay_reason TEXT NOT NULL,
  delay_since INTEGER
) STRICT;

CREATE TABLE room_pause (
  session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  room_id INTEGER NOT NULL REFERENCES room (id),
  reason TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER,                  -- expected; a person ends it
  PRIMARY KEY (session_id, room_id)
) STRICT, WITHOUT ROWID;

-- What each patient was last told, so that nobody is told the same twice, or all the time.
CREATE TABLE delay_told (
  appointment_id INTEGER PRIMARY KEY REFERENCES appointment (id),
  minutes INTEGER NOT NULL,       -- 0: on time again
  times INTEGER NOT NULL
) STRICT;

-- A clinician's account, and who that is in the timetable.
ALTER TABLE account ADD COLUMN practitioner_id INTEGER REFERENCES practitioner (id);
CREATE INDEX account_practitioner ON account (practitioner_id) WHERE practitioner_id IS NOT NULL;

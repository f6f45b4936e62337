-- Changes of plan by the hospital: clinics that do not take place, move, shrink, get another room or
-- clinician; who is affected by them, what they were offered, and what became of each. Everything a
-- restart needs to go on is here.
CREATE TABLE disruption (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('stop', 'shrink', 'move', 'room', 'substitute')),
  state TEXT NOT NULL CHECK (state IN ('listing', 'open', 'closed', 'taking-back', 'taken-back')),
  reason TEXT NOT NULL,              -- patients read it
  otherwise TEXT NOT NULL CHECK (otherwise IN ('move', 'cancel')),
  answer_within INTEGER NOT NULL,    -- minutes
  practitioner_id INTEGER REFERENCES practitioner (id),  -- of a stretch of days
  from_day TEXT,
  to_day TEXT,
  created_at INTEGER NOT NULL,
  by_kind TEXT NOT NULL,
  by_id INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
CREATE INDEX disruption_running ON disruption (id)
  WHERE state IN ('listing', 'open', 'taking-back');
CREATE INDEX disruption_practitioner ON disruption (practitioner_id)
  WHERE practitioner_id IS NOT NULL;

-- What is done to a session, and how it was before, to be put back.
CREATE TABLE disruption_session (
  disruption_id INTEGER NOT NULL REFERENCES disruption (id),
  session_id INTEGER NOT NULL,
  successor_id INTEGER,              -- the session that takes its stead
  listed INTEGER NOT NULL CHECK (listed IN (0, 1)),
  was_open INTEGER NOT NULL CHECK (was_open IN (0, 1)),
  PRIMARY KEY (disruption_id, session_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX disruption_session_session ON disruption_session (session_id);

CREATE TABLE disruption_slot (
  disruption_id INTEGER NOT NULL REFERENCES disruption (id),
  slot_id INTEGER NOT NULL,
  capacity_was INTEGER NOT NULL,
  capacity INTEGER NOT NULL,         -- that is to be left
  PRIMARY KEY (disruption_id, slot_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE disruption_room (       -- the rooms before
  disruption_id INTEGER NOT NULL REFERENCES disruption (id),
  session_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  room_id INTEGER NOT NULL REFERENCES room (id),
  PRIMARY KEY (disruption_id, session_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX disruption_room_room ON disruption_room (room_id);

-- Days beyond those whose sessions are made on which the clinician is away, too.
CREATE TABLE disruption_exception (
  disruption_id INTEGER NOT NULL REFERENCES disruption (id),
  exception_id INTEGER NOT NULL,
  PRIMARY KEY (disruption_id, exception_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE affected (
  disruption_id INTEGER NOT NULL REFERENCES disruption (id),
  appointment_id INTEGER NOT NULL REFERENCES appointment (id),
  session_id INTEGER NOT NULL,       -- session, slot and time as they were
  slot_id INTEGER NOT NULL,
  starts_at INTEGER NOT NULL,
  asked_at INTEGER,
  answer_until INTEGER,              -- NULL: nothing is asked
  kept_slot INTEGER,                 -- a place is held for them there …
  claim_id INTEGER,                  -- … by this claim
  message_id INTEGER,                -- NULL: nobody could be told
  outcome TEXT CHECK (outcome IN ('kept', 'moved', 'cancelled', 'gone', 'taken-back')),
  settled_by TEXT CHECK (settled_by IN ('patient', 'desk', 'deadline', 'hospital')),
  settled_at INTEGER,
  to_slot INTEGER,
  told_at INTEGER,                   -- the desk has spoken to them
  PRIMARY KEY (disruption_id, appointment_id),
  CHECK ((asked_at IS NULL) = (answer_until IS NULL)),
  CHECK ((kept_slot IS NULL) = (claim_id IS NULL)),
  CHECK ((outcome IS NULL) = (settled_by IS NULL)),
  CHECK ((outcome IS NULL) = (settled_at IS NULL)),
  CHECK (outcome IS NULL OR claim_id IS NULL)
) STRICT, WITHOUT ROWID;
-- Nobody is asked about the same appointment twice at one time.
CREATE UNIQUE INDEX affected_open ON affected (appointment_id) WHERE outcome IS NULL;
CREATE INDEX affected_appointment ON affected (appointment_id);
CREATE INDEX affected_due ON affected (answer_until) WHERE outcome IS NULL;
CREATE INDEX affected_untold ON affected (settled_at)
  WHERE told_at IS NULL AND settled_at IS NOT NULL;

CREATE TABLE disruption_proposal (
  disruption_id INTEGER NOT NULL,
  appointment_id INTEGER NOT NULL,
  position INTEGER NOT NULL,         -- 1 is the best
  slot_id INTEGER NOT NULL,
  fit TEXT NOT NULL,
  PRIMARY KEY (disruption_id, appointment_id, position),
  FOREIGN KEY (disruption_id, appointment_id) REFERENCES affected (disruption_id, appointment_id)
) STRICT, WITHOUT ROWID;

-- The links in messages: whoever holds one may answer for this appointment, until it expires.
CREATE TABLE answer_link (
  token_hash BLOB PRIMARY KEY,
  disruption_id INTEGER NOT NULL,
  appointment_id INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  FOREIGN KEY (disruption_id, appointment_id) REFERENCES affected (disruption_id, appointment_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_link_affected ON answer_link (disruption_id, appointment_id);
CREATE INDEX answer_link_expires ON answer_link (expires_at);

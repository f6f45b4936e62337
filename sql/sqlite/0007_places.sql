-- Quotas of sessions, places that nobody has booked and yet nobody can have, the waiting list.

-- Only sessions with quotas have rows here (session.quotas). `common` is what the others leave.
CREATE TABLE session_quota (
  session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  pool TEXT NOT NULL CHECK (pool IN ('web', 'kiosk', 'desk', 'partner', 'clinician', 'common')),
  size INTEGER NOT NULL,
  taken INTEGER NOT NULL DEFAULT 0,
  CHECK (taken >= 0 AND taken <= size),
  PRIMARY KEY (session_id, pool)
) STRICT, WITHOUT ROWID;

-- slot.taken = active appointments + claims; session_quota.taken the same by pool.
CREATE TABLE place_claim (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL CHECK (kind IN ('held', 'offered', 'cooling')),
  slot_id INTEGER NOT NULL REFERENCES slot (id),
  session_id INTEGER NOT NULL,
  pool TEXT,
  owner_kind TEXT NOT NULL,
  owner_id INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX place_claim_expiry ON place_claim (expires_at);
CREATE INDEX place_claim_slot ON place_claim (slot_id);
CREATE INDEX place_claim_owner ON place_claim (owner_kind, owner_id);

-- Order of the list: by id, which rises with time.
CREATE TABLE waitlist_entry (
  id INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES session (id),
  person_id INTEGER NOT NULL REFERENCES person (id),
  member_id INTEGER,
  channel TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN
    ('waiting', 'offered', 'accepted', 'declined', 'lapsed', 'closed', 'withdrawn')),
  active INTEGER NOT NULL CHECK (active = (state IN ('waiting', 'offered'))),
  joined_at INTEGER NOT NULL,
  ended_at INTEGER,
  claim_id INTEGER,                -- the place offered
  slot_id INTEGER,
  offered_until INTEGER,
  appointment_id INTEGER,
  CHECK ((state = 'offered') = (claim_id IS NOT NULL)),
  CHECK (active = (ended_at IS NULL))
) STRICT;
CREATE UNIQUE INDEX waitlist_once ON waitlist_entry (person_id, session_id) WHERE active = 1;
CREATE INDEX waitlist_person ON waitlist_entry (person_id);
CREATE INDEX waitlist_waiting ON waitlist_entry (session_id, id) WHERE state = 'waiting';
CREATE INDEX waitlist_session ON waitlist_entry (session_id);

-- Why each entry stands where it stands: joined, offered, passed-over (with the reason), declined,
-- lapsed, accepted, closed, withdrawn.
CREATE TABLE waitlist_event (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES waitlist_entry (id),
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  why TEXT NOT NULL,
  slot_id INTEGER
) STRICT;
CREATE INDEX waitlist_event_entry ON waitlist_event (entry_id);

-- What happens at the service centre and is not in line_event: what became of a visit's errands, who
-- sits at a window, pauses, and what is entered afterwards from paper. With line_event it is enough
-- to rebuild every visit, every post and every statistic.
CREATE TABLE centre_event (
  seq INTEGER PRIMARY KEY,        -- in the order in which they were written
  day TEXT NOT NULL,
  at INTEGER NOT NULL,            -- from paper: when it happened
  what TEXT NOT NULL CHECK (what IN ('taken', 'finished', 'left', 'transferred', 'reopened', 'paper',
    'sat', 'got-up', 'taken-over', 'paused', 'resumed')),
  visit_id INTEGER REFERENCES visit (id),
  window_id INTEGER REFERENCES service_window (id),
  whole TEXT NOT NULL,            -- JSON object: the visit or the post as it is then
  reason TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  CHECK ((visit_id IS NULL) <> (window_id IS NULL))
) STRICT;
CREATE INDEX centre_event_day ON centre_event (day, seq);
CREATE INDEX centre_event_visit ON centre_event (visit_id, seq) WHERE visit_id IS NOT NULL;

-- Visits and posts that were there before this table: as they are now.
INSERT INTO centre_event
  SELECT row_number() OVER (ORDER BY v.id), v.day, v.taken_at, 'taken', v.id, NULL,
    json_object('number', v.number, 'how', v.how, 'state', v.state, 'errands',
      (SELECT json_group_array(json_object('service', service_id, 'state', state, 'outcome', outcome))
       FROM (SELECT * FROM errand e WHERE e.visit_id = v.id ORDER BY e.position))),
    '', 'system', 0
  FROM visit v;
INSERT INTO centre_event
  SELECT (SELECT count(*) FROM visit) + row_number() OVER (ORDER BY p.window_id), date(coalesce(p.sat_at, p.paused_at) / 1000, 'unixepoch'),
    coalesce(p.sat_at, p.paused_at), CASE WHEN p.sat_at IS NULL THEN 'paused' ELSE 'sat' END, NULL,
    p.window_id,
    json_object('account', p.account_id, 'satAt', p.sat_at, 'pausedAt', p.paused_at, 'pauseReason',
      p.pause_reason, 'pausedUntil', p.paused_until, 'callsNext', p.calls_next),
    '', 'system', 0
  FROM window_post p WHERE coalesce(p.sat_at, p.paused_at) IS NOT NULL;

-- A right to go first that a desk has seen a certificate of: kiosk and desk know it next time.
CREATE TABLE person_class (
  person_id INTEGER NOT NULL REFERENCES person (id),
  class TEXT NOT NULL,
  proof TEXT NOT NULL,
  seen_at INTEGER NOT NULL,
  seen_by INTEGER NOT NULL,       -- account
  until TEXT,                     -- the certificate's last day; null: it does not end
  PRIMARY KEY (person_id, class)
) STRICT, WITHOUT ROWID;

-- Numbers that were printed for an outage: nobody else gets them.
CREATE TABLE paper_sheet (
  id INTEGER PRIMARY KEY,
  day TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  account_id INTEGER NOT NULL
) STRICT;
CREATE INDEX paper_sheet_day ON paper_sheet (day);
CREATE TABLE paper_number (
  sheet_id INTEGER NOT NULL REFERENCES paper_sheet (id),
  group_id INTEGER NOT NULL REFERENCES service_group (id),
  day TEXT NOT NULL,
  first INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (sheet_id, group_id),
  CHECK (first > 0 AND first <= last)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX paper_number_of ON paper_number (group_id, day, first);

-- Examinations that are ordered (检查申请), those that people have had, and plans of them. 

-- One row for whoever has answered; what they answered is sealed.
CREATE TABLE exam_answers (
  id INTEGER PRIMARY KEY REFERENCES person (id),
  answers BLOB NOT NULL,
  at INTEGER NOT NULL
) STRICT;

-- Whose results count here (检查检验结果互认), and for how long.
CREATE TABLE exam_institution (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE TABLE exam_validity (
  exam TEXT PRIMARY KEY,          -- its code
  days INTEGER NOT NULL CHECK (days BETWEEN 1 AND 3650)
) STRICT, WITHOUT ROWID;

-- Examinations that somebody has had: those of recognised institutions may cover an order, all of
-- them count for the rules (barium last week).
CREATE TABLE exam_result (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  exam_id INTEGER NOT NULL REFERENCES exam (id),
  institution TEXT REFERENCES exam_institution (code),
  number TEXT NOT NULL,
  taken_at INTEGER NOT NULL
) STRICT;
CREATE INDEX exam_result_person ON exam_result (person_id, taken_at);
CREATE UNIQUE INDEX exam_result_number ON exam_result (ifnull(institution, ''), number)
  WHERE number <> '';

CREATE TABLE exam_order (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person (id),
  exam_id INTEGER NOT NULL REFERENCES exam (id),
  body_part TEXT NOT NULL,
  urgency TEXT NOT NULL CHECK (urgency IN ('routine', 'soon', 'urgent')),
  needed_by TEXT,
  source TEXT NOT NULL CHECK (source IN ('system', 'clinician', 'desk', 'added')),
  external TEXT,                  -- its number in the hospital's system
  added_for INTEGER REFERENCES exam_order (id),
  added_why TEXT NOT NULL,
  added_why_en TEXT NOT NULL,
  state TEXT NOT NULL CHECK
    (state IN ('ordered', 'planned', 'done', 'left-out', 'cancelled', 'failed-preparation')),
  result_id INTEGER REFERENCES exam_result (id),
  reason BLOB,                    -- sealed
  ordered_at INTEGER NOT NULL,
  CHECK ((source = 'added') = (added_for IS NOT NULL)),
  CHECK ((state = 'left-out') = (result_id IS NOT NULL))
) STRICT;
CREATE INDEX exam_order_person ON exam_order (person_id, ordered_at);
CREATE UNIQUE INDEX exam_order_external ON exam_order (external) WHERE external IS NOT NULL;
CREATE INDEX exam_order_added ON exam_order (added_for) WHERE added_for IS NOT NULL;
CREATE INDEX exam_order_result ON exam_order (result_id) WHERE result_id IS NOT NULL;

CREATE TABLE exam_order_event (
  order_id INTEGER NOT NULL REFERENCES exam_order (id),
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  by_kind TEXT NOT NULL,
  by_id INTEGER NOT NULL,
  PRIMARY KEY (order_id, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX exam_order_event_what ON exam_order_event (what, at);

-- Plans: all of a patient's examinations, taken whole.
CREATE TABLE exam_plan (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  person_id INTEGER NOT NULL REFERENCES person (id),
  taken_at INTEGER NOT NULL,
  first_fit_days INTEGER,         -- what first-fit would have cost; null: it found no plan
  days INTEGER NOT NULL
) STRICT;
CREATE INDEX exam_plan_person ON exam_plan (person_id);

CREATE TABLE exam_plan_item (
  id INTEGER PRIMARY KEY,
  plan_id INTEGER NOT NULL REFERENCES exam_plan (id),
  order_id INTEGER NOT NULL REFERENCES exam_order (id),
  device_id INTEGER NOT NULL REFERENCES exam_device (id),
  day TEXT NOT NULL,
  start INTEGER NOT NULL CHECK (start % 30 = 0 AND start BETWEEN 0 AND 1410),
  minutes INTEGER NOT NULL CHECK (minutes > 0),
  device_minutes INTEGER NOT NULL CHECK (device_minutes BETWEEN 1 AND minutes),
  recovery INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('booked', 'done', 'freed'))
) STRICT;
CREATE INDEX exam_plan_item_plan ON exam_plan_item (plan_id);
CREATE INDEX exam_plan_item_device ON exam_plan_item (device_id, day) WHERE state = 'booked';
-- An order has one place at most.
CREATE UNIQUE INDEX exam_plan_item_order ON exam_plan_item (order_id) WHERE state <> 'freed';

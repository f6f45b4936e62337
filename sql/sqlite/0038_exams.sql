-- Examinations (检查检验): what there is and the rules between, devices with their hours, and the
-- places on them. Lengths are minutes. Nothing is ever removed: it becomes inactive.

-- What is asked of the patient once, whatever the examinations.
CREATE TABLE exam_question (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('yes-no', 'number')),
  unit TEXT NOT NULL,              -- of a number
  position INTEGER NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE exam (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  name_en TEXT NOT NULL,
  pinyin TEXT NOT NULL,
  initials TEXT NOT NULL,
  modality TEXT NOT NULL,          -- "US"; a device does one of them
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 1440),   -- the patient is in the room
  device_minutes INTEGER NOT NULL CHECK (device_minutes BETWEEN 1 AND minutes),
  recovery_minutes INTEGER NOT NULL CHECK (recovery_minutes >= 0),
  fasting_minutes INTEGER NOT NULL CHECK (fasting_minutes >= 0), -- 0: it needs no fast
  longest_fast_minutes INTEGER NOT NULL CHECK (longest_fast_minutes >= 0),  -- 0: not said
  water_stop_minutes INTEGER NOT NULL CHECK (water_stop_minutes >= 0),
  breaks_fast INTEGER NOT NULL CHECK (breaks_fast IN (0, 1)),
  needs_meal INTEGER NOT NULL CHECK (needs_meal IN (0, 1)),
  bladder TEXT NOT NULL CHECK (bladder IN ('any', 'full', 'empty')),
  lead_days INTEGER NOT NULL CHECK (lead_days >= 0),
  earliest INTEGER NOT NULL,       -- start, minute of the day
  latest INTEGER NOT NULL,         -- end
  turnaround_minutes INTEGER NOT NULL CHECK (turnaround_minutes >= 0),  -- of the report
  preparation TEXT NOT NULL,
  preparation_en TEXT NOT NULL,
  asks_body_part INTEGER NOT NULL CHECK (asks_body_part IN (0, 1)),
  needs_companion INTEGER NOT NULL CHECK (needs_companion IN (0, 1)),
  needs TEXT NOT NULL,             -- JSON: examinations that must be added, each with its reason
  effects TEXT NOT NULL,           -- JSON: what answers do to it
  evidence TEXT NOT NULL,
  confirmed_by INTEGER,            -- account; null: the hospital has not confirmed it
  confirmed_at INTEGER,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  CHECK (earliest >= 0 AND earliest + minutes <= latest AND latest <= 1440),
  CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
) STRICT;

-- What holds between two examinations.
CREATE TABLE exam_rule (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('before', 'separate', 'same-day', 'not-same-day', 'same-day-order')),
  a INTEGER NOT NULL REFERENCES exam (id),
  b INTEGER NOT NULL REFERENCES exam (id),
  after_report INTEGER NOT NULL CHECK (after_report IN (0, 1)),  -- before: min is a's turnaround
  min_minutes INTEGER CHECK (min_minutes >= 0),      -- before, same-day-order
  max_minutes INTEGER CHECK (max_minutes >= 0),      -- before; null: no limit
  a_first_minutes INTEGER CHECK (a_first_minutes >= 0),  -- separate; null: not in that order
  b_first_minutes INTEGER CHECK (b_first_minutes >= 0),
  note TEXT NOT NULL,
  note_en TEXT NOT NULL,
  evidence TEXT NOT NULL,
  confirmed_by INTEGER,
  confirmed_at INTEGER,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  CHECK (a <> b),
  CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL))
) STRICT;
CREATE INDEX exam_rule_a ON exam_rule (a);
CREATE INDEX exam_rule_b ON exam_rule (b);

-- Examinations that are usually ordered together.
CREATE TABLE exam_bundle (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  name_en TEXT NOT NULL,
  exams TEXT NOT NULL,             -- JSON: ids, in order
  example INTEGER NOT NULL CHECK (example IN (0, 1)),  -- came with the program
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

-- Where devices stand: a building or a floor of a campus.
CREATE TABLE exam_site (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  campus_id INTEGER NOT NULL REFERENCES campus (id),
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  place TEXT NOT NULL,             -- how to find it
  place_en TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  UNIQUE (campus_id, name)
) STRICT;

CREATE TABLE exam_walk (
  from_site INTEGER NOT NULL REFERENCES exam_site (id),
  to_site INTEGER NOT NULL REFERENCES exam_site (id),
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 0 AND 480),
  PRIMARY KEY (from_site, to_site),
  CHECK (from_site <> to_site)
) STRICT, WITHOUT ROWID;
CREATE INDEX exam_walk_to ON exam_walk (to_site);

CREATE TABLE exam_device (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  site_id INTEGER NOT NULL REFERENCES exam_site (id),
  name TEXT NOT NULL UNIQUE,
  name_en TEXT NOT NULL,
  place TEXT NOT NULL,             -- its room
  place_en TEXT NOT NULL,
  modality TEXT NOT NULL,
  exams TEXT NOT NULL,             -- JSON: ids; empty: all of its modality
  example INTEGER NOT NULL CHECK (example IN (0, 1)),
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE INDEX exam_device_site ON exam_device (site_id);

CREATE TABLE exam_device_hours (
  device_id INTEGER NOT NULL REFERENCES exam_device (id),
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  opens INTEGER NOT NULL CHECK (opens % 30 = 0),
  closes INTEGER NOT NULL CHECK (closes % 30 = 0),
  capacity INTEGER NOT NULL CHECK (capacity BETWEEN 1 AND 200),  -- places per half hour
  CHECK (opens >= 0 AND opens < closes AND closes <= 1440),
  PRIMARY KEY (device_id, weekday, opens)
) STRICT, WITHOUT ROWID;

-- Places of each half hour kept for one kind of patients.
CREATE TABLE exam_device_quota (
  device_id INTEGER NOT NULL REFERENCES exam_device (id),
  source TEXT NOT NULL CHECK (source IN ('outpatient', 'ward', 'emergency', 'check-up')),
  places INTEGER NOT NULL CHECK (places BETWEEN 1 AND 200),
  return_minutes INTEGER CHECK (return_minutes >= 0),  -- before the half hour; null: never
  PRIMARY KEY (device_id, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE exam_closure (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES exam_device (id),
  kind TEXT NOT NULL CHECK (kind IN ('closed', 'maintenance', 'broken')),
  starts_at INTEGER NOT NULL,
  ends_at INTEGER,                 -- null: until it is lifted
  lifted_at INTEGER,
  reason TEXT NOT NULL,
  made_at INTEGER NOT NULL,
  CHECK (ends_at IS NULL OR starts_at < ends_at)
) STRICT;
CREATE INDEX exam_closure_device ON exam_closure (device_id, starts_at);

-- Half hours of a device in which somebody has had a place; the others have all of theirs.
CREATE TABLE exam_device_slot (
  device_id INTEGER NOT NULL REFERENCES exam_device (id),
  day TEXT NOT NULL,
  slot INTEGER NOT NULL CHECK (slot BETWEEN 0 AND 47),
  capacity INTEGER NOT NULL,
  outpatient INTEGER NOT NULL DEFAULT 0 CHECK (outpatient >= 0),
  ward INTEGER NOT NULL DEFAULT 0 CHECK (ward >= 0),
  emergency INTEGER NOT NULL DEFAULT 0 CHECK (emergency >= 0),
  check_up INTEGER NOT NULL DEFAULT 0 CHECK (check_up >= 0),
  PRIMARY KEY (device_id, day, slot),
  CHECK (outpatient + ward + emergency + check_up <= capacity)
) STRICT, WITHOUT ROWID;

-- Whose the places are: one row for an examination that is booked.
CREATE TABLE exam_place (
  holder INTEGER PRIMARY KEY,      -- the booked examination
  device_id INTEGER NOT NULL REFERENCES exam_device (id),
  day TEXT NOT NULL,
  slot INTEGER NOT NULL,           -- the first
  slots INTEGER NOT NULL CHECK (slots >= 1 AND slot >= 0 AND slot + slots <= 48),
  source TEXT NOT NULL CHECK (source IN ('outpatient', 'ward', 'emergency', 'check-up'))
) STRICT;
CREATE INDEX exam_place_device ON exam_place (device_id, day);

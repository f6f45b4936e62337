-- The service centre (一站式服务中心): what it offers, and at which windows.

-- Services whose tickets share a letter and a row of numbers.
CREATE TABLE service_group (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  letter TEXT NOT NULL UNIQUE CHECK (letter BETWEEN 'A' AND 'Z' AND length(letter) = 1),
  name TEXT NOT NULL UNIQUE,
  name_en TEXT NOT NULL,
  position INTEGER NOT NULL
) STRICT;

CREATE TABLE service (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  group_id INTEGER NOT NULL REFERENCES service_group (id),
  name TEXT NOT NULL UNIQUE,
  name_en TEXT NOT NULL,
  about TEXT NOT NULL,
  about_en TEXT NOT NULL,
  audience TEXT NOT NULL,          -- who it is for
  audience_en TEXT NOT NULL,
  fee TEXT NOT NULL,               -- in words; empty: none
  fee_en TEXT NOT NULL,
  minutes INTEGER NOT NULL CHECK (minutes BETWEEN 1 AND 240),
  walk_in INTEGER NOT NULL CHECK (walk_in IN (0, 1)),
  -- Appointments are made in this department's sessions. Empty: none are.
  department_id INTEGER REFERENCES department (id),
  pinyin TEXT NOT NULL,
  initials TEXT NOT NULL,
  keywords TEXT NOT NULL,          -- JSON: everyday phrasing
  papers TEXT NOT NULL,            -- JSON: what to bring, with conditions
  forms TEXT NOT NULL,             -- JSON: forms to download
  example INTEGER NOT NULL CHECK (example IN (0, 1)),  -- not confirmed by the hospital yet
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  CHECK (walk_in = 1 OR department_id IS NOT NULL)
) STRICT;
CREATE INDEX service_group_of ON service (group_id);
CREATE INDEX service_department ON service (department_id) WHERE department_id IS NOT NULL;

CREATE TABLE service_window (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  campus_id INTEGER NOT NULL REFERENCES campus (id),
  name TEXT NOT NULL,              -- "3 号窗口"
  name_en TEXT NOT NULL,
  place TEXT NOT NULL,             -- how to find it
  place_en TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  UNIQUE (campus_id, name)
) STRICT;

CREATE TABLE window_service (
  window_id INTEGER NOT NULL REFERENCES service_window (id),
  service_id INTEGER NOT NULL REFERENCES service (id),
  bias INTEGER NOT NULL,           -- minutes added when lines are compared
  help_after INTEGER,              -- minutes; set: the window only helps with this service
  help_when_idle INTEGER NOT NULL CHECK (help_when_idle IN (0, 1)),
  PRIMARY KEY (window_id, service_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX window_service_service ON window_service (service_id);

-- When a window is open on a weekday; the gaps between are its breaks.
CREATE TABLE window_hours (
  window_id INTEGER NOT NULL REFERENCES service_window (id),
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  opens INTEGER NOT NULL,
  closes INTEGER NOT NULL,
  CHECK (opens >= 0 AND opens < closes AND closes <= 1440),
  PRIMARY KEY (window_id, weekday, opens)
) STRICT, WITHOUT ROWID;

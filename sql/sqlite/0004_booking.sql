-- Booking: the hospital's places and people, the weekly timetable, sessions and their slots,
-- appointments. Times are UTC milliseconds, days YYYY-MM-DD and minutes of the day in the
-- hospital's time zone, money in fen.

-- The one row that says which revision of the timetable is in force. Rows of later revisions are
-- being prepared by an import and are seen by nobody.
CREATE TABLE timetable (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  revision INTEGER NOT NULL,
  generation INTEGER NOT NULL,       -- rises with everything that decides which sessions there are
  made_generation INTEGER NOT NULL,  -- what sessions were last made from
  made_until TEXT NOT NULL,
  import_id INTEGER                  -- an import is being prepared
) STRICT;
INSERT INTO timetable VALUES (1, 0, 1, 0, '1970-01-01', NULL);

CREATE TABLE campus (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  added_in INTEGER NOT NULL,
  name TEXT NOT NULL UNIQUE,
  name_en TEXT NOT NULL,
  address TEXT NOT NULL
) STRICT;

CREATE TABLE building (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  added_in INTEGER NOT NULL,
  campus_id INTEGER NOT NULL REFERENCES campus (id),
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  UNIQUE (campus_id, name)
) STRICT;

CREATE TABLE room (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  added_in INTEGER NOT NULL,
  campus_id INTEGER NOT NULL REFERENCES campus (id),
  building_id INTEGER REFERENCES building (id),
  name TEXT NOT NULL,
  floor TEXT NOT NULL,
  UNIQUE (campus_id, name)
) STRICT;
CREATE INDEX room_building ON room (building_id);

CREATE TABLE specialty (
  code TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

CREATE TABLE department (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  added_in INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  national_code TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  pinyin TEXT NOT NULL,
  initials TEXT NOT NULL,
  keywords TEXT NOT NULL,  -- separated by ;
  heading TEXT NOT NULL,
  campus_id INTEGER NOT NULL REFERENCES campus (id),
  location TEXT NOT NULL,
  location_en TEXT NOT NULL,
  intro TEXT NOT NULL,
  intro_en TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE INDEX department_campus ON department (campus_id);

CREATE TABLE practitioner (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  added_in INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  pinyin TEXT NOT NULL,
  title TEXT NOT NULL,
  title_en TEXT NOT NULL,
  title_rank INTEGER NOT NULL,
  intro TEXT NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;

CREATE TABLE clinic_kind (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL UNIQUE,
  name_en TEXT NOT NULL,
  fee INTEGER NOT NULL CHECK (fee >= 0),
  position INTEGER NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
INSERT INTO clinic_kind VALUES
  (1, 1, 'ordinary', '普通', 'General', 1000, 1, 1),
  (2, 1, 'expert', '专家', 'Expert', 3000, 2, 1),
  (3, 1, 'special-need', '特需', 'Special-need', 10000, 3, 1),
  (4, 1, 'disease', '专病', 'Disease-specific', 2000, 4, 1),
  (5, 1, 'pharmacy', '药学', 'Pharmacy', 1000, 5, 1),
  (6, 1, 'geriatric', '老年综合', 'Geriatric', 1500, 6, 1),
  (7, 1, 'mdt', '多学科', 'Multidisciplinary', 20000, 7, 1),
  (8, 1, 'internet', '互联网', 'Internet', 1000, 8, 1),
  (9, 1, 'nursing', '护理', 'Nursing', 500, 9, 1),
  (10, 1, 'anaesthesia', '麻醉评估', 'Anaesthesia assessment', 1000, 10, 1);

CREATE TABLE calendar_day (
  day TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('holiday', 'workday')),
  as_weekday INTEGER CHECK (as_weekday BETWEEN 1 AND 7),
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  provisional INTEGER NOT NULL CHECK (provisional IN (0, 1)),
  source TEXT NOT NULL
) STRICT;

-- A row of the timetable as it stood from revision added_in until removed_in. schedule_id is the
-- row's lasting name; its versions have ids of their own.
CREATE TABLE schedule (
  id INTEGER PRIMARY KEY,
  schedule_id INTEGER NOT NULL,
  added_in INTEGER NOT NULL,
  removed_in INTEGER,
  department_id INTEGER NOT NULL REFERENCES department (id),
  practitioner_id INTEGER REFERENCES practitioner (id),
  kind_id INTEGER NOT NULL REFERENCES clinic_kind (id),
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  part TEXT NOT NULL CHECK (part IN ('morning', 'afternoon', 'evening')),
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  slot_capacity INTEGER NOT NULL CHECK (slot_capacity BETWEEN 1 AND 99),
  fee INTEGER CHECK (fee >= 0),
  weeks TEXT NOT NULL CHECK (weeks IN ('every', 'odd', 'even')),
  valid_from TEXT,
  valid_to TEXT,
  remote INTEGER NOT NULL CHECK (remote IN (0, 1)),
  on_holidays INTEGER NOT NULL CHECK (on_holidays IN (0, 1)),
  quotas TEXT NOT NULL DEFAULT '',  -- places kept by way of booking: desk=4,partner=2
  CHECK (starts < ends AND (ends - starts) % 30 = 0)
) STRICT;
CREATE UNIQUE INDEX schedule_version ON schedule (schedule_id, added_in);
CREATE INDEX schedule_in_force ON schedule (weekday, department_id) WHERE removed_in IS NULL;
CREATE INDEX schedule_staged ON schedule (added_in);
CREATE INDEX schedule_ending ON schedule (removed_in) WHERE removed_in IS NOT NULL;
CREATE INDEX schedule_department ON schedule (department_id);
CREATE INDEX schedule_practitioner ON schedule (practitioner_id);
CREATE INDEX schedule_kind ON schedule (kind_id);

CREATE TABLE schedule_room (
  schedule_row INTEGER NOT NULL REFERENCES schedule (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  room_id INTEGER NOT NULL REFERENCES room (id),
  PRIMARY KEY (schedule_row, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX schedule_room_room ON schedule_room (room_id);

CREATE TABLE schedule_exception (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  day TEXT NOT NULL,
  schedule_id INTEGER,
  practitioner_id INTEGER REFERENCES practitioner (id),
  department_id INTEGER REFERENCES department (id),
  reason TEXT NOT NULL,
  CHECK (schedule_id IS NOT NULL OR practitioner_id IS NOT NULL OR department_id IS NOT NULL)
) STRICT;
CREATE INDEX schedule_exception_day ON schedule_exception (day);
CREATE INDEX schedule_exception_practitioner ON schedule_exception (practitioner_id);
CREATE INDEX schedule_exception_department ON schedule_exception (department_id);

-- One clinic of one day. A row of the timetable makes at most one a day.
CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  schedule_id INTEGER,            -- NULL: withdrawn because its row became another clinic
  schedule_row INTEGER NOT NULL,  -- the version of the row it was last made to agree with
  department_id INTEGER NOT NULL REFERENCES department (id),
  practitioner_id INTEGER REFERENCES practitioner (id),
  kind_id INTEGER NOT NULL REFERENCES clinic_kind (id),
  day TEXT NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('morning', 'afternoon', 'evening')),
  starts INTEGER NOT NULL,
  ends INTEGER NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  fee INTEGER NOT NULL CHECK (fee >= 0),
  remote INTEGER NOT NULL CHECK (remote IN (0, 1)),
  state TEXT NOT NULL CHECK (state IN ('open', 'stopped', 'withdrawn')),
  stop_reason TEXT NOT NULL,
  quotas INTEGER NOT NULL DEFAULT 0 CHECK (quotas IN (0, 1))  -- it has rows in session_quota
) STRICT;
CREATE UNIQUE INDEX session_once ON session (schedule_id, day);
CREATE INDEX session_department ON session (department_id, day);
CREATE INDEX session_day ON session (day);
CREATE INDEX session_practitioner ON session (practitioner_id, day);
CREATE INDEX session_kind ON session (kind_id);

CREATE TABLE session_room (
  session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  room_id INTEGER NOT NULL REFERENCES room (id),
  PRIMARY KEY (session_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_room_room ON session_room (room_id);

-- 30 minutes of a session. No oversell is the file's to keep: taken never passes capacity.
CREATE TABLE slot (
  id INTEGER PRIMARY KEY,
  session_id INTEGER NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  capacity INTEGER NOT NULL CHECK (capacity BETWEEN 0 AND 99),
  taken INTEGER NOT NULL DEFAULT 0,
  CHECK (taken >= 0 AND taken <= capacity)
) STRICT;
CREATE UNIQUE INDEX slot_of_session ON slot (session_id, starts_at);

-- `active`: it holds its place. The session is that of the slot, repeated (like department, day and
-- times) for the indexes that keep a person from booking twice.
CREATE TABLE appointment (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  code INTEGER NOT NULL,
  state TEXT NOT NULL
    CHECK (state IN ('pending', 'booked', 'arrived', 'fulfilled', 'noshow', 'cancelled')),
  active INTEGER NOT NULL CHECK (active = (state NOT IN ('noshow', 'cancelled'))),
  person_id INTEGER NOT NULL REFERENCES person (id),
  member_id INTEGER,
  slot_id INTEGER NOT NULL REFERENCES slot (id),
  session_id INTEGER NOT NULL,
  department_id INTEGER NOT NULL,
  practitioner_id INTEGER,
  day TEXT NOT NULL,
  starts_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  sequence INTEGER NOT NULL CHECK (sequence >= 1),
  arrive_at INTEGER NOT NULL,
  fee INTEGER NOT NULL CHECK (fee >= 0),
  channel TEXT NOT NULL,
  note TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  cancelled_at INTEGER,
  cancel_reason TEXT NOT NULL,
  cancel_cause TEXT,
  pool TEXT,                       -- the quota its place came from; NULL: the session has none
  extra INTEGER NOT NULL DEFAULT 0 CHECK (extra IN (0, 1)),
  pay_until INTEGER,
  arrived_at INTEGER,
  ended_at INTEGER,                -- fulfilled, or found to be a no-show
  CHECK ((state = 'pending') = (pay_until IS NOT NULL)),
  CHECK ((state = 'cancelled') = (cancel_cause IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX appointment_code ON appointment (code);
CREATE UNIQUE INDEX appointment_number ON appointment (slot_id, sequence) WHERE active = 1;
CREATE UNIQUE INDEX appointment_once ON appointment (person_id, session_id) WHERE active = 1;
CREATE UNIQUE INDEX appointment_at_one_time ON appointment (person_id, starts_at) WHERE active = 1;
CREATE INDEX appointment_person ON appointment (person_id, starts_at);
CREATE INDEX appointment_slot ON appointment (slot_id);
CREATE INDEX appointment_day ON appointment (day, department_id);
CREATE INDEX appointment_unpaid ON appointment (pay_until) WHERE pay_until IS NOT NULL;

-- What happened to each appointment. References only, no personal data.
CREATE TABLE appointment_event (
  id INTEGER PRIMARY KEY,
  appointment_id INTEGER NOT NULL REFERENCES appointment (id),
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  channel TEXT NOT NULL,
  from_slot INTEGER,
  to_slot INTEGER,
  details TEXT NOT NULL
) STRICT;
CREATE INDEX appointment_event_appointment ON appointment_event (appointment_id);

-- Admission, elective and day surgery, transfer: lists of wards and theatres, how many can come per
-- day, requests, their checklists and what happened to them. Columns called *_sealed are encrypted.

CREATE TABLE admission_list (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  code TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('ward', 'theatre')),
  name TEXT NOT NULL UNIQUE,
  name_en TEXT NOT NULL,
  department_id INTEGER REFERENCES department (id),
  location TEXT NOT NULL,
  location_en TEXT NOT NULL,
  monday INTEGER NOT NULL CHECK (monday BETWEEN 0 AND 999),
  tuesday INTEGER NOT NULL CHECK (tuesday BETWEEN 0 AND 999),
  wednesday INTEGER NOT NULL CHECK (wednesday BETWEEN 0 AND 999),
  thursday INTEGER NOT NULL CHECK (thursday BETWEEN 0 AND 999),
  friday INTEGER NOT NULL CHECK (friday BETWEEN 0 AND 999),
  saturday INTEGER NOT NULL CHECK (saturday BETWEEN 0 AND 999),
  sunday INTEGER NOT NULL CHECK (sunday BETWEEN 0 AND 999),
  on_holidays INTEGER NOT NULL CHECK (on_holidays IN (0, 1)),
  answer_hours INTEGER NOT NULL CHECK (answer_hours BETWEEN 1 AND 720),
  active INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT;
CREATE INDEX admission_list_department ON admission_list (department_id);

-- Days with dates given out or a number set by hand; all others follow their weekday. No more are
-- given than there are: the file sees to it.
CREATE TABLE admission_day (
  list_id INTEGER NOT NULL REFERENCES admission_list (id),
  day TEXT NOT NULL,
  capacity INTEGER NOT NULL CHECK (capacity BETWEEN 0 AND 999),
  taken INTEGER NOT NULL DEFAULT 0,
  by_hand INTEGER NOT NULL CHECK (by_hand IN (0, 1)),
  PRIMARY KEY (list_id, day),
  CHECK (taken >= 0 AND taken <= capacity)
) STRICT, WITHOUT ROWID;

-- What must be done before, by kind of request.
CREATE TABLE checklist_item (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL
    CHECK (kind IN ('admission', 'elective-surgery', 'day-surgery', 'transfer', 'treatment-bed')),
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  position INTEGER NOT NULL,
  by_appointment INTEGER NOT NULL CHECK (by_appointment IN (0, 1)),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  UNIQUE (kind, name)
) STRICT;
INSERT INTO checklist_item VALUES
  (1, 1, 'admission', '入院前检查检验', 'Tests before admission', 1, 0, 1),
  (2, 1, 'admission', '医保审批或费用准备', 'Insurance approval or payment', 2, 0, 1),
  (3, 1, 'elective-surgery', '麻醉评估', 'Anaesthesia assessment', 1, 1, 1),
  (4, 1, 'elective-surgery', '术前血液检查', 'Blood tests', 2, 0, 1),
  (5, 1, 'elective-surgery', '手术知情同意书', 'Consent to the operation', 3, 0, 1),
  (6, 1, 'elective-surgery', '医保审批或费用准备', 'Insurance approval or payment', 4, 0, 1),
  (7, 1, 'day-surgery', '麻醉评估', 'Anaesthesia assessment', 1, 1, 1),
  (8, 1, 'day-surgery', '术前血液检查', 'Blood tests', 2, 0, 1),
  (9, 1, 'day-surgery', '手术知情同意书', 'Consent to the operation', 3, 0, 1),
  (10, 1, 'day-surgery', '术后陪护人', 'Somebody to take the patient home', 4, 0, 1),
  (11, 1, 'day-surgery', '医保审批或费用准备', 'Insurance approval or payment', 5, 0, 1),
  (12, 1, 'transfer', '转诊单和病历资料', 'Referral letter and records', 1, 0, 1),
  (13, 1, 'transfer', '医保转诊备案', 'Insurance notified of the transfer', 2, 0, 1),
  (14, 1, 'treatment-bed', '治疗知情同意书', 'Consent to the treatment', 1, 0, 1),
  (15, 1, 'treatment-bed', '医保审批或费用准备', 'Insurance approval or payment', 2, 0, 1);

-- One request. A day stands in it exactly while the day's count holds it.
CREATE TABLE admission (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  list_id INTEGER NOT NULL REFERENCES admission_list (id),
  person_id INTEGER NOT NULL REFERENCES person (id),
  kind TEXT NOT NULL
    CHECK (kind IN ('admission', 'elective-surgery', 'day-surgery', 'transfer', 'treatment-bed')),
  urgency INTEGER NOT NULL CHECK (urgency BETWEEN 0 AND 2), -- 0 urgent, 1 soon, 2 routine
  state TEXT NOT NULL
    CHECK (state IN ('waiting', 'offered', 'accepted', 'done', 'declined', 'cancelled')),
  open INTEGER NOT NULL CHECK (open = (state IN ('waiting', 'offered', 'accepted'))),
  purpose_sealed BLOB NOT NULL,
  origin TEXT NOT NULL,                -- where a transfer comes from: ward or institution
  practitioner_id INTEGER REFERENCES practitioner (id),
  wish_from TEXT,
  wish_to TEXT,
  day TEXT,
  answer_by INTEGER,
  requested_at INTEGER NOT NULL,
  requested_by_kind TEXT NOT NULL,
  requested_by_id INTEGER NOT NULL,
  ended_at INTEGER,
  CHECK ((day IS NOT NULL) = (state IN ('offered', 'accepted', 'done'))),
  CHECK ((answer_by IS NOT NULL) = (state = 'offered')),
  CHECK ((ended_at IS NOT NULL) = (open = 0)),
  CHECK (wish_from IS NULL OR wish_to IS NULL OR wish_from <= wish_to)
) STRICT;
CREATE UNIQUE INDEX admission_once ON admission (person_id, list_id) WHERE open = 1;
CREATE INDEX admission_line ON admission (list_id, urgency, requested_at, id)
  WHERE state = 'waiting';
CREATE INDEX admission_dated ON admission (list_id, day) WHERE day IS NOT NULL;
CREATE INDEX admission_unanswered ON admission (answer_by) WHERE answer_by IS NOT NULL;
CREATE INDEX admission_person ON admission (person_id, requested_at);
CREATE INDEX admission_ended ON admission (list_id, ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX admission_practitioner ON admission (practitioner_id);

CREATE TABLE admission_check (
  admission_id INTEGER NOT NULL REFERENCES admission (id),
  item_id INTEGER NOT NULL REFERENCES checklist_item (id),
  position INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('open', 'done', 'waived')),
  appointment_id INTEGER REFERENCES appointment (id),
  at INTEGER,
  by_kind TEXT NOT NULL,
  by_id INTEGER NOT NULL,
  reason_sealed BLOB,
  PRIMARY KEY (admission_id, item_id),
  CHECK ((at IS NOT NULL) = (state <> 'open'))
) STRICT, WITHOUT ROWID;
CREATE INDEX admission_check_item ON admission_check (item_id);
CREATE INDEX admission_check_appointment ON admission_check (appointment_id);

CREATE TABLE admission_event (
  id INTEGER PRIMARY KEY,
  admission_id INTEGER NOT NULL REFERENCES admission (id),
  at INTEGER NOT NULL,
  what TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id INTEGER NOT NULL,
  channel TEXT NOT NULL,
  from_day TEXT,
  to_day TEXT,
  item_id INTEGER,
  note_sealed BLOB
) STRICT;
CREATE INDEX admission_event_admission ON admission_event (admission_id);

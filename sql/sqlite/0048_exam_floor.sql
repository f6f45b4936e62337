-- A device's waiting line of a day, and how many numbers have been given out in it.
CREATE TABLE exam_device_day (
  id INTEGER PRIMARY KEY,
  device_id INTEGER NOT NULL REFERENCES exam_device (id),
  day TEXT NOT NULL,
  last_number INTEGER NOT NULL DEFAULT 0,
  UNIQUE (device_id, day)
) STRICT;

-- What plans cost, and would have cost, is counted by the day on which they were taken.
CREATE INDEX exam_plan_taken ON exam_plan (taken_at);

-- How often whose results count here, and for how long, has been changed (exam_institution,
-- exam_validity).
CREATE TABLE exam_recognition (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL
) STRICT;
INSERT INTO exam_recognition (id, version) VALUES (1, 1);

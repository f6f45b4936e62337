-- What people who joined a waiting line were told about when they would be called, and how it held:
-- one place for the clinics' lines and those of the service centre. Nothing personal.

CREATE TABLE line_forecast (
  ticket_id INTEGER PRIMARY KEY REFERENCES ticket (id),
  day TEXT NOT NULL,              -- of the line
  topic INTEGER NOT NULL,         -- department or service …
  part INTEGER NOT NULL,          -- … and kind of clinic; 0: none
  made_at INTEGER NOT NULL,
  ahead INTEGER NOT NULL,
  middle INTEGER NOT NULL,
  half_from INTEGER NOT NULL,     -- half of the cases
  half_to INTEGER NOT NULL,
  most_from INTEGER NOT NULL,     -- nine in ten
  most_to INTEGER NOT NULL,
  called_at INTEGER,              -- first; null: not yet
  set_aside INTEGER NOT NULL CHECK (set_aside IN (0, 1)) -- moved since, by themselves or by staff
) STRICT;

CREATE TABLE line_forecast_score (
  owner_kind TEXT NOT NULL,       -- of the line
  day TEXT NOT NULL,
  topic INTEGER NOT NULL,
  part INTEGER NOT NULL,
  called INTEGER NOT NULL,
  within_half INTEGER NOT NULL,
  within_most INTEGER NOT NULL,
  seconds_off INTEGER NOT NULL,   -- sum of the distances
  seconds_late INTEGER NOT NULL,  -- sum; below zero: called earlier than said
  set_aside INTEGER NOT NULL,
  PRIMARY KEY (owner_kind, day, topic, part)
) STRICT, WITHOUT ROWID;

INSERT INTO line_forecast
  SELECT ticket_id, day, department_id, kind_id, made_at, ahead, middle, half_from, half_to,
    most_from, most_to, called_at, set_aside FROM wait_forecast;
INSERT INTO line_forecast
  SELECT ticket_id, day, service_id, 0, made_at, ahead, middle, half_from, half_to, most_from,
    most_to, called_at, set_aside FROM visit_forecast;
INSERT INTO line_forecast_score
  SELECT 'session', day, department_id, kind_id, called, within_half, within_most, seconds_off,
    seconds_late, set_aside FROM wait_score;
INSERT INTO line_forecast_score
  SELECT 'svc', day, service_id, 0, called, within_half, within_most, seconds_off, seconds_late,
    set_aside FROM service_wait_score;
DROP TABLE wait_forecast;
DROP TABLE visit_forecast;
DROP TABLE wait_score;
DROP TABLE service_wait_score;

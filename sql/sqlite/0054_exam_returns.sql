-- Who has ordered an examination, whom its place is for, and the way back to the clinician when all
-- results are there (R12).
ALTER TABLE exam_order ADD COLUMN practitioner_id INTEGER REFERENCES practitioner (id);
ALTER TABLE exam_order ADD COLUMN department_id INTEGER REFERENCES department (id);
ALTER TABLE exam_order ADD COLUMN comes_from TEXT NOT NULL DEFAULT 'outpatient'
  CHECK (comes_from IN ('outpatient', 'ward', 'emergency', 'check-up'));

-- A patient goes back to whoever has ordered: all that they were waiting for has a report.
CREATE TABLE exam_return (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  practitioner_id INTEGER REFERENCES practitioner (id),
  department_id INTEGER REFERENCES department (id),
  ready_at INTEGER NOT NULL,
  appointment_id INTEGER REFERENCES appointment (id),  -- the visit they chose
  settled_at INTEGER,
  CHECK (practitioner_id IS NOT NULL OR department_id IS NOT NULL),
  CHECK ((appointment_id IS NULL) = (settled_at IS NULL))
) STRICT;
CREATE INDEX exam_return_person ON exam_return (person_id, ready_at);
ALTER TABLE exam_order ADD COLUMN return_id INTEGER REFERENCES exam_return (id);
CREATE INDEX exam_order_return ON exam_order (return_id) WHERE return_id IS NOT NULL;

-- Which reports answer which order. The report itself is kept elsewhere, sealed.
CREATE TABLE exam_report (
  report_id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES exam_order (id),
  ready_at INTEGER                 -- NULL: preliminary, or withdrawn
) STRICT;
CREATE INDEX exam_report_order ON exam_report (order_id);

-- Displays that show the lines of devices: of a site, or of some devices of it.
CREATE TABLE exam_display (
  device_id INTEGER PRIMARY KEY REFERENCES device (id),
  site_id INTEGER NOT NULL REFERENCES exam_site (id),
  devices TEXT NOT NULL            -- JSON: ids; empty: all of the site
) STRICT;

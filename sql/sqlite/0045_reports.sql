-- Reports of results, as the hospital's systems bring them (R12, R21). Who may see them is decided by
-- how somebody has shown who they are.
CREATE TABLE report (
  id INTEGER PRIMARY KEY,
  person_id INTEGER NOT NULL REFERENCES person (id),
  number TEXT NOT NULL UNIQUE,    -- the bringing system's; brought again, it is the same report
  kind TEXT NOT NULL CHECK (kind IN ('laboratory', 'imaging', 'ultrasound', 'endoscopy', 'pathology',
    'electrophysiology', 'other')),
  at INTEGER NOT NULL,            -- of the examination
  status TEXT NOT NULL CHECK (status IN ('preliminary', 'final', 'corrected', 'withdrawn')),
  source TEXT NOT NULL,           -- the order it answers, where it is known
  brought_at INTEGER NOT NULL,
  told_at INTEGER,                -- the patient
  details_sealed BLOB NOT NULL    -- JSON: title, department, link
) STRICT;
CREATE INDEX report_person ON report (person_id, at);
CREATE INDEX report_source ON report (source) WHERE source <> '';

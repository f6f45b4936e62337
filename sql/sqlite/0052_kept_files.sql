-- Scans that were taken off a case: that they were there, by whom they were taken off and why. Their
-- bytes are deleted as soon as nothing else refers to them.
CREATE TABLE attachment_removed (
  id INTEGER PRIMARY KEY,            -- as it was
  case_id INTEGER NOT NULL REFERENCES paper_case (id),
  item INTEGER,
  type TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  name_sealed BLOB NOT NULL,
  added_at INTEGER NOT NULL,
  adder_kind TEXT NOT NULL,
  adder_id INTEGER NOT NULL,
  removed_at INTEGER NOT NULL,
  remover_kind TEXT NOT NULL,
  remover_id INTEGER NOT NULL,
  reason_sealed BLOB NOT NULL
) STRICT;
CREATE INDEX attachment_removed_case ON attachment_removed (case_id);

-- What scans are taken.
CREATE TABLE scan_rules (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  version INTEGER NOT NULL,
  most_mib INTEGER NOT NULL CHECK (most_mib BETWEEN 1 AND 20),
  types TEXT NOT NULL CHECK (types <> '')  -- words, separated by spaces
) STRICT;
INSERT INTO scan_rules (id, version, most_mib, types) VALUES (1, 1, 10, 'pdf jpeg png');

-- A report's whole text as a PDF, in a file as scans are.
CREATE TABLE report_document (
  report_id INTEGER PRIMARY KEY REFERENCES report (id),
  file TEXT NOT NULL,
  file_hash BLOB NOT NULL,
  key_sealed BLOB NOT NULL,
  bytes INTEGER NOT NULL,
  brought_at INTEGER NOT NULL
) STRICT;
CREATE INDEX report_document_file ON report_document (file);

-- The change to another generation of the key of the personal fields: the one under way, else the
-- last.
CREATE TABLE key_rotation (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  generation INTEGER NOT NULL,
  sealed BLOB NOT NULL, -- of a known text, by the new generation
  begun_at INTEGER NOT NULL,
  at_table TEXT NOT NULL, -- empty: not begun yet
  after_id INTEGER NOT NULL, -- rows up to this one are through
  resealed INTEGER NOT NULL,
  done_at INTEGER
) STRICT;

-- Notes of audit entries, sealed anew. The entry itself stays as it was, because the chain is over
-- its bytes.
CREATE TABLE audit_note (
  seq INTEGER PRIMARY KEY REFERENCES audit_entry (seq),
  note_sealed BLOB NOT NULL
) STRICT;
CREATE INDEX audit_entry_noted ON audit_entry (seq) WHERE length(note_sealed) > 0;

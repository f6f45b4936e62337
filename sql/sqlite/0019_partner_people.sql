-- Whom a partner institution knows: the people it registered, and those referred by or to it. It
-- may find these, and no others.
CREATE TABLE institution_person (
  institution_id INTEGER NOT NULL REFERENCES institution (id),
  person_id INTEGER NOT NULL REFERENCES person (id),
  since INTEGER NOT NULL,
  PRIMARY KEY (institution_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX institution_person_person ON institution_person (person_id);

INSERT INTO institution_person (institution_id, person_id, since)
  SELECT institution_id, person_id, min(created_at) FROM referral GROUP BY 1, 2;

-- Those who have not answered are reminded once.
ALTER TABLE affected ADD COLUMN reminded_at INTEGER;
CREATE INDEX affected_to_remind ON affected (answer_until)
  WHERE outcome IS NULL AND reminded_at IS NULL AND answer_until IS NOT NULL;

-- How far a guide has got with somebody.
ALTER TABLE guide_visit ADD COLUMN met_at INTEGER;
ALTER TABLE guide_visit ADD COLUMN done_at INTEGER;

-- Places of the others (team_place) at another time, kept for a team while its patient decides.
CREATE TABLE team_keep (
  team_id INTEGER NOT NULL REFERENCES team_visit (id),
  position INTEGER NOT NULL,          -- as in team_place
  slot_id INTEGER NOT NULL REFERENCES slot (id),
  claim_id INTEGER NOT NULL,
  PRIMARY KEY (team_id, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX team_keep_slot ON team_keep (slot_id);

-- Where whoever leads a team is told of changes. Sealed.
CREATE TABLE team_lead (
  team_id INTEGER PRIMARY KEY REFERENCES team_visit (id),
  phone_sealed BLOB NOT NULL
) STRICT;

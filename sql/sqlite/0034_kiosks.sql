-- A display shows an area or the service centre of a campus: the table no longer asks every display
-- for an area. Codes that are shown at this moment are lost: a screen asks for another.
DROP TABLE device_pairing;
CREATE TABLE device_next (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('display', 'kiosk')),
  name TEXT NOT NULL,
  area_id INTEGER REFERENCES area (id),
  key_hash BLOB UNIQUE,      -- NULL: has not fetched it yet, or revoked
  paired_at INTEGER NOT NULL,
  seen_at INTEGER,           -- its last heartbeat
  sound TEXT NOT NULL DEFAULT '', -- how it calls, as it says itself
  revoked_at INTEGER
) STRICT;
INSERT INTO device_next (id, version, kind, name, area_id, key_hash, paired_at, seen_at, sound, revoked_at)
  SELECT id, version, kind, name, area_id, key_hash, paired_at, seen_at, sound, revoked_at FROM device;
DROP TABLE device;
ALTER TABLE device_next RENAME TO device;
CREATE INDEX device_area ON device (area_id);

-- Where a display or kiosk of a service centre stands, and a kiosk's paper.
CREATE TABLE centre_device (
  device_id INTEGER PRIMARY KEY REFERENCES device (id),
  campus_id INTEGER REFERENCES campus (id),  -- NULL: it serves no centre
  paper_mm INTEGER NOT NULL CHECK (paper_mm IN (58, 80))
) STRICT;

CREATE TABLE device_pairing (
  code_hash BLOB PRIMARY KEY,
  secret_hash BLOB NOT NULL UNIQUE, -- by which the device asks
  kind TEXT NOT NULL,
  remote_hash BLOB NOT NULL,
  expires_at INTEGER NOT NULL,
  device_id INTEGER REFERENCES device (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX device_pairing_expires ON device_pairing (expires_at);
CREATE INDEX device_pairing_device ON device_pairing (device_id);

-- How each kiosk is, as it says itself: ours (device) and other vendors' (key).
CREATE TABLE kiosk_state (
  kind TEXT NOT NULL CHECK (kind IN ('device', 'key')),
  id INTEGER NOT NULL,
  paper TEXT NOT NULL CHECK (paper IN ('ok', 'low', 'out', 'unknown')),
  paper_since INTEGER NOT NULL,
  version TEXT NOT NULL,     -- of its program
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;

-- What kiosks have printed. The second slip of one number and every later one is a reprint.
CREATE TABLE kiosk_print (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kiosk_kind TEXT NOT NULL,
  kiosk_id INTEGER NOT NULL,
  subject_kind TEXT NOT NULL,  -- 'vis' or 'apt'
  subject_id INTEGER NOT NULL,
  copy INTEGER NOT NULL CHECK (copy >= 1),
  UNIQUE (subject_kind, subject_id, copy)
) STRICT;
CREATE INDEX kiosk_print_kiosk ON kiosk_print (kiosk_kind, kiosk_id, at);

-- Displays and kiosks of the hospital. Each was paired once by an administrator and is known by a
-- cookie since then.
CREATE TABLE device (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('display', 'kiosk')),
  name TEXT NOT NULL,
  area_id INTEGER REFERENCES area (id),
  key_hash BLOB UNIQUE,      -- NULL: has not fetched it yet, or revoked
  paired_at INTEGER NOT NULL,
  seen_at INTEGER,           -- its last heartbeat
  sound TEXT NOT NULL DEFAULT '', -- how it calls, as it says itself
  revoked_at INTEGER,
  CHECK (kind <> 'display' OR area_id IS NOT NULL)
) STRICT;
CREATE INDEX device_area ON device (area_id);

-- Devices that show a code and wait for somebody to enter it; gone after minutes.
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

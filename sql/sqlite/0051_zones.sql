-- Parts of a campus' service centre (分区): a floor, a hall. A window may belong to one, and a display
-- may show one. And until when numbers are given: so many minutes before each closing.
CREATE TABLE centre_zone (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  campus_id INTEGER NOT NULL REFERENCES campus (id),
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  position INTEGER NOT NULL,
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  UNIQUE (campus_id, name)
) STRICT;

ALTER TABLE service_window ADD COLUMN zone_id INTEGER REFERENCES centre_zone (id);
ALTER TABLE centre_device ADD COLUMN zone_id INTEGER REFERENCES centre_zone (id);
CREATE INDEX service_window_zone ON service_window (zone_id) WHERE zone_id IS NOT NULL;
CREATE INDEX centre_device_zone ON centre_device (zone_id) WHERE zone_id IS NOT NULL;

ALTER TABLE service_window ADD COLUMN last_number INTEGER NOT NULL DEFAULT 0
  CHECK (last_number BETWEEN 0 AND 240);
ALTER TABLE service ADD COLUMN last_number INTEGER NOT NULL DEFAULT 0
  CHECK (last_number BETWEEN 0 AND 240);

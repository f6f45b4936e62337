-- Waiting areas: the rooms whose patients wait in one place.
CREATE TABLE area (
  id INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  campus_id INTEGER NOT NULL REFERENCES campus (id),
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  posted_code TEXT NOT NULL UNIQUE, -- random; it hangs on the wall, so that it is kept in clear
  shows_names INTEGER NOT NULL CHECK (shows_names IN (0, 1)),
  call_times INTEGER NOT NULL CHECK (call_times BETWEEN 1 AND 5),
  UNIQUE (campus_id, name)
) STRICT;

ALTER TABLE room ADD COLUMN area_id INTEGER REFERENCES area (id);
CREATE INDEX room_area ON room (area_id);

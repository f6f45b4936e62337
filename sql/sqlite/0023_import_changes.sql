-- What an import under way will change in things that are there already, written beside them in
-- small pieces, so that one short statement each can put all of it in force. Empty otherwise.
CREATE TABLE import_campus (
  import_id INTEGER NOT NULL,
  id INTEGER NOT NULL REFERENCES campus (id),
  version INTEGER NOT NULL, -- of the row that it was compared with
  address TEXT NOT NULL,
  address_en TEXT NOT NULL,
  PRIMARY KEY (import_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_campus_id ON import_campus (id);

CREATE TABLE import_room (
  import_id INTEGER NOT NULL,
  id INTEGER NOT NULL REFERENCES room (id),
  version INTEGER NOT NULL,
  building_id INTEGER REFERENCES building (id),
  floor TEXT NOT NULL,
  PRIMARY KEY (import_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_room_id ON import_room (id);
CREATE INDEX import_room_building ON import_room (building_id);

CREATE TABLE import_department (
  import_id INTEGER NOT NULL,
  id INTEGER NOT NULL REFERENCES department (id),
  version INTEGER NOT NULL,
  national_code TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  pinyin TEXT NOT NULL,
  initials TEXT NOT NULL,
  keywords TEXT NOT NULL,
  heading TEXT NOT NULL,
  heading_en TEXT NOT NULL,
  campus_id INTEGER NOT NULL REFERENCES campus (id),
  active INTEGER NOT NULL,
  PRIMARY KEY (import_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_department_id ON import_department (id);
CREATE INDEX import_department_campus ON import_department (campus_id);

CREATE TABLE import_practitioner (
  import_id INTEGER NOT NULL,
  id INTEGER NOT NULL REFERENCES practitioner (id),
  version INTEGER NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  pinyin TEXT NOT NULL,
  title TEXT NOT NULL,
  title_en TEXT NOT NULL,
  title_rank INTEGER NOT NULL,
  active INTEGER NOT NULL,
  PRIMARY KEY (import_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX import_practitioner_id ON import_practitioner (id);

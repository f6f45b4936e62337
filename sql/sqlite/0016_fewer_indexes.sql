-- A booking writes one page of every index on its tables, and most of those pages lie anywhere in
-- the file: they were half of what a commit had to write. So one index does the work of two, and
-- what rules and `yuyue check` prove is not proved by an index once more.

-- All of a person's visits, and at most one active at one time: 0 makes the active ones collide.
DROP INDEX appointment_person;
DROP INDEX appointment_at_one_time;
CREATE UNIQUE INDEX appointment_person
  ON appointment (person_id, starts_at, CASE active WHEN 1 THEN 0 ELSE id END);
DROP INDEX appointment_once;

-- All of a slot's visits, and every number given once.
DROP INDEX appointment_slot;
DROP INDEX appointment_number;
CREATE UNIQUE INDEX appointment_slot
  ON appointment (slot_id, sequence, CASE active WHEN 1 THEN 0 ELSE id END);

-- A day's visits are found by its sessions and their slots.
DROP INDEX appointment_day;

-- Whose looks and changes are asked about are those of staff and machines. A patient's own are
-- found by what they are about.
DROP INDEX audit_entry_actor;
CREATE INDEX audit_entry_actor ON audit_entry (actor_kind, actor_id, seq)
  WHERE actor_kind <> 'patient';

-- What has happened to one examination of a plan that may leave the rest of the person's plans
-- breaking a rule, until they are planned anew or it does not matter any more.
CREATE TABLE exam_repair (
  order_id INTEGER PRIMARY KEY REFERENCES exam_order (id),
  plan_id INTEGER NOT NULL REFERENCES exam_plan (id),
  cause TEXT NOT NULL CHECK (cause IN ('unprepared', 'left', 'done-early', 'device-closed')),
  since INTEGER NOT NULL,
  tried_at INTEGER                 -- there was no plan then
) STRICT;
CREATE INDEX exam_repair_plan ON exam_repair (plan_id);
CREATE INDEX exam_repair_since ON exam_repair (since);

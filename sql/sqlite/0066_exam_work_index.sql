-- A device's day, with what is done: asked for every few seconds by everyone who works there.
CREATE INDEX exam_plan_item_work ON exam_plan_item (device_id, day) WHERE state <> 'freed';

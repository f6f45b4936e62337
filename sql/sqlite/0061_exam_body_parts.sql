-- The usual parts of the body of an examination that asks for one: offered, any other may be
-- written. And of which part an examination of a bundle is, by its id.
ALTER TABLE exam ADD COLUMN body_parts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE exam_bundle ADD COLUMN body_parts TEXT NOT NULL DEFAULT '{}';
UPDATE exam SET body_parts = '["头颅","颈部","胸部","上腹部","下腹部","盆腔","颈椎","腰椎","膝关节"]'
  WHERE code IN ('CT-PLN', 'MR-PLN', 'MR-ENH') AND asks_body_part = 1;
UPDATE exam_bundle SET body_parts = (SELECT json_object(CAST(e.id AS TEXT), '胸部') FROM exam e
    WHERE e.code = 'CT-PLN')
  WHERE code = 'B-CHEST' AND example = 1 AND EXISTS (SELECT 1 FROM exam WHERE code = 'CT-PLN');

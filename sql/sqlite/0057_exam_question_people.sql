-- Of whom a question is asked: nobody asks a man whether he is pregnant. Who is not known to be of
-- another sex or age is asked.
ALTER TABLE exam_question ADD COLUMN sex TEXT CHECK (sex IN ('female', 'male'));
ALTER TABLE exam_question ADD COLUMN age_from INTEGER CHECK (age_from BETWEEN 0 AND 150);
ALTER TABLE exam_question ADD COLUMN age_to INTEGER CHECK (age_to BETWEEN 0 AND 150);
UPDATE exam_question SET sex = 'female', age_from = 10, age_to = 60
  WHERE code IN ('pregnant', 'menstruating') AND version = 1;

#pragma once
#include "api/exam_order_json.hpp"

// What the desk, a patient's phone and a kiosk do alike, once it is known whose examinations they
// are. The rest of the body is read from `in`, which outlives the answer.
namespace yuyue::api {

LaterAnswer preview_exam_plan_of(const Services& services, const Call& call, PersonId person,
                                 Input& in);
LaterAnswer take_exam_plan_of(const Services& services, const Call& call, PersonId person,
                              Input& in);
/// {"pregnant": false, "creatinine": 88}: "answers" of the body.
exams::Answers read_exam_answers(Input& in);

}  // namespace yuyue::api

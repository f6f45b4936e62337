#pragma once
#include "api/answers.hpp"
#include "yuyue/exams/catalogue.hpp"
#include "yuyue/exams/devices.hpp"

// Parts of the catalogue of examinations that several pages show alike.
namespace yuyue::api {

/// Without who confirmed it: see confirmation_json.
Json exam_json(const exams::Exam& exam);
Json exam_rule_json(const exams::Rule& rule);
Json exam_closure_json(const HospitalTime& time, const exams::Closure& closure);
/// Who confirmed an entry and when; null: nobody, and whoever shows the entry says so.
Json confirmation_json(const Services& services, store::Snapshot& snapshot,
                       const std::optional<exams::Confirmation>& confirmed);

}  // namespace yuyue::api

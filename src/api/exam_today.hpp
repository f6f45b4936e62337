#pragma once
#include "api/answers.hpp"
#include "yuyue/exams/worklist.hpp"

// Examinations of today, as whoever has come for them sees and checks in to them.
namespace yuyue::api {

/// By time, without what was given up.
std::vector<exams::Work> exams_today(store::Snapshot& snapshot, PersonId person, Day today);
/// `to_holder`: whoever reads it has shown that it is theirs; otherwise the examination stays
/// unsaid, and the place until they have checked in.
Json exam_today_json(const Services& services, store::Snapshot& snapshot, const exams::Work& work,
                     bool to_holder);
/// Into the device's line, or back into it after a missed call. Refusals: exam-not-today,
/// wrong-state.
Result<exams::Work> check_in_for_exam(const Services& services, store::Transaction& tx,
                                      const Call& call, const exams::Work& work);

}  // namespace yuyue::api

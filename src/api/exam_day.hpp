#pragma once
#include "api/answers.hpp"
#include "yuyue/exams/next_stop.hpp"

// A patient's examinations of today, and where to go next: for phones, kiosks and technicians.
namespace yuyue::api {

/// {date, personId, at, exams, next}: see ExamDay in the API's description.
Json exam_day_json(const Services& services, store::Snapshot& snapshot, PersonId person,
                   Instant now);

/// The earlier place that `next` offers for one of this person's examinations; answers their day.
/// That the caller may act for them is the caller's to check. Refusals: not-found,
/// exam-not-planned, exam-place-gone, and those of Plans::change.
LaterAnswer move_exam_earlier_of(const Services& services, const Call& call, PersonId person,
                                 ExamPlaceId place, ExamDeviceId device, MinuteOfDay start);

}  // namespace yuyue::api

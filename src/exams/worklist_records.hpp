#pragma once
#include "yuyue/exams/worklist.hpp"

namespace yuyue::exams::records {

inline queue::Reference subject_of(ExamPlaceId place) {
  return {std::string(ExamPlaceKind::kPrefix), place.value};
}

/// What a device's line of a day belongs to.
queue::Reference device_day(store::Transaction& tx, IdMaker& ids, ExamDeviceId device, Day day);
/// The next number of it; nobody else gets it.
std::int64_t take_number(store::Transaction& tx, ExamDeviceId device, Day day);

/// The earliest day before this one with something booked that was neither done nor given up, or
/// with a line that is not closed.
struct Unsettled {
  ExamDeviceId device;
  Day day{};
};
std::optional<Unsettled> unsettled_before(store::Snapshot& snapshot, Day day);

}  // namespace yuyue::exams::records

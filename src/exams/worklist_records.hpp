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

/// What is booked on a device on a day and not done, by time; minutes of the day.
struct Booked {
  ExamPlaceId place;
  int start = 0, device_time = 0;
};
std::vector<Booked> booked_on(store::Snapshot& snapshot, ExamDeviceId device, Day day);
/// They are called to the device or on it.
bool is_with_staff(store::Snapshot& snapshot, ExamPlaceId place);
/// Whoever stands in a device's line for a place that is given up leaves it.
void leave_line(store::Transaction& tx, const Environment& env, ExamPlaceId place,
                const access::Actor& by, Instant now);

/// The earliest day before this one with something booked that was neither done nor given up, or
/// with a line that is not closed.
struct Unsettled {
  ExamDeviceId device;
  Day day{};
};
std::optional<Unsettled> unsettled_before(store::Snapshot& snapshot, Day day);

}  // namespace yuyue::exams::records

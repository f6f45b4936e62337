#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "yuyue/booking/day_part.hpp"
#include "yuyue/booking/quota.hpp"
#include "yuyue/booking/reference.hpp"

namespace yuyue::booking {

/// Alternate weeks, by the parity of the ISO week (单周, 双周).
enum class Weeks { every, odd, even };
std::string_view name_of(Weeks weeks);
std::optional<Weeks> weeks_from(std::string_view name);

/// A row of the weekly timetable (FHIR: Schedule). Rows are not overwritten: a change ends the row
/// and adds its successor, which keeps the id, so that sessions follow it.
struct Schedule {
  ScheduleId id;
  std::int64_t version = 0;  ///< the revision of the timetable in which it became so
  DepartmentId department;
  std::optional<PractitionerId> practitioner;  ///< none: a department session (ordinary numbers)
  ClinicKindId kind;
  int weekday = 1;  ///< 1 Monday … 7 Sunday
  DayPart part = DayPart::morning;
  MinuteOfDay starts{8 * 60}, ends{12 * 60};  ///< whole slots apart
  int slot_capacity = 1;                      ///< places per 30 minutes, 1 … 99
  std::vector<RoomId> rooms;
  std::optional<std::int64_t> fee;  ///< fen; overrides the kind's
  Weeks weeks = Weeks::every;
  std::optional<Day> valid_from, valid_to;  ///< inclusive
  bool remote = false;
  bool on_holidays = false;  ///< takes place on public holidays, too
  Quotas quotas;             ///< of each of its sessions

  std::int64_t row = 0;  ///< which version of the row; changes with every change
};

/// A day on which a row, everything of a practitioner, or a whole department does not take place.
/// At least one of the three is named; all that are named must match.
struct ScheduleException {
  ScheduleExceptionId id;
  std::int64_t version = 0;
  Day day{};
  std::optional<ScheduleId> schedule;
  std::optional<PractitionerId> practitioner;
  std::optional<DepartmentId> department;
  std::string reason;
};

/// The rows in force. `department` narrows.
std::vector<Schedule> schedules(store::Snapshot& snapshot,
                                std::optional<DepartmentId> department = {});
std::optional<Schedule> find_schedule(store::Snapshot& snapshot, ScheduleId id);
std::vector<ScheduleException> schedule_exceptions(store::Snapshot& snapshot, Day from, Day to);

/// Edits by hand. They take effect on sessions with the next ensure_sessions (sessions.hpp).
/// Refusals: schedule-invalid (params: why = weekday | times | capacity | validity | rooms | fee |
/// quotas),
/// schedule-overlaps (params: schedule; the practitioner is elsewhere at that time),
/// unknown-reference, not-found, changed-meanwhile, import-running. Thread-safe.
class Timetable {
 public:
  explicit Timetable(Environment environment) : env_(environment) {}

  Result<Schedule> add(store::Transaction& tx, Schedule, const Actor& by, Instant now) const;
  Result<Schedule> change(store::Transaction& tx, Schedule, const Actor& by, Instant now) const;
  /// The row no longer holds; sessions with appointments stay, withdrawn from booking.
  Result<Schedule> end(store::Transaction& tx, ScheduleId id, std::int64_t version, const Actor& by,
                       Instant now) const;

  /// Refusals: exception-invalid (names nothing), unknown-reference, not-found, changed-meanwhile.
  Result<ScheduleException> add(store::Transaction& tx, ScheduleException, const Actor& by,
                                Instant now) const;
  Result<ScheduleException> change(store::Transaction& tx, ScheduleException, const Actor& by,
                                   Instant now) const;
  Result<ScheduleException> remove(store::Transaction& tx, ScheduleExceptionId id,
                                   std::int64_t version, const Actor& by, Instant now) const;

 private:
  Environment env_;
};

}  // namespace yuyue::booking

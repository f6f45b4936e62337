#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "yuyue/booking/timetable.hpp"
#include "yuyue/store/database.hpp"

namespace yuyue::booking {

/// `withdrawn`: no longer in the timetable; whoever has an appointment keeps it, nobody else can
/// book.
enum class SessionState { open, stopped, withdrawn };
std::string_view name_of(SessionState state);
std::optional<SessionState> session_state(std::string_view name);

/// One clinic of one day (班次), made from a row of the timetable.
struct Session {
  SessionId id;
  std::int64_t version = 0;
  std::optional<ScheduleId> schedule;  ///< none: withdrawn for good
  DepartmentId department;
  std::optional<PractitionerId> practitioner;
  ClinicKindId kind;
  Day day{};
  DayPart part = DayPart::morning;
  MinuteOfDay starts{}, ends{};
  Instant starts_at{}, ends_at{};
  std::int64_t fee = 0;  ///< fen
  bool remote = false;
  SessionState state = SessionState::open;
  std::string stop_reason;
  bool quotas = false;  ///< places are kept by way of booking (quota.hpp)
};

/// 30 minutes of a session (时段).
struct Slot {
  SlotId id;
  SessionId session;
  Instant starts_at{}, ends_at{};
  int capacity = 0;
  int taken = 0;
  int free() const { return capacity - taken; }
};

/// A session that has appointments and is no longer (or not wholly) in the timetable.
struct KeptSession {
  SessionId session;
  Day day{};
  DayPart part = DayPart::morning;
  std::string department, practitioner;  ///< names
  int appointments = 0;
  std::string why;  ///< "row-ended" | "times-changed" | "day-off"
};

struct SessionsReport {
  int made = 0, updated = 0, withdrawn = 0, removed = 0;
  /// All there are in the horizon, not only the newly kept; not filled in if nothing had to be
  /// done.
  std::vector<KeptSession> kept;
  Day until{};
};

/// Makes the sessions of the timetable from today to the end of the horizon, and brings those that
/// are there but no longer agree with it into line: without appointments they are replaced or
/// removed, with appointments they are kept. Sessions that have begun are left alone. May be called
/// at any time, by several at once, and does nothing if nothing has changed. To be called at start,
/// after changes to timetable, calendar, exceptions or horizon, and at least daily; it writes in
/// short jobs on Lane::housekeeping. Blocks the caller.
SessionsReport ensure_sessions(store::Database& database, const Environment& environment,
                               Instant now);

std::optional<Session> find_session(store::Snapshot& snapshot, SessionId id);
std::vector<Slot> slots_of(store::Snapshot& snapshot, SessionId id);

/// Changes to single sessions by staff. Refusals: not-found, changed-meanwhile, past-slot.
/// Thread-safe.
class Sessions {
 public:
  explicit Sessions(Environment environment) : env_(environment) {}

  /// Nobody can book it any more. Refusals also: session-has-appointments (params: count), required
  /// (no reason).
  Result<Session> stop(store::Transaction& tx, SessionId id, std::int64_t version,
                       const std::string& reason, const Actor& by, Instant now) const;
  /// Can be booked again. Refusals also: session-withdrawn, session-disrupted (params: id).
  Result<Session> reopen(store::Transaction& tx, SessionId id, std::int64_t version,
                         const Actor& by, Instant now) const;
  /// 0 … 99 places, not below those taken. Refusals also: capacity-below-taken (params: taken),
  /// capacity-invalid.
  Result<Slot> set_capacity(store::Transaction& tx, SlotId id, int capacity, const Actor& by,
                            Instant now) const;

 private:
  Environment env_;
};

}  // namespace yuyue::booking

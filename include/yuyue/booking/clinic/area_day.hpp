#pragma once
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "yuyue/booking/clinic/clinic_day.hpp"

// A waiting area's day: what whoever looks after it (分诊台) has to know about its sessions.
namespace yuyue::booking::clinic {

struct AreaSession {
  Session session;
  std::string department, department_en;
  std::string kind, kind_en;
  std::string practitioner, practitioner_en, title, title_en;  ///< empty: department session
  std::vector<ClinicRoom> rooms;
  std::vector<Appointment> appointments;  ///< cancelled ones left out; by time and number
};
/// The sessions of the day that have a room in the area, by their start, without appointments. Two
/// queries, however many there are.
std::vector<AreaSession> sessions_of_area_day(store::Snapshot& snapshot, AreaId area, Day day);
/// The sessions of the day that have a room in the area, by their start. Three queries, however
/// many there are.
std::vector<AreaSession> area_day(store::Snapshot& snapshot, AreaId area, Day day);

/// Something about a line that somebody should look into.
struct Warning {
  enum class What {
    over_promise,  ///< waits longer than the line promises (queue::promise)
    behind,        ///< is next, and should have been called kBehind ago
    past_end       ///< will hardly be called before the session ends
  };
  What what = What::behind;
  TicketId ticket;
  Instant since{};  ///< over_promise: arrived; behind: was due; past_end: is expected to be called
};
std::string_view name_of(Warning::What what);

/// Later than this the line is behind: the length of a slot.
inline constexpr std::chrono::minutes kBehind{30};

/// When a ticket is expected to be called.
struct Expectation {
  TicketId ticket;
  Instant at{};
};
/// At most one of each kind: the one who waits longest, the next one, the latest beyond the end.
std::vector<Warning> warnings_of(const queue::Line& line, Instant session_ends,
                                 std::span<const Expectation> expected, Instant now);

}  // namespace yuyue::booking::clinic

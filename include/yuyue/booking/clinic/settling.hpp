#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "yuyue/booking/appointments.hpp"
#include "yuyue/queue/lines.hpp"

// What becomes of those who are left when a clinic ends.
namespace yuyue::booking::clinic {

/// Why somebody who had come was not seen. It is never counted against them: the appointment stays
/// "arrived", and this says that nothing came of it.
enum class NotSeen {
  went_home,  ///< of their own accord, or sent home at closing
  day_over    ///< nobody said what became of them
};
std::string_view name_of(NotSeen why);
/// None: they were seen, or may still be.
std::optional<NotSeen> not_seen(store::Snapshot& snapshot, AppointmentId appointment);
/// Of a session's line.
int count_not_seen(store::Snapshot& snapshot, SessionId session);

/// None: no line has been opened.
std::optional<queue::LineState> line_state(store::Snapshot& snapshot, SessionId session);
/// Whether whoever arrives now is let into the session's line. Refusal: line-closing.
Result<void> may_join(store::Snapshot& snapshot, SessionId session);

/// Where those who are left can be taken over today: sessions of the same department that are not
/// over and let people join, by their start.
std::vector<SessionId> taking_over(store::Snapshot& snapshot, SessionId session, Instant now);

/// A day's lines are settled so long after midnight, for clinics that go on into the night.
inline constexpr std::chrono::hours kNightWork{4};

}  // namespace yuyue::booking::clinic

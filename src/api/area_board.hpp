#pragma once
#include "api/answers.hpp"
#include "yuyue/booking/reference.hpp"
#include "yuyue/queue/lines.hpp"

// What the display of a waiting area shows: who is called, who is next, what is late. Names only as
// the area shows them: masked, or not at all.
namespace yuyue::api {

/// So long a call stands on a board that is newly looked at: a display that was away misses none.
inline constexpr std::chrono::minutes kCallStands{2};

/// Somebody is called to a room, for the first time or again.
struct CalledOut {
  LineId line;
  std::int64_t seq = 0;
  SessionId session;
  RoomId room;
  std::string number;
  AppointmentId appointment;
  Instant at{};
};
/// {id, number, name | null, room: {id, name}, at, times, slowly, english, fetch, session}. A
/// display that has seen an `id` need not call it again.
Json called_out_json(const Services& services, store::Snapshot& snapshot, const booking::Area& area,
                     const CalledOut& call);

/// {area: {id, name, nameEn, showsNames}, at, seq, sessions: […], calls: […]}: the sessions of
/// today that are on, with the rooms they have in the area. `seq` rises with whatever happens to
/// them.
Json area_board_json(const Services& services, store::Snapshot& snapshot, const booking::Area& area,
                     Instant now);

}  // namespace yuyue::api

#pragma once
#include "api/answers.hpp"

namespace yuyue::api {

Json kept_sessions_json(const std::vector<booking::KeptSession>& sessions);

/// After a change of timetable, exceptions or calendar: brings the sessions ahead into line on a
/// worker thread and adds to a success what could not follow ("keptSessions"). The change itself is
/// done; should this fail, the sessions follow with the next change or at night, and the log says
/// so.
LaterAnswer with_sessions_made(const Services& services, const Call& call, Answer answer);

}  // namespace yuyue::api

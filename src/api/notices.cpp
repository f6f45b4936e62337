// What a clinic lets those who wait know: that it runs late, and that a room pauses.
#include "api/answers.hpp"
#include "api/clinic_access.hpp"
#include "api/notices_json.hpp"

namespace yuyue::api {
namespace {

namespace clinic = booking::clinic;

/// Shown to everybody, and on a display in large type.
constexpr std::size_t kReason = 60;

Json shown(const Services& services, SessionId session, const clinic::Notices& notices) {
  return {{"sessionId", to_string(session)}, {"notices", notices_json(services.time, notices)}};
}

using Announce = std::function<Result<clinic::Notices>(store::Transaction&, SessionId)>;
LaterAnswer announce(const Services& services, const Call& call, Announce act) {
  const auto session = call.id<SessionId>("session");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto ok = may_run_clinic(services, tx, call.principal, session); !ok) return ok.error();
    const auto notices = act(tx, session);
    if (!notices) return notices.error();
    return shown(services, session, *notices);
  };
  co_return co_await write(services, call, 200, work);
}

}  // namespace

Json notices_json(const HospitalTime& time, const clinic::Notices& notices) {
  Json pauses = Json::array();
  for (const auto& [room, pause] : notices.pauses)
    pauses.push_back({{"roomId", to_string(room)},
                      {"reason", pause.reason},
                      {"since", time.rfc3339(pause.since)},
                      {"until", pause.until ? Json(time.rfc3339(*pause.until)) : Json()}});
  Json delay;
  if (notices.delay)
    delay = {{"minutes", notices.delay->minutes.count()},
             {"reason", notices.delay->reason},
             {"since", time.rfc3339(notices.delay->since)}};
  return {{"seq", notices.seq}, {"delay", std::move(delay)}, {"pauses", std::move(pauses)}};
}

LaterAnswer announce_delay(const Services& services, const Call& call) {
  Input in(call.request);
  const std::chrono::minutes late{
      in.integer("minutes", 1, clinic::Announcements::kLongestDelay.count())};
  const auto reason = in.maybe_text("reason", kReason).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  Announce act = [&](store::Transaction& tx, SessionId session) {
    return services.announcements.set_delay(tx, session, late, reason, call.actor(), call.now);
  };
  co_return co_await announce(services, call, act);
}

LaterAnswer take_delay_back(const Services& services, const Call& call) {
  Announce act = [&](store::Transaction& tx, SessionId session) {
    return services.announcements.clear_delay(tx, session, call.actor(), call.now);
  };
  co_return co_await announce(services, call, act);
}

LaterAnswer pause_room(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = in.text("reason", kReason);
  std::optional<std::chrono::minutes> expected;
  if (const auto given =
          in.maybe_integer("minutes", 1, clinic::Announcements::kLongestPause.count()))
    expected = std::chrono::minutes{*given};
  if (auto bad = in.finish()) co_return *bad;
  const auto room = call.id<RoomId>("room");
  Announce act = [&](store::Transaction& tx, SessionId session) {
    return services.announcements.pause(tx, session, room, reason, expected, call.actor(),
                                        call.now);
  };
  co_return co_await announce(services, call, act);
}

LaterAnswer resume_room(const Services& services, const Call& call) {
  const auto room = call.id<RoomId>("room");
  Announce act = [&](store::Transaction& tx, SessionId session) {
    return services.announcements.resume(tx, session, room, call.actor(), call.now);
  };
  co_return co_await announce(services, call, act);
}

}  // namespace yuyue::api

#include "api/timetable_changes.hpp"

namespace yuyue::api {
namespace {

std::optional<booking::SessionsReport> make_sessions(const Services& services, Instant now) {
  try {
    return booking::ensure_sessions(services.database, services.booking, now);
  } catch (const std::exception& e) {
    services.log_error(std::string("sessions were not made after a change: ") + e.what());
    return std::nullopt;
  }
}

}  // namespace

Json kept_sessions_json(const std::vector<booking::KeptSession>& sessions) {
  Json out = Json::array();
  for (const auto& session : sessions) {
    out.push_back({{"sessionId", to_string(session.session)},
                   {"date", format_day(session.day)},
                   {"part", booking::name_of(session.part)},
                   {"department", session.department},
                   {"practitioner", session.practitioner},
                   {"appointments", session.appointments},
                   {"why", session.why}});
  }
  return out;
}

LaterAnswer with_sessions_made(const Services& services, const Call& call, Answer answer) {
  if (!answer) co_return answer;
  std::optional<booking::SessionsReport> report;
  std::function<void()> work = [&] {
    report = make_sessions(services, call.now);
  };
  co_await on_worker(services, work);
  if (!report || answer->status == 204) co_return answer;
  auto body = Json::parse(answer->body);
  body["keptSessions"] = kept_sessions_json(report->kept);
  co_return json(answer->status, body);
}

}  // namespace yuyue::api

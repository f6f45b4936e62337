// A session's waiting line: who is in it, and calling them.
#include "api/answers.hpp"
#include "api/clinic_access.hpp"
#include "api/line_json.hpp"

namespace yuyue::api {

namespace clinic = booking::clinic;

namespace {

constexpr std::size_t kReason = 200;
constexpr std::int64_t kMostEvents = 1'000'000'000;

}  // namespace

LaterAnswer show_line(const Services& services, const Call& call) {
  const auto after = query_integer(call.request, "after", 0, 0, kMostEvents);
  if (!after) co_return after.error();
  const auto notices_after = query_integer(call.request, "notices", 0, 0, kMostEvents);
  if (!notices_after) co_return notices_after.error();
  const auto session = call.id<SessionId>("session");
  // A page asks every few seconds. Only when there is something new does somebody see it, and only
  // that is put on record.
  const bool seen_all = *after > 0 && services.database.read([&](store::Snapshot& snapshot) {
    const auto line = clinic::line_of(snapshot, session);
    return line && queue::last_event(snapshot, *line) == *after &&
           clinic::notices_of(snapshot, session).seq == *notices_after &&
           may_run_clinic(services, snapshot, call.principal, session);
  });
  if (seen_all) co_return http::Response::no_content();
  // Read beside the writer, whom nobody who looks shall hold up.
  const auto seen = services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
    if (auto ok = may_run_clinic(services, snapshot, call.principal, session); !ok)
      return ok.error();
    return session_line_json(services, snapshot, call, session);
  });
  if (!seen) co_return seen.error();
  if (seen->at("line").is_null()) co_return json(200, *seen);
  Work record = [&](store::Transaction& tx) -> Result<Json> {
    services.audit.record(tx, call.principal,
                          {.action = "line-seen",
                           .subject = {},
                           .details = {{"session", to_string(session)}},
                           .note = {}},
                          call.now);
    return Json();
  };
  if (auto recorded = co_await write(services, call, 204, record); !recorded)
    co_return recorded.error();
  co_return json(200, *seen);
}

LaterAnswer call_patient(const Services& services, const Call& call) {
  Input in(call.request);
  const auto room = in.id<RoomId>("roomId");
  const auto ticket = in.maybe_id<TicketId>("ticketId");
  const auto reason = in.maybe_text("reason", kReason).value_or("");
  if (auto bad = in.finish()) co_return *bad;
  const auto session = call.id<SessionId>("session");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto ok = may_run_clinic(services, tx, call.principal, session); !ok) return ok.error();
    const auto called =
        services.clinic_day.call(tx, session, room, ticket, reason, call.actor(), call.now);
    if (!called) return called.error();
    return changed_json(services, tx, call, *called);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer step_ticket(const Services& services, const Call& call) {
  Input in(call.request);
  clinic::Step step;
  step.what = in.one_of("step", &clinic::step_from);
  step.reason = in.maybe_text("reason", kReason).value_or("");
  step.other = in.maybe_id<TicketId>("other");
  step.room = in.maybe_id<RoomId>("roomId");
  step.later = std::chrono::minutes{in.maybe_integer("minutes", 1, 240).value_or(15)};
  if (auto bad = in.finish()) co_return *bad;
  const auto ticket = call.id<TicketId>("ticket");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto ok = may_run_clinic(services, tx, call.principal, ticket); !ok) return ok.error();
    const auto done = services.clinic_day.step(tx, ticket, step, call.actor(), call.now);
    if (!done) return done.error();
    return changed_json(services, tx, call, *done);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace yuyue::api

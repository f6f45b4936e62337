// Between a line and elsewhere: before the room, to a colleague, to another day, and the end.
#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/clinic_access.hpp"
#include "api/line_json.hpp"

namespace yuyue::api {
namespace {

constexpr std::size_t kReason = 200;

std::string optional_reason(Input& in) {
  return in.maybe_text("reason", kReason).value_or("");
}

}  // namespace

LaterAnswer beckon_patient(const Services& services, const Call& call) {
  Input in(call.request);
  const auto room = in.id<RoomId>("roomId");
  if (auto bad = in.finish()) co_return *bad;
  const auto session = call.id<SessionId>("session");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto ok = may_run_clinic(services, tx, call.principal, session); !ok) return ok.error();
    const auto asked = services.clinic_day.beckon(tx, session, room, call.actor(), call.now);
    if (!asked) return asked.error();
    return changed_json(services, tx, call, *asked);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer transfer_ticket(const Services& services, const Call& call) {
  Input in(call.request);
  const auto to = in.id<SessionId>("sessionId");
  const auto reason = optional_reason(in);
  if (auto bad = in.finish()) co_return *bad;
  const auto ticket = call.id<TicketId>("ticket");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto ok = may_run_clinic(services, tx, call.principal, ticket); !ok) return ok.error();
    const auto there = services.clinic_day.transfer(tx, ticket, to, reason, call.actor(), call.now);
    if (!there) return there.error();
    auto out = changed_json(services, tx, call, *there);
    out["sessionId"] = to_string(to);
    return out;
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer rebook_ticket(const Services& services, const Call& call) {
  Input in(call.request);
  const auto slot = in.id<SlotId>("slotId");
  const auto reason = optional_reason(in);
  if (auto bad = in.finish()) co_return *bad;
  const auto ticket = call.id<TicketId>("ticket");
  std::optional<booking::OfferFor> whom;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto ok = may_run_clinic(services, tx, call.principal, ticket); !ok) return ok.error();
    if (const auto kept = queue::find_ticket(tx, ticket)) {
      const auto id = booking::clinic::appointment_of(kept->subject);
      if (const auto appointment = booking::find_appointment(tx, id))
        whom = booking::OfferFor{appointment->person, id};
    }
    const auto moved = services.clinic_day.rebook(tx, ticket, slot, reason, call.actor(), call.now);
    if (!moved) return moved.error();
    return appointment_seen(services, tx, call, *moved);
  };
  auto answer = co_await write_once(services, call, 200, work);
  if (!answer) co_return refused_booking(services, call, slot, whom, answer.error());
  co_return answer;
}

LaterAnswer begin_closing(const Services& services, const Call& call) {
  Input in(call.request);
  const auto reason = optional_reason(in);
  if (auto bad = in.finish()) co_return *bad;
  const auto session = call.id<SessionId>("session");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto ok = may_run_clinic(services, tx, call.principal, session); !ok) return ok.error();
    const auto begun =
        services.clinic_day.begin_closing(tx, session, reason, call.actor(), call.now);
    if (!begun) return begun.error();
    return session_line_json(services, tx, call, session);
  };
  co_return co_await write_once(services, call, 200, work);
}

LaterAnswer reopen_line(const Services& services, const Call& call) {
  const auto session = call.id<SessionId>("session");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto ok = may_run_clinic(services, tx, call.principal, session); !ok) return ok.error();
    const auto done = services.clinic_day.reopen(tx, session, "", call.actor(), call.now);
    if (!done) return done.error();
    return session_line_json(services, tx, call, session);
  };
  co_return co_await write(services, call, 200, work);
}

}  // namespace yuyue::api

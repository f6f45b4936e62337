// Places kept for a few minutes, and numbers beyond a slot's places.
#include <algorithm>

#include "api/answers.hpp"
#include "api/appointment_access.hpp"

namespace yuyue::api {

booking::places::Owner holder(const Call& call) {
  return {std::string(access::name_of(call.principal.kind)), call.principal.id};
}

LaterAnswer hold_place(const Services& services, const Call& call) {
  Input in(call.request);
  const auto slot = in.id<SlotId>("slotId");
  const auto person = in.maybe_id<PersonId>("personId");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (person)
      if (auto ok = may_book_for(services, tx, call.principal, *person); !ok) return ok.error();
    const auto claim =
        services.places.keep(tx, slot, call.actor().channel, holder(call), call.now, person);
    if (!claim) return claim.error();
    return Json{{"id", to_string(claim->id)},
                {"slotId", to_string(slot)},
                {"expiresAt", services.time.rfc3339(claim->expires_at)}};
  };
  auto answer = co_await write_once(services, call, 201, work);
  if (!answer) co_return refused_booking(services, call, slot, std::nullopt, answer.error());
  co_return answer;
}

LaterAnswer release_hold(const Services& services, const Call& call) {
  const auto id = call.id<ClaimId>("hold");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto done = services.places.release(tx, {id, holder(call)}, call.now); !done)
      return done.error();
    return Json();
  };
  co_return co_await write(services, call, 204, work);
}

LaterAnswer add_extra_number(const Services& services, const Call& call) {
  Input in(call.request);
  booking::BookingRequest wanted{.slot = in.id<SlotId>("slotId"),
                                 .person = in.id<PersonId>("personId"),
                                 .by = call.actor(),
                                 .member = {},
                                 .note = in.text("reason")};
  wanted.extra = true;
  if (auto bad = in.finish()) co_return *bad;
  const auto session = call.id<SessionId>("session");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto slots = booking::slots_of(tx, session);
    if (std::ranges::find(slots, wanted.slot, &booking::Slot::id) == slots.end())
      return Refusal("not-found").with("what", "slot");
    const auto booked = services.appointments.book(tx, wanted, call.now);
    if (!booked) return booked.error();
    return appointment_seen(services, tx, call, *booked);
  };
  co_return co_await write_once(services, call, 201, work);
}

}  // namespace yuyue::api

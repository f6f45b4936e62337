// Whoever is affected says what they want: by the link in their message, or signed in. The link's
// token comes in the body, so that it stands in no address and in no log.
#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/disruption_json.hpp"

namespace yuyue::api {
namespace {

namespace disruption = booking::disruption;

struct Chosen {
  disruption::Choice choice = disruption::Choice::move;
  std::optional<SlotId> slot;
};

Chosen read_choice(Input& in) {
  return {.choice = in.one_of("choice", disruption::choice_from),
          .slot = in.maybe_id<SlotId>("slotId")};
}

/// Masked: a link may be opened by others than it was sent to.
std::string name_of_person(const Services& services, store::Snapshot& snapshot, PersonId person,
                           Instant now) {
  const auto views = services.patients.views(snapshot, std::vector{person}, now);
  return views.empty() ? std::string() : views.front().name;
}

Result<Json> question(const Services& services, store::Snapshot& snapshot, DisruptionId id,
                      AppointmentId appointment, Instant now) {
  const auto d = disruption::find_disruption(snapshot, id);
  const auto affected = disruption::find_affected(snapshot, id, appointment);
  if (!d || !affected) return Refusal("link-unknown");
  return question_json(services, *d,
                       disruption::view_of(snapshot, services.booking, *affected, now),
                       name_of_person(services, snapshot, affected->person, now), now);
}

Result<Json> answer(const Services& services, store::Transaction& tx, const Call& call,
                    DisruptionId id, AppointmentId appointment, const Chosen& chosen,
                    disruption::Settler settler) {
  const auto done = services.disruptions.answer(tx, id, appointment, chosen.choice, chosen.slot,
                                                settler, call.actor(), call.now);
  if (!done) return done.error();
  return question(services, tx, id, appointment, call.now);
}

}  // namespace

LaterAnswer show_question(const Services& services, const Call& call) {
  Input in(call.request);
  const auto token = in.text("token", 100);
  if (auto bad = in.finish()) co_return *bad;
  const auto found = services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
    const auto target = services.disruptions.target_of(snapshot, token, call.now);
    if (!target) return Refusal("link-unknown");
    return question(services, snapshot, target->disruption, target->appointment, call.now);
  });
  if (!found) co_return found.error();
  co_return json(200, *found);
}

LaterAnswer answer_question(const Services& services, const Call& call) {
  Input in(call.request);
  const auto token = in.text("token", 100);
  const auto chosen = read_choice(in);
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto target = services.disruptions.target_of(tx, token, call.now);
    if (!target) return Refusal("link-unknown");
    return answer(services, tx, call, target->disruption, target->appointment, chosen,
                  disruption::Settler::patient);
  };
  co_return co_await write(services, call, 200, std::move(work));
}

Answer show_own_question(const Services& services, const Call& call) {
  const auto id = call.id<AppointmentId>("appointment");
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto visible = visible_appointment(services, snapshot, call.principal, id);
    if (!visible) return visible.error();
    const auto open = disruption::open_question(snapshot, id);
    if (!open) return Refusal("not-found");
    const auto asked = question(services, snapshot, open->disruption, id, call.now);
    if (!asked) return asked.error();
    return json(200, *asked);
  });
}

LaterAnswer answer_own_question(const Services& services, const Call& call) {
  Input in(call.request);
  const auto chosen = read_choice(in);
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<AppointmentId>("appointment");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visible = visible_appointment(services, tx, call.principal, id);
    if (!visible) return visible.error();
    const auto open = disruption::open_question(tx, id);
    if (!open) return Refusal("answered-already");
    return answer(
        services, tx, call, open->disruption, id, chosen,
        call.principal.member() ? disruption::Settler::patient : disruption::Settler::desk);
  };
  co_return co_await write(services, call, 200, std::move(work));
}

Answer list_alternatives(const Services& services, const Call& call) {
  const auto id = call.id<AppointmentId>("appointment");
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    const auto visible = visible_appointment(services, snapshot, call.principal, id);
    if (!visible) return visible.error();
    Json items = Json::array();
    for (const auto& place : disruption::rebooking_offers(snapshot, services.booking, *visible,
                                                          call.actor().channel, 8, call.now))
      items.push_back(place_json(services, place));
    return json(200, {{"items", std::move(items)}});
  });
}

/// Whom they are for is asked of staff only, who may book for anybody.
Answer list_slot_alternatives(const Services& services, const Call& call) {
  const auto id = call.id<SlotId>("slot");
  const auto person = query_id<PersonId>(call.request, "personId");
  if (!person) return person.error();
  return services.database.read([&](store::Snapshot& snapshot) -> Answer {
    if (!disruption::place_view(snapshot, services.time, id)) return Refusal("not-found");
    Json items = Json::array();
    for (const auto& place : disruption::offers_instead(snapshot, services.booking, id, *person,
                                                        call.actor().channel, 8, call.now))
      items.push_back(place_json(services, place));
    return json(200, {{"items", std::move(items)}});
  });
}

}  // namespace yuyue::api

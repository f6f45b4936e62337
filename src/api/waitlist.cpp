// Waiting for a place of a full session (候补).
#include <algorithm>

#include "api/answers.hpp"
#include "api/appointment_access.hpp"
#include "api/views.hpp"

namespace yuyue::api {
namespace {

using booking::waitlist::Entry;
using booking::waitlist::EntryState;

/// How long an entry that came to nothing is still shown.
constexpr auto kShown = std::chrono::hours{72};

Json person_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                 PersonId id) {
  if (call.principal.member()) {
    const auto person = services.patients.person(snapshot, id);
    return {{"id", to_string(id)}, {"name", person ? person->name : ""}};
  }
  const std::vector<PersonId> ids{id};
  const auto views = services.patients.views(snapshot, ids, call.now);
  return {{"id", to_string(id)}, {"name", views.empty() ? "" : views.front().name}};
}

Json session_json(const Services& services, const booking::AppointmentView& view) {
  const auto& a = view.appointment;
  Json out{{"id", to_string(a.session)},
           {"date", format_day(a.day)},
           {"part", booking::name_of(view.part)},
           {"startsAt", services.time.rfc3339(a.starts_at)},
           {"state", booking::name_of(view.session_state)},
           {"department",
            {{"id", to_string(a.department)},
             {"name", view.department},
             {"nameEn", view.department_en}}},
           {"kind", {{"code", view.kind_code}, {"name", view.kind}, {"nameEn", view.kind_en}}},
           {"fee", a.fee}};
  if (a.practitioner)
    out["practitioner"] = {{"id", to_string(*a.practitioner)},
                           {"name", view.practitioner},
                           {"nameEn", view.practitioner_en},
                           {"title", view.title},
                           {"titleEn", view.title_en}};
  return out;
}

/// What to do instead, once nothing came of it.
Json alternatives_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                       const Entry& entry) {
  Json offers = Json::array();
  const auto slots = booking::slots_of(snapshot, entry.session);
  if (slots.empty()) return offers;
  const booking::OfferFor whom{entry.person, std::nullopt};
  for (const auto& offer : booking::alternatives(snapshot, services.booking, slots.front().id,
                                                 call.actor().channel, whom, call.now))
    offers.push_back(offer_json(services, offer));
  return offers;
}

Json entry_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                const Entry& entry) {
  const auto view = booking::waitlist::session_of(snapshot, entry);
  const auto settings = services.booking.settings->current();
  const auto time = [&](Instant t) {
    return services.time.rfc3339(t);
  };
  Json out{{"id", to_string(entry.id)},
           {"state", booking::waitlist::name_of(entry.state)},
           {"person", person_json(services, snapshot, call, entry.person)},
           {"session", session_json(services, view)},
           {"joinedAt", time(entry.joined_at)},
           {"closesAt",
            time(booking::waitlist::closes_at(view.appointment.starts_at, settings->waitlist))}};
  if (entry.state == EntryState::waiting)
    out["place"] = booking::waitlist::place_of(snapshot, entry);
  if (entry.state == EntryState::offered) {
    for (const auto& slot : booking::slots_of(snapshot, entry.session)) {
      if (slot.id != entry.slot) continue;
      const auto start = services.time.minute_of(slot.starts_at);
      out["offer"] = {{"slotId", to_string(slot.id)},
                      {"start", format_minute(start)},
                      {"end", format_minute(start + kSlotLength)},
                      {"startsAt", time(slot.starts_at)},
                      {"until", time(*entry.offered_until)}};
    }
  }
  if (entry.appointment) out["appointmentId"] = to_string(*entry.appointment);
  if (entry.ended_at) out["endedAt"] = time(*entry.ended_at);
  if (entry.state == EntryState::closed || entry.state == EntryState::lapsed)
    out["alternatives"] = alternatives_json(services, snapshot, call, entry);
  return out;
}

Json items_json(const Services& services, store::Snapshot& snapshot, const Call& call,
                const std::vector<Entry>& entries) {
  Json items = Json::array();
  for (const auto& entry : entries) items.push_back(entry_json(services, snapshot, call, entry));
  return Json{{"items", std::move(items)}};
}

Json with_history(const Services& services, store::Snapshot& snapshot, const Call& call,
                  const Entry& entry) {
  auto out = entry_json(services, snapshot, call, entry);
  auto& events = out["events"] = Json::array();
  for (const auto& event : booking::waitlist::events_of(snapshot, entry.id)) {
    Json one{{"at", services.time.rfc3339(event.at)}, {"what", event.what}};
    if (!event.why.empty()) one["why"] = event.why;
    events.push_back(std::move(one));
  }
  return out;
}

/// Members see the entries of their own people, staff all.
Result<Entry> visible(const Services& services, store::Snapshot& snapshot, const Call& call) {
  const auto entry = booking::waitlist::find_entry(snapshot, call.id<WaitlistEntryId>("entry"));
  if (!entry || !may_book_for(services, snapshot, call.principal, entry->person))
    return Refusal("not-found");
  return *entry;
}

/// One step of an entry by whoever may see it.
template <class Step>
LaterAnswer step(const Services& services, const Call& call, Step take) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto entry = visible(services, tx, call);
    if (!entry) return entry.error();
    const auto done = take(tx, entry->id);
    if (!done) return done.error();
    return entry_json(services, tx, call, *done);
  };
  co_return co_await write_once(services, call, 200, work);
}

}  // namespace

LaterAnswer join_waitlist(const Services& services, const Call& call) {
  Input in(call.request);
  const booking::waitlist::Joining joining{.session = in.id<SessionId>("sessionId"),
                                           .person = in.id<PersonId>("personId"),
                                           .by = call.actor(),
                                           .member = call.principal.member()};
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto ok = may_book_for(services, tx, call.principal, joining.person); !ok)
      return ok.error();
    const auto entry = services.waitlist.join(tx, joining, call.now);
    if (!entry) return entry.error();
    return entry_json(services, tx, call, *entry);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer list_waitlist(const Services& services, const Call& call) {
  const auto session = query_id<SessionId>(call.request, "sessionId");
  if (!session) co_return session.error();
  const auto person = query_id<PersonId>(call.request, "personId");
  if (!person) co_return person.error();
  const auto member = call.principal.member();
  if (!member && !*session && !*person) co_return Refusal("query-too-wide");
  if (member) {
    const auto listed = services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
      auto people = services.patients.people_of(snapshot, *member);
      if (*person && std::ranges::find(people, **person) == people.end())
        return Refusal("not-your-person");
      if (*person) people = {**person};
      auto entries = booking::waitlist::entries_of(snapshot, people, call.now - kShown);
      if (*session) std::erase_if(entries, [&](const Entry& e) { return e.session != **session; });
      return items_json(services, snapshot, call, entries);
    });
    if (!listed) co_return listed.error();
    co_return json(200, *listed);
  }
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    auto entries = *session ? booking::waitlist::entries_of(tx, **session)
                            : booking::waitlist::entries_of(tx, {**person}, call.now - kShown);
    if (*person) std::erase_if(entries, [&](const Entry& e) { return e.person != **person; });
    services.audit.record(
        tx, call.principal,
        {.action = "waitlist-listed", .details = {{"count", std::to_string(entries.size())}}},
        call.now);
    return items_json(services, tx, call, entries);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer show_waitlist_entry(const Services& services, const Call& call) {
  if (call.principal.member()) {
    co_return services.database.read([&](store::Snapshot& snapshot) -> Answer {
      const auto entry = visible(services, snapshot, call);
      if (!entry) return entry.error();
      return json(200, with_history(services, snapshot, call, *entry));
    });
  }
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto entry = visible(services, tx, call);
    if (!entry) return entry.error();
    services.audit.record(tx, call.principal,
                          {.action = "waitlist-seen",
                           .subject = entry->id,
                           .details = {{"person", to_string(entry->person)}}},
                          call.now);
    return with_history(services, tx, call, *entry);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer accept_offer(const Services& services, const Call& call) {
  if (auto bad = Input(call.request).finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto entry = visible(services, tx, call);
    if (!entry) return entry.error();
    const auto by = call.actor();
    std::optional<Instant> pay_until;
    if (entry->slot) pay_until = services.fees.pay_until(tx, *entry->slot, by.channel, call.now);
    const auto booked = services.waitlist.accept(tx, entry->id, by, pay_until, call.now);
    if (!booked) return booked.error();
    return appointment_seen(services, tx, call, *booked);
  };
  co_return co_await write_once(services, call, 201, work);
}

LaterAnswer refuse_offer(const Services& services, const Call& call) {
  if (auto bad = Input(call.request).finish()) co_return *bad;
  co_return co_await step(services, call, [&](store::Transaction& tx, WaitlistEntryId id) {
    return services.waitlist.decline(tx, id, call.actor(), call.now);
  });
}

LaterAnswer leave_waitlist(const Services& services, const Call& call) {
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto entry = visible(services, tx, call);
    if (!entry) return entry.error();
    const auto left = services.waitlist.leave(tx, entry->id, call.actor(), call.now);
    if (!left) return left.error();
    return Json();
  };
  co_return co_await write(services, call, 204, work);
}

}  // namespace yuyue::api

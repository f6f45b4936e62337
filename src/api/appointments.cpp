// Booking, cancelling, moving, reading appointments.
#include <algorithm>

#include "api/appointment_access.hpp"
#include "api/guide_json.hpp"
#include "api/handlers.hpp"
#include "api/nearest_offers.hpp"
#include "api/partner_side.hpp"
#include "api/payment_json.hpp"
#include "api/people_shown.hpp"
#include "api/remote_visits.hpp"
#include "api/views.hpp"

namespace yuyue::api {
namespace {

Json one(const Services& services, store::Snapshot& snapshot, const Call& call,
         const booking::Appointment& appointment) {
  const PeopleShown people(services, snapshot, call, {appointment.person});
  const auto view = booking::view_of(snapshot, appointment);
  auto out = appointment_json(services, view, people.of(appointment.person), call.actor().channel,
                              call.now);
  add_payment(services, snapshot, appointment, out);
  add_join_link(services, snapshot, view, call.now, out);
  add_guide(services, snapshot, appointment.id, out);
  return out;
}

/// Of the steps of arriving: which one, and whether in time. Other details are references.
std::string shown_details(const booking::AppointmentEvent& event) {
  return event.what == "collected" || event.what == "arrived" ? event.details : std::string();
}

Json with_history(const Services& services, store::Snapshot& snapshot, const Call& call,
                  const booking::Appointment& appointment) {
  auto out = one(services, snapshot, call, appointment);
  auto& events = out["events"] = Json::array();
  for (const auto& event : booking::events_of(snapshot, appointment.id))
    events.push_back({{"at", services.time.rfc3339(event.at)},
                      {"what", event.what},
                      {"by", event.actor_kind},
                      {"channel", booking::name_of(event.channel)},
                      {"details", shown_details(event)}});
  if (const auto asked = booking::disruption::open_question(snapshot, appointment.id))
    out["question"] = {{"answerUntil", services.time.rfc3339(asked->answer_until.value())}};
  return out;
}

/// For a partner: which of its referrals it belongs to.
void add_referral(store::Snapshot& snapshot, const std::optional<InstitutionId>& institution,
                  AppointmentId appointment, Json& out) {
  if (!institution) return;
  if (const auto referral = booking::referral::referral_of(snapshot, *institution, appointment))
    out["referralId"] = to_string(*referral);
}

Json page_json(const Services& services, store::Snapshot& snapshot, const Call& call,
               const booking::AppointmentPage& page,
               const std::optional<InstitutionId>& institution = {}) {
  std::vector<PersonId> ids;
  for (const auto& view : page.items) ids.push_back(view.appointment.person);
  const PeopleShown people(services, snapshot, call, ids);
  Json items = Json::array();
  for (const auto& view : page.items) {
    items.push_back(appointment_json(services, view, people.of(view.appointment.person),
                                     call.actor().channel, call.now));
    add_payment(services, snapshot, view.appointment, items.back());
    add_join_link(services, snapshot, view, call.now, items.back());
    add_guide(services, snapshot, view.appointment.id, items.back());
    add_referral(snapshot, institution, view.appointment.id, items.back());
  }
  Json out{{"items", std::move(items)}};
  if (!page.next.empty()) out["next"] = page.next;
  return out;
}

enum class Offers { none, same_for_all, for_this_person };

/// Which other slots help after this refusal. For a slot that cannot be had they are the same for
/// everybody; where the person's other appointments are the reason, theirs count.
Offers offers_after(const Refusal& refusal) {
  static constexpr std::string_view kOfTheSlot[] = {"slot-full", "quota-full", "session-stopped",
                                                    "past-slot", "not-released-yet"};
  static constexpr std::string_view kOfThePerson[] = {"already-booked", "collides", "number-void",
                                                      "counted-as-no-show"};
  if (std::ranges::find(kOfTheSlot, refusal.code) != std::end(kOfTheSlot))
    return Offers::same_for_all;
  if (std::ranges::find(kOfThePerson, refusal.code) != std::end(kOfThePerson))
    return Offers::for_this_person;
  return Offers::none;
}

/// A refusal to book, with the nearest slots that can be had instead.
Answer refused(const Services& services, const Call& call, SlotId slot,
               const std::optional<booking::OfferFor>& whom, const Refusal& refusal) {
  const auto wanted = offers_after(refusal);
  if (wanted == Offers::none) return refusal;
  Json more = Json::object();
  auto& offers = more["alternatives"] = Json::array();
  const auto list = wanted == Offers::same_for_all
                        ? nearest_offers(services, slot, call.actor().channel, call.now)
                        : services.database.read([&](store::Snapshot& snapshot) {
                            return booking::alternatives(snapshot, services.booking, slot,
                                                         call.actor().channel, whom, call.now);
                          });
  for (const auto& offer : list) offers.push_back(offer_json(services, offer));
  if (refusal.possible_at) more["possibleAt"] = services.time.rfc3339(*refusal.possible_at);
  return problem(call.request, refusal, more);
}

Result<booking::AppointmentQuery> read_query(const Services& services, const Call& call) {
  const auto& request = call.request;
  booking::AppointmentQuery query;
  const auto state = request.query_or("state", "all");
  const auto filter = booking::appointment_filter(state);
  if (!filter) return Refusal("query-invalid").with("name", "state").with("value", state);
  query.filter = *filter;
  const auto person = query_id<PersonId>(request, "personId");
  if (!person) return person.error();
  if (*person) query.people = {**person};
  const auto day = query_day(request, "date");
  if (!day) return day.error();
  query.day = *day;
  const auto department = query_id<DepartmentId>(request, "departmentId");
  if (!department) return department.error();
  query.department = *department;
  const auto practitioner = query_id<PractitionerId>(request, "practitionerId");
  if (!practitioner) return practitioner.error();
  query.practitioner = *practitioner;
  const auto limit = query_integer(request, "limit", 50, 1, 500);
  if (!limit) return limit.error();
  query.limit = std::min<std::size_t>(200, static_cast<std::size_t>(*limit));
  query.after = request.query_or("after", "");
  // The desk's lists, not a partner's, are of today unless something else is asked for.
  if (!call.principal.member() && !is_partner(call.principal) && query.people.empty() && !query.day)
    query.day = services.time.day_of(call.now);
  return query;
}

Result<Json> list_own(const Services& services, const Call& call, booking::AppointmentQuery query,
                      MemberId member) {
  return services.database.read([&](store::Snapshot& snapshot) -> Result<Json> {
    const auto own = services.patients.people_of(snapshot, member);
    if (query.people.empty()) query.people = own;
    for (const auto person : query.people) {
      if (std::find(own.begin(), own.end(), person) == own.end()) return Refusal("not-your-person");
    }
    if (query.people.empty()) return Json{{"items", Json::array()}};
    const auto page = booking::list_appointments(snapshot, query, call.now);
    if (!page) return page.error();
    return page_json(services, snapshot, call, *page);
  });
}

std::optional<booking::CancelCause> cause_at_the_desk(const std::string& name) {
  const auto cause = booking::cancel_cause(name);
  // Only the server itself finds that something was not paid for.
  return cause == booking::CancelCause::unpaid ? std::nullopt : cause;
}

/// A list of many people is one look, by what was asked for.
void record_look(const Services& services, store::Transaction& tx, const Call& call,
                 const booking::AppointmentQuery& query, std::size_t seen) {
  access::AuditEvent event{.action = "appointments-listed",
                           .details = {{"count", std::to_string(seen)}}};
  if (query.day) event.details.emplace_back("date", format_day(*query.day));
  if (query.department) event.details.emplace_back("department", to_string(*query.department));
  if (query.people.size() == 1) event.subject = query.people.front();
  services.audit.record(tx, call.principal, event, call.now);
}

void record_look(const Services& services, store::Transaction& tx, const Call& call,
                 const booking::Appointment& appointment) {
  services.audit.record(tx, call.principal,
                        {.action = "appointment-seen",
                         .subject = appointment.id,
                         .details = {{"person", to_string(appointment.person)}}},
                        call.now);
}

/// The one with a booking code, or none.
Json list_by_code(const Services& services, store::Transaction& tx, const Call& call,
                  std::string_view text, const std::optional<InstitutionId>& institution) {
  booking::AppointmentPage page;
  if (const auto code = booking::parse_code(text)) {
    const auto found = booking::find_appointment(tx, std::string_view(*code));
    if (found &&
        (!institution || booking::referral::referral_of(tx, *institution, found->id))) {
      record_look(services, tx, call, *found);
      page.items.push_back(booking::view_of(tx, *found));
    }
  }
  return page_json(services, tx, call, page, institution);
}

Result<Json> list_for_staff(const Services& services, store::Transaction& tx, const Call& call,
                            booking::AppointmentQuery query) {
  if (is_partner(call.principal)) {
    const auto institution = institution_of(tx, call);
    if (!institution) return institution.error();
    query.institution = institution->id;
  }
  if (const auto code = call.request.query_or("q", ""); !code.empty())
    return list_by_code(services, tx, call, code, query.institution);
  const auto page = booking::list_appointments(tx, query, call.now);
  if (!page) return page.error();
  record_look(services, tx, call, query, page->items.size());
  return page_json(services, tx, call, *page, query.institution);
}

}  // namespace

Json appointment_seen(const Services& services, store::Snapshot& snapshot, const Call& call,
                      const booking::Appointment& appointment) {
  return one(services, snapshot, call, appointment);
}

Answer refused_booking(const Services& services, const Call& call, SlotId slot,
                       const std::optional<booking::OfferFor>& whom, const Refusal& refusal) {
  return refused(services, call, slot, whom, refusal);
}

std::map<std::string, bool> read_answers(Input& in) {
  std::map<std::string, bool> answers;
  const auto given = in.maybe_object("answers");
  if (!given) return answers;
  for (const auto& [question, answer] : given->items()) {
    if (answer.is_boolean()) {
      answers.emplace(question, answer.get<bool>());
    } else {
      in.wrong("answers", "true | false");
    }
  }
  return answers;
}

LaterAnswer book_appointment(const Services& services, const Call& call) {
  Input in(call.request);
  const auto hold = in.maybe_id<ClaimId>("holdId");
  booking::BookingRequest wanted{.slot = in.maybe_id<SlotId>("slotId", !hold).value_or(SlotId{}),
                                 .person = in.id<PersonId>("personId"),
                                 .by = call.actor(),
                                 .member = call.principal.member(),
                                 .note = in.maybe_text("note", 200).value_or("")};
  wanted.answers = read_answers(in);
  // An emergency or a green channel is never made to wait for money; that it is one is for staff
  // to say.
  const auto pay_later = in.maybe_text("payLater", 200).value_or("");
  if (!pay_later.empty() && !booking::is_staff(wanted.by.channel))
    in.wrong("payLater", "at the desk only");
  if (auto bad = in.finish()) co_return *bad;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    if (auto ok = may_book_for(services, tx, call.principal, wanted.person); !ok) return ok.error();
    if (hold) {
      const auto claim = booking::places::find_claim(tx, *hold);
      if (!claim) return Refusal("hold-gone");
      wanted.claim = {*hold, holder(call)};
      wanted.slot = claim->place.slot;
    }
    if (pay_later.empty())
      wanted.pay_until = services.fees.pay_until(tx, wanted.slot, wanted.by.channel, call.now);
    const auto booked = services.appointments.book(tx, wanted, call.now);
    if (!booked) return booked.error();
    if (!pay_later.empty())
      services.fees.note_pay_later(tx, *booked, pay_later, wanted.by, call.now);
    return one(services, tx, call, *booked);
  };
  auto answer = co_await write_once(services, call, 201, work);
  if (!answer) {
    const booking::OfferFor whom{wanted.person, std::nullopt};
    co_return refused(services, call, wanted.slot, whom, answer.error());
  }
  co_return answer;
}

LaterAnswer list_appointments(const Services& services, const Call& call) {
  const auto query = read_query(services, call);
  if (!query) co_return query.error();
  if (const auto member = call.principal.member()) {
    const auto listed = list_own(services, call, *query, *member);
    if (!listed) co_return listed.error();
    co_return json(200, *listed);
  }
  Work work = [&](store::Transaction& tx) {
    return list_for_staff(services, tx, call, *query);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer show_appointment(const Services& services, const Call& call) {
  const auto id = call.id<AppointmentId>("appointment");
  if (call.principal.member()) {
    co_return services.database.read([&](store::Snapshot& snapshot) -> Answer {
      const auto appointment = visible_appointment(services, snapshot, call.principal, id);
      if (!appointment) return appointment.error();
      return json(200, with_history(services, snapshot, call, *appointment));
    });
  }
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto appointment = visible_appointment(services, tx, call.principal, id);
    if (!appointment) return appointment.error();
    record_look(services, tx, call, *appointment);
    return with_history(services, tx, call, *appointment);
  };
  co_return co_await write(services, call, 200, work);
}

LaterAnswer cancel_appointment(const Services& services, const Call& call) {
  Input in(call.request);
  booking::Cancellation why;
  why.reason = in.maybe_text("reason", 200).value_or("");
  // Whose doing it was is for the hospital's staff to say; a patient's own cancellation is theirs.
  if (!call.principal.member() && !is_partner(call.principal))
    why.cause = in.maybe_one_of("cause", cause_at_the_desk).value_or(why.cause);
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<AppointmentId>("appointment");
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visible = visible_appointment(services, tx, call.principal, id);
    if (!visible) return visible.error();
    // Whoever has been asked because the hospital changed its plans does not answer for giving up.
    if (booking::disruption::open_question(tx, id)) why.cause = booking::CancelCause::hospital;
    const auto cancelled = services.appointments.cancel(tx, id, call.actor(), why, call.now);
    if (!cancelled) return cancelled.error();
    return one(services, tx, call, *cancelled);
  };
  co_return co_await write_once(services, call, 200, work);
}

LaterAnswer reschedule_appointment(const Services& services, const Call& call) {
  Input in(call.request);
  const auto slot = in.id<SlotId>("slotId");
  if (auto bad = in.finish()) co_return *bad;
  const auto id = call.id<AppointmentId>("appointment");
  std::optional<booking::OfferFor> whom;
  Work work = [&](store::Transaction& tx) -> Result<Json> {
    const auto visible = visible_appointment(services, tx, call.principal, id);
    if (!visible) return visible.error();
    whom = booking::OfferFor{visible->person, id};
    if (is_partner(call.principal) &&
        booking::referral::department_of(tx, slot) != visible->department)
      return Refusal("slot-elsewhere").at("/slotId");
    const auto moved = services.appointments.reschedule(tx, id, slot, call.actor(), call.now);
    if (!moved) return moved.error();
    return one(services, tx, call, *moved);
  };
  auto answer = co_await write_once(services, call, 200, work);
  if (!answer) co_return refused(services, call, slot, whom, answer.error());
  co_return answer;
}

}  // namespace yuyue::api
